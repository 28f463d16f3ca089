import type { Numbers } from "./arithmetic.ts";
import { backward } from "./backward.ts";
import { forward } from "./forward.ts";
import { blockLoss, gradientRows } from "./rowMath.ts";
import { entry, type Rows } from "./rows.ts";
import { blocksOf } from "./sums.ts";

export interface EpochOptions {
  /** Every |v| is 1 or 0: one logarithm a block. */
  readonly unit: boolean;
  /** The record to add to; zeros by default. */
  readonly out?: Float64Array;
}

/**
 * epoch_panels, and epoch_rows over centred rows: cost and gradient of rows that begin at a block boundary of their share.
 *
 *     out[0] += sum |v| loss        out[1] += sum dz        out[2 + j] += sum x_j dz
 *
 * The sums are those of forward, the row mathematics and backward one after the other; that the kernel takes a few panels
 * at a time through all three cannot be seen in the bits, since each sum still adds the same terms in the same order.
 */
export function epoch(X: Rows, v: Numbers, w: Numbers, b: number, options: EpochOptions): Float64Array {
  const { unit, out = new Float64Array(2 + X.columns) } = options;
  const z = forward(X, w, b);
  for (const block of blocksOf(X.rows)) out[0] = entry(out, 0) + blockLoss(block, z, v, unit);
  backward(X, gradientRows(z, v), out.subarray(1));
  return out;
}
