import { type Evaluation, evaluate } from "./objective.ts";
import type { Answer, Point, Problem, Question } from "./protocol.ts";
import { roundingOf } from "./rounding.ts";
import { dot } from "./vectors.ts";

/**
 * Part of the decrease that the slope promises which a step must deliver (Armijo 1966). The usual 1e-4 lets steps pass
 * that go twice too far: 2000 x 2000 took 71 epochs in place of 58, along with what else docs/internals/solvers.md
 * lists.
 */
const ARMIJO = 0.1;
/** Most trials of a line search, an epoch each: the step is then at most 2^-29 of the first one. Chosen by trial. */
const MOST_TRIALS = 30;
/**
 * Part of the slope at the start that is left at the end of a step where there was no curvature on the way: the next
 * step is twice as long. Chosen by trial; test/fit/claims.test.ts fails at 2.
 */
const STRAIGHT = 0.99;
/**
 * Multiple of the objective that the slope promises to bring it down by, above which it cannot be believed, no mean
 * loss being below 0: the first trial then has the length of Polyak 1987. Chosen by trial; test/fit/claims.test.ts
 * fails at 1e300.
 */
const IMPOSSIBLE = 1e3;

export interface Searched {
  readonly reached: Evaluation | undefined;
  readonly trials: number;
  /** Whether the objective fell as a straight line does: rows are saturated, and a longer step would do. */
  readonly straight: boolean;
  /** The length of the step taken, in multiples of the direction. */
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

/** The derivative of the objective along -direction. */
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
