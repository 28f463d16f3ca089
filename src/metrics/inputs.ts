/**
 * What every metric asks of its arguments, checked once at the door: labels that are two-valued, vectors of one length
 * without NaN, weights that are finite and not all zero. No metric ever returns NaN.
 */

import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import type { Label, Labels, Weights } from "../types.ts";

export interface WeightOptions {
  /** One weight a row, finite and not negative (a weight of 2 counts as the row twice). Default: 1 for each row. */
  readonly weights?: Weights;
}

export interface MetricOptions extends WeightOptions {
  /** The label that counts as positive. Default: `1` or `true`, the other label being `0`, `-1` or `false`. */
  readonly positive?: Label;
}

/** Labels to 1 (positive) and 0; call it for `y` and again for predictions, so that both must use the same two labels. */
export type LabelEncoder = (name: string, labels: Labels) => Uint8Array;

export function labelEncoder(positive: Label | undefined): LabelEncoder {
  let negative: unknown;
  const isPositive = (label: unknown) => (positive === undefined ? label === 1 || label === true : label === positive);
  const canBeNegative = (label: unknown) =>
    positive === undefined ? label === 0 || label === -1 || label === false : typeof label === typeof positive;
  return (name, labels) => {
    const encoded = new Uint8Array(labels.length);
    for (let i = 0; i < encoded.length; i++) {
      const label: unknown = labels[i];
      if (isPositive(label)) {
        encoded[i] = 1;
        continue;
      }
      if (negative === undefined && canBeNegative(label) && !Number.isNaN(label)) negative = label;
      if (negative === undefined || label !== negative) throw notTwoLabels(name, label, i, positive, negative);
    }
    return encoded;
  };
}

function notTwoLabels(name: string, label: unknown, row: number, positive: Label | undefined, negative: unknown) {
  const got = `got ${shown(label)} at row ${row}`;
  if (positive === undefined) {
    return new LogitRangeError(
      "INVALID_LABELS",
      `${name}: expected 0 or 1, ${got} (name other labels by { positive })`,
    );
  }
  const other = negative === undefined ? `another ${typeof positive}` : shown(negative);
  return new LogitRangeError("INVALID_LABELS", `${name}: expected ${shown(positive)} or ${other}, ${got}`);
}

export function checkOptions(options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    throw new LogitTypeError("INVALID_OPTION", `unknown option ${shown(key)}; expected ${known.join(" or ")}`);
  }
}

/** The common number of rows; at least one. */
export function rowsOf(y: Labels, name: string, other: ArrayLike<unknown>): number {
  if (y.length === 0) throw new LogitRangeError("INVALID_LABELS", "y: expected at least 1 row, got 0");
  if (other.length !== y.length) {
    throw new LogitRangeError("SHAPE_MISMATCH", `${name}: expected length ${y.length} like y, got ${other.length}`);
  }
  return y.length;
}

/** Throws where a number is NaN or outside of [min, max]; the bounds themselves are allowed. */
export function checkNumbers(name: string, values: ArrayLike<number>, min: number, max: number): void {
  for (let i = 0; i < values.length; i++) {
    const value: unknown = values[i];
    if (typeof value !== "number") {
      throw new LogitTypeError("INVALID_VECTOR", `${name}: expected numbers, got ${shown(value)} at row ${i}`);
    }
    if (value >= min && value <= max) continue;
    const range = min === -Infinity ? "a number" : `a number from ${min} to ${max}`;
    throw new LogitRangeError("INVALID_VECTOR", `${name}: expected ${range}, got ${shown(value)} at row ${i}`);
  }
}

/** A function from row to weight; without weights every row counts 1. */
export function weightOf(weights: Weights | undefined, rows: number): (row: number) => number {
  if (weights === undefined) return () => 1;
  if (weights.length !== rows) {
    throw new LogitRangeError("SHAPE_MISMATCH", `weights: expected length ${rows} like y, got ${weights.length}`);
  }
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    const weight: unknown = weights[i];
    if (typeof weight !== "number" || !(weight >= 0 && weight < Infinity)) {
      const expected = "expected a finite number of 0 or more";
      throw new LogitRangeError("INVALID_WEIGHTS", `weights: ${expected}, got ${shown(weight)} at row ${i}`);
    }
    sum += weight;
  }
  if (!(sum > 0)) throw new LogitRangeError("INVALID_WEIGHTS", "weights: expected a sum above 0, got 0");
  return (row) => weights[row] ?? 0;
}
