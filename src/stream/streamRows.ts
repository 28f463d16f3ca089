import type { RowSource } from "../input/matrix.ts";

/** Rows that a stream takes in, those of weight 0 left out. */
export interface StreamRows {
  /** A row's weight, negative for y = 1. */
  readonly v: Float64Array;
  /** What is added to z of each; nothing without. */
  readonly offsets?: Float64Array | undefined;
  /** Rows first .. end - 1 in float64, row-major, good until the next call. */
  rows(first: number, end: number): Float64Array;
}

/**
 * The rows that weigh anything. Dense ones are copied once; sparse ones get their zeros when they are asked for, so
 * that of these no more is ever there than a batch. `signed` is v of all rows.
 */
export function streamRowsOf(source: RowSource, signed: Float64Array, given?: Float64Array): StreamRows {
  const n = source.columns;
  const v = signed.filter((value) => value !== 0);
  const offsets = given?.filter((_, row) => signed[row] !== 0);
  // row k of those that count is this one of all
  const counted = v.length === signed.length ? undefined : Uint32Array.from(rowsThatCount(signed));
  const copy = (target: Float64Array, first: number, end: number): void => {
    if (counted === undefined) source.copyRows(target, first, end - first);
    else for (const [k, row] of counted.subarray(first, end).entries()) source.copyRows(target.subarray(k * n), row, 1);
  };
  if (source.csr === undefined) {
    const all = new Float64Array(v.length * n);
    copy(all, 0, v.length);
    return { v, offsets, rows: (first, end) => all.subarray(first * n, end * n) };
  }
  let piece = new Float64Array(0);
  const rows = (first: number, end: number): Float64Array => {
    const length = (end - first) * n;
    if (piece.length < length) piece = new Float64Array(length);
    copy(piece, first, end);
    return piece.subarray(0, length);
  };
  return { v, offsets, rows };
}

function* rowsThatCount(signed: Float64Array): Generator<number> {
  for (let row = 0; row < signed.length; ++row) if (signed[row] !== 0) yield row;
}
