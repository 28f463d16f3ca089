import { LogitRangeError } from "../errors.ts";
import type { Labels } from "../types.ts";
import { checkOptions, labelEncoder, type MetricOptions, rowsOf, weightOf } from "./inputs.ts";

/** Unit: rows, or with weights the sum of their weights. */
export interface ConfusionMatrix {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly trueNegative: number;
  readonly falseNegative: number;
}

/**
 * How many rows of each class were predicted as what. True and false say whether the prediction was right; positive and
 * negative say what was predicted.
 *
 * Unit: rows, or with weights the sum of their weights. Source: the contingency table of K. Pearson (1904), in the terms
 * of J. Yerushalmy (1947).
 *
 * @example
 * confusionMatrix([0, 1, 1, 0], [0, 1, 0, 0]);
 * // { truePositive: 1, falsePositive: 0, trueNegative: 2, falseNegative: 1 }
 */
export function confusionMatrix(y: Labels, predicted: Labels, options: MetricOptions = {}): ConfusionMatrix {
  checkOptions(options, ["positive", "weights"]);
  const rows = rowsOf(y, "predicted", predicted);
  const encode = labelEncoder(options.positive);
  const isPositive = encode("y", y);
  const predictedPositive = encode("predicted", predicted);
  const weight = weightOf(options.weights, rows);
  const matrix = { truePositive: 0, falsePositive: 0, trueNegative: 0, falseNegative: 0 };
  for (let i = 0; i < rows; i++) {
    const right = isPositive[i] === predictedPositive[i];
    if (predictedPositive[i] === 1) matrix[right ? "truePositive" : "falsePositive"] += weight(i);
    else matrix[right ? "trueNegative" : "falseNegative"] += weight(i);
  }
  return matrix;
}

/**
 * The share of positive predictions that are right. Throws a RangeError where nothing was predicted positive.
 *
 * Unit: a fraction from 0 to 1. Formula: TP / (TP + FP) (A. Kent et al., 1955, "pertinency factor").
 *
 * @example
 * precision({ truePositive: 3, falsePositive: 1, trueNegative: 5, falseNegative: 2 }); // 0.75
 */
export function precision({ truePositive, falsePositive }: ConfusionMatrix): number {
  return share("precision", truePositive, truePositive + falsePositive, "nothing was predicted positive");
}

/**
 * The share of positive rows that were found (sensitivity). Throws a RangeError where no row is positive.
 *
 * Unit: a fraction from 0 to 1. Formula: TP / (TP + FN) (A. Kent et al., 1955, "recall factor").
 *
 * @example
 * recall({ truePositive: 3, falsePositive: 1, trueNegative: 5, falseNegative: 2 }); // 0.6
 */
export function recall({ truePositive, falseNegative }: ConfusionMatrix): number {
  return share("recall", truePositive, truePositive + falseNegative, "no row is positive");
}

/**
 * The harmonic mean of precision and recall. Throws a RangeError where no row is positive and none was predicted so.
 *
 * Unit: a fraction from 0 to 1. Formula: 2 TP / (2 TP + FP + FN) (L. R. Dice, 1945; C. J. van Rijsbergen, 1979).
 *
 * @example
 * f1({ truePositive: 3, falsePositive: 1, trueNegative: 5, falseNegative: 2 }); // 0.6666666666666666
 */
export function f1({ truePositive, falsePositive, falseNegative }: ConfusionMatrix): number {
  const all = 2 * truePositive + falsePositive + falseNegative;
  return share("f1", 2 * truePositive, all, "no row is positive and nothing was predicted positive");
}

function share(name: string, part: number, whole: number, whyUndefined: string): number {
  if (!(whole > 0)) throw new LogitRangeError("INVALID_LABELS", `${name} is undefined: ${whyUndefined}`);
  return part / whole;
}
