/**
 * The relative error of the quadratic model grows with the length of the step, hence with sqrt(J - J*): the factor of
 * that root. 250 was measured on breast cancer and spambase, hardly penalised.
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
 * Safety factor of an estimate by a diagonal of the Hessian, which knows nothing of the correlations of the columns.
 */
export const DIAGONAL_DISTRUST = 1e4;

/** Safety factor of a claim: the last step moves rows whose curvature at its end the estimate has not seen. */
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
