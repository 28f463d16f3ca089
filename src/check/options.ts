import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import type { Precision } from "../types.ts";
import { HINTS, hintOfValue } from "./hints.ts";
import * as unknownOption from "./unknownOption.ts";

/**
 * Refuses unknown options, with hints at names that people bring from other libraries. `logit-wasm/predict`, which is
 * to stay small, does without these texts and calls rejectUnknown of src/check/unknownOption.ts.
 * @throws LogitTypeError INVALID_OPTION for what is no object of options, LogitRangeError INVALID_OPTION naming the
 * first option that is not among `names`
 */
export function rejectUnknown(options: unknown, names: readonly string[], where: string): void {
  unknownOption.rejectUnknown(options, names, where, HINTS);
}

/** @throws LogitRangeError INVALID_OPTION unless value is one of the texts that are allowed */
export function checkChoice<Choice extends string>(
  name: string,
  value: unknown,
  allowed: readonly Choice[],
): asserts value is Choice {
  if ((allowed as readonly unknown[]).includes(value)) return;
  const expected = allowed.length === 2 ? `${allowed.map(shown).join(" or ")},` : `one of ${allowed.join(", ")};`;
  const got = `got ${shown(value)}${hintOfValue(value, allowed)}`;
  throw new LogitRangeError("INVALID_OPTION", `${name}: expected ${expected} ${got}`);
}

/** @throws LogitTypeError INVALID_OPTION unless value is absent or a function */
export function checkCallback(name: string, value: unknown): void {
  if (value === undefined || typeof value === "function") return;
  throw new LogitTypeError("INVALID_OPTION", `${name}: expected a function, got ${shown(value)}`);
}

export function checkPrecision(precision: unknown): Precision | undefined {
  if (precision === undefined) return undefined;
  checkChoice<Precision>("precision", precision, ["f32", "f64"]);
  return precision;
}

/** @throws LogitTypeError, LogitRangeError INVALID_OPTION unless value is absent or a number that fits */
export function checkNumber(name: string, value: unknown, expected: string, fits: (value: number) => boolean): void {
  if (value === undefined) return;
  if (typeof value !== "number") {
    throw new LogitTypeError("INVALID_OPTION", `${name}: expected ${expected}, got ${shown(value)}`);
  }
  if (!fits(value)) throw new LogitRangeError("INVALID_OPTION", `${name}: expected ${expected}, got ${value}`);
}
