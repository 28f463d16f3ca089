import { type ElasticNetEvaluation, type ElasticNetProblem, evaluateElasticNet } from "./elasticNet.ts";
import type { ElasticNetStep } from "./elasticNetStep.ts";
import type { Answer, Point, Question } from "./protocol.ts";

/** Of the decrease that the step promises, the part that it must deliver. */
const ARMIJO = 1e-4;
const MOST_TRIALS = 30;

/**
 * Steps from `from` towards `step.to` until the objective has decreased enough: the whole step first, then by interpolation. The
 * decrease asked for is that of the first-order model with its l1 term (Tseng and Yun 2009; Lee, Sun, Saunders 2014, 2.8). Each
 * trial costs one epoch. Where the decrease is below what rounding leaves of the objective, a step that keeps it is good enough.
 *
 * @returns the point reached and the epochs it took, or undefined for the point if no step helps
 */
export function* searchElasticNet(
  problem: ElasticNetProblem,
  from: ElasticNetEvaluation,
  step: ElasticNetStep,
  mostEpochs: number,
): Generator<Question, { readonly reached: ElasticNetEvaluation | undefined; readonly epochs: number }, Answer> {
  const slack = 8 * problem.roundoff * Math.abs(from.objective);
  let length = 1;
  let epochs = 0;
  while (epochs < Math.min(MOST_TRIALS, mostEpochs)) {
    const trial = yield* evaluateElasticNet(problem, between(from.smooth.at, step.to, length));
    epochs += 1;
    if (trial.objective <= from.objective + ARMIJO * length * step.slope + slack) return { reached: trial, epochs };
    length *= quadraticMinimum(length * step.slope, trial.objective - from.objective);
  }
  return { reached: undefined, epochs };
}

/** At length 1 the point itself, so that its zeros are exact. */
function between(from: Point, to: Point, length: number): Point {
  if (length === 1) return to;
  const rest = 1 - length;
  return {
    w: from.w.map((value, j) => rest * value + length * (to.w[j] ?? 0)),
    b: rest * from.b + length * to.b,
  };
}

/** Where the parabola with value 0 and slope `slope` at 0 and value `rise` at 1 is least, kept within 0.1 .. 0.5. */
function quadraticMinimum(slope: number, rise: number): number {
  const minimum = -slope / (2 * (rise - slope));
  return Number.isFinite(minimum) ? Math.min(0.5, Math.max(0.1, minimum)) : 0.1;
}
