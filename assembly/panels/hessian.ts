/**
 * Hessian sums over panels, intercept included, upper triangle:
 *
 *     out[0] += sum d        out[1 + j] += sum d x_j        H[j, k] += sum d x_j x_k,  k >= j        (float64)
 *
 * H is row-major, columns x columns, at out + 8 (1 + columns); entries below the diagonal have no meaning.
 *
 * A tile of 2 x 4 columns keeps its eight accumulators in registers over all panels of a block; the scaled columns d
 * x_j are made once for all tiles of their rows, a strip of four pairs at a time. Order of addition: the vectors of a
 * panel in order, panels in order, lanes at the end of the block in float64. Reads up to three lines past a panel (see
 * OVER_READ_BYTES); what it reads there is multiplied but not stored.
 */
import { BLOCK_ROWS, LINE_BYTES, blockPanels, entered, panelBytes, panelCount, panelRows, panelsBytes } from "../layout";
import { laneSum, lineSum } from "../simd/lanes";
import { forwardPanels } from "./forward";
import { pack } from "./pack";
import { curvature } from "./rowMath";

/** Columns that are scaled at a time: they and four others of a block fit a first-level cache of 32 KiB. */
const STRIP_COLUMNS: i32 = 8;

/** Workspace: d of a block (z before), then the scaled columns of a strip. */
export function hessianWorkspaceBytes<T>(): usize {
  return (<usize>blockPanels<T>()) * LINE_BYTES * (1 + STRIP_COLUMNS);
}

/** pair[p] = { d x_j, d x_j+1 } for each panel (two lines); the sums of d x go to crossPtr. */
function scalePair<T>(pairPtr: usize, crossPtr: usize, panelsPtr: usize, dPtr: usize, panels: i32, columns: i32, both: bool): void {
  const bytes = panelBytes(columns);
  let sum0 = v128.splat<T>(0);
  let sum1 = sum0;
  do {
    const d0 = v128.load(dPtr);
    const d1 = v128.load(dPtr, 16);
    const d2 = v128.load(dPtr, 32);
    const d3 = v128.load(dPtr, 48);
    let x0 = v128.mul<T>(v128.load(panelsPtr), d0);
    let x1 = v128.mul<T>(v128.load(panelsPtr, 16), d1);
    let x2 = v128.mul<T>(v128.load(panelsPtr, 32), d2);
    let x3 = v128.mul<T>(v128.load(panelsPtr, 48), d3);
    v128.store(pairPtr, x0);
    v128.store(pairPtr, x1, 16);
    v128.store(pairPtr, x2, 32);
    v128.store(pairPtr, x3, 48);
    sum0 = v128.add<T>(sum0, lineSum<T>(x0, x1, x2, x3));
    x0 = v128.mul<T>(v128.load(panelsPtr, 64), d0);
    x1 = v128.mul<T>(v128.load(panelsPtr, 80), d1);
    x2 = v128.mul<T>(v128.load(panelsPtr, 96), d2);
    x3 = v128.mul<T>(v128.load(panelsPtr, 112), d3);
    v128.store(pairPtr, x0, 64);
    v128.store(pairPtr, x1, 80);
    v128.store(pairPtr, x2, 96);
    v128.store(pairPtr, x3, 112);
    sum1 = v128.add<T>(sum1, lineSum<T>(x0, x1, x2, x3));
    dPtr += LINE_BYTES;
    pairPtr += 2 * LINE_BYTES;
    panelsPtr += bytes;
  } while (--panels > 0);
  store<f64>(crossPtr, load<f64>(crossPtr) + laneSum<T>(sum0));
  if (both) store<f64>(crossPtr, load<f64>(crossPtr, 8) + laneSum<T>(sum1), 8);
}

// @ts-ignore: decorator
@inline
function addEntry<T>(hPtr: usize, sum: v128): void {
  store<f64>(hPtr, load<f64>(hPtr) + laneSum<T>(sum));
}

// @ts-ignore: decorator
@inline
function multiplyAdd<T>(sum: v128, x: v128, y: v128): v128 {
  return v128.add<T>(sum, v128.mul<T>(x, y));
}

/**
 * H[j .. j+1, k .. k+3] += pair . x over the panels of a block, `bytes` each; `across` columns of the four and `both`
 * rows are real. A vector at a time, with a fence (see forward.ts) after each: 22 instructions and one more.
 */
function tile<T>(hPtr: usize, pairPtr: usize, linesPtr: usize, bytes: usize, panels: i32, across: i32, both: bool): void {
  let a0 = v128.splat<T>(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let b0 = a0;
  let b1 = a0;
  let b2 = a0;
  let b3 = a0;
  let x = linesPtr;
  let pair = pairPtr;
  const pairEnd = pairPtr + ((<usize>panels) << 7);
  let p: v128;
  let q: v128;
  let y: v128;
  do {
    p = v128.load(pair);
    q = v128.load(pair, 64);
    y = v128.load(x);
    a0 = multiplyAdd<T>(a0, p, y);
    b0 = multiplyAdd<T>(b0, q, y);
    y = v128.load(x, 64);
    a1 = multiplyAdd<T>(a1, p, y);
    b1 = multiplyAdd<T>(b1, q, y);
    y = v128.load(x, 128);
    a2 = multiplyAdd<T>(a2, p, y);
    b2 = multiplyAdd<T>(b2, q, y);
    y = v128.load(x, 192);
    a3 = multiplyAdd<T>(a3, p, y);
    b3 = multiplyAdd<T>(b3, q, y);
    if (x == 1) break;
    p = v128.load(pair, 16);
    q = v128.load(pair, 80);
    y = v128.load(x, 16);
    a0 = multiplyAdd<T>(a0, p, y);
    b0 = multiplyAdd<T>(b0, q, y);
    y = v128.load(x, 80);
    a1 = multiplyAdd<T>(a1, p, y);
    b1 = multiplyAdd<T>(b1, q, y);
    y = v128.load(x, 144);
    a2 = multiplyAdd<T>(a2, p, y);
    b2 = multiplyAdd<T>(b2, q, y);
    y = v128.load(x, 208);
    a3 = multiplyAdd<T>(a3, p, y);
    b3 = multiplyAdd<T>(b3, q, y);
    if (x == 2) break;
    p = v128.load(pair, 32);
    q = v128.load(pair, 96);
    y = v128.load(x, 32);
    a0 = multiplyAdd<T>(a0, p, y);
    b0 = multiplyAdd<T>(b0, q, y);
    y = v128.load(x, 96);
    a1 = multiplyAdd<T>(a1, p, y);
    b1 = multiplyAdd<T>(b1, q, y);
    y = v128.load(x, 160);
    a2 = multiplyAdd<T>(a2, p, y);
    b2 = multiplyAdd<T>(b2, q, y);
    y = v128.load(x, 224);
    a3 = multiplyAdd<T>(a3, p, y);
    b3 = multiplyAdd<T>(b3, q, y);
    if (x == 3) break;
    p = v128.load(pair, 48);
    q = v128.load(pair, 112);
    y = v128.load(x, 48);
    a0 = multiplyAdd<T>(a0, p, y);
    b0 = multiplyAdd<T>(b0, q, y);
    y = v128.load(x, 112);
    a1 = multiplyAdd<T>(a1, p, y);
    b1 = multiplyAdd<T>(b1, q, y);
    y = v128.load(x, 176);
    a2 = multiplyAdd<T>(a2, p, y);
    b2 = multiplyAdd<T>(b2, q, y);
    y = v128.load(x, 240);
    a3 = multiplyAdd<T>(a3, p, y);
    b3 = multiplyAdd<T>(b3, q, y);
    pair += 2 * LINE_BYTES;
    x += bytes;
  } while (pair < pairEnd);
  addEntry<T>(hPtr, a0);
  if (across > 1) addEntry<T>(hPtr + 8, a1);
  if (across > 2) addEntry<T>(hPtr + 16, a2);
  if (across > 3) addEntry<T>(hPtr + 24, a3);
  if (!both) return;
  const below = hPtr + (bytes >> 3);
  addEntry<T>(below, b0);
  if (across > 1) addEntry<T>(below + 8, b1);
  if (across > 2) addEntry<T>(below + 16, b2);
  if (across > 3) addEntry<T>(below + 24, b3);
}

function hessianBlock<T>(outPtr: usize, workspacePtr: usize, panelsPtr: usize, vPtr: usize, wPtr: usize, b: T, panels: i32, columns: i32): void {
  const d = workspacePtr;
  const pairs = workspacePtr + (<usize>blockPanels<T>()) * LINE_BYTES;
  const pairBytes = (<usize>(2 * blockPanels<T>())) * LINE_BYTES;
  forwardPanels<T>(d, panelsPtr, wPtr, b, panels, columns);
  curvature<T>(d, d, vPtr, panels);
  let sum = v128.splat<T>(0);
  for (let p = 0; p < panels; ++p) {
    const line = d + ((<usize>p) << 6);
    sum = v128.add<T>(sum, lineSum<T>(v128.load(line), v128.load(line, 16), v128.load(line, 32), v128.load(line, 48)));
  }
  store<f64>(outPtr, load<f64>(outPtr) + laneSum<T>(sum));
  const h = outPtr + ((<usize>(1 + columns)) << 3);
  for (let first = 0; first < columns; first += STRIP_COLUMNS) {
    const end = min(columns, first + STRIP_COLUMNS);
    let pair = pairs;
    for (let j = first; j < end; j += 2) {
      const cross = outPtr + ((<usize>(1 + j)) << 3);
      scalePair<T>(pair, cross, panelsPtr + (<usize>j) * LINE_BYTES, d, panels, columns, j + 1 < columns);
      pair += pairBytes;
    }
    // The pairs of a strip take turns at each four columns, which so come into the first-level cache once a strip.
    for (let group = first; group < columns; group += 4) {
      pair = pairs;
      for (let j = first; j < end; j += 2) {
        const k = group + ((j - first) & 2);
        if (k >= j && k < columns) {
          const at = h + (((<usize>j) * (<usize>columns) + (<usize>k)) << 3);
          tile<T>(at, pair, panelsPtr + (<usize>k) * LINE_BYTES, panelBytes(columns), panels, columns - k, j + 1 < columns);
        }
        pair += pairBytes;
      }
    }
  }
}

/** Adds the Hessian sums over `rows` rows, which begin at a block boundary of their share, to out. */
export function hessian<T>(
  outPtr: usize, workspacePtr: usize, panelsPtr: usize, vPtr: usize, wPtr: usize, rows: i32, columns: i32, b: f64,
): void {
  assert(entered(outPtr | workspacePtr | panelsPtr | vPtr | wPtr, rows, columns));
  const bytes = panelBytes(columns);
  let left = panelCount<T>(rows);
  while (left > 0) {
    const panels = min(blockPanels<T>(), left);
    hessianBlock<T>(outPtr, workspacePtr, panelsPtr, vPtr, wPtr, <T>b, panels, columns);
    panelsPtr += (<usize>panels) * bytes;
    vPtr += (<usize>panels) << 6;
    left -= panels;
  }
}

/** Workspace of hessianRows: that of the Hessian, then the panels of a block. */
export function hessianRowsWorkspaceBytes<T>(columns: i32): usize {
  return hessianWorkspaceBytes<T>() + panelsBytes<T>(BLOCK_ROWS, columns);
}

/** The same over row-major rows, padded to whole panels, packed a block at a time. */
export function hessianRows<T>(
  outPtr: usize, workspacePtr: usize, rowsPtr: usize, vPtr: usize, wPtr: usize, centrePtr: usize, scalePtr: usize,
  rows: i32, columns: i32, b: f64,
): void {
  assert(entered(outPtr | workspacePtr | rowsPtr | vPtr | wPtr | centrePtr | scalePtr, rows, columns));
  const packed = workspacePtr + hessianWorkspaceBytes<T>();
  const bytes = (<usize>columns) * LINE_BYTES;
  let left = panelCount<T>(rows);
  while (left > 0) {
    const panels = min(blockPanels<T>(), left);
    pack<T>(packed, rowsPtr, centrePtr, scalePtr, panels * panelRows<T>(), columns);
    hessianBlock<T>(outPtr, workspacePtr, packed, vPtr, wPtr, <T>b, panels, columns);
    rowsPtr += (<usize>panels) * bytes;
    vPtr += (<usize>panels) << 6;
    left -= panels;
  }
}
