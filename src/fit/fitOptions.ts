import { LogitRangeError, shown } from "../errors.ts";
import type { TableOptions } from "../table/tableOptions.ts";
import type { Classes, Label, Weights } from "../types.ts";
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
   * One weight a row, 0 or above. A row of weight 0 is as if it were absent, and so is one that weighs less than 1e-19
   * of the heaviest row of its class. Default: 1 each.
   */
  readonly weights?: Weights;
  /** A fitted model to start from: the optimum is the same, and near it fewer epochs lead there. */
  readonly start?: FittedModel;
  /** What the penalty of each column is multiplied by: n numbers, 0 or above. Default: 1 each. */
  readonly penaltyFactors?: ArrayLike<number>;
  /** One number a row that is added to z: z = x . coef + intercept + offset. Default: 0 each. */
  readonly offsets?: ArrayLike<number>;
  /**
   * A fitted model that the coefficients are pulled towards, as if it had seen `strength` more rows (a Gaussian prior):
   * in the metric of the curvature that it carries, or of columns of deviation 1. For a handful of rows, also of one
   * class.
   */
  readonly prior?: FittedModel;
  /** How many rows the prior counts as. Default: those that it was fitted to if it carries its curvature, else 1. */
  readonly strength?: number;
  /** Whether the model is to carry the Hessian at its optimum (false), for a later prior or for standard errors. */
  readonly curvature?: boolean;
  /** Names of the columns, kept with the model: rows to predict may then be objects. */
  readonly features?: readonly string[];
  /** Name of what is predicted, kept with the model. */
  readonly target?: string;
  /** The label whose probability is predicted. Default: that of the constructor. */
  readonly positive?: Label;
  /**
   * Whether to throw NOT_CONVERGED, and to leave the model as it was, where a fit ends by anything but its tolerance
   * (false).
   */
  readonly strict?: boolean;
}

/** What fit takes besides a table. */
export interface TableFitOptions<
  Row = Readonly<Record<string, unknown>>,
  Target extends keyof Row & string = keyof Row & string,
> extends TableOptions<Row, Target>,
    Pick<FitOptions, "start" | "penaltyFactors" | "prior" | "strength" | "curvature" | "strict"> {}

/** What fit takes besides a table whose rows count successes and failures, R's cbind(successes, failures). */
export interface GroupedFitOptions<Row = Readonly<Record<string, unknown>>>
  extends Omit<TableFitOptions<Row>, "target" | "positive"> {
  /**
   * The column that counts the successes of each row: numbers, 0 or above, which need not be whole. The classes are 0,
   * a failure, and 1, a success.
   */
  readonly successes: keyof Row & string;
  /** The column that counts the failures of each row. */
  readonly failures: keyof Row & string;
  /** The class whose probability is predicted. Default: 1, a success. */
  readonly positive?: 0 | 1;
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
  "positive",
  "strict",
];

/**
 * The classes of the options, or of the prior; they have to agree, since the coefficients of one are those of the
 * other.
 */
export function knownClasses(classes: Classes | undefined, prior: unknown): Classes | undefined {
  if (!isModel(prior)) return classes;
  const { classes: earlier } = prior;
  if (classes === undefined || (classes[0] === earlier[0] && classes[1] === earlier[1])) return earlier;
  const pair = (labels: Classes): string => `[${labels.map(shown).join(", ")}]`;
  const message = `classes: expected ${pair(earlier)} as in the prior, got ${pair(classes)}`;
  throw new LogitRangeError("INVALID_LABELS", message);
}
