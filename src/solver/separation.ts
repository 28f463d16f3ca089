import { evaluate } from "./objective.ts";
import type { Answer, Point, Problem, Question } from "./protocol.ts";

/** A change of the log-odds per deviation of a column that no step has whose decrement is below any sensible tolerance. */
const LARGE_STEP = 0.1;

/**
 * Whether every row lies on its own side of the plane at a point of this cost: a row on the wrong side alone loses ln 2
 * times its weight or more. Without a penalty there is then no finite optimum.
 */
export function isSeparated({ total, smallestWeight, l2, prior }: Problem, cost: number): boolean {
  return cost * total < Math.LN2 * smallestWeight && prior === undefined && l2.every((penalty) => penalty === 0);
}

/**
 * Whether a step is larger than it can be near an optimum. Steps shrink towards an optimum; where there is none they keep
 * their size while the decrement fades. Only columns without a penalty can do that.
 */
export function isSuspicious(problem: Problem, direction: Float64Array): boolean {
  return problem.prior === undefined && problem.l2.includes(0) && largestOf(direction) >= LARGE_STEP;
}

/**
 * The part of a step from one point to another that no penalty holds, subtracted, b last; nothing if it is as small as near an optimum.
 */
export function unpenalisedStep(
  { l1, l2, prior }: Problem & { readonly l1: Float64Array },
  from: Point,
  to: Point,
): Float64Array | undefined {
  if (prior !== undefined) return undefined;
  const n = from.w.length;
  const step = new Float64Array(n + 1);
  for (let j = 0; j < n; ++j) if (l1[j] === 0 && l2[j] === 0) step[j] = (from.w[j] ?? 0) - (to.w[j] ?? 0);
  step[n] = from.b - to.b;
  return largestOf(step) >= LARGE_STEP ? step : undefined;
}

/**
 * Whether the objective falls for ever along -direction, a Newton step: quasi-complete separation (Albert and Anderson 1984).
 * Far out in such a direction no row is on the wrong side, so the mean loss is at most that of rows on the plane, ln 2. The
 * distance is such that a part of the step that is due to rounding does not matter. One epoch.
 */
export function* recedes(problem: Problem, direction: Float64Array): Generator<Question, boolean, Answer> {
  const far = -1 / (largestOf(direction) * Math.sqrt(problem.roundoff));
  const n = direction.length - 1;
  const w = direction.subarray(0, n).map((change) => far * change);
  const { objective } = yield* evaluate(problem, { w, b: far * (direction[n] ?? 0) });
  return objective < 1.01 * Math.LN2;
}

function largestOf(direction: Float64Array): number {
  let largest = 0;
  for (const change of direction) largest = Math.max(largest, Math.abs(change));
  return largest;
}
