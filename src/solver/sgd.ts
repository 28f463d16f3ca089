import { evaluate, evaluationOf, gradientNorm, gradientVector, pointVector } from "./objective.ts";
import type { Answer, Point, Problem, Question, Solver, SolverOptions, SolverResult, StopReason } from "./protocol.ts";
import { mulberry32, shuffle } from "./random.ts";
import { SeparationWatch } from "./separation.ts";
import { type StochasticOptions, StochasticSteps, safeRate } from "./stochasticSteps.ts";

export interface SgdOptions extends SolverOptions, StochasticOptions {
  /** Of the order of the rows. */
  readonly seed: number;
  /** Rows of the problem. */
  readonly rows: number;
}

/**
 * Mini-batch stochastic gradient descent. In every epoch the rows come in a new random order, `batchSize` at a time without
 * replacement (the last batch may be smaller), and each batch is a step along its estimate of the gradient, penalty included.
 *
 * After each epoch of steps another one measures the objective and its gradient where the model is (the average, or the last
 * point), so that what is reported is true. Stops when no entry of that gradient exceeds the tolerance.
 */
export function* sgd(problem: Problem, options: SgdOptions): Solver {
  let now = yield* evaluate(problem, problem.start);
  const initialObjective = now.objective;
  let epochs = 1;
  const order = Uint32Array.from({ length: options.rows }, (_, row) => row);
  const batchSize = Math.min(options.batchSize, options.rows);
  const curvature = curvatureOf(problem);
  const random = mulberry32(options.seed);
  const steps = new StochasticSteps(options, pointVector(problem.start));
  const watch = new SeparationWatch(problem);
  const end = (reason: StopReason, iterations: number, separating?: Float64Array): SolverResult => ({
    ...now.at,
    reason,
    iterations,
    objective: now.objective,
    initialObjective,
    gradientNorm: gradientNorm(now),
    suboptimality: Number.POSITIVE_INFINITY,
    ...(separating && { separating }),
  });
  for (let iteration = 0; ; ++iteration) {
    const goOn = yield { kind: "iterate", iteration, objective: now.objective, gradientNorm: gradientNorm(now) };
    if (goOn === false) return end("stopped", iteration);
    if (gradientNorm(now) <= options.tolerance) return end("tolerance", iteration);
    const seen = yield* watch.at(now, options.maxEpochs - epochs);
    epochs += seen.epochs;
    if (seen.direction !== undefined) return end("separation", iteration, seen.direction);
    if (epochs + 2 > options.maxEpochs) return end("max-epochs", iteration);
    shuffle(order, random);
    for (let first = 0; first < order.length; first += batchSize) {
      const batch = order.subarray(first, first + batchSize);
      const rate = options.learningRate ?? safeRate(curvature, batch.length, options.momentum);
      steps.step(yield* batchGradient(problem, pointOf(steps.point), batch, options.rows), rate);
    }
    const next = yield* evaluate(problem, pointOf(steps.average));
    epochs += 2;
    if (!Number.isFinite(next.objective)) return end("precision", iteration);
    now = next;
  }
}

/** The batch's estimate of the gradient: unbiased, as each row counts by its weight beside the mean weight of all rows. */
function* batchGradient(
  problem: Problem,
  at: Point,
  batch: Uint32Array,
  rows: number,
): Generator<Question, Float64Array, Answer> {
  const answer = yield { kind: "gradient", at, sampled: false, rows: batch };
  return gradientVector(evaluationOf(problem, at, answer, batch.length * (problem.total / rows)));
}

/** The trace of the Hessian where every a (1 - a) is 1/4, its largest: the diagonal's rows at that, and penalty and prior as they are. */
function curvatureOf({ diagonal, l2, prior, columns }: Problem): number {
  const own = (j: number): number => (l2[j] ?? 0) + (prior?.precision[j * (columns + 2)] ?? 0);
  // the intercept's entry is a (1 - a) alone
  const variance = (diagonal[columns] ?? 0) - own(columns) || 0.25;
  return diagonal.reduce((trace, entry, j) => trace + (entry - own(j)) / (4 * variance) + own(j), 0);
}

function pointOf(vector: Float64Array): Point {
  const n = vector.length - 1;
  return { w: vector.slice(0, n), b: vector[n] ?? 0 };
}
