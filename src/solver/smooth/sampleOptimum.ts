import { LbfgsPairs } from "../lbfgsPairs.ts";
import { hessianMetric } from "../metric.ts";
import { hessianAt } from "../objective.ts";
import type { Answer, Point, Problem, Question, Solver, SolverOptions, SolverResult } from "../protocol.ts";

/**
 * Most passes over the sample that its optimum may take; with more the sample is given up as unfit. Chosen by trial.
 */
const MOST_EPOCHS = 100;
/**
 * L-BFGS pairs on top of the sample's Hessian, as in a fit of all rows: 20 instead of 10 take a third fewer steps on
 * spambase, 40 no fewer (docs/internals/solvers.md).
 */
const PAIRS = 20;
/**
 * Mean loss, in nats, of a model that gives every row the probability 1/2: what the tolerance of the sample, a part of
 * the loss, is related to.
 */
const NULL_LOSS = Math.LN2;

export interface SampleOptimum {
  readonly at: Point;
  /** The sample's Hessian at or near that point. */
  readonly memory: LbfgsPairs;
  /** Passes over all rows that it cost. */
  readonly epochs: number;
}

/**
 * The optimum of a fixed sample of the rows, by `solve`, and its Hessian there or at one of the last steps. It need not
 * be found more exactly than the sample determines it: the optimum of m sampled rows lies some n / (2 m) above that of
 * all rows, in the mean loss, and the tolerance is a hundredth of that.
 *
 * @param maxEpochs passes over all rows that it may cost
 * @returns undefined if there is no sample, or if it shows itself unfit: a column without variation in it, no
 * convergence
 */
export function* sampleOptimum(
  problem: Problem,
  maxEpochs: number,
  solve: (part: Problem, options: SolverOptions) => Solver,
): Generator<Question, SampleOptimum | undefined, Answer> {
  const { sample } = problem;
  if (sample === undefined) return undefined;
  const part: Problem = { ...problem, total: sample.total, sample: undefined, sampled: true };
  const tolerance = (0.01 * problem.columns) / (2 * sample.rows) / NULL_LOSS;
  const most = Math.min(MOST_EPOCHS, Math.floor(maxEpochs / sample.fraction) - 1);
  if (most < 1) return undefined;
  const options = { tolerance, maxEpochs: most, learningRate: undefined, polish: false, stopAtEstimate: true };
  const { result, questions } = yield* unseen(solve(part, options));
  if (result.reason !== "tolerance") return undefined;
  const at = { w: result.w, b: result.b };
  // the Hessian of some steps earlier is a little less exact, which costs about one step more on all rows
  const dear = sample.fraction * problem.hessianEpochs > 1;
  const known = dear && result.memory?.metric.quality === "full" ? result.memory : undefined;
  const memory = known ?? new LbfgsPairs(hessianMetric(yield* hessianAt(part, at), "sample"), PAIRS);
  if (memory.metric.omitted > 0) return undefined;
  const asked = questions + (known === undefined ? 1 : 0);
  return { at, memory: memory.ofSample(), epochs: asked * sample.fraction };
}

/** Runs a solver without passing on its iterates, and counts its questions. */
function* unseen(solver: Solver): Generator<Question, { result: SolverResult; questions: number }, Answer> {
  let questions = 0;
  let next = solver.next();
  while (next.done !== true) {
    if (next.value.kind === "iterate") next = solver.next(true);
    else {
      ++questions;
      next = solver.next(yield next.value);
    }
  }
  return { result: next.value, questions };
}
