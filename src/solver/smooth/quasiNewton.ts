import { LbfgsPairs } from "../lbfgsPairs.ts";
import { leadingMetric } from "../metric.ts";
import { evaluate } from "../objective.ts";
import type { Answer, Problem, Question, Solver, SolverOptions } from "../protocol.ts";
import { Descent, pairsOf, type Renewal, type Start } from "./descent.ts";
import { sampleOptimum } from "./sampleOptimum.ts";

/**
 * Least `maxEpochs`, in epochs, for which the optimum of a sample is sought first. With fewer a sample would leave none
 * for the rows themselves. Chosen without a measurement.
 */
const LEAST_FOR_SAMPLE = 10;

/**
 * Quasi-Newton descent in a metric that is replaced by the Hessian of the current point where that saves more epochs
 * than it costs. L-BFGS pairs sit on top of the metric; a renewed metric starts them afresh, and the unit step is tried
 * first. "always" is Newton's method (Boyd and Vandenberghe 2004, 9.5), "never" is L-BFGS (Liu and Nocedal 1989) in the
 * diagonal metric.
 *
 * Where there is a sample of the rows, its optimum is the start and its Hessian the metric, if the optimum is better
 * than the start of the problem on all rows: where the sample represents the rows, a few per cent of them know the
 * curvature within a few per cent.
 *
 * Stops when half the squared decrement, which estimates J - J*, is at most tolerance times J in a metric made of a
 * Hessian; the step that was computed for the test is still taken, so that the error left is smaller yet, unless
 * `stopAtEstimate` asks for no more than the tolerance and the estimate is half of it. With `polish` that step is
 * Newton's own, in the Hessian where it starts: the error left is then about the square of the estimate.
 */
export function* quasiNewton(problem: Problem, options: SolverOptions, renewal: Renewal): Solver {
  const descent = new Descent(problem, options, renewal, yield* begin(problem, options, renewal));
  for (let iteration = 0; ; ++iteration) {
    const goOn = yield descent.iterate(iteration);
    if (goOn === false) return descent.result({ reason: "stopped" }, iteration);
    const ending =
      (yield* descent.watchForSeparation()) ??
      (yield* descent.chooseMetric(iteration)) ??
      (yield* descent.judgeStep()) ??
      (yield* descent.takeStep());
    if (ending !== undefined && ending !== "again") return descent.result(ending, iteration);
  }
}

/**
 * The beginning of a descent: the sample's optimum with the sample's Hessian, if the optimum is a better start on all
 * rows than that of the problem; otherwise that start.
 */
function* begin(problem: Problem, options: SolverOptions, renewal: Renewal): Generator<Question, Start, Answer> {
  const { start, startObjective } = problem;
  const wanted = renewal === "when-it-pays" && options.maxEpochs >= LEAST_FOR_SAMPLE;
  // two are left for the points that are compared
  const most = options.maxEpochs - 2;
  const sampled = wanted
    ? yield* sampleOptimum(problem, most, (part, own) => quasiNewton(part, own, renewal))
    : undefined;
  const trial = sampled && (yield* evaluate(problem, sampled.at));
  const epochs = sampled === undefined ? 0 : 1 + sampled.epochs;
  const proved = (initialObjective: number, spent: number): Start | undefined =>
    sampled && trial && trial.objective < initialObjective
      ? { now: trial, initialObjective, epochs: spent, memory: sampled.memory, unfit: false }
      : undefined;
  // where the objective at the start is known, a pass over all rows is saved: its gradient is not needed
  const early = startObjective === undefined ? undefined : proved(startObjective, epochs);
  if (early !== undefined) return early;
  const now = yield* evaluate(problem, start);
  const metric = leadingMetric(problem.diagonal, problem.l2, problem.leading);
  const fresh = new LbfgsPairs(metric, pairsOf(problem, renewal));
  const unfit = wanted && problem.sample !== undefined;
  const initialObjective = now.objective;
  return proved(initialObjective, epochs + 1) ?? { now, initialObjective, epochs: epochs + 1, memory: fresh, unfit };
}
