import type { LbfgsPairs } from "../lbfgsPairs.ts";
import { hessianTimes } from "../objective.ts";
import type { Answer, Point, Problem, Question } from "../protocol.ts";
import { dot } from "../vectors.ts";

/**
 * Most directions for which products are asked. More are those of columns that are collinear by their making, such as
 * dummies of all levels, and have no curvature at all. Chosen by trial; test/fit/separation.test.ts fails at 0.
 */
const MOST_DIRECTIONS = 4;
/**
 * Least change of z along a direction, as a part of what z is made of there, that is not rounding of sums: 8192
 * roundoffs of float64. Chosen by trial; test/fit/separation.test.ts fails at 1e-3.
 */
const LEAST_PART = 2 ** -40;
/**
 * The same in roundoffs of the packed columns, which matters in f32; the larger of the two holds. Chosen by trial; the
 * tests of claims, separation and hard problems pass at 0 too.
 */
const ROUNDINGS = 64;

/**
 * Directions that a factorised Hessian left out, as columns that differ by 1e-9 of their deviations make them, may have
 * a curvature that its sums have lost: 1e-18 beside 1. A product with the direction still knows it, since rows multiply
 * the difference. Such a product is added to the metric as a pair of L-BFGS. Directions of columns that are equal have
 * no curvature and are left out.
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
