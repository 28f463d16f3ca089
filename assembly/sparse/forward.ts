/**
 * z = (x . w + b) + offset of sparse rows.
 *
 * Order of addition: the non-zeros of a row, counted from its first, go to four sums in turn, number k to sum k mod 4;
 * then x . w = (s0 + s1) + (s2 + s3). Four chains of additions keep as many gathers of w in flight as the processor can
 * have.
 */
import { enteredSparse, indicesAt, kept, term, valuesAt } from "./entries";

/** x . w of the `left` non-zeros at `index` and `value`. */
// @ts-ignore: decorator
@inline
function rowProduct<V, I>(index: usize, value: usize, left: i32, wPtr: usize, columns: i32): f64 {
  if (left <= 0) return 0;
  let s0: f64 = 0;
  let s1: f64 = 0;
  let s2: f64 = 0;
  let s3: f64 = 0;
  while (left >= 4) {
    s0 += term<V, I>(index, value, 0, wPtr, columns);
    s1 += term<V, I>(index, value, 1, wPtr, columns);
    s2 += term<V, I>(index, value, 2, wPtr, columns);
    s3 += term<V, I>(index, value, 3, wPtr, columns);
    index += 4 * sizeof<I>();
    if (!isBoolean<V>()) value += 4 * sizeof<V>();
    left -= 4;
  }
  // What is left of the last four: where there is nothing left a non-zero of the row is read again and its term made 0.
  const back: usize = left > 0 ? 0 : 1;
  index -= back * sizeof<I>();
  if (!isBoolean<V>()) value -= back * sizeof<V>();
  s0 += kept(left > 0, term<V, I>(index, value, 0, wPtr, columns));
  s1 += kept(left > 1, term<V, I>(index, value, left > 1 ? 1 : 0, wPtr, columns));
  s2 += kept(left > 2, term<V, I>(index, value, left > 2 ? 2 : 0, wPtr, columns));
  return (s0 + s1) + (s2 + s3);
}

/** z of `rows` rows. offsetPtr may be 0: there are no offsets then, and nothing is added. */
// @ts-ignore: decorator
@inline
export function forwardSome<V, I>(
  zPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, wPtr: usize, offsetPtr: usize,
  rows: i32, columns: i32, b: f64,
): void {
  let k = load<u32>(indptrPtr);
  for (let i = 0; i < rows; ++i) {
    const end = load<u32>(indptrPtr + ((<usize>i) << 2), 4);
    const index = indicesAt<I>(indicesPtr, k);
    let z = rowProduct<V, I>(index, valuesAt<V>(dataPtr, k), <i32>(end - k), wPtr, columns) + b;
    if (offsetPtr != 0) z += load<f64>(offsetPtr + ((<usize>i) << 3));
    store<f64>(zPtr + ((<usize>i) << 3), z);
    k = end;
  }
}

export function forward<V, I>(
  zPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, wPtr: usize, offsetPtr: usize,
  rows: i32, columns: i32, b: f64,
): void {
  assert(enteredSparse(zPtr | indicesPtr | dataPtr | wPtr | offsetPtr, indptrPtr, rows, columns));
  forwardSome<V, I>(zPtr, indptrPtr, indicesPtr, dataPtr, wPtr, offsetPtr, rows, columns, b);
}
