import { createReadStream } from "node:fs";
import { finished } from "node:stream/promises";
import { TextDecoder } from "node:util";
import { CsvError, parse } from "csv-parse";
import { Failure, fileFailure, fileLabel, quoted } from "./failure.ts";

/** Where the cells of a file go, as they are read: no row is kept here. */
export interface CsvSink {
  /** Called once, before any row. Names are trimmed; they may be empty or repeated. */
  header(names: readonly string[]): void;
  /** As many cells as the header has names, trimmed outside of quotes. `line` counts from 1 and is the row's first line. */
  row(cells: readonly string[], line: number): void;
  /** Called after each chunk of the file; reading waits for it. */
  chunkRead?(): Promise<void> | void;
}

const longestRecordBytes = 16 * 2 ** 20;

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
  const parser = parse({
    bom: true,
    delimiter,
    // Given, rather than found out from the first line, because a file may mix them.
    record_delimiter: ["\r\n", "\n", "\r"],
    trim: true,
    relax_column_count: true,
    max_record_size: longestRecordBytes,
    on_record: (cells, info) => {
      rows.record(cells, info.lines);
      return null;
    },
  });
  // Errors are taken where they arise, at the write or the end; this keeps the event from being unhandled.
  parser.on("error", () => {});
  parser.resume();
  const write = (chunk: Uint8Array | string) =>
    new Promise<void>((resolve, reject) => {
      parser.write(chunk, (error) => (error ? reject(error) : resolve()));
    });
  try {
    for await (const chunk of decoded(chunks)) {
      await write(chunk);
      await sink.chunkRead?.();
    }
    parser.end();
    await finished(parser);
  } catch (error) {
    throw error instanceof CsvError ? rows.failureOf(error) : error;
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

/** Spreadsheets export UTF-16 with a byte order mark; everything else passes as it is, as UTF-8. */
async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array | string> {
  let decoder: TextDecoder | undefined;
  let mark: Uint8Array | undefined = new Uint8Array(0);
  for await (let chunk of chunks) {
    if (mark !== undefined) {
      chunk = Buffer.concat([mark, chunk]);
      mark = chunk.length < 2 ? chunk : undefined;
      if (mark !== undefined) continue;
      if (chunk[0] === 0xff && chunk[1] === 0xfe) decoder = new TextDecoder("utf-16le");
      if (chunk[0] === 0xfe && chunk[1] === 0xff) decoder = new TextDecoder("utf-16be");
    }
    yield decoder === undefined ? chunk : decoder.decode(chunk, { stream: true });
  }
  if (mark !== undefined) yield mark;
  if (decoder !== undefined) yield decoder.decode();
}

/** Numbers the lines, takes the header off, skips blank lines and checks that each row is as long as the header. */
class RowAssembler {
  readonly #label: string;
  readonly #sink: CsvSink;
  #header: readonly string[] | undefined;
  #rows = 0;
  /** First line of the next record. */
  #line = 1;
  #parserLines = 0;
  /** In a file of one column a blank line may be a missing value or the end of the file; the next row tells. */
  #blankLine: number | undefined;

  constructor(label: string, sink: CsvSink) {
    this.#label = label;
    this.#sink = sink;
  }

  record(cells: readonly string[], parserLines: number): void {
    const line = this.#line;
    this.#line += this.#linesOf(cells, parserLines);
    const blank = cells.length === 1 && cells[0] === "";
    if (this.#header === undefined) {
      if (blank) return;
      this.#header = cells;
      this.#sink.header(cells);
      return;
    }
    if (blank) {
      this.#blankLine ??= line;
      return;
    }
    if (this.#header.length === 1 && this.#blankLine !== undefined) {
      const where = `line ${this.#blankLine}, column ${quoted(this.#header[0] ?? "")}`;
      throw new Failure(`${this.#label}: ${where}: missing value (blank line)`);
    }
    if (cells.length !== this.#header.length) {
      const expected = `expected ${count(this.#header.length, "cell")} as in the header`;
      throw new Failure(`${this.#label}: line ${line}: ${expected}, got ${cells.length}`);
    }
    this.#rows++;
    this.#sink.row(cells, line);
  }

  end(): void {
    if (this.#header === undefined) throw new Failure(`${this.#label}: the file is empty`);
    if (this.#rows === 0) throw new Failure(`${this.#label}: a header but no rows`);
  }

  failureOf(error: CsvError): Failure {
    return new Failure(`${this.#label}: ${this.#place(error)}: ${meaningOf(error)}`);
  }

  #place(error: CsvError): string {
    const index = typeof error.column === "number" ? error.column : -1;
    const name = this.#header?.[index];
    return name === undefined ? `line ${this.#line}` : `line ${this.#line}, column ${quoted(name)}`;
  }

  /** The parser counts a line break of two bytes within quotes twice, so then the cells are asked. */
  #linesOf(cells: readonly string[], parserLines: number): number {
    const passed = parserLines - this.#parserLines;
    this.#parserLines = parserLines;
    if (passed === 1) return 1;
    return cells.reduce((lines, cell) => lines + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 1);
  }
}

function meaningOf(error: CsvError): string {
  switch (error.code) {
    case "CSV_QUOTE_NOT_CLOSED":
      return "a quote is opened and never closed";
    case "CSV_INVALID_CLOSING_QUOTE":
    case "CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE":
      return "text after a closing quote (or an earlier quote was never closed)";
    case "INVALID_OPENING_QUOTE":
      return "a quote inside a cell that does not begin with one";
    case "CSV_MAX_RECORD_SIZE":
      return `a row of more than ${longestRecordBytes / 2 ** 20} MiB (is a quote left open?)`;
    default:
      return error.message;
  }
}

export function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? "" : "s"}`;
}
