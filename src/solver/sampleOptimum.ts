import { search } from "./lineSearch.ts";
import { hessianMetric, type Metric } from "./metric.ts";
import { evaluate, gradientVector, hessianAt } from "./objective.ts";
import type { Answer, Point, Problem, Question } from "./protocol.ts";
import { dot } from "./vectors.ts";

const MOST_ITERATIONS = 12;

export interface SampleOptimum {
  readonly at: Point;
  readonly metric: Metric;
  /** Passes over all rows that it cost. */
  readonly epochs: number;
}

/**
 * The optimum of a fixed sample of the rows, by Newton's method, and the Hessian there. It is only worth finding as exactly as
 * the sample knows it: its own optimum lies some n / (2 m) above the one of all rows, m being the rows of the sample.
 *
 * @returns undefined if there is no sample, or if it shows itself unfit: a column without variation in it, no convergence
 */
export function* sampleOptimum(problem: Problem): Generator<Question, SampleOptimum | undefined, Answer> {
  const { sample } = problem;
  if (sample === undefined) return undefined;
  const part: Problem = { ...problem, total: sample.total, sampled: true };
  let now = yield* evaluate(part, problem.start);
  let epochs = sample.fraction;
  const target = (0.01 * problem.columns) / (2 * sample.rows);
  for (let iteration = 0; iteration < MOST_ITERATIONS; ++iteration) {
    const metric = hessianMetric(yield* hessianAt(part, now.at), "sample");
    epochs += sample.fraction;
    if (metric.omitted > 0) return undefined;
    const gradient = gradientVector(now);
    const direction = metric.solve(gradient);
    const { reached, trials } = yield* search(part, now, direction, MOST_ITERATIONS);
    epochs += trials * sample.fraction;
    if (reached === undefined) return undefined;
    now = reached;
    if (dot(direction, gradient) / 2 <= target) return { at: now.at, metric, epochs };
  }
  return undefined;
}
