import { isLabel } from "../check/values.ts";
import { LogitTypeError, shown } from "../errors.ts";
import type { Labels } from "../types.ts";
import { checkOptions, labelsOf, predictedOf, scaleWeights, type WeightOptions, weightsOf } from "./inputs.ts";

/**
 * The share of rows whose predicted label is the true one.
 *
 * Unit: a fraction from 0 to 1, of rows or, with weights, of their weight. It says little where one class is rare:
 * compare it with the share of the larger class.
 *
 * Formula: sum_i s_i [predicted_i = y_i] / sum_i s_i, the simple matching coefficient of R. R. Sokal and
 * C. D. Michener (1958).
 *
 * @example
 * accuracy([0, 1, 1, 0], [0, 1, 0, 0]); // 0.75
 * accuracy(["no", "yes"], ["no", "no"], { weights: [3, 1] }); // 0.75
 */
export function accuracy(y: Labels, predicted: Labels, options: WeightOptions = {}): number {
  checkOptions(options, ["weights"], "accuracy");
  const labels = labelsOf(y);
  const guesses = predictedOf(predicted, labels.length);
  const weights = weightsOf(options.weights, labels.length);
  scaleWeights(weights);
  let right = 0;
  let all = 0;
  for (let row = 0; row < weights.length; row++) {
    const s = weights[row] ?? 0;
    const label = labels[row];
    const guess = guesses[row];
    if (!isLabel(label)) {
      const expected = "expected a finite number, a string or a boolean";
      throw new LogitTypeError("INVALID_LABELS", `y: ${expected}, got ${shown(label)} at row ${row}`);
    }
    if (typeof guess !== typeof label) {
      const expected = `expected a ${typeof label} like y`;
      throw new LogitTypeError("INVALID_LABELS", `predicted: ${expected}, got ${shown(guess)} at row ${row}`);
    }
    all += s;
    if (guess === label) right += s;
  }
  return right / all;
}
