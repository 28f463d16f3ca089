import { LogitRangeError } from "../errors.ts";
import type { Labels } from "../types.ts";
import { checkNumbers, checkOptions, labelEncoder, type MetricOptions, rowsOf, weightOf } from "./inputs.ts";

/**
 * The area under the ROC curve: the probability that a positive row drawn at random scores above a negative one, a tie
 * counting one half. Scores may be probabilities, z, or anything else that ranks rows.
 *
 * Unit: a fraction from 0 to 1; 0.5 is chance, 1 ranks every positive row above every negative one. With one class only
 * there is no pair to compare, and it throws a RangeError.
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
  checkOptions(options, ["positive", "weights"]);
  const rows = rowsOf(y, "scores", scores);
  checkNumbers("scores", scores, -Infinity, Infinity);
  const positive = labelEncoder(options.positive)("y", y);
  const weight = weightOf(options.weights, rows);

  // Infinity - Infinity is NaN, which a sort takes as "equal": what it should be.
  const scoreOf = (row: number | undefined) => scores[row ?? 0] ?? 0;
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
      if (positive[row] === 1) positives += weight(row);
      else negatives += weight(row);
    }
    pairsWon += positives * (negativesBelow + negatives / 2);
    positivesBelow += positives;
    negativesBelow += negatives;
    start = end;
  }
  if (positivesBelow === 0 || negativesBelow === 0) {
    const only = positivesBelow === 0 ? "negative" : "positive";
    throw new LogitRangeError(
      "INVALID_LABELS",
      `y: expected both classes, got only ${only} rows: the AUC is undefined`,
    );
  }
  return pairsWon / (positivesBelow * negativesBelow);
}
