/**
 * Hessian-vector product over panels, H = [X, 1]^T diag(d) [X, 1] at (w, b) times (r, c), X read from memory once:
 *
 *     t = Xr + c        out[0] += sum d t        out[1 + j] += sum x_j d t        (float64)
 *
 * A chunk of panels goes forward with w, forward with r and backward, as in an epoch: the first half reads it from
 * memory, the other two find it in cache. d is made anew at each product: a third of the arithmetic, and nothing to
 * keep between calls.
 */
import { LINE_BYTES, blockPanels, entered, panelBytes, panelCount, panelRows } from "../layout";
import { lineSum } from "../simd/lanes";
import { backwardPanels, flushLanes } from "./backward";
import { chunkPanels, MOST_PANELS, STEP_PANELS } from "./epoch";
import { forwardPanels, forwardPanelsInStep } from "./forward";
import { pack } from "./pack";
import { curvature } from "./rowMath";

const CHUNK_BYTES: usize = (<usize>MOST_PANELS) * LINE_BYTES;

/** Workspace: d and t of the chunk, 16 bytes of lanes for the intercept and each column. */
export function productWorkspaceBytes(columns: i32): usize {
  return 2 * CHUNK_BYTES + (((<usize>columns) << 4) + 79 & ~63);
}

/** Workspace over row-major rows: then the panels of a chunk. */
export function productRowsWorkspaceBytes(columns: i32): usize {
  return productWorkspaceBytes(columns) + (<usize>STEP_PANELS) * panelBytes(columns);
}

/** t := d t for `panels` panels; the sum goes to the lanes at sumPtr. */
// @ts-ignore: decorator
@inline
function weightPanels<T>(tPtr: usize, dPtr: usize, sumPtr: usize, panels: i32): void {
  let sum = v128.load(sumPtr);
  do {
    const t0 = v128.mul<T>(v128.load(dPtr), v128.load(tPtr));
    const t1 = v128.mul<T>(v128.load(dPtr, 16), v128.load(tPtr, 16));
    const t2 = v128.mul<T>(v128.load(dPtr, 32), v128.load(tPtr, 32));
    const t3 = v128.mul<T>(v128.load(dPtr, 48), v128.load(tPtr, 48));
    v128.store(tPtr, t0);
    v128.store(tPtr, t1, 16);
    v128.store(tPtr, t2, 32);
    v128.store(tPtr, t3, 48);
    sum = v128.add<T>(sum, lineSum<T>(t0, t1, t2, t3));
    dPtr += LINE_BYTES;
    tPtr += LINE_BYTES;
  } while (--panels > 0);
  v128.store(sumPtr, sum);
}

/**
 * Adds the product over `rows` rows, which begin at a block boundary of their share, to out. Rows and centrePtr: as in
 * epoch.
 */
export function product<T>(
  outPtr: usize, workspacePtr: usize, xPtr: usize, vPtr: usize, wPtr: usize, rPtr: usize, centrePtr: usize, scalePtr: usize,
  rows: i32, columns: i32, b: f64, c: f64,
): void {
  assert(entered(outPtr | workspacePtr | xPtr | vPtr | wPtr | rPtr | centrePtr | scalePtr, rows, columns));
  const t = workspacePtr + CHUNK_BYTES;
  const lanes = t + CHUNK_BYTES;
  const packed = workspacePtr + productWorkspaceBytes(columns);
  const most = centrePtr != 0 ? STEP_PANELS : chunkPanels(columns);
  memory.fill(lanes, 0, (<usize>(columns + 1)) << 4);
  let left = panelCount<T>(rows);
  while (left > 0) {
    let leftOfBlock = min(blockPanels<T>(), left);
    left -= leftOfBlock;
    do {
      const panels = min(most, leftOfBlock);
      let x = xPtr;
      if (centrePtr != 0) {
        x = packed;
        pack<T>(x, xPtr, centrePtr, scalePtr, panels * panelRows<T>(), columns);
      }
      forwardPanels<T>(workspacePtr, x, wPtr, <T>b, panels, columns);
      curvature<T>(workspacePtr, workspacePtr, vPtr, panels);
      forwardPanelsInStep<T>(t, x, rPtr, <T>c, panels, columns);
      weightPanels<T>(t, workspacePtr, lanes, panels);
      backwardPanels<T>(lanes + 16, x, t, panels, columns);
      xPtr += (<usize>panels) * panelBytes(columns);
      vPtr += (<usize>panels) << 6;
      leftOfBlock -= panels;
    } while (leftOfBlock > 0);
    flushLanes<T>(outPtr, lanes, columns + 1);
  }
}
