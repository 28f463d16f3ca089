/**
 * Backward half on panels: dw = X^T dz, one accumulator vector per column (16 bytes each at lanesPtr).
 *
 * Order of addition: the four products of a line are added as (p0 + p1) + (p2 + p3), then to the column's lanes, panel
 * after panel within a block; flushLanes adds the lanes up in float64 at the end of the block.
 */
import { LINE_BYTES, blockPanels, entered, panelBytes, panelCount } from "../layout";
import { laneSum, lineSum } from "../simd/lanes";

// @ts-ignore: decorator
@inline
function lineDot<T>(x: usize, d0: v128, d1: v128, d2: v128, d3: v128): v128 {
  return lineSum<T>(
    v128.mul<T>(v128.load(x), d0),
    v128.mul<T>(v128.load(x, 16), d1),
    v128.mul<T>(v128.load(x, 32), d2),
    v128.mul<T>(v128.load(x, 48), d3),
  );
}

// @ts-ignore: decorator
@inline
function addColumn<T>(lanes: usize, x: usize, d0: v128, d1: v128, d2: v128, d3: v128): void {
  v128.store(lanes, v128.add<T>(v128.load(lanes), lineDot<T>(x, d0, d1, d2, d3)));
}

/**
 * lanes_j += x[:, j] . dz for one panel, from the last column to the first: the columns that were read last are the
 * nearest, and the next panel is read on from where the forward half stopped (a tenth faster at 100 columns from
 * memory).
 */
// @ts-ignore: decorator
@inline
function backwardPanel<T>(lanesPtr: usize, panelPtr: usize, dzPtr: usize, columns: i32): void {
  const d0 = v128.load(dzPtr);
  const d1 = v128.load(dzPtr, 16);
  const d2 = v128.load(dzPtr, 32);
  const d3 = v128.load(dzPtr, 48);
  let x = panelPtr + panelBytes(columns);
  let lanes = lanesPtr + ((<usize>columns) << 4);
  const startOf4 = lanesPtr + ((<usize>(columns & 3)) << 4);
  while (lanes > startOf4) {
    lanes -= 64;
    x -= 4 * LINE_BYTES;
    addColumn<T>(lanes + 48, x + 192, d0, d1, d2, d3);
    addColumn<T>(lanes + 32, x + 128, d0, d1, d2, d3);
    addColumn<T>(lanes + 16, x + 64, d0, d1, d2, d3);
    addColumn<T>(lanes, x, d0, d1, d2, d3);
  }
  while (lanes > lanesPtr) {
    lanes -= 16;
    x -= LINE_BYTES;
    addColumn<T>(lanes, x, d0, d1, d2, d3);
  }
}

// @ts-ignore: decorator
@inline
function pairColumn<T>(
  lanes: usize, x: usize, t: usize,
  d0: v128, d1: v128, d2: v128, d3: v128,
  e0: v128, e1: v128, e2: v128, e3: v128,
): void {
  // The first store is dead: it only makes V8 finish the first line before it loads the second (14 live registers).
  const first = v128.add<T>(v128.load(lanes), lineDot<T>(x, d0, d1, d2, d3));
  v128.store(lanes, first);
  v128.store(lanes, v128.add<T>(first, lineDot<T>(t, e0, e1, e2, e3)));
}

/** The same for two neighbouring panels, each column's lanes loaded once for both. */
// @ts-ignore: decorator
@inline
function backwardPanelPair<T>(lanesPtr: usize, panelPtr: usize, dzPtr: usize, columns: i32): void {
  const d0 = v128.load(dzPtr);
  const d1 = v128.load(dzPtr, 16);
  const d2 = v128.load(dzPtr, 32);
  const d3 = v128.load(dzPtr, 48);
  const e0 = v128.load(dzPtr, 64);
  const e1 = v128.load(dzPtr, 80);
  const e2 = v128.load(dzPtr, 96);
  const e3 = v128.load(dzPtr, 112);
  const end = lanesPtr + ((<usize>columns) << 4);
  const endOf4 = lanesPtr + ((<usize>(columns & ~3)) << 4);
  let x = panelPtr;
  let t = panelPtr + (<usize>columns) * LINE_BYTES;
  let lanes = lanesPtr;
  while (lanes < endOf4) {
    pairColumn<T>(lanes, x, t, d0, d1, d2, d3, e0, e1, e2, e3);
    pairColumn<T>(lanes + 16, x + 64, t + 64, d0, d1, d2, d3, e0, e1, e2, e3);
    pairColumn<T>(lanes + 32, x + 128, t + 128, d0, d1, d2, d3, e0, e1, e2, e3);
    pairColumn<T>(lanes + 48, x + 192, t + 192, d0, d1, d2, d3, e0, e1, e2, e3);
    lanes += 64;
    x += 4 * LINE_BYTES;
    t += 4 * LINE_BYTES;
  }
  while (lanes < end) {
    pairColumn<T>(lanes, x, t, d0, d1, d2, d3, e0, e1, e2, e3);
    lanes += 16;
    x += LINE_BYTES;
    t += LINE_BYTES;
  }
}

/** lanes_j += x[:, j] . dz for `panels` panels, in order. */
export function backwardPanels<T>(lanesPtr: usize, panelsPtr: usize, dzPtr: usize, panels: i32, columns: i32): void {
  const bytes = panelBytes(columns);
  for (; panels >= 2; panels -= 2) {
    backwardPanelPair<T>(lanesPtr, panelsPtr, dzPtr, columns);
    panelsPtr += 2 * bytes;
    dzPtr += 2 * LINE_BYTES;
  }
  if (panels > 0) backwardPanel<T>(lanesPtr, panelsPtr, dzPtr, columns);
}

/** sums_j += the lanes of column j, in float64; the lanes are zero again afterwards. */
export function flushLanes<T>(sumsPtr: usize, lanesPtr: usize, columns: i32): void {
  for (let j = 0; j < columns; ++j) {
    const lanes = lanesPtr + ((<usize>j) << 4);
    const sum = sumsPtr + ((<usize>j) << 3);
    store<f64>(sum, load<f64>(sum) + laneSum<T>(v128.load(lanes)));
    v128.store(lanes, v128.splat<T>(0));
  }
}

/** Workspace of backward: 16 bytes of lanes a column, and 16 for the intercept. */
export function backwardWorkspaceBytes(columns: i32): usize {
  return (<usize>(columns + 1)) << 4;
}

/**
 * out[0] += sum dz, out[1 + j] += sum x_j dz over `rows` rows that begin at a block boundary; dz is padded with zeros.
 */
export function backward<T>(outPtr: usize, workspacePtr: usize, panelsPtr: usize, dzPtr: usize, rows: i32, columns: i32): void {
  assert(entered(outPtr | workspacePtr | panelsPtr | dzPtr, rows, columns));
  const bytes = panelBytes(columns);
  memory.fill(workspacePtr, 0, backwardWorkspaceBytes(columns));
  let left = panelCount<T>(rows);
  while (left > 0) {
    const panels = min(blockPanels<T>(), left);
    backwardPanels<T>(workspacePtr + 16, panelsPtr, dzPtr, panels, columns);
    let sum = v128.splat<T>(0);
    for (let p = 0; p < panels; ++p) {
      sum = v128.add<T>(
        sum,
        lineSum<T>(v128.load(dzPtr), v128.load(dzPtr, 16), v128.load(dzPtr, 32), v128.load(dzPtr, 48)),
      );
      dzPtr += LINE_BYTES;
    }
    v128.store(workspacePtr, sum);
    flushLanes<T>(outPtr, workspacePtr, columns + 1);
    panelsPtr += (<usize>panels) * bytes;
    left -= panels;
  }
}
