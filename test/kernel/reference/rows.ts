import type { Numbers } from "./arithmetic.ts";

/** X, m x n and row-major: element (i, j) is data[i * columns + j]. Centred and scaled already, unless it is said otherwise. */
export interface Rows {
  readonly data: Numbers;
  readonly rows: number;
  readonly columns: number;
}

/** x_i, which exists: the reference trusts its indices as the kernel trusts its pointers. */
export function entry(x: ArrayLike<number>, i: number): number {
  return x[i] as number;
}

export function element(X: Rows, i: number, j: number): number {
  return X.data[i * X.columns + j] as number;
}

/** Rows first .. end - 1, as a view. */
export function sliceRows(X: Rows, first: number, end: number): Rows {
  return { data: X.data.subarray(first * X.columns, end * X.columns), rows: end - first, columns: X.columns };
}
