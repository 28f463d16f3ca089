import { shown } from "../errors.ts";
import { looksLikeText } from "../text/looksLikeText.ts";
import type { TermCounts } from "../text/termCounts.ts";
import { adviceOn, levelOf, numberOf } from "./cells.ts";

/** Typed arrays of numbers. */
export type NumberCells =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray;

/** What is asked of the cells of a column. */
export interface Asked {
  readonly kind: "number" | "category" | "text" | undefined;
  readonly maxLevels: number;
}

/** A column once read: numbers, or texts that a category may be made of. */
export type ColumnCells =
  | {
      readonly kind: "number";
      /** NaN where missing. The caller's own array where it is a typed one. */
      readonly numbers: NumberCells;
      readonly missing: number;
      /**
       * The same numbers as they came, where they came in several arrays: `numbers` is a copy then, made once it is
       * asked for.
       */
      readonly batches?: readonly NumberCells[];
    }
  | {
      readonly kind: "category";
      /** The level of each row, -1 where missing. */
      readonly codes: Int32Array;
      /** In order of appearance. */
      readonly levels: readonly string[];
      readonly missing: number;
      /** Whether every cell is true or false. */
      readonly isBoolean: true | undefined;
    }
  | {
      /** Texts that are made of terms: as levels, since some may come again. */
      readonly kind: "text";
      readonly codes: Int32Array;
      readonly levels: readonly string[];
      readonly missing: number;
      /** How often each term is in each text, once that has been counted. */
      readonly found?: TermCounts;
    };

/** Columns of which every cell is one of some texts. */
export type TextedCells = Extract<ColumnCells, { readonly levels: readonly string[] }>;

/** Why a column cannot be read, and what would help. */
export interface ColumnProblem {
  readonly problem: string;
  /** Whether the column could be a category if it is asked to be one. */
  readonly couldBeCategory: boolean;
  /** Whether the column reads like texts, and could be made of terms if it is asked to be. */
  readonly couldBeText?: boolean;
  /** Texts that probably say that a value is missing. */
  readonly likelyMissing?: readonly string[] | undefined;
}

/** A text column of more levels than this is an identifier if more than half of its cells are distinct. */
const MOST_LEVELS_OF_ANY = 20;
/** A column of no more distinct texts than this is one of levels, whatever their words. */
const FEWEST_TEXTS = 2;
/** As many texts among numbers are taken for words for a missing value, */
const MOST_WORDS = 3;
/**
 * Part of the cells that these texts must stay below; half of the cells if all are customary words for a missing value.
 */
const MOST_OF_FEW = 0.1;
/** Texts that are customary for a missing value. */
const WORDS = /^(?:[-.?*]+|n\/?a|#n\/a|nan|null|none|nil|missing|unknown|unk|undefined|not available)$/i;

const KINDS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["dates or times", /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?$|^\d{1,2}:\d\d(?::\d\d.*)?$/],
  ["percentages", /^[+-]?[\d.,]+ ?%$/],
  ["numbers with a thousands separator", /^[+-]?\d{1,3}(?:[,' ]\d{3})+(?:\.\d+)?$/],
  ["numbers with a decimal comma", /^[+-]?\d+,\d+$/],
  ["amounts of money", /^[+-]?[$€£¥] ?[\d.,]+$|^[\d.,]+ ?[$€£¥]$/],
];

/**
 * The cells of a column, by one rule for rows and files: numbers where every cell that is there is one or spells one, a
 * category where there is any other text. `kind` overrides it.
 */
export function readCells(
  cells: ArrayLike<unknown>,
  rows: number,
  { kind, maxLevels }: Asked,
): ColumnCells | ColumnProblem {
  if (kind !== "category" && kind !== "text") {
    const read = isNumberCells(cells) ? readTyped(cells) : readNumbers(cells, rows);
    if (typeof read !== "number") return read;
    if (kind === "number") {
      const problem = `expected numbers, got ${shown(cells[read])} at row ${read}${adviceOn(cells[read])}`;
      return { problem, couldBeCategory: false };
    }
  }
  const reader = new LevelReader(rows, { kind, maxLevels });
  return reader.add(cells, 0, rows) ?? reader.read;
}

/** Whether it is a typed array of numbers. */
export function isNumberCells(cells: unknown): cells is NumberCells {
  const tag = ArrayBuffer.isView(cells) ? String((cells as NumberCells)[Symbol.toStringTag]) : "";
  return /^(?:Float(?:32|64)|Int|Uint)/.test(tag);
}

/** Typed numbers as they are, or the first row that has an infinite one. */
function readTyped(numbers: NumberCells): ColumnCells | number {
  let missing = 0;
  if ((numbers instanceof Float64Array || numbers instanceof Float32Array) && !allFinite(numbers)) {
    for (let row = 0; row < numbers.length; ++row) {
      const value = numbers[row] as number;
      if (value - value === 0) continue;
      if (!Number.isNaN(value)) return row;
      ++missing;
    }
  }
  return { kind: "number", numbers, missing };
}

/** Typed numbers that come in several arrays, one after the other; undefined where one of them is infinite. */
export function readBatches(batches: readonly NumberCells[]): ColumnCells | undefined {
  let missing = 0;
  for (const numbers of batches) {
    const read = readTyped(numbers);
    if (typeof read === "number") return undefined;
    missing += read.missing;
  }
  let joined: NumberCells | undefined;
  return {
    kind: "number",
    batches,
    missing,
    get numbers() {
      joined ??= joinedOf(batches);
      return joined;
    },
  };
}

function joinedOf(batches: readonly NumberCells[]): Float64Array<ArrayBuffer> {
  const joined = new Float64Array(batches.reduce((rows, { length }) => rows + length, 0));
  let at = 0;
  for (const numbers of batches) {
    joined.set(numbers, at);
    at += numbers.length;
  }
  return joined;
}

/**
 * 0 times any other number is NaN. A sum waits for the one before it, so four take a quarter of the time of a branch a
 * number.
 */
function allFinite(x: Float64Array | Float32Array): boolean {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let row = 0;
  for (const most = x.length - 3; row < most; row += 4) {
    a += 0 * (x[row] as number);
    b += 0 * (x[row + 1] as number);
    c += 0 * (x[row + 2] as number);
    d += 0 * (x[row + 3] as number);
  }
  for (; row < x.length; ++row) a += 0 * (x[row] as number);
  return a + b + c + d === 0;
}

function readNumbers(cells: ArrayLike<unknown>, rows: number): ColumnCells | number {
  const reader = new NumberReader(rows);
  const bad = reader.add(cells, 0, rows);
  return bad < 0 ? reader.read : bad;
}

/** Reads a column of numbers, some rows after the other. */
export class NumberReader {
  readonly #numbers: Float64Array<ArrayBuffer>;
  #missing = 0;

  constructor(rows: number) {
    this.#numbers = new Float64Array(rows);
  }

  /**
   * Reads `count` cells as those of the rows from `first` on. Returns the first row whose cell is no number, -1 if all
   * are.
   */
  add(cells: ArrayLike<unknown>, first: number, count: number): number {
    const numbers = this.#numbers;
    let missing = 0;
    for (let i = 0; i < count; ++i) {
      const cell = cells[i];
      const value = typeof cell === "number" && cell - cell === 0 ? cell : numberOf(cell);
      if (value === undefined) return first + i;
      numbers[first + i] = value;
      if (Number.isNaN(value)) ++missing;
    }
    this.#missing += missing;
    return -1;
  }

  get read(): ColumnCells {
    return { kind: "number", numbers: this.#numbers, missing: this.#missing };
  }
}

/** Reads a column of levels, some rows after the other. */
export class LevelReader {
  readonly #asked: Asked;
  readonly #codeOf = new Map<unknown, number>();
  readonly #levels: string[] = [];
  readonly #codes: Int32Array<ArrayBuffer>;
  #missing = 0;
  #isBoolean = true;

  constructor(rows: number, asked: Asked) {
    this.#asked = asked;
    this.#codes = new Int32Array(rows);
  }

  /** Reads `count` cells as those of the rows from `first` on. Returns what is wrong with one, if anything is. */
  add(cells: ArrayLike<unknown>, first: number, count: number): ColumnProblem | undefined {
    const codes = this.#codes;
    const codeOf = this.#codeOf;
    for (let i = 0; i < count; ++i) {
      const cell = cells[i];
      let code = codeOf.get(cell);
      if (code === undefined) {
        const level = levelOf(cell);
        // many ids would become levels without a word
        const isLarge = typeof cell === "bigint" && !Number.isSafeInteger(Number(cell));
        if (isLarge && this.#asked.kind === undefined) {
          const problem = `expected whole numbers up to 2^53 - 1 in size, got ${cell}n at row ${first + i}`;
          return { problem, couldBeCategory: true };
        }
        if (level === undefined || cell === Number.POSITIVE_INFINITY || cell === Number.NEGATIVE_INFINITY) {
          const expected = typeof cell === "number" ? "finite numbers" : "numbers, texts or booleans";
          const problem = `expected ${expected}, got ${shown(cell)} at row ${first + i}${adviceOn(cell)}`;
          return { problem, couldBeCategory: false };
        }
        code = this.#codeOfNew(cell, level);
        const { kind, maxLevels } = this.#asked;
        if (kind === "category" && this.#levels.length > maxLevels) {
          return { problem: `expected at most ${maxLevels} levels (maxLevels), got more`, couldBeCategory: false };
        }
      }
      codes[first + i] = code;
      if (code < 0) ++this.#missing;
    }
    return undefined;
  }

  #codeOfNew(cell: unknown, level: string | null): number {
    const levels = this.#levels;
    this.#isBoolean &&= level === null || typeof cell === "boolean";
    let code = -1;
    if (typeof cell === "string") code = levels.push(cell) - 1;
    else if (level !== null) {
      // 1 and "1" are one level
      code = this.#codeOf.get(level) ?? levels.push(level) - 1;
      this.#codeOf.set(level, code);
    }
    this.#codeOf.set(cell, code);
    return code;
  }

  /** The levels, unless it is unlikely that they are meant as a category and nobody says so. */
  get read(): ColumnCells | ColumnProblem {
    const levels = this.#levels;
    const isBoolean = (this.#isBoolean && levels.length > 0) || undefined;
    const read = { kind: "category", codes: this.#codes, levels, missing: this.#missing, isBoolean } as const;
    const { kind, maxLevels } = this.#asked;
    if (kind === "category") return read;
    return kind === "text" ? asText(read) : textOrLevels(read, this.#codes.length, maxLevels);
  }
}

/** The same cells as texts that are made of terms. */
export function asText({ codes, levels, missing }: TextedCells): ColumnCells {
  return { kind: "text", codes, levels, missing };
}

/**
 * Levels of which nobody says what they are: texts that are made of terms where most cells have a text of their own, or
 * more than levels may be, and the median one has three words or more; else a category, if that is likely.
 */
export function textOrLevels(
  read: Extract<ColumnCells, { kind: "category" }>,
  rows: number,
  maxLevels: number,
): ColumnCells | ColumnProblem {
  const { codes, levels, missing } = read;
  const isVaried = levels.length > FEWEST_TEXTS && (levels.length > (rows - missing) / 2 || levels.length > maxLevels);
  if (!isVaried) return problemOf(read, rows, maxLevels) ?? read;
  const counts = new Uint32Array(levels.length);
  for (let row = 0; row < codes.length; ++row) {
    const code = codes[row] as number;
    if (code >= 0) counts[code] = (counts[code] as number) + 1;
  }
  return looksLikeText(levels, counts) ? asText(read) : (problemOf(read, rows, maxLevels) ?? read);
}

/** Why texts are not taken for ones made of terms where no penalty would hold the coefficients of so many. */
export function identifierProblem(
  { levels, missing }: Pick<TextedCells, "levels" | "missing">,
  rows: number,
  maxLevels: number,
): ColumnProblem {
  const problem = `${levels.length} distinct texts in ${rows - missing} rows, such as ${shown(levels[0])}: likely an identifier`;
  return { problem, couldBeCategory: levels.length <= maxLevels };
}

/** What makes it unlikely that a column of texts is meant as a category. */
function problemOf(
  { codes, levels, missing }: Extract<ColumnCells, { kind: "category" }>,
  rows: number,
  maxLevels: number,
): ColumnProblem | undefined {
  const there = rows - missing;
  const isWord = levels.map((level) => numberOf(level) === undefined);
  const words = levels.filter((_, code) => isWord[code] === true);
  if (words.length <= MOST_WORDS && levels.length - words.length > 1) {
    let cellsOfWords = 0;
    for (let row = 0; row < rows; ++row) if (isWord[codes[row] as number]) ++cellsOfWords;
    if (cellsOfWords < there * (words.every((word) => WORDS.test(word)) ? 1 / 2 : MOST_OF_FEW)) {
      const first = codes.findIndex((code) => isWord[code] === true);
      return wordsProblem(words, cellsOfWords, first, rows, levels.length <= maxLevels);
    }
  }
  const what = levels.length > 1 ? kindOf(levels) : undefined;
  if (what !== undefined) return { problem: what, couldBeCategory: levels.length <= maxLevels };
  if (levels.length > MOST_LEVELS_OF_ANY && levels.length > there / 2) {
    return identifierProblem({ levels, missing }, rows, maxLevels);
  }
  if (levels.length > maxLevels) {
    return {
      problem: `expected at most ${maxLevels} levels (maxLevels), got ${levels.length}`,
      couldBeCategory: false,
    };
  }
  return undefined;
}

/**
 * What all levels are a way to write, with one that shows it; undefined where they are none. Words for a missing value
 * may stand among them, and plain numbers: what is below 1,000 has no separator, and whole numbers have no comma.
 */
export function kindOf(levels: readonly string[]): string | undefined {
  for (const [what, pattern] of KINDS) {
    const isSuch = (level: string): boolean => pattern.test(level.trim());
    const mayStandBeside = (level: string): boolean => WORDS.test(level.trim()) || numberOf(level) !== undefined;
    const such = levels.find(isSuch);
    if (such !== undefined && levels.every((level) => isSuch(level) || mayStandBeside(level)))
      return `${what}, such as ${shown(such)}`;
  }
  return undefined;
}

/** Of a column of numbers with a few words among them. */
export function wordsProblem(
  words: readonly string[],
  cells: number,
  first: number,
  rows: number,
  couldBeCategory: boolean,
): ColumnProblem {
  const found = words.map(shown).join(", ");
  const where = cells === 1 ? `at row ${first}` : `in ${cells} of ${rows} rows, the first at row ${first}`;
  // what is a number that is written another way is there
  const likelyMissing = kindOf(words) === undefined ? words : undefined;
  return { problem: `numbers but for ${found} ${where}`, couldBeCategory, likelyMissing };
}

/** The rows of `cells` that are kept, in their order. */
export function keptCells(cells: ColumnCells, kept: Uint32Array): ColumnCells {
  const pick = <Numbers extends Float64Array | Int32Array>(from: ArrayLike<number>, to: Numbers): Numbers => {
    for (let i = 0; i < kept.length; ++i) to[i] = from[kept[i] as number] as number;
    return to;
  };
  if (cells.kind === "number") {
    const numbers = pick(cells.numbers, new Float64Array(kept.length));
    const missing = numbers.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0);
    return { kind: "number", numbers, missing };
  }
  const codes = pick(cells.codes, new Int32Array(kept.length));
  // levels of dropped rows alone are none
  const seen = new Set(codes);
  const levels: string[] = [];
  const renumbered = cells.levels.map((level, code) => (seen.has(code) ? levels.push(level) - 1 : -1));
  let missing = 0;
  for (let i = 0; i < codes.length; ++i) {
    const code = codes[i] as number;
    if (code < 0) ++missing;
    else codes[i] = renumbered[code] as number;
  }
  return { ...cells, codes, levels, missing };
}
