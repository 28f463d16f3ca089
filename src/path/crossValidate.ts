import { checkChoice, checkNumber } from "../check/options.ts";
import { isList } from "../check/values.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { LogitRangeError, LogitTypeError } from "../errors.ts";
import { checkExtras } from "../fit/fitExtras.ts";
import { fitRows } from "../fit/fitRows.ts";
import { reportOf, withMissing } from "../fit/report.ts";
import { positiveRows } from "../input/weights.ts";
import { withStandardize } from "../model/fitModel.ts";
import { LogisticRegression } from "../model/logisticRegression.ts";
import type { LabelledTrainingRows } from "../rows/trainingRows.ts";
import { encodedName } from "../table/encoding.ts";
import { argumentsOf } from "../table/givenRows.ts";
import type { LabelIn, RowOf, TableOptions } from "../table/tableOptions.ts";
import type { Label, Labels, Matrix, Table } from "../types.ts";
import { forwardOf, type PackedFrom, type PathRows, unseenLevels, withoutFold } from "./foldRows.ts";
import { acrossFolds, type CrossValidated, type HeldOut, type Scores, scoresOf } from "./foldScores.ts";
import { type Folds, givenFolds, stratifiedFolds } from "./folds.ts";
import { describedBy, modelOptions, pathOf, type RegularizationPath, withClassWeights } from "./path.ts";
import { fitPath } from "./pathFit.ts";
import {
  type CheckedPathOptions,
  checkPathOptions,
  PATH_NAMES,
  type PathOptions,
  type TablePathOptions,
} from "./pathOptions.ts";
import { withPackedRows } from "./pathRows.ts";

/** What lambda is chosen by, on rows that were held out. */
export type Measure = "logLoss" | "auc" | "accuracy";

/** Options of crossValidate: those of regularizationPath, and how rows are held out and lambda is chosen. */
export interface CrossValidationOptions extends PathOptions {
  /** How many folds. Default 10. */
  readonly folds?: number;
  /** A whole number that decides which rows go into which fold. Default 0. */
  readonly seed?: number;
  /** The fold of each row, whole numbers from 0 on, instead of folds and seed. */
  readonly foldOf?: ArrayLike<number>;
  /**
   * Default "logLoss". Where fewer than two folds hold out both classes, "auc" is undefined, and "logLoss" takes its
   * place.
   */
  readonly measure?: Measure;
  /**
   * Which lambda the model gets: the best one ("min"), or the largest whose measure is within one standard error of it
   * ("1se", the default): a simpler model that is about as good (Breiman, Friedman, Olshen, Stone 1984).
   */
  readonly select?: "1se" | "min";
}

/** Entry k of everything belongs to lambda k. */
export interface CrossValidation<L extends Label = Label> {
  /** The lambdas that every fold solved, falling: l1 = lambda l1Ratio, l2 = lambda (1 - l1Ratio). */
  readonly lambdas: Float64Array<ArrayBuffer>;
  /** Mean log loss of held-out rows, in nats. */
  readonly logLoss: CrossValidated;
  /** Area under the ROC curve of held-out rows, over the folds that hold out both classes; NaN if there is none. */
  readonly auc: CrossValidated;
  /** Share of held-out rows whose label is predicted right. */
  readonly accuracy: CrossValidated;
  /** What lambda was chosen by: what was asked for, or "logLoss" where the AUC of fewer than two folds is defined. */
  readonly measure: Measure;
  /** The lambda whose measure is best; the largest of those that tie. */
  readonly lambdaMin: number;
  /** The largest lambda whose measure is within one standard error of that. */
  readonly lambda1se: number;
  /**
   * The index of lambdaMin in lambdas. If it is the last one, smaller lambdas may be better: give a smaller minRatio.
   */
  readonly indexMin: number;
  /** The index of lambda1se in lambdas. */
  readonly index1se: number;
  /** The fold that held each row out, of a table each row that was not dropped. */
  readonly foldOf: Int32Array<ArrayBuffer>;
  /**
   * How often a fold had no training row of some level of a table, whose coefficient is then 0 in that fold; 0 for
   * matrices.
   */
  readonly unseenLevels: number;
  /** All rows with the lambda that was chosen, at the default tolerance of LogisticRegression. */
  readonly model: LogisticRegression<L>;
  /** The path on all rows. */
  readonly path: RegularizationPath<L>;
}

/** What a cross-validation over a table takes. */
export interface TableCrossValidationOptions<
  Row = Readonly<Record<string, unknown>>,
  Target extends keyof Row & string = keyof Row & string,
> extends TablePathOptions<Row, Target>,
    Pick<CrossValidationOptions, "folds" | "seed" | "foldOf" | "measure" | "select"> {}

const MEASURES: readonly Measure[] = ["logLoss", "auc", "accuracy"];

/**
 * Chooses lambda by cross-validation and fits all rows with it: the path of all rows gives the lambdas, each fold is
 * left out in turn and a path fitted to the others, and what was left out is predicted. X is packed once: a fold is the
 * same rows with weight 0 for those that it holds out. With `standardize` the penalty is meant on columns of deviation
 * 1 among the rows of the fold.
 *
 * Of a table the stand-ins of missing values, the knots of splines and the rare levels are those of the rows of the
 * fold; levels are those of all rows.
 *
 * @param X m x n: rows as fit takes them, a table, or a Dataset (then without y and weights)
 * @param y m labels of two classes; none where a table has a target
 * @throws LogitTypeError, LogitRangeError naming what was expected, what came and where
 *
 * @example
 * const X = Array.from({ length: 60 }, (_, i) => [Math.sin(i), Math.cos(i * i)]);
 * const y = X.map(([first], i) => (first + Math.sin(5 * i) > 0 ? "yes" : "no"));
 * const { model, lambda1se, lambdaMin } = crossValidate(X, y, { folds: 5, seed: 1 });
 * lambda1se >= lambdaMin; // true
 * model.predict([[0.9, 0]]); // ["yes"]
 */
export function crossValidate<Y extends Label>(
  X: Matrix,
  y: ArrayLike<Y> & object,
  options?: CrossValidationOptions,
): CrossValidation<Y>;
export function crossValidate(X: Matrix, y: Labels, options?: CrossValidationOptions): CrossValidation;
export function crossValidate<Y extends Label>(
  dataset: Dataset<Y>,
  options?: CrossValidationOptions,
): CrossValidation<Y>;
export function crossValidate<Y extends Label>(
  dataset: Dataset<Y>,
  y: undefined,
  options?: CrossValidationOptions,
): CrossValidation<Y>;
export function crossValidate<Y extends Label>(
  table: Table,
  y: ArrayLike<Y> & object,
  options?: TableCrossValidationOptions,
): CrossValidation<Y>;
export function crossValidate<X extends Table, Target extends keyof RowOf<X> & string>(
  table: X,
  options: TableCrossValidationOptions<RowOf<X>, Target> & { readonly target: Target },
): CrossValidation<LabelIn<RowOf<X>[Target]>>;
export function crossValidate(X: Matrix | Table | Dataset, second?: unknown, third?: object): CrossValidation {
  const { y, options } = argumentsOf(second, third as CrossValidationOptions | undefined);
  const asked = checkPathOptions(
    options,
    [...PATH_NAMES, "folds", "seed", "foldOf", "measure", "select"],
    "crossValidate",
  );
  const { measure = "logLoss", select = "1se" } = options;
  checkChoices(options, measure, select);
  return withPackedRows(X, y, options as TableOptions, asked, (given, checked) => {
    const folds = foldsOf(given, options);
    const path = withClassWeights(given, checked.fit.classWeight, (rows) =>
      pathOf(rows, fitPath(rows, checked, options.penaltyFactors), checked),
    );
    if (path.lambdas.length === 0) throw separated();
    const held = Array.from({ length: folds.count }, (_, fold) => heldOut(given, folds, fold));
    const scores = held.map((out, fold) => foldScores(given, folds, fold, out, path.lambdas, checked, options));
    const solved = Math.min(...scores.map(({ length }) => length));
    if (solved === 0) throw separated();
    const across = (name: Measure): CrossValidated => {
      const values = scores.map((fold) => Float64Array.from(fold.slice(0, solved), (one) => one[name]));
      return acrossFolds(
        values,
        held.map(({ total }) => total),
      );
    };
    const measures = { logLoss: across("logLoss"), auc: across("auc"), accuracy: across("accuracy") };
    const ranked = held.filter(({ bothClasses }) => bothClasses).length;
    const chosenBy = measure === "auc" && ranked < 2 ? "logLoss" : measure;
    const { indexMin, index1se } = choose(measures[chosenBy], chosenBy === "logLoss" ? 1 : -1);
    const lambdas = path.lambdas.slice(0, solved);
    const lambdaMin = lambdas[indexMin] ?? 0;
    const lambda1se = lambdas[index1se] ?? 0;
    const chosen = select === "min" ? indexMin : index1se;
    const model = refitted(given, path, chosen, checked, options);
    const { foldOf } = folds;
    const chosenLambdas = { measure: chosenBy, lambdaMin, lambda1se, indexMin, index1se };
    return { lambdas, ...measures, ...chosenLambdas, foldOf, unseenLevels: unseenLevels(given, folds), model, path };
  });
}

function checkChoices({ folds, seed, foldOf }: CrossValidationOptions, measure: unknown, select: unknown): void {
  checkNumber("folds", folds, "a whole number above 1", (value) => value > 1 && Number.isSafeInteger(value));
  checkNumber("seed", seed, "a whole number", Number.isSafeInteger);
  if (foldOf !== undefined && (folds ?? seed) !== undefined) {
    const name = folds === undefined ? "seed" : "folds";
    throw new LogitTypeError("INVALID_OPTION", `${name}: expected none beside foldOf, got ${folds ?? seed}`);
  }
  checkChoice("measure", measure, MEASURES);
  checkChoice("select", select, ["1se", "min"]);
}

function foldsOf({ weights, table }: PackedFrom, { folds = 10, seed = 0, foldOf }: CrossValidationOptions): Folds {
  if (foldOf === undefined) return stratifiedFolds(weights, folds, seed);
  const kept = table?.read.kept;
  const all = kept === undefined || !isList(foldOf) || foldOf.length === kept.length;
  return givenFolds(weights, all ? foldOf : Array.from(kept, (row) => foldOf[row] as number));
}

function heldOut({ weights }: LabelledTrainingRows, { foldOf }: Folds, fold: number): HeldOut {
  const classes = positiveRows(weights);
  const rows = Array.from(foldOf.keys()).filter((row) => foldOf[row] === fold);
  const positive = rows.map((row) => classes[row] ?? 0);
  const signed = weights.signed.slice(0, foldOf.length);
  const given = Float64Array.from(rows, (row) => Math.abs(signed[row] ?? 0));
  let total = 0;
  let ones = 0;
  for (const [i, weight] of given.entries()) {
    total += weight;
    if (positive[i] === 1) ones += weight;
  }
  return { rows, positive, weights: given, total, bothClasses: ones > 0 && ones < total };
}

/** Fits the path without a fold and judges each of its solutions by the rows of that. */
function foldScores(
  given: PackedFrom,
  folds: Folds,
  fold: number,
  out: HeldOut,
  lambdas: Float64Array<ArrayBuffer>,
  checked: CheckedPathOptions,
  { penaltyFactors }: CrossValidationOptions,
): Scores[] {
  return withoutFold(given, folds, fold, (others) =>
    withClassWeights(others, checked.fit.classWeight, (rows) => {
      const factors = penaltyFactors && factorsIn(penaltyFactors, given, rows);
      const { standardize: asked } = checked;
      const standardize = typeof asked === "boolean" ? asked : standardizeIn(asked, given, rows);
      const fit = withStandardize({ ...checked.fit, standardize }, rows.table?.encoded);
      const { points } = fitPath(rows, { ...checked, fit }, factors, lambdas);
      return points.map(({ w, b }) => scoresOf(out, forwardOf(others, w, b)));
    }),
  );
}

/**
 * Which columns that a table has in a fold are standardised, by their names; of rare levels that all rows do not have
 * none is.
 */
function standardizeIn(
  asked: readonly boolean[],
  { table }: PackedFrom,
  { table: ofFold }: PathRows,
): readonly boolean[] {
  if (table === undefined || ofFold === undefined || ofFold.encoded === table.encoded) return asked;
  const names = table.encoded.map(encodedName);
  return ofFold.encoded.map((column) => asked[names.indexOf(encodedName(column))] ?? column.isNumber);
}

/** The factors by the columns that a table has in a fold, where other levels may be rare. */
function factorsIn(factors: ArrayLike<number>, { table }: PackedFrom, { table: ofFold }: PathRows): ArrayLike<number> {
  if (table === undefined || ofFold === undefined || ofFold.encoded === table.encoded) return factors;
  const names = table.encoded.map(encodedName);
  return ofFold.encoded.map((column) => factors[names.indexOf(encodedName(column))] ?? 1);
}

/** The best entry and the first that is within one standard error of it; `sign` -1 where more is better. */
function choose({ mean, standardError }: CrossValidated, sign: 1 | -1): { indexMin: number; index1se: number } {
  let indexMin = 0;
  for (const [k, value] of mean.entries()) if (sign * value < sign * (mean[indexMin] ?? 0)) indexMin = k;
  const bound = sign * (mean[indexMin] ?? 0) + (standardError[indexMin] ?? 0);
  const index1se = mean.findIndex((value) => sign * value <= bound);
  return { indexMin, index1se: index1se < 0 ? indexMin : index1se };
}

/** Refits all rows with the lambda that was chosen, starting from the solution of the path. */
function refitted(
  given: PackedFrom,
  path: RegularizationPath,
  chosen: number,
  checked: CheckedPathOptions,
  { penaltyFactors }: CrossValidationOptions,
): LogisticRegression {
  const started = performance.now();
  return withClassWeights(given, checked.fit.classWeight, (rows) => {
    const options = modelOptions(checked, path.lambdas[chosen] ?? 0);
    const start = path.model(chosen);
    const extras = checkExtras({ penaltyFactors, start }, rows.holder.columns);
    // a later fit of the model resolves `standardize` for its own rows; this fit takes the columns of these
    const { standardize } = checked.fit;
    const { driven, ...fitted } = fitRows(rows, { ...checked.fit, ...options, standardize }, extras);
    const seconds = (performance.now() - started) / 1000;
    const report = withMissing(reportOf(rows, driven, "auto", seconds), given.table?.missing);
    const { classes } = rows;
    const prevalence = rows.weights.positiveTotal / rows.weights.total;
    const state = { ...describedBy(rows), ...fitted, report, classes, prevalence };
    return LogisticRegression.withState(options, state);
  });
}

function separated(): LogitRangeError {
  const expected = "columns without a penalty that do not separate the classes";
  return new LogitRangeError("INVALID_OPTION", `penaltyFactors: expected ${expected}, got some that do`);
}
