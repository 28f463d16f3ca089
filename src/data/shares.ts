import type { Arena } from "../wasm/arena.ts";
import type { Pointer } from "../wasm/kernelExports.ts";

/**
 * Calls `perShare` for each share of `rows` rows with a zeroed record at outPtr, then adds the record to `total`.
 * Shares are added in order: that order is part of the result's bits.
 */
export function addShares(
  arena: Arena,
  outPtr: Pointer,
  rows: number,
  total: Float64Array,
  perShare: (first: number, end: number) => void,
): void {
  const shareRows = arena.kernel.share_rows();
  const length = total.length;
  for (let first = 0; first < rows; first += shareRows) {
    arena.float64(outPtr, length).fill(0);
    perShare(first, Math.min(rows, first + shareRows));
    addRecord(total, arena.float64(outPtr, length));
  }
}

/** The same for what is not summed by a kernel: `perShare` gets a zeroed record of its own. */
export function bySharesOf(
  rows: number,
  shareRows: number,
  total: Float64Array,
  perShare: (first: number, end: number, record: Float64Array) => void,
): void {
  const record = new Float64Array(total.length);
  for (let first = 0; first < rows; first += shareRows) {
    record.fill(0);
    perShare(first, Math.min(rows, first + shareRows), record);
    addRecord(total, record);
  }
}

/** total += record */
export function addRecord(total: Float64Array, record: Float64Array): void {
  for (let i = 0; i < total.length; ++i) total[i] = (total[i] ?? 0) + (record[i] ?? 0);
}
