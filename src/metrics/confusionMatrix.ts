import { isList, isObject } from "../check/values.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import type { Labels } from "../types.ts";
import {
  checkOptions,
  labelEncoder,
  labelsOf,
  type MetricOptions,
  predictedOf,
  scaleWeights,
  weightsOf,
} from "./inputs.ts";

/** Unit: rows, or with weights the sum of their weights. */
export interface ConfusionMatrix {
  /** Rows of the positive class that were predicted positive. */
  readonly truePositive: number;
  /** Rows of the negative class that were predicted positive. */
  readonly falsePositive: number;
  /** Rows of the negative class that were predicted negative. */
  readonly trueNegative: number;
  /** Rows of the positive class that were predicted negative. */
  readonly falseNegative: number;
}

/**
 * How many rows of each class were predicted as what. True and false say whether the prediction was right; positive and
 * negative say what was predicted.
 *
 * Unit: rows, or with weights the sum of their weights. Source: the contingency table of K. Pearson (1904), in the
 * terms of J. Yerushalmy (1947).
 *
 * @example
 * confusionMatrix([0, 1, 1, 0], [0, 1, 0, 0]);
 * // { truePositive: 1, falsePositive: 0, trueNegative: 2, falseNegative: 1 }
 */
export function confusionMatrix(y: Labels, predicted: Labels, options: MetricOptions = {}): ConfusionMatrix {
  checkOptions(options, ["positive", "weights"], "confusionMatrix");
  const labels = labelsOf(y);
  const guesses = predictedOf(predicted, labels.length);
  const encode = labelEncoder(options.positive);
  const isPositive = encode("y", labels);
  const predictedPositive = encode("predicted", guesses);
  const weights = weightsOf(options.weights, labels.length);
  const matrix = { truePositive: 0, falsePositive: 0, trueNegative: 0, falseNegative: 0 };
  for (let i = 0; i < weights.length; i++) {
    const s = weights[i] ?? 0;
    const right = isPositive[i] === predictedPositive[i];
    if (predictedPositive[i] === 1) matrix[right ? "truePositive" : "falsePositive"] += s;
    else matrix[right ? "trueNegative" : "falseNegative"] += s;
  }
  if (Object.values(matrix).includes(Infinity)) {
    throw new LogitRangeError("INVALID_WEIGHTS", "weights: expected a finite sum, got Infinity");
  }
  return matrix;
}

/**
 * The share of positive predictions that are right; NaN where nothing was predicted positive.
 *
 * Unit: a fraction from 0 to 1. Formula: TP / (TP + FP) (A. Kent et al., 1955, "pertinency factor").
 *
 * @example
 * precision({ truePositive: 3, falsePositive: 1, trueNegative: 5, falseNegative: 2 }); // 0.75
 */
export function precision(matrix: ConfusionMatrix, ...more: never[]): number {
  rejectOptions(more, "precision");
  const [truePositive = 0, falsePositive = 0] = entriesOf(matrix, "precision", ["truePositive", "falsePositive"]);
  return truePositive / (truePositive + falsePositive);
}

/**
 * The share of positive rows that were found (sensitivity); NaN where no row is positive.
 *
 * Unit: a fraction from 0 to 1. Formula: TP / (TP + FN) (A. Kent et al., 1955, "recall factor").
 *
 * @example
 * recall({ truePositive: 3, falsePositive: 1, trueNegative: 5, falseNegative: 2 }); // 0.6
 */
export function recall(matrix: ConfusionMatrix, ...more: never[]): number {
  rejectOptions(more, "recall");
  const [truePositive = 0, falseNegative = 0] = entriesOf(matrix, "recall", ["truePositive", "falseNegative"]);
  return truePositive / (truePositive + falseNegative);
}

/**
 * The harmonic mean of precision and recall; NaN where no row is positive and none was predicted so.
 *
 * Unit: a fraction from 0 to 1. Formula: 2 TP / (2 TP + FP + FN) (L. R. Dice, 1945; C. J. van Rijsbergen, 1979).
 *
 * @example
 * f1({ truePositive: 3, falsePositive: 1, trueNegative: 5, falseNegative: 2 }); // 0.6666666666666666
 */
export function f1(matrix: ConfusionMatrix, ...more: never[]): number {
  rejectOptions(more, "f1");
  const names = ["truePositive", "falsePositive", "falseNegative"] as const;
  const [truePositive = 0, falsePositive = 0, falseNegative = 0] = entriesOf(matrix, "f1", names);
  return (2 * truePositive) / (2 * truePositive + falsePositive + falseNegative);
}

/** Options, which these have none of, are refused rather than ignored; an index, as `map` hands it over, is not. */
function rejectOptions([options]: readonly unknown[], metric: string): void {
  if (options === undefined || typeof options === "number") return;
  const message = `${metric}: expected a confusion matrix alone, got ${shown(options)} beside it: its weights are those of confusionMatrix`;
  throw new LogitTypeError("INVALID_OPTION", message);
}

/** The entries of those names, brought near 1: their ratios are what is asked for. */
function entriesOf(matrix: unknown, metric: string, names: readonly (keyof ConfusionMatrix)[]): Float64Array {
  if (!isObject(matrix) || isList(matrix)) {
    const hint = isList(matrix) ? `: say ${metric}(confusionMatrix(y, predicted))` : "";
    const message = `${metric}: expected what confusionMatrix returns, got ${shown(matrix)}${hint}`;
    throw new LogitTypeError("INVALID_OPTION", message);
  }
  const entries = Float64Array.from(names, (name) => {
    const entry: unknown = (matrix as Partial<ConfusionMatrix>)[name];
    if (typeof entry === "number" && entry >= 0 && entry < Infinity) return entry;
    const message = `${metric}: expected ${name} to be a finite number of 0 or more, got ${shown(entry)}`;
    throw new (typeof entry === "number" ? LogitRangeError : LogitTypeError)("INVALID_OPTION", message);
  });
  scaleWeights(entries);
  return entries;
}
