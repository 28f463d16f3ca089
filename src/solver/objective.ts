import type { Answer, Point, Prior, Problem, Question, Solver } from "./protocol.ts";

/** Value and gradient of the objective at a point. */
export interface Evaluation {
  readonly at: Point;
  readonly objective: number;
  readonly dw: Float64Array;
  readonly db: number;
  /** Mean loss without the penalty. */
  readonly cost: number;
  /** The sums over the rows that this was computed from: they stay valid under another penalty. */
  readonly sums: Float64Array;
}

/** One epoch: asks for the sums at a point and makes value and gradient of them. */
export function* evaluate(problem: Problem, at: Point): Generator<Question, Evaluation, Answer> {
  return evaluationOf(problem, at, yield { kind: "gradient", at, sampled: problem.sampled }, problem.total);
}

/** Value and gradient of the objective from sums over rows that weigh `total`. */
export function evaluationOf(problem: Problem, at: Point, answer: Answer, total: number): Evaluation {
  const sums = record(answer);
  const { l2 } = problem;
  const cost = (sums[0] ?? 0) / total;
  const dw = new Float64Array(problem.columns);
  let penalty = 0;
  for (let j = 0; j < dw.length; ++j) {
    const wj = at.w[j] ?? 0;
    const slope = (l2[j] ?? 0) * wj;
    penalty += slope * wj;
    dw[j] = (sums[2 + j] ?? 0) / total + slope;
  }
  const db = problem.intercept ? (sums[1] ?? 0) / total : 0;
  const smooth = { at, objective: cost + penalty / 2, dw, db, cost, sums };
  return problem.prior === undefined ? smooth : withPrior(smooth, problem.prior, problem.intercept);
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
  if (problem.prior === undefined) return hessian;
  const { precision } = problem.prior;
  const free = problem.intercept ? size : n;
  for (let j = 0; j < free; ++j) {
    for (let k = 0; k < free; ++k)
      hessian[j * size + k] = (hessian[j * size + k] ?? 0) + (precision[j * size + k] ?? 0);
  }
  return hessian;
}

/** A solver that also leaves the Hessian at the point where it ends: one more epoch. */
export function* keepingHessian(solver: Solver, problem: Problem): Solver {
  const result = yield* solver;
  return { ...result, hessian: yield* hessianAt(problem, result) };
}

function withPrior({ at, objective, dw, db, cost, sums }: Evaluation, prior: Prior, intercept: boolean): Evaluation {
  const { centre } = prior;
  const size = at.w.length + 1;
  const move = new Float64Array(size);
  for (let j = 0; j < size - 1; ++j) move[j] = (at.w[j] ?? 0) - (centre.w[j] ?? 0);
  move[size - 1] = at.b - centre.b;
  const slope = new Float64Array(size);
  addPrecision(slope, prior, move);
  let rise = 0;
  for (let j = 0; j < size; ++j) rise += (slope[j] ?? 0) * (move[j] ?? 0);
  const tilted = dw.map((value, j) => value + (slope[j] ?? 0));
  const tiltedDb = intercept ? db + (slope[size - 1] ?? 0) : 0;
  return { at, objective: objective + rise / 2, dw: tilted, db: tiltedDb, cost, sums };
}

/** sum += P v */
function addPrecision(sum: Float64Array, { precision, times }: Prior, v: Float64Array): void {
  const size = v.length;
  if (times !== undefined) {
    for (const [j, value] of times(v).entries()) sum[j] = (sum[j] ?? 0) + value;
    return;
  }
  for (let j = 0; j < size; ++j) {
    for (let k = 0; k < size; ++k) sum[j] = (sum[j] ?? 0) + (precision[j * size + k] ?? 0) * (v[k] ?? 0);
  }
}

/**
 * One epoch, or rather more: the Hessian of the objective at a point times a vector, both n weights first and the
 * intercept last.
 */
export function* hessianTimes(
  problem: Problem,
  at: Point,
  vector: Float64Array,
): Generator<Question, Float64Array, Answer> {
  const { columns: n, total, l2, sampled } = problem;
  const direction = { w: vector.slice(0, n), b: vector[n] ?? 0 };
  const sums = record(yield { kind: "product", at, direction, sampled });
  const product = new Float64Array(n + 1);
  for (let j = 0; j < n; ++j) product[j] = (sums[1 + j] ?? 0) / total + (l2[j] ?? 0) * (vector[j] ?? 0);
  product[n] = (sums[0] ?? 0) / total;
  if (problem.prior !== undefined) addPrecision(product, problem.prior, vector);
  if (!problem.intercept) product[n] = 0;
  return product;
}

/** dw and db in one vector, db last. */
export function gradientVector({ dw, db }: Evaluation): Float64Array {
  return withIntercept(dw, db);
}

/** w and b in one vector, b last. */
export function pointVector({ w, b }: Point): Float64Array {
  return withIntercept(w, b);
}

/** n entries and one for the intercept, which comes last. */
export function withIntercept(w: Float64Array, b: number): Float64Array {
  const all = new Float64Array(w.length + 1);
  all.set(w);
  all[w.length] = b;
  return all;
}

export function gradientNorm({ dw, db }: Evaluation): number {
  let largest = Math.abs(db);
  for (const slope of dw) largest = Math.max(largest, Math.abs(slope));
  return largest;
}

/** An answer to a question, which is sums. */
export function record(answer: Answer): Float64Array {
  if (typeof answer === "boolean") throw new TypeError("driver: expected sums as the answer, got a boolean");
  return answer;
}
