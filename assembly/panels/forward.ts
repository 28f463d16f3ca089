/**
 * Forward half on panels: z = Xw + b.
 *
 * Layout: one panel is `columns` lines of 64 bytes (see layout.ts); w is `columns` numbers of the panel's type.
 * Order of addition: a row starts from b and adds x_j w_j for j = 0, 1, ..., each product rounded, each sum rounded.
 * A lane is a row, so there is no horizontal sum and no tail.
 *
 * `if (x == 1) break` is a fence (see simd/lanes.ts) that costs one instruction: x is a pointer to whole lines, hence
 * never 1, but V8 must have the sums ready there, so it cannot load the lines of a whole loop body first and spill.
 */
import { LINE_BYTES, entered, panelBytes, panelCount } from "../layout";

/** z of one panel (64 bytes at zPtr). Columns are unrolled by four: two between fences fill the 16 registers. */
// @ts-ignore: decorator
@inline
function forwardPanel<T>(zPtr: usize, panelPtr: usize, wPtr: usize, b: T, columns: i32): void {
  let z0 = v128.splat<T>(b);
  let z1 = z0;
  let z2 = z0;
  let z3 = z0;
  const wEnd = wPtr + (<usize>columns) * sizeof<T>();
  const wEndOf4 = wPtr + (<usize>(columns & ~3)) * sizeof<T>();
  let x = panelPtr;
  let w = wPtr;
  while (w < wEndOf4) {
    let wj = v128.load_splat<T>(w);
    z0 = v128.add<T>(z0, v128.mul<T>(v128.load(x), wj));
    z1 = v128.add<T>(z1, v128.mul<T>(v128.load(x, 16), wj));
    z2 = v128.add<T>(z2, v128.mul<T>(v128.load(x, 32), wj));
    z3 = v128.add<T>(z3, v128.mul<T>(v128.load(x, 48), wj));
    wj = v128.load_splat<T>(w, sizeof<T>());
    z0 = v128.add<T>(z0, v128.mul<T>(v128.load(x, 64), wj));
    z1 = v128.add<T>(z1, v128.mul<T>(v128.load(x, 80), wj));
    z2 = v128.add<T>(z2, v128.mul<T>(v128.load(x, 96), wj));
    z3 = v128.add<T>(z3, v128.mul<T>(v128.load(x, 112), wj));
    if (x == 1) break;
    wj = v128.load_splat<T>(w, 2 * sizeof<T>());
    z0 = v128.add<T>(z0, v128.mul<T>(v128.load(x, 128), wj));
    z1 = v128.add<T>(z1, v128.mul<T>(v128.load(x, 144), wj));
    z2 = v128.add<T>(z2, v128.mul<T>(v128.load(x, 160), wj));
    z3 = v128.add<T>(z3, v128.mul<T>(v128.load(x, 176), wj));
    wj = v128.load_splat<T>(w, 3 * sizeof<T>());
    z0 = v128.add<T>(z0, v128.mul<T>(v128.load(x, 192), wj));
    z1 = v128.add<T>(z1, v128.mul<T>(v128.load(x, 208), wj));
    z2 = v128.add<T>(z2, v128.mul<T>(v128.load(x, 224), wj));
    z3 = v128.add<T>(z3, v128.mul<T>(v128.load(x, 240), wj));
    w += 4 * sizeof<T>();
    x += 4 * LINE_BYTES;
  }
  while (w < wEnd) {
    const wj = v128.load_splat<T>(w);
    z0 = v128.add<T>(z0, v128.mul<T>(v128.load(x), wj));
    z1 = v128.add<T>(z1, v128.mul<T>(v128.load(x, 16), wj));
    z2 = v128.add<T>(z2, v128.mul<T>(v128.load(x, 32), wj));
    z3 = v128.add<T>(z3, v128.mul<T>(v128.load(x, 48), wj));
    w += sizeof<T>();
    x += LINE_BYTES;
  }
  v128.store(zPtr, z0);
  v128.store(zPtr, z1, 16);
  v128.store(zPtr, z2, 32);
  v128.store(zPtr, z3, 48);
}

/**
 * z of two neighbouring panels (128 bytes at zPtr), in step: eight independent sums hide the latency of the addition,
 * which four do not. Only for rows that are in cache: two streams from memory are slower than one.
 */
// @ts-ignore: decorator
@inline
function forwardPanelPair<T>(zPtr: usize, panelPtr: usize, wPtr: usize, b: T, columns: i32): void {
  let z0 = v128.splat<T>(b);
  let z1 = z0;
  let z2 = z0;
  let z3 = z0;
  let y0 = z0;
  let y1 = z0;
  let y2 = z0;
  let y3 = z0;
  const wEnd = wPtr + (<usize>columns) * sizeof<T>();
  const wEndOf2 = wPtr + (<usize>(columns & ~1)) * sizeof<T>();
  let x = panelPtr;
  let t = panelPtr + (<usize>columns) * LINE_BYTES;
  let w = wPtr;
  while (w < wEndOf2) {
    let wj = v128.load_splat<T>(w);
    z0 = v128.add<T>(z0, v128.mul<T>(v128.load(x), wj));
    z1 = v128.add<T>(z1, v128.mul<T>(v128.load(x, 16), wj));
    z2 = v128.add<T>(z2, v128.mul<T>(v128.load(x, 32), wj));
    z3 = v128.add<T>(z3, v128.mul<T>(v128.load(x, 48), wj));
    if (x == 1) break;
    y0 = v128.add<T>(y0, v128.mul<T>(v128.load(t), wj));
    y1 = v128.add<T>(y1, v128.mul<T>(v128.load(t, 16), wj));
    y2 = v128.add<T>(y2, v128.mul<T>(v128.load(t, 32), wj));
    y3 = v128.add<T>(y3, v128.mul<T>(v128.load(t, 48), wj));
    if (x == 2) break;
    wj = v128.load_splat<T>(w, sizeof<T>());
    z0 = v128.add<T>(z0, v128.mul<T>(v128.load(x, 64), wj));
    z1 = v128.add<T>(z1, v128.mul<T>(v128.load(x, 80), wj));
    z2 = v128.add<T>(z2, v128.mul<T>(v128.load(x, 96), wj));
    z3 = v128.add<T>(z3, v128.mul<T>(v128.load(x, 112), wj));
    if (x == 3) break;
    y0 = v128.add<T>(y0, v128.mul<T>(v128.load(t, 64), wj));
    y1 = v128.add<T>(y1, v128.mul<T>(v128.load(t, 80), wj));
    y2 = v128.add<T>(y2, v128.mul<T>(v128.load(t, 96), wj));
    y3 = v128.add<T>(y3, v128.mul<T>(v128.load(t, 112), wj));
    w += 2 * sizeof<T>();
    x += 2 * LINE_BYTES;
    t += 2 * LINE_BYTES;
  }
  if (w < wEnd) {
    const wj = v128.load_splat<T>(w);
    z0 = v128.add<T>(z0, v128.mul<T>(v128.load(x), wj));
    z1 = v128.add<T>(z1, v128.mul<T>(v128.load(x, 16), wj));
    z2 = v128.add<T>(z2, v128.mul<T>(v128.load(x, 32), wj));
    z3 = v128.add<T>(z3, v128.mul<T>(v128.load(x, 48), wj));
    y0 = v128.add<T>(y0, v128.mul<T>(v128.load(t), wj));
    y1 = v128.add<T>(y1, v128.mul<T>(v128.load(t, 16), wj));
    y2 = v128.add<T>(y2, v128.mul<T>(v128.load(t, 32), wj));
    y3 = v128.add<T>(y3, v128.mul<T>(v128.load(t, 48), wj));
  }
  v128.store(zPtr, z0);
  v128.store(zPtr, z1, 16);
  v128.store(zPtr, z2, 32);
  v128.store(zPtr, z3, 48);
  v128.store(zPtr, y0, 64);
  v128.store(zPtr, y1, 80);
  v128.store(zPtr, y2, 96);
  v128.store(zPtr, y3, 112);
}

/** z of `panels` panels, 64 bytes each from zPtr on, one after the other: the order for rows that come from memory. */
export function forwardPanels<T>(zPtr: usize, panelsPtr: usize, wPtr: usize, b: T, panels: i32, columns: i32): void {
  const bytes = panelBytes(columns);
  for (let p = 0; p < panels; ++p) {
    forwardPanel<T>(zPtr, panelsPtr, wPtr, b, columns);
    zPtr += LINE_BYTES;
    panelsPtr += bytes;
  }
}

/** The same bits, two panels in step: the order for rows that are in cache. */
export function forwardPanelsInStep<T>(zPtr: usize, panelsPtr: usize, wPtr: usize, b: T, panels: i32, columns: i32): void {
  const bytes = panelBytes(columns);
  for (; panels >= 2; panels -= 2) {
    forwardPanelPair<T>(zPtr, panelsPtr, wPtr, b, columns);
    zPtr += 2 * LINE_BYTES;
    panelsPtr += 2 * bytes;
  }
  if (panels > 0) forwardPanel<T>(zPtr, panelsPtr, wPtr, b, columns);
}

/** z of `rows` rows in panels, padded to whole panels. */
export function forward<T>(zPtr: usize, panelsPtr: usize, wPtr: usize, rows: i32, columns: i32, b: f64): void {
  assert(entered(zPtr | panelsPtr | wPtr, rows, columns));
  forwardPanels<T>(zPtr, panelsPtr, wPtr, <T>b, panelCount<T>(rows), columns);
}
