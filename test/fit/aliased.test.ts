import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression } from "../../src/index.ts";

/** 60 rows of x, a dummy, and 3 - 2 x; the label leans to large x. */
const rows = Array.from({ length: 60 }, (_, i) => {
  const x = Math.sin(i * 1.7) * 1000;
  return [x, i % 3 === 0 ? 1 : 0, 3 - 2 * x];
});
const y = rows.map(([x = 0, d = 0], i) => (x / 700 + d + 1.5 * Math.cos(i * 2.3) > 0.2 ? 1 : 0));
const without = rows.map((row) => row.slice(0, 2));
const options = { l2: 0 } as const;

describe("a column that others say already", () => {
  const reduced = new LogisticRegression(options).fit(without, y);

  it.each(["auto", "newton", "lbfgs", "newton-cg", "proximal-newton"] as const)("has coefficient 0 by %s", (solver) => {
    const model = new LogisticRegression({ ...options, solver, tolerance: 1e-14 }).fit(rows, y);
    expect(model.report.aliased).toEqual([{ column: 2, by: [0] }]);
    expect(model.coef[2]).toBe(0);
    expect(model.report.objective).toBeCloseTo(reduced.report.objective, 13);
    for (const j of [0, 1]) expect((model.coef[j] ?? 0) / (reduced.coef[j] ?? 0)).toBeCloseTo(1, 6);
  });

  it.each([
    ["gradient-descent", { maxEpochs: 3000, tolerance: 1e-9 }],
    ["sgd", { maxEpochs: 60 }],
  ] as const)("is named and has coefficient 0 by %s, of rows and of a Dataset", (solver, more) => {
    for (const fitIntercept of [true, false]) {
      // without an intercept 3 - 2 x says something new, and twice the sum does not
      const own = fitIntercept ? rows : rows.map(([a = 0, b = 0]) => [a, b, 2 * (a + b)]);
      const best = new LogisticRegression({ ...options, fitIntercept }).fit(own, y);
      const made = new LogisticRegression({ ...options, solver, fitIntercept, ...more });
      for (const model of [made.fit(own, y), made.fit(Dataset.from(own, y))]) {
        expect(model.report.aliased).toEqual(best.report.aliased);
        expect([model.coef[2], model.coefficients[3]?.estimate]).toEqual([0, null]);
        expect(model.report.objective / best.report.objective).toBeLessThan(solver === "sgd" ? 1.05 : 1 + 1e-6);
      }
    }
  });

  it("has coefficient 0 where the fit starts from a model that has one, and ends before its optimum", () => {
    const start = LogisticRegression.fromJSON({
      ...JSON.parse(JSON.stringify(new LogisticRegression({ l2: 0.1 }).fit(rows, y))),
      coef: [0.001, -1, 0.02],
    });
    const model = new LogisticRegression({ ...options, maxEpochs: 2 }).fit(rows, y, { start });
    expect(model.coef[2]).toBe(0);
    const loss = new LogisticRegression(options).fit(without, y).report.objective;
    expect(model.report.objective).toBeGreaterThanOrEqual(loss);
    const dataset = Dataset.from(rows, y);
    expect(dataset.propagate(model.coef, model.intercept).cost).toBeCloseTo(model.report.objective, 12);
  });

  it.each([true, false])("is the same of a Dataset, with an intercept: %s", (fitIntercept) => {
    // Without an intercept 3 - 2 x says something new, and twice the sum does not.
    const own = fitIntercept ? rows : rows.map(([a = 0, b = 0]) => [a, b, 2 * (a + b)]);
    const ofRows = new LogisticRegression({ ...options, fitIntercept }).fit(own, y);
    const dataset = Dataset.from(own, y);
    const ofDataset = new LogisticRegression({ ...options, fitIntercept }).fit(dataset);
    expect(ofRows.report.aliased).toHaveLength(1);
    expect(ofDataset.report.aliased).toEqual(ofRows.report.aliased);
    expect(ofDataset.coef).toEqual(ofRows.coef);
  });

  it("is not one that is constant where there is no intercept", () => {
    const dataset = Dataset.from(
      y.map(() => [1]),
      y,
    );
    const model = new LogisticRegression({ ...options, fitIntercept: false }).fit(dataset);
    const share = y.reduce((sum: number, label) => sum + label, 0) / y.length;
    expect(model.coef[0]).toBeCloseTo(Math.log(share / (1 - share)), 12);
  });

  it("leaves the curvature of all columns: information that a prior needs", () => {
    const model = new LogisticRegression(options).fit(rows, y, { curvature: true });
    const hessian = model.curvature?.hessian ?? new Float64Array();
    // x' = -2 x on centred columns: its row is -2 times that of x
    for (let k = 0; k < 3; ++k) expect((hessian[2 * 4 + k] ?? 0) / (-2 * (hessian[k] ?? 0))).toBeCloseTo(1, 9);
  });
});
