/**
 * What is known of each column of sparse rows, four numbers side by side, so that a non-zero meets one cache line:
 *
 *     out[4j] += sum |v| x     out[4j + 1] += sum (|v| x) x     out[4j + 2] += non-zeros     out[4j + 3] = max |x|
 *
 * The first three of two parts of the rows are added, of the fourth the larger is taken. vPtr may be 0: every weight is
 * then 1. With the curvature in place of v the second is the diagonal of the Hessian. Explicit zeros do not count.
 * Order of addition: each column on its own, straight onto out, row after row.
 */
import { columnOf, enteredSparse, indicesAt, valueOf, valuesAt } from "./entries";

export function moments<V, I>(
  outPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, vPtr: usize, rows: i32, columns: i32,
): void {
  assert(enteredSparse(outPtr | indicesPtr | dataPtr | vPtr, indptrPtr, rows, columns));
  let k = load<u32>(indptrPtr);
  for (let i = 0; i < rows; ++i) {
    const end = load<u32>(indptrPtr + ((<usize>i) << 2), 4);
    const s: f64 = vPtr != 0 ? abs(load<f64>(vPtr + ((<usize>i) << 3))) : 1;
    for (; k < end; ++k) {
      const out = outPtr + (columnOf<I>(indicesAt<I>(indicesPtr, k), 0, columns) << 2);
      const x = valueOf<V>(valuesAt<V>(dataPtr, k), 0);
      const sx = s * x;
      store<f64>(out, load<f64>(out) + sx);
      store<f64>(out, load<f64>(out, 8) + sx * x, 8);
      store<f64>(out, load<f64>(out, 16) + (x != 0 ? 1.0 : 0.0), 16);
      store<f64>(out, max(load<f64>(out, 24), abs(x)), 24);
    }
  }
}
