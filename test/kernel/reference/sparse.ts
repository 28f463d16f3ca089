/**
 * The kernels of sparse rows in scalars: the same additions in the same order, so the same bits. Everything is float64; f32 values
 * are promoted as they are read.
 *
 *     within a row      number k of its non-zeros goes to sum k mod 4; x . w = (s0 + s1) + (s2 + s3); then + b, then + offset
 *     within a column   row after row, straight onto the record, whatever blocks and shares there are
 *     loss, dz, d       one number a row: the block sums of dense f64 rows (sums.ts)
 */
import { F64, type Numbers } from "./arithmetic.ts";
import { blockLoss, curvatureRows, gradientRows } from "./rowMath.ts";
import { entry } from "./rows.ts";
import { blocksOf, sumOfLines } from "./sums.ts";

export interface SparseRows {
  readonly indptr: Uint32Array;
  readonly indices: Uint16Array | Uint32Array;
  /** Undefined: every non-zero is 1. */
  readonly data: Numbers | undefined;
  readonly rows: number;
  readonly columns: number;
}

interface NonZero {
  /** Its number within the row. */
  readonly k: number;
  readonly j: number;
  readonly x: number;
}

function nonZerosOf({ indptr, indices, data }: SparseRows, i: number): NonZero[] {
  const first = entry(indptr, i);
  return Array.from(indices.subarray(first, entry(indptr, i + 1)), (j, k) => {
    return { k, j, x: data === undefined ? 1 : entry(data, first + k) };
  });
}

function add(out: Float64Array, at: number, x: number): void {
  out[at] = entry(out, at) + x;
}

export function forward(X: SparseRows, w: Numbers, b: number, offset?: Float64Array): Float64Array {
  return new Float64Array(X.rows).map((_, i) => {
    const sums = new Float64Array(4);
    for (const { k, j, x } of nonZerosOf(X, i)) add(sums, k % 4, x * entry(w, j));
    const z = entry(sums, 0) + entry(sums, 1) + (entry(sums, 2) + entry(sums, 3)) + b;
    return offset === undefined ? z : z + entry(offset, i);
  });
}

/** Adds sum x_j dz to out[first + j]. */
function scatter(X: SparseRows, dz: Numbers, first: number, out: Float64Array): void {
  for (let i = 0; i < X.rows; ++i) {
    for (const { j, x } of nonZerosOf(X, i)) add(out, first + j, x * entry(dz, i));
  }
}

function addRows(out: Float64Array, at: number, dz: Numbers): void {
  for (const block of blocksOf(dz.length))
    add(
      out,
      at,
      sumOfLines(F64, block, (i) => entry(dz, i)),
    );
}

export function backward(X: SparseRows, dz: Numbers, out = new Float64Array(1 + X.columns)): Float64Array {
  addRows(out, 0, dz);
  scatter(X, dz, 1, out);
  return out;
}

export interface SparsePoint {
  readonly w: Numbers;
  readonly b: number;
  readonly offset?: Float64Array | undefined;
}

export function epoch(
  X: SparseRows,
  v: Float64Array,
  { w, b, offset }: SparsePoint,
  unit: boolean,
  out = new Float64Array(2 + X.columns),
): Float64Array {
  const z = forward(X, w, b, offset);
  const dz = gradientRows(z, v);
  for (const block of blocksOf(X.rows)) add(out, 0, blockLoss(block, z, v, unit));
  addRows(out, 1, dz);
  scatter(X, dz, 2, out);
  return out;
}

/** The Hessian, given the curvature of each row, times (r, c). */
export function product(
  X: SparseRows,
  d: Numbers,
  r: Numbers,
  c: number,
  out = new Float64Array(1 + X.columns),
): Float64Array {
  const t = forward(X, r, c);
  return backward(
    X,
    t.map((ti, i) => entry(d, i) * ti),
    out,
  );
}

export { curvatureRows as curvature };

/** Four numbers a column: sum |v| x, sum (|v| x) x, how many are not zero, max |x|. */
export function moments(X: SparseRows, v: Numbers | undefined, out = new Float64Array(4 * X.columns)): Float64Array {
  for (let i = 0; i < X.rows; ++i) {
    const s = v === undefined ? 1 : Math.abs(entry(v, i));
    for (const { j, x } of nonZerosOf(X, i)) {
      add(out, 4 * j, s * x);
      add(out, 4 * j + 1, s * x * x);
      add(out, 4 * j + 2, x === 0 ? 0 : 1);
      out[4 * j + 3] = Math.max(entry(out, 4 * j + 3), Math.abs(x));
    }
  }
  return out;
}

/** The record of a dense Hessian; below the diagonal nothing is added. */
export function hessian(
  X: SparseRows,
  d: Numbers,
  out = new Float64Array(1 + X.columns + X.columns ** 2),
): Float64Array {
  addRows(out, 0, d);
  for (let i = 0; i < X.rows; ++i) {
    const row = nonZerosOf(X, i);
    for (const [a, { j, x }] of row.entries()) {
      const dx = entry(d, i) * x;
      add(out, 1 + j, dx);
      for (const other of row.slice(a)) add(out, 1 + X.columns + j * X.columns + other.j, dx * other.x);
    }
  }
  return out;
}
