import { describe, expect, it } from "vitest";
import { callEpoch, callHessian, callProduct } from "./support/calls.ts";
import { directionOf, makeProblem, type Problem } from "./support/problem.ts";
import { normals, SEED } from "./support/random.ts";

const ROWS = 300;
const COLUMNS = 5;

/**
 * Five points: f'(t) = (f(t - 2h) - 8 f(t - h) + 8 f(t + h) - f(t + 2h)) / 12h + h^4/30 f^(5). With h = 2^-10 and sums of m rows
 * of standard normal columns:
 *
 *     truncation    h^4/30 = 3e-14 times |f^(5)|, which is at most m E|x|^5 max|sigma''''| = m 6.4 0.13: 3e-14 m for the cost,
 *                   and as much for the gradient (E|x|^6 max|sigma'''''| = 15 0.25: 1.2e-13 m)
 *     rounding      the values have at most 1e-15 relative error, are about m, and are divided by h: 1e-12 m
 */
const STEP = 2 ** -10;
const TOLERANCE = 2e-12;

function derivative(f: (t: number) => Float64Array): Float64Array {
  const [a, b, c, d] = [f(-2 * STEP), f(-STEP), f(STEP), f(2 * STEP)];
  return a.map((ak, k) => (ak - 8 * (b[k] ?? 0) + 8 * (c[k] ?? 0) - (d[k] ?? 0)) / (12 * STEP));
}

/** Cost and gradient at the point with t added to parameter k: 0 is b, 1 + j is w_j. */
function epochAt(problem: Problem, k: number, t: number): Float64Array {
  const w = problem.w.map((wj, j) => (j === k - 1 ? wj + t : wj));
  return callEpoch({ ...problem, w, b: k === 0 ? problem.b + t : problem.b }, false, new Float64Array(2 + COLUMNS));
}

/** Entry (j, k) of the Hessian with the intercept as row and column 0, out of the kernel's record. */
function entry(record: Float64Array, j: number, k: number): number {
  if (j === 0) return record[k] ?? Number.NaN;
  return record[1 + COLUMNS + (j - 1) * COLUMNS + (k - 1)] ?? Number.NaN;
}

describe.each(["unit", "weighted"] as const)("in f64, %s", (weights) => {
  const template = makeProblem("f64", ROWS, COLUMNS, weights);
  const normal = normals(SEED + 3);
  const problem: Problem = {
    ...template,
    X: { ...template.X, data: template.X.data.map(() => normal()) },
    v: weights === "unit" ? template.v : template.v.map((v) => v / 10),
  };
  const sizes = Float64Array.from(problem.v, Math.abs).reduce((sum, s) => sum + s, 0);
  const record = epochAt(problem, 0, 0);
  const parameters = Array.from({ length: 1 + COLUMNS }, (_, k) => k);

  it.each(parameters)("the gradient in parameter %d is the five-point difference of the cost", (k) => {
    const [difference = Number.NaN] = derivative((t) => epochAt(problem, k, t).subarray(0, 1));
    expect(Math.abs((record[1 + k] ?? Number.NaN) - difference)).toBeLessThan(TOLERANCE * sizes);
  });

  it.each(parameters)("the Hessian's column of parameter %d is the five-point difference of the gradient", (k) => {
    const hessian = callHessian(problem, new Float64Array(1 + COLUMNS + COLUMNS ** 2));
    const differences = derivative((t) => epochAt(problem, k, t).subarray(1));
    differences.forEach((difference, j) => {
      const exact = entry(hessian, Math.min(j, k), Math.max(j, k));
      expect(Math.abs(exact - difference)).toBeLessThan(TOLERANCE * sizes);
    });
  });

  it("the Hessian-vector product is the five-point difference of the gradient along the vector", () => {
    const direction = directionOf(problem);
    const along = (t: number): Float64Array => {
      const w = problem.w.map((wj, j) => wj + t * (direction.r[j] ?? 0));
      const point = { ...problem, w, b: problem.b + t * direction.c };
      return callEpoch(point, false, new Float64Array(2 + COLUMNS)).subarray(1);
    };
    const product = callProduct(problem, new Float64Array(1 + COLUMNS), direction);
    derivative(along).forEach((difference, j) => {
      expect(Math.abs((product[j] ?? Number.NaN) - difference)).toBeLessThan(TOLERANCE * sizes);
    });
  });
});
