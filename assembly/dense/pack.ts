/**
 * Row-major rows into panels, each column centred and scaled on the way: x' = (x - centre_j) scale_j, two roundings.
 * `scale` is a power of two, so that only the subtraction rounds.
 *
 * Four columns of four (f32) or two of two (f64) rows at a time: a transpose in registers. `rows` is padded to whole
 * panels by the caller, who zeroes the padding rows. Reads up to 12 bytes past the last row.
 */
import { LINE_BYTES, panelBytes, panelCount, panelRows } from "../layout";

// @ts-ignore: decorator
@inline
function put<T>(linePtr: usize, x: v128, centre: v128, scale: v128): void {
  v128.store(linePtr, v128.mul<T>(v128.sub<T>(x, centre), scale));
}

/** Columns j .. j + 3 of the four rows at row: one vector of each of four lines. */
// @ts-ignore: decorator
@inline
function pack4x4(panelPtr: usize, row: usize, strideBytes: usize, c: v128, k: v128, columns: i32): void {
  const a = v128.load(row);
  const b = v128.load(row + strideBytes);
  const d = v128.load(row + 2 * strideBytes);
  const e = v128.load(row + 3 * strideBytes);
  // a0 a1 a2 a3      ab0: a0 b0 a1 b1      column 0: a0 b0 d0 e0
  const ab0 = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const ab2 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const de0 = v128.shuffle<i32>(d, e, 0, 4, 1, 5);
  const de2 = v128.shuffle<i32>(d, e, 2, 6, 3, 7);
  put<f32>(panelPtr, v128.shuffle<i64>(ab0, de0, 0, 2), v128.shuffle<i32>(c, c, 0, 0, 0, 0), v128.shuffle<i32>(k, k, 0, 0, 0, 0));
  if (columns > 1) put<f32>(panelPtr + LINE_BYTES, v128.shuffle<i64>(ab0, de0, 1, 3), v128.shuffle<i32>(c, c, 1, 1, 1, 1), v128.shuffle<i32>(k, k, 1, 1, 1, 1));
  if (columns > 2) put<f32>(panelPtr + 2 * LINE_BYTES, v128.shuffle<i64>(ab2, de2, 0, 2), v128.shuffle<i32>(c, c, 2, 2, 2, 2), v128.shuffle<i32>(k, k, 2, 2, 2, 2));
  if (columns > 3) put<f32>(panelPtr + 3 * LINE_BYTES, v128.shuffle<i64>(ab2, de2, 1, 3), v128.shuffle<i32>(c, c, 3, 3, 3, 3), v128.shuffle<i32>(k, k, 3, 3, 3, 3));
}

// @ts-ignore: decorator
@inline
function pack2x2(panelPtr: usize, row: usize, strideBytes: usize, c: v128, k: v128, columns: i32): void {
  const a = v128.load(row);
  const b = v128.load(row + strideBytes);
  put<f64>(panelPtr, v128.shuffle<i64>(a, b, 0, 2), v128.shuffle<i64>(c, c, 0, 0), v128.shuffle<i64>(k, k, 0, 0));
  if (columns > 1) put<f64>(panelPtr + LINE_BYTES, v128.shuffle<i64>(a, b, 1, 3), v128.shuffle<i64>(c, c, 1, 1), v128.shuffle<i64>(k, k, 1, 1));
}

/** Packs `rows` rows, padded to whole panels, of `columns` numbers. */
export function pack<T>(panelsPtr: usize, rowsPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32): void {
  const strideBytes = (<usize>columns) * sizeof<T>();
  const bytes = panelBytes(columns);
  const group: i32 = sizeof<T>() == 4 ? 4 : 2;
  let row = rowsPtr;
  for (let p = panelCount<T>(rows); p > 0; --p) {
    for (let j = 0; j < columns; j += group) {
      const at = (<usize>j) * sizeof<T>();
      const c = v128.load(centrePtr + at);
      const k = v128.load(scalePtr + at);
      const line = panelsPtr + (<usize>j) * LINE_BYTES;
      for (let vector: usize = 0; vector < 4; ++vector) {
        const first = row + at + vector * (<usize>group) * strideBytes;
        if (sizeof<T>() == 4) pack4x4(line + vector * 16, first, strideBytes, c, k, columns - j);
        else pack2x2(line + vector * 16, first, strideBytes, c, k, columns - j);
      }
    }
    panelsPtr += bytes;
    row += (<usize>panelRows<T>()) * strideBytes;
  }
}

/** The same centring and scaling of rows that lie in panels already. */
export function centre<T>(panelsPtr: usize, centrePtr: usize, scalePtr: usize, rows: i32, columns: i32): void {
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
