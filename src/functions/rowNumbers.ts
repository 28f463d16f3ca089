import { isList } from "../check/vector.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";

/**
 * A copy of an array of at least one number, none of them NaN.
 * @throws LogitTypeError INVALID_VECTOR; LogitRangeError SHAPE_MISMATCH, NON_FINITE
 */
export function rowNumbers(values: unknown, name: string): Float64Array<ArrayBuffer> {
  if (!isList(values)) {
    throw new LogitTypeError("INVALID_VECTOR", `${name}: expected an array of numbers, got ${shown(values)}`);
  }
  const { length } = values;
  if (length === 0) throw new LogitRangeError("SHAPE_MISMATCH", `${name}: expected at least one number, got none`);
  const numbers = new Float64Array(length);
  for (let row = 0; row < length; ++row) {
    const value = values[row];
    if (typeof value !== "number" || Number.isNaN(value)) {
      throw new LogitRangeError("NON_FINITE", `${name}: expected numbers, got ${shown(value)} at row ${row}`);
    }
    numbers[row] = value;
  }
  return numbers;
}

/** The same, of numbers from 0 to 1. @throws LogitRangeError INVALID_VECTOR for others */
export function rowProbabilities(values: unknown, name: string): Float64Array<ArrayBuffer> {
  const numbers = rowNumbers(values, name);
  const row = numbers.findIndex((value) => value < 0 || value > 1);
  if (row < 0) return numbers;
  const message = `${name}: expected numbers from 0 to 1, got ${numbers[row]} at row ${row}`;
  throw new LogitRangeError("INVALID_VECTOR", message);
}
