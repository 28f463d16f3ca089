import { rejectUnknown } from "../check/unknownOption.ts";
import { withPredictOffsets } from "../decision/predictOffsets.ts";
import { checkThreshold, predictsPositive } from "../decision/predictsPositive.ts";
import { sigmoidF64 } from "../math/elementary.ts";
import { readLinearModel, readModel } from "../modelFile/linearModel.ts";
import type { Classes, Label, Matrix } from "../types.ts";
import { decision, rowsOf } from "./rows.ts";

/** What predictions take besides rows. */
export interface OffsetOptions {
  /** One number a row that is added to z, or one for all rows. Needed if the model was fitted with offsets, 0 being an answer. */
  readonly offsets?: number | ArrayLike<number>;
}

/** A fitted model that only predicts, with the bits of LogisticRegression and without WebAssembly. */
export interface Predictor {
  /** `[negative, positive]` */
  readonly classes: Classes;
  /** Names of the columns, if the model has them, in the order that rows have. */
  readonly features: readonly string[] | undefined;
  /** Name of what is predicted, if the model has one. */
  readonly target: string | undefined;
  /**
   * The label of each row: the positive class where its probability is at least `threshold`. At 0.5, the default, that is where
   * decisionFunction gives 0 or above.
   */
  predict(X: Matrix, options?: OffsetOptions & { readonly threshold?: number }): Label[];
  /** P(y = positive) of each row, in [0, 1]. */
  predictProba(X: Matrix, options?: OffsetOptions): Float64Array<ArrayBuffer>;
  /** z = x . coef + intercept of each row: the log-odds of the positive class. */
  decisionFunction(X: Matrix, options?: OffsetOptions): Float64Array<ArrayBuffer>;
}

/**
 * Reads a model for prediction only: what an edge function needs that scores and never fits.
 *
 * Of the sections of a model file it reads format, version, classes, coef, intercept, features, target and offsets, as strictly
 * as LogisticRegression.fromJSON; the last three may be missing. It leaves options, report, curvature, seen and stream unread,
 * whatever is in them, and refuses any other section by name.
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
  const { coef, intercept, classes, features, target, offsets: needed } = readModel(json, readLinearModel);
  const decisions = (X: Matrix, options: OffsetOptions, where: string, names = ["offsets"]) => {
    rejectUnknown(options, names, where);
    const z = Float64Array.from(rowsOf(X, coef.length), (x, row) => decision(x, coef, intercept, row));
    return withPredictOffsets(z, options.offsets, needed);
  };
  return {
    classes,
    features,
    target,
    decisionFunction: (X, options = {}) => decisions(X, options, "decisionFunction"),
    predictProba: (X, options = {}) => decisions(X, options, "predictProba").map(sigmoidF64),
    predict: (X, options = {}) => {
      const z = decisions(X, options, "predict", ["threshold", "offsets"]);
      const { threshold } = options;
      checkThreshold(threshold);
      return Array.from(z, (value) => classes[predictsPositive(value, threshold) ? 1 : 0]);
    },
  };
}
