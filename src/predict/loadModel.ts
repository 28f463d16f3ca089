import { rejectUnknown } from "../check/unknownOption.ts";
import { withPredictOffset, withPredictOffsets } from "../decision/predictOffsets.ts";
import { checkThreshold, predictsPositive } from "../decision/predictsPositive.ts";
import { sparseDecisions } from "../decision/sparseDecisions.ts";
import { LogitRangeError, shown } from "../errors.ts";
import { csrOf, isCsr } from "../input/csr.ts";
import { hasNoRows } from "../input/noRows.ts";
import { csrOfMaps, isMaps } from "../input/termMaps.ts";
import { sigmoidF64 } from "../math/elementary.ts";
import { readLinearModel, readModel } from "../modelFile/linearModel.ts";
import { encoderOf, knownEncoding } from "../table/encoder.ts";
import { TableScorer } from "../table/predictTable.ts";
import { cellsNamed, isRecord, repeatable, tableOf } from "../table/table.ts";
import type { Classes, Label, Matrix, Table } from "../types.ts";
import { decision, rowsOf } from "./rows.ts";

const NAMES = ["offsets", "invalid"];

/** What predictions take besides rows. */
export interface OffsetOptions {
  /**
   * One number a row that is added to z, or the column of a table that has them, or one for all rows. Needed if the
   * model was fitted with offsets, 0 being an answer.
   */
  readonly offsets?: number | ArrayLike<number> | string;
  /**
   * What becomes of a row of a table with a missing value or an unknown level: "error" (the default) names row and
   * column; "nan" gives NaN, from predict null.
   */
  readonly invalid?: "error" | "nan";
}

/** A fitted model that only predicts, with the bits of LogisticRegression and without WebAssembly. */
export interface Predictor {
  /** `[negative, positive]` */
  readonly classes: Classes;
  /** Names of the columns that rows are made of, if the model has them; row objects have them in any order. */
  readonly features: readonly string[] | undefined;
  /** Name of what is predicted, if the model has one. */
  readonly target: string | undefined;
  /**
   * The label of each row: the positive class where its probability is at least `threshold`. At 0.5, the default, that
   * is where decisionFunction gives 0 or above.
   */
  predict(
    X: Matrix | Table,
    options?: OffsetOptions & { readonly threshold?: number; readonly invalid?: "error" },
  ): Label[];
  predict(X: Matrix | Table, options: OffsetOptions & { readonly threshold?: number }): (Label | null)[];
  /** P(y = positive) of each row, in [0, 1]. */
  predictProba(X: Matrix | Table, options?: OffsetOptions): Float64Array<ArrayBuffer>;
  /** z = x . coef + intercept of each row: the log-odds of the positive class. */
  decisionFunction(X: Matrix | Table, options?: OffsetOptions): Float64Array<ArrayBuffer>;
  /** What the model says of one row: a row object, or numbers. `offset` is that of the row. */
  predictOne(
    row: object,
    options?: { readonly threshold?: number; readonly offset?: number; readonly invalid?: "error" },
  ): { readonly label: Label; readonly probability: number; readonly logOdds: number };
  predictOne(row: object, options: OneOptions): OnePrediction;
}

interface OneOptions {
  readonly threshold?: number;
  readonly offset?: number;
  /** "nan": of a row object that cannot be encoded the label is null and the numbers are NaN. Default: "error". */
  readonly invalid?: "error" | "nan";
}

interface OnePrediction {
  readonly label: Label | null;
  readonly probability: number;
  readonly logOdds: number;
}

/**
 * Reads a model for prediction only: what an edge function needs that scores and never fits.
 *
 * Of the sections of a model file it reads format, version, classes, coef, intercept, features, encoder, target and
 * offsets, as strictly as LogisticRegression.fromJSON; the last four may be missing. It leaves options, report,
 * curvature, seen, prevalence and stream unread, whatever is in them, and refuses any other section by name.
 *
 * @param json what `JSON.stringify(model)` or `model.toJSON()` of a fitted LogisticRegression gave, text or object
 * @throws LogitTypeError INVALID_MODEL, LogitRangeError MODEL_VERSION if it is anything else
 * @example
 * const json = { format: "logit-wasm/model", version: 2, classes: ["ham", "spam"], coef: [2, -1], intercept: 0.5 };
 * const model = loadModel(json);
 * model.predict([[1, 2], [0, 3]]); // ["spam", "ham"]
 * model.decisionFunction([[1, 2], [0, 3]]); // [0.5, -2.5]
 */
export function loadModel(json: unknown): Predictor {
  const model = readModel(json, readLinearModel);
  const { coef, intercept, classes, features, target, offsets: needed } = model;
  const names = knownEncoding(model);
  const scorer = names && new TableScorer(encoderOf(names), coef, intercept);
  const checkInvalid = (invalid: unknown): void => {
    if (invalid === "error" || invalid === "nan") return;
    throw new LogitRangeError("INVALID_OPTION", `invalid: expected "error" or "nan", got ${shown(invalid)}`);
  };
  const decisions = (X: unknown, { offsets, invalid = "error" }: OffsetOptions): Float64Array<ArrayBuffer> => {
    checkInvalid(invalid);
    const given = typeof offsets === "string" ? repeatable(X) : X;
    const table = scorer && tableOf(given);
    const z = table === undefined ? ofRows(given) : (scorer as TableScorer).table(table, invalid);
    return withPredictOffsets(z, cellsNamed(given, offsets, "offsets"), needed);
  };
  const ofRows = (X: unknown): Float64Array<ArrayBuffer> => {
    if (hasNoRows(X)) return new Float64Array(0);
    if (!isMaps(X) && !isCsr(X)) {
      return Float64Array.from(rowsOf(X, coef.length), (x, row) => decision(x, coef, intercept, row));
    }
    const csr = isMaps(X) ? csrOfMaps(X, features).csr : csrOf(X, features);
    if (csr.columns === coef.length) return sparseDecisions(csr, coef, intercept);
    throw new LogitRangeError("SHAPE_MISMATCH", `X: expected ${coef.length} columns as in fit, got ${csr.columns}`);
  };
  const decisionOne = (row: object, invalid: "error" | "nan"): number => {
    if (scorer !== undefined && isRecord(row)) return scorer.record(row, invalid);
    return decision(rowsOf([row], coef.length)[0] as ArrayLike<unknown>, coef, intercept, 0);
  };
  const labelOf = (z: number, threshold: number | undefined): Label | null =>
    Number.isNaN(z) ? null : classes[predictsPositive(z, threshold) ? 1 : 0];
  return {
    classes,
    features,
    target,
    decisionFunction: (X, options = {}) => {
      rejectUnknown(options, NAMES, "decisionFunction");
      return decisions(X, options);
    },
    predictProba: (X, options = {}) => {
      rejectUnknown(options, NAMES, "predictProba");
      return decisions(X, options).map(sigmoidF64);
    },
    predict: (X: unknown, options: OffsetOptions & { readonly threshold?: number } = {}) => {
      rejectUnknown(options, ["threshold", ...NAMES], "predict");
      const { threshold } = options;
      const z = decisions(X, options);
      checkThreshold(threshold);
      return Array.from(z, (value) => labelOf(value, threshold)) as Label[];
    },
    predictOne: (row: object, options: OneOptions = {}) => {
      rejectUnknown(options, ["threshold", "offset", "invalid"], "predictOne");
      const { threshold, offset, invalid = "error" } = options;
      checkThreshold(threshold);
      checkInvalid(invalid);
      const z = decisionOne(row, invalid);
      const all = withPredictOffset(z, offset, needed);
      const label = labelOf(all, threshold) as Label;
      return { label, probability: sigmoidF64(all), logOdds: all };
    },
  };
}
