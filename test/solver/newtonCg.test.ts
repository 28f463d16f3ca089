import { describe, expect, it } from "vitest";
import { Cholesky } from "../../src/solver/cholesky.ts";
import { type Coordinates, inCoordinates, toOuter } from "../../src/solver/coordinates.ts";
import { LbfgsPairs } from "../../src/solver/lbfgsPairs.ts";
import { diagonalMetric } from "../../src/solver/metric.ts";
import { evaluate, gradientVector, hessianAt, hessianTimes } from "../../src/solver/objective.ts";
import type { Answer, Problem, Question, SolverOptions } from "../../src/solver/protocol.ts";
import { type System, type TruncatedStep, truncatedStep } from "../../src/solver/smooth/conjugateGradient.ts";
import { newtonCg } from "../../src/solver/smooth/newtonCg.ts";
import { quasiNewton } from "../../src/solver/smooth/quasiNewton.ts";
import { dot } from "../../src/solver/vectors.ts";
import { elasticNetOf } from "../support/elasticNet.ts";
import { answerFrom, type PlainRows, runOn } from "../support/plainRows.ts";
import { normal, sample } from "../support/random.ts";

const options: SolverOptions = { tolerance: 1e-12, maxEpochs: 10_000, learningRate: undefined, polish: true };

function rowsOf(seed: number, rows: number, columns: number): PlainRows {
  const { X, y } = sample(seed, rows, columns);
  return { ...X, y };
}

/** What a generator of questions returns when these rows answer. */
function asked<Result>(X: PlainRows, questions: Generator<Question, Result, Answer>): Result {
  let next = questions.next();
  while (next.done !== true) next = questions.next(answerFrom(next.value, X, 0));
  return next.value;
}

/** The system of Newton's step at the start, and its Hessian. */
function systemOf(X: PlainRows, problem: Problem, changes: Partial<System> = {}) {
  const { start } = problem;
  const system: System = {
    at: start,
    gradient: gradientVector(asked(X, evaluate(problem, start))),
    metric: new LbfgsPairs(diagonalMetric(problem.diagonal), 20),
    radius: Number.POSITIVE_INFINITY,
    target: 0,
    loose: 0,
    tight: 1e-12,
    mostProducts: 1000,
    ...changes,
  };
  return { system, hessian: asked(X, hessianAt(problem, start)) };
}

function times(hessian: Float64Array, v: Float64Array): Float64Array {
  return v.map((_, j) => dot(hessian.subarray(j * v.length, (j + 1) * v.length), v));
}

/** d'g - d'Hd / 2: what the model says that a step of -d gains. */
function gain({ gradient }: System, hessian: Float64Array, d: Float64Array): number {
  return dot(d, gradient) - dot(d, times(hessian, d)) / 2;
}

describe("the product of the objective's Hessian with a vector", () => {
  const X = rowsOf(1, 60, 5);
  const plain = { ...elasticNetOf(X, 0, 0.3), start: { w: Float64Array.of(0.5, -1, 0.2, 0, 2), b: -0.7 } };
  const size = 6;
  const precision = Float64Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 2 : 0.1));
  const prior = { centre: plain.start, precision };

  it.each([
    ["with a penalty", plain],
    ["without an intercept", { ...plain, intercept: false }],
    ["with a prior", { ...plain, prior }],
    ["with a prior, without an intercept", { ...plain, prior, intercept: false }],
  ])("is that of its Hessian: %s", (_, problem: Problem) => {
    const v = Float64Array.of(1, -2, 3, 0.5, -1, problem.intercept ? 0.25 : 0);
    const expected = times(asked(X, hessianAt(problem, problem.start)), v);
    const actual = asked(X, hessianTimes(problem, problem.start, v));
    for (let j = 0; j < size; ++j) expect(actual[j]).toBeCloseTo(expected[j] ?? Number.NaN, 13);
  });
});

describe("conjugate gradients in a trust region", () => {
  const X = rowsOf(2, 120, 8);
  const problem = elasticNetOf(X, 0, 0.01);

  it("solve the system where the region is large enough, and know its decrement and their own length", () => {
    const { system, hessian } = systemOf(X, problem);
    const step = asked(X, truncatedStep(problem, system));
    const exact = new Cholesky(hessian).solve(system.gradient);
    expect(step.end).toBe("tight");
    for (let j = 0; j < exact.length; ++j) expect(step.direction[j]).toBeCloseTo(exact[j] ?? Number.NaN, 10);
    expect(step.decrement2).toBeCloseTo(dot(exact, system.gradient), 12);
    expect(step.predicted).toBeCloseTo(gain(system, hessian, step.direction), 12);
    const squared = exact.reduce((sum, value, j) => sum + value * value * (problem.diagonal[j] ?? 0), 0);
    expect(step.length).toBeCloseTo(Math.sqrt(squared), 8);
  });

  it("know the decrement from below, and better with every product", () => {
    const { system, hessian } = systemOf(X, problem);
    const exact = dot(new Cholesky(hessian).solve(system.gradient), system.gradient);
    let before = 0;
    for (let mostProducts = 1; mostProducts <= 9; ++mostProducts) {
      const { decrement2 } = asked(X, truncatedStep(problem, { ...system, mostProducts }));
      expect(decrement2).toBeGreaterThan(before);
      expect(decrement2).toBeLessThan(exact * (1 + 1e-12));
      before = decrement2;
    }
  });

  it("end on the boundary of a smaller region, and gain the more the larger it is", () => {
    const { system, hessian } = systemOf(X, problem);
    const { length } = asked(X, truncatedStep(problem, system));
    let before = 0;
    for (const part of [1e-3, 0.1, 0.5, 0.9, 0.999]) {
      const step = asked(X, truncatedStep(problem, { ...system, radius: part * length }));
      expect(step.end).toBe("boundary");
      const squared = step.direction.reduce((sum, value, j) => sum + value * value * (problem.diagonal[j] ?? 0), 0);
      expect(Math.sqrt(squared) / (part * length)).toBeCloseTo(1, 10);
      expect(step.predicted).toBeCloseTo(gain(system, hessian, step.direction), 12);
      expect(step.predicted).toBeGreaterThan(before);
      before = step.predicted;
    }
  });

  it("need fewer products for the same system with what they have learnt from it", () => {
    const wide = rowsOf(3, 200, 40);
    const hard = elasticNetOf(wide, 0, 1e-4);
    const { system } = systemOf(wide, hard, { tight: 1e-3 });
    const first = asked(wide, truncatedStep(hard, system));
    const metric = new LbfgsPairs(diagonalMetric(hard.diagonal), 20);
    for (const [p, Hp] of first.pairs) metric.learn(p, Hp);
    const second = asked(wide, truncatedStep(hard, { ...system, metric }));
    expect(second.products).toBeLessThan(first.products / 2);
  });

  it("take a step of the metric's own length where there is no curvature at all", () => {
    const flat: PlainRows = { data: Float64Array.of(1e3, -1e3), rows: 2, columns: 1, y: [0, 1] };
    const at = { w: Float64Array.of(1), b: 0 };
    const lost = { ...elasticNetOf(flat, 0, 0), start: at, diagonal: Float64Array.of(4, 1) };
    // e^-1000 is 0 in float64: the rows are all on the wrong side, and the slope is 1000, but d is 0
    const { system } = systemOf(flat, lost);
    const step: TruncatedStep = asked(flat, truncatedStep(lost, system));
    expect(step).toMatchObject({ end: "flat", products: 1, predicted: step.decrement2 });
    expect(step.direction[0]).toBeCloseTo((system.gradient[0] ?? 0) / 4, 10);
  });
});

describe("newton-cg", () => {
  it("ends at the optimum of Newton's method, without a Hessian, and its objective never rises", () => {
    for (const [seed, rows, columns, l2] of [
      [4, 200, 6, 0.01],
      [5, 40, 60, 0.1],
      [6, 500, 20, 1e-6],
    ] as const) {
      const X = rowsOf(seed, rows, columns);
      const problem = elasticNetOf(X, 0, l2);
      const run = runOn(X, newtonCg(problem, options));
      const newton = runOn(X, quasiNewton(problem, options, "always"));
      expect(run).toMatchObject({ reason: "tolerance", hessians: 0 });
      expect(Math.abs(run.objective / newton.objective - 1)).toBeLessThan(1e-13);
      const largest = Math.max(...newton.w.map(Math.abs));
      run.w.forEach((value, j) => {
        expect(Math.abs(value - (newton.w[j] ?? Number.NaN))).toBeLessThan(1e-7 * largest);
      });
      run.objectives.forEach((objective, i) => {
        expect(objective).toBeLessThanOrEqual((run.objectives[i - 1] ?? Number.POSITIVE_INFINITY) * (1 + 1e-14));
      });
    }
  });

  it("estimates the suboptimality before its last step within some per cent, and then from above", () => {
    const X = rowsOf(7, 300, 30);
    const problem = elasticNetOf(X, 0, 1e-3);
    const best = runOn(X, newtonCg(problem, { ...options, tolerance: 1e-15 })).objective;
    for (const tolerance of [1e-4, 1e-6, 1e-8]) {
      const { objectives, suboptimality } = runOn(X, newtonCg(problem, { ...options, tolerance, polish: false }));
      const before = objectives.at(-1) ?? Number.NaN;
      expect(suboptimality).toBeLessThanOrEqual(tolerance);
      // what the estimate allows for the third derivatives grows with the distance
      const most = 1.1 * (1 + 250 * Math.sqrt(suboptimality));
      expect(suboptimality / (before / best - 1)).toBeGreaterThan(0.9);
      expect(suboptimality / (before / best - 1)).toBeLessThan(most);
    }
  });

  it("shrinks its region where the model promises too much, and still ends at the optimum", () => {
    const X = rowsOf(8, 100, 3);
    const problem = elasticNetOf(X, 0, 0.01);
    const far = { ...problem, start: { w: Float64Array.of(30, -40, 50), b: 9 } };
    const run = runOn(X, newtonCg(far, options));
    const usual = runOn(X, newtonCg(problem, options));
    expect(run.reason).toBe("tolerance");
    expect([...(run.fallbacks ?? [])]).toContain("damped");
    for (let j = 0; j < 3; ++j) expect(run.w[j]).toBeCloseTo(usual.w[j] ?? Number.NaN, 8);
  });

  it("leaves directions without curvature alone: duplicated columns and no penalty", () => {
    const { data, y, rows } = rowsOf(9, 150, 2);
    const twice = Float64Array.from(
      { length: 3 * rows },
      (_, i) => data[2 * Math.floor(i / 3) + (i % 3 === 2 ? 1 : 0)] ?? 0,
    );
    const X: PlainRows = { data: twice, rows, columns: 3, y };
    const run = runOn(X, newtonCg(elasticNetOf(X, 0, 0), options));
    const narrow: PlainRows = { data, rows, columns: 2, y };
    const single = runOn(narrow, newtonCg(elasticNetOf(narrow, 0, 0), options));
    expect(run.reason).toBe("tolerance");
    expect(run.objective).toBeCloseTo(single.objective, 13);
    expect((run.w[0] ?? 0) + (run.w[1] ?? 0)).toBeCloseTo(single.w[0] ?? Number.NaN, 7);
    expect(run.w[0]).toBeCloseTo(run.w[1] ?? Number.NaN, 7);
  });

  it("keeps to maxEpochs, counts products as epochs, and stops where it is told to", () => {
    const X = rowsOf(10, 200, 20);
    const problem = elasticNetOf(X, 0, 1e-4);
    for (let maxEpochs = 1; maxEpochs < 40; ++maxEpochs) {
      const run = runOn(X, newtonCg(problem, { ...options, maxEpochs }));
      expect(run.epochs).toBeLessThanOrEqual(maxEpochs);
      expect(run.reason).toBe(run.suboptimality <= 1e-12 ? "tolerance" : "max-epochs");
    }
    const stopped = runOn(X, newtonCg(problem, options), { goOn: (iteration) => iteration < 2 });
    expect(stopped).toMatchObject({ reason: "stopped", iterations: 2 });
  });

  it("ends with a named reason where rounding allows no more than a rough answer", () => {
    const X = rowsOf(11, 200, 5);
    const problem = elasticNetOf(X, 0, 1e-3);
    const noise = normal(12);
    const blurred = (sums: Float64Array) => sums.map((sum) => sum * (1 + 1e-3 * noise()));
    const run = runOn(X, newtonCg(problem, { ...options, maxEpochs: 2000 }), { blurred });
    expect(run.reason).toBe("precision");
    expect(run.epochs).toBeLessThan(2000);
  });

  it("thinks in other columns as if it were given those", () => {
    const coordinates: Coordinates = { ratio: Float64Array.of(2, 0.5, 8), shift: Float64Array.of(1, -3, 0.25) };
    const inner = rowsOf(13, 80, 3);
    const outer: PlainRows = {
      ...inner,
      data: inner.data.map((value, i) => value / (coordinates.ratio[i % 3] ?? 1) + (coordinates.shift[i % 3] ?? 0)),
    };
    const problem = elasticNetOf(outer, 0, 0.01);
    const expected = runOn(outer, newtonCg(problem, options));
    const actual = toOuter(coordinates, runOn(inner, inCoordinates(newtonCg(problem, options), coordinates)));
    for (let j = 0; j < 3; ++j) expect(actual.w[j]).toBeCloseTo(expected.w[j] ?? Number.NaN, 10);
    expect(actual.b).toBeCloseTo(expected.b, 10);
  });
});
