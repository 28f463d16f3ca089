import type { ElasticNetEvaluation, ElasticNetProblem } from "../elasticNetObjective.ts";

/**
 * A lower bound of J* from sums that are known, without curvature: Fenchel's dual at the residuals of the rows, scaled
 * by c <= 1 so that they are feasible (for the lasso, El Ghaoui, Viallon, Rabbani 2012). With g the slopes of the mean
 * loss, whose conjugate is convex and at 0 no more than 0,
 *
 *     J* >= c (loss - g.w) - sum_j max(0, c |g_j| - l1_j)^2 / (2 l2_j)        c |g_j| <= l1_j  where l2_j = 0
 *
 * Without an intercept alone, whose slope would have to be 0. It is as far from J* as the KKT conditions are from 0,
 * which is the root of what a model says.
 */
export function dualBound(
  { l1, l2 }: ElasticNetProblem,
  { smooth: { at, dw, cost } }: Pick<ElasticNetEvaluation, "smooth">,
): number {
  const slopes = dw.map((slope, j) => slope - (l2[j] ?? 0) * (at.w[j] ?? 0));
  let part = 1;
  for (let j = 0; j < slopes.length; ++j) {
    const slope = Math.abs(slopes[j] ?? 0);
    if (l2[j] === 0 && slope > (l1[j] ?? 0)) part = Math.min(part, (l1[j] ?? 0) / slope);
  }
  let bound = cost;
  for (let j = 0; j < slopes.length; ++j) bound -= (slopes[j] ?? 0) * (at.w[j] ?? 0);
  bound *= part;
  for (let j = 0; j < slopes.length; ++j) {
    const excess = part * Math.abs(slopes[j] ?? 0) - (l1[j] ?? 0);
    if (excess > 0 && l2[j] !== 0) bound -= excess ** 2 / (2 * (l2[j] ?? 1));
  }
  return Math.max(0, bound);
}
