import type { RowSource } from "../input/matrix.ts";
import type { SignedWeights } from "../input/weights.ts";
import { BLOCK_ROWS } from "../kernel/layout.ts";
import type { Precision } from "../types.ts";

/** The point that moments are taken about: a number near the mean of each column. */
export interface MomentShift {
  readonly values: Float64Array<ArrayBuffer>;
  /** 1 where a column is seen to vary among the rows that weigh anything in the block that the shift was taken from. */
  readonly varies: Uint8Array<ArrayBuffer>;
}

/**
 * The shift for all rows of `source`: the weighted mean of the block that weighs most (of unweighted rows, the first).
 * If that block holds the share q of all weight, the variance of a column is at least q times the square of the
 * distance between shift and mean, so that subtracting one from the other costs at most 1 / q roundings, whatever rows
 * of little or no weight contain.
 */
export function shiftFor(source: RowSource, weights: SignedWeights, precision: Precision): MomentShift {
  const first = heaviestBlock(weights, source.rows);
  const count = Math.min(BLOCK_ROWS, source.rows - first);
  const length = count * source.columns;
  const x = precision === "f32" ? new Float32Array(length) : new Float64Array(length);
  source.copyRows(x, first, count);
  return shiftOf(x, weights.unit ? undefined : weights.signed.slice(first, first + count), count, source.columns);
}

/** The first row of the block with the largest sum of weights, the first of those that tie. */
function heaviestBlock({ signed, unit }: SignedWeights, rows: number): number {
  if (unit) return 0;
  let heaviest = 0;
  let most = -1;
  for (let first = 0; first < rows; first += BLOCK_ROWS) {
    let sum = 0;
    for (const v of signed.subarray(first, Math.min(rows, first + BLOCK_ROWS))) sum += Math.abs(v);
    if (sum > most) {
      most = sum;
      heaviest = first;
    }
  }
  return heaviest;
}

/**
 * The weighted mean of `rows` rows of x, row-major, in the kernel's precision; without weights each counts as 1. It is
 * taken about the row that weighs most, so that a column that is constant among the rows that weigh anything is seen as
 * such without rounding.
 */
export function shiftOf(
  x: Float32Array | Float64Array,
  signed: ArrayLike<number> | undefined,
  rows: number,
  columns: number,
): MomentShift {
  const weights = Float64Array.from({ length: rows }, (_, i) => (signed === undefined ? 1 : Math.abs(signed[i] ?? 0)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const heaviest = weights.indexOf(weights.reduce((most, weight) => Math.max(most, weight), 0));
  const values = new Float64Array(columns);
  const varies = new Uint8Array(columns);
  for (let j = 0; j < columns; ++j) {
    const about = x[heaviest * columns + j] ?? 0;
    let sum = 0;
    for (let i = 0; i < rows; ++i) {
      const weight = weights[i] ?? 0;
      if (weight === 0) continue;
      const difference = (x[i * columns + j] ?? 0) - about;
      if (difference !== 0) varies[j] = 1;
      sum += weight * difference;
    }
    values[j] = about + sum / total;
  }
  return { values, varies };
}
