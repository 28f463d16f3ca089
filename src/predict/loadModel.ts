import { LogitRangeError, shown } from "../errors.ts";
import { sigmoidF64 } from "../kernel/reference/math.ts";
import { readLinearModel, readModelRecord } from "../model/linearModel.ts";
import type { Classes, Label, Matrix } from "../types.ts";
import { decision, rowsOf } from "./rows.ts";

/** A fitted model that only predicts, with the bits of LogisticRegression and without WebAssembly. */
export interface Predictor {
  /** `[negative, positive]` */
  readonly classes: Classes;
  /** The label of each row: the positive class where its probability is at least `threshold` (0.5). */
  predict(X: Matrix, options?: { readonly threshold?: number }): Label[];
  /** P(y = positive) of each row, in [0, 1]. */
  predictProba(X: Matrix): Float64Array<ArrayBuffer>;
  /** z = x . coef + intercept of each row: the log-odds of the positive class. */
  decisionFunction(X: Matrix): Float64Array<ArrayBuffer>;
}

/**
 * Reads a model for prediction only: what an edge function needs that scores and never fits.
 *
 * @param json what `JSON.stringify(model)` or `model.toJSON()` of a fitted LogisticRegression gave, text or object
 * @throws LogitTypeError INVALID_MODEL, LogitRangeError MODEL_VERSION if it is anything else
 * @example
 * const json = { format: "logit-wasm/model", version: 1, classes: ["ham", "spam"], coef: [2, -1], intercept: 0.5 };
 * const model = loadModel(json);
 * model.predict([[1, 2], [0, 3]]); // ["spam", "ham"]
 * model.decisionFunction([[1, 2], [0, 3]]); // [0.5, -2.5]
 */
export function loadModel(json: unknown): Predictor {
  const { coef, intercept, classes } = readLinearModel(readModelRecord(json));
  const decisionFunction = (X: Matrix): Float64Array<ArrayBuffer> =>
    Float64Array.from(rowsOf(X, coef.length), (x, row) => decision(x, coef, intercept, row));
  const predictProba = (X: Matrix): Float64Array<ArrayBuffer> => decisionFunction(X).map(sigmoidF64);
  const predict = (X: Matrix, { threshold = 0.5 }: { readonly threshold?: number } = {}): Label[] => {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new LogitRangeError("INVALID_OPTION", `threshold: expected a number from 0 to 1, got ${shown(threshold)}`);
    }
    return Array.from(predictProba(X), (a) => classes[a >= threshold ? 1 : 0]);
  };
  return { classes, predict, predictProba, decisionFunction };
}
