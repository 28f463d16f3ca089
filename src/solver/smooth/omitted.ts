import type { LbfgsPairs } from "../lbfgsPairs.ts";
import { hessianTimes } from "../objective.ts";
import type { Answer, Point, Problem, Question } from "../protocol.ts";
import { dot } from "../vectors.ts";

/**
 * More directions than these are those of columns that are collinear by their making, such as dummies of all levels.
 */
const MOST_DIRECTIONS = 4;
/** What z is made of, times this, is made of roundings: in f64 of sums, in f32 of the packed columns too. */
const LEAST_PART = 2 ** -40;
const ROUNDINGS = 64;

/**
 * Directions that a factorised Hessian left out, as columns that differ by 1e-9 of their deviations make them, may have
 * a curvature that its sums have lost: 1e-18 beside 1. A product with the direction still knows it, since rows multiply
 * the difference. What is learnt so lies on top of the metric, as a pair of L-BFGS; directions of columns that are the
 * same are left alone.
 *
 * @returns the directions learnt, and the epochs that they took
 */
export function* learnOmitted(
  problem: Problem,
  at: Point,
  memory: LbfgsPairs,
  mostEpochs: number,
): Generator<Question, { readonly learnt: number; readonly epochs: number }, Answer> {
  const { hessian, solve, omittedAt = [] } = memory.metric;
  const size = problem.columns + 1;
  if (hessian === undefined || omittedAt.length > Math.min(MOST_DIRECTIONS, mostEpochs))
    return { learnt: 0, epochs: 0 };
  const least = Math.max(LEAST_PART, ROUNDINGS * problem.roundoff);
  let learnt = 0;
  for (const index of omittedAt) {
    const v = solve(hessian.slice(index * size, (index + 1) * size)).map((value, j) => (j === index ? 1 : -value));
    const Hv = yield* hessianTimes(problem, at, v);
    const curvature = dot(v, Hv);
    let made = 0;
    for (const [j, value] of v.entries()) made += value * value * (hessian[j * (size + 1)] ?? 0);
    if (!(curvature > least * least * made)) continue;
    memory.learn(v, Hv);
    learnt += 1;
  }
  return { learnt, epochs: omittedAt.length };
}
