import type { RowSource } from "../input/matrix.ts";
import type { RowWeights } from "../input/weights.ts";
import { encoderOf } from "../table/encoder.ts";
import type { TableEncoding } from "../table/encoding.ts";
import { type DependentColumn, dependentColumns } from "./dependentColumns.ts";
import type { FitExtras } from "./fitExtras.ts";
import type { CheckedOptions } from "./options.ts";
import type { AliasedColumn } from "./report.ts";

/**
 * The columns that say nothing new where no penalty shares coefficients out: of a fit without one, by any solver. Of
 * the levels of a category that all have a column, the last to be kept is the most frequent one, as if it were the
 * reference.
 */
export function aliasedColumns(
  source: RowSource,
  weights: RowWeights,
  { l1, l2, fitIntercept }: CheckedOptions,
  { prior }: Pick<FitExtras, "prior">,
  encoding: TableEncoding | undefined,
): readonly DependentColumn[] {
  if (l1 > 0 || l2 !== 0 || prior !== undefined) return [];
  const signed = weights.unit ? undefined : weights.signed.slice(0, source.rows);
  const counts = (row: number): boolean => signed === undefined || signed[row] !== 0;
  const order = encoding && orderOf(source, encoding);
  return dependentColumns(source, { counts, intercept: fitIntercept, ...(order && { order }) }) ?? [];
}

/** All columns in their order but for the most frequent level of each category without a reference, which come last. */
function orderOf(source: RowSource, encoding: TableEncoding): number[] | undefined {
  const { encoded } = encoderOf(encoding);
  const last = new Set<number>();
  for (const column of encoding.columns) {
    if (column.kind !== "category" || column.reference !== undefined) continue;
    const first = encoded.findIndex(({ name }) => name === column.name);
    let end = first + 1;
    while (encoded[end]?.name === column.name) ++end;
    last.add(mostFrequent(source, first, end));
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

/** The aliased columns as the report has them, by name where columns have names. */
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
