import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import type { Precision } from "../types.ts";
import { isList } from "./vector.ts";

/** Sample weights once checked, with what the solvers need of them. */
export interface RowWeights {
  /** v of the kernel: s for y = 0, -s for y = 1. Int8Array of -1 and 1 when all weights are equal. */
  readonly signed: Int8Array<ArrayBuffer> | Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
  /** All weights are equal, so each is taken as 1. */
  readonly unit: boolean;
  /** Sum of the weights as the kernel sees them, rows in order: what sums over rows are divided by. */
  readonly total: number;
  /** Sum of the weights as they were given: m without weights. */
  readonly givenTotal: number;
  readonly positiveTotal: number;
  /** The smallest weight above 0. */
  readonly smallest: number;
}

/** Labels alone: every weight is 1. */
export function unitWeights(positive: Uint8Array, each = 1): RowWeights {
  const signed = new Int8Array(positive.length);
  let positiveTotal = 0;
  for (let row = 0; row < signed.length; ++row) {
    const isPositive = positive[row] ?? 0;
    signed[row] = 1 - 2 * isPositive;
    positiveTotal += isPositive;
  }
  const total = signed.length;
  return { signed, unit: true, total, givenTotal: each * total, positiveTotal, smallest: 1 };
}

/**
 * Labels and weights. Weights are rounded to the precision of the kernel first.
 * @throws LogitTypeError / LogitRangeError INVALID_WEIGHTS for a negative, non-finite or all-zero choice (of a class, too)
 */
export function rowWeights(
  positive: Uint8Array,
  weights: unknown,
  precision: Precision,
  bothNeeded = true,
): RowWeights {
  if (weights === undefined) return unitWeights(positive);
  const rows = positive.length;
  const given = weightArray(weights, rows);
  if (isConstant(given)) {
    const each = given[0] as number;
    rejectInfinite(each * rows);
    return unitWeights(positive, each);
  }
  const signed = precision === "f32" ? new Float32Array(rows) : new Float64Array(rows);
  let total = 0;
  let positiveTotal = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (let row = 0; row < rows; ++row) {
    signed[row] = given[row] as number;
    const weight = signed[row] ?? 0;
    total += weight;
    if (weight > 0 && weight < smallest) smallest = weight;
    if (positive[row] === 1) {
      signed[row] = -weight;
      positiveTotal += weight;
    }
  }
  rejectInfinite(total);
  rejectWeightless(total, positiveTotal, bothNeeded);
  return { signed, unit: false, total, givenTotal: total, positiveTotal, smallest };
}

/**
 * The same rows with the weights of each class multiplied: by `[negative, positive]`, or, "balanced", so that both classes
 * weigh half of what all rows weigh.
 */
export function classWeighted(
  rows: RowWeights,
  classWeight: "balanced" | readonly [number, number],
  precision: Precision,
): RowWeights {
  const half = rows.total / 2;
  const [negative, positive] =
    classWeight === "balanced" ? [half / (rows.total - rows.positiveTotal), half / rows.positiveTotal] : classWeight;
  const weights = Float64Array.from(rows.signed, (v) => Math.abs(v) * (isPositive(v) ? positive : negative));
  const positives = Uint8Array.from(rows.signed, (v) => (isPositive(v) ? 1 : 0));
  const each = rows.givenTotal / rows.total;
  const weighted = rowWeights(positives, weights, precision);
  return { ...weighted, givenTotal: each * weighted.givenTotal };
}

/** v is -s for the positive class, also where s is 0. */
function isPositive(v: number): boolean {
  return v < 0 || Object.is(v, -0);
}

/** @throws LogitTypeError / LogitRangeError INVALID_WEIGHTS, SHAPE_MISMATCH */
export function weightArray(weights: unknown, rows: number): ArrayLike<unknown> {
  if (!isList(weights))
    throw new LogitTypeError("INVALID_WEIGHTS", `weights: expected an array of numbers, got ${shown(weights)}`);
  const given = weights;
  if (given.length !== rows) {
    throw new LogitRangeError(
      "SHAPE_MISMATCH",
      `weights: expected ${rows} numbers, one a row of X, got ${given.length}`,
    );
  }
  for (let row = 0; row < rows; ++row) checkWeight(given[row], row);
  return given;
}

/** @throws LogitTypeError / LogitRangeError INVALID_WEIGHTS */
export function checkWeight(weight: unknown, row: number): number {
  if (typeof weight !== "number") {
    throw new LogitTypeError("INVALID_WEIGHTS", `weights: expected numbers, got ${shown(weight)} at row ${row}`);
  }
  if (weight >= 0 && weight < Number.POSITIVE_INFINITY) return weight;
  const expected = "finite numbers, 0 or above";
  throw new LogitRangeError("INVALID_WEIGHTS", `weights: expected ${expected}, got ${weight} at row ${row}`);
}

function isConstant(given: ArrayLike<unknown>): boolean {
  const first = given[0];
  if (first === 0) return false;
  for (let row = 1; row < given.length; ++row) if (given[row] !== first) return false;
  return true;
}

function rejectInfinite(total: number): void {
  if (Number.isFinite(total)) return;
  throw new LogitRangeError("INVALID_WEIGHTS", `weights: expected a finite sum, got ${total}`);
}

function rejectWeightless(total: number, positiveTotal: number, bothNeeded: boolean): void {
  if (total === 0) throw new LogitRangeError("INVALID_WEIGHTS", "weights: expected a sum above 0, got all zeros");
  if (!bothNeeded || (positiveTotal > 0 && positiveTotal < total)) return;
  const which = positiveTotal === 0 ? "positive" : "negative";
  throw new LogitRangeError("INVALID_WEIGHTS", `weights: expected both classes to weigh, got 0 for the ${which} class`);
}
