import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression } from "../../src/index.ts";
import { deviations, objectiveAt } from "../support/objective.ts";
import { higgsWeights, problemOf, solutions } from "../support/problems.ts";
import { sample } from "../support/random.ts";

const sparse = solutions().filter(({ l1 }) => l1 > 0);
/** Columns 21 and 35 of a9a are the same, 73 and 74 each other's complement: the objective is unique, the coefficients are not. */
const UNIQUE = (name: string): boolean => !name.startsWith("a9a");

describe("the l1 and elastic net solutions that glmnet agrees with", () => {
  it("are four problems", () => {
    expect(sparse.map(({ name }) => name)).toEqual([
      ...["breast_cancer l1 standardized", "breast_cancer elastic net standardized"],
      ...["higgs7k l1 standardized", "a9a l1"],
    ]);
  });

  for (const solution of sparse) {
    const { l1, l2, standardize } = solution;
    const { X, y } = problemOf(solution);
    const weights = solution.weighted ? higgsWeights() : undefined;
    const largest = Math.max(...solution.coef.map(Math.abs));

    it(`are reached in f64: objective to 1e-12, coefficients to 1e-6 of the largest, the same support: ${solution.name}`, () => {
      for (const solver of ["auto", "proximal-newton"] as const) {
        const model = new LogisticRegression({ l1, l2, standardize, solver });
        model.fit(X, y, weights === undefined ? {} : { weights });
        expect(model.report).toMatchObject({ converged: true, reason: "tolerance", solver });
        expect(model.report.suboptimality).toBeLessThan(1e-11);
        expect(Math.abs(model.report.objective / solution.objective - 1)).toBeLessThan(1e-12);
        if (!UNIQUE(solution.name)) continue;
        for (const [j, value] of solution.coef.entries()) {
          expect(model.coef[j] === 0).toBe(value === 0);
          expect(Math.abs((model.coef[j] ?? Number.NaN) - value) / largest).toBeLessThan(1e-6);
        }
      }
    });

    it(`are reached in f32 to 1e-6 in the objective: ${solution.name}`, () => {
      const model = new LogisticRegression({ l1, l2, standardize, precision: "f32" });
      model.fit(X, y, weights === undefined ? {} : { weights });
      const scale = standardize ? deviations(X) : new Array<number>(X.columns).fill(1);
      const positive = y.map((label) => label === model.classes[1]);
      const smooth = objectiveAt(X, positive, weights, model.coef, model.intercept, l2, scale);
      const norm = model.coef.reduce((sum, value, j) => sum + Math.abs(value * (scale[j] ?? 1)), 0);
      const ratio = (smooth + l1 * norm) / solution.objective;
      expect(ratio - 1).toBeLessThan(1e-6);
      expect(ratio - 1).toBeGreaterThan(-1e-12);
    });
  }
});

describe("an l1 penalty", () => {
  const { X, y } = sample(5, 1200, 8);

  it("without an intercept satisfies the KKT conditions on columns as they are", () => {
    const shifted = { ...X, data: X.data.map((value, at) => value + (at % 8)) };
    const l1 = 0.02;
    const model = new LogisticRegression({ l1, fitIntercept: false, standardize: false }).fit(shifted, y);
    expect(model.report.converged).toBe(true);
    expect(model.intercept).toBe(0);
    const { dw } = Dataset.from(shifted, y).propagate(model.coef, 0);
    for (const [j, slope] of dw.entries()) {
      const w = model.coef[j] ?? 0;
      if (w === 0) expect(Math.abs(slope)).toBeLessThan(l1 * (1 + 1e-9));
      else expect(slope).toBeCloseTo(-l1 * Math.sign(w), 9);
    }
  });

  it("spares columns of penalty factor 0, and leaves the others out from the largest slope on", () => {
    const model = new LogisticRegression({ l1: 10 }).fit(X, y, { penaltyFactors: [0, 1, 1, 1, 1, 1, 1, 1] });
    expect(Array.from(model.coef, (value) => value === 0)).toEqual([false, ...new Array<boolean>(7).fill(true)]);
    const alone = new LogisticRegression({ l2: 0 }).fit(
      y.map((_, i) => [X.data[8 * i] ?? 0]),
      y,
    );
    expect(model.coef[0]).toBeCloseTo(alone.coef[0] ?? Number.NaN, 9);
    expect(model.intercept).toBeCloseTo(alone.intercept, 9);
  });

  it("of 0 with proximal-newton is the smooth fit", () => {
    const smooth = new LogisticRegression({ l2: 0.01 }).fit(X, y);
    const model = new LogisticRegression({ l2: 0.01, solver: "proximal-newton" }).fit(X, y);
    for (const [j, value] of smooth.coef.entries()) expect(model.coef[j]).toBeCloseTo(value, 10);
  });

  it("starts warm, and gives the same bits from arrays, windows and a Dataset", () => {
    const options = { l1: 0.01, l2: 0.001 };
    const cold = new LogisticRegression(options).fit(X, y);
    const warm = new LogisticRegression(options).fit(X, y, { start: cold });
    expect(warm.report.epochs).toBeLessThan(cold.report.epochs);
    for (const [j, value] of cold.coef.entries()) expect(warm.coef[j]).toBeCloseTo(value, 9);
    expect(new LogisticRegression(options).fit(Dataset.from(X, y)).coef).toEqual(cold.coef);
  });
});
