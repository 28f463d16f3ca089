/**
 * Weighted first and second moments of the columns of row-major rows about a given shift:
 *
 *     out[j] += sum |v| x'_j        out[columns + j] += sum (|v| x'_j) x'_j        x' = x - shift        (float64)
 *
 * vPtr may be 0: every weight is then 1. Shifted sums are additive over shares and lose nothing when the shift is near
 * the mean (Chan, Golub and LeVeque 1983). Order of addition: each column on its own, row after row from 0 within a
 * call; the call's sum is then added to out. Four columns at a time stay in registers; reads up to three numbers past
 * the last row and the last shift.
 */
import { entered } from "../layout";

// @ts-ignore: decorator
@inline
function addTo(ptr: usize, x: v128, count: i32): void {
  store<f64>(ptr, load<f64>(ptr) + f64x2.extract_lane(x, 0));
  if (count > 1) store<f64>(ptr, load<f64>(ptr, 8) + f64x2.extract_lane(x, 1), 8);
}

export function moments<T>(outPtr: usize, rowsPtr: usize, vPtr: usize, shiftPtr: usize, rows: i32, columns: i32): void {
  assert(entered(outPtr | rowsPtr | vPtr | shiftPtr, rows, columns));
  const strideBytes = (<usize>columns) * sizeof<T>();
  for (let j = 0; j < columns; j += 4) {
    const shift = shiftPtr + ((<usize>j) << 3);
    const shift0 = v128.load(shift);
    const shift1 = v128.load(shift, 16);
    let sum0 = f64x2.splat(0);
    let sum1 = sum0;
    let square0 = sum0;
    let square1 = sum0;
    let x = rowsPtr + (<usize>j) * sizeof<T>();
    let v = vPtr;
    for (let i = 0; i < rows; ++i) {
      let x0: v128;
      let x1: v128;
      if (sizeof<T>() == 4) {
        const row = v128.load(x);
        x0 = f64x2.promote_low_f32x4(row);
        x1 = f64x2.promote_low_f32x4(i32x4.shuffle(row, row, 2, 3, 2, 3));
      } else {
        x0 = v128.load(x);
        x1 = v128.load(x, 16);
      }
      x0 = f64x2.sub(x0, shift0);
      x1 = f64x2.sub(x1, shift1);
      let sx0 = x0;
      let sx1 = x1;
      if (vPtr != 0) {
        const s = f64x2.splat(abs<f64>(<f64>load<T>(v)));
        sx0 = f64x2.mul(s, x0);
        sx1 = f64x2.mul(s, x1);
        v += sizeof<T>();
      }
      sum0 = f64x2.add(sum0, sx0);
      sum1 = f64x2.add(sum1, sx1);
      square0 = f64x2.add(square0, f64x2.mul(sx0, x0));
      square1 = f64x2.add(square1, f64x2.mul(sx1, x1));
      x += strideBytes;
    }
    const left = columns - j;
    const sumPtr = outPtr + ((<usize>j) << 3);
    const squarePtr = sumPtr + ((<usize>columns) << 3);
    addTo(sumPtr, sum0, left);
    addTo(squarePtr, square0, left);
    if (left > 2) {
      addTo(sumPtr + 16, sum1, left - 2);
      addTo(squarePtr + 16, square1, left - 2);
    }
  }
}
