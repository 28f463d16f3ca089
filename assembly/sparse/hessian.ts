/**
 * Hessian sums over sparse rows, intercept included, from the curvature d of each row; the record is that of dense
 * rows:
 *
 *     out[0] += sum d        out[1 + j] += sum d x_j        H[j, k] += sum (d x_j) x_k,  k >= j
 *
 * H is row-major, columns x columns, at out + 8 (1 + columns); entries below the diagonal are not touched. Order of
 * addition: each entry on its own, straight onto out, row after row; the sum of d as that of dz (backward.ts). d has
 * zeros up to whole panels. A row of q non-zeros takes q (q + 1) / 2 multiplications, so this is for few columns.
 */
import { addRowSums } from "./backward";
import { columnOf, enteredSparse, indicesAt, valueOf, valuesAt } from "./entries";

export function hessian<V, I>(
  outPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dPtr: usize, rows: i32, columns: i32,
): void {
  assert(enteredSparse(outPtr | indicesPtr | dataPtr | dPtr, indptrPtr, rows, columns));
  addRowSums(outPtr, dPtr, rows);
  const cross = outPtr + 8;
  const h = cross + ((<usize>columns) << 3);
  let first = load<u32>(indptrPtr);
  for (let i = 0; i < rows; ++i) {
    const end = load<u32>(indptrPtr + ((<usize>i) << 2), 4);
    const d = load<f64>(dPtr + ((<usize>i) << 3));
    for (let a = first; a < end; ++a) {
      const j = columnOf<I>(indicesAt<I>(indicesPtr, a), 0, columns);
      const dx = d * valueOf<V>(valuesAt<V>(dataPtr, a), 0);
      store<f64>(cross + j, load<f64>(cross + j) + dx);
      const line = h + j * (<usize>columns);
      for (let k = a; k < end; ++k) {
        const at = line + columnOf<I>(indicesAt<I>(indicesPtr, k), 0, columns);
        assert(at >= line + j);
        if (isBoolean<V>()) store<f64>(at, load<f64>(at) + dx);
        else store<f64>(at, load<f64>(at) + dx * valueOf<V>(valuesAt<V>(dataPtr, k), 0));
      }
    }
    first = end;
  }
}
