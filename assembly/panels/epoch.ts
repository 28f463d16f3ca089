/**
 * One epoch over panels: cost and gradient in one pass, X read from memory once.
 *
 *     out[0] += sum |v| loss     out[1] += sum dz     out[2 + j] += sum x_j dz        (float64)
 *
 * A chunk of panels goes forward, through the row mathematics and backward before the next one is read, so that the
 * backward half finds its rows in cache. Every chunk and both forward orders make the same additions in the same order;
 * which is fastest depends on where the rows come from (docs/internals/kernel.md has the figures).
 */
import { LINE_BYTES, blockPanels, entered, panelBytes, panelCount, panelRows } from "../layout";
import { backwardPanels, flushLanes } from "./backward";
import { forwardPanels, forwardPanelsInStep } from "./forward";
import { pack } from "./pack";
import { blockDzSum, blockLoss, clearSums, gradientPanels, SUMS_BYTES } from "./rowMath";

/** Panels of the largest chunk. */
export const MOST_PANELS: i32 = 8;
/** A chunk within one 4 KiB page or two: the prefetcher is still ahead of it when its backward half is done. */
const SMALL_CHUNK_BYTES: usize = 4096;
/**
 * Columns up to which a chunk of one panel does so; panels of more go in chunks that fill half a second-level cache.
 */
const NARROW_COLUMNS: i32 = 224;
const LARGE_CHUNK_BYTES: usize = 512 * 1024;
/** Panels of a chunk that goes forward in step; row-major rows are packed as many at a time. */
export const STEP_PANELS: i32 = 2;

const DZ_BYTES: usize = (<usize>MOST_PANELS) * LINE_BYTES;

/** Panels of a chunk of rows that come from memory. */
export function chunkPanels(columns: i32): i32 {
  const bytes = columns <= NARROW_COLUMNS ? SMALL_CHUNK_BYTES : LARGE_CHUNK_BYTES;
  return max(1, min(MOST_PANELS, <i32>(bytes / panelBytes(max(1, columns)))));
}

/** Workspace of an epoch: sums of the block, dz of the chunk, 16 bytes of lanes a column. */
export function epochWorkspaceBytes(columns: i32): usize {
  return SUMS_BYTES + DZ_BYTES + (((<usize>columns) << 4) + 63 & ~63);
}

/** Workspace of an epoch over row-major rows: that of an epoch, then the panels of a chunk. */
export function epochRowsWorkspaceBytes(columns: i32): usize {
  return epochWorkspaceBytes(columns) + (<usize>STEP_PANELS) * panelBytes(columns);
}

/**
 * Adds the epoch over `rows` rows, which begin at a block boundary of their share, to out.
 *
 * xPtr: the rows in panels, or, if centrePtr is not 0, row-major rows padded to whole panels, which are packed two
 * panels at a time, used at once and forgotten. `unit`: every |v| is 0 or 1. `inStep`: the rows are in cache (speed
 * only).
 */
export function epoch<T>(
  outPtr: usize, workspacePtr: usize, xPtr: usize, vPtr: usize, wPtr: usize, centrePtr: usize, scalePtr: usize,
  rows: i32, columns: i32, b: f64, unit: bool, inStep: bool,
): void {
  assert(entered(outPtr | workspacePtr | xPtr | vPtr | wPtr | centrePtr | scalePtr, rows, columns));
  if (rows <= 0) return;
  const lanes = workspacePtr + SUMS_BYTES + DZ_BYTES;
  const dz = workspacePtr + SUMS_BYTES;
  const packed = workspacePtr + epochWorkspaceBytes(columns);
  const most = inStep ? STEP_PANELS : chunkPanels(columns);
  const bytes = panelBytes(columns);
  memory.fill(lanes, 0, (<usize>columns) << 4);
  let left = panelCount<T>(rows);
  do {
    clearSums(workspacePtr);
    let leftOfBlock = min(blockPanels<T>(), left);
    left -= leftOfBlock;
    do {
      const panels = min(most, leftOfBlock);
      let x = xPtr;
      if (centrePtr != 0) {
        x = packed;
        pack<T>(x, xPtr, centrePtr, scalePtr, panels * panelRows<T>(), columns);
      }
      if (inStep) forwardPanelsInStep<T>(dz, x, wPtr, <T>b, panels, columns);
      else forwardPanels<T>(dz, x, wPtr, <T>b, panels, columns);
      gradientPanels<T>(dz, dz, vPtr, workspacePtr, panels, unit);
      backwardPanels<T>(lanes, x, dz, panels, columns);
      xPtr += (<usize>panels) * bytes;
      vPtr += (<usize>panels) << 6;
      leftOfBlock -= panels;
    } while (leftOfBlock > 0);
    store<f64>(outPtr, load<f64>(outPtr) + blockLoss<T>(workspacePtr, unit));
    store<f64>(outPtr, load<f64>(outPtr, 8) + blockDzSum<T>(workspacePtr), 8);
    flushLanes<T>(outPtr + 16, lanes, columns);
  } while (left > 0);
}
