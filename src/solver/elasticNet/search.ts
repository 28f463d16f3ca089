import { type ElasticNetEvaluation, type ElasticNetProblem, evaluateElasticNet } from "../elasticNetObjective.ts";
import { cubicMinimum } from "../lineSearch.ts";
import type { Answer, Point, Question } from "../protocol.ts";
import { roundingOf } from "../rounding.ts";
import type { ElasticNetStep } from "./step.ts";

/**
 * Part of the decrease that the first-order model with its l1 term promises which a step must deliver (Armijo 1966;
 * 1e-4 is the usual value, Nocedal and Wright 2006, 3.1). Chosen by trial; the tests of proximal Newton pass at 0.4
 * too.
 */
const ARMIJO = 1e-4;
/**
 * Roundoffs of the objective within which the difference of two values tells less than the slopes at both ends do.
 * Chosen by trial; test/solver/proximalNewtonProperties.test.ts fails at 0.
 */
const NOISE = 256;
/** Most trials of a line search, an epoch each: the step is then at most 2^-29 of the whole one. A safety net. */
const MOST_TRIALS = 30;

/**
 * Steps from `from` towards `step.to` until the objective has decreased enough: the whole step first, then by cubic
 * interpolation. The decrease asked for is that of the first-order model with its l1 term (Tseng and Yun 2009; Lee,
 * Sun, Saunders 2014, 2.8). Each trial costs one epoch. Where the decrease is below what rounding leaves of the
 * objective, a step that keeps it is good enough.
 *
 * @returns the point reached, or none if no step helps or `mostEpochs` trials were not enough; and the trials
 */
export function* searchElasticNet(
  problem: ElasticNetProblem,
  from: ElasticNetEvaluation,
  step: ElasticNetStep,
  mostEpochs: number,
): Generator<Question, { readonly reached: ElasticNetEvaluation | undefined; readonly trials: number }, Answer> {
  const slack = roundingOf(problem, from.objective);
  const noise = NOISE * problem.roundoff * Math.abs(from.objective);
  let length = 1;
  let trials = 0;
  while (trials < Math.min(MOST_TRIALS, mostEpochs)) {
    const trial = yield* evaluateElasticNet(problem, between(from.smooth.at, step.to, length));
    trials += 1;
    const rise = trial.objective - from.objective;
    if (rise <= ARMIJO * length * step.slope + slack) return { reached: trial, trials };
    const slope = slopeAt(problem, trial, from.smooth.at, step.to);
    // where the value is rounding, the parabola through both slopes tells whether it has decreased enough (Hager, Zhang
    // 2005, 4.1)
    if (Math.abs(rise) <= noise && slope <= (2 * ARMIJO - 1) * step.slope) return { reached: trial, trials };
    length *= cubicMinimum(length * step.slope, rise, length * slope);
  }
  return { reached: undefined, trials };
}

/** The slope of the objective at a point between `from` and `to`, coming from `from`. */
function slopeAt(
  { l1 }: ElasticNetProblem,
  { smooth: { at, dw, db } }: ElasticNetEvaluation,
  from: Point,
  to: Point,
): number {
  let slope = db * (to.b - from.b);
  for (let j = 0; j < dw.length; ++j) {
    const side = Math.sign(at.w[j] ?? 0) || Math.sign(from.w[j] ?? 0);
    slope += ((dw[j] ?? 0) + (l1[j] ?? 0) * side) * ((to.w[j] ?? 0) - (from.w[j] ?? 0));
  }
  return slope;
}

/** The point at a part of the way; at length 1 `to` itself, so that its zeros are exact. */
function between(from: Point, to: Point, length: number): Point {
  if (length === 1) return to;
  const rest = 1 - length;
  return {
    w: from.w.map((value, j) => rest * value + length * (to.w[j] ?? 0)),
    b: rest * from.b + length * to.b,
  };
}
