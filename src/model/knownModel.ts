import { rejectUnknown } from "../check/options.ts";
import { checkFinite, checkVector, isList } from "../check/vector.ts";
import { LogitRangeError } from "../errors.ts";
import { checkClasses } from "../input/labels.ts";
import type { ModelState } from "../modelFile/modelState.ts";
import { checkNames } from "../table/names.ts";
import type { Label } from "../types.ts";

/** What a model consists of whose coefficients are known. */
export interface KnownCoefficients<L extends Label = Label> {
  /** n finite numbers, one a column, in the units of the rows to predict. */
  readonly coef: ArrayLike<number>;
  /** b of z = x . coef + b, a finite number. */
  readonly intercept: number;
  /** `[negative, positive]`: coef is for the log-odds of the second. Default: [0, 1]. */
  readonly classes?: readonly [negative: L, positive: L];
  /** Names of the columns: rows to predict may then be objects. Default: none. */
  readonly features?: readonly string[];
  /** Name of what is predicted. Default: none. */
  readonly target?: string;
}

/**
 * @throws LogitTypeError, LogitRangeError INVALID_OPTION, INVALID_VECTOR, INVALID_LABELS, NON_FINITE, SHAPE_MISMATCH
 */
export function knownState(known: KnownCoefficients): ModelState {
  rejectUnknown(known, ["coef", "intercept", "classes", "features", "target"], "LogisticRegression.of");
  const { coef, intercept, classes = [0, 1], features, target } = known;
  const n = isList(coef) ? coef.length : 0;
  const numbers = checkVector(coef, n, "coef");
  if (n === 0) throw new LogitRangeError("INVALID_VECTOR", "coef: expected one number a column, got none");
  checkNames({ features, target }, n);
  return {
    coef: numbers,
    intercept: checkFinite(intercept, "intercept"),
    classes: checkClasses(classes),
    features: features && Object.freeze([...features]),
    target,
    curvature: undefined,
  };
}
