import { isArray, isLabel, isList } from "../check/values.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import type { Classes, Label } from "../types.ts";
import { forParts, type RowVector, rowVector } from "./rowVector.ts";

/**
 * Labels once checked: a byte a row, 1 for the positive class. Those of many rows are read from y whenever they are
 * needed.
 */
export interface EncodedLabels {
  readonly classes: Classes;
  readonly positive: RowVector<Uint8Array<ArrayBuffer>>;
}

/**
 * y of two distinct labels. Without `classes` the labels are taken from y in sorted order: numbers by size, strings by
 * code unit, false before true; the second is the positive class, unless the other one is `wanted` to be.
 * @throws LogitTypeError / LogitRangeError INVALID_LABELS
 */
export function encodeLabels(
  y: unknown,
  rows: number,
  classes: Classes | undefined,
  bothNeeded = true,
  wanted?: Label,
): EncodedLabels {
  const labels = labelArray(y, rows);
  const known = classes === undefined ? withSecond(wanted, inferClasses(labels)) : checkSecond(wanted, classes);
  const refuse = classes === undefined ? third : unknownLabel;
  const positive = rowVector(rows, bytesOf, (bytes, first) => {
    if (!encodePart(labels, first, known, bytes)) throw refuse(labels, known);
  });
  const seen = classesIn(positive);
  if (bothNeeded) rejectOneClass(seen, known);
  return { classes: known, positive };
}

/** y of known classes, one or both of them: 1 for the second. */
export function encodeKnown(y: unknown, rows: number, classes: Classes): Uint8Array<ArrayBuffer> {
  const labels = labelArray(y, rows);
  const bytes = new Uint8Array(rows);
  if (!encodePart(labels, 0, classes, bytes)) throw unknownLabel(labels, classes);
  return bytes;
}

/**
 * Encodes the labels from row `first` on. Returns false if there is any other label; which one it is has to be searched
 * for, and only the error does that.
 */
function encodePart(
  labels: ArrayLike<unknown>,
  first: number,
  [negative, positive]: Classes,
  bytes: Uint8Array<ArrayBuffer>,
): boolean {
  if (typeof negative === "number" && typeof positive === "number" && isNumeric(labels)) {
    if (encodeNumbers(labels, first, negative, positive, bytes)) return true;
  }
  for (let i = 0; i < bytes.length; ++i) {
    const label = labels[first + i];
    bytes[i] = label === positive ? 1 : 0;
    if (label !== positive && label !== negative) return false;
  }
  return true;
}

/**
 * encodePart for a typed array, without a branch on the label, which the processor would often mispredict: seven times
 * as fast. Also returns false where the difference of the two labels overflows.
 */
function encodeNumbers(
  labels: ArrayLike<number>,
  first: number,
  negative: number,
  positive: number,
  bytes: Uint8Array<ArrayBuffer>,
): boolean {
  const pair = Float64Array.of(negative, positive);
  const span = positive - negative;
  let wrong = 0;
  for (let i = 0; i < bytes.length; ++i) {
    const label = labels[first + i] ?? Number.NaN;
    const bit = ((label - negative) / span) & 1;
    bytes[i] = bit;
    wrong += Math.abs((pair[bit] ?? 0) - label);
  }
  return wrong === 0;
}

function isNumeric(labels: ArrayLike<unknown>): labels is ArrayLike<number> {
  return ArrayBuffer.isView(labels) && typeof labels[0] === "number";
}

function bytesOf(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(length);
}

/** The error for the first label that is neither of the two. */
function unknownLabel(labels: ArrayLike<unknown>, [negative, positive]: Classes): Error {
  const row = firstOther(labels, negative, positive);
  const expected = `${shown(negative)} or ${shown(positive)}`;
  return new LogitRangeError("INVALID_LABELS", `y: expected ${expected}, got ${shown(labels[row])} at row ${row}`);
}

function firstOther(labels: ArrayLike<unknown>, a: Label, b: Label): number {
  let row = 0;
  while (row < labels.length && (labels[row] === a || labels[row] === b)) ++row;
  return row;
}

/** y of the mathematics: 0 or 1 (or booleans), one class or both. */
export function encodeZeroOne(y: unknown, rows: number): Uint8Array<ArrayBuffer> {
  const labels = labelArray(y, rows);
  const bytes = new Uint8Array(rows);
  for (let row = 0; row < rows; ++row) {
    const label = labels[row];
    if (label === 1 || label === true) bytes[row] = 1;
    else if (label !== 0 && label !== false) {
      throw new LogitRangeError("INVALID_LABELS", `y: expected 0 or 1, got ${shown(label)} at row ${row}`);
    }
  }
  return bytes;
}

/** @throws LogitTypeError / LogitRangeError INVALID_LABELS unless `classes` is a pair of distinct labels. */
export function checkClasses(classes: unknown): Classes {
  const [negative, positive] = isArray(classes) && classes.length === 2 ? classes : [];
  if (!isLabel(negative) || !isLabel(positive)) {
    throw new LogitTypeError("INVALID_LABELS", `classes: expected [negative, positive], got ${shown(classes)}`);
  }
  if (negative === positive) {
    throw new LogitRangeError("INVALID_LABELS", `classes: expected two distinct labels, got ${shown(negative)} twice`);
  }
  return Object.freeze([negative, positive] as const);
}

export { isLabel };

function labelArray(y: unknown, rows: number): ArrayLike<unknown> {
  if (!isList(y)) throw new LogitTypeError("INVALID_LABELS", `y: expected an array of labels, got ${shown(y)}`);
  const labels = y;
  if (labels.length !== rows) {
    throw new LogitRangeError("SHAPE_MISMATCH", `y: expected ${rows} labels, one a row of X, got ${labels.length}`);
  }
  return labels;
}

/** The first two distinct labels, sorted. */
function inferClasses(labels: ArrayLike<unknown>): Classes {
  const first = checkLabel(labels[0], 0);
  for (let row = 1; row < labels.length; ++row) {
    const label = labels[row];
    if (label === first) continue;
    const second = checkLabel(label, row);
    checkSameType(first, second, row);
    return first < second ? [first, second] : [second, first];
  }
  throw new LogitRangeError("INVALID_LABELS", `y: expected two classes, got only ${shown(first)}`);
}

/** @throws LogitRangeError INVALID_OPTION unless `wanted`, if it is given, is the second of the classes */
export function checkSecond(wanted: Label | undefined, classes: Classes): Classes {
  if (wanted === undefined || wanted === classes[1]) return classes;
  const expected = `${shown(classes[1])}, the second of the classes`;
  throw new LogitRangeError("INVALID_OPTION", `positive: expected ${expected}, got ${shown(wanted)}`);
}

/** The pair in the order that has `wanted` last. @throws LogitRangeError INVALID_OPTION if it is neither */
export function withSecond(wanted: Label | undefined, [a, b]: Classes): Classes {
  if (wanted === undefined || wanted === b) return [a, b];
  if (wanted === a) return [b, a];
  const message = `positive: expected ${shown(a)} or ${shown(b)}, the labels of y, got ${shown(wanted)}`;
  throw new LogitRangeError("INVALID_OPTION", message);
}

/** The error for a label besides the first two. */
function third(labels: ArrayLike<unknown>, [a, b]: Classes): Error {
  const row = firstOther(labels, a, b);
  const label = checkLabel(labels[row], row);
  const [first, second] = labels[0] === a ? [a, b] : [b, a];
  const expected = `two classes, ${shown(first)} and ${shown(second)}`;
  return new LogitRangeError("INVALID_LABELS", `y: expected ${expected}, got a third, ${shown(label)}, at row ${row}`);
}

/** @throws LogitTypeError INVALID_LABELS unless both labels are of one type */
export function checkSameType(first: Label, second: Label, row: number): void {
  if (typeof second === typeof first) return;
  const expected = `labels of one type, ${shown(first)} being a ${typeof first}`;
  throw new LogitTypeError("INVALID_LABELS", `y: expected ${expected}, got ${shown(second)} at row ${row}`);
}

/** Returns the label of row `row`. @throws LogitTypeError INVALID_LABELS if it is none */
export function checkLabel(label: unknown, row: number): Label {
  if (isLabel(label)) return label;
  const expected = "a finite number, a string or a boolean";
  throw new LogitTypeError("INVALID_LABELS", `y: expected ${expected}, got ${shown(label)} at row ${row}`);
}

/** Which of the two classes there are. Reads to the end: labels that are read anew have not been checked yet. */
function classesIn(bytes: RowVector<Uint8Array<ArrayBuffer>>): { hasPositive: boolean; hasNegative: boolean } {
  let hasPositive = false;
  let hasNegative = false;
  forParts(bytes, (part) => {
    hasPositive ||= part.includes(1);
    hasNegative ||= part.includes(0);
  });
  return { hasPositive, hasNegative };
}

function rejectOneClass(
  { hasPositive, hasNegative }: ReturnType<typeof classesIn>,
  [negative, positive]: Classes,
): void {
  if (hasPositive && hasNegative) return;
  const only = shown(hasPositive ? positive : negative);
  throw new LogitRangeError(
    "INVALID_LABELS",
    `y: expected both ${shown(negative)} and ${shown(positive)}, got only ${only}`,
  );
}
