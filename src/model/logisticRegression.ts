import { rejectUnknown } from "../check/options.ts";
import { type Dataset, isDataset } from "../dataset/dataset.ts";
import { decisionValues, probabilities } from "../decision/decision.ts";
import { withPredictOffsets } from "../decision/predictOffsets.ts";
import { checkThreshold, predictsPositive } from "../decision/predictsPositive.ts";
import { LogitRangeError, LogitTypeError } from "../errors.ts";
import { ASYNC_OPTIONS, checkAsyncOptions, type FitAsyncOptions } from "../fit/asyncOptions.ts";
import { besideDataset, checkBesideDataset } from "../fit/besideDataset.ts";
import type { Curvature } from "../fit/curvature.ts";
import { fitDatasetAsync, fitRowsAsync } from "../fit/fitAsync.ts";
import { checkExtras } from "../fit/fitExtras.ts";
import { checkNames, FIT_OPTIONS, type FitOptions, knownClasses } from "../fit/fitOptions.ts";
import { type Fitted, fitRows } from "../fit/fitRows.ts";
import { registerModel } from "../fit/fittedModel.ts";
import { type CheckedOptions, checkOptions, type LogisticRegressionOptions } from "../fit/options.ts";
import { readyRows, type WeighedRows, weighRows } from "../fit/readyRows.ts";
import { type FitReport, reportOf } from "../fit/report.ts";
import { encodeKnown } from "../input/labels.ts";
import { type RowSource, rowSourceOf } from "../input/matrix.ts";
import { checkWeight, classWeighted, positiveRows, type RowWeights, weightArray } from "../input/weights.ts";
import { sigmoidF64 } from "../math/elementary.ts";
import { type ModelJson, readModelJson, writeModelJson } from "../modelFile/modelJson.ts";
import type { ModelState } from "../modelFile/modelState.ts";
import { mergedOptions, type OptionsJson, optionsJsonOf } from "../modelFile/optionsJson.ts";
import type { MeasuredRows, TrainingRows } from "../rows/trainingRows.ts";
import type { Classes, Label, Labels, Matrix, Weights } from "../types.ts";
import { withArena } from "../wasm/pool.ts";
import { learnRows, type PartialFitOptions } from "./partialFit.ts";

/** What predictions take besides rows. */
export interface PredictOptions {
  /**
   * One number a row that is added to z, as in fit, or one number for all rows. Needed if the model was fitted with offsets, 0
   * being an answer; default otherwise: 0.
   */
  readonly offsets?: number | ArrayLike<number>;
}

/** What score takes besides rows and labels. */
export interface ScoreOptions extends PredictOptions {
  /** One weight a row, 0 or above. Default: 1 each, also for a Dataset with weights of its own, which are those of a fit. */
  readonly weights?: Weights;
}

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
export class LogisticRegression {
  readonly #options: CheckedOptions;
  readonly #given: OptionsJson;
  #state: ModelState | undefined;

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
  }

  /**
   * Fits to m rows of n columns and their labels, or to a Dataset. Returns this. If it throws, the model stays as it was.
   *
   * @param X m x n: rows of numbers, typed rows, `{ data, rows, columns }` (row-major), or a Dataset (then without y)
   * @param y m labels: 0/1, booleans, -1/+1, or any two distinct numbers or strings
   * @throws LogitTypeError, LogitRangeError naming what was expected, what came and where
   */
  fit(dataset: Dataset, y?: undefined, options?: Omit<FitOptions, "weights">): this;
  fit(X: Matrix, y: Labels, options?: FitOptions): this;
  fit(X: Matrix | Dataset, y?: Labels, options: FitOptions = {}): this {
    rejectUnknown(options, FIT_OPTIONS, "fit");
    const started = performance.now();
    const train = (rows: TrainingRows, classes: Classes): void => {
      checkNames(options, rows.holder.columns);
      const extras = checkExtras(options, rows.holder.columns);
      this.#keep(fitRows(rows, this.#options, extras), rows, classes, options, started);
    };
    if (isDataset(X)) this.#fitDataset(X, y, options, train);
    else this.#fitOnce(rowSourceOf(X), y, options, train);
    return this;
  }

  /**
   * The same fit off the calling thread, on all cores, with the same bits: workers get their rows once, then n numbers a step.
   * X, y and weights must stay as they are until the promise settles; X in a SharedArrayBuffer is read in place, from anywhere
   * else copied. Where there are no workers, and for solver "sgd", it runs on the calling thread and gives way to the event loop
   * between epochs. Of two fits of one model at a time the one that ends last stays.
   *
   * @returns a promise of this, rejected with what fit would throw, the signal's reason, or LogitRangeError WORKER_FAILED if a
   * worker died; the model then stays as it was
   * @example
   * const X = [[0, 1], [1, 1], [2, 0], [3, 1]];
   * const model = await new LogisticRegression().fitAsync(X, [0, 0, 1, 1], { signal: AbortSignal.timeout(60_000) });
   * model.predict([[3, 0]]); // [1]
   */
  async fitAsync(dataset: Dataset, y?: undefined, options?: Omit<FitAsyncOptions, "weights">): Promise<this>;
  async fitAsync(X: Matrix, y: Labels, options?: FitAsyncOptions): Promise<this>;
  async fitAsync(X: Matrix | Dataset, y?: Labels, options: FitAsyncOptions = {}): Promise<this> {
    rejectUnknown(options, [...FIT_OPTIONS, ...ASYNC_OPTIONS], "fitAsync");
    checkAsyncOptions(options);
    const started = performance.now();
    const { workers, signal, onEpoch = this.#options.onEpoch } = options;
    const checked = isDataset(X) ? X : this.#weighed(rowSourceOf(X), y, options);
    const weights = isDataset(checked) ? this.#datasetWeights(checked, y, options) : checked.weights;
    const columns = isDataset(checked) ? checked.columns : checked.source.columns - (checked.offsets ? 1 : 0);
    checkNames(options, columns);
    const extras = checkExtras(options, columns);
    const fit = { workers, signal, options: { ...this.#options, onEpoch }, extras };
    const { rows, fitted } = await (isDataset(checked)
      ? fitDatasetAsync(checked.training, weights, fit)
      : fitRowsAsync(checked, fit));
    this.#keep(fitted, rows, checked.classes, options, started);
    return this;
  }

  /**
   * Learns from some more rows of a stream, one row or many, each once and in their order: a step of stochastic gradient
   * descent a `batchSize` rows, as solver "sgd" has it, on columns standardised by their moments so far. Goes on from where the
   * model is, be it from a fit, from JSON or from nothing. In float64 whatever the type of X. Returns this. If it throws, the
   * model stays as it was.
   *
   * By default neither penalty, weights nor an outlier sends a stream out of bounds. Rows that come sorted by class are what it
   * knows least of: shuffle them, replay some earlier ones beside the new, or take a larger batchSize (docs/internals/solvers.md).
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
  partialFit(X: Matrix, y: Labels, options: PartialFitOptions = {}): this {
    this.#state = learnRows(this.#state, X, y, options, this.#options);
    return this;
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
  predictProba(X: Matrix | Dataset, options: PredictOptions = {}): Float64Array<ArrayBuffer> {
    rejectUnknown(options, ["offsets"], "predictProba");
    const { coef, intercept, offsets: needed } = this.#fitted();
    if (isDataset(X) || needed || options.offsets !== undefined) {
      return this.#decisions(X, options.offsets).map(sigmoidF64);
    }
    return probabilities(this.#rowsLike(X), coef, intercept);
  }

  /**
   * The label of each row: the positive class where its probability is at least `threshold`. At 0.5, the default, that is where
   * z, as decisionFunction gives it, is 0 or above: also where a z just below 0 has a probability that rounds to 0.5.
   *
   * @param X rows like those of fit, or a Dataset
   * @throws LogitTypeError NOT_FITTED, LogitRangeError SHAPE_MISMATCH, INVALID_OPTION for a threshold outside [0, 1]
   * @example
   * const model = new LogisticRegression({ l2: 0.1 }).fit([[1], [2], [3], [4]], ["ham", "ham", "spam", "spam"]);
   * model.predict([[1], [4]]); // ["ham", "spam"]
   * model.predict([[4]], { threshold: 0.99 }); // ["ham"]
   */
  predict(X: Matrix | Dataset, options: PredictOptions & { readonly threshold?: number } = {}): Label[] {
    rejectUnknown(options, ["threshold", "offsets"], "predict");
    checkThreshold(options.threshold);
    const { threshold, offsets } = options;
    const [negative, positive] = this.classes;
    return Array.from(this.#decisions(X, offsets), (z) => (predictsPositive(z, threshold) ? positive : negative));
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
  decisionFunction(X: Matrix | Dataset, options: PredictOptions = {}): Float64Array<ArrayBuffer> {
    rejectUnknown(options, ["offsets"], "decisionFunction");
    return this.#decisions(X, options.offsets);
  }

  /**
   * The accuracy: share of the rows, or of their weights, whose label `predict` gets right, from 0 to 1. A Dataset brings its
   * own labels.
   *
   * @param X rows like those of fit, or a Dataset (then without y)
   * @param y m labels, each one of `classes`
   * @throws LogitTypeError, LogitRangeError NOT_FITTED, SHAPE_MISMATCH, INVALID_LABELS, INVALID_WEIGHTS
   * @example
   * const model = new LogisticRegression({ l2: 0.1 }).fit([[1], [2], [3], [4]], [0, 0, 1, 1]);
   * model.score([[1], [2], [3], [4]], [0, 0, 1, 0]); // 0.75
   */
  score(dataset: Dataset, y?: undefined, options?: ScoreOptions): number;
  score(X: Matrix, y: Labels, options?: ScoreOptions): number;
  score(X: Matrix | Dataset, y?: Labels, options: ScoreOptions = {}): number {
    rejectUnknown(options, ["weights", "offsets"], "score");
    const labels = isDataset(X) ? labelsOf(X, y) : y;
    const z = this.#decisions(X, options.offsets);
    const positive = encodeKnown(labels, z.length, this.classes);
    const weights = options.weights === undefined ? undefined : weightArray(options.weights, z.length);
    let right = 0;
    let all = 0;
    for (let row = 0; row < z.length; ++row) {
      const weight = weights === undefined ? 1 : checkWeight(weights[row], row);
      all += weight;
      if (predictsPositive(z[row] ?? 0) === (positive[row] === 1)) right += weight;
    }
    if (all > 0 && all < Number.POSITIVE_INFINITY) return right / all;
    throw new LogitRangeError("INVALID_WEIGHTS", `weights: expected a sum above 0 that is finite, got ${all}`);
  }

  /** One coefficient a column of X: the change of the log-odds per unit of the column. A copy. */
  get coef(): Float64Array<ArrayBuffer> {
    return this.#fitted().coef.slice();
  }

  /** b of z = x . coef + b, in the units of X; 0 if the model was fitted without an intercept. */
  get intercept(): number {
    return this.#fitted().intercept;
  }

  /** `[negative, positive]`: probabilities are those of the second. */
  get classes(): Classes {
    return this.#fitted().classes;
  }

  /** The Hessian at the optimum, if fit was asked for it. */
  get curvature(): Curvature | undefined {
    return this.#fitted().curvature;
  }

  /** How the last fit went: look at `converged` and `reason`. */
  get report(): FitReport {
    return this.#fitted().report;
  }

  /** Names of the columns, in their order; undefined if fit was given none. */
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

  /**
   * A plain object for JSON.stringify; fromJSON gives a model of the same bits and with the same options, but for `onEpoch`.
   * structuredClone and postMessage make an empty object of a model: send `model.toJSON()` and read it with fromJSON.
   */
  toJSON(): ModelJson {
    return writeModelJson({ state: this.#fitted(), options: this.#given });
  }

  /**
   * The model that was written, with the options that it had, so that another fit or partialFit is what it would have been.
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

  #decisions(X: Matrix | Dataset, offsets: unknown): Float64Array<ArrayBuffer> {
    const { coef, intercept, offsets: needed } = this.#fitted();
    const z = isDataset(X) ? this.#decisionsOf(X) : decisionValues(this.#rowsLike(X), coef, intercept);
    return withPredictOffsets(z, offsets, needed);
  }

  #decisionsOf(dataset: Dataset): Float64Array<ArrayBuffer> {
    const { coef, intercept } = this.#fitted();
    if (dataset.columns !== coef.length) throw otherColumns(coef.length, dataset.columns);
    return dataset.decision(coef, intercept);
  }

  /** Makes the model what a fit came to. */
  #keep(
    { driven, ...fitted }: Fitted,
    rows: MeasuredRows,
    classes: Classes,
    options: FitOptions,
    started: number,
  ): void {
    const seconds = (performance.now() - started) / 1000;
    const report = reportOf(rows, driven, this.#options.solver, seconds);
    const features = options.features === undefined ? undefined : Object.freeze([...options.features]);
    const offsets = options.offsets !== undefined;
    this.#state = { ...fitted, classes, report, features, target: options.target, offsets };
  }

  #fitDataset(
    dataset: Dataset,
    y: unknown,
    options: FitOptions,
    train: (rows: TrainingRows, classes: Classes) => void,
  ): void {
    const weights = this.#datasetWeights(dataset, y, options);
    const { training } = dataset;
    if (weights === training.weights) train(training, dataset.classes);
    else training.holder.withWeights(weights, (holder) => train({ ...training, holder, weights }, dataset.classes));
  }

  /** The weights of a Dataset in this model's fits, once options and Dataset are known to go together. */
  #datasetWeights(dataset: Dataset, y: unknown, options: FitOptions): RowWeights {
    checkBesideDataset(dataset, this.#options, { y, weights: options.weights, offsets: options.offsets });
    const { classWeight } = this.#options;
    const { weights } = dataset.training;
    return classWeight === undefined ? weights : classWeighted(weights, classWeight, dataset.precision);
  }

  #fitOnce(
    source: RowSource,
    y: unknown,
    options: FitOptions,
    train: (rows: TrainingRows, classes: Classes) => void,
  ): void {
    const rows = this.#weighed(source, y, options);
    withArena((arena) => train(readyRows(arena, rows), rows.classes));
  }

  #weighed(source: RowSource, y: unknown, options: FitOptions): WeighedRows {
    const known = knownClasses(this.#options.classes, options.prior);
    // a prior knows what rows of the other class would look like
    return weighRows(source, y, options, this.#options, known, options.prior === undefined);
  }

  #fitted(): ModelState {
    if (this.#state === undefined) {
      throw new LogitTypeError("NOT_FITTED", "model: expected fit to come first, got a model that is not fitted");
    }
    return this.#state;
  }

  #rowsLike(X: unknown): RowSource {
    const source = rowSourceOf(X);
    const columns = this.#fitted().coef.length;
    if (source.columns !== columns) throw otherColumns(columns, source.columns);
    return source;
  }
}

function labelsOf({ training, classes }: Dataset, y: unknown): Label[] {
  if (y !== undefined) throw besideDataset("INVALID_LABELS", "y", y);
  return Array.from(positiveRows(training.weights), (positive) => classes[positive === 1 ? 1 : 0]);
}

function otherColumns(expected: number, columns: number): LogitRangeError {
  return new LogitRangeError("SHAPE_MISMATCH", `X: expected ${expected} columns as in fit, got ${columns}`);
}
