/** A quadratic model of the loss errs by its third derivatives: in proportion to the step, which is as the root of J - J*. */
const THIRD_ORDER = 250;

/**
 * An upper estimate of the relative suboptimality from half the squared decrement over J, which falls short of it where the
 * optimum is still far: by a third at 1e-3, by ten times at 0.1 (breast cancer and spambase, hardly penalised).
 */
export function upperEstimate(estimate: number): number {
  return estimate * (1 + THIRD_ORDER * Math.sqrt(estimate));
}

/** What half the squared decrement over J has to reach for the upper estimate to be at most `tolerance`. */
export function goalFor(tolerance: number): number {
  return tolerance / (1 + THIRD_ORDER * Math.sqrt(tolerance));
}
