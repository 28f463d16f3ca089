import type { CheckedOptions } from "../fit/options.ts";
import { standardizing } from "../fit/problem.ts";

/** How a stream measures its columns at a step. */
export interface StreamUnits {
  /** What is subtracted from a column: its mean, or 0 without an intercept. */
  readonly centre: Float64Array;
  /** Reciprocal of what a column is divided by; 0 for a column that has been constant, which is not learnt from. */
  readonly perUnit: Float64Array;
  /** The l2 of a coefficient of X. */
  readonly penalty: Float64Array;
  /** Bound of the trace of the objective's Hessian in these units. */
  readonly curvature: number;
}

/** Largest l2 of a coefficient of X: beyond it an optimum is 0 to the last digit, and products would overflow. */
const MOST_PENALTY = 1e300;

/**
 * A column is divided by its deviation, or by twice the root of its penalty where that is more. In these units a mean
 * loss curves by 1/4 at most along each axis, and a penalty does as well: whatever l2, the trace is n / 2 + 1 / 4 at
 * most, and no column slows another. A learning rate that was asked for is one on columns of deviation 1.
 */
export function streamUnits(
  { mean, variance }: { readonly mean: Float64Array; readonly variance: Float64Array },
  weight: number,
  { l2, standardize, fitIntercept, stochastic }: CheckedOptions,
): StreamUnits {
  const n = mean.length;
  const ridge = l2 ?? 1 / weight;
  const isStandardized = standardizing(standardize, n);
  const penalty = new Float64Array(n);
  const perUnit = new Float64Array(n);
  let curvature = 1 / 4;
  for (let j = 0; j < n; ++j) {
    const centre = mean[j] ?? 0;
    const square = (variance[j] ?? 0) + (fitIntercept ? 0 : centre * centre);
    if (square === 0) continue;
    const penalised = isStandardized(j) ? ridge * (variance[j] ?? 0) : ridge;
    // not a number only where a column that is constant meets an infinite ridge
    const own = Math.min(penalised || 0, MOST_PENALTY);
    const floor = stochastic.learningRate === undefined ? 4 * own : 0;
    const unitSquare = Math.max(square, floor);
    penalty[j] = own;
    perUnit[j] = 1 / Math.sqrt(unitSquare);
    curvature += square / unitSquare / 4 + own / unitSquare;
  }
  return { centre: fitIntercept ? mean : new Float64Array(n), perUnit, penalty, curvature };
}
