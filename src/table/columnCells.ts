import { shown } from "../errors.ts";
import { levelOf, numberOf } from "./cells.ts";

/** A column once read: numbers, or texts that a category may be made of. */
export type ColumnCells =
  | {
      readonly kind: "number";
      /** NaN where missing. The caller's own array where it is one of floats. */
      readonly numbers: Float64Array | Float32Array;
      readonly missing: number;
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
    };

/** Why a column cannot be read, and what would help. */
export interface ColumnProblem {
  readonly problem: string;
  /** Whether the column could be a category if it is asked to be one. */
  readonly couldBeCategory: boolean;
  /** Texts that probably say that a value is missing. */
  readonly likelyMissing?: readonly string[];
}

/** A text column of more levels than this is an identifier if more than half of its cells are distinct. */
const MOST_LEVELS_OF_ANY = 20;
/** As many texts among numbers are taken for words for a missing value, */
const MOST_WORDS = 3;
/** or for mistakes, if they are fewer than this part of the cells. */
const MOST_OF_FEW = 0.1;
/** Such words. */
const WORDS = /^(?:[-.?*]+|n\/?a|#n\/a|nan|null|none|nil|missing|unknown|unk|undefined|not available)$/i;

const KINDS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["dates or times", /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?$|^\d{1,2}:\d\d(?::\d\d.*)?$/],
  ["percentages", /^[+-]?[\d.,]+ ?%$/],
  ["numbers with a thousands separator", /^[+-]?\d{1,3}(?:[,' ]\d{3})+(?:\.\d+)?$/],
  ["numbers with a decimal comma", /^[+-]?\d+,\d+$/],
  ["amounts of money", /^[+-]?[$€£¥] ?[\d.,]+$|^[\d.,]+ ?[$€£¥]$/],
];

/**
 * The cells of a column, by one rule for rows and files: numbers where every cell that is there is one or spells one, a category
 * where there is any other text. `kind` overrides it.
 */
export function readCells(
  cells: ArrayLike<unknown>,
  rows: number,
  { kind, maxLevels }: { readonly kind?: "number" | "category" | undefined; readonly maxLevels: number },
): ColumnCells | ColumnProblem {
  if (kind !== "category") {
    const read = readNumbers(cells, rows);
    if (typeof read !== "number") return read;
    if (kind === "number") {
      const problem = `expected numbers, got ${shown(cells[read])} at row ${read}`;
      return { problem, couldBeCategory: false };
    }
  }
  const read = readLevels(cells, rows, kind === "category" ? maxLevels : Number.POSITIVE_INFINITY);
  if (!("kind" in read) || read.kind !== "category" || kind === "category") return read;
  return problemOf(read, rows, maxLevels) ?? read;
}

/** The numbers, or the first row whose cell is none. */
function readNumbers(cells: ArrayLike<unknown>, rows: number): ColumnCells | number {
  let missing = 0;
  if (cells instanceof Float64Array || cells instanceof Float32Array) {
    for (let row = 0; row < rows; ++row) {
      const value = cells[row] as number;
      if (value - value === 0) continue;
      if (!Number.isNaN(value)) return row;
      ++missing;
    }
    return { kind: "number", numbers: cells, missing };
  }
  const numbers = new Float64Array(rows);
  for (let row = 0; row < rows; ++row) {
    const cell = cells[row];
    const value = typeof cell === "number" && cell - cell === 0 ? cell : numberOf(cell);
    if (value === undefined) return row;
    numbers[row] = value;
    if (Number.isNaN(value)) ++missing;
  }
  return { kind: "number", numbers, missing };
}

/** The levels, up to `most` of them. */
function readLevels(cells: ArrayLike<unknown>, rows: number, most: number): ColumnCells | ColumnProblem {
  const codeOf = new Map<unknown, number>();
  const levels: string[] = [];
  const codes = new Int32Array(rows);
  let missing = 0;
  let isBoolean = true;
  for (let row = 0; row < rows; ++row) {
    const cell = cells[row];
    let code = codeOf.get(cell);
    if (code === undefined) {
      const level = levelOf(cell);
      if (level === undefined || cell === Number.POSITIVE_INFINITY || cell === Number.NEGATIVE_INFINITY) {
        const date = cell instanceof Date ? " (make a number of it, such as its days since another date)" : "";
        const problem = `expected numbers, texts or booleans, got ${shown(cell)} at row ${row}${date}`;
        return { problem, couldBeCategory: false };
      }
      isBoolean &&= level === null || typeof cell === "boolean";
      if (level === null) code = -1;
      else if (typeof cell === "string") code = levels.push(level) - 1;
      else {
        // 1 and "1" are one level
        code = codeOf.get(level) ?? levels.push(level) - 1;
        codeOf.set(level, code);
      }
      codeOf.set(cell, code);
      if (levels.length > most) {
        return { problem: `expected at most ${most} levels (maxLevels), got more`, couldBeCategory: false };
      }
    }
    codes[row] = code;
    if (code < 0) ++missing;
  }
  return { kind: "category", codes, levels, missing, isBoolean: (isBoolean && levels.length > 0) || undefined };
}

/** What makes it unlikely that a column of texts is meant as a category. */
export function problemOf(
  { codes, levels, missing }: Extract<ColumnCells, { kind: "category" }>,
  rows: number,
  maxLevels: number,
): ColumnProblem | undefined {
  const counts = new Int32Array(levels.length);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] as number) + 1;
  const there = rows - missing;
  const words = levels.filter((level) => numberOf(level) === undefined);
  const numbers = levels.length - words.length;
  const cellsOfWords = levels.reduce(
    (sum, _, k) => sum + (numberOf(levels[k]) === undefined ? (counts[k] as number) : 0),
    0,
  );
  const isFew = cellsOfWords < there * (words.every((word) => WORDS.test(word)) ? 1 / 2 : MOST_OF_FEW);
  if (words.length <= MOST_WORDS && numbers > 1 && isFew) {
    const first = codes.findIndex((code) => code >= 0 && words.includes(levels[code] as string));
    return wordsProblem(words, cellsOfWords, first, rows, levels.length <= maxLevels);
  }
  for (const [what, pattern] of KINDS) {
    if (levels.length > 1 && levels.every((level) => level === "" || pattern.test(level.trim()))) {
      return { problem: `${what}, such as ${shown(levels[0])}`, couldBeCategory: levels.length <= maxLevels };
    }
  }
  if (levels.length > MOST_LEVELS_OF_ANY && levels.length > there / 2) {
    const problem = `${levels.length} distinct texts in ${there} rows, such as ${shown(levels[0])}: likely an identifier`;
    return { problem, couldBeCategory: levels.length <= maxLevels };
  }
  if (levels.length > maxLevels) {
    return {
      problem: `expected at most ${maxLevels} levels (maxLevels), got ${levels.length}`,
      couldBeCategory: false,
    };
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
  return { problem: `numbers but for ${found} ${where}`, couldBeCategory, likelyMissing: words };
}

/** The rows of `cells` that are kept, in their order. */
export function keptCells(cells: ColumnCells, kept: Uint32Array): ColumnCells {
  const pick = <Numbers extends Float64Array | Int32Array>(from: ArrayLike<number>, to: Numbers): Numbers => {
    for (let i = 0; i < kept.length; ++i) to[i] = from[kept[i] as number] as number;
    return to;
  };
  if (cells.kind === "number") {
    const numbers = pick(cells.numbers, new Float64Array(kept.length));
    return { ...cells, numbers, missing: numbers.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0) };
  }
  const codes = pick(cells.codes, new Int32Array(kept.length));
  // levels of dropped rows alone are none
  const seen = new Set(codes);
  const levels = cells.levels.filter((_, code) => seen.has(code));
  const renumbered = cells.levels.map((level, code) => (seen.has(code) ? levels.indexOf(level) : -1));
  let missing = 0;
  for (let i = 0; i < codes.length; ++i) {
    const code = codes[i] as number;
    if (code < 0) ++missing;
    else codes[i] = renumbered[code] as number;
  }
  return { ...cells, codes, levels, missing };
}
