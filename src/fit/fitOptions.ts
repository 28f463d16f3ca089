import { isArray } from "../check/values.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import type { Classes, Weights } from "../types.ts";
import { type FittedModel, isModel } from "./fittedModel.ts";

/**
 * What fit takes besides rows and labels. The code of an error is INVALID_OPTION, INVALID_WEIGHTS for weights, and
 * SHAPE_MISMATCH for a vector of the wrong length.
 *
 * @example
 * const X = [[1], [2], [3], [4]];
 * const base = new LogisticRegression().fit(X, [0, 1, 0, 1], { curvature: true, features: ["length"] });
 * const own = new LogisticRegression().fit([[2], [3]], [1, 1], { prior: base, strength: 10, weights: [1, 2] });
 * own.classes; // [0, 1]
 */
export interface FitOptions {
  /**
   * One weight a row, 0 or above. A row of weight 0 is as if it were absent, and so is one that weighs less than 1e-19 of the heaviest
   * row of its class. Default: 1 each.
   */
  readonly weights?: Weights;
  /** A fitted model to start from: the optimum is the same, and near it fewer epochs lead there. */
  readonly start?: FittedModel;
  /** What the penalty of each column is multiplied by: n numbers, 0 or above. Default: 1 each. */
  readonly penaltyFactors?: ArrayLike<number>;
  /** One number a row that is added to z: z = x . coef + intercept + offset. Default: 0 each. */
  readonly offsets?: ArrayLike<number>;
  /**
   * A fitted model that the coefficients are pulled towards, as if it had seen `strength` more rows (a Gaussian prior): in
   * the metric of the curvature that it carries, or of columns of deviation 1. For a handful of rows, also of one class.
   */
  readonly prior?: FittedModel;
  /** How many rows the prior counts as. Default: those that it was fitted to if it carries its curvature, else 1. */
  readonly strength?: number;
  /** Whether the model is to carry the Hessian at its optimum (false), for a later prior or for standard errors. */
  readonly curvature?: boolean;
  /** Names of the columns, kept with the model. */
  readonly features?: readonly string[];
  /** Name of what is predicted, kept with the model. */
  readonly target?: string;
}

export const FIT_OPTIONS = [
  "weights",
  "offsets",
  "penaltyFactors",
  "start",
  "prior",
  "strength",
  "curvature",
  "features",
  "target",
];

/** The classes of the options, or of the prior; they have to agree, since the coefficients of one are those of the other. */
export function knownClasses(classes: Classes | undefined, prior: unknown): Classes | undefined {
  if (!isModel(prior)) return classes;
  const { classes: earlier } = prior;
  if (classes === undefined || (classes[0] === earlier[0] && classes[1] === earlier[1])) return earlier;
  const pair = (labels: Classes): string => `[${labels.map(shown).join(", ")}]`;
  const message = `classes: expected ${pair(earlier)} as in the prior, got ${pair(classes)}`;
  throw new LogitRangeError("INVALID_LABELS", message);
}

/** @throws LogitTypeError INVALID_OPTION; LogitRangeError SHAPE_MISMATCH unless there is a name for each column */
export function checkNames({ features, target }: FitOptions, columns: number): void {
  if (target !== undefined && typeof target !== "string") {
    throw new LogitTypeError("INVALID_OPTION", `target: expected a string, got ${shown(target)}`);
  }
  if (features === undefined) return;
  const isNames = isArray(features);
  if (isNames && features.length !== columns) {
    throw new LogitRangeError("SHAPE_MISMATCH", `features: expected ${columns} names, got ${features.length}`);
  }
  if (!isNames || !Array.from(features).every((name) => typeof name === "string")) {
    throw new LogitTypeError("INVALID_OPTION", `features: expected an array of names, got ${shown(features)}`);
  }
}
