import { LogitRangeError } from "../errors.ts";
import { type RowSource, rejectNonFinite, rejectTooLarge } from "../input/matrix.ts";
import { momentWeights, type RowWeights } from "../input/weights.ts";
import type { Kernels } from "../kernel/kernels.ts";
import type { Precision } from "../types.ts";
import type { Arena } from "../wasm/arena.ts";
import { shiftFor } from "./momentShift.ts";
import { type ColumnMoments, MomentSums, momentsOf } from "./moments.ts";
import { Window } from "./window.ts";

/**
 * The moments of rows that pass through a window, by their weights: the same bits as packTrainingRows takes on its way.
 * @throws LogitRangeError NON_FINITE naming the first NaN or Infinity
 */
export function measureRows(arena: Arena, kernels: Kernels, source: RowSource, measured: RowWeights): ColumnMoments {
  const top = arena.top;
  const { precision } = kernels;
  const weights = momentWeights(measured, precision);
  try {
    const window = new Window(arena, kernels, source.columns, source.rows);
    const sums = new MomentSums(arena, kernels, source.columns, shiftFor(source, weights, precision));
    const vPtr = weights.unit ? 0 : arena.reserve(window.rows * kernels.bytesPerNumber);
    window.through(source, (first, count) => {
      const given = weightsOf(weights, first, count);
      if (given !== undefined) arena.view(precision, vPtr, count).set(given);
      if (!sums.add(window.pointer, vPtr, count)) throw badNumber(source, first, count, precision);
    });
    return momentsOf(sums, weights.total);
  } finally {
    arena.release(top);
  }
}

/** v of some rows, or nothing where every weight is 1. */
export function weightsOf({ signed, unit }: RowWeights, first: number, count: number): ArrayLike<number> | undefined {
  return unit ? undefined : signed.subarray(first, first + count);
}

/** Says which number of the rows is at fault. */
export function badNumber(source: RowSource, first: number, count: number, precision: Precision): Error {
  rejectNonFinite(source, first, first + count);
  rejectTooLarge(source, first, first + count, precision);
  return new LogitRangeError("NON_FINITE", `X: expected moments that are finite, got overflow from row ${first} on`);
}
