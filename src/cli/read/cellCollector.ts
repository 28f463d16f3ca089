import { GrowingNumbers } from "../../csv/growingNumbers.ts";
import { numberOf } from "../../table/cells.ts";
import {
  asText,
  type ColumnCells,
  type ColumnProblem,
  kindOf,
  textOrLevels,
  wordsProblem,
} from "../../table/columnCells.ts";
import { looksLikeText } from "../../text/looksLikeText.ts";

/** Distinct cells of a column up to which all are kept as texts, if no more levels than these are asked for. */
const LEAST_TEXTS = 1000;
/** Texts of which a larger part than this is distinct are likely an identifier. */
const IDENTIFIER_PART = 0.9;
/** As many distinct texts among numbers are kept to be named. */
const MOST_WORDS = 3;

/**
 * The cells of a column as they are read: as texts that are numbered while they are few, and as numbers once they are
 * many and all spell one, so that a column takes 4 or 8 bytes a row.
 */
export class CellCollector {
  readonly #kind: "category" | "text" | undefined;
  readonly #maxLevels: number;
  readonly #mostTexts: number;
  readonly #codes = new GrowingNumbers((length) => new Int32Array(length));
  readonly #codeOf = new Map<string, number>();
  readonly #texts: string[] = [];
  /** Distinct texts that spell no number. */
  readonly #words: string[] = [];
  /** Instead of the codes, once there are more texts than #mostTexts and all but a few spell numbers. */
  #numbers: GrowingNumbers<Float64Array<ArrayBuffer>> | undefined;
  #cellsOfWords = 0;
  #firstWord = -1;
  /** Once there are more than #mostTexts that are no numbers: how many rows that took. */
  #overflowed: number | undefined;
  /** Whether the column is one of texts that are made of terms, or looks like it, so that all of them are kept. */
  #areTexts = false;
  #missing = 0;
  #rows = 0;

  /**
   * @param kind what the column is to be, whatever its cells
   * @param maxLevels most levels that a category may have
   */
  constructor(kind: "category" | "text" | undefined, maxLevels: number) {
    this.#kind = kind;
    this.#areTexts = kind === "text";
    this.#maxLevels = maxLevels;
    this.#mostTexts = Math.max(LEAST_TEXTS, maxLevels);
  }

  push(cell: string | null): void {
    const row = this.#rows++;
    if (this.#overflowed !== undefined) return;
    if (this.#numbers !== undefined) this.#pushNumber(this.#numbers, cell, row);
    else this.#pushText(cell, row);
  }

  finish(): ColumnCells | ColumnProblem {
    if (this.#overflowed !== undefined) return this.#tooManyTexts(this.#overflowed);
    if (this.#numbers !== undefined) {
      if (this.#words.length === 0) return { kind: "number", numbers: this.#numbers.all(), missing: this.#missing };
      return wordsProblem(this.#words, this.#cellsOfWords, this.#firstWord, this.#rows, false);
    }
    const codes = this.#codes.all();
    if (this.#kind === undefined && this.#words.every((word) => word.trim() === "")) return this.#fewNumbers(codes);
    const cells = {
      kind: "category" as const,
      codes,
      levels: this.#texts,
      missing: this.#missing,
      isBoolean: undefined,
    };
    if (this.#kind === "text") return asText(cells);
    if (this.#kind === undefined) return textOrLevels(cells, this.#rows, this.#maxLevels);
    return this.#texts.length > this.#maxLevels ? this.#tooManyTexts(this.#rows) : cells;
  }

  /** What is wrong with more texts than a category may have, of which so many rows came. */
  #tooManyTexts(rows: number): ColumnProblem {
    const isAsked = this.#kind !== undefined;
    const kind = isAsked ? undefined : kindOf(this.#texts);
    if (kind !== undefined) return { problem: kind, couldBeCategory: false };
    const most = this.#overflowed === undefined ? this.#maxLevels : this.#mostTexts;
    const problem = `more than ${most} distinct texts (maxLevels), such as ${JSON.stringify(this.#texts[0])}`;
    const isId = !isAsked && this.#texts.length > IDENTIFIER_PART * rows;
    return { problem: isId ? `${problem}: likely an identifier` : problem, couldBeCategory: false };
  }

  #pushText(cell: string | null, row: number): void {
    if (cell === null) {
      this.#missing++;
      this.#codes.push(-1);
      return;
    }
    let code = this.#codeOf.get(cell);
    if (code === undefined) {
      const value = numberOf(cell);
      code = this.#texts.push(cell) - 1;
      this.#codeOf.set(cell, code);
      if (value === undefined || Number.isNaN(value)) this.#words.push(cell);
      if (this.#words.length > 0 && this.#firstWord < 0) this.#firstWord = row;
      if (this.#texts.length > this.#mostTexts && !this.#areTexts) {
        this.#codes.push(code);
        this.#tooMany(row + 1);
        return;
      }
    }
    this.#codes.push(code);
  }

  #tooMany(rows: number): void {
    if (this.#kind === undefined && looksLikeText(this.#texts)) {
      this.#areTexts = true;
      return;
    }
    if (this.#kind !== undefined || this.#words.length > MOST_WORDS) {
      this.#overflowed = rows;
      return;
    }
    const values = this.#texts.map((text) => numberOf(text) ?? Number.NaN);
    const numbers = new GrowingNumbers((length) => new Float64Array(length));
    this.#missing = 0;
    for (const code of this.#codes.all()) {
      const text = this.#texts[code];
      if (text === undefined || text.trim() === "") this.#missing++;
      else if (this.#words.includes(text)) this.#cellsOfWords++;
      numbers.push(values[code] ?? Number.NaN);
    }
    this.#words.splice(0, this.#words.length, ...this.#words.filter((word) => word.trim() !== ""));
    this.#numbers = numbers;
    this.#codes.clear();
    this.#codeOf.clear();
  }

  #pushNumber(numbers: GrowingNumbers<Float64Array<ArrayBuffer>>, cell: string | null, row: number): void {
    const value = cell === null ? Number.NaN : numberOf(cell);
    if (value !== undefined) {
      if (Number.isNaN(value)) this.#missing++;
      numbers.push(value);
      return;
    }
    this.#cellsOfWords++;
    if (this.#firstWord < 0) this.#firstWord = row;
    if (this.#words.length < MOST_WORDS && !this.#words.includes(cell as string)) this.#words.push(cell as string);
    numbers.push(Number.NaN);
  }

  #fewNumbers(codes: Int32Array): ColumnCells {
    const values = this.#texts.map((text) => numberOf(text) ?? Number.NaN);
    const numbers = Float64Array.from(codes, (code) => values[code] ?? Number.NaN);
    return { kind: "number", numbers, missing: numbers.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0) };
  }
}
