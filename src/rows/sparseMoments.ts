import type { Csr } from "../input/csr.ts";
import type { Numbers } from "../input/matrix.ts";
import { forParts } from "../input/rowVector.ts";
import type { RowWeights } from "../input/weights.ts";
import { type ColumnMoments, tooSmall } from "./moments.ts";

/** What is known of a column lies together, in one line of a cache: entries come from all columns in turn. */
const STRIDE = 8;
const SUM = 0;
const WEIGHT = 1;
const STORED = 2;
const LEAST = 3;
const LARGEST = 4;
const SQUARES = 5;

/**
 * Mean and deviation of each column, entries of 0 included, in two passes over the others: the second takes the squares
 * about the mean, as a column that lies far from 0 needs. Ones take one pass. A constant column has deviation exactly
 * 0, and its value as its mean.
 */
export function sparseMoments(csr: Csr, { signed, unit, total }: RowWeights): ColumnMoments {
  const { columns, data } = csr;
  const known = new Float64Array(columns * STRIDE);
  for (let at = 0; at < known.length; at += STRIDE) {
    known[at + LEAST] = Infinity;
    known[at + LARGEST] = -Infinity;
  }
  const mean = new Float64Array(columns);
  const deviation = new Float64Array(columns);
  let counted = 0;
  const pass = (use: (csr: Csr, row: number, weight: number) => void): void => {
    forParts(signed, (part, first) => {
      for (let i = 0; i < part.length; ++i) {
        const s = unit ? 1 : Math.abs(part[i] ?? 0);
        if (s !== 0) use(csr, first + i, s);
      }
    });
  };
  pass((rows, row, s) => {
    ++counted;
    if (data === undefined) countRow(known, rows, row, s);
    else addRow(known, rows, row, s, data);
  });
  for (let j = 0, at = 0; j < columns; ++j, at += STRIDE) {
    if (data === undefined && (known[at + STORED] as number) > 0) known.fill(1, at + LEAST, at + LARGEST + 1);
    if ((known[at + STORED] as number) < counted) {
      known[at + LEAST] = Math.min(0, known[at + LEAST] as number);
      known[at + LARGEST] = Math.max(0, known[at + LARGEST] as number);
    }
    const [least, largest] = [known[at + LEAST] as number, known[at + LARGEST] as number];
    const sum = known[at + (data === undefined ? WEIGHT : SUM)] as number;
    mean[j] = least === largest ? least : sum / total;
    if (data === undefined) known[at + SQUARES] = sum * (1 - (mean[j] as number)) ** 2;
  }
  if (data !== undefined) pass((rows, row, s) => addSquares(known, mean, rows, row, s, data));
  for (let j = 0, at = 0; j < columns; ++j, at += STRIDE) {
    if (known[at + LEAST] === known[at + LARGEST]) continue;
    // those that are 0 lie as far from the mean as it lies from 0
    const rest = (known[at + STORED] as number) < counted ? Math.max(0, total - (known[at + WEIGHT] as number)) : 0;
    const variance = ((known[at + SQUARES] as number) + rest * (mean[j] as number) ** 2) / total;
    if (variance < 1e-290) throw tooSmall(j);
    deviation[j] = Math.sqrt(variance);
  }
  return { mean, deviation };
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

function addRow(known: Float64Array, { indptr, indices }: Csr, row: number, s: number, data: Numbers): void {
  const end = indptr[row + 1] as number;
  for (let k = indptr[row] as number; k < end; ++k) {
    const at = (indices[k] as number) * STRIDE;
    const x = data[k] as number;
    known[at + SUM] = (known[at + SUM] as number) + s * x;
    known[at + WEIGHT] = (known[at + WEIGHT] as number) + s;
    known[at + STORED] = (known[at + STORED] as number) + 1;
    if (x < (known[at + LEAST] as number)) known[at + LEAST] = x;
    if (x > (known[at + LARGEST] as number)) known[at + LARGEST] = x;
  }
}

function addSquares(
  known: Float64Array,
  mean: Float64Array,
  { indptr, indices }: Csr,
  row: number,
  s: number,
  data: Numbers,
): void {
  const end = indptr[row + 1] as number;
  for (let k = indptr[row] as number; k < end; ++k) {
    const j = indices[k] as number;
    const distance = (data[k] as number) - (mean[j] as number);
    const at = j * STRIDE + SQUARES;
    known[at] = (known[at] as number) + s * distance * distance;
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
