import { describe, expect, it } from "vitest";
import { Cholesky } from "../../src/solver/cholesky.ts";
import { type Coordinates, inCoordinates, toInner, toOuter } from "../../src/solver/coordinates.ts";
import type { Point, Problem, Question, Solver, SolverOptions, SolverResult } from "../../src/solver/protocol.ts";
import { quasiNewton } from "../../src/solver/smooth/quasiNewton.ts";
import { gradientDescent } from "../../src/solver/textbook/gradientDescent.ts";
import { normal, random, sample } from "../support/random.ts";

/** Answers from rows held in plain JavaScript: solvers need nothing else. */
function answer({ kind, at }: Question, rows: number[][], y: number[]): Float64Array {
  const n = at.w.length;
  const record = new Float64Array(kind === "gradient" ? 2 + n : 1 + n + n * n);
  for (const [i, x] of rows.entries()) {
    const z = x.reduce((sum, value, j) => sum + value * (at.w[j] ?? 0), at.b);
    const u = y[i] === 1 ? -z : z;
    const e = Math.exp(-Math.abs(z));
    const dz = (y[i] === 1 ? -1 : 1) * ((u >= 0 ? 1 : e) / (1 + e));
    const d = e / (1 + e) ** 2;
    const add = (index: number, value: number) => {
      record[index] = (record[index] ?? 0) + value;
    };
    if (kind === "gradient") {
      add(0, Math.max(u, 0) + Math.log1p(e));
      add(1, dz);
      for (const [j, value] of x.entries()) add(2 + j, dz * value);
    } else {
      add(0, d);
      for (const [j, value] of x.entries()) {
        add(1 + j, d * value);
        for (let k = j; k < n; ++k) add(1 + n + j * n + k, d * value * (x[k] ?? 0));
      }
    }
  }
  return record;
}

function run(solver: Solver, rows: number[][], y: number[]): SolverResult {
  let next = solver.next();
  while (next.done !== true) {
    next = solver.next(next.value.kind === "iterate" ? true : answer(next.value, rows, y));
  }
  return next.value;
}

function problemOf(seed: number, rows: number, columns: number) {
  const { X, y } = sample(seed, rows, columns);
  const table = y.map((_, i) => Array.from(X.data.subarray(i * columns, (i + 1) * columns)));
  const problem: Problem = {
    columns,
    total: rows,
    smallestWeight: 1,
    l2: new Float64Array(columns).fill(0.01),
    offsets: false,
    hessianProducts: Number.POSITIVE_INFINITY,
    intercept: true,
    start: { w: new Float64Array(columns), b: 0 },
    roundoff: 2 ** -53,
    diagonal: new Float64Array(columns + 1).fill(0.25),
    hessianEpochs: 0.5 + columns / 8,
    sample: undefined,
    sampled: false,
  };
  return { table, y, problem };
}

const newton = (problem: Problem, options: SolverOptions) => quasiNewton(problem, options, "always");

const options = { tolerance: 1e-12, maxEpochs: 10_000, learningRate: undefined, polish: false };

describe("solvers are generators that know no data", () => {
  it("Newton and gradient descent end at the same optimum when plain JavaScript answers", () => {
    const { table, y, problem } = problemOf(1, 200, 4);
    const a = run(newton(problem, options), table, y);
    const b = run(gradientDescent(problem, { ...options, tolerance: 1e-11 }), table, y);
    expect([a.reason, b.reason]).toEqual(["tolerance", "tolerance"]);
    expect(a.gradientNorm).toBeLessThan(1e-12);
    for (let j = 0; j < 4; ++j) expect(b.w[j]).toBeCloseTo(a.w[j] ?? Number.NaN, 8);
  });

  it("Newton halves its step where the full one goes up, and never ends above where it began", () => {
    // far from the optimum the quadratic model is poor: a start of large coefficients makes full steps overshoot
    const { table, y, problem } = problemOf(2, 100, 3);
    const far = { ...problem, start: { w: Float64Array.of(30, -40, 50), b: 9 } };
    const objectives: number[] = [];
    const solver = newton(far, options);
    let gradients = 0;
    let next = solver.next();
    while (next.done !== true) {
      if (next.value.kind === "iterate") objectives.push(next.value.objective);
      if (next.value.kind === "gradient") ++gradients;
      next = solver.next(next.value.kind === "iterate" ? true : answer(next.value, table, y));
    }
    expect(next.value.reason).toBe("tolerance");
    expect(gradients).toBeGreaterThan(next.value.iterations + 1);
    for (let i = 1; i < objectives.length; ++i) {
      expect(objectives[i]).toBeLessThanOrEqual((objectives[i - 1] ?? 0) * (1 + 1e-14));
    }
    const usual = run(newton(problem, options), table, y);
    for (let j = 0; j < 3; ++j) expect(next.value.w[j]).toBeCloseTo(usual.w[j] ?? Number.NaN, 9);
  });

  it("both say separation where the classes are separable and nothing is penalised", () => {
    const table = [[1], [2], [3], [4]];
    const problem: Problem = { ...problemOf(3, 4, 1).problem, l2: new Float64Array(1) };
    for (const solver of [newton, gradientDescent]) {
      const result = run(solver(problem, options), table, [0, 0, 1, 1]);
      expect(result.reason).toBe("separation");
      expect(Number.isFinite(result.w[0])).toBe(true);
    }
  });
});

describe("coordinates", () => {
  const coordinates: Coordinates = { ratio: Float64Array.of(2, 0.5, 8), shift: Float64Array.of(1, -3, 0.25) };

  it("map to and fro", () => {
    const point: Point = { w: Float64Array.of(1, 2, 3), b: -1 };
    const back = toOuter(coordinates, toInner(coordinates, point));
    expect(back).toEqual(point);
  });

  it("make a solver think in other columns: the same as giving it those columns", () => {
    const { table, y, problem } = problemOf(4, 80, 3);
    // outer column_j = inner column_j / ratio_j + shift_j, so that sum w_j outer_j + b = sum v_j inner_j + c
    const outer = table.map((row) =>
      row.map((value, j) => value / (coordinates.ratio[j] ?? 1) + (coordinates.shift[j] ?? 0)),
    );
    const steps = { ...options, learningRate: 0.1, maxEpochs: 30, tolerance: 1e-300 };
    const expected = run(gradientDescent(problem, steps), outer, y);
    const actual = run(inCoordinates(gradientDescent(problem, steps), coordinates), table, y);
    const back = toOuter(coordinates, actual);
    for (let j = 0; j < 3; ++j) expect(back.w[j]).toBeCloseTo(expected.w[j] ?? Number.NaN, 12);
    expect(back.b).toBeCloseTo(expected.b, 12);
    const chosen = { ...steps, learningRate: undefined, polish: false };
    const bound = run(inCoordinates(gradientDescent(problem, chosen), coordinates), table, y);
    expect(toOuter(coordinates, bound).w[0]).toBeCloseTo(run(gradientDescent(problem, chosen), outer, y).w[0] ?? 0, 12);
  });
});

describe("Cholesky", () => {
  it("solves random positive definite systems, also badly scaled ones", () => {
    for (let size = 1; size <= 12; ++size) {
      const next = normal(size);
      const uniform = random(size);
      const B = Array.from({ length: size + 3 }, () => Array.from({ length: size }, next));
      const units = Array.from({ length: size }, () => 10 ** (12 * uniform() - 6));
      const A = new Float64Array(size * size);
      for (const row of B) {
        for (let i = 0; i < size; ++i) {
          for (let j = 0; j < size; ++j) {
            const product = (row[i] ?? 0) * (row[j] ?? 0) * (units[i] ?? 1) * (units[j] ?? 1);
            A[i * size + j] = (A[i * size + j] ?? 0) + product;
          }
        }
      }
      const expected = Array.from({ length: size }, (_, i) => next() / (units[i] ?? 1));
      const r = Float64Array.from({ length: size }, (_, i) =>
        expected.reduce((sum, value, j) => sum + (A[i * size + j] ?? 0) * value, 0),
      );
      const factor = new Cholesky(A);
      const x = factor.solve(r);
      const { omitted } = factor;
      expect(omitted).toBe(0);
      for (const [i, value] of expected.entries()) {
        expect(((x[i] ?? 0) - value) * (units[i] ?? 1)).toBeCloseTo(0, 9);
      }
    }
  });

  it("leaves out a column that depends on the others and still solves the consistent system", () => {
    // third = first + second
    const A = Float64Array.of(2, 1, 3, 1, 2, 3, 3, 3, 6);
    const factor = new Cholesky(A);
    const x = factor.solve(Float64Array.of(3, 3, 6));
    const { omitted } = factor;
    expect(omitted).toBe(1);
    expect(Array.from(x, (value) => Math.round(value * 1e12) / 1e12)).toEqual([1, 1, 0]);
  });

  it("leaves out a column of zeros", () => {
    const factor = new Cholesky(Float64Array.of(0, 0, 0, 4));
    expect(factor.omitted).toBe(1);
    expect(factor.solve(Float64Array.of(0, 2))).toEqual(Float64Array.of(0, 0.5));
  });
});
