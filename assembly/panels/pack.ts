/**
 * Row-major rows into panels, each column centred and scaled on the way: x' = (x - centre_j) scale_j, two roundings.
 * `scale` is a power of two, so that only the subtraction rounds.
 *
 * Four columns of eight rows (f32) or two of four (f64) at a time, transposed in registers; the columns that are left
 * over one number at a time. `rows` is padded to whole panels by the caller, who zeroes the padding rows.
 */
import { LINE_BYTES, entered, panelBytes, panelCount, panelRows } from "../layout";

// @ts-ignore: decorator
@inline
function put<T>(linePtr: usize, x: v128, centre: v128, scale: v128): void {
  v128.store(linePtr, v128.mul<T>(v128.sub<T>(x, centre), scale));
}

/** Columns j .. j + 3 of the eight rows at row: two vectors of each of four lines. */
// @ts-ignore: decorator
@inline
function pack8x4(linePtr: usize, row: usize, strideBytes: usize, centrePtr: usize, scalePtr: usize): void {
  const r0 = v128.load(row);
  const r1 = v128.load(row + strideBytes);
  const r2 = v128.load(row + 2 * strideBytes);
  const r3 = v128.load(row + 3 * strideBytes);
  const below = row + 4 * strideBytes;
  const s0 = v128.load(below);
  const s1 = v128.load(below + strideBytes);
  const s2 = v128.load(below + 2 * strideBytes);
  const s3 = v128.load(below + 3 * strideBytes);
  let c = v128.load32_splat(centrePtr);
  let k = v128.load32_splat(scalePtr);
  // r0: a0 a1 a2 a3, r1: b0 b1 b2 b3, r2: c0 .., r3: d0 .. upper: a0 b0 a1 b1, lower: c0 d0 c1 d1 column 0: a0 b0 c0 d0
  let upper = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
  let lower = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
  let upper2 = v128.shuffle<i32>(s0, s1, 0, 4, 1, 5);
  let lower2 = v128.shuffle<i32>(s2, s3, 0, 4, 1, 5);
  put<f32>(linePtr, v128.shuffle<i64>(upper, lower, 0, 2), c, k);
  put<f32>(linePtr + 16, v128.shuffle<i64>(upper2, lower2, 0, 2), c, k);
  c = v128.load32_splat(centrePtr, 4);
  k = v128.load32_splat(scalePtr, 4);
  put<f32>(linePtr + 64, v128.shuffle<i64>(upper, lower, 1, 3), c, k);
  put<f32>(linePtr + 80, v128.shuffle<i64>(upper2, lower2, 1, 3), c, k);
  upper = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
  lower = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
  upper2 = v128.shuffle<i32>(s0, s1, 2, 6, 3, 7);
  lower2 = v128.shuffle<i32>(s2, s3, 2, 6, 3, 7);
  c = v128.load32_splat(centrePtr, 8);
  k = v128.load32_splat(scalePtr, 8);
  put<f32>(linePtr + 128, v128.shuffle<i64>(upper, lower, 0, 2), c, k);
  put<f32>(linePtr + 144, v128.shuffle<i64>(upper2, lower2, 0, 2), c, k);
  c = v128.load32_splat(centrePtr, 12);
  k = v128.load32_splat(scalePtr, 12);
  put<f32>(linePtr + 192, v128.shuffle<i64>(upper, lower, 1, 3), c, k);
  put<f32>(linePtr + 208, v128.shuffle<i64>(upper2, lower2, 1, 3), c, k);
}

/** Columns j, j + 1 of the four rows at row: two vectors of each of two lines. */
// @ts-ignore: decorator
@inline
function pack4x2(linePtr: usize, row: usize, strideBytes: usize, c0: v128, c1: v128, k0: v128, k1: v128): void {
  const r0 = v128.load(row);
  const r1 = v128.load(row + strideBytes);
  const r2 = v128.load(row + 2 * strideBytes);
  const r3 = v128.load(row + 3 * strideBytes);
  put<f64>(linePtr, v128.shuffle<i64>(r0, r1, 0, 2), c0, k0);
  put<f64>(linePtr + 16, v128.shuffle<i64>(r2, r3, 0, 2), c0, k0);
  put<f64>(linePtr + 64, v128.shuffle<i64>(r0, r1, 1, 3), c1, k1);
  put<f64>(linePtr + 80, v128.shuffle<i64>(r2, r3, 1, 3), c1, k1);
}

/** Packs `rows` rows, padded to whole panels, of `columns` numbers. */
export function pack<T>(panelsPtr: usize, rowsPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32): void {
  assert(entered(panelsPtr | rowsPtr | centrePtr | scalePtr, rows, columns));
  const strideBytes = (<usize>columns) * sizeof<T>();
  const bytes = panelBytes(columns);
  const group: i32 = sizeof<T>() == 4 ? 4 : 2;
  let row = rowsPtr;
  for (let p = panelCount<T>(rows); p > 0; --p) {
    let x = row;
    let line = panelsPtr;
    let c = centrePtr;
    let k = scalePtr;
    const endOfGroups = panelsPtr + panelBytes(columns - (columns % group));
    while (line < endOfGroups) {
      if (sizeof<T>() == 4) {
        pack8x4(line, x, strideBytes, c, k);
        pack8x4(line + 32, x + 8 * strideBytes, strideBytes, c, k);
      } else {
        const c0 = v128.load64_splat(c);
        const c1 = v128.load64_splat(c, 8);
        const k0 = v128.load64_splat(k);
        const k1 = v128.load64_splat(k, 8);
        for (let half: usize = 0; half < 2; ++half) pack4x2(line + 32 * half, x + 4 * half * strideBytes, strideBytes, c0, c1, k0, k1);
      }
      x += 16;
      c += 16;
      k += 16;
      line += (<usize>group) * LINE_BYTES;
    }
    for (const end = panelsPtr + bytes; line < end; line += LINE_BYTES) {
      for (let i: usize = 0; i < LINE_BYTES; i += sizeof<T>()) {
        const at = x + (i / sizeof<T>()) * strideBytes;
        store<T>(line + i, <T>((load<T>(at) - load<T>(c)) * load<T>(k)));
      }
      x += sizeof<T>();
      c += sizeof<T>();
      k += sizeof<T>();
    }
    panelsPtr += bytes;
    row += (<usize>panelRows<T>()) * strideBytes;
  }
}

/** The same centring and scaling of rows that lie in panels already. */
export function centre<T>(panelsPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32): void {
  assert(entered(panelsPtr | centrePtr | scalePtr, rows, columns));
  for (let p = panelCount<T>(rows); p > 0; --p) {
    for (let j = 0; j < columns; ++j) {
      const c = v128.load_splat<T>(centrePtr + (<usize>j) * sizeof<T>());
      const k = v128.load_splat<T>(scalePtr + (<usize>j) * sizeof<T>());
      put<T>(panelsPtr, v128.load(panelsPtr), c, k);
      put<T>(panelsPtr + 16, v128.load(panelsPtr, 16), c, k);
      put<T>(panelsPtr + 32, v128.load(panelsPtr, 32), c, k);
      put<T>(panelsPtr + 48, v128.load(panelsPtr, 48), c, k);
      panelsPtr += LINE_BYTES;
    }
  }
}
