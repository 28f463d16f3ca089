import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import type { Csr } from "../input/csr.ts";
import { type Numbers, type RowSource, sparseSource } from "../input/matrix.ts";
import type { Classes } from "../types.ts";

/**
 * Grouped responses (R's cbind(successes, failures)): a row of a table stands for as many rows of class 1 as its column
 * of successes says, and for as many of class 0 as its failures. The likelihood is that of two weighted rows of the
 * same columns, which is what a fit gets: of table row i, row 2 i has the label 1 and the weight successes, row 2 i + 1
 * the label 0 and the weight failures, both times the weight of the row.
 */

/** The columns of the counts, in place of a target: both, or neither. */
export interface GroupedOptions {
  readonly successes?: string | undefined;
  readonly failures?: string | undefined;
}

export const GROUPED_NAMES = ["successes", "failures"] as const;

/** The counts of each row of a table. */
export interface Counts {
  readonly successes: ArrayLike<number>;
  readonly failures: ArrayLike<number>;
}

/**
 * Whether a call has grouped responses. @throws LogitTypeError INVALID_OPTION, INVALID_LABELS where one column is
 * missing or labels are there too
 */
export function isGrouped(
  options: GroupedOptions & { readonly target?: unknown },
  y: unknown,
): options is { readonly successes: string; readonly failures: string } {
  const { successes, failures, target } = options;
  if (successes === undefined && failures === undefined) return false;
  const [given, other] = successes === undefined ? (["failures", "successes"] as const) : GROUPED_NAMES;
  if (options[other] === undefined) {
    const message = `${other}: expected the name of the column that counts them, beside ${given}, got none`;
    throw new LogitTypeError("INVALID_OPTION", message);
  }
  for (const name of GROUPED_NAMES) {
    if (typeof options[name] === "string") continue;
    throw new LogitTypeError("INVALID_OPTION", `${name}: expected the name of a column, got ${shown(options[name])}`);
  }
  const next = "leave it out, or successes and failures";
  if (target !== undefined) {
    const message = `target: expected none beside successes and failures, got ${shown(target)}: ${next}`;
    throw new LogitTypeError("INVALID_OPTION", message);
  }
  if (y !== undefined) {
    const message = `y: expected none beside successes and failures, got ${shown(y)}: ${next}`;
    throw new LogitTypeError("INVALID_LABELS", message);
  }
  if (successes === failures) {
    const message = `failures: expected another column than that of the successes, got ${shown(failures)} twice`;
    throw new LogitRangeError("INVALID_OPTION", message);
  }
  return true;
}

/** @throws LogitRangeError INVALID_LABELS naming the first count that is none, by its row in the table */
export function checkCounts(counts: Counts, kept: Uint32Array | undefined): void {
  for (const name of GROUPED_NAMES) {
    const column = counts[name];
    for (let row = 0; row < column.length; ++row) {
      const count = column[row] ?? Number.NaN;
      if (count >= 0 && count < Number.POSITIVE_INFINITY) continue;
      const got = Number.isNaN(count) ? "a missing value" : count;
      const message = `${name}: expected counts, 0 or above, got ${got} at row ${kept?.[row] ?? row}`;
      throw new LogitRangeError("INVALID_LABELS", message);
    }
  }
}

/** @throws LogitRangeError INVALID_LABELS for other classes than those of grouped responses */
export function checkGroupedClasses(classes: Classes): void {
  if (classes.includes(0) && classes.includes(1)) return;
  const got = `[${classes.map(shown).join(", ")}]`;
  const message = `classes: expected 0, a failure, and 1, a success, beside successes and failures, got ${got}`;
  throw new LogitRangeError("INVALID_LABELS", message);
}

/** The weight that each row has in all: its counts times its own weight. */
export function groupWeights({ successes, failures }: Counts, weights: ArrayLike<number> | undefined): Float64Array {
  return Float64Array.from(successes, (count, row) => (count + (failures[row] ?? 0)) * (weights?.[row] ?? 1));
}

/** The label of each of the two rows of a group. */
export function groupedLabels({ successes }: Counts): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: 2 * successes.length }, (_, i) => 1 - (i % 2));
}

/** The weight of each of them. */
export function groupedWeights(counts: Counts, weights: ArrayLike<number> | undefined): Float64Array<ArrayBuffer> {
  const { successes, failures } = counts;
  return Float64Array.from({ length: 2 * successes.length }, (_, i) => {
    const row = i >> 1;
    // + 0: of a weight of 0 and -0
    return (i % 2 === 0 ? (successes[row] ?? 0) : (failures[row] ?? 0)) * (weights?.[row] ?? 1) + 0;
  });
}

/** One number a row, for both rows of its group. */
export function twiceEach(values: ArrayLike<number>): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: 2 * values.length }, (_, i) => values[i >> 1] ?? Number.NaN);
}

/** Every row twice, one after the other. Dense rows are read twice and not copied. */
export function doubled(source: RowSource): RowSource {
  const { columns, where, widest } = source;
  const told = {
    where: (row: number, column: number): string => where?.(row >> 1, column) ?? `row ${row >> 1}, column ${column}`,
    ...(widest && { widest }),
  };
  if (source.csr !== undefined) return { ...sparseSource(doubledCsr(source.csr)), ...told };
  const copyRows = (target: Numbers, first: number, count: number): void => {
    const from = first >> 1;
    const some = ((first + count - 1) >> 1) - from + 1;
    const room = target instanceof Float32Array ? new Float32Array(some * columns) : new Float64Array(some * columns);
    source.copyRows(room, from, some);
    for (let i = 0; i < count; ++i) {
      const at = (((first + i) >> 1) - from) * columns;
      target.set(room.subarray(at, at + columns), i * columns);
    }
  };
  return {
    ...{ rows: 2 * source.rows, columns, precision: source.precision, contiguous: false, ...told, copyRows },
    valueAt: (row, column) => source.valueAt(row >> 1, column),
  };
}

function doubledCsr({ rows, columns, indptr, indices, data }: Csr): Csr {
  const entries = indptr[rows] ?? 0;
  const starts = new Uint32Array(2 * rows + 1);
  const at = new Uint32Array(2 * entries);
  const values = data && new Float64Array(2 * entries);
  let to = 0;
  for (let row = 0; row < 2 * rows; ++row) {
    const [start, end] = [indptr[row >> 1] ?? 0, indptr[(row >> 1) + 1] ?? 0];
    for (let k = start; k < end; ++k, ++to) {
      at[to] = indices[k] ?? 0;
      if (values !== undefined && data !== undefined) values[to] = data[k] ?? 0;
    }
    starts[row + 1] = to;
  }
  return { rows: 2 * rows, columns, indptr: starts, indices: at, data: values };
}
