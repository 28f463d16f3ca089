import { rejectUnknown } from "../check/options.ts";
import { rejectMore } from "../check/rejectMore.ts";
import { isList } from "../check/vector.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { encodeZeroOne } from "../input/labels.ts";
import { mathematicsOf } from "../kernel/mathematics.ts";
import { log1pF64, logF64 } from "../math/elementary.ts";
import type { Labels } from "../types.ts";
import { withArena } from "../wasm/pool.ts";
import { rowNumbers, rowProbabilities } from "./rowNumbers.ts";

/** What the cost is computed from: what `forward` returns, or one half of it. */
export type Activations =
  | { readonly z: ArrayLike<number>; readonly a?: ArrayLike<number> | undefined }
  | { readonly z?: undefined; readonly a: ArrayLike<number> };

/** Rows whose losses are added up before they go into the sum, so that rounding errors do not grow with all rows. */
const BLOCK_ROWS = 256;

/**
 * The cost J: mean over the rows of -y log a - (1 - y) log(1 - a). From z, where there is z, so that it is exact where
 * a rounds to 0 or 1: max(z, 0) - z y + log(1 + e^-|z|). From a alone it is Infinity where a is 0 or 1 and the label is
 * not.
 *
 * @param activations what `forward` returned, or `{ z }` (m numbers, infinite ones allowed) or `{ a }` (m numbers from
 * 0 to 1)
 * @param y m labels, 0 or 1
 * @throws LogitTypeError, LogitRangeError naming what was expected, what came and where
 * @example
 * cost(forward([[0], [2]], [1], 0), [0, 1]); // (Math.log(2) + Math.log(1 + Math.exp(-2))) / 2
 * cost({ z: [0, 2] }, [0, 1]); // the same
 * cost({ a: [0.5, 0.75] }, [0, 1]); // (Math.log(2) + Math.log(4 / 3)) / 2
 */
export function cost(activations: Activations, y: Labels, ...more: never[]): number {
  rejectMore(more, "cost(forward(X, w, b), y)");
  if (isList(activations)) {
    const both = "cost({ z }, y) or cost({ a }, y)";
    const message = `cost: expected what forward returns, { z } or { a }, got ${shown(activations)}: say ${both}`;
    throw new LogitTypeError("INVALID_VECTOR", message);
  }
  rejectUnknown(activations, ["z", "a"], "cost");
  const { z, a } = activations;
  if (z === undefined && a === undefined) {
    throw new LogitTypeError("INVALID_VECTOR", "cost: expected what forward returns, { z } or { a }, got neither");
  }
  const probabilities = a === undefined ? undefined : rowProbabilities(a, "a");
  if (z === undefined) return costOfProbabilities(probabilities ?? new Float64Array(0), y);
  const decisions = rowNumbers(z, "z");
  if (probabilities !== undefined && probabilities.length !== decisions.length) {
    const message = `a: expected ${decisions.length} numbers, one for each of z, got ${probabilities.length}`;
    throw new LogitRangeError("SHAPE_MISMATCH", message);
  }
  return costOfDecisions(decisions, y);
}

function costOfDecisions(z: Float64Array, y: Labels): number {
  const rows = z.length;
  const positive = encodeZeroOne(y, rows);
  return withArena((arena) => {
    const kernels = mathematicsOf(arena, "f64");
    const length = kernels.rowVectorBytes(rows) / 8;
    const zPtr = arena.reserve(8 * length);
    const vPtr = arena.reserve(8 * length);
    const zView = arena.float64(zPtr, length);
    zView.set(z);
    zView.fill(0, rows);
    const v = arena.float64(vPtr, length).fill(0);
    for (let row = 0; row < rows; ++row) v[row] = 1 - 2 * (positive[row] ?? 0);
    return kernels.loss(zPtr, vPtr, rows) / rows;
  });
}

function costOfProbabilities(a: Float64Array, y: Labels): number {
  const positive = encodeZeroOne(y, a.length);
  let total = 0;
  for (let first = 0; first < a.length; first += BLOCK_ROWS) {
    let sum = 0;
    for (let row = first; row < Math.min(a.length, first + BLOCK_ROWS); ++row) {
      sum += lossOf(a[row] ?? 0, positive[row] === 1);
    }
    total += sum;
  }
  return total / a.length + 0; // -log 1 is -0
}

/** -log a, or -log(1 - a): 1 - a is exact from 1/2 on, and below it -log(1 - a) is log(1 + a / (1 - a)). */
function lossOf(a: number, positive: boolean): number {
  if (positive) return -logF64(a);
  return a < 0.5 ? log1pF64(a / (1 - a)) : -logF64(1 - a);
}
