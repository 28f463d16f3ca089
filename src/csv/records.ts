import { LogitTypeError, shown } from "../errors.ts";
import { CsvText, type Faults, NEVER_CLOSED, RecordTooLong } from "./csvText.ts";

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
  /**
   * Asked once, after the header: the columns whose cells are read. In others a stray quote is no error. Without it,
   * all.
   */
  columnsRead?(): readonly number[];
  /**
   * As many cells as the header has names, trimmed outside of quotes. `line` counts from 1 and is the row's first line.
   * `inQuotes` are the columns whose cells stood in quotes, if any did.
   */
  row(cells: readonly string[], line: number, inQuotes?: readonly number[]): void;
  /** Called after each chunk of the file; reading waits for it. */
  chunkRead?(): Promise<void> | void;
}

/** How the records of a text are to be understood. */
export interface CsvForm {
  readonly delimiter: string;
  /** Without one the columns are V1, V2, and so on. */
  readonly hasHeader: boolean;
  /** What an error of the pieces means, whose good text ends in this line. */
  readonly explain?: (error: unknown, line: number) => unknown;
}

/**
 * Reads the pieces of a CSV text, however they are cut, into a sink. `label` is what messages call the source.
 * @throws LogitTypeError INVALID_CSV that names the line
 */
export async function parseText(
  label: string,
  pieces: AsyncIterable<string>,
  { delimiter, hasHeader, explain = (error) => error }: CsvForm,
  sink: CsvSink,
): Promise<void> {
  const rows = new RowAssembler(label, sink, hasHeader);
  const text: CsvText = new CsvText(delimiter, (cells, line, faults, inQuotes) => {
    text.delimiter = rows.record(cells, line, faults, text.delimiter, inQuotes);
  });
  try {
    for await (const piece of pieces) {
      text.write(piece);
      await sink.chunkRead?.();
    }
    text.end();
  } catch (error) {
    if (error instanceof RecordTooLong) throw rows.failureAt(text.line, error.column, error.message);
    throw explain(error, text.lineReached);
  }
  rows.end();
}

/** What a column is called in a file without a header, as in R. */
export function columnName(index: number): string {
  return `V${index + 1}`;
}

/** Takes the header off, skips blank lines and checks that each row is as long as the header. */
class RowAssembler {
  readonly #label: string;
  readonly #sink: CsvSink;
  readonly #hasHeader: boolean;
  #header: readonly string[] | undefined;
  /** The columns whose faults count; undefined stands for all. */
  #read: ReadonlySet<number> | undefined;
  #rows = 0;
  #isFirst = true;
  /** In a file of one column a blank line may be a missing value or the end of the file; the next row tells. */
  #blankLine: number | undefined;

  constructor(label: string, sink: CsvSink, hasHeader: boolean) {
    this.#label = label;
    this.#sink = sink;
    this.#hasHeader = hasHeader;
  }

  /** Returns the delimiter of the records to come. */
  record(
    cells: readonly string[],
    line: number,
    faults: Faults | undefined,
    delimiter: string,
    inQuotes: readonly number[] | undefined,
  ): string {
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    const named = isFirst ? namedDelimiter(cells.join(delimiter)) : undefined;
    if (named !== undefined) return named;
    const blank = cells.length === 1 && cells[0]?.trim() === "";
    if (this.#header === undefined) {
      if (blank) return delimiter;
      if (this.#hasHeader) this.#takeHeader(cells, line, faults, delimiter);
      else {
        const names = cells.map((_, index) => columnName(index));
        this.#takeHeader(names, line, undefined, delimiter);
        this.#takeRow(names, cells, line, faults, inQuotes);
      }
    } else if (blank) {
      this.#blankLine ??= line;
    } else {
      this.#takeRow(this.#header, cells, line, faults, inQuotes);
    }
    return delimiter;
  }

  end(): void {
    if (this.#header === undefined) throw invalid(`${this.#label}: the file is empty`);
    if (this.#rows === 0) throw invalid(`${this.#label}: a header but no rows`);
  }

  failureAt(line: number, index: number, message: string): LogitTypeError {
    const name = this.#header?.[index];
    const place = name === undefined ? `line ${line}` : `line ${line}, column ${shown(name)}`;
    return invalid(`${this.#label}: ${place}: ${message}`);
  }

  #takeHeader(cells: readonly string[], line: number, faults: Faults | undefined, delimiter: string): void {
    const names = cells.map((name) => name.trim());
    this.#header = names;
    for (const fault of faults?.values() ?? []) {
      if (fault === NEVER_CLOSED) throw invalid(`${this.#label}: line ${line}: ${fault}`);
    }
    this.#sink.header(names, { line, delimiter });
    const read = this.#sink.columnsRead?.();
    this.#read = read && new Set(read);
  }

  #takeRow(
    header: readonly string[],
    cells: readonly string[],
    line: number,
    faults: Faults | undefined,
    inQuotes: readonly number[] | undefined,
  ): void {
    if (header.length === 1 && this.#blankLine !== undefined) {
      throw this.failureAt(this.#blankLine, 0, "missing value (blank line)");
    }
    if (cells.length !== header.length) {
      for (const [index, fault] of faults ?? []) throw this.failureAt(line, index, fault);
      const expected = `expected ${count(header.length, "cell")} as in the header`;
      throw invalid(`${this.#label}: line ${line}: ${expected}, got ${cells.length}`);
    }
    for (const [index, fault] of faults ?? []) {
      if (this.#read === undefined || this.#read.has(index)) throw this.failureAt(line, index, fault);
    }
    this.#rows++;
    this.#sink.row(cells, line, inQuotes);
  }
}

/** The delimiter that a first line `sep=;` names. A tab is trimmed off it. */
function namedDelimiter(line: string): string | undefined {
  const [, delimiter] = /^sep=([^\w"'.+-]?)$/iu.exec(line.trim()) ?? [];
  return delimiter === "" ? "\t" : delimiter;
}

function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? "" : "s"}`;
}

function invalid(message: string): LogitTypeError {
  return new LogitTypeError("INVALID_CSV", message);
}
