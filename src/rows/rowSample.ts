import type { RowWeights } from "../input/weights.ts";

/** A fixed sample of the rows: the blocks that the fraction chooses. */
export interface RowSample {
  /** The part of all rows that is in the sample, above 0 and at most 1. */
  readonly fraction: number;
  readonly rows: number;
  /** Sum of the weights of these rows. */
  readonly total: number;
  /**
   * Which block of all rows is the first of those that are asked, where a holder has only a part of them. Default: 0.
   */
  readonly firstBlock?: number;
}

/**
 * Whether a block belongs to the sample: the multiples of the golden ratio fall evenly over [0, 1) (Weyl 1916), so that
 * any stretch of the rows gives its part.
 */
export function isSampled(block: number, fraction: number): boolean {
  return Math.imul(block + 1, 0x9e3779b1) >>> 0 < fraction * 2 ** 32;
}

/** Calls `use` with each sampled block of rows first .. end - 1; `first` is the first row of a block. */
export function forSampledBlocks(
  first: number,
  end: number,
  blockRows: number,
  { fraction, firstBlock = 0 }: Pick<RowSample, "fraction" | "firstBlock">,
  use: (first: number, count: number) => void,
): void {
  for (let row = first; row < end; row += blockRows) {
    if (isSampled(firstBlock + row / blockRows, fraction)) use(row, Math.min(blockRows, end - row));
  }
}

export function sampleOf(weights: RowWeights, blockRows: number, fraction: number): RowSample {
  let rows = 0;
  let total = 0;
  forSampledBlocks(0, weights.signed.length, blockRows, { fraction }, (first, count) => {
    rows += count;
    if (weights.unit) total += count;
    else for (const v of weights.signed.subarray(first, first + count)) total += Math.abs(v);
  });
  return { fraction, rows, total };
}
