import { describe, expect, it } from "vitest";
import { proximalNewton } from "../../src/solver/elasticNet/proximalNewton.ts";
import { workOf } from "../../src/solver/elasticNet/work.ts";
import type { SolverOptions } from "../../src/solver/protocol.ts";
import { elasticNetOf } from "../support/elasticNet.ts";
import { runOn } from "../support/plainRows.ts";
import { sample } from "../support/random.ts";

const options: SolverOptions = { tolerance: 1e-12, maxEpochs: 10_000, learningRate: undefined, polish: true };

function given() {
  const { X, y } = sample(3, 60, 20);
  const rows = { ...X, y };
  const problem = elasticNetOf(rows, new Float64Array(20).fill(0.001), new Float64Array(20), 0);
  return { rows, problem: { ...problem, hessianProducts: 60 * 20 * 20 } };
}

describe("the work of the models of a fit", () => {
  it("is taken off what several fits have together", () => {
    const { rows, problem } = given();
    const work = workOf(problem, options);
    const before = work.products;
    const first = runOn(rows, proximalNewton(problem, options, { curvature: undefined, work }));
    const taken = before - work.products;
    expect(first.reason).toBe("tolerance");
    expect(taken).toBeGreaterThan(0);
    runOn(rows, proximalNewton(problem, options, { curvature: undefined, work }));
    expect(before - work.products).toBe(2 * taken);
  });

  it("ends a fit by precision where it is spent, without a claim that it has reached the tolerance", () => {
    const { rows, problem } = given();
    const whole = runOn(rows, proximalNewton(problem, options));
    const short = runOn(rows, proximalNewton(problem, options, { curvature: undefined, work: { products: 2e4 } }));
    expect(short.reason).toBe("precision");
    expect(short.objective).toBeLessThan(short.initialObjective);
    expect(short.objective).toBeGreaterThan(whole.objective);
  });

  it("grows with the rows and, beyond the default, with maxEpochs", () => {
    const { problem } = given();
    const usual = workOf(problem, options).products;
    expect(workOf(problem, { ...options, maxEpochs: 50 }).products).toBe(usual);
    expect(workOf(problem, { ...options, maxEpochs: 40_000 }).products).toBe(4 * usual);
    expect(workOf({ ...problem, hessianProducts: 1e8 * 20 * 20 }, options).products).toBeGreaterThan(100 * usual);
  });
});
