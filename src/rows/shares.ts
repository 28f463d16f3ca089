import type { Arena } from "../wasm/arena.ts";
import type { Pointer } from "../wasm/kernelExports.ts";
import { addRecord, ShareSums } from "./shareSums.ts";

/**
 * Calls `perShare` for each share of `rows` rows with a zeroed record at outPtr, and adds the sum of the records to
 * `total`; or each record, where `total` adds up those of shares.
 */
export function addShares(
  arena: Arena,
  outPtr: Pointer,
  rows: number,
  total: Float64Array | ShareSums,
  perShare: (first: number, end: number) => void,
): void {
  const { length } = total;
  addEachShare(rows, arena.kernel.share_rows(), total, (first, end) => {
    arena.float64(outPtr, length).fill(0);
    perShare(first, end);
    return arena.float64(outPtr, length);
  });
}

/** addShares for sums that no kernel makes: `perShare` gets a zeroed record of its own for each share. */
export function bySharesOf(
  rows: number,
  shareRows: number,
  total: Float64Array | ShareSums,
  perShare: (first: number, end: number, record: Float64Array) => void,
): void {
  const record = new Float64Array(total.length);
  addEachShare(rows, shareRows, total, (first, end) => {
    record.fill(0);
    perShare(first, end, record);
    return record;
  });
}

function addEachShare(
  rows: number,
  shareRows: number,
  total: Float64Array | ShareSums,
  recordOf: (first: number, end: number) => Float64Array,
): void {
  const sums = total instanceof ShareSums ? total : new ShareSums(total.length);
  for (let first = 0; first < rows; first += shareRows) sums.add(recordOf(first, Math.min(rows, first + shareRows)));
  if (total !== sums) addRecord(total as Float64Array, sums.take());
}
