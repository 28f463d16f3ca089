import type { Dataset } from "../dataset/dataset.ts";
import { LogitRangeError, shown } from "../errors.ts";
import { type FitReport, reportOf, withMissing } from "../fit/report.ts";
import { classWeighted } from "../input/weights.ts";
import { LogisticRegression } from "../model/logisticRegression.ts";
import type { ModelState } from "../modelFile/modelState.ts";
import { unpackPoint } from "../rows/scaling.ts";
import { argumentsOf } from "../table/givenRows.ts";
import type { LabelIn, RowOf, TableOptions } from "../table/tableOptions.ts";
import type { Label, Labels, Matrix, Table } from "../types.ts";
import { type PackedFrom, type PathRows, pathRowsOf } from "./foldRows.ts";
import { type FittedPath, fitPath, type PathReason } from "./pathFit.ts";
import {
  type CheckedPathOptions,
  checkPathOptions,
  PATH_NAMES,
  type PathOptions,
  type TablePathOptions,
} from "./pathOptions.ts";
import { withPackedRows } from "./pathRows.ts";

/** The solutions for a falling sequence of penalties: entry k of everything belongs to lambda k. */
export interface RegularizationPath<L extends Label = Label> {
  /** Falling: l1 = lambda l1Ratio, l2 = lambda (1 - l1Ratio). */
  readonly lambdas: Float64Array<ArrayBuffer>;
  /** n coefficients each, in the units of X. */
  readonly coef: readonly Float64Array<ArrayBuffer>[];
  /** The intercept of each, in the units of X. */
  readonly intercepts: Float64Array<ArrayBuffer>;
  /** Coefficients that are not 0. */
  readonly nonZeros: readonly number[];
  /** 1 - deviance / deviance of an intercept alone; glmnet's dev.ratio. */
  readonly devianceExplained: Float64Array<ArrayBuffer>;
  /** How the fit at each lambda went. */
  readonly reports: readonly FitReport[];
  /**
   * Why there are no more lambdas: `complete`; `saturated`, smaller ones explain no more (see stopEarly); `separation`,
   * the columns without a penalty separate the classes; `max-epochs` and `precision`: as in FitReport, for the last
   * one.
   */
  readonly reason: PathReason;
  /** `[negative, positive]` */
  readonly classes: readonly [negative: L, positive: L];
  /** A model with the solution at lambda k. */
  model(k: number): LogisticRegression<L>;
}

/**
 * Fits a path of elastic net penalties, from the smallest lambda at which all penalised coefficients are 0 down to
 * `minRatio` times that, each from the solution before (Friedman, Hastie, Tibshirani 2010), with strong rules
 * (Tibshirani et al. 2012). X is packed once. The lambdas are those that glmnet takes.
 *
 * @param X m x n: rows as fit takes them, a table, or a Dataset (then without y and weights)
 * @param y m labels of two classes; none where a table has a target
 * @throws LogitTypeError, LogitRangeError naming what was expected, what came and where
 *
 * @example
 * const X = [[0, 1], [1, 1], [2, 0], [3, 1], [1, 0], [2, 1]];
 * const path = regularizationPath(X, [0, 0, 1, 1, 1, 0], { count: 3, minRatio: 0.1 });
 * path.nonZeros; // [0, 2, 2]
 * path.model(2).predict([[3, 0]]); // [1]
 */
export function regularizationPath<Y extends Label>(
  X: Matrix,
  y: ArrayLike<Y> & object,
  options?: PathOptions,
): RegularizationPath<Y>;
export function regularizationPath(X: Matrix, y: Labels, options?: PathOptions): RegularizationPath;
export function regularizationPath<Y extends Label>(dataset: Dataset<Y>, options?: PathOptions): RegularizationPath<Y>;
export function regularizationPath<Y extends Label>(
  dataset: Dataset<Y>,
  y: undefined,
  options?: PathOptions,
): RegularizationPath<Y>;
export function regularizationPath<Y extends Label>(
  table: Table,
  y: ArrayLike<Y> & object,
  options?: TablePathOptions,
): RegularizationPath<Y>;
export function regularizationPath<X extends Table, Target extends keyof RowOf<X> & string>(
  table: X,
  options: TablePathOptions<RowOf<X>, Target> & { readonly target: Target },
): RegularizationPath<LabelIn<RowOf<X>[Target]>>;
export function regularizationPath(X: Matrix | Table | Dataset, second?: unknown, third?: object): RegularizationPath {
  const { y, options } = argumentsOf(second, third as PathOptions | undefined);
  const asked = checkPathOptions(options, PATH_NAMES, "regularizationPath");
  return withPackedRows(X, y, options as TableOptions, asked, (given, checked) =>
    withClassWeights(given, checked.fit.classWeight, (rows) => {
      const fitted = fitPath(rows, checked, options.penaltyFactors);
      return pathOf(rows, fitted, checked);
    }),
  );
}

/** Runs `use` with the rows as solvers are to have them, under the weights of their classes, if there are any. */
export function withClassWeights<Result>(
  rows: PackedFrom,
  classWeight: CheckedPathOptions["fit"]["classWeight"],
  use: (rows: PathRows) => Result,
): Result {
  if (classWeight === undefined) return use(pathRowsOf(rows));
  const weights = classWeighted(rows.weights, classWeight, rows.holder.precision);
  return rows.holder.withWeights(weights, (holder) => use(pathRowsOf({ ...rows, holder, weights })));
}

export function pathOf(
  rows: PathRows,
  { lambdas, points, nullCost, reason, seconds }: FittedPath,
  checked: CheckedPathOptions,
): RegularizationPath {
  const { classes, scaling } = rows;
  // + 0: no coefficient is -0
  const solutions = points.map(({ w, b }) => {
    const raw = unpackPoint(scaling, w, b);
    return { coef: raw.w.map((value) => value + 0), intercept: checked.fit.fitIntercept ? raw.b + 0 : 0 };
  });
  const reports = points.map((point, k) =>
    withMissing(reportOf(rows, point, "proximal-newton", seconds[k] ?? 0), rows.table?.missing),
  );
  return {
    lambdas,
    coef: solutions.map(({ coef }) => coef),
    intercepts: Float64Array.from(solutions, ({ intercept }) => intercept),
    nonZeros: solutions.map(({ coef }) => coef.reduce((count, value) => count + (value === 0 ? 0 : 1), 0)),
    devianceExplained: Float64Array.from(points, ({ cost }) => 1 - cost / nullCost),
    reports,
    reason,
    classes,
    model(k) {
      const solution = typeof k === "number" ? solutions[k] : undefined;
      const report = typeof k === "number" ? reports[k] : undefined;
      if (solution === undefined || report === undefined) {
        const expected = `a whole number from 0 to ${solutions.length - 1}`;
        throw new LogitRangeError("INVALID_OPTION", `model: expected ${expected}, got ${shown(k)}`);
      }
      const coef = solution.coef.slice();
      const seen = { rows: rows.holder.rows, weight: rows.weights.givenTotal, moments: rows.moments };
      const { positiveTotal, total } = rows.weights;
      const rest = { ...describedBy(rows), curvature: undefined, seen, prevalence: positiveTotal / total };
      return LogisticRegression.withState(modelOptions(checked, lambdas[k] ?? 0), {
        ...rest,
        coef,
        intercept: solution.intercept,
        report,
        classes,
      });
    },
  };
}

/** What the model of such rows says of its columns, and whether it takes offsets. */
export function describedBy({
  features,
  target,
  table,
  offsetMean,
}: PathRows): Pick<ModelState, "features" | "target" | "encoding" | "offsets"> {
  const offsets = offsetMean !== undefined;
  return { features: features && Object.freeze([...features]), target, encoding: table?.encoding, offsets };
}

/** The options of a model at a lambda of a path. */
export function modelOptions({ fit, l1Ratio, standardize }: CheckedPathOptions, lambda: number) {
  const { precision, fitIntercept, classWeight, classes, maxEpochs } = fit;
  return {
    standardize,
    fitIntercept,
    maxEpochs,
    l1: lambda * l1Ratio,
    l2: lambda * (1 - l1Ratio),
    ...(precision && { precision }),
    ...(classWeight && { classWeight }),
    ...(classes && { classes }),
  };
}
