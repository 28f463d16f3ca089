import type { Csr } from "../input/csr.ts";
import type { RowVector } from "../input/rowVector.ts";
import { sigmoidF64 } from "../math/elementary.ts";

type Panels = Float32Array | Float64Array;

/**
 * The slope of the logarithm of Jeffreys's prior, |X' D X|^1/2 (Firth 1993), as sums over rows. With the rows x~ = (x,
 * 1), d = s a (1 - a) of each and the matrix A of the question, an inverse of X' D X, a row has the leverage
 *
 *     h = d x~' A x~        and adds        c = h (a - 1/2)        to the record [ sum c, sum c x_1, ..., sum c x_n ]
 *
 * c is what -log |X' D X| / 2 adds to dz. All is float64, whatever the rows are stored in, and plain loops: a Firth fit
 * is one of few columns, as a rule.
 */
export class LeverageSums {
  readonly #w: Float64Array;
  readonly #b: number;
  readonly #inverse: Float64Array;
  readonly #record: Float64Array;
  readonly #panelRows: number;
  /** The row at hand and, of sparse rows, the columns that it has; the entry behind the last is 1, the intercept's. */
  readonly #x: Float64Array;
  readonly #at: Uint32Array;

  /** @param inverse (n + 1) x (n + 1), row-major, symmetric, the intercept last */
  constructor(w: Float64Array, b: number, inverse: Float64Array, record: Float64Array, panelRows = 1) {
    this.#w = w;
    this.#b = b;
    this.#inverse = inverse;
    this.#record = record;
    this.#panelRows = panelRows;
    this.#x = new Float64Array(w.length + 1);
    this.#at = Uint32Array.from({ length: w.length + 1 }, (_, j) => j);
  }

  /** Takes in `count` rows: those of the panels from the number `at` on, and of the vector v from `first` on. */
  add(panels: Panels, at: number, signed: RowVector, first: number, count: number): void {
    const n = this.#w.length;
    const panelRows = this.#panelRows;
    const v = signed.subarray(first, first + count);
    for (let i = 0; i < count; ++i) {
      const start = at + (i - (i % panelRows)) * n + (i % panelRows);
      for (let j = 0; j < n; ++j) this.#x[j] = panels[start + j * panelRows] ?? 0;
      this.#addRow(n, v[i] ?? 0, 0);
    }
  }

  /** Takes in `count` sparse rows from the row `first` on, whose offsets are added to z. */
  addSparse(csr: Csr, signed: RowVector, offsets: Float64Array | undefined, first: number, count: number): void {
    const { indptr, indices, data } = csr;
    const v = signed.subarray(first, first + count);
    for (let i = 0; i < count; ++i) {
      const start = indptr[first + i] ?? 0;
      const size = (indptr[first + i + 1] ?? 0) - start;
      for (let k = 0; k < size; ++k) {
        this.#at[k] = indices[start + k] ?? 0;
        this.#x[k] = data === undefined ? 1 : (data[start + k] ?? 0);
      }
      this.#addRow(size, v[i] ?? 0, offsets?.[first + i] ?? 0);
    }
  }

  /** The row at hand, which has `size` entries, of the signed weight v. */
  #addRow(size: number, v: number, offset: number): void {
    if (v === 0) return;
    const n = this.#w.length;
    const [x, at, inverse, record] = [this.#x, this.#at, this.#inverse, this.#record];
    x[size] = 1;
    at[size] = n;
    let z = this.#b + offset;
    for (let k = 0; k < size; ++k) z += (x[k] ?? 0) * (this.#w[at[k] ?? 0] ?? 0);
    const a = sigmoidF64(z);
    // 1 - a, without the rounding of a near 1
    const d = Math.abs(v) * a * sigmoidF64(-z);
    let square = 0;
    for (let k = 0; k <= size; ++k) {
      const row = (at[k] ?? 0) * (n + 1);
      let half = 0;
      for (let l = 0; l < k; ++l) half += (inverse[row + (at[l] ?? 0)] ?? 0) * (x[l] ?? 0);
      square += (x[k] ?? 0) * (2 * half + (inverse[row + (at[k] ?? 0)] ?? 0) * (x[k] ?? 0));
    }
    const c = d * square * (a - 0.5);
    record[0] = (record[0] ?? 0) + c;
    for (let k = 0; k < size; ++k) {
      const to = 1 + (at[k] ?? 0);
      record[to] = (record[to] ?? 0) + c * (x[k] ?? 0);
    }
  }
}

/** A matrix whose rows and columns are those `at` of one of `size` x `size`, in that one; all else there is 0. */
export function spread(matrix: Float64Array, at: ArrayLike<number>, size: number): Float64Array<ArrayBuffer> {
  const wide = new Float64Array(size * size);
  const own = at.length;
  for (let j = 0; j < own; ++j) {
    for (let k = 0; k < own; ++k) wide[(at[j] ?? 0) * size + (at[k] ?? 0)] = matrix[j * own + k] ?? 0;
  }
  return wide;
}
