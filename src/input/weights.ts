import { isList } from "../check/vector.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import type { Precision } from "../types.ts";
import { computedVector, forParts, owned, type RowVector, rowVector } from "./rowVector.ts";

export type SignedNumbers = Int8Array<ArrayBuffer> | Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** Labels and weights of rows as the kernel takes them. */
export interface SignedWeights {
  /** v of the kernel: s for y = 0, -s for y = 1. Bytes of -1 and 1 when all weights are equal. */
  readonly signed: RowVector<SignedNumbers>;
  /** All weights are equal, so each is taken as 1. */
  readonly unit: boolean;
}

/** Sample weights once checked, with what the solvers need of them. */
export interface RowWeights extends SignedWeights {
  /** Sum of the weights as the kernel sees them, rows in order: what sums over rows are divided by. */
  readonly total: number;
  /** Sum of the weights as they were given: m without weights. */
  readonly givenTotal: number;
  readonly positiveTotal: number;
  /** The smallest weight above 0. */
  readonly smallest: number;
  readonly largest: number;
}

/**
 * A row that weighs less than this beside the heaviest row of its class counts as a row of weight 0. In sums over the
 * rows of that class it is below a thousandth of the rounding error of float64, so what such a row says (of a column in
 * which it differs alone, say) is not an answer to the data.
 */
const NEGLIGIBLE = 2 ** -63;

/** Labels alone: every weight is 1. `positive` is 1 for each row of the positive class, else 0. */
export function unitWeights(positive: RowVector, each = 1): RowWeights {
  const total = positive.length;
  const signed = rowVector(
    total,
    (length) => new Int8Array(length),
    (v, first) => {
      const part = positive.subarray(first, first + v.length);
      for (let i = 0; i < v.length; ++i) v[i] = 1 - 2 * (part[i] ?? 0);
    },
  );
  let positiveTotal = 0;
  forParts(positive, (part) => {
    for (let i = 0; i < part.length; ++i) positiveTotal += part[i] ?? 0;
  });
  return { signed, unit: true, total, givenTotal: each * total, positiveTotal, smallest: 1, largest: 1 };
}

/**
 * Labels and weights. Weights are rounded to the precision of the kernel first.
 * @throws LogitTypeError / LogitRangeError INVALID_WEIGHTS for a negative, non-finite or all-zero choice (of a class,
 * too)
 */
export function rowWeights(positive: RowVector, weights: unknown, precision: Precision, bothNeeded = true): RowWeights {
  if (weights === undefined) return unitWeights(positive);
  const list = weightArray(weights, positive.length);
  const given = computedVector(positive.length, float64, (target, first) => {
    if (list instanceof Float64Array || list instanceof Float32Array) copyChecked(list, first, target);
    else for (let i = 0; i < target.length; ++i) target[i] = checkWeight(list[first + i], first + i);
    sign(target, positive, first);
  });
  return signedWeights(given, precision, bothNeeded);
}

/** Copies typed weights from row `first` on, the commonest kind, at several times the speed. */
function copyChecked(list: Float32Array | Float64Array, first: number, target: Float64Array<ArrayBuffer>): void {
  target.set(list.subarray(first, first + target.length));
  if (list.length < first + target.length) target.fill(Number.NaN);
  for (let i = 0; i < target.length; ++i) {
    const weight = target[i] ?? 0;
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) checkWeight(list[first + i], first + i);
    // -0, whose sign would be taken for that of a label, becomes 0
    target[i] = weight + 0;
  }
}

/**
 * Turns weights into v of the kernel, in place: a product with the sign of the label, since a branch would often be
 * mispredicted.
 */
export function sign(weights: Float64Array<ArrayBuffer>, positive: RowVector, first: number): void {
  const part = positive.subarray(first, first + weights.length);
  for (let i = 0; i < weights.length; ++i) weights[i] = (weights[i] ?? 0) * (1 - 2 * (part[i] ?? 0));
}

/** Row weights from signed weights v in float64 that were checked. */
export function signedWeights(
  given: RowVector<Float64Array<ArrayBuffer>>,
  precision: Precision,
  bothNeeded = true,
): RowWeights {
  const rows = given.length;
  const constant = constantOf(given);
  if (constant !== undefined) {
    rejectInfinite(constant * rows);
    const positive = computedVector(
      rows,
      (length) => new Uint8Array(length),
      (target, first) => {
        const v = given.subarray(first, first + target.length);
        for (let i = 0; i < target.length; ++i) target[i] = isPositive(v[i] ?? 0) ? 1 : 0;
      },
    );
    return unitWeights(positive, constant);
  }
  const make = numbersOf(precision);
  const all = rowVector<SignedNumbers>(rows, make, (v, first) => v.set(given.subarray(first, first + v.length)));
  const range = rangeOf(all);
  const floors = range.largest.map((weight) => NEGLIGIBLE * weight);
  const negligible = range.smallest.some((weight, which) => weight < (floors[which] ?? 0));
  const signed = negligible ? withoutNegligible(all, make, floors) : all;
  const { total, positiveTotal, smallest, largest } = negligible ? rangeOf(signed) : range;
  rejectInfinite(total);
  rejectWeightless(total, positiveTotal, bothNeeded);
  return {
    signed,
    unit: false,
    total,
    givenTotal: total,
    positiveTotal,
    smallest: Math.min(...smallest),
    largest: Math.max(...largest),
  };
}

/**
 * The sums of the weights, rows in order, and the least and the greatest above 0 of each class, [negative, positive].
 */
function rangeOf(signed: RowVector): {
  readonly total: number;
  readonly positiveTotal: number;
  readonly smallest: readonly [number, number];
  readonly largest: readonly [number, number];
} {
  let total = 0;
  let positiveTotal = 0;
  const smallest: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const largest: [number, number] = [0, 0];
  forParts(signed, (part) => {
    for (let i = 0; i < part.length; ++i) {
      const v = part[i] ?? 0;
      const weight = Math.abs(v);
      const which = v < 0 ? 1 : 0;
      total += weight;
      if (v < 0) positiveTotal += weight;
      if (weight > 0 && weight < smallest[which]) smallest[which] = weight;
      if (weight > largest[which]) largest[which] = weight;
    }
  });
  return { total, positiveTotal, smallest, largest };
}

/**
 * The signed weights with those below the floor of their class, [negative, positive], set to 0 (-0 for the positive
 * class).
 */
function withoutNegligible(
  signed: RowVector<SignedNumbers>,
  make: (length: number) => SignedNumbers,
  floors: readonly number[],
): RowVector<SignedNumbers> {
  return rowVector<SignedNumbers>(signed.length, make, (target, first) => {
    target.set(signed.subarray(first, first + target.length));
    for (let i = 0; i < target.length; ++i) {
      const v = target[i] ?? 0;
      if (Math.abs(v) < (floors[v < 0 ? 1 : 0] ?? 0)) target[i] = 0 * v;
    }
  });
}

/**
 * The weights that the moments of the columns go by: without rows that are negligible beside the heaviest of all,
 * though they may be the heaviest of their class. Such rows take part in the loss, but do not determine the unit of a
 * column.
 */
export function momentWeights(weights: RowWeights, precision: Precision): RowWeights {
  const floor = NEGLIGIBLE * weights.largest;
  if (weights.unit || weights.smallest >= floor) return weights;
  const signed = withoutNegligible(weights.signed, numbersOf(precision), [floor, floor]);
  return { ...weights, signed, total: rangeOf(signed).total };
}

/** A copy of the weights, independent of the arrays of the caller. */
export function ownedWeights(weights: RowWeights): RowWeights {
  return { ...weights, signed: owned(weights.signed) as SignedNumbers };
}

/**
 * The same rows with the weights of each class multiplied: by `[negative, positive]`, or, "balanced", so that both
 * classes weigh half of what all rows weigh.
 */
export function classWeighted(
  rows: RowWeights,
  classWeight: "balanced" | readonly [number, number],
  precision: Precision,
): RowWeights {
  const half = rows.total / 2;
  const [negative, positive] =
    classWeight === "balanced" ? [half / (rows.total - rows.positiveTotal), half / rows.positiveTotal] : classWeight;
  const { signed } = rows;
  const products = computedVector(signed.length, float64, (target, first) => {
    target.set(signed.subarray(first, first + target.length));
    for (let i = 0; i < target.length; ++i) {
      const v = target[i] ?? 0;
      const product = v * (isPositive(v) ? positive : negative);
      target[i] = product;
      if (!Number.isFinite(product)) checkWeight(Math.abs(product), first + i);
    }
  });
  const each = rows.givenTotal / rows.total;
  const weighted = signedWeights(products, precision);
  return { ...weighted, givenTotal: each * weighted.givenTotal };
}

function float64(length: number): Float64Array<ArrayBuffer> {
  return new Float64Array(length);
}

function numbersOf(precision: Precision): (length: number) => Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> {
  return precision === "f32" ? (length) => new Float32Array(length) : float64;
}

/** The same rows, those that are not kept with weight 0. */
export function maskedWeights(rows: RowWeights, kept: (row: number) => boolean, precision: Precision): RowWeights {
  const signed = Float64Array.from(rows.signed.slice(0, rows.signed.length), (v, row) => (kept(row) ? v : 0 * v));
  const masked = signedWeights(signed, precision);
  return { ...masked, givenTotal: (rows.givenTotal / rows.total) * masked.givenTotal };
}

/** 1 for each row of the positive class. */
export function positiveRows({ signed }: RowWeights): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(signed.slice(0, signed.length), (v) => (isPositive(v) ? 1 : 0));
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

/**
 * The weight, -0 as 0, whose sign would be taken for that of a label. @throws LogitTypeError / LogitRangeError
 * INVALID_WEIGHTS
 */
export function checkWeight(weight: unknown, row: number): number {
  if (typeof weight !== "number") {
    throw new LogitTypeError("INVALID_WEIGHTS", `weights: expected numbers, got ${shown(weight)} at row ${row}`);
  }
  if (weight >= 0 && weight < Number.POSITIVE_INFINITY) return weight + 0;
  const expected = "finite numbers, 0 or above";
  throw new LogitRangeError("INVALID_WEIGHTS", `weights: expected ${expected}, got ${weight} at row ${row}`);
}

/** The weight of every row, if it is one and the same and not 0. */
function constantOf(given: RowVector): number | undefined {
  const [first = 0] = given.slice(0, 1);
  const value = Math.abs(first);
  let constant = value !== 0;
  forParts(given, (part) => {
    for (let i = 0; constant && i < part.length; ++i) constant = Math.abs(part[i] ?? 0) === value;
    return constant;
  });
  return constant ? value : undefined;
}

function rejectInfinite(total: number): void {
  if (Number.isFinite(total) && (total === 0 || Number.isFinite(1 / total))) return;
  throw new LogitRangeError(
    "INVALID_WEIGHTS",
    `weights: expected a sum that is finite and has a finite reciprocal, got ${total}`,
  );
}

function rejectWeightless(total: number, positiveTotal: number, bothNeeded: boolean): void {
  if (total === 0) throw new LogitRangeError("INVALID_WEIGHTS", "weights: expected a sum above 0, got all zeros");
  if (!bothNeeded || (positiveTotal > 0 && positiveTotal < total)) return;
  const which = positiveTotal === 0 ? "positive" : "negative";
  throw new LogitRangeError("INVALID_WEIGHTS", `weights: expected both classes to weigh, got 0 for the ${which} class`);
}
