/** What is wrong with single cells of a record, by column: an error only for who reads that column. */
export type Faults = ReadonlyMap<number, string>;

/**
 * Is called with the cells of a record, those without quotes trimmed. `line` is its first, from 1. `quoted` are the
 * columns whose cells stand in quotes, if there are any.
 */
export type OnRecord = (
  cells: string[],
  line: number,
  faults: Faults | undefined,
  quoted: readonly number[] | undefined,
) => void;

export const NEVER_CLOSED = "a quote is opened and never closed";
const QUOTE_INSIDE = "a quote inside a cell that does not begin with one";
const TEXT_AFTER_QUOTE = "text after a closing quote (or an earlier quote was never closed)";

const longestRecordCharacters = 16 * 2 ** 20;

export class RecordTooLong extends Error {
  readonly column: number;
  constructor(column: number) {
    super(`a row of more than ${longestRecordCharacters / 2 ** 20} MiB (is a quote left open?)`);
    this.column = column;
  }
}

interface Cell {
  readonly text: string;
  /** Index of what ends it: a delimiter, a line break, the end of the text. */
  readonly end: number;
  readonly breaks: number;
  readonly fault?: string;
  readonly isQuoted?: boolean;
}

/**
 * Records from pieces of text (RFC 4180), however these are cut. Line breaks may be mixed. Where a cell begins with a
 * quote that never closes, or closes before more text, the quote is a character like any other: then the cell ends at
 * the next delimiter or line break, and carries a fault. So does a cell with a quote further inside.
 */
export class CsvText {
  /** May be changed between two records. */
  delimiter: string;
  /** The line, from 1, of the record that comes next. */
  line = 1;
  readonly #onRecord: OnRecord;
  #text = "";
  #at = 0;
  /** The first of each at or after #at, as far as they have been looked for; -1 is none. */
  #lineFeed = 0;
  #carriageReturn = 0;
  #quote = 0;
  /** Cells of the record that is not complete yet. */
  #cells = 0;
  #isEnd = false;

  constructor(delimiter: string, onRecord: OnRecord) {
    this.delimiter = delimiter;
    this.#onRecord = onRecord;
  }

  /** The line of the first character that has not been written yet. */
  get lineReached(): number {
    return this.line + lineBreaks(this.#text.slice(this.#at));
  }

  write(text: string): void {
    this.#text = this.#text.slice(this.#at) + text;
    this.#at = 0;
    this.#lineFeed = this.#carriageReturn = this.#quote = 0;
    while (this.#at < this.#text.length && this.#record());
    if (this.#text.length - this.#at > longestRecordCharacters) throw new RecordTooLong(Math.max(this.#cells - 1, 0));
  }

  end(): void {
    this.#isEnd = true;
    this.write("");
  }

  /** Passes on the record at #at; false where its end is not there yet. */
  #record(): boolean {
    const text = this.#text;
    this.#lineFeed = this.#nextOf("\n", this.#lineFeed);
    this.#carriageReturn = this.#nextOf("\r", this.#carriageReturn);
    this.#quote = this.#nextOf('"', this.#quote);
    const end = Math.min(this.#lineFeed, this.#carriageReturn);
    if (this.#quote < end) return this.#quotedRecord();
    this.#cells = 0;
    if (end > text.length) {
      if (!this.#isEnd) return false;
      return this.#pass(text.slice(this.#at).split(this.delimiter).map(trimmed), text.length, 0, undefined);
    }
    return this.#pass(text.slice(this.#at, end).split(this.delimiter).map(trimmed), end, 0, undefined);
  }

  /** Beyond the end of the text where there is none. */
  #nextOf(character: string, known: number): number {
    if (known > this.#at || this.#text[this.#at] === character) return Math.max(known, this.#at);
    const index = this.#text.indexOf(character, this.#at);
    return index < 0 ? this.#text.length + 1 : index;
  }

  #quotedRecord(): boolean {
    const cells: string[] = [];
    let faults: Map<number, string> | undefined;
    const quoted: number[] = [];
    let breaks = 0;
    let at = this.#at;
    for (;;) {
      this.#cells = cells.length + 1;
      const cell = this.#cell(at);
      if (cell === undefined) return false;
      if (cell.fault !== undefined) {
        faults ??= new Map();
        faults.set(cells.length, cell.fault);
      }
      if (cell.isQuoted) quoted.push(cells.length);
      cells.push(cell.text);
      breaks += cell.breaks;
      at = cell.end;
      if (!this.#text.startsWith(this.delimiter, at)) return this.#pass(cells, at, breaks, faults, quoted);
      at += this.delimiter.length;
    }
  }

  #pass(cells: string[], end: number, breaks: number, faults: Faults | undefined, quoted?: readonly number[]): boolean {
    const text = this.#text;
    const isReturn = text[end] === "\r";
    if (isReturn && end + 1 === text.length && !this.#isEnd) return false;
    const line = this.line;
    this.#at = Math.min(text.length, end + (isReturn && text[end + 1] === "\n" ? 2 : 1));
    this.line += 1 + breaks;
    this.#cells = 0;
    this.#onRecord(cells, line, faults, quoted);
    return true;
  }

  /** The cell at `start`; undefined where its end is not there yet. */
  #cell(start: number): Cell | undefined {
    const text = this.#text;
    const opening = this.#skipBlanks(start);
    if (text[opening] !== '"') return this.#plainCell(start, start);
    let value = "";
    let from = opening + 1;
    for (;;) {
      const quote = text.indexOf('"', from);
      if (quote < 0) {
        const isHopeless = this.#isEnd || text.length - this.#at > longestRecordCharacters;
        return isHopeless ? this.#plainCell(start, start, NEVER_CLOSED) : undefined;
      }
      if (quote + 1 === text.length && !this.#isEnd) return undefined;
      value += text.slice(from, quote);
      from = quote + 1;
      if (text[from] !== '"') break;
      value += '"';
      from++;
    }
    const end = this.#skipBlanks(from);
    if (end === text.length && !this.#isEnd) return undefined;
    if (this.#endsCell(end)) return { text: value, end, breaks: lineBreaks(value), isQuoted: true };
    return this.#plainCell(start, /[\r\n]/.test(value) ? start : from, TEXT_AFTER_QUOTE);
  }

  /** A cell without regard to quotes, which ends where a cell can from `from` on. */
  #plainCell(start: number, from: number, known?: string): Cell | undefined {
    let end = from;
    while (!this.#endsCell(end)) end++;
    if (end === this.#text.length && !this.#isEnd) return undefined;
    const text = trimmed(this.#text.slice(start, end));
    const fault = known ?? (text.includes('"') ? QUOTE_INSIDE : undefined);
    return { text, end, breaks: 0, ...(fault === undefined ? {} : { fault }) };
  }

  #endsCell(at: number): boolean {
    const character = this.#text[at];
    if (character === undefined || character === "\n" || character === "\r") return true;
    return character === this.delimiter[0] && this.#text.startsWith(this.delimiter, at);
  }

  #skipBlanks(start: number): number {
    let at = start;
    while ((this.#text[at] === " " || this.#text[at] === "\t") && !this.#text.startsWith(this.delimiter, at)) at++;
    return at;
  }
}

function trimmed(text: string): string {
  return text.trim();
}

export function lineBreaks(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}
