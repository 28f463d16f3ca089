import { Curvature } from "./curvature.ts";
import { type ElasticNetProblem, evaluateElasticNet, isSeparatedUnpenalised, kktResidual } from "./elasticNet.ts";
import { elasticNetSample } from "./elasticNetSample.ts";
import { searchElasticNet } from "./elasticNetSearch.ts";
import { elasticNetStep } from "./elasticNetStep.ts";
import { type Evaluation, gradientVector, hessianAt } from "./objective.ts";
import type { Solver, SolverOptions, SolverResult, StopReason } from "./protocol.ts";

/** Epochs that are left, as a rule, after the curvature was renewed. */
const EPOCHS_AFTER_RENEWAL = 3;
/** Steps over which the rate of the decrease is taken. */
const RATE_STEPS = 3;
/** Where J - J* is a larger part of J than this, a Hessian is soon out of date. */
const FAR = 0.02;
const MOST_FAR_STEPS = 20;
/** A diagonal knows nothing of correlations, so what it estimates must be this much smaller. */
const DIAGONAL_DISTRUST = 1e4;
/** Steps in a row, at the objective's rounding, without a smaller estimate: there is nothing more to gain. */
const MOST_IDLE_STEPS = 4;

export function* proximalNewton(problem: ElasticNetProblem, options: SolverOptions, carried?: Curvature): Solver {
  let now = yield* evaluateElasticNet(problem, problem.start);
  const initialObjective = now.objective;
  let epochs = 1;
  let curvature = carried ?? Curvature.ofDiagonal(problem.diagonal, problem.l2);
  curvature.setPenalty(problem.l2);
  const sampled = yield* elasticNetSample(problem);
  if (sampled !== undefined) {
    const trial = yield* evaluateElasticNet(problem, sampled.at);
    epochs += 1 + sampled.epochs;
    if (trial.objective < now.objective) {
      now = trial;
      curvature = sampled.curvature;
    }
  }
  let suboptimality = Number.POSITIVE_INFINITY;
  const end = (reason: StopReason, iterations: number): SolverResult => ({
    ...now.smooth.at,
    reason,
    iterations,
    objective: now.objective,
    initialObjective,
    gradientNorm: kktResidual(problem, now),
    suboptimality,
  });
  let decreases: number[] = [];
  let fresh = false;
  const least = Number.POSITIVE_INFINITY;
  const idle = 0;
  for (let iteration = 0; ; ++iteration) {
    const goOn = yield {
      kind: "iterate",
      iteration,
      objective: now.objective,
      gradientNorm: kktResidual(problem, now),
    };
    if (goOn === false) return end("stopped", iteration);
    if (isSeparatedUnpenalised(problem, now.smooth)) return end("separation", iteration);
    const target = options.tolerance * Math.abs(now.objective);
    const polished = options.polish ? options.tolerance * target : target;
    let step = elasticNetStep(problem, now, curvature);
    decreases.push(step.decrease);
    if (!fresh && renewalPays(decreases, now.objective, target, polished, problem.hessianEpochs)) {
      if (epochs + 2 > options.maxEpochs) return end("max-epochs", iteration);
      curvature = new Curvature(yield* hessianAt(problem, now.smooth.at), "full", problem.l2);
      epochs += 1;
      fresh = true;
      step = elasticNetStep(problem, now, curvature);
      decreases = [step.decrease];
    }
    suboptimality = step.decrease / Math.abs(now.objective);
    const distrust = curvature.quality === "diagonal" ? DIAGONAL_DISTRUST : 1;
    const last = distrust * step.decrease <= (fresh ? target : polished);
    if (epochs >= options.maxEpochs) return end("max-epochs", iteration);
    const search = yield* searchElasticNet(problem, now, step, last ? 1 : options.maxEpochs - epochs);
    epochs += search.epochs;
    const { reached } = search;
    if (last) {
      if (reached !== undefined) now = reached;
      return end("tolerance", iteration + 1);
    }
    if (reached === undefined) {
      if (fresh) return end("precision", iteration);
      throw new Error("TODO");
    }
    curvature.learn(difference(reached.smooth, now.smooth), gradientDifference(reached.smooth, now.smooth));
    fresh = false;
    now = reached;
  }
}

function renewalPays(
  decreases: readonly number[],
  objective: number,
  target: number,
  polished: number,
  hessianEpochs: number,
): boolean {
  const steps = Math.min(RATE_STEPS, decreases.length - 1);
  if (steps < 1) return false;
  const first = decreases[decreases.length - 1 - steps] ?? 0;
  const last = decreases[decreases.length - 1] ?? 0;
  if (last > FAR * Math.abs(objective) && decreases.length < MOST_FAR_STEPS) return false;
  const rate = Math.log(first / last) / steps;
  if (last <= polished) return false;
  if (steps < RATE_STEPS && last > target) return false;
  const left = rate > 0 ? Math.log(last / polished) / rate : Number.POSITIVE_INFINITY;
  return left > hessianEpochs + (last <= target ? 1 : EPOCHS_AFTER_RENEWAL);
}

function difference({ at: to }: Evaluation, { at: from }: Evaluation): Float64Array {
  const s = new Float64Array(to.w.length + 1);
  for (let j = 0; j < to.w.length; ++j) s[j] = (to.w[j] ?? 0) - (from.w[j] ?? 0);
  s[to.w.length] = to.b - from.b;
  return s;
}

function gradientDifference(to: Evaluation, from: Evaluation): Float64Array {
  const earlier = gradientVector(from);
  return gradientVector(to).map((value, i) => value - (earlier[i] ?? 0));
}
