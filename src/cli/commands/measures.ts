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
import type { RowMajorMatrix } from "../../types.ts";

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

export interface Rows {
  readonly X: RowMajorMatrix;
  /** 1 where the row is of the model's positive class, else 0. */
  readonly isPositive: readonly number[];
  readonly weights: readonly number[] | undefined;
}

export function measure(model: LogisticRegression, { X, isPositive, weights }: Rows, threshold: number): Measures {
  const [, positive] = model.classes;
  const z = model.decisionFunction(X);
  const predicted = model.predict(X, { threshold });
  const wasPredictedPositive = Array.from(z, (_, row) => (predicted[row] === positive ? 1 : 0));
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
