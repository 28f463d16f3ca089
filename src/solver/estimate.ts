/** A quadratic model of the loss errs by its third derivatives: in proportion to the step, which is as the root of J - J*. */
const THIRD_ORDER = 250;

/**
 * An upper estimate of the relative suboptimality from half the squared decrement over J, which falls short of it where the
 * optimum is still far: by a third at 1e-3, by ten times at 0.1 (breast cancer and spambase, hardly penalised).
 */
export function upperEstimate(estimate: number): number {
  return estimate * (1 + THIRD_ORDER * Math.sqrt(estimate));
}

/** By which the rows that a last step moves may yet prove an estimate wrong. */
const CLAIM_DISTRUST = 1.25;

/** What is claimed where a fit ends within its tolerance: the upper estimate and something more, but no more than was asked for. */
export function claimOf(estimate: number, tolerance: number, distrust = CLAIM_DISTRUST): number {
  const upper = upperEstimate(estimate);
  return Math.max(upper, Math.min(tolerance, distrust * upper));
}

/** What half the squared decrement over J has to reach for the upper estimate to be at most `tolerance`. */
export function goalFor(tolerance: number): number {
  return tolerance / (1 + THIRD_ORDER * Math.sqrt(tolerance));
}
