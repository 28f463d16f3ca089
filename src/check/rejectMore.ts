import { LogitTypeError, shown } from "../errors.ts";

/**
 * Weights, say, which the formulas as they are taught do not have, are refused rather than ignored.
 * @throws LogitTypeError INVALID_OPTION if there are more arguments than `call` has
 */
export function rejectMore(more: readonly unknown[], call: string): void {
  if (more.length === 0) return;
  const weighted = "with weights there is Dataset.from(X, y, { weights }).propagate(w, b)";
  const message = `${call}: expected no further argument, got ${shown(more[0])}: ${weighted}`;
  throw new LogitTypeError("INVALID_OPTION", message);
}
