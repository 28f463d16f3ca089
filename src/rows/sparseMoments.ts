import type { Csr } from "../input/csr.ts";
import type { Numbers } from "../input/matrix.ts";
import { forParts } from "../input/rowVector.ts";
import type { RowWeights } from "../input/weights.ts";
import { type ColumnMoments, tooSmall } from "./moments.ts";

/** What is known of a column lies together, in one line of a cache: entries come from all columns in turn. */
const STRIDE = 4;
const SUM = 0;
const SQUARES = 1;
const WEIGHT = 2;
const STORED = 3;

/**
 * Part of all weight that entries of 0 must have for the variance to be the mean square less the squared mean: the mean
 * square is then at most 2^10 times the variance, so that ten bits cancel at most (Cauchy and Schwarz).
 */
const LEAST_ZEROS = 2 ** -10;

/** The moments of sparse rows, and how many rows that count store an entry of each column. */
export interface SparseMoments extends ColumnMoments {
  readonly stored: Float64Array;
}

/**
 * Mean and deviation of each column, entries of 0 included, in one pass over the others. Columns that nearly all rows
 * store may lie far from 0, and take a second pass. A constant column has deviation exactly 0, and its value as its
 * mean.
 */
export function sparseMoments(csr: Csr, weights: RowWeights): SparseMoments {
  const { columns, data } = csr;
  const { total } = weights;
  const known = new Float64Array(columns * STRIDE);
  let counted = 0;
  forRows(weights, (row, s) => {
    ++counted;
    if (data === undefined) countRow(known, csr, row, s);
    else addRow(known, csr, row, s, data);
  });
  const mean = new Float64Array(columns);
  const deviation = new Float64Array(columns);
  const stored = new Float64Array(columns);
  const nearlyFull: number[] = [];
  for (let j = 0, at = 0; j < columns; ++j, at += STRIDE) {
    const weight = known[at + WEIGHT] as number;
    stored[j] = known[at + STORED] as number;
    if (data === undefined) {
      mean[j] = stored[j] === counted ? 1 : weight / total;
      deviation[j] = stored[j] === counted ? 0 : deviationOf(j, (mean[j] as number) * Math.max(0, 1 - weight / total));
      continue;
    }
    mean[j] = (known[at + SUM] as number) / total;
    const square = (known[at + SQUARES] as number) / total;
    // a square of 0 may be one that is too small for a number
    if (weight <= (1 - LEAST_ZEROS) * total && square > 0) deviation[j] = deviationOf(j, square - (mean[j] ?? 0) ** 2);
    else if (stored[j] !== 0) nearlyFull.push(j);
  }
  if (data !== undefined && nearlyFull.length > 0) refine({ mean, deviation, stored }, nearlyFull, csr, data, weights);
  return { mean, deviation, stored };
}

/** @throws LogitRangeError for a variance that is too small for its column to be scaled */
function deviationOf(column: number, variance: number): number {
  if (variance === 0) return 0;
  if (variance < 1e-290) throw tooSmall(column);
  return Math.sqrt(variance);
}

/** Calls `use` with every row that counts and its weight. */
function forRows({ signed, unit }: RowWeights, use: (row: number, weight: number) => void): void {
  forParts(signed, (part, first) => {
    for (let i = 0; i < part.length; ++i) {
      const s = unit ? 1 : Math.abs(part[i] ?? 0);
      if (s !== 0) use(first + i, s);
    }
  });
}

/** Takes in a row of ones. */
function countRow(known: Float64Array, { indptr, indices }: Csr, row: number, s: number): void {
  const end = indptr[row + 1] as number;
  for (let k = indptr[row] as number; k < end; ++k) {
    const at = (indices[k] as number) * STRIDE;
    known[at + WEIGHT] = (known[at + WEIGHT] as number) + s;
    known[at + STORED] = (known[at + STORED] as number) + 1;
  }
}

/** Takes in a row of values. */
function addRow(known: Float64Array, { indptr, indices }: Csr, row: number, s: number, data: Numbers): void {
  const end = indptr[row + 1] as number;
  for (let k = indptr[row] as number; k < end; ++k) {
    const at = (indices[k] as number) * STRIDE;
    const x = data[k] as number;
    const weighted = s * x;
    known[at + SUM] = (known[at + SUM] as number) + weighted;
    known[at + SQUARES] = (known[at + SQUARES] as number) + weighted * x;
    known[at + WEIGHT] = (known[at + WEIGHT] as number) + s;
    known[at + STORED] = (known[at + STORED] as number) + 1;
  }
}

/** Takes the squares of some columns about their means, and finds which of them are constant. */
function refine(
  { mean, deviation, stored }: SparseMoments,
  some: readonly number[],
  { columns, indptr, indices }: Csr,
  data: Numbers,
  weights: RowWeights,
): void {
  const place = new Int32Array(columns).fill(-1);
  for (const [position, j] of some.entries()) place[j] = position;
  const squares = new Float64Array(some.length);
  const weight = new Float64Array(some.length);
  const least = new Float64Array(some.length).fill(Number.POSITIVE_INFINITY);
  const largest = new Float64Array(some.length).fill(Number.NEGATIVE_INFINITY);
  let counted = 0;
  forRows(weights, (row, s) => {
    ++counted;
    const end = indptr[row + 1] as number;
    for (let k = indptr[row] as number; k < end; ++k) {
      const j = indices[k] as number;
      const p = place[j] as number;
      if (p < 0) continue;
      const x = data[k] as number;
      const distance = x - (mean[j] as number);
      squares[p] = (squares[p] as number) + s * distance * distance;
      weight[p] = (weight[p] as number) + s;
      if (x < (least[p] as number)) least[p] = x;
      if (x > (largest[p] as number)) largest[p] = x;
    }
  });
  for (const [p, j] of some.entries()) {
    const zeros = (stored[j] as number) < counted;
    const from = Math.min(least[p] as number, zeros ? 0 : Number.POSITIVE_INFINITY);
    const to = Math.max(largest[p] as number, zeros ? 0 : Number.NEGATIVE_INFINITY);
    if (from === to) {
      mean[j] = from;
      continue;
    }
    // those that are 0 lie as far from the mean as it lies from 0
    const rest = zeros ? Math.max(0, weights.total - (weight[p] as number)) : 0;
    const variance = ((squares[p] as number) + rest * (mean[j] as number) ** 2) / weights.total;
    if (variance < 1e-290) throw tooSmall(j);
    deviation[j] = Math.sqrt(variance);
  }
}

/** The weighted mean of one number a row. */
export function weightedMean(values: Float64Array, { signed, unit, total }: RowWeights): number {
  let sum = 0;
  forParts(signed, (part, first) => {
    for (let i = 0; i < part.length; ++i) {
      sum += (unit ? 1 : Math.abs(part[i] ?? 0)) * (values[first + i] as number);
    }
  });
  return sum / total;
}
