/**
 * One epoch over sparse rows: cost and gradient in one pass.
 *
 *     out[0] += sum |v| loss     out[1] += sum dz     out[2 + j] += sum x_j dz
 *
 * A chunk of rows goes forward, through the row mathematics of the dense panels and backward, so that the backward half
 * finds its non-zeros in cache. Orders of addition: those of forward.ts, panels/rowMath.ts in f64 and backward.ts.
 */
import { BLOCK_ROWS, LINE_BYTES, panelCount, panelRows } from "../layout";
import { blockDzSum, blockLoss, clearSums, gradientPanels, SUMS_BYTES } from "../panels/rowMath";
import { backwardSome } from "./backward";
import { enteredSparse } from "./entries";
import { forwardSome } from "./forward";

/** Workspace of an epoch: the sums of the block, then z and dz of a block. That of a product is no larger. */
export function sparseWorkspaceBytes(): usize {
  return SUMS_BYTES + (<usize>BLOCK_ROWS << 3);
}

/** Rows that go forward together, whole panels. */
const CHUNK_ROWS: i32 = 32;

/**
 * Not inlined: the row mathematics of a chunk takes far less than its non-zeros, and would be in the module six times.
 */
function gradientChunk(zPtr: usize, vPtr: usize, sumsPtr: usize, rows: i32, unit: bool): void {
  gradientPanels<f64>(zPtr, zPtr, vPtr, sumsPtr, panelCount<f64>(rows), unit);
}

/** Zeros in the last panel of `rows` numbers if it is short. */
export function padPanel(ptr: usize, rows: i32): void {
  const over = rows & (panelRows<f64>() - 1);
  if (over > 0) memory.fill(ptr + ((<usize>(rows - over)) << 3), 0, LINE_BYTES);
}

/**
 * Adds the epoch over `rows` rows, which begin at a block boundary of their share, to out. v has zeros up to whole
 * panels. `unit`: every |v| is 0 or 1. offsetPtr may be 0.
 */
export function epoch<V, I>(
  outPtr: usize, workspacePtr: usize, indptrPtr: usize, indicesPtr: usize, dataPtr: usize, vPtr: usize, wPtr: usize,
  offsetPtr: usize, rows: i32, columns: i32, b: f64, unit: bool,
): void {
  assert(
    enteredSparse(outPtr | workspacePtr | indicesPtr | dataPtr | vPtr | wPtr | offsetPtr, indptrPtr, rows, columns),
  );
  const z = workspacePtr + SUMS_BYTES;
  while (rows > 0) {
    let leftOfBlock = min(BLOCK_ROWS, rows);
    rows -= leftOfBlock;
    clearSums(workspacePtr);
    do {
      const some = min(CHUNK_ROWS, leftOfBlock);
      padPanel(z, some);
      forwardSome<V, I>(z, indptrPtr, indicesPtr, dataPtr, wPtr, offsetPtr, some, columns, b);
      gradientChunk(z, vPtr, workspacePtr, some, unit);
      backwardSome<V, I>(outPtr + 16, indptrPtr, indicesPtr, dataPtr, z, some, columns);
      indptrPtr += (<usize>some) << 2;
      vPtr += (<usize>some) << 3;
      if (offsetPtr != 0) offsetPtr += (<usize>some) << 3;
      leftOfBlock -= some;
    } while (leftOfBlock > 0);
    store<f64>(outPtr, load<f64>(outPtr) + blockLoss<f64>(workspacePtr, unit));
    store<f64>(outPtr, load<f64>(outPtr, 8) + blockDzSum<f64>(workspacePtr), 8);
  }
}
