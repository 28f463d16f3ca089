/** Entries of a model JSON, read strictly. */
import { isArray, isObject } from "../check/values.ts";
import { LogitTypeError, shown } from "../errors.ts";

/** @throws LogitTypeError INVALID_MODEL unless they are `count` finite numbers */
export function readNumbers(name: string, value: unknown, count: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(readEntries(name, `${count} finite numbers`, value, isFiniteNumber, count));
}

/**
 * A copy of an array, each of whose entries fits, a hole being undefined.
 * @throws LogitTypeError INVALID_MODEL naming the first entry that does not
 */
export function readEntries<Entry>(
  name: string,
  expected: string,
  value: unknown,
  fits: (entry: unknown) => entry is Entry,
  count?: number,
): Entry[] {
  if (!isArray(value) || !(count === undefined ? value.length > 0 : value.length === count)) {
    throw invalidModel(`${name} to be ${expected}`, value);
  }
  return Array.from(value, (entry: unknown, i) => {
    if (fits(entry)) return entry;
    throw invalidModel(`${name} to be ${expected}`, entry, ` at entry ${i}`);
  });
}

export function invalidModel(expected: string, value: unknown, where = ""): LogitTypeError {
  return new LogitTypeError("INVALID_MODEL", `model: expected ${expected}, got ${shown(value)}${where}`);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return isObject(value) && !isArray(value);
}

/** @throws LogitTypeError INVALID_MODEL naming the first entry that is not among `names` */
export function rejectOtherKeys(record: Record<string, unknown>, names: readonly string[], prefix: string): void {
  for (const name of Object.keys(record)) {
    if (!names.includes(name)) throw invalidModel("no other entries", prefix + name);
  }
}

export function isString(value: unknown): value is string {
  return typeof value === "string";
}

export function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}
