import { rejectUnknown } from "../check/options.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { checkThreshold } from "../decision/predictsPositive.ts";
import { LogitTypeError } from "../errors.ts";
import type { FitAsyncOptions, GroupedFitAsyncOptions, TableFitAsyncOptions } from "../fit/asyncOptions.ts";
import type { Curvature } from "../fit/curvature.ts";
import type { FitOptions, GroupedFitOptions, TableFitOptions } from "../fit/fitOptions.ts";
import { registerModel } from "../fit/fittedModel.ts";
import { type CheckedOptions, checkOptions, type LogisticRegressionOptions } from "../fit/options.ts";
import type { FitReport } from "../fit/report.ts";
import { type ModelJson, readModelJson, writeModelJson } from "../modelFile/modelJson.ts";
import type { ModelState } from "../modelFile/modelState.ts";
import { mergedOptions, type OptionsJson, optionsJsonOf } from "../modelFile/optionsJson.ts";
import type { TableEncoding } from "../table/encoding.ts";
import { argumentsOf } from "../table/givenRows.ts";
import type { LabelIn, RowOf } from "../table/tableOptions.ts";
import type { Label, Labels, Matrix, Table } from "../types.ts";
import { type Coefficient, coefficientsOf } from "./coefficients.ts";
import { fitModel, fitModelAsync } from "./fitModel.ts";
import { inspected } from "./inspected.ts";
import { type KnownCoefficients, knownState } from "./knownModel.ts";
import { learnRows, type PartialFitOptions, type TablePartialFitOptions } from "./partialFit.ts";
import { Predictions } from "./predictions.ts";
import type { LabelOptions, Prediction, PredictOneOptions, PredictOptions, ScoreOptions } from "./predictOptions.ts";
import { shiftedTo } from "./prevalence.ts";
import { type RecordSchema, recordSchemaOf } from "./recordSchema.ts";
import { scoreOf } from "./score.ts";

/**
 * Binary logistic regression: P(y = positive | x) = 1 / (1 + e^-(x . coef + intercept)), at the minimum of
 *
 *     J = mean of the losses + l1 ||w||_1 + l2 ||w||^2 / 2
 *
 * @example
 * const X = [[0, 1], [1, 1], [2, 0], [3, 1]];
 * const model = new LogisticRegression().fit(X, ["ham", "ham", "spam", "spam"]);
 * model.predict([[3, 0]]); // ["spam"]
 */
export class LogisticRegression<L extends Label = Label> {
  readonly #options: CheckedOptions;
  readonly #given: OptionsJson;
  #state: ModelState | undefined;
  #predictions: Predictions | undefined;

  /**
   * A model that is not fitted yet: what it gives throws NOT_FITTED until fit, fitAsync or partialFit was called.
   *
   * @param options each has a default
   * @throws LogitTypeError, LogitRangeError INVALID_OPTION for an unknown option or a value it cannot have
   */
  constructor(options: LogisticRegressionOptions = {}) {
    this.#options = checkOptions(options);
    this.#given = optionsJsonOf(options);
    registerModel(this);
    // what structuredClone and postMessage, which see no private field, make of a model: fromJSON takes it
    Object.defineProperty(this, "json", { enumerable: true, get: () => this.#state && this.toJSON() });
    // what console.log prints in Node: classes, penalty, named coefficients, and whether the fit converged
    const inspect = (): string => inspected(this.#state, this.#given);
    Object.defineProperty(this, Symbol.for("nodejs.util.inspect.custom"), { value: inspect });
  }

  /**
   * Fits to m rows and their labels: a matrix with y, a table whose labels are a column (`target`) or y, or a Dataset.
   * Returns this. If it throws, the model stays as it was.
   *
   * Of a table numbers stay numbers, booleans and texts of two levels become one column of 0 and 1, other texts one
   * column a level (without a penalty less the reference), and the model carries how: rows to predict are found by
   * name. See TableOptions. Where each row counts successes and failures, `successes` and `failures` name the columns.
   *
   * @param X m x n: rows of numbers, typed rows, `{ data, rows, columns }` (row-major), row objects,
   * `{ name: column }`, a table of Arrow, arquero or polars, or a Dataset (then without y)
   * @param y m labels: 0/1, booleans, -1/+1, or any two distinct numbers or strings; none where a table has a target
   * @throws LogitTypeError, LogitRangeError naming what was expected, what came and where
   * @example
   * const rows = [
   *   { plan: "free", age: 31, churned: "yes" },
   *   { plan: "pro", age: 44, churned: "no" },
   *   { plan: "free", age: 52, churned: "yes" },
   *   { plan: "team", age: 38, churned: "no" },
   * ];
   * const model = new LogisticRegression().fit(rows, { target: "churned" });
   * model.predictOne({ age: 40, plan: "free" }).label; // "yes"
   */
  fit<Y extends Label>(dataset: Dataset<Y>, options?: Omit<FitOptions, "weights">): LogisticRegression<Y>;
  fit<Y extends Label>(dataset: Dataset<Y>, y: undefined, options?: Omit<FitOptions, "weights">): LogisticRegression<Y>;
  fit<Y extends Label>(X: Matrix, y: ArrayLike<Y> & object, options?: FitOptions): LogisticRegression<Y>;
  fit(X: Matrix, y: Labels & object, options?: FitOptions): LogisticRegression;
  fit<Y extends Label>(table: Table, y: ArrayLike<Y> & object, options?: TableFitOptions): LogisticRegression<Y>;
  fit<X extends Table, Target extends keyof RowOf<X> & string>(
    table: X,
    options: TableFitOptions<RowOf<X>, Target> & { readonly target: Target },
  ): LogisticRegression<LabelIn<RowOf<X>[Target]>>;
  fit<X extends Table>(table: X, options: GroupedFitOptions<RowOf<X>>): LogisticRegression<0 | 1>;
  fit(X: Matrix | Table | Dataset, y?: unknown, options?: object): LogisticRegression<never> {
    return this.#become(fitModel(X, y, options, this.#options));
  }

  /**
   * The same fit off the calling thread, on all cores, with the same bits: workers get their rows once, then n numbers
   * a step. X, y and weights must stay as they are until the promise settles; X in a SharedArrayBuffer is read in
   * place, from anywhere else copied. Where there are no workers, and for solver "sgd", it runs on the calling thread
   * and gives way to the event loop between epochs. Of two fits of one model at a time the one that ends last stays.
   *
   * @returns a promise of this, rejected with what fit would throw, the signal's reason, or LogitRangeError
   * WORKER_FAILED if a worker died; the model then stays as it was
   * @example
   * const X = [[0, 1], [1, 1], [2, 0], [3, 1]];
   * const model = await new LogisticRegression().fitAsync(X, [0, 0, 1, 1], { signal: AbortSignal.timeout(60_000) });
   * model.predict([[3, 0]]); // [1]
   */
  fitAsync<Y extends Label>(
    dataset: Dataset<Y>,
    options?: Omit<FitAsyncOptions, "weights">,
  ): Promise<LogisticRegression<Y>>;
  fitAsync<Y extends Label>(
    dataset: Dataset<Y>,
    y: undefined,
    options?: Omit<FitAsyncOptions, "weights">,
  ): Promise<LogisticRegression<Y>>;
  fitAsync<Y extends Label>(
    X: Matrix,
    y: ArrayLike<Y> & object,
    options?: FitAsyncOptions,
  ): Promise<LogisticRegression<Y>>;
  fitAsync(X: Matrix, y: Labels & object, options?: FitAsyncOptions): Promise<LogisticRegression>;
  fitAsync<Y extends Label>(
    table: Table,
    y: ArrayLike<Y> & object,
    options?: TableFitAsyncOptions,
  ): Promise<LogisticRegression<Y>>;
  fitAsync<X extends Table, Target extends keyof RowOf<X> & string>(
    table: X,
    options: TableFitAsyncOptions<RowOf<X>, Target> & { readonly target: Target },
  ): Promise<LogisticRegression<LabelIn<RowOf<X>[Target]>>>;
  fitAsync<X extends Table>(table: X, options: GroupedFitAsyncOptions<RowOf<X>>): Promise<LogisticRegression<0 | 1>>;
  async fitAsync(X: Matrix | Table | Dataset, y?: unknown, options?: object): Promise<LogisticRegression<never>> {
    return this.#become(await fitModelAsync(X, y, options, this.#options));
  }

  /**
   * Learns from some more rows of a stream, one row or many, each once and in their order: a step of stochastic
   * gradient descent a `batchSize` rows, as solver "sgd" has it, on columns standardised by their moments so far. Goes
   * on from where the model is, be it from a fit, from JSON or from nothing. In float64 whatever the type of X. Returns
   * this. If it throws, the model stays as it was.
   *
   * By default neither penalty, weights nor an outlier sends a stream out of bounds. Rows that come sorted by class are
   * what it knows least of: shuffle them, replay some earlier ones beside the new, or take a larger batchSize
   * (docs/internals/solvers.md).
   *
   * `report` then has the objective on these rows before and after they were learnt from.
   *
   * @param X m x n: see fit
   * @param y m labels, of one class or both; at the first call of both unless `classes` are given
   * @throws LogitTypeError, LogitRangeError naming what was expected, what came and where
   * @example
   * const model = new LogisticRegression();
   * model.partialFit([[1, 20], [3, 10]], ["ham", "spam"]);
   * for (let i = 0; i < 100; ++i) model.partialFit([[3 + i % 2, 12]], ["spam"]).partialFit([[1 + i % 2, 18]], ["ham"]);
   * model.predict([[4, 11], [1, 19]]); // ["spam", "ham"]
   */
  partialFit<Y extends Label>(X: Matrix, y: ArrayLike<Y> & object, options?: PartialFitOptions): LogisticRegression<Y>;
  partialFit(X: Matrix, y: Labels & object, options?: PartialFitOptions): LogisticRegression;
  partialFit<Y extends Label>(
    table: Table,
    y: ArrayLike<Y> & object,
    options?: TablePartialFitOptions<RowOf<Table>>,
  ): LogisticRegression<Y>;
  partialFit<X extends Table>(
    table: X,
    options?: TablePartialFitOptions<RowOf<X>> & { readonly target?: undefined },
  ): LogisticRegression<L>;
  partialFit<X extends Table, Target extends keyof RowOf<X> & string>(
    table: X,
    options: TablePartialFitOptions<RowOf<X>, Target> & { readonly target: Target },
  ): LogisticRegression<LabelIn<RowOf<X>[Target]>>;
  partialFit(X: Matrix | Table, y?: unknown, options?: object): LogisticRegression<never> {
    return this.#become(learnRows(this.#state, X, y, options, this.#options));
  }

  /**
   * P(y = positive) of each row, in [0, 1], where positive is `classes[1]`.
   *
   * @param X rows like those of fit, or a Dataset (then computed in its precision)
   * @throws LogitTypeError NOT_FITTED, LogitRangeError SHAPE_MISMATCH for other columns than in fit
   * @example
   * const model = new LogisticRegression({ l2: 0.1 }).fit([[1], [2], [3], [4]], ["ham", "ham", "spam", "spam"]);
   * const [p] = model.predictProba([[4]]); // of "spam"
   * p > 0.5; // true
   */
  predictProba(X: Matrix | Table | Dataset, options: PredictOptions = {}): Float64Array<ArrayBuffer> {
    rejectUnknown(options, ["offsets", "invalid"], "predictProba");
    return this.#predicting().predictProba(X, options);
  }

  /**
   * The label of each row: the positive class where its probability is at least `threshold`. At 0.5, the default, that
   * is where z, as decisionFunction gives it, is 0 or above: also where a z just below 0 has a probability that rounds
   * to 0.5.
   *
   * @param X rows like those of fit, or a Dataset
   * @throws LogitTypeError NOT_FITTED, LogitRangeError SHAPE_MISMATCH, INVALID_OPTION for a threshold outside [0, 1]
   * @example
   * const model = new LogisticRegression({ l2: 0.1 }).fit([[1], [2], [3], [4]], ["ham", "ham", "spam", "spam"]);
   * model.predict([[1], [4]]); // ["ham", "spam"]
   * model.predict([[4]], { threshold: 0.99 }); // ["ham"]
   */
  predict(X: Matrix | Table | Dataset, options?: LabelOptions & { readonly invalid?: "error" }): L[];
  predict(X: Matrix | Table | Dataset, options: LabelOptions): (L | null)[];
  predict(X: Matrix | Table | Dataset, options: LabelOptions = {}): (L | null)[] {
    rejectUnknown(options, ["threshold", "offsets", "invalid"], "predict");
    checkThreshold(options.threshold);
    return this.#predicting().predict(X, options) as (L | null)[];
  }

  /**
   * What the model says of one row.
   *
   * @param row a row object, whose other entries are not looked at, or n numbers
   * @param options `invalid` "nan": of a row object that cannot be encoded the label is null and the numbers are NaN
   * @throws as predict does
   * @example
   * const model = new LogisticRegression({ l2: 0.1 }).fit([[1], [2], [3], [4]], [0, 0, 1, 1], { features: ["size"] });
   * model.predictOne({ size: 4 }).label; // 1
   */
  predictOne(row: object, options?: PredictOneOptions & { readonly invalid?: "error" }): Prediction<L>;
  predictOne(row: object, options: PredictOneOptions): Prediction<L | null>;
  predictOne(row: object, options: PredictOneOptions = {}): Prediction<L | null> {
    rejectUnknown(options, ["threshold", "offset", "invalid"], "predictOne");
    checkThreshold(options.threshold);
    return this.#predicting().predictOne(row, options) as Prediction<L | null>;
  }

  /**
   * z = x . coef + intercept of each row: the log-odds of the positive class.
   *
   * @param X rows like those of fit, or a Dataset
   * @throws LogitTypeError NOT_FITTED, LogitRangeError SHAPE_MISMATCH for other columns than in fit
   * @example
   * const model = new LogisticRegression({ l2: 0.1 }).fit([[1], [2], [3], [4]], [0, 0, 1, 1]);
   * model.decisionFunction([[0]])[0] === model.intercept; // true
   */
  decisionFunction(X: Matrix | Table | Dataset, options: PredictOptions = {}): Float64Array<ArrayBuffer> {
    rejectUnknown(options, ["offsets", "invalid"], "decisionFunction");
    return this.#predicting().decisionFunction(X, options);
  }

  /**
   * The accuracy: share of the rows, or of their weights, whose label `predict` gets right, from 0 to 1. A Dataset
   * brings its own labels. Rows of a table that miss a value or a label are refused, or left out by `missing: "drop"`.
   *
   * @param X rows like those of fit, or a Dataset (then without y)
   * @param y m labels, each one of `classes`
   * @throws LogitTypeError, LogitRangeError NOT_FITTED, SHAPE_MISMATCH, INVALID_LABELS, INVALID_WEIGHTS, MISSING_VALUE
   * @example
   * const model = new LogisticRegression({ l2: 0.1 }).fit([[1], [2], [3], [4]], [0, 0, 1, 1]);
   * model.score([[1], [2], [3], [4]], [0, 0, 1, 0]); // 0.75
   */
  score(dataset: Dataset, options?: ScoreOptions): number;
  score(dataset: Dataset, y: undefined, options?: ScoreOptions): number;
  score(X: Matrix | Table, y: Labels, options?: ScoreOptions): number;
  score(table: Table, options?: ScoreOptions & { readonly target?: string }): number;
  score(given: Matrix | Table | Dataset, second?: unknown, third?: object): number {
    const { y, options } = argumentsOf(second, third as (ScoreOptions & { target?: string }) | undefined);
    return scoreOf(this.#predicting(), given, y, options);
  }

  /** One coefficient a column of X, of a table one an encoded column: the change of the log-odds per unit. A copy. */
  get coef(): Float64Array<ArrayBuffer> {
    return this.#fitted().coef.slice();
  }

  /**
   * The intercept and the coefficients with the names of their columns and levels, as people read them: in the order of
   * `coef`, but that the terms of a text are ranked, those of the largest estimates first, of either sign.
   */
  get coefficients(): Coefficient[] {
    return coefficientsOf(this.#fitted());
  }

  /** b of z = x . coef + b, in the units of X; 0 if the model was fitted without an intercept. */
  get intercept(): number {
    return this.#fitted().intercept;
  }

  /** `[negative, positive]`: probabilities are those of the second. */
  get classes(): readonly [negative: L, positive: L] {
    return this.#fitted().classes as readonly [L, L];
  }

  /** The Hessian at the optimum, if fit was asked for it. */
  get curvature(): Curvature | undefined {
    return this.#fitted().curvature;
  }

  /**
   * How the last fit went: look at `converged` and `reason`.
   * @throws LogitTypeError NOT_FITTED where there was none: before a fit, and for coefficients that came from elsewhere
   */
  get report(): FitReport {
    const { report } = this.#fitted();
    if (report !== undefined) return report;
    throw new LogitTypeError("NOT_FITTED", "report: expected a model that was fitted, got one of known coefficients");
  }

  /** Names of the columns that predictions read, in their order; undefined if fit was given none. */
  get features(): readonly string[] | undefined {
    return this.#fitted().features;
  }

  /** Name of what is predicted; undefined if fit was given none. */
  get target(): string | undefined {
    return this.#fitted().target;
  }

  /** Whether the model was fitted with offsets, so that predictions need them as well. */
  get takesOffsets(): boolean {
    return this.#fitted().offsets === true;
  }

  /** How the columns of a table become those of `coef`; undefined after a fit to a matrix. */
  get encoding(): TableEncoding | undefined {
    return this.#fitted().encoding;
  }

  /** JSON Schema of a row that predictOne takes: types, levels, and what has to be there. */
  schema(): RecordSchema {
    return recordSchemaOf(this.#fitted());
  }

  /**
   * The same model where the share of positive rows is another than in fit, as after balanced weights or a sample of
   * the negative rows: one shift of the intercept, by the difference of the log-odds of the two shares (G. King and L.
   * Zeng, Logistic Regression in Rare Events Data, 2001).
   *
   * @param prevalence the share of positive rows where the model is used, between 0 and 1
   * @param options `trained`: the share of positive rows that the intercept belongs to. Default: that of fit, which a
   * model of coefficients that were known (`of`) does not have
   * @throws LogitRangeError INVALID_OPTION for any other number, LogitTypeError for a model that does not know its
   * share
   * @example
   * const model = new LogisticRegression({ classWeight: "balanced" }).fit([[1], [2], [3], [4]], [0, 0, 0, 1]);
   * model.withPrevalence(0.02).intercept < model.intercept; // true
   */
  withPrevalence(prevalence: number, options: { readonly trained?: number } = {}): LogisticRegression<L> {
    const state = shiftedTo(this.#fitted(), prevalence, options);
    return LogisticRegression.withState(this.#given, state) as LogisticRegression<L>;
  }

  /**
   * A plain object for JSON.stringify; fromJSON gives a model of the same bits and with the same options, but for
   * `onEpoch`. structuredClone and postMessage make an object of a model that fromJSON takes as well.
   */
  toJSON(): ModelJson {
    return writeModelJson({ state: this.#fitted(), options: this.#given });
  }

  /**
   * A model of coefficients that are known, from a paper or from another library. It predicts, is written and read, and
   * can be a prior or a start; it has no `report`, since there was no fit.
   *
   * @param known coef and intercept, and what else is known: see KnownCoefficients
   * @throws LogitTypeError, LogitRangeError INVALID_VECTOR, NON_FINITE for coef and intercept, INVALID_LABELS,
   * SHAPE_MISMATCH, INVALID_OPTION
   * @example
   * const known = { coef: [0.25, -1.5], intercept: 0.125, features: ["age", "dose"] };
   * const model = LogisticRegression.of({ ...known, classes: ["well", "ill"] });
   * const { label, logOdds } = model.predictOne({ dose: 0.5, age: 4 });
   * [label, logOdds]; // ["ill", 0.375]
   */
  static of<L extends Label = 0 | 1>(known: KnownCoefficients<L>): LogisticRegression<L> {
    return LogisticRegression.withState({}, knownState(known)) as LogisticRegression<L>;
  }

  /**
   * The model that was written, with the options that it had, so that another fit or partialFit is what it would have
   * been.
   *
   * @param json what toJSON returned, or its text, also of earlier versions (which have no options)
   * @param options those of the constructor: each one that is given takes the place of the file's
   * @throws LogitTypeError, LogitRangeError INVALID_MODEL, MODEL_VERSION if it is anything else, INVALID_OPTION
   * @example
   * const model = new LogisticRegression({ l2: 0.1 }).fit([[1], [2], [3], [4]], [0, 0, 1, 1]);
   * LogisticRegression.fromJSON(JSON.stringify(model)).intercept === model.intercept; // true
   */
  static fromJSON(json: unknown, options: LogisticRegressionOptions = {}): LogisticRegression {
    const stored = readModelJson(json);
    return LogisticRegression.withState(mergedOptions(stored.options, options), stored.state);
  }

  /** @internal A model that was fitted elsewhere: on a path. */
  static withState(options: LogisticRegressionOptions, state: ModelState): LogisticRegression {
    const model = new LogisticRegression(options);
    model.#state = state;
    return model;
  }

  #become(state: ModelState): LogisticRegression<never> {
    this.#state = state;
    this.#predictions = undefined;
    return this as unknown as LogisticRegression<never>;
  }

  #predicting(): Predictions {
    this.#predictions ??= new Predictions(this.#fitted());
    return this.#predictions;
  }

  #fitted(): ModelState {
    if (this.#state === undefined) {
      throw new LogitTypeError("NOT_FITTED", "model: expected fit to come first, got a model that is not fitted");
    }
    return this.#state;
  }
}
