import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import type { Precision } from "../types.ts";

/** @throws LogitRangeError INVALID_OPTION naming the first option that is not among `names` */
export function rejectUnknown(options: object, names: readonly string[], where: string): void {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new LogitTypeError("INVALID_OPTION", `${where}: expected an object of options, got ${shown(options)}`);
  }
  for (const name of Object.keys(options)) {
    if (names.includes(name)) continue;
    throw new LogitRangeError("INVALID_OPTION", `${where}: expected options ${names.join(", ")}; got "${name}"`);
  }
}

export function checkPrecision(precision: unknown): Precision | undefined {
  if (precision === undefined || precision === "f32" || precision === "f64") return precision;
  throw new LogitRangeError("INVALID_OPTION", `precision: expected "f32" or "f64", got ${shown(precision)}`);
}

/** @throws LogitTypeError, LogitRangeError INVALID_OPTION unless value is absent or a number that fits */
export function checkNumber(name: string, value: unknown, expected: string, fits: (value: number) => boolean): void {
  if (value === undefined) return;
  if (typeof value !== "number") {
    throw new LogitTypeError("INVALID_OPTION", `${name}: expected ${expected}, got ${shown(value)}`);
  }
  if (!fits(value)) throw new LogitRangeError("INVALID_OPTION", `${name}: expected ${expected}, got ${value}`);
}
