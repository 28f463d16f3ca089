import { describe, expect, it } from "vitest";
import { LogisticRegression } from "../../src/index.ts";

describe("corners that random fits found", () => {
  it("a penalty of 1e306 beside labels of nearly one class leaves the other coefficients finite, without an intercept", () => {
    const X = Array.from({ length: 40 }, (_, i) => [1993 + (i % 13), i % 5 === 2 ? 1 : 0, Math.sin(i)]);
    const y = X.map((_, i) => (i % 3 === 0 ? 1 : 0));
    const options = { classWeight: [6.5, 0.001], fitIntercept: false, standardize: false } as const;
    for (const solver of ["auto", "newton", "lbfgs", "newton-cg"] as const) {
      const barred = new LogisticRegression({ ...options, solver }).fit(X, y, { penaltyFactors: [1, 1e307, 0.001] });
      const without = X.map(([year = 0, , wave = 0]) => [year, wave]);
      const two = new LogisticRegression({ ...options, solver }).fit(without, y, { penaltyFactors: [1, 0.001] });
      expect(barred.report.converged).toBe(true);
      expect(Math.abs(barred.coef[1] ?? 1)).toBeLessThan(1e-300);
      expect(barred.report.objective).toBeCloseTo(two.report.objective, 10);
    }
  });

  it("the curvature of a constant column far from 0 is 0, exactly, and the model goes through JSON", () => {
    const X = Array.from({ length: 33 }, (_, i) => [2e-5 * Math.sin(i * i), 1e6, i % 3 === 0 ? 1 : 0]);
    const y = X.map((_, i) => (i % 4 === 1 || i % 7 === 0 ? 1 : 0));
    const given = { curvature: true, weights: X.map((_, i) => 0.3 + (i % 5) / 4) };
    const options = { l2: 0, solver: "gradient-descent", maxEpochs: 44, standardize: false } as const;
    const model = new LogisticRegression(options).fit(X, y, given);
    const { hessian } = model.curvature ?? { hessian: new Float64Array(16) };
    for (let k = 0; k < 4; ++k) expect([hessian[4 + k], hessian[4 * k + 1]]).toEqual([0, 0]);
    const read = LogisticRegression.fromJSON(JSON.stringify(model));
    expect(read.curvature).toEqual(model.curvature);
  });
});
