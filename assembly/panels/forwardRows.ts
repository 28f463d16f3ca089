/**
 * z = Xw + b in float64 straight from row-major rows, f32 or f64: prediction reads each row once, so it is not worth
 * packing.
 *
 * Eight rows at a time, two a vector; each row starts from b and adds its columns from left to right, so the bits are
 * those of the float64 forward kernel on panels. `rows` is padded to a multiple of eight by the caller, who leaves
 * finite or any other numbers in the padding rows and ignores their z. Reads up to 12 bytes past the last row.
 * `if (x == 1) break` is a fence, as in forward.ts.
 */
import { entered } from "../layout";

/** z of rows r, r + 1 += columns 0 .. 3 of the two rows (f32), fewer where `columns` is. */
// @ts-ignore: decorator
@inline
function add4(z: v128, row: usize, strideBytes: usize, w0: v128, w1: v128, w2: v128, w3: v128): v128 {
  const a = v128.load(row);
  const b = v128.load(row + strideBytes);
  const low = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const high = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  z = f64x2.add(z, f64x2.mul(f64x2.promote_low_f32x4(low), w0));
  z = f64x2.add(z, f64x2.mul(f64x2.promote_low_f32x4(v128.shuffle<i64>(low, low, 1, 1)), w1));
  z = f64x2.add(z, f64x2.mul(f64x2.promote_low_f32x4(high), w2));
  return f64x2.add(z, f64x2.mul(f64x2.promote_low_f32x4(v128.shuffle<i64>(high, high, 1, 1)), w3));
}

// @ts-ignore: decorator
@inline
function add2(z: v128, row: usize, strideBytes: usize, w0: v128, w1: v128): v128 {
  const a = v128.load(row);
  const b = v128.load(row + strideBytes);
  z = f64x2.add(z, f64x2.mul(v128.shuffle<i64>(a, b, 0, 2), w0));
  return f64x2.add(z, f64x2.mul(v128.shuffle<i64>(a, b, 1, 3), w1));
}

// @ts-ignore: decorator
@inline
function add1<S>(z: v128, row: usize, strideBytes: usize, w: v128): v128 {
  const x = f64x2.replace_lane(f64x2.splat(<f64>load<S>(row)), 1, <f64>load<S>(row + strideBytes));
  return f64x2.add(z, f64x2.mul(x, w));
}

export function forwardRows<S>(zPtr: usize, rowsPtr: usize, wPtr: usize, rows: i32, columns: i32, b: f64): void {
  assert(entered(zPtr | rowsPtr | wPtr, rows, columns));
  const strideBytes = (<usize>columns) * sizeof<S>();
  const group = sizeof<S>() == 4 ? 4 : 2;
  const grouped = columns - (columns % group);
  for (let i = 0; i < rows; i += 8) {
    let z0 = f64x2.splat(b);
    let z1 = z0;
    let z2 = z0;
    let z3 = z0;
    let x = rowsPtr;
    let w = wPtr;
    let j = 0;
    for (; j < grouped; j += group) {
      const w0 = v128.load64_splat(w);
      const w1 = v128.load64_splat(w, 8);
      if (sizeof<S>() == 4) {
        const w2 = v128.load64_splat(w, 16);
        const w3 = v128.load64_splat(w, 24);
        z0 = add4(z0, x, strideBytes, w0, w1, w2, w3);
        z1 = add4(z1, x + 2 * strideBytes, strideBytes, w0, w1, w2, w3);
        if (x == 1) break;
        z2 = add4(z2, x + 4 * strideBytes, strideBytes, w0, w1, w2, w3);
        z3 = add4(z3, x + 6 * strideBytes, strideBytes, w0, w1, w2, w3);
      } else {
        z0 = add2(z0, x, strideBytes, w0, w1);
        z1 = add2(z1, x + 2 * strideBytes, strideBytes, w0, w1);
        if (x == 1) break;
        z2 = add2(z2, x + 4 * strideBytes, strideBytes, w0, w1);
        z3 = add2(z3, x + 6 * strideBytes, strideBytes, w0, w1);
      }
      x += 16;
      w += (<usize>group) << 3;
    }
    for (; j < columns; ++j) {
      const wj = v128.load64_splat(w);
      z0 = add1<S>(z0, x, strideBytes, wj);
      z1 = add1<S>(z1, x + 2 * strideBytes, strideBytes, wj);
      z2 = add1<S>(z2, x + 4 * strideBytes, strideBytes, wj);
      z3 = add1<S>(z3, x + 6 * strideBytes, strideBytes, wj);
      x += sizeof<S>();
      w += 8;
    }
    v128.store(zPtr, z0);
    v128.store(zPtr, z1, 16);
    v128.store(zPtr, z2, 32);
    v128.store(zPtr, z3, 48);
    zPtr += 64;
    rowsPtr += 8 * strideBytes;
  }
}
