import { type ElasticNetEvaluation, type ElasticNetProblem, violation } from "../elasticNetObjective.ts";
import { BfgsMatrix } from "./bfgsMatrix.ts";
import { type ElasticNetStep, elasticNetStep } from "./step.ts";

/**
 * Whether the decrease that the model promises is possible, that is, at most the objective, which as a sum of losses
 * and penalties is never below 0.
 */
export function isBelievable({ objective }: ElasticNetEvaluation, { decrease }: ElasticNetStep): boolean {
  return decrease <= objective;
}

/**
 * The step where the Hessian of the point promises a decrease of more than the objective. Rows that are saturated on
 * the wrong side have a slope and next to no curvature, so that its minimum lies beyond all bounds. With a multiple mu
 * of the diagonal D of the null model added (Levenberg 1944, Marquardt 1963) the model decreases by at most
 *
 *     sum_j violation_j^2 / (2 mu D_j),
 *
 * since it is strongly convex in the norm of mu D; mu makes that the objective itself.
 */
export function believableStep(
  problem: ElasticNetProblem,
  now: ElasticNetEvaluation,
  curvature: BfgsMatrix,
): ElasticNetStep {
  const { l1, l2, diagonal } = problem;
  const { at, dw, db } = now.smooth;
  const n = dw.length;
  let most = db ** 2 / (2 * (diagonal[n] ?? 1));
  for (let j = 0; j < n; ++j) {
    most += violation(at.w[j] ?? 0, dw[j] ?? 0, l1[j] ?? 0) ** 2 / (2 * (diagonal[j] ?? 1));
  }
  const mu = most / now.objective;
  const matrix = curvature.matrix.map((value, at) =>
    at % (n + 2) === 0 ? value + mu * (diagonal[at / (n + 2)] ?? 0) : value,
  );
  return elasticNetStep(problem, now, new BfgsMatrix(matrix, "full", l2), "rough");
}
