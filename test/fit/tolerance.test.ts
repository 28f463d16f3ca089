import { describe, expect, it } from "vitest";
import { LogisticRegression } from "../../src/index.ts";
import { problemOf, solutions } from "../support/problems.ts";
import { sample } from "../support/random.ts";

/** Where the estimate is that of a metric made some steps before, it may be short by a little. */
const SLACK = 1;

describe("a tolerance that is asked for", () => {
  for (const solution of solutions().filter(({ l1, weighted }) => l1 === 0 && !weighted)) {
    it(`is kept, and costs less than a stricter one: ${solution.name}`, () => {
      const { X, y } = problemOf(solution);
      const { l2, standardize } = solution;
      const reports = [1e-4, 1e-6, 1e-8].map((tolerance) => {
        const { report } = new LogisticRegression({ l2, standardize, tolerance }).fit(X, y);
        expect(report).toMatchObject({ converged: true, reason: "tolerance" });
        expect(report.objective / solution.objective - 1, `${tolerance}`).toBeLessThan(SLACK * tolerance);
        return report;
      });
      const strict = new LogisticRegression({ l2, standardize }).fit(X, y).report;
      expect(strict.epochs + strict.hessians).toBeGreaterThan((reports[0]?.epochs ?? 0) + (reports[0]?.hessians ?? 0));
    });
  }

  it("starts at the sample's optimum without a pass for the null model, whose objective the report gives all the same", () => {
    const { X, y } = sample(3, 20_000, 4);
    const positives = y.filter((label) => label === 1).length / y.length;
    const entropy = -(positives * Math.log(positives) + (1 - positives) * Math.log(1 - positives));
    const sampled = new LogisticRegression({ tolerance: 1e-8 }).fit(X, y);
    expect(sampled.report.fallbacks).toEqual([]);
    expect(sampled.report.initialObjective).toBeCloseTo(entropy, 14);
    const whole = new LogisticRegression({ tolerance: 1e-8, solver: "lbfgs" }).fit(X, y);
    expect(whole.report.initialObjective).toBeCloseTo(entropy, 14);
    expect(sampled.report.epochs).toBeLessThan(whole.report.epochs);
    const fixed = new LogisticRegression({ tolerance: 1e-8, fitIntercept: false }).fit(X, y);
    expect(fixed.report.initialObjective).toBeCloseTo(Math.LN2, 14);
  });
});
