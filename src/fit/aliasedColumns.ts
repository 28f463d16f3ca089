import type { RowSource } from "../input/matrix.ts";
import type { RowWeights } from "../input/weights.ts";
import type { EncodedColumn } from "../table/encoding.ts";
import { type DependentColumn, dependentColumns } from "./dependentColumns.ts";
import type { FitExtras } from "./fitExtras.ts";
import type { CheckedOptions } from "./options.ts";
import type { AliasedColumn } from "./report.ts";

/**
 * The columns that say nothing new where no penalty shares coefficients out: of a fit without a penalty by any solver but those of
 * the textbook. Of the levels of a category that all have a column, the last to be kept is the most frequent one, as if it were the
 * reference.
 */
export function aliasedColumns(
  source: RowSource,
  weights: RowWeights,
  { l1, l2, solver, fitIntercept }: CheckedOptions,
  { prior }: Pick<FitExtras, "prior">,
  encoded: readonly EncodedColumn[] | undefined,
): readonly DependentColumn[] {
  if (l1 > 0 || l2 !== 0 || prior !== undefined || solver === "gradient-descent" || solver === "sgd") return [];
  const signed = weights.unit ? undefined : weights.signed.slice(0, source.rows);
  const counts = (row: number): boolean => signed === undefined || signed[row] !== 0;
  const order = encoded && orderOf(source, encoded);
  return dependentColumns(source, { counts, intercept: fitIntercept, ...(order && { order }) }) ?? [];
}

/** All columns in their order but for the most frequent level of each category, which come last. */
function orderOf(source: RowSource, encoded: readonly EncodedColumn[]): number[] | undefined {
  const last = new Set<number>();
  for (let first = 0; first < encoded.length; ) {
    const { name, isNumber, level } = encoded[first] as EncodedColumn;
    let end = first + 1;
    while (encoded[end]?.name === name) ++end;
    if (!isNumber && level !== undefined && end - first > 1) last.add(mostFrequent(source, first, end));
    first = end;
  }
  if (last.size === 0) return undefined;
  const all = Array.from(encoded.keys());
  return [...all.filter((j) => !last.has(j)), ...last];
}

function mostFrequent(source: RowSource, first: number, end: number): number {
  const sums = new Float64Array(end - first);
  for (let row = 0; row < source.rows; ++row) {
    for (let j = first; j < end; ++j) sums[j - first] = (sums[j - first] ?? 0) + source.valueAt(row, j);
  }
  return first + sums.indexOf(Math.max(...sums));
}

/** What an encoded column is called in a report: "plan=pro" of a level. */
export function encodedName({ name, level }: EncodedColumn): string {
  return level === undefined ? name : `${name}=${level}`;
}

/** For the report: by name where columns have names. */
export function aliasedNames(
  aliased: readonly DependentColumn[],
  names: readonly string[] | undefined,
): readonly AliasedColumn[] | undefined {
  if (aliased.length === 0) return undefined;
  const nameOf = (column: number): string | number => names?.[column] ?? column;
  return Object.freeze(
    aliased.map(({ column, of }) => Object.freeze({ column: nameOf(column), by: Object.freeze(of.map(nameOf)) })),
  );
}
