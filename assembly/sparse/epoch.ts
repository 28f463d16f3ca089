/**
 * One epoch over sparse rows: cost and gradient in one pass.
 *
 *     out[0] += sum |v| loss     out[1] += sum dz     out[2 + j] += sum x_j dz
 *
 * Eight rows go forward, through the row mathematics of the dense panels and backward, so that the backward half finds their
 * non-zeros in the first-level cache. Orders of addition: those of forward.ts, panels/rowMath.ts in f64 and backward.ts.
 */
import { BLOCK_ROWS, LINE_BYTES, panelRows } from "../layout";
import { blockDzSum, blockLoss, clearSums, gradientPanels, SUMS_BYTES } from "../panels/rowMath";
import { backwardSome } from "./backward";
import { enteredSparse } from "./entries";
import { forwardSome } from "./forward";

/** Workspace of an epoch: the sums of the block, then z and dz of a block. That of a product is no larger. */
export function sparseWorkspaceBytes(): usize {
  return SUMS_BYTES + (<usize>BLOCK_ROWS << 3);
}

/** Not inlined: the row mathematics of a panel takes far less than its non-zeros, and would be in the module six times. */
function gradientPanel(zPtr: usize, vPtr: usize, sumsPtr: usize, unit: bool): void {
  gradientPanels<f64>(zPtr, zPtr, vPtr, sumsPtr, 1, unit);
}

/**
 * Adds the epoch over `rows` rows, which begin at a block boundary of their share, to out. v has zeros up to whole panels.
 * `unit`: every |v| is 0 or 1. offsetPtr may be 0.
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
      const some = min(panelRows<f64>(), leftOfBlock);
      if (some < panelRows<f64>()) memory.fill(z, 0, LINE_BYTES);
      forwardSome<V, I>(z, indptrPtr, indicesPtr, dataPtr, wPtr, offsetPtr, some, columns, b);
      gradientPanel(z, vPtr, workspacePtr, unit);
      backwardSome<V, I>(outPtr + 16, indptrPtr, indicesPtr, dataPtr, z, some, columns);
      indptrPtr += (<usize>some) << 2;
      vPtr += LINE_BYTES;
      if (offsetPtr != 0) offsetPtr += LINE_BYTES;
      leftOfBlock -= some;
    } while (leftOfBlock > 0);
    store<f64>(outPtr, load<f64>(outPtr) + blockLoss<f64>(workspacePtr, unit));
    store<f64>(outPtr, load<f64>(outPtr, 8) + blockDzSum<f64>(workspacePtr), 8);
  }
}
