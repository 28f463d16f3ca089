import { type ErrorCode, LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { isList } from "./values.ts";

export { isList };

/**
 * A vector of `length` finite numbers, copied.
 * @throws LogitTypeError INVALID_VECTOR; LogitRangeError SHAPE_MISMATCH, NON_FINITE
 */
export function checkVector(values: unknown, length: number, name: string): Float64Array<ArrayBuffer> {
  if (!isList(values))
    throw new LogitTypeError("INVALID_VECTOR", `${name}: expected an array of numbers, got ${shown(values)}`);
  const given = values;
  if (given.length !== length) {
    throw new LogitRangeError("SHAPE_MISMATCH", `${name}: expected ${length} numbers, got ${given.length}`);
  }
  const copy = new Float64Array(length);
  for (let i = 0; i < length; ++i) copy[i] = checkFinite(given[i], `${name}[${i}]`);
  return copy;
}

export function checkFinite(value: unknown, name: string): number {
  if (typeof value !== "number") {
    throw new LogitTypeError("INVALID_VECTOR", `${name}: expected a number, got ${shown(value)}`);
  }
  if (!Number.isFinite(value))
    throw new LogitRangeError("NON_FINITE", `${name}: expected a finite number, got ${value}`);
  return value;
}

/** The error for an entry that is no finite number. */
export function notFinite(name: string, value: unknown, where: string, code: ErrorCode): Error {
  const got = `got ${shown(value)} at ${where}`;
  return typeof value === "number"
    ? new LogitRangeError("NON_FINITE", `${name}: expected finite numbers, ${got}`)
    : new LogitTypeError(code, `${name}: expected numbers, ${got}`);
}
