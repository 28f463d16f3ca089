import { checkCallback, checkChoice, checkNumber, checkPrecision, rejectUnknown } from "../check/options.ts";
import { isArray, isList } from "../check/values.ts";
import type { FitState } from "../driver/drive.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { checkClasses, checkSecond, isLabel } from "../input/labels.ts";
import type { Schedule } from "../solver/textbook/stochasticSteps.ts";
import type { Classes, Label, Precision } from "../types.ts";
import { checkStochastic, type SgdSettings, STOCHASTIC_NAMES } from "./sgdOptions.ts";

/**
 * How the optimum is found. Leave it at "auto"; docs/options.md says when to choose another. "gradient-descent" and
 * "sgd" are the textbook methods, which approach the optimum more slowly.
 */
export type SolverName = "auto" | "newton" | "lbfgs" | "newton-cg" | "proximal-newton" | "gradient-descent" | "sgd";

/**
 * What `new LogisticRegression(options)` takes; every one has a default.
 *
 * @example
 * const X = [[0, 1], [1, 1], [2, 0], [3, 1]];
 * const options = { l1: 0.01, l2: 0.01, classes: ["ham", "spam"], classWeight: "balanced", tolerance: 1e-8 };
 * new LogisticRegression(options).fit(X, ["ham", "ham", "spam", "spam"]).report.converged; // true
 */
export interface LogisticRegressionOptions {
  /** Weight of ||w||_1, which makes coefficients exactly 0; glmnet's lambda times alpha. Default 0. */
  readonly l1?: number;
  /**
   * Weight of ||w||^2 / 2; the intercept is never penalised. Default 1 / (sum of weights), or 0 beside an l1 above 0 or
   * a prior. For scikit-learn's C and m rows it is 1 / (C m), with `standardize: false` unless a StandardScaler comes
   * first.
   */
  readonly l2?: number;
  /**
   * Firth's bias-reduced fit (D. Firth, Bias Reduction of Maximum Likelihood Estimates, 1993; logistf in R): the
   * penalty is Jeffreys's prior, J = mean of the losses - log |X' D X| / (2 sum of weights), D the curvatures of the
   * losses, and there is none to choose. Finite where the classes are separated, and less biased where rows are few.
   * Weights count rows. No l1 and no l2 beside it. Default false.
   */
  readonly firth?: boolean;
  /**
   * Whether the penalty is meant on columns of deviation 1 (true, the default) or as they are, or n answers, one a
   * column. Of a table it means the columns of numbers: those of 0 and 1 for levels are penalised as they are.
   */
  readonly standardize?: boolean | readonly boolean[];
  /** The type in which rows are stored and computed with. Default: f32 for Float32Array data, f64 otherwise. */
  readonly precision?: Precision;
  /**
   * How the optimum is found. Default "auto": a quasi-Newton method that forms a Hessian where that saves time, and
   * proximal Newton where l1 is above 0.
   */
  readonly solver?: SolverName;
  /**
   * Step of gradient-descent and first step of sgd. Default: the reciprocal of a bound of the curvature, in sgd less
   * for small batches.
   */
  readonly learningRate?: number;
  /** sgd: rows of a step. Default 32. */
  readonly batchSize?: number;
  /**
   * sgd: part of the last direction that a step keeps (heavy ball: v := momentum v + gradient), from 0 to below 1.
   * Default 0.9.
   */
  readonly momentum?: number;
  /**
   * sgd: whether the model is the average of the points passed, late ones counting most (true, the default), or the
   * last.
   */
  readonly averaging?: boolean;
  /**
   * sgd: how the step shrinks with the steps t taken: "inverse-sqrt", 1 / sqrt(1 + t / 100) (the default), "inverse", 1
   * / (1 + t / 100), or "constant".
   */
  readonly schedule?: Schedule;
  /** sgd: seed of the random order of the rows, a whole number from 0 to 2^32 - 1. Default 0. */
  readonly seed?: number;
  /**
   * Most passes over the rows, Hessians included. Default 10,000; sgd: 200, of which every second one only measures. By
   * default the work is bounded too, by the size of X and with the price of a Hessian: about 970 passes over 3300 x
   * 300.
   */
  readonly maxEpochs?: number;
  /**
   * Relative suboptimality (J - J*) / J* to stop at, estimated from the decrement; default 1e-12 in f64, 1e-9 in f32.
   * By default, in f64 and up to 512 columns, the last step is Newton's own (not lbfgs's), so that coefficients come
   * out to eight digits and more. gradient-descent and sgd: largest entry of the gradient to stop at; default 1e-6 and
   * 1e-3. With `firth`: length of the next step in standard errors of the coefficients to stop at; default 1e-10 in
   * f64, or 1e-6 where rounding allows no more, and 1e-4 in f32.
   */
  readonly tolerance?: number;
  /** Whether there is an intercept (true, the default) or z = x . coef alone. */
  readonly fitIntercept?: boolean;
  /**
   * Factors of the classes' weights, `[negative, positive]`, or "balanced", which lets both classes weigh the same.
   * Default: none. The deviations that `standardize` goes by are those without them.
   */
  readonly classWeight?: "balanced" | readonly [negative: number, positive: number];
  /** `[negative, positive]`. Default: the two labels of y in sorted order. */
  readonly classes?: Classes;
  /**
   * The label whose probability is predicted, if classes are not given. Default: the second of the two in sorted order.
   */
  readonly positive?: Label;
  /** Called with the state of the fit at every iteration; return false to stop there. */
  readonly onEpoch?: (state: FitState) => unknown;
}

/** The options with their defaults, where these do not depend on the data. */
export interface CheckedOptions {
  readonly l1: number;
  readonly l2: number | undefined;
  /** Whether the penalty is that of Firth; l1 and l2 are then 0. */
  readonly firth: boolean;
  /** Whether the penalty is meant on standardised columns: one answer for all, or one a column. */
  readonly standardize: boolean | readonly boolean[];
  readonly precision: Precision | undefined;
  readonly solver: SolverName;
  readonly learningRate: number | undefined;
  readonly stochastic: SgdSettings;
  readonly maxEpochs: number;
  /** Whether maxEpochs was not given, so that the size of X bounds the work as well. */
  readonly budgeted: boolean;
  readonly tolerance: number | undefined;
  readonly fitIntercept: boolean;
  readonly classWeight: "balanced" | readonly [number, number] | undefined;
  readonly classes: Classes | undefined;
  /** What is to be the second of the classes, which are not known yet. */
  readonly positive: Label | undefined;
  readonly onEpoch: ((state: FitState) => unknown) | undefined;
}

export const SOLVERS: readonly SolverName[] = [
  "auto",
  "newton",
  "lbfgs",
  "newton-cg",
  "proximal-newton",
  "gradient-descent",
  "sgd",
];
/** Solvers that can minimise an objective with an l1 norm. */
const L1_SOLVERS = ["auto", "proximal-newton"];
export const OPTION_NAMES = [
  "l1",
  "l2",
  "firth",
  "standardize",
  "precision",
  "solver",
  "learningRate",
  ...STOCHASTIC_NAMES,
  "maxEpochs",
  "tolerance",
  "fitIntercept",
  "classWeight",
  "classes",
  "positive",
  "onEpoch",
];

/** @throws LogitTypeError, LogitRangeError INVALID_OPTION (INVALID_LABELS for classes) */
export function checkOptions(options: LogisticRegressionOptions): CheckedOptions {
  rejectUnknown(options, OPTION_NAMES, "LogisticRegression");
  const { standardize = true, fitIntercept = true, solver = "auto", classWeight, onEpoch, classes, positive } = options;
  const { firth = false } = options;
  checkNumber("l1", options.l1, "a finite number, 0 or above", (value) => value >= 0 && Number.isFinite(value));
  checkNumber("l2", options.l2, "a finite number, 0 or above", (value) => value >= 0 && Number.isFinite(value));
  checkNumber("learningRate", options.learningRate, "a finite number above 0", isPositive);
  checkNumber("tolerance", options.tolerance, "a finite number above 0", isPositive);
  checkNumber(
    "maxEpochs",
    options.maxEpochs,
    "a whole number above 0",
    (value) => isPositive(value) && value % 1 === 0,
  );
  checkStandardize(standardize);
  checkBoolean("fitIntercept", fitIntercept);
  checkBoolean("firth", firth);
  checkClassWeight(classWeight);
  checkChoice("solver", solver, SOLVERS);
  checkCallback("onEpoch", onEpoch);
  if (options.learningRate !== undefined && solver !== "gradient-descent" && solver !== "sgd") {
    const expected = `"gradient-descent" or "sgd" beside learningRate`;
    throw new LogitRangeError("INVALID_OPTION", `solver: expected ${expected}, got ${shown(solver)}`);
  }
  if ((options.l1 ?? 0) > 0 && !L1_SOLVERS.includes(solver)) {
    const expected = `${L1_SOLVERS.map(shown).join(" or ")} beside an l1 above 0`;
    throw new LogitRangeError("INVALID_OPTION", `solver: expected ${expected}, got ${shown(solver)}`);
  }
  if (firth) checkFirth(options, solver);
  const pair = classes === undefined ? undefined : checkClasses(classes);
  return Object.freeze({
    l1: options.l1 ?? 0,
    l2: firth ? 0 : options.l2,
    firth,
    standardize: isArray(standardize) ? Object.freeze([...standardize]) : standardize,
    precision: checkPrecision(options.precision),
    solver,
    learningRate: options.learningRate,
    stochastic: checkStochastic(options, solver),
    maxEpochs: options.maxEpochs ?? (solver === "sgd" ? 200 : 10_000),
    budgeted: options.maxEpochs === undefined,
    tolerance: options.tolerance,
    fitIntercept,
    classWeight,
    classes: pair,
    positive: checkPositive(positive, pair),
    onEpoch,
  });
}

/**
 * Checks the label that is to be positive; if classes are given it has to be the second of them. @throws
 * LogitTypeError, LogitRangeError INVALID_OPTION
 */
export function checkPositive(positive: unknown, classes: Classes | undefined): Label | undefined {
  if (positive === undefined) return undefined;
  if (!isLabel(positive))
    throw new LogitTypeError("INVALID_OPTION", `positive: expected a label, got ${shown(positive)}`);
  if (classes !== undefined) checkSecond(positive, classes);
  return positive;
}

/** Passes that a Firth fit takes at least: three at its start, and one for the curvature where that is asked for. */
const LEAST_OF_FIRTH = 4;

/** @throws LogitRangeError INVALID_OPTION naming what cannot stand beside firth */
function checkFirth({ l1 = 0, l2 = 0, maxEpochs }: LogisticRegressionOptions, solver: SolverName): void {
  const reject = (name: string, expected: string, got: unknown, next: string): never => {
    throw new LogitRangeError("INVALID_OPTION", `${name}: expected ${expected} beside firth, got ${shown(got)}${next}`);
  };
  const next = ": Firth's penalty stands in place of another, so leave one of them out";
  if (l1 > 0) reject("l1", "0", l1, next);
  if (l2 > 0) reject("l2", "0", l2, next);
  if (solver !== "auto" && solver !== "newton") reject("solver", `"auto" or "newton"`, solver, "");
  if (maxEpochs !== undefined && maxEpochs < LEAST_OF_FIRTH) {
    reject("maxEpochs", `${LEAST_OF_FIRTH} or more`, maxEpochs, ", of whose steps each takes three");
  }
}

function checkStandardize(value: unknown): asserts value is boolean | readonly boolean[] {
  if (!isArray(value)) return checkBoolean("standardize", value);
  for (let j = 0; j < value.length; ++j) checkBoolean(`standardize[${j}]`, value[j]);
}

/** @throws LogitTypeError INVALID_OPTION unless value is true or false */
export function checkBoolean(name: string, value: unknown): asserts value is boolean {
  if (typeof value === "boolean") return;
  throw new LogitTypeError("INVALID_OPTION", `${name}: expected true or false, got ${shown(value)}`);
}

function checkClassWeight(classWeight: unknown): void {
  if (classWeight === undefined || classWeight === "balanced") return;
  const expected = `"balanced" or [negative, positive], finite numbers above 0`;
  if (!isArray(classWeight) || classWeight.length !== 2) {
    const isRecord = typeof classWeight === "object" && classWeight !== null && !isList(classWeight);
    const hint = isRecord ? ": say [1, 5] for { 0: 1, 1: 5 }, in the order of the classes" : "";
    throw new LogitTypeError("INVALID_OPTION", `classWeight: expected ${expected}, got ${shown(classWeight)}${hint}`);
  }
  for (const weight of classWeight) checkNumber("classWeight", weight ?? null, expected, isPositive);
}

function isPositive(value: number): boolean {
  return value > 0 && Number.isFinite(value);
}
