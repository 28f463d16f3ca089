import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { sigmoidF64 } from "../math/elementary.ts";

/**
 * Whether a row gets the positive label: where its probability a = 1 / (1 + e^-z), rounded as predictProba gives it, is
 * at least the threshold. At 0.5 the sign of z decides, since a rounds to 0.5 also where z is below 0 and above -2^-52:
 * so labels agree with the sign of decisionFunction, and z = 0 is positive. At any other threshold labels agree with
 * predictProba.
 *
 * Everything that turns a model's z into a label asks this function: predict, score, logit-wasm/predict,
 * cross-validation.
 */
export function predictsPositive(z: number, threshold = 0.5): boolean {
  return threshold === 0.5 ? z >= 0 : sigmoidF64(z) >= threshold;
}

/** @throws LogitTypeError, LogitRangeError INVALID_OPTION unless it is absent or a probability */
export function checkThreshold(threshold: unknown): void {
  const isNumber = typeof threshold === "number";
  if (threshold === undefined || (isNumber && threshold >= 0 && threshold <= 1)) return;
  const message = `threshold: expected a number from 0 to 1, got ${shown(threshold)}`;
  throw new (isNumber ? LogitRangeError : LogitTypeError)("INVALID_OPTION", message);
}
