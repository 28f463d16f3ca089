import { LogitRangeError } from "../errors.ts";
import { learnVocabulary } from "../text/learnVocabulary.ts";
import type { CheckedTextSettings } from "../text/settings.ts";
import type { TermCounts } from "../text/termCounts.ts";
import type { ColumnCells } from "./columnCells.ts";
import type { ColumnEncoding, LevelEncoding, NumberEncoding, TextEncoding } from "./encoding.ts";
import type { CheckedSettings, Missing } from "./tableOptions.ts";

/** A column with what is asked of it. */
export interface AskedColumn {
  readonly name: string;
  readonly cells: ColumnCells;
  readonly settings: CheckedSettings;
  readonly missing: Missing | undefined;
}

/** What all columns have in common. */
export interface Coding {
  /** Whether a penalty is there, which lets every level have a column of its own. */
  readonly penalised: boolean;
  /** Which level has no column where none is named for a column: by code unit the first, or the most frequent. */
  readonly reference: "first" | undefined;
  /** Weight of each row in means, medians, shares and frequencies; 1 each without. */
  readonly weights: ArrayLike<number> | undefined;
}

/** How a column is encoded, as its cells, or those of the rows that weigh something, have it. */
export function learnColumn(column: AskedColumn, coding: Coding): ColumnEncoding {
  const { cells } = column;
  if (cells.kind === "number") return learnNumbers(column, cells, coding);
  return cells.kind === "text" ? learnText(column, cells, coding) : learnLevels(column, cells, coding);
}

function learnText(
  { name, settings, missing }: AskedColumn,
  { found, missing: count }: Extract<ColumnCells, { kind: "text" }>,
  { weights }: Coding,
): TextEncoding {
  return {
    name,
    kind: "text",
    ...learnVocabulary(found as TermCounts, settings.text as CheckedTextSettings, weights),
    ...(missing !== undefined && missing !== "drop" && { fill: true as const }),
    ...(missing === "indicator" && count > 0 && { indicator: true as const }),
  };
}

function learnNumbers(
  { name, settings, missing, cells: { missing: count } }: AskedColumn,
  cells: Extract<ColumnCells, { kind: "number" }>,
  { weights }: Coding,
): NumberEncoding {
  const { transform } = settings;
  const fill = missing === undefined || missing === "drop" ? undefined : fillOf(missing, name, cells.numbers, weights);
  const taken = transform === "log" || transform === "log1p" ? transform : undefined;
  const splines = typeof transform === "object" ? transform.splines : undefined;
  return {
    name,
    kind: "number",
    ...(taken && { transform: taken }),
    ...(splines && { knots: knotsOf(name, cells.numbers, splines, weights) }),
    ...(fill !== undefined && { fill }),
    // a column that is 0 throughout would say nothing
    ...(missing === "indicator" && count > 0 && { indicator: true as const }),
  };
}

function fillOf(
  missing: Exclude<Missing, "drop">,
  name: string,
  numbers: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
): number {
  const value = missing === "median" ? quantiles(numbers, [0.5], weights)[0] : meanOf(numbers, weights);
  if (value !== undefined && Number.isFinite(value)) return value;
  // where no row that weighs anything has a number, as in a fold, the column is constant, whatever stands in
  if (weights !== undefined) return fillOf(missing, name, numbers, undefined);
  throw new LogitRangeError(
    "MISSING_VALUE",
    `X: expected numbers in column "${name}", got none but missing values: leave it out`,
  );
}

function meanOf(numbers: ArrayLike<number>, weights: ArrayLike<number> | undefined): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < numbers.length; ++row) {
    const value = numbers[row] as number;
    const weight = weights?.[row] ?? 1;
    if (Number.isNaN(value) || weight === 0) continue;
    sum += weight * value;
    total += weight;
  }
  return sum / total;
}

/** Knots where Harrell's table 2.3 has them, by the number of knots. */
const KNOTS_AT: Readonly<Record<number, readonly number[]>> = {
  3: [0.1, 0.5, 0.9],
  4: [0.05, 0.35, 0.65, 0.95],
  5: [0.05, 0.275, 0.5, 0.725, 0.95],
  6: [0.05, 0.23, 0.41, 0.59, 0.77, 0.95],
  7: [0.025, 0.1833, 0.3417, 0.5, 0.6583, 0.8167, 0.975],
};

function knotsOf(
  name: string,
  numbers: ArrayLike<number>,
  count: number,
  weights: ArrayLike<number> | undefined,
): number[] {
  const knots = quantiles(numbers, KNOTS_AT[count] as number[], weights);
  if (new Set(knots).size === count) return knots;
  const among = weights === undefined ? "" : " among the rows that count";
  const got = `quantiles that are equal (${knots.join(", ")})${among}`;
  const next = "take fewer splines, or none";
  throw new LogitRangeError(
    "INVALID_OPTION",
    `columns: expected ${count} distinct knots for "${name}", got ${got}; ${next}`,
  );
}

/** Parts of the whole weight that differ by less are equal. */
const EQUAL_PARTS = 1e-12;

/**
 * Quantiles of the numbers that are there: of m rows of weight 1 the type 7 of R (R. J. Hyndman and Y. Fan, 1996), with
 * whole weights the same of rows that count as often as they weigh. With other weights, whose scale says nothing, the
 * type 2: the number at which the distribution function passes p, or where it equals p the mean of that number and the
 * next. The median is the same by both.
 */
function quantiles(
  numbers: ArrayLike<number>,
  at: readonly number[],
  weights: ArrayLike<number> | undefined,
): number[] {
  const rows = Array.from({ length: numbers.length }, (_, row) => row).filter(
    (row) => !Number.isNaN(numbers[row]) && (weights?.[row] ?? 1) > 0,
  );
  rows.sort((a, b) => (numbers[a] as number) - (numbers[b] as number));
  let total = 0;
  const upTo = rows.map((row) => (total += weights?.[row] ?? 1));
  const isWhole = total <= Number.MAX_SAFE_INTEGER && rows.every((row) => (weights?.[row] ?? 1) % 1 === 0);
  const valueAt = (position: number): number => {
    const index = upTo.findIndex((sum) => sum > position);
    return numbers[rows[index < 0 ? rows.length - 1 : index] as number] as number;
  };
  return at.map((p) => {
    // sums of weights that are equal but for rounding count as equal
    if (!isWhole) return (valueAt((p - EQUAL_PARTS) * total) + valueAt((p + EQUAL_PARTS) * total)) / 2;
    const position = p * (total - 1);
    const whole = Math.floor(position);
    const low = valueAt(whole);
    return low + (position - whole) * (valueAt(whole + 1) - low);
  });
}

function learnLevels(
  { name, settings, missing }: AskedColumn,
  { codes, levels: found, missing: count, isBoolean }: Extract<ColumnCells, { kind: "category" }>,
  coding: Coding,
): LevelEncoding {
  const { weights } = coding;
  const weightOf = new Map<string, number>();
  const rowsOf = new Map<string, number>();
  for (const level of settings.levels ?? []) weightOf.set(level, 0);
  for (const level of found) weightOf.set(level, 0);
  // by code first: a look-up of its level a row takes ten times as long
  const weightOfCode = new Float64Array(found.length);
  const rowsOfCode = new Float64Array(found.length);
  for (let row = 0; row < codes.length; ++row) {
    const code = codes[row] as number;
    const weight = weights === undefined ? 1 : (weights[row] as number);
    if (code < 0 || !(weight > 0)) continue;
    weightOfCode[code] = (weightOfCode[code] as number) + weight;
    rowsOfCode[code] = (rowsOfCode[code] as number) + 1;
  }
  for (const [code, level] of found.entries()) {
    weightOf.set(level, weightOfCode[code] as number);
    rowsOf.set(level, rowsOfCode[code] as number);
  }
  const all = Array.from(weightOf.keys()).sort(byCodeUnit);
  const isRare = (level: string): boolean =>
    level !== settings.reference && (rowsOf.get(level) ?? 0) < (settings.minCount ?? 0);
  // a pool of one is a pool as well, whose coefficient unknown levels may take
  const pooled = all.filter(isRare);
  const levels = all.filter((level) => !pooled.includes(level));
  const columns = levels.length + (pooled.length > 0 ? 1 : 0);
  const reference = referenceOf(name, levels, columns, weightOf, settings, coding);
  const own = levels.filter((level) => level !== reference);
  const total = Array.from(weightOf.values()).reduce((sum, weight) => sum + weight, 0);
  const share = (some: readonly string[]): number =>
    total > 0 ? some.reduce((sum, level) => sum + (weightOf.get(level) ?? 0), 0) / total : 0;
  const shares = [...own.map((level) => share([level])), ...(pooled.length > 0 ? [share(pooled)] : [])];
  const mostFrequent = levels.reduce(
    (most, level) => ((weightOf.get(level) ?? 0) > (weightOf.get(most) ?? 0) ? level : most),
    levels[0] ?? "",
  );
  const fill = missing === "median" ? own.map((level) => (level === mostFrequent ? 1 : 0)) : shares;
  if (missing === "median" && pooled.length > 0) fill.push(0);
  const pool = [...own.map(() => 0), 1];
  return {
    name,
    kind: "category",
    levels,
    ...(isBoolean && { isBoolean }),
    ...(reference !== undefined && { reference }),
    ...(pooled.length > 0 && { pooled }),
    ...(missing !== undefined && missing !== "drop" && { fill }),
    ...(missing === "indicator" && count > 0 && { indicator: true as const }),
    ...(settings.unknown === "other" && { other: pooled.length > 0 ? pool : shares }),
  };
}

/** @throws LogitRangeError UNKNOWN_LEVEL for a level that is not among those that were said */
export function checkLevels({ name, cells, settings: { levels } }: AskedColumn): void {
  if (levels === undefined || cells.kind !== "category") return;
  const unknown = cells.levels.findIndex((level) => !levels.includes(level));
  if (unknown < 0) return;
  const got = `got "${cells.levels[unknown]}" at row ${cells.codes.indexOf(unknown)}, column "${name}"`;
  throw new LogitRangeError("UNKNOWN_LEVEL", `X: expected one of ${listed(levels)}, ${got}`);
}

/** The level without a column. Two, the pool being one, are one column of 0 and 1, under a penalty as well. */
function referenceOf(
  name: string,
  levels: readonly string[],
  columns: number,
  weightOf: ReadonlyMap<string, number>,
  settings: CheckedSettings,
  { penalised, reference }: Coding,
): string | undefined {
  const asked = settings.reference ?? reference;
  if (asked !== undefined) {
    if (levels.includes(asked)) return asked;
    if (asked === "first") return levels[0];
    throw new LogitRangeError(
      "INVALID_OPTION",
      `reference: expected a level of "${name}", ${listed(levels)}; got "${asked}"`,
    );
  }
  if (columns === 2) return levels[0];
  if (penalised || columns === 1) return undefined;
  return levels.reduce(
    (most, level) => ((weightOf.get(level) ?? 0) > (weightOf.get(most) ?? 0) ? level : most),
    levels[0] ?? "",
  );
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The first few, in quotes. */
function listed(levels: readonly string[]): string {
  const some = levels.slice(0, 5).map((level) => `"${level}"`);
  return levels.length > some.length ? `${some.join(", ")}, ... (${levels.length})` : some.join(", ");
}
