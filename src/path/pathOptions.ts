import { checkNumber, rejectUnknown } from "../check/options.ts";
import { isList } from "../check/values.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { type CheckedOptions, checkBoolean, checkOptions, type LogisticRegressionOptions } from "../fit/options.ts";
import type { TableOptions } from "../table/tableOptions.ts";
import type { Weights } from "../types.ts";

/** The options of LogisticRegression that a path takes too. */
type Shared =
  | "standardize"
  | "precision"
  | "tolerance"
  | "maxEpochs"
  | "fitIntercept"
  | "classWeight"
  | "classes"
  | "positive";

/**
 * What a path takes; every option has a default. Those of LogisticRegression mean what they mean there.
 *
 * @example
 * const X = [[0, 1], [1, 1], [2, 0], [3, 1], [1, 0], [2, 1]];
 * const path = regularizationPath(X, [0, 0, 1, 1, 1, 0], { lambdas: [0.1, 0.2], l1Ratio: 0.5, fitIntercept: false });
 * path.lambdas; // [0.2, 0.1]
 */
export interface PathOptions extends Pick<LogisticRegressionOptions, Shared> {
  /**
   * Part of l1 in the penalty, from 0 to 1 (the default): l1 = lambda l1Ratio, l2 = lambda (1 - l1Ratio); glmnet's
   * alpha.
   */
  readonly l1Ratio?: number;
  /** How many lambdas. Default 100. */
  readonly count?: number;
  /** The smallest lambda as a part of the largest. Default 1e-4, or 1e-2 where the columns are more than the rows. */
  readonly minRatio?: number;
  /** The lambdas themselves, 0 or above, instead of count and minRatio; taken from the largest to the smallest. */
  readonly lambdas?: ArrayLike<number>;
  /** One weight a row, 0 or above. Default: 1 each. */
  readonly weights?: Weights;
  /**
   * One number a row that is added to z, or nothing. In a cross-validation those of the rows that a fold holds out go
   * into its scores; the models ask for offsets when they predict.
   */
  readonly offsets?: ArrayLike<number>;
  /**
   * What the penalty of each column is multiplied by: n numbers, 0 or above. Default: 1 each. Not rescaled, as glmnet
   * does.
   */
  readonly penaltyFactors?: ArrayLike<number>;
  /** Names of the columns, kept with the models. */
  readonly features?: readonly string[];
  /** Name of what is predicted, kept with the models. */
  readonly target?: string;
  /**
   * Relative suboptimality at each lambda, as in LogisticRegression. Default 1e-8 in f64, 1e-7 in f32: what glmnet
   * reaches with a thresh of 1e-7 is less.
   */
  readonly tolerance?: number;
  /**
   * Whether the path ends where smaller lambdas explain no more: after five lambdas, when the deviance explained has
   * risen by less than 1e-5 or is above 0.999 (glmnet's fdev and devmax). Default true; not with `lambdas`, of which
   * all are solved.
   */
  readonly stopEarly?: boolean;
}

/** What a path over a table takes. */
export interface TablePathOptions<
  Row = Readonly<Record<string, unknown>>,
  Target extends keyof Row & string = keyof Row & string,
> extends Omit<PathOptions, "weights" | "offsets" | "positive" | "features" | "target">,
    TableOptions<Row, Target> {}

export interface CheckedPathOptions {
  /** `standardize` as it was given; `fit` has it resolved by column. */
  readonly standardize: boolean | readonly boolean[];
  readonly fit: CheckedOptions;
  readonly l1Ratio: number;
  readonly count: number;
  readonly minRatio: number | undefined;
  /** The lambdas that were given, in descending order. */
  readonly lambdas: Float64Array<ArrayBuffer> | undefined;
  readonly stopEarly: boolean;
}

const SHARED = [
  "standardize",
  "precision",
  "tolerance",
  "maxEpochs",
  "fitIntercept",
  "classWeight",
  "classes",
  "positive",
] as const;
export const PATH_NAMES = [
  ...SHARED,
  ...["l1Ratio", "count", "minRatio", "lambdas", "weights", "offsets", "penaltyFactors", "stopEarly"],
  ...["target", "features", "drop", "columns", "missing", "maxLevels", "interactions", "reference"],
];

/** Most lambdas of a path: more would take longer than anybody waits and memory that nobody has. They are refused. */
const MOST_LAMBDAS = 100_000;

/** @throws LogitTypeError, LogitRangeError INVALID_OPTION */
export function checkPathOptions(options: PathOptions, names: readonly string[], where: string): CheckedPathOptions {
  rejectUnknown(options, names, where);
  const { l1Ratio = 1, count, minRatio, lambdas, stopEarly = true } = options;
  checkNumber("l1Ratio", l1Ratio, "a number from 0 to 1", (value) => value >= 0 && value <= 1);
  checkNumber("count", count, `a whole number from 2 to ${MOST_LAMBDAS}`, isCount);
  checkNumber("minRatio", minRatio, "a number between 0 and 1", (value) => value > 0 && value < 1);
  checkBoolean("stopEarly", stopEarly);
  if (lambdas !== undefined && (count !== undefined || minRatio !== undefined)) {
    const name = count === undefined ? "minRatio" : "count";
    throw new LogitTypeError("INVALID_OPTION", `${name}: expected none beside lambdas, got ${count ?? minRatio}`);
  }
  const shared = SHARED.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]);
  const fit = checkOptions(Object.fromEntries(shared));
  return {
    fit,
    standardize: fit.standardize,
    l1Ratio,
    count: count ?? 100,
    minRatio,
    lambdas: lambdas === undefined ? undefined : checkLambdas(lambdas),
    stopEarly: stopEarly && lambdas === undefined,
  };
}

const isCount = (value: number): boolean => value > 1 && value <= MOST_LAMBDAS && Number.isSafeInteger(value);

function checkLambdas(lambdas: unknown): Float64Array<ArrayBuffer> {
  const expected = "finite numbers, 0 or above, at least one";
  if (!isList(lambdas)) {
    throw new LogitTypeError("INVALID_OPTION", `lambdas: expected ${expected}, got ${shown(lambdas)}`);
  }
  if (lambdas.length > MOST_LAMBDAS) {
    throw new LogitRangeError("INVALID_OPTION", `lambdas: expected at most ${MOST_LAMBDAS}, got ${lambdas.length}`);
  }
  const given = Array.from(lambdas);
  const wrong = given.filter((value) => !(typeof value === "number" && value >= 0 && Number.isFinite(value)));
  if (wrong.length > 0 || given.length === 0) {
    const got = given.length === 0 ? "none" : shown(wrong[0]);
    throw new LogitRangeError("INVALID_OPTION", `lambdas: expected ${expected}, got ${got}`);
  }
  return Float64Array.from(given as number[])
    .sort()
    .reverse();
}
