import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression } from "../../src/index.ts";
import { spread } from "../support/everySize.ts";
import { random, sample } from "../support/random.ts";

describe("where n^2 numbers are too many", () => {
  const { X, y } = sample(61, 60, 20_000);

  for (const l2 of spread([1 / 60, 1e-4], 0)) {
    it(`"auto" ends at the optimum without a Hessian: 60 rows, 20,000 columns, l2 ${l2}`, () => {
      const model = new LogisticRegression({ l2, standardize: false }).fit(X, y);
      expect(model.report).toMatchObject({ converged: true, solver: "auto", hessians: 0 });
      expect(model.report.epochs).toBeLessThan(200);
      const { dw, db } = Dataset.from(X, y).propagate(model.coef, model.intercept);
      // the slope of the whole objective, over columns of deviation 1
      const residual = dw.reduce(
        (worst, slope, j) => Math.max(worst, Math.abs(slope + l2 * (model.coef[j] ?? 0))),
        Math.abs(db),
      );
      expect(residual / model.report.objective).toBeLessThan(1e-6);
    });
  }

  it('"auto" tells a quasi-complete separation without a Hessian: copies of three columns, and one that is 1 only for positives', () => {
    const { X: base, y: labels } = sample(65, 300, 3);
    const draw = random(66);
    const rows = labels.map((label, i) => {
      const row = Array.from({ length: 700 }, (_, j) => base.data[3 * i + (j % 3)] ?? 0);
      row[699] = label === 1 && draw() < 0.3 ? 1 : 0;
      return row;
    });
    const { report } = new LogisticRegression({ l2: 0 }).fit(rows, labels);
    expect(report).toMatchObject({ converged: false, reason: "separation", hessians: 0 });
    expect(report.separation?.columns).toEqual([699]);
    expect(report.epochs).toBeLessThan(200);
  });

  it('"auto" says separation without a penalty, and does not look for a Hessian to tell', () => {
    const model = new LogisticRegression({ l2: 0 }).fit(X, y);
    expect(model.report).toMatchObject({ converged: false, reason: "separation", hessians: 0 });
    expect(model.report.epochs).toBeLessThan(50);
    expect(model.score(X, y)).toBe(1);
  });
});

describe("newton-cg", () => {
  const { X, y } = sample(62, 700, 6);
  const uniform = random(63);
  const offsets = y.map(() => 4 * uniform() - 2);
  const weights = y.map(() => 0.5 + uniform());

  it("knows offsets, weights and penalty factors as Newton's method does", () => {
    const data = { offsets, weights, penaltyFactors: [1, 0, 2, 1, 5, 1] };
    const newton = new LogisticRegression({ l2: 0.02, solver: "newton" }).fit(X, y, data);
    const model = new LogisticRegression({ l2: 0.02, solver: "newton-cg" }).fit(X, y, data);
    expect(model.report).toMatchObject({ converged: true });
    for (let j = 0; j < 6; ++j) expect(model.coef[j]).toBeCloseTo(newton.coef[j] ?? Number.NaN, 9);
    expect(model.intercept).toBeCloseTo(newton.intercept, 9);
  });

  it("reaches in f32 what f32 data can hold", () => {
    const exact = new LogisticRegression({ l2: 0.02, solver: "newton" }).fit(X, y);
    const model = new LogisticRegression({ l2: 0.02, solver: "newton-cg", precision: "f32" }).fit(X, y);
    expect(model.report.converged).toBe(true);
    for (let j = 0; j < 6; ++j) expect(model.coef[j]).toBeCloseTo(exact.coef[j] ?? Number.NaN, 5);
  });

  it("pulls towards an earlier model as Newton's method does", () => {
    const prior = new LogisticRegression({ l2: 0.02 }).fit(X, y, { curvature: true });
    const few = sample(64, 40, 6);
    const fitted = (solver: "newton" | "newton-cg") =>
      new LogisticRegression({ solver }).fit(few.X, few.y, { prior, strength: 0.3 });
    const expected = fitted("newton");
    const model = fitted("newton-cg");
    for (let j = 0; j < 6; ++j) expect(model.coef[j]).toBeCloseTo(expected.coef[j] ?? Number.NaN, 8);
  });

  it("gives the same bits for an array and for a Dataset, and again", () => {
    const options = { solver: "newton-cg" } as const;
    const model = new LogisticRegression(options).fit(X, y);
    expect(new LogisticRegression(options).fit(X, y).coef).toEqual(model.coef);
    expect(new LogisticRegression(options).fit(Dataset.from(X, y)).coef).toEqual(model.coef);
  });
});
