import { predictsPositive } from "../../decision/predictsPositive.ts";
import type { LogisticRegression } from "../../index.ts";
import {
  accuracy,
  type ConfusionMatrix,
  confusionMatrix,
  f1,
  logLossFromLogits,
  precision,
  recall,
  rocAuc,
} from "../../metrics/index.ts";
import type { CellTable } from "../../table/cellTable.ts";
import type { Label } from "../../types.ts";
import type { SparseTable } from "../read/svmlight.ts";

/** How good a model is on some rows. Undefined shares (0/0) are null, which JSON can say. */
export interface Measures {
  readonly rows: number;
  readonly accuracy: number;
  /** The accuracy of always answering the more frequent class. */
  readonly baselineAccuracy: number;
  readonly logLoss: number;
  readonly rocAuc: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  readonly confusion: ConfusionMatrix;
}

/** What a model makes of rows whose labels are known. */
export interface ScoredRows {
  readonly z: Float64Array;
  /** 1 where the row is of the model's positive class, else 0. */
  readonly isPositive: ArrayLike<number>;
  readonly weights: ArrayLike<number> | undefined;
}

/** Rows to fit to: those of a file, or some of them. */
export interface LabelledRows {
  readonly X: CellTable | SparseTable;
  readonly isPositive: Uint8Array;
  readonly weights: Float64Array | undefined;
  readonly offset: Float64Array | undefined;
  /** As the user spells them. */
  readonly y: readonly Label[];
  /** Of each column that says which rows belong together, the texts. */
  readonly texts: readonly (readonly string[])[];
}

export function scored(model: LogisticRegression, { X, isPositive, weights, offset }: LabelledRows): ScoredRows {
  return { z: model.decisionFunction(X as never, offset && { offsets: offset }), isPositive, weights };
}

export function measure({ z, isPositive, weights }: ScoredRows, threshold: number): Measures {
  const wasPredictedPositive = Array.from(z, (value) => (predictsPositive(value, threshold) ? 1 : 0));
  const options = weights === undefined ? {} : { weights };

  const confusion = confusionMatrix(isPositive, wasPredictedPositive, options);
  const positives = confusion.truePositive + confusion.falseNegative;
  const negatives = confusion.trueNegative + confusion.falsePositive;
  const predictedPositives = confusion.truePositive + confusion.falsePositive;
  return {
    rows: isPositive.length,
    accuracy: accuracy(isPositive, wasPredictedPositive, options),
    baselineAccuracy: Math.max(positives, negatives) / (positives + negatives),
    logLoss: logLossFromLogits(isPositive, z, options),
    rocAuc: positives > 0 && negatives > 0 ? rocAuc(isPositive, z, options) : null,
    precision: predictedPositives > 0 ? precision(confusion) : null,
    recall: positives > 0 ? recall(confusion) : null,
    f1: positives + predictedPositives > 0 ? f1(confusion) : null,
    confusion,
  };
}
