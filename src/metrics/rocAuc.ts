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
 * The area under the ROC curve: the probability that a positive row drawn at random scores above a negative one, a tie
 * counting one half. Scores may be probabilities, z, or anything else that ranks rows.
 *
 * Unit: a fraction from 0 to 1; 0.5 is chance, 1 ranks every positive row above every negative one. NaN where rows of
 * one class only weigh anything, since there is no pair to compare.
 *
 * Formula: sum over pairs (i positive, k negative) of s_i s_k ([z_i > z_k] + [z_i = z_k] / 2), over the sum of s_i s_k:
 * the U statistic of H. B. Mann and D. R. Whitney (1947), which is the area of the curve (D. Bamber, 1975; J. A. Hanley
 * and B. J. McNeil, 1982). Time O(m log m), one sort.
 *
 * @example
 * rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]); // 0.75
 * rocAuc([0, 1], [0.5, 0.5]); // 0.5
 */
export function rocAuc(y: Labels, scores: ArrayLike<number>, options: MetricOptions = {}): number {
  checkOptions(options, ["positive", "weights"], "rocAuc");
  const labels = labelsOf(y);
  const rows = labels.length;
  const z = numbersOf("scores", scores, rows);
  const positive = labelEncoder(options.positive)("y", labels);
  const weights = weightsOf(options.weights, rows);
  // The AUC does not change with the unit of the weights of one class, so each class has its own.
  for (const which of [0, 1]) scaleWeights(weights, (row) => positive[row] === which);

  // Infinity - Infinity is NaN, which a sort takes as "equal": what it should be.
  const scoreOf = (row: number | undefined) => z[row ?? 0] ?? 0;
  const ascending = Uint32Array.from({ length: rows }, (_, row) => row).sort((a, b) => scoreOf(a) - scoreOf(b));

  let pairsWon = 0;
  let positivesBelow = 0;
  let negativesBelow = 0;
  for (let start = 0; start < rows; ) {
    // One group of equal scores at a time: its positives win against all negatives below and half of those within.
    let positives = 0;
    let negatives = 0;
    let end = start;
    for (; end < rows && scoreOf(ascending[end]) === scoreOf(ascending[start]); end++) {
      const row = ascending[end] ?? 0;
      if (positive[row] === 1) positives += weights[row] ?? 0;
      else negatives += weights[row] ?? 0;
    }
    pairsWon += positives * (negativesBelow + negatives / 2);
    positivesBelow += positives;
    negativesBelow += negatives;
    start = end;
  }
  // 0 / 0 where there is no pair; sums of weights in two orders may make of all pairs a rounding more than all
  return Math.min(1, pairsWon / (positivesBelow * negativesBelow));
}
