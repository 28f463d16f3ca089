/**
 * What every metric asks of its arguments, checked and copied once at the door: labels that are two-valued, vectors of
 * one length without NaN, weights that are finite and not all zero. What is malformed throws; a metric that is
 * undefined for what it was given (the AUC of one class) is NaN.
 */

import { HINTS } from "../check/hints.ts";
import { rejectUnknown } from "../check/unknownOption.ts";
import { isLabel, isList } from "../check/values.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import type { Label, Labels, Weights } from "../types.ts";

/** Options of the metrics that do not ask which class is positive. */
export interface WeightOptions {
  /** One weight a row, finite and not negative (a weight of 2 counts as the row twice). Default: 1 for each row. */
  readonly weights?: Weights;
}

/** Options of the metrics that ask which class is positive. */
export interface MetricOptions extends WeightOptions {
  /** The label that counts as positive. Default: `1` or `true`, the other label being `0`, `-1` or `false`. */
  readonly positive?: Label;
}

/**
 * Labels to 1 (positive) and 0; call it for `y` and again for predictions, so that both must use the same two labels.
 */
export type LabelEncoder = (name: string, labels: ArrayLike<unknown>) => Uint8Array;

/** @throws LogitTypeError INVALID_OPTION if `positive` is no label */
export function labelEncoder(positive: Label | undefined): LabelEncoder {
  if (positive !== undefined && !isLabel(positive)) {
    const expected = "expected a finite number, a string or a boolean";
    throw new LogitTypeError("INVALID_OPTION", `positive: ${expected}, got ${shown(positive)}`);
  }
  let negative: unknown;
  const isPositive = (label: unknown) => (positive === undefined ? label === 1 || label === true : label === positive);
  const canBeNegative = (label: unknown) =>
    positive === undefined ? label === 0 || label === -1 || label === false : typeof label === typeof positive;
  return (name, labels) => {
    const encoded = new Uint8Array(labels.length);
    for (let i = 0; i < encoded.length; i++) {
      const label = labels[i];
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

/** @throws LogitTypeError, LogitRangeError INVALID_OPTION */
export function checkOptions(options: MetricOptions, known: readonly string[], metric: string): void {
  rejectUnknown(options, known, metric, HINTS);
}

/** The labels, at least one. */
export function labelsOf(y: Labels): ArrayLike<unknown> {
  const labels = listOf("y", y, "INVALID_LABELS", "labels");
  if (labels.length === 0) throw new LogitRangeError("INVALID_LABELS", "y: expected at least 1 row, got 0");
  return labels;
}

/** Predicted labels, one a row. */
export function predictedOf(predicted: Labels, rows: number): ArrayLike<unknown> {
  const labels = listOf("predicted", predicted, "INVALID_LABELS", "labels");
  checkLength("predicted", labels.length, rows);
  return labels;
}

/** One number a row, from min to max; the bounds themselves are allowed, NaN is not. */
export function numbersOf(
  name: string,
  values: ArrayLike<number>,
  rows: number,
  min = -Infinity,
  max = Infinity,
): Float64Array {
  const given = listOf(name, values, "INVALID_VECTOR", "numbers");
  checkLength(name, given.length, rows);
  const numbers = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const value = given[row];
    if (typeof value !== "number") {
      throw new LogitTypeError("INVALID_VECTOR", `${name}: expected numbers, got ${shown(value)} at row ${row}`);
    }
    if (!(value >= min && value <= max)) {
      const range = min === -Infinity ? "a number" : `a number from ${min} to ${max}`;
      throw new LogitRangeError("INVALID_VECTOR", `${name}: expected ${range}, got ${shown(value)} at row ${row}`);
    }
    numbers[row] = value;
  }
  return numbers;
}

/** One weight a row, 1 each if there are none. */
export function weightsOf(weights: Weights | undefined, rows: number): Float64Array {
  const checked = new Float64Array(rows);
  if (weights === undefined) return checked.fill(1);
  const given = listOf("weights", weights, "INVALID_WEIGHTS", "numbers");
  checkLength("weights", given.length, rows);
  let someWeigh = false;
  for (let row = 0; row < rows; row++) {
    const weight = given[row];
    if (typeof weight !== "number" || !(weight >= 0 && weight < Infinity)) {
      const message = `weights: expected a finite number of 0 or more, got ${shown(weight)} at row ${row}`;
      throw new (typeof weight === "number" ? LogitRangeError : LogitTypeError)("INVALID_WEIGHTS", message);
    }
    checked[row] = weight;
    someWeigh ||= weight > 0;
  }
  if (!someWeigh) throw new LogitRangeError("INVALID_WEIGHTS", "weights: expected a sum above 0, got 0");
  return checked;
}

/**
 * The weights times a power of two that brings the largest of those that are `kept` near 1, in place: sums and products
 * of them then neither overflow nor vanish, and where they did neither before, ratios of them keep their bits.
 */
export function scaleWeights(weights: Float64Array, kept: (row: number) => boolean = () => true): void {
  let largest = 0;
  for (let row = 0; row < weights.length; row++) if (kept(row)) largest = Math.max(largest, weights[row] ?? 0);
  if (largest === 0 || largest === 1) return;
  // two factors, since 2^1074 alone is beyond float64
  const root = 2 ** -Math.trunc(Math.log2(largest) / 2);
  for (let row = 0; row < weights.length; row++) if (kept(row)) weights[row] = (weights[row] ?? 0) * root * root;
}

function listOf(
  name: string,
  values: unknown,
  code: "INVALID_LABELS" | "INVALID_VECTOR" | "INVALID_WEIGHTS",
  of: string,
): ArrayLike<unknown> {
  if (isList(values)) return values;
  throw new LogitTypeError(code, `${name}: expected an array of ${of}, got ${shown(values)}`);
}

function checkLength(name: string, length: number, rows: number): void {
  if (length === rows) return;
  throw new LogitRangeError("SHAPE_MISMATCH", `${name}: expected length ${rows} like y, got ${length}`);
}
