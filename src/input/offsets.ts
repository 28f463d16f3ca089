import { checkVector } from "../check/vector.ts";
import { LogitRangeError } from "../errors.ts";
import type { RowSource } from "./matrix.ts";

/**
 * Largest size of an offset. Log-odds of data are nowhere near it, and beside a larger offset the digits of x . w would
 * be lost. Larger ones are refused.
 */
const LARGEST = 1e9;

/**
 * @throws LogitTypeError INVALID_VECTOR; LogitRangeError SHAPE_MISMATCH, NON_FINITE unless they are `rows` finite
 * numbers
 */
export function checkOffsets(offsets: unknown, rows: number): Float64Array {
  const checked = checkVector(offsets, rows, "offsets");
  const row = checked.findIndex((offset) => Math.abs(offset) > LARGEST);
  if (row < 0) return checked;
  const message = `offsets: expected numbers up to ${LARGEST} in size, got ${checked[row]} at row ${row}`;
  throw new LogitRangeError("NON_FINITE", message);
}

/** The rows with their offsets as one more column, the last. */
export function withOffsets(source: RowSource, offsets: Float64Array): RowSource {
  const n = source.columns;
  const wide = n + 1;
  let narrow: Float32Array | Float64Array = new Float64Array(0);
  const { shared: _, ...own } = source;
  return {
    ...own,
    columns: wide,
    copyRows: (target, first, count) => {
      if (narrow.length < count * n) narrow = new (source.precision === "f32" ? Float32Array : Float64Array)(count * n);
      source.copyRows(narrow, first, count);
      for (let i = 0; i < count; ++i) {
        target.set(narrow.subarray(i * n, (i + 1) * n), i * wide);
        target[i * wide + n] = offsets[first + i] ?? 0;
      }
    },
    valueAt: (row, column) => (column === n ? (offsets[row] ?? 0) : source.valueAt(row, column)),
  };
}
