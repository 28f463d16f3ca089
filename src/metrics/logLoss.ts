import type { Labels } from "../types.ts";
import {
  checkOptions,
  labelEncoder,
  labelsOf,
  type MetricOptions,
  numbersOf,
  scaleWeights,
  weightsOf,
} from "./inputs.ts";

/**
 * The mean negative log-likelihood of the labels under predicted probabilities of the positive label.
 *
 * Unit: nats a row; 0 is perfect, log 2 = 0.693 is what a constant 0.5 earns. Nothing is clipped: one row that was
 * given probability exactly 0 for what happened makes the result Infinity, as it should. A float64 sigmoid is exactly
 * 1 from z = 37 on; where that matters, `logLossFromLogits` takes z itself and stays finite.
 *
 * Formula: -sum_i s_i [y_i log p_i + (1 - y_i) log(1 - p_i)] / sum_i s_i (I. J. Good, "Rational decisions", 1952),
 * the cost J of the model without its penalty. It uses the host's logarithm: the last digit may differ between engines.
 *
 * @example
 * logLoss([1, 0], [0.5, 0.5]); // 0.6931471805599453
 * logLoss(["ham", "spam"], [0.5, 1], { positive: "spam" }); // 0.34657359027997264
 * logLoss([1], [0]); // Infinity
 */
export function logLoss(y: Labels, probabilities: ArrayLike<number>, options: MetricOptions = {}): number {
  checkOptions(options, ["positive", "weights"], "logLoss");
  const labels = labelsOf(y);
  const p = numbersOf("probabilities", probabilities, labels.length, 0, 1);
  const lossOf = (pi: number, positive: boolean) => (positive ? -Math.log(pi) : -Math.log1p(-pi));
  return meanLoss(labels, p, lossOf, options);
}

/**
 * The log loss from z = Xw + b (`decisionFunction`) instead of probabilities: the same number where those have room,
 * and exact where they have rounded to 0 or 1.
 *
 * Unit: nats a row. Formula: sum_i s_i [max(z_i, 0) - z_i y_i + log(1 + e^-|z_i|)] / sum_i s_i, Good's (1952) with p =
 * 1 / (1 + e^-z) (D. R. Cox, "The regression analysis of binary sequences", 1958) written so that nothing overflows.
 *
 * @example
 * logLossFromLogits([1, 0], [0, 0]); // 0.6931471805599453
 * logLossFromLogits([0], [1000]); // 1000, where logLoss([0], [1]) is Infinity
 */
export function logLossFromLogits(y: Labels, z: ArrayLike<number>, options: MetricOptions = {}): number {
  checkOptions(options, ["positive", "weights"], "logLossFromLogits");
  const labels = labelsOf(y);
  const lossOf = (zi: number, positive: boolean) => {
    const wrongness = positive ? -zi : zi;
    return Math.max(wrongness, 0) + Math.log1p(Math.exp(-Math.abs(zi)));
  };
  return meanLoss(labels, numbersOf("z", z, labels.length), lossOf, options);
}

/** The weighted mean of one loss a row. A row of weight 0 is absent, however infinite its loss. */
function meanLoss(
  labels: ArrayLike<unknown>,
  values: Float64Array,
  lossOf: (value: number, positive: boolean) => number,
  options: MetricOptions,
): number {
  const positive = labelEncoder(options.positive)("y", labels);
  const weights = weightsOf(options.weights, labels.length);
  scaleWeights(weights);
  let loss = 0;
  let all = 0;
  for (let i = 0; i < weights.length; i++) {
    const s = weights[i] ?? 0;
    if (s === 0) continue;
    loss += s * lossOf(values[i] ?? 0, positive[i] === 1);
    all += s;
  }
  return loss / all + 0; // -log 1 is -0
}
