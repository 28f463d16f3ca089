import { LogitTypeError, shown } from "../errors.ts";
import type { Labels } from "../types.ts";
import { checkOptions, rowsOf, type WeightOptions, weightOf } from "./inputs.ts";

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
  checkOptions(options, ["weights"]);
  const rows = rowsOf(y, "predicted", predicted);
  const weight = weightOf(options.weights, rows);
  let right = 0;
  let all = 0;
  for (let i = 0; i < rows; i++) {
    if (typeof predicted[i] !== typeof y[i]) {
      const expected = `expected a ${typeof y[i]} like y`;
      throw new LogitTypeError("INVALID_LABELS", `predicted: ${expected}, got ${shown(predicted[i])} at row ${i}`);
    }
    const s = weight(i);
    all += s;
    if (predicted[i] === y[i]) right += s;
  }
  return right / all;
}
