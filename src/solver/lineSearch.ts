import { type Evaluation, evaluate } from "./objective.ts";
import type { Answer, Point, Problem, Question } from "./protocol.ts";
import { roundingOf } from "./rounding.ts";
import { dot } from "./vectors.ts";

/**
 * Of the decrease that the slope promises, the part that a step must deliver (Armijo 1966). Less lets steps pass that
 * go twice too far.
 */
const ARMIJO = 0.1;
const MOST_TRIALS = 30;
/** Part of the slope that is left where there is no curvature on the way. */
const STRAIGHT = 0.99;
/** Times the objective that a step cannot promise to bring it down by. */
const IMPOSSIBLE = 1e3;

export interface Searched {
  readonly reached: Evaluation | undefined;
  readonly trials: number;
  /** Whether the objective fell as a straight line does: rows are saturated, and a longer step would do. */
  readonly straight: boolean;
  /** Of the step taken. */
  readonly length: number;
}

/**
 * Steps along -direction from `from` until the objective has decreased enough: the unit step first, then the minimum of
 * the cubic through both ends and their slopes (Nocedal and Wright 2006, 3.59). Each trial costs one epoch. Where the
 * decrease that is asked for is below what rounding leaves of the objective, a step that keeps it is good enough.
 *
 * @param stride the length of the first trial, in steps
 * @returns the point reached, or none if no step helps or `mostEpochs` trials were not enough; and the trials
 */
export function* search(
  problem: Problem,
  from: Evaluation,
  direction: Float64Array,
  mostEpochs: number,
  stride = 1,
): Generator<Question, Searched, Answer> {
  const slope = slopeAlong(from, direction);
  const slack = roundingOf(problem, from.objective);
  // no mean loss falls below 0: where the slope promises that by far, rows are saturated, and their curvature says
  // nothing (Polyak 1987)
  const ceiling = Math.abs(from.objective);
  let length = -slope > IMPOSSIBLE * ceiling ? (2 * ceiling) / -slope : stride;
  const most = Math.max(0, Math.min(MOST_TRIALS, mostEpochs));
  for (let trials = 1; trials <= most; ++trials) {
    const trial = yield* evaluate(problem, moved(from.at, direction, length));
    const trialSlope = slopeAlong(trial, direction);
    if (trial.objective <= from.objective + ARMIJO * length * slope + slack)
      return { reached: trial, trials, straight: trialSlope <= STRAIGHT * slope, length };
    length *= cubicMinimum(slope * length, trial.objective - from.objective, trialSlope * length);
  }
  return { reached: undefined, trials: most, straight: false, length: 1 };
}

/** Of the objective, along -direction. */
function slopeAlong({ dw, db }: Evaluation, direction: Float64Array): number {
  const n = dw.length;
  return -(dot(dw, direction) + db * (direction[n] ?? 0));
}

function moved({ w, b }: Point, direction: Float64Array, length: number): Point {
  const n = w.length;
  const to = new Float64Array(n);
  for (let j = 0; j < n; ++j) to[j] = (w[j] ?? 0) - length * (direction[j] ?? 0);
  return { w: to, b: b - length * (direction[n] ?? 0) };
}

/** Where the cubic with values 0, `rise` and slopes `slope0`, `slope1` at 0 and 1 is least, kept within 0.1 .. 0.5. */
export function cubicMinimum(slope0: number, rise: number, slope1: number): number {
  const d1 = slope0 + slope1 - 3 * rise;
  const d2 = Math.sqrt(Math.max(0, d1 * d1 - slope0 * slope1));
  const minimum = 1 - (slope1 + d2 - d1) / (slope1 - slope0 + 2 * d2);
  return Number.isFinite(minimum) ? Math.min(0.5, Math.max(0.1, minimum)) : 0.1;
}
