import { expF64, logF64 } from "../math/elementary.ts";

/** `count` penalties from `largest` down to `ratio` times it, each the same part of the one before it. */
export function geometricGrid(largest: number, ratio: number, count: number): Float64Array<ArrayBuffer> {
  const span = logF64(ratio);
  return Float64Array.from({ length: count }, (_, k) =>
    k === 0 ? largest : largest * expF64((span * k) / (count - 1)),
  );
}

/**
 * Least l1Ratio that the largest lambda is computed with: without an l1 part no penalty makes all coefficients 0. The
 * value is that of glmnet.
 */
const LEAST_L1_RATIO = 1e-3;

/**
 * The smallest lambda at which every penalised coefficient is 0: the largest |slope| at the null model over what l1
 * weighs there. 0 where no penalised column has a slope.
 *
 * @param slopes of the mean loss in w at the null model
 * @param unit what a lambda of 1 weighs in each column
 */
export function largestLambda(slopes: ArrayLike<number>, unit: Float64Array, l1Ratio: number): number {
  let largest = 0;
  for (let j = 0; j < unit.length; ++j) {
    const weight = (unit[j] ?? 0) * Math.max(l1Ratio, LEAST_L1_RATIO);
    if (weight > 0) largest = Math.max(largest, Math.abs(slopes[j] ?? 0) / weight);
  }
  return largest;
}
