import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { logF64 } from "../math/elementary.ts";
import type { ModelState } from "../modelFile/modelState.ts";

/** The state with the intercept for another share of positive rows: see LogisticRegression.withPrevalence. */
export function shiftedTo(state: ModelState, prevalence: unknown): ModelState {
  const { prevalence: fitted, curvature: _, stream: __, ...rest } = state;
  if (typeof prevalence !== "number" || !(prevalence > 0 && prevalence < 1)) {
    throw new LogitRangeError(
      "INVALID_OPTION",
      `prevalence: expected a number between 0 and 1, got ${shown(prevalence)}`,
    );
  }
  if (fitted === undefined || !(fitted > 0 && fitted < 1)) {
    const expected = "a model whose fit knows the share of its positive rows";
    throw new LogitTypeError("INVALID_OPTION", `withPrevalence: expected ${expected}, got one that does not`);
  }
  const shift = logOdds(prevalence) - logOdds(fitted);
  return { ...rest, curvature: undefined, intercept: state.intercept + shift, prevalence };
}

function logOdds(p: number): number {
  return logF64(p) - logF64(1 - p);
}
