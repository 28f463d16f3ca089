import type { Csr } from "../input/csr.ts";
import type { RowWeights } from "../input/weights.ts";
import { type ColumnMoments, tooSmall } from "./moments.ts";

/**
 * Mean and deviation of each column, entries of 0 included, in two passes over the others: the second takes the squares
 * about the mean, as a column that lies far from 0 needs. A constant column has deviation exactly 0, and its value as
 * its mean.
 */
export function sparseMoments(csr: Csr, { signed, unit, total }: RowWeights): ColumnMoments {
  const { rows, columns, indptr, indices, data } = csr;
  const s = unit ? new Float64Array(rows).fill(1) : Float64Array.from(signed.slice(0, rows), Math.abs);
  const [mean, squares, weight] = [new Float64Array(columns), new Float64Array(columns), new Float64Array(columns)];
  const [least, largest] = [new Float64Array(columns).fill(Infinity), new Float64Array(columns).fill(-Infinity)];
  const stored = new Float64Array(columns);
  let counted = 0;
  for (let row = 0; row < rows; ++row) {
    const each = s[row] as number;
    if (each === 0) continue;
    ++counted;
    const end = indptr[row + 1] as number;
    for (let k = indptr[row] as number; k < end; ++k) {
      const j = indices[k] as number;
      const x = data === undefined ? 1 : (data[k] as number);
      mean[j] = (mean[j] as number) + each * x;
      weight[j] = (weight[j] as number) + each;
      stored[j] = (stored[j] as number) + 1;
      if (x < (least[j] as number)) least[j] = x;
      if (x > (largest[j] as number)) largest[j] = x;
    }
  }
  for (let j = 0; j < columns; ++j) {
    if ((stored[j] as number) < counted) {
      least[j] = Math.min(0, least[j] as number);
      largest[j] = Math.max(0, largest[j] as number);
    }
    mean[j] = least[j] === largest[j] ? (least[j] as number) : (mean[j] as number) / total;
  }
  for (let row = 0; row < rows; ++row) {
    const each = s[row] as number;
    if (each === 0) continue;
    const end = indptr[row + 1] as number;
    for (let k = indptr[row] as number; k < end; ++k) {
      const j = indices[k] as number;
      const distance = (data === undefined ? 1 : (data[k] as number)) - (mean[j] as number);
      squares[j] = (squares[j] as number) + each * distance * distance;
    }
  }
  const deviation = squares.map((sum, j) => {
    if (least[j] === largest[j]) return 0;
    // those that are 0 lie as far from the mean as it lies from 0
    const rest = (stored[j] as number) < counted ? Math.max(0, total - (weight[j] as number)) : 0;
    const variance = (sum + rest * (mean[j] as number) ** 2) / total;
    if (variance < 1e-290) throw tooSmall(j);
    return Math.sqrt(variance);
  });
  return { mean, deviation };
}

/** The weighted mean of one number a row. */
export function weightedMean(values: Float64Array, { signed, unit, total }: RowWeights): number {
  let sum = 0;
  for (let row = 0; row < values.length; ++row) {
    sum += (unit ? 1 : Math.abs(signed.subarray(row, row + 1)[0] ?? 0)) * (values[row] as number);
  }
  return sum / total;
}
