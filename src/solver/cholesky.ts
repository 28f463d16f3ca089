import { logF64 } from "../math/elementary.ts";
import { dotRange } from "./vectors.ts";

/**
 * Cholesky's L D L^T of a symmetric positive semidefinite matrix (size x size, row-major), scaled to a unit diagonal
 * first, so that the units of the columns do not matter. A pivot that vanishes (a column that depends on the ones
 * before it) is left out, which gives the basic solution of a consistent system: zero in that direction (Lawson and
 * Hanson 1974).
 *
 * @example
 * new Cholesky(Float64Array.of(4, 2, 2, 3)).solve(Float64Array.of(2, 5)); // [-0.5, 2]
 */
export class Cholesky {
  /** Directions that were left out, and which ones. */
  readonly omitted: number;
  readonly omittedAt: readonly number[];
  readonly #size: number;
  readonly #least: number;
  /** 1 / sqrt of the diagonal, 0 where that is 0. */
  readonly #scale: Float64Array;
  /** Unit lower triangle, row-major; a column left out is 0. */
  readonly #lower: Float64Array;
  /** D, 0 where a pivot was left out. */
  readonly #pivots: Float64Array;

  /** @param least a pivot of the scaled matrix that is left out, as roundings leave it */
  constructor(A: Float64Array, least = 0) {
    const size = Math.sqrt(A.length);
    this.#size = size;
    this.#least = Math.max(least, 4 * size * 2 ** -52);
    this.#scale = new Float64Array(size);
    this.#lower = new Float64Array(size * size);
    this.#pivots = new Float64Array(size);
    for (let i = 0; i < size; ++i) {
      const diagonal = A[i * size + i] ?? 0;
      this.#scale[i] = diagonal > 0 ? 1 / Math.sqrt(diagonal) : 0;
    }
    const omittedAt: number[] = [];
    // two rows at a time, which read those above together: for hundreds of columns that takes half the time
    const first = new Float64Array(size);
    const second = new Float64Array(size);
    for (let i = 0; i < size; i += 2) {
      const both = i + 1 < size;
      if (both) reduceTwo(A, i, this.#scale, this.#lower, this.#pivots, first, second);
      if (!this.#factoriseRow(A, i, both ? i : 0, first)) omittedAt.push(i);
      if (both && !this.#factoriseRow(A, i + 1, i, second)) omittedAt.push(i + 1);
    }
    this.omitted = omittedAt.length;
    this.omittedAt = omittedAt;
  }

  /** x of A x = r. */
  solve(r: Float64Array): Float64Array {
    const size = this.#size;
    const lower = this.#lower;
    const pivots = this.#pivots;
    const x = new Float64Array(size);
    for (let i = 0; i < size; ++i) {
      const sum = (r[i] ?? 0) * (this.#scale[i] ?? 0) - dotRange(lower, i * size, x, 0, i);
      x[i] = pivots[i] === 0 ? 0 : sum;
    }
    for (let i = 0; i < size; ++i) x[i] = pivots[i] === 0 ? 0 : (x[i] ?? 0) / (pivots[i] ?? 1);
    for (let i = size - 1; i >= 0; --i) {
      // x_i is final when all later ones have been taken off it; then it is taken off the earlier ones
      const value = x[i] ?? 0;
      if (pivots[i] === 0) continue;
      for (let k = 0, at = i * size; k < i; ++k, ++at) x[k] = (x[k] ?? 0) - (lower[at] ?? 0) * value;
    }
    for (let i = 0; i < size; ++i) x[i] = (x[i] ?? 0) * (this.#scale[i] ?? 0);
    return x;
  }

  get size(): number {
    return this.#size;
  }

  /** The logarithm of the determinant of A, without the directions that were left out. */
  get logDeterminant(): number {
    let sum = 0;
    for (let i = 0; i < this.#size; ++i) {
      const pivot = this.#pivots[i] ?? 0;
      if (pivot !== 0) sum += logF64(pivot) - 2 * logF64(this.#scale[i] ?? 1);
    }
    return sum;
  }

  /** The inverse of A, row-major, symmetric to the last bit. */
  inverse(): Float64Array<ArrayBuffer> {
    const size = this.#size;
    const inverse = new Float64Array(size * size);
    const unit = new Float64Array(size);
    for (let i = 0; i < size; ++i) {
      unit.fill(0);
      unit[i] = 1;
      const column = this.solve(unit);
      for (let j = 0; j <= i; ++j) {
        inverse[i * size + j] = column[j] ?? 0;
        inverse[j * size + i] = column[j] ?? 0;
      }
    }
    return inverse;
  }

  /**
   * Row i of L and pivot i; `row` is row i of L D, known as far as column `from`. Returns whether the pivot was kept.
   */
  #factoriseRow(A: Float64Array, i: number, from: number, row: Float64Array): boolean {
    const size = this.#size;
    const lower = this.#lower;
    const pivots = this.#pivots;
    const scaleI = this.#scale[i] ?? 0;
    for (let j = from; j < i; ++j) {
      const entry = (A[i * size + j] ?? 0) * scaleI * (this.#scale[j] ?? 0);
      const sum = entry - dotRange(lower, j * size, row, 0, j);
      row[j] = pivots[j] === 0 ? 0 : sum;
    }
    let pivot = scaleI === 0 ? 0 : 1;
    for (let k = 0; k < i; ++k) {
      const entry = pivots[k] === 0 ? 0 : (row[k] ?? 0) / (pivots[k] ?? 1);
      lower[i * size + k] = entry;
      pivot -= entry * (row[k] ?? 0);
    }
    pivots[i] = pivot > this.#least ? pivot : 0;
    return pivot > this.#least;
  }
}

/** Rows i and i + 1 of L D, as far as column i. Each sum adds in the order of `dot`. */
function reduceTwo(
  A: Float64Array,
  i: number,
  scale: Float64Array,
  lower: Float64Array,
  pivots: Float64Array,
  first: Float64Array,
  second: Float64Array,
): void {
  const size = scale.length;
  const scale1 = scale[i] ?? 0;
  const scale2 = scale[i + 1] ?? 0;
  for (let j = 0; j < i; ++j) {
    let a0 = 0;
    let a1 = 0;
    let a2 = 0;
    let a3 = 0;
    let b0 = 0;
    let b1 = 0;
    let b2 = 0;
    let b3 = 0;
    let k = 0;
    let at = j * size;
    for (; k + 3 < j; k += 4, at += 4) {
      const l0 = lower[at] ?? 0;
      const l1 = lower[at + 1] ?? 0;
      const l2 = lower[at + 2] ?? 0;
      const l3 = lower[at + 3] ?? 0;
      a0 += l0 * (first[k] ?? 0);
      b0 += l0 * (second[k] ?? 0);
      a1 += l1 * (first[k + 1] ?? 0);
      b1 += l1 * (second[k + 1] ?? 0);
      a2 += l2 * (first[k + 2] ?? 0);
      b2 += l2 * (second[k + 2] ?? 0);
      a3 += l3 * (first[k + 3] ?? 0);
      b3 += l3 * (second[k + 3] ?? 0);
    }
    for (; k < j; ++k, ++at) {
      const l0 = lower[at] ?? 0;
      a0 += l0 * (first[k] ?? 0);
      b0 += l0 * (second[k] ?? 0);
    }
    const kept = pivots[j] !== 0;
    const scaleJ = scale[j] ?? 0;
    first[j] = kept ? (A[i * size + j] ?? 0) * scale1 * scaleJ - (a0 + a1 + (a2 + a3)) : 0;
    second[j] = kept ? (A[(i + 1) * size + j] ?? 0) * scale2 * scaleJ - (b0 + b1 + (b2 + b3)) : 0;
  }
}

/**
 * Whether a symmetric matrix is positive semidefinite, beside the rounding of the factorisation: elimination, scaled to
 * a unit diagonal, meets no pivot below that.
 */
export function isSemidefinite(A: Float64Array): boolean {
  const size = Math.sqrt(A.length);
  const scale = Float64Array.from({ length: size }, (_, i) => {
    const diagonal = A[i * (size + 1)] ?? 0;
    return diagonal > 0 ? 1 / Math.sqrt(diagonal) : 0;
  });
  for (let i = 0; i < size; ++i) if ((A[i * (size + 1)] ?? 0) < 0) return false;
  const rest = A.map((entry, at) => entry * (scale[Math.floor(at / size)] ?? 0) * (scale[at % size] ?? 0));
  const least = 4 * size * 2 ** -52;
  for (let i = 0; i < size; ++i) {
    const pivot = rest[i * (size + 1)] ?? 0;
    if (pivot < -least) return false;
    for (let j = i + 1; j < size; ++j) {
      const entry = rest[j * size + i] ?? 0;
      // a row without a pivot is 0 in a semidefinite matrix
      if (pivot <= least) {
        if (entry * entry > 4 * least) return false;
        continue;
      }
      for (let k = i + 1; k < size; ++k) {
        rest[j * size + k] = (rest[j * size + k] ?? 0) - (entry / pivot) * (rest[i * size + k] ?? 0);
      }
    }
  }
  return true;
}
