/**
 * Factor of sqrt((J - J*) / J) in the relative error of the quadratic model, which grows with the length of the step.
 * Measured on breast cancer and spambase, hardly penalised; with less, fits claim tolerances that they miss far from
 * the optimum (test/fit/farFromTheOptimum.test.ts).
 */
const THIRD_ORDER = 250;

/**
 * An upper estimate of the relative suboptimality from half the squared decrement over J, which falls short of it where
 * the optimum is still far: by a third at 1e-3, by ten times at 0.1 (breast cancer and spambase, hardly penalised).
 */
export function upperEstimate(estimate: number): number {
  return estimate * (1 + THIRD_ORDER * Math.sqrt(estimate));
}

/**
 * Safety factor of an estimate of J - J* by a diagonal of the Hessian, which knows nothing of the correlations of the
 * columns. Chosen by trial; test/fit/newtonCg.test.ts fails at 1.
 */
export const DIAGONAL_DISTRUST = 1e4;

/**
 * Safety factor of the suboptimality that a fit claims: its last step moves rows whose curvature at the end of the step
 * the estimate has not seen. Chosen by trial; the tests of claims, separation and hard problems pass at 1 too.
 */
const CLAIM_DISTRUST = 1.25;

/**
 * What is claimed where a fit ends within its tolerance: the upper estimate and something more, but no more than was
 * asked for.
 */
export function claimOf(estimate: number, tolerance: number, distrust = CLAIM_DISTRUST): number {
  const upper = upperEstimate(estimate);
  return Math.max(upper, Math.min(tolerance, distrust * upper));
}

/** What half the squared decrement over J has to reach for the upper estimate to be at most `tolerance`. */
export function goalFor(tolerance: number): number {
  return tolerance / (1 + THIRD_ORDER * Math.sqrt(tolerance));
}
