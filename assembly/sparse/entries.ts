/**
 * Sparse rows in linear memory, as scipy's CSR has them:
 *
 *     indptr   u32, rows + 1    row i has the non-zeros indptr[i] .. indptr[i + 1] - 1; the first need not be 0
 *     indices  u16 or u32       the column of each; ascending and distinct within a row
 *     data     f32 or f64       the value of each; there is none where every value is 1 (Ones)
 *
 * indptr counts from the beginning of indices and data, so that a part of the rows is called with an indptr further on.
 * All of it begins at multiples of 64 bytes but that indptr, which has to be a multiple of 4. Values are promoted to
 * float64 as they are read, and every product and sum is float64.
 */
/** The type of values that are not there: 1 each. */
export type Ones = bool;

/** Where the value of position k is; anything where there are no values. */
// @ts-ignore: decorator
@inline
export function valuesAt<V>(dataPtr: usize, k: u32): usize {
  return isBoolean<V>() ? 0 : dataPtr + (<usize>k) * sizeof<V>();
}

/** Where the index of position k is. */
// @ts-ignore: decorator
@inline
export function indicesAt<I>(indicesPtr: usize, k: u32): usize {
  return indicesPtr + (<usize>k) * sizeof<I>();
}

/** The value `ahead` places behind the one at `value`: 1 where there are no values. */
// @ts-ignore: decorator
@inline
export function valueOf<V>(value: usize, ahead: usize): f64 {
  if (isBoolean<V>()) return 1;
  return <f64>load<V>(value + ahead * sizeof<V>());
}

/** The column of the index `ahead` places behind the one at `index`, as a byte offset into float64 numbers. */
// @ts-ignore: decorator
@inline
export function columnOf<I>(index: usize, ahead: usize, columns: i32): usize {
  const j = <u32>load<I>(index + ahead * sizeof<I>());
  assert(j < <u32>columns);
  return (<usize>j) << 3;
}

/** value * w[column] */
// @ts-ignore: decorator
@inline
export function term<V, I>(index: usize, value: usize, ahead: usize, wPtr: usize, columns: i32): f64 {
  const w = load<f64>(wPtr + columnOf<I>(index, ahead, columns));
  if (isBoolean<V>()) return w;
  return valueOf<V>(value, ahead) * w;
}

/** x or 0, without a branch, which would be mispredicted where rows are of all lengths. */
// @ts-ignore: decorator
@inline
export function kept(whether: bool, x: f64): f64 {
  return reinterpret<f64>(reinterpret<i64>(x) & -(<i64>whether));
}

/** What every sparse kernel asserts: as entered of layout.ts, for indptr multiples of 4. */
// @ts-ignore: decorator
@inline
export function enteredSparse(pointers: usize, indptrPtr: usize, rows: i32, columns: i32): bool {
  return (pointers & 63) == 0 && (indptrPtr & 3) == 0 && (rows | columns) >= 0;
}
