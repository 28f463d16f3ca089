import { describe, expect, it } from "vitest";
import type { BfgsMatrix } from "../../src/solver/elasticNet/bfgsMatrix.ts";
import { proximalNewton } from "../../src/solver/elasticNet/proximalNewton.ts";
import type { ElasticNetProblem } from "../../src/solver/elasticNetObjective.ts";
import type { SolverOptions } from "../../src/solver/protocol.ts";
import { elasticNetOf, kkt } from "../support/elasticNet.ts";
import { EVERY_SIZE } from "../support/everySize.ts";
import { type PlainRows, runOn, standardised } from "../support/plainRows.ts";
import { problemOf, type Solution, solutions } from "../support/problems.ts";
import { normal, sample } from "../support/random.ts";

const options: SolverOptions = { tolerance: 1e-12, maxEpochs: 10_000, learningRate: undefined, polish: true };

function solved(X: PlainRows, problem: ElasticNetProblem, changes: Partial<SolverOptions> = {}) {
  const run = runOn(X, proximalNewton(problem, { ...options, ...changes }), { sampleRows: problem.sample?.rows ?? 0 });
  return { ...run, zeros: run.w.filter((value) => value === 0).length };
}

/** The rows of a solution with columns of deviation 1, and its penalty on these. */
function reference(name: string): { solution: Solution; X: ReturnType<typeof standardised>; ratio: Float64Array } {
  const solution = solutions().find((one) => one.name === name);
  if (solution === undefined) throw new Error(`no solution ${name}`);
  const { X, y } = problemOf(solution);
  const rows = standardised({ ...X, y: y.map((label) => (label === 1 ? 1 : 0)) });
  return { solution, X: rows, ratio: rows.deviation.map((deviation) => (solution.standardize ? 1 : 1 / deviation)) };
}

function penaltyOf({ solution: { l1, l2 }, X, ratio }: ReturnType<typeof reference>, sampleRows = 0) {
  return elasticNetOf(
    X,
    ratio.map((value) => l1 * value),
    ratio.map((value) => l2 * value * value),
    sampleRows,
  );
}

function random(seed: number, rows: number, columns: number): PlainRows {
  const { X, y } = sample(seed, rows, columns);
  return { ...X, y };
}

describe("proximal Newton reaches the solutions that glmnet agrees with", () => {
  const names = ["breast_cancer l1 standardized", "breast_cancer elastic net standardized", "higgs7k l1 standardized"];
  for (const name of names) {
    for (const polish of [true, false]) {
      it(`${name}, ${polish ? "polished" : "as it comes"}: objective, coefficients, support`, () => {
        const given = reference(name);
        const { solution, X } = given;
        const problem = penaltyOf(given);
        const result = solved(X, problem, { polish });
        expect(result.reason).toBe("tolerance");
        expect(Math.abs(result.objective / solution.objective - 1)).toBeLessThan(1e-12);
        const coef = result.w.map((value, j) => value / (X.deviation[j] ?? 1));
        const largest = Math.max(...solution.coef.map(Math.abs));
        for (const [j, value] of solution.coef.entries()) {
          expect(coef[j] === 0).toBe(value === 0);
          expect(Math.abs((coef[j] ?? Number.NaN) - value) / largest).toBeLessThan(polish ? 1e-9 : 1e-6);
        }
        const { largest: residual, zerosHold } = kkt(X, problem, result);
        expect(zerosHold).toBe(true);
        expect(result.gradientNorm).toBeCloseTo(residual, 13);
        expect(result.epochs).toBeLessThan(40);
        expect(result.hessians).toBeLessThan(6);
      });
    }
  }

  // its columns 21 and 35 are the same, 73 and 74 each other's complement: the objective is unique, the coefficients are not
  const a9a = () => {
    const given = reference("a9a l1");
    for (const sampleRows of [0, 7872]) {
      const problem = penaltyOf(given, sampleRows);
      const result = solved(given.X, problem);
      expect(result.reason).toBe("tolerance");
      expect(Math.abs(result.objective / given.solution.objective - 1)).toBeLessThan(1e-12);
      expect(kkt(given.X, problem, result).zerosHold).toBe(true);
      expect(result.epochs).toBeLessThan(60);
      expect(result.hessians).toBeLessThan(6);
    }
  };
  if (EVERY_SIZE) it("a9a l1, with and without a sample: the objective", a9a);
});

describe("proximal Newton", () => {
  const rows = standardised(random(11, 300, 12));

  it("decreases the objective at every iterate", () => {
    const { objectives, initialObjective, objective } = solved(rows, elasticNetOf(rows, 0.003, 0));
    expect(objectives[0]).toBe(initialObjective);
    for (let i = 1; i < objectives.length; ++i) {
      expect(objectives[i]).toBeLessThanOrEqual((objectives[i - 1] ?? 0) * (1 + 1e-14));
    }
    expect(objective).toBeLessThan(initialObjective);
  });

  it("of a huge l1 makes coefficients of 0 and the log-odds, in one or two epochs and without a Hessian", () => {
    const positive = rows.y.reduce((sum, value) => sum + value, 0);
    const logOdds = Math.log(positive / (rows.rows - positive));
    const problem = elasticNetOf(rows, 1e6, 0);
    const result = solved(rows, problem);
    expect(result).toMatchObject({ reason: "tolerance", hessians: 0, zeros: 12 });
    expect(result.b).toBeCloseTo(logOdds, 14);
    expect(result.epochs).toBeLessThanOrEqual(2);
    const elsewhere = solved(rows, { ...problem, start: { w: new Float64Array(12), b: 3 } });
    expect(elsewhere).toMatchObject({ reason: "tolerance", zeros: 12 });
    expect(elsewhere.b).toBeCloseTo(logOdds, 12);
    expect(elsewhere.epochs).toBeLessThan(15);
    const wrong = solved(rows, { ...problem, start: { w: new Float64Array(12).fill(0.1), b: 0 } });
    expect(wrong).toMatchObject({ reason: "tolerance", zeros: 12 });
  });

  it("of a tiny l1 comes to the smooth optimum, with all coefficients in", () => {
    const penalised = solved(rows, elasticNetOf(rows, 1e-12, 0.01));
    const smooth = solved(rows, elasticNetOf(rows, 0, 0.01));
    expect([penalised.reason, smooth.reason, penalised.zeros]).toEqual(["tolerance", "tolerance", 0]);
    for (const [j, value] of smooth.w.entries()) expect(penalised.w[j]).toBeCloseTo(value, 9);
    expect(smooth.gradientNorm).toBeLessThan(1e-14);
  });

  it("knows at which l1 the first column comes in", () => {
    const problem = elasticNetOf(rows, 1, 0);
    const { residual } = kkt(rows, { ...problem, l1: new Float64Array(12) }, problem.start);
    expect(solved(rows, elasticNetOf(rows, residual * (1 + 1e-6), 0)).zeros).toBe(12);
    expect(solved(rows, elasticNetOf(rows, residual * (1 - 1e-6), 0)).zeros).toBe(11);
  });

  it("leaves columns with a penalty factor of 0 free", () => {
    const l1 = Float64Array.from({ length: 12 }, (_, j) => (j % 4 === 0 ? 0 : 0.2));
    const problem = elasticNetOf(rows, l1, 0);
    const result = solved(rows, problem);
    expect(result.reason).toBe("tolerance");
    expect(Array.from(result.w, (value) => value === 0)).toEqual(Array.from(l1, (weight) => weight > 0));
    expect(kkt(rows, problem, result).residual).toBeLessThan(1e-14);
  });

  it("gives a duplicated column nothing beyond its twin, and a constant column nothing", () => {
    const { data, rows: m, columns: n, y } = rows;
    const wide = { data: new Float64Array(m * (n + 3)), rows: m, columns: n + 3, y };
    for (let i = 0; i < m; ++i) {
      const x = data.subarray(i * n, (i + 1) * n);
      // twins of column 0, one of them the other way round; and a column of 5 in raw units, which is one with the intercept
      wide.data.set([...x, x[0] ?? 0, -(x[0] ?? 0), 5], i * (n + 3));
    }
    const problem = elasticNetOf(wide, 0.01, 0);
    const result = solved(wide, problem);
    const alone = solved(rows, elasticNetOf(rows, 0.01, 0));
    expect(result.reason).toBe("tolerance");
    expect(result.objective).toBeCloseTo(alone.objective, 14);
    expect((result.w[0] ?? 0) + (result.w[n] ?? 0) - (result.w[n + 1] ?? 0)).toBeCloseTo(alone.w[0] ?? 0, 9);
    expect(result.w[n + 2]).toBe(0);
    expect(kkt(wide, problem, result)).toMatchObject({ zerosHold: true });
  });

  it("keeps a fixed intercept where it is", () => {
    const problem = { ...elasticNetOf(rows, 0.01, 0), intercept: false, start: { w: new Float64Array(12), b: 0 } };
    const result = solved(rows, problem);
    expect(result).toMatchObject({ reason: "tolerance", b: 0 });
    expect(kkt(rows, problem, result).residual).toBeLessThan(1e-12);
  });

  it("needs fewer epochs from the solution of a neighbouring penalty, and fewer yet with its curvature", () => {
    const { X } = reference("higgs7k l1 standardized");
    const larger = elasticNetOf(X, 0.0055, 0);
    const smaller = elasticNetOf(X, 0.005, 0);
    const kept: { curvature: BfgsMatrix | undefined } = { curvature: undefined };
    const before = runOn(X, proximalNewton(larger, options, kept));
    const cold = solved(X, smaller, { tolerance: 1e-8, polish: false });
    const start = { w: before.w, b: before.b };
    const warm = solved(X, { ...smaller, start }, { tolerance: 1e-8, polish: false });
    const next = proximalNewton({ ...smaller, start }, { ...options, tolerance: 1e-8, polish: false }, kept);
    const carried = runOn(X, next);
    expect([cold.reason, warm.reason, carried.reason]).toEqual(["tolerance", "tolerance", "tolerance"]);
    expect(warm.epochs).toBeLessThan(cold.epochs);
    expect(carried.epochs).toBeLessThan(warm.epochs);
    expect(carried.hessians).toBe(0);
    expect(carried.objective / cold.objective - 1).toBeLessThan(1e-8);
    // and from the very solution, one step to see it
    const again = solved(X, { ...larger, start });
    expect(again.epochs).toBeLessThanOrEqual(4);
    expect(again.objective / before.objective - 1).toBeCloseTo(0, 13);
  });

  it("carries its curvature to another l2", () => {
    const kept: { curvature: BfgsMatrix | undefined } = { curvature: undefined };
    runOn(rows, proximalNewton(elasticNetOf(rows, 0.01, 0.5), options, kept));
    const problem = elasticNetOf(rows, 0.01, 0.001);
    const carried = runOn(rows, proximalNewton(problem, options, kept));
    const fresh = solved(rows, problem);
    expect(carried.objective).toBeCloseTo(fresh.objective, 14);
    for (const [j, value] of fresh.w.entries()) expect(carried.w[j]).toBeCloseTo(value, 10);
  });

  it("starts at the optimum of a sample where that is near, and does no worse where it is not", () => {
    const alike = standardised(random(12, 8000, 10));
    const sampled = solved(alike, elasticNetOf(alike, 0.01, 0, 1000), { tolerance: 1e-8, polish: false });
    const whole = solved(alike, elasticNetOf(alike, 0.01, 0), { tolerance: 1e-8, polish: false });
    expect([sampled.reason, whole.reason]).toEqual(["tolerance", "tolerance"]);
    expect(sampled.hessians).toBe(0);
    expect(whole.hessians).toBeGreaterThan(0);
    // sorted by the label, the first rows know one class only
    const order = Array.from(alike.y.keys()).sort((a, b) => (alike.y[a] ?? 0) - (alike.y[b] ?? 0));
    const sorted = {
      ...alike,
      y: order.map((i) => alike.y[i] ?? 0),
      data: Float64Array.from(order.flatMap((i) => Array.from(alike.data.subarray(i * 10, (i + 1) * 10)))),
    };
    const misled = solved(sorted, elasticNetOf(sorted, 0.01, 0, 1000));
    expect(misled.reason).toBe("tolerance");
    expect(misled.objective / whole.objective - 1).toBeLessThan(1e-8);
    expect(kkt(sorted, elasticNetOf(sorted, 0.01, 0), misled).residual).toBeLessThan(1e-10);
  });

  it("says separation only where nothing is penalised that separates", () => {
    const line: PlainRows = { data: Float64Array.of(1, 2, 3, 4), rows: 4, columns: 1, y: [0, 0, 1, 1] };
    const free = solved(line, elasticNetOf(line, 0, 0));
    expect(free.reason).toBe("separation");
    expect(Number.isFinite(free.w[0])).toBe(true);
    for (const problem of [elasticNetOf(line, 1e-6, 0), elasticNetOf(line, 0, 1e-6)]) {
      expect(solved(line, problem).reason).toBe("tolerance");
    }
    // one free column that separates beside a penalised one that does not
    const two = { data: Float64Array.of(1, 3, 2, -1, 3, 2, 4, 1), rows: 4, columns: 2, y: [0, 0, 1, 1] };
    expect(solved(two, elasticNetOf(two, [0, 1], 0)).reason).toBe("separation");
  });

  it("stops where it is told to, or where epochs run out", () => {
    const problem = elasticNetOf(rows, 0.003, 0);
    const told = runOn(rows, proximalNewton(problem, options), { goOn: (iteration) => iteration < 2 });
    expect(told).toMatchObject({ reason: "stopped", iterations: 2 });
    for (const maxEpochs of [1, 2, 3, 4, 5]) {
      const short = solved(rows, problem, { maxEpochs });
      expect(short.reason).toBe("max-epochs");
      expect(short.epochs).toBeLessThanOrEqual(maxEpochs);
      expect(Number.isFinite(short.objective)).toBe(true);
    }
  });

  it("ends near the optimum, in bounded time, where sums are known to seven digits only", () => {
    const { X } = reference("breast_cancer l1 standardized");
    const next = normal(9);
    for (const l1 of [0.03, 1e-3, 1e-5]) {
      const problem = { ...elasticNetOf(X, l1, 0), roundoff: 2 ** -24 };
      const exact = solved(X, elasticNetOf(X, l1, 0));
      const blurred = (sums: Float64Array) =>
        sums.map((value, i) => value * (1 + 3e-8 * next()) + (i && X.rows * 1e-8 * next()));
      const result = runOn(X, proximalNewton(problem, { ...options, tolerance: 1e-9, polish: false }), { blurred });
      expect(["tolerance", "precision"]).toContain(result.reason);
      expect(result.objective / exact.objective - 1).toBeLessThan(1e-6);
      expect(result.epochs).toBeLessThan(80);
    }
  });

  it("comes back from a start where the model is poor", () => {
    const usual = elasticNetOf(rows, 0.01, 0);
    const next = normal(5);
    const far = { ...usual, start: { w: Float64Array.from({ length: 12 }, () => 30 * next()), b: 20 } };
    const [a, b] = [solved(rows, usual), solved(rows, far)];
    expect(b.reason).toBe("tolerance");
    for (const [j, value] of a.w.entries()) expect(b.w[j]).toBeCloseTo(value, 9);
  });
});
