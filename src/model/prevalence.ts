import { rejectUnknown } from "../check/options.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { logF64 } from "../math/elementary.ts";
import type { ModelState } from "../modelFile/modelState.ts";

/** The state with the intercept for another share of positive rows: see LogisticRegression.withPrevalence. */
export function shiftedTo(
  state: ModelState,
  prevalence: number,
  options: { readonly trained?: number | undefined },
): ModelState {
  const { prevalence: known, curvature: _, stream: __, ...rest } = state;
  rejectUnknown(options, ["trained"], "withPrevalence");
  const { trained } = options;
  checkShare("prevalence", prevalence);
  if (trained !== undefined) checkShare("trained", trained);
  const fitted = trained ?? known;
  if (fitted === undefined || !(fitted > 0 && fitted < 1)) {
    const expected = "a model whose fit knows the share of its positive rows";
    throw new LogitTypeError(
      "INVALID_OPTION",
      `withPrevalence: expected ${expected}, got one that does not: say { trained: 0.5 }, its share`,
    );
  }
  const shift = logOdds(prevalence) - logOdds(fitted);
  return { ...rest, curvature: undefined, intercept: state.intercept + shift, prevalence };
}

function checkShare(name: string, share: unknown): void {
  if (typeof share === "number" && share > 0 && share < 1) return;
  throw new LogitRangeError("INVALID_OPTION", `${name}: expected a number between 0 and 1, got ${shown(share)}`);
}

function logOdds(p: number): number {
  return logF64(p) - logF64(1 - p);
}
