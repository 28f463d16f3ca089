import { createReadStream } from "node:fs";
import { Failure, fileFailure, fileLabel, quoted } from "../failure.ts";
import { CsvText, type Faults, NEVER_CLOSED, RecordTooLong } from "./csvText.ts";
import { BadEncoding, type Decoder, decoderFor, encodingFailure } from "./decoded.ts";
import { KIND_BYTES, refuseOtherKinds } from "./fileKind.ts";

/** Where a header was found. */
export interface HeaderPlace {
  readonly line: number;
  /** The one that was given, or the one that a first line `sep=;` names, as Excel writes it. */
  readonly delimiter: string;
}

/** Where the cells of a file go, as they are read: no row is kept here. */
export interface CsvSink {
  /** Called once, before any row. Names are trimmed; they may be empty or repeated. */
  header(names: readonly string[], place: HeaderPlace): void;
  /** Asked once, after the header: the columns whose cells are read. In others a stray quote is no error. Without it, all. */
  columnsRead?(): readonly number[];
  /** As many cells as the header has names, trimmed outside of quotes. `line` counts from 1 and is the row's first line. */
  row(cells: readonly string[], line: number): void;
  /** Called after each chunk of the file; reading waits for it. */
  chunkRead?(): Promise<void> | void;
}

/** Streams a CSV file ("-" is stdin) into a sink. Anything wrong with the file is a Failure that names the line. */
export function readCsv(file: string, delimiter: string, sink: CsvSink): Promise<void> {
  return parseCsv(fileLabel(file), readChunks(file), delimiter, sink);
}

/** The same for bytes from anywhere, however they are cut into chunks. `label` is what messages call the source. */
export async function parseCsv(
  label: string,
  chunks: AsyncIterable<Uint8Array>,
  delimiter: string,
  sink: CsvSink,
): Promise<void> {
  const rows = new RowAssembler(label, sink);
  const text: CsvText = new CsvText(delimiter, (cells, line, faults) => {
    text.delimiter = rows.record(cells, line, faults, text.delimiter);
  });
  try {
    for await (const part of decoded(label, chunks)) {
      text.write(part);
      await sink.chunkRead?.();
    }
    text.end();
  } catch (error) {
    if (error instanceof BadEncoding) throw encodingFailure(label, text.lineReached, error);
    if (error instanceof RecordTooLong) throw rows.failureAt(text.line, error.column, error.message);
    throw error;
  }
  rows.end();
}

async function* readChunks(file: string): AsyncGenerator<Uint8Array> {
  const stream = file === "-" ? process.stdin : createReadStream(file, { highWaterMark: 2 ** 17 });
  try {
    for await (const chunk of stream) yield chunk;
  } catch (error) {
    throw fileFailure(fileLabel(file), "cannot read it", error);
  }
}

async function* decoded(label: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: Decoder | undefined;
  let start: Uint8Array = new Uint8Array(0);
  const open = () => {
    refuseOtherKinds(label, start);
    return decoderFor(start);
  };
  for await (const chunk of chunks) {
    if (decoder !== undefined) yield* decoder.write(chunk);
    else {
      start = Buffer.concat([start, chunk]);
      if (start.length < KIND_BYTES) continue;
      decoder = open();
      yield* decoder.write(start);
    }
  }
  if (decoder === undefined) {
    decoder = open();
    yield* decoder.write(start);
  }
  yield* decoder.end();
}

/** Takes the header off, skips blank lines and checks that each row is as long as the header. */
class RowAssembler {
  readonly #label: string;
  readonly #sink: CsvSink;
  #header: readonly string[] | undefined;
  /** The columns whose faults count; undefined stands for all. */
  #read: ReadonlySet<number> | undefined;
  #rows = 0;
  #isFirst = true;
  /** In a file of one column a blank line may be a missing value or the end of the file; the next row tells. */
  #blankLine: number | undefined;

  constructor(label: string, sink: CsvSink) {
    this.#label = label;
    this.#sink = sink;
  }

  /** Returns the delimiter of the records to come. */
  record(cells: readonly string[], line: number, faults: Faults | undefined, delimiter: string): string {
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    const named = isFirst ? namedDelimiter(cells.join(delimiter)) : undefined;
    if (named !== undefined) return named;
    const blank = cells.length === 1 && cells[0]?.trim() === "";
    if (this.#header === undefined) {
      if (!blank) this.#takeHeader(cells, line, faults, delimiter);
    } else if (blank) {
      this.#blankLine ??= line;
    } else {
      this.#takeRow(this.#header, cells, line, faults);
    }
    return delimiter;
  }

  end(): void {
    if (this.#header === undefined) throw new Failure(`${this.#label}: the file is empty`);
    if (this.#rows === 0) throw new Failure(`${this.#label}: a header but no rows`);
  }

  failureAt(line: number, index: number, message: string): Failure {
    const name = this.#header?.[index];
    const place = name === undefined ? `line ${line}` : `line ${line}, column ${quoted(name)}`;
    return new Failure(`${this.#label}: ${place}: ${message}`);
  }

  #takeHeader(cells: readonly string[], line: number, faults: Faults | undefined, delimiter: string): void {
    const names = cells.map((name) => name.trim());
    this.#header = names;
    for (const fault of faults?.values() ?? []) {
      if (fault === NEVER_CLOSED) throw new Failure(`${this.#label}: line ${line}: ${fault}`);
    }
    this.#sink.header(names, { line, delimiter });
    const read = this.#sink.columnsRead?.();
    this.#read = read && new Set(read);
  }

  #takeRow(header: readonly string[], cells: readonly string[], line: number, faults: Faults | undefined): void {
    if (header.length === 1 && this.#blankLine !== undefined) {
      throw this.failureAt(this.#blankLine, 0, "missing value (blank line)");
    }
    if (cells.length !== header.length) {
      for (const [index, fault] of faults ?? []) throw this.failureAt(line, index, fault);
      const expected = `expected ${count(header.length, "cell")} as in the header`;
      throw new Failure(`${this.#label}: line ${line}: ${expected}, got ${cells.length}`);
    }
    for (const [index, fault] of faults ?? []) {
      if (this.#read === undefined || this.#read.has(index)) throw this.failureAt(line, index, fault);
    }
    this.#rows++;
    this.#sink.row(cells, line);
  }
}

/** The delimiter that a first line `sep=;` names. A tab is trimmed off it. */
function namedDelimiter(line: string): string | undefined {
  const [, delimiter] = /^sep=([^\w"'.+-]?)$/iu.exec(line.trim()) ?? [];
  return delimiter === "" ? "\t" : delimiter;
}

export function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? "" : "s"}`;
}
