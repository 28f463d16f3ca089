import { predictsPositive } from "../decision/predictsPositive.ts";
import { lossF64 } from "../math/elementary.ts";
import { rocAuc } from "../metrics/rocAuc.ts";

/** What is held out of one fold: labels (1 for the positive class) and weights. */
export interface HeldOut {
  readonly rows: readonly number[];
  readonly positive: readonly number[];
  readonly weights: Float64Array;
  readonly total: number;
  readonly bothClasses: boolean;
}

export interface Scores {
  readonly logLoss: number;
  /** NaN where the held-out rows are of one class. */
  readonly auc: number;
  readonly accuracy: number;
}

/** The measures of one solution: weighted means over the held-out rows, given z of all rows. */
export function scoresOf({ rows, positive, weights, total, bothClasses }: HeldOut, all: Float64Array): Scores {
  const z = Float64Array.from(rows, (row) => all[row] ?? 0);
  let loss = 0;
  let right = 0;
  for (let i = 0; i < z.length; ++i) {
    const value = z[i] ?? 0;
    const weight = weights[i] ?? 0;
    const isPositive = positive[i] === 1;
    loss += weight * lossF64(isPositive ? -value : value);
    if (predictsPositive(value) === isPositive) right += weight;
  }
  const auc = bothClasses ? rocAuc(positive, z, { positive: 1, weights }) : Number.NaN;
  return { logLoss: loss / total, auc, accuracy: right / total };
}

/** A measure over the folds, entry k of lambda k. */
export interface CrossValidated {
  /** Mean over the folds, weighted by what they hold out. */
  readonly mean: Float64Array<ArrayBuffer>;
  /** Its standard error, from the deviation between folds. */
  readonly standardError: Float64Array<ArrayBuffer>;
}

/**
 * As cv.glmnet: with w_f the weight of the rows that fold f holds out and F folds,
 *
 *     mean = sum w_f v_f / sum w_f        standard error = sqrt(sum w_f (v_f - mean)^2 / sum w_f / (F - 1))
 *
 * Folds without a value (NaN) do not count.
 *
 * @param values one array a fold, entry k of lambda k
 */
export function acrossFolds(values: readonly Float64Array[], foldWeights: readonly number[]): CrossValidated {
  const count = values[0]?.length ?? 0;
  const mean = new Float64Array(count);
  const standardError = new Float64Array(count);
  for (let k = 0; k < count; ++k) {
    const known = foldWeights.map((weight, f) => ({ weight, value: values[f]?.[k] ?? Number.NaN }));
    const folds = known.filter(({ value, weight }) => weight > 0 && !Number.isNaN(value));
    const total = folds.reduce((sum, { weight }) => sum + weight, 0);
    const average = folds.reduce((sum, { weight, value }) => sum + weight * value, 0) / total;
    const squares = folds.reduce((sum, { weight, value }) => sum + weight * (value - average) * (value - average), 0);
    mean[k] = average;
    standardError[k] = Math.sqrt(squares / total / (folds.length - 1));
  }
  return { mean, standardError };
}
