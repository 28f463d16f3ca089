import { LogitRangeError } from "../errors.ts";
import type { Csr } from "../input/csr.ts";

/**
 * z = X coef + intercept of sparse rows, columns from left to right: the bits of the same rows as dense, since what is
 * 0 adds nothing.
 * @throws LogitRangeError NON_FINITE where z is no number
 */
export function sparseDecisions(csr: Csr, coef: Float64Array, intercept: number): Float64Array<ArrayBuffer> {
  const { rows, indptr, indices, data } = csr;
  const z = new Float64Array(rows);
  for (let row = 0; row < rows; ++row) {
    const end = indptr[row + 1] as number;
    let sum = intercept;
    for (let k = indptr[row] as number; k < end; ++k) {
      sum += (data === undefined ? 1 : (data[k] as number)) * (coef[indices[k] as number] as number);
    }
    if (Number.isNaN(sum)) throw overflowed(row);
    z[row] = sum;
  }
  return z;
}

/** Infinity from finite numbers is a fair z; the difference of two is none. */
export function overflowed(row: number): LogitRangeError {
  const expected = `row ${row} x coefficients to be a number`;
  return new LogitRangeError("NON_FINITE", `X: expected ${expected}, got Infinity - Infinity`);
}
