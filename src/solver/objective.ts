import type { Answer, Point, Problem, Question } from "./protocol.ts";

/** Value and gradient of the objective at a point. */
export interface Evaluation {
  readonly at: Point;
  readonly objective: number;
  readonly dw: Float64Array;
  readonly db: number;
  /** Mean loss without the penalty. */
  readonly cost: number;
}

/** One epoch: asks for the sums at a point and makes value and gradient of them. */
export function* evaluate(problem: Problem, at: Point): Generator<Question, Evaluation, Answer> {
  const sums = record(yield { kind: "gradient", at, sampled: problem.sampled });
  const { total, l2 } = problem;
  const cost = (sums[0] ?? 0) / total;
  const dw = new Float64Array(problem.columns);
  let penalty = 0;
  for (let j = 0; j < dw.length; ++j) {
    const wj = at.w[j] ?? 0;
    const slope = (l2[j] ?? 0) * wj;
    penalty += slope * wj;
    dw[j] = (sums[2 + j] ?? 0) / total + slope;
  }
  return { at, objective: cost + penalty / 2, dw, db: problem.intercept ? (sums[1] ?? 0) / total : 0, cost };
}

/** The Hessian of the objective, (n + 1) x (n + 1), row-major, symmetric; w first, b last. */
export function* hessianAt(problem: Problem, at: Point): Generator<Question, Float64Array, Answer> {
  const sums = record(yield { kind: "hessian", at, sampled: problem.sampled });
  const { columns: n, total, l2 } = problem;
  const size = n + 1;
  const hessian = new Float64Array(size * size);
  for (let j = 0; j < n; ++j) {
    for (let k = j; k < n; ++k) {
      const entry = (sums[1 + n + j * n + k] ?? 0) / total;
      hessian[j * size + k] = entry;
      hessian[k * size + j] = entry;
    }
    hessian[j * size + j] = (hessian[j * size + j] ?? 0) + (l2[j] ?? 0);
    const cross = problem.intercept ? (sums[1 + j] ?? 0) / total : 0;
    hessian[j * size + n] = cross;
    hessian[n * size + j] = cross;
  }
  // a fixed intercept has a gradient of 0, so any curvature keeps it where it is
  hessian[n * size + n] = problem.intercept ? (sums[0] ?? 0) / total : 1;
  return hessian;
}

/** dw and db in one vector, db last. */
export function gradientVector({ dw, db }: Evaluation): Float64Array {
  const gradient = new Float64Array(dw.length + 1);
  gradient.set(dw);
  gradient[dw.length] = db;
  return gradient;
}

export function gradientNorm({ dw, db }: Evaluation): number {
  let largest = Math.abs(db);
  for (const slope of dw) largest = Math.max(largest, Math.abs(slope));
  return largest;
}

function record(answer: Answer): Float64Array {
  if (typeof answer === "boolean") throw new TypeError("driver: expected sums as the answer, got a boolean");
  return answer;
}
