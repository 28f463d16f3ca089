import { type ElasticNetProblem, elasticNetOf, evaluateElasticNet } from "../elasticNetObjective.ts";
import type { Answer, Question, Solver, SolverOptions } from "../protocol.ts";
import { BfgsMatrix } from "./bfgsMatrix.ts";
import { type Kept, ProximalDescent, type Start } from "./proximalDescent.ts";
import { elasticNetSample } from "./sample.ts";

/**
 * Proximal Newton method for l1 and elastic net (Lee, Sun, Saunders 2014; for the lasso GLM, Friedman, Hastie,
 * Tibshirani 2010): each step goes towards the minimum of a quadratic model of the smooth part plus the l1 norm as it
 * is, so that coefficients are 0 exactly.
 *
 * The model's curvature is that of a sample of the rows, if there is one and its optimum is a better start than that of
 * the problem; otherwise the Hessian where the solver starts. It learns from every step (BFGS), which costs n^2
 * operations and no epoch, and is replaced by the Hessian of the current point where that saves more epochs than it
 * costs, as in quasiNewton.
 *
 * Stops when the decrease of the model, which estimates J - J*, is at most tolerance times J; the step is still taken.
 * With `polish` that last step is in the Hessian of the point, which squares the error; where a few more epochs cost
 * less than the Hessian, the estimate is reduced to that square instead. With `stopAtEstimate` it ends there instead. A
 * few steps more are taken if the KKT conditions of coefficients at 0 do not hold yet as exactly as the objective does.
 */
export function* proximalNewton(
  problem: ElasticNetProblem,
  options: SolverOptions,
  kept: Kept = { curvature: undefined },
): Solver {
  const descent = new ProximalDescent(problem, options, kept, yield* begin(problem, kept));
  for (let iteration = 0; ; ++iteration) {
    const goOn = yield descent.iterate(iteration);
    if (goOn === false) return descent.result({ reason: "stopped" }, iteration);
    const ending =
      (yield* descent.watchForSeparation()) ??
      (yield* descent.modelStep()) ??
      (yield* descent.judgeStep()) ??
      (yield* descent.takeStep());
    if (ending !== undefined && ending !== "again") return descent.result(ending, iteration);
  }
}

/**
 * The beginning of a descent: the optimum of the sample with its curvature, if there is a sample and its optimum is
 * better than the start of the problem; otherwise that start.
 */
function* begin(problem: ElasticNetProblem, kept: Kept): Generator<Question, Start, Answer> {
  const sums = kept.end?.at.w === problem.start.w ? kept.end.sums : undefined;
  const now =
    sums === undefined ? yield* evaluateElasticNet(problem, problem.start) : elasticNetOf(problem, problem.start, sums);
  const epochs = sums === undefined ? 1 : 0;
  const initialObjective = now.objective;
  kept.curvature?.setPenalty(problem.l2);
  if (kept.curvature !== undefined) return { now, initialObjective, epochs, curvature: kept.curvature, unfit: false };
  const sampled = yield* elasticNetSample(problem);
  const trial = sampled && (yield* evaluateElasticNet(problem, sampled.at));
  const spent = epochs + (sampled === undefined ? 0 : 1 + sampled.epochs);
  if (sampled && trial && trial.objective < now.objective) {
    return { now: trial, initialObjective, epochs: spent, curvature: sampled.curvature, unfit: false };
  }
  const diagonal = BfgsMatrix.ofDiagonal(problem.diagonal, problem.l2);
  return { now, initialObjective, epochs: spent, curvature: diagonal, unfit: problem.sample !== undefined };
}
