/**
 * dw = X' dz of sparse rows:
 *
 *     out[0] += sum dz        out[1 + j] += sum x_j dz
 *
 * Order of addition: each column on its own, straight onto out, row after row. The sum of dz is that of a dense block
 * of f64 (panels/rowMath.ts): lines of eight rows, at the end of each block of 256 rows its two lanes. dz has zeros up
 * to whole panels.
 */
import { LINE_BYTES, blockPanels, panelCount } from "../layout";
import { laneSum, lineSum } from "../simd/lanes";
import { columnOf, enteredSparse, indicesAt, kept, valueOf, valuesAt } from "./entries";

/** g[column] += value * dz */
// @ts-ignore: decorator
@inline
function scatter<V, I>(gPtr: usize, index: usize, value: usize, ahead: usize, columns: i32, dz: f64): void {
  const g = gPtr + columnOf<I>(index, ahead, columns);
  if (isBoolean<V>()) store<f64>(g, load<f64>(g) + dz);
  else store<f64>(g, load<f64>(g) + valueOf<V>(value, ahead) * dz);
}

/** Adds `rows` rows, times their dz, to the columns at gPtr. */
// @ts-ignore: decorator
@inline
export function backwardSome<V, I>(
  gPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dzPtr: usize, rows: i32, columns: i32,
): void {
  let k = load<u32>(indptrPtr);
  for (let i = 0; i < rows; ++i) {
    const end = load<u32>(indptrPtr + ((<usize>i) << 2), 4);
    const dz = load<f64>(dzPtr + ((<usize>i) << 3));
    let index = indicesAt<I>(indicesPtr, k);
    let value = valuesAt<V>(dataPtr, k);
    let left = <i32>(end - k);
    k = end;
    while (left >= 4) {
      scatter<V, I>(gPtr, index, value, 0, columns, dz);
      scatter<V, I>(gPtr, index, value, 1, columns, dz);
      scatter<V, I>(gPtr, index, value, 2, columns, dz);
      scatter<V, I>(gPtr, index, value, 3, columns, dz);
      index += 4 * sizeof<I>();
      if (!isBoolean<V>()) value += 4 * sizeof<V>();
      left -= 4;
    }
    // Where fewer than three are left +0 is added to the first of them again, which changes nothing.
    if (left > 0) {
      scatter<V, I>(gPtr, index, value, 0, columns, dz);
      scatter<V, I>(gPtr, index, value, left > 1 ? 1 : 0, columns, kept(left > 1, dz));
      scatter<V, I>(gPtr, index, value, left > 2 ? 2 : 0, columns, kept(left > 2, dz));
    }
  }
}

/** sumPtr[0] += sum of `rows` numbers, padded with zeros to whole panels: block after block. */
export function addRowSums(sumPtr: usize, xPtr: usize, rows: i32): void {
  let left = panelCount<f64>(rows);
  while (left > 0) {
    let panels = min(blockPanels<f64>(), left);
    left -= panels;
    let sum = f64x2.splat(0);
    do {
      sum = f64x2.add(
        sum,
        lineSum<f64>(v128.load(xPtr), v128.load(xPtr, 16), v128.load(xPtr, 32), v128.load(xPtr, 48)),
      );
      xPtr += LINE_BYTES;
    } while (--panels > 0);
    store<f64>(sumPtr, load<f64>(sumPtr) + laneSum<f64>(sum));
  }
}

export function backward<V, I>(
  outPtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, dzPtr: usize, rows: i32, columns: i32,
): void {
  assert(enteredSparse(outPtr | indicesPtr | dataPtr | dzPtr, indptrPtr, rows, columns));
  addRowSums(outPtr, dzPtr, rows);
  backwardSome<V, I>(outPtr + 8, indptrPtr, indicesPtr, dataPtr, dzPtr, rows, columns);
}
