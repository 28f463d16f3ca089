import { logF64 } from "../math/elementary.ts";

/**
 * Constants between the log-likelihood of rows, which a fit minimises, and what R's glm prints for grouped responses,
 * cbind(successes, failures). A row of s successes and f failures is s rows of class 1 and f of class 0 to a fit, whose
 * saturated log-likelihood is 0; to R it is one observation with a saturated model of its own, p = s / (s + f).
 */

/**
 * The saturated log-likelihood of grouped responses: sum of w (s log(s / n) + f log(f / n)), n = s + f, where 0 log 0
 * is 0. R's deviance is twice this less the log-likelihood of the rows.
 *
 * @param weights one number a row, 0 or above. Default: 1 each
 */
export function saturatedLogLikelihood(
  successes: ArrayLike<number>,
  failures: ArrayLike<number>,
  weights?: ArrayLike<number>,
): number {
  let sum = 0;
  for (let row = 0; row < successes.length; ++row) {
    const [s, f, w] = [successes[row] ?? 0, failures[row] ?? 0, weights === undefined ? 1 : (weights[row] ?? 0)];
    const part = (count: number): number => (count > 0 && w > 0 ? w * count * logF64(count / (s + f)) : 0);
    sum += part(s) + part(f);
  }
  return sum;
}

/**
 * Sum of the logarithms of the binomial coefficients of whole counts: what R's logLik and AIC of grouped responses have
 * besides the log-likelihood of the rows.
 */
export function logBinomialCoefficients(successes: ArrayLike<number>, failures: ArrayLike<number>): number {
  let sum = 0;
  for (let row = 0; row < successes.length; ++row) {
    const [s, f] = [successes[row] ?? 0, failures[row] ?? 0];
    const [few, many] = s < f ? [s, f] : [f, s];
    for (let k = 1; k <= few; ++k) sum += logF64((many + k) / k);
  }
  return sum;
}
