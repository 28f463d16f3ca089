import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression } from "../../src/index.ts";
import { normal, sample } from "../support/random.ts";

const { X, y } = sample(31, 900, 4);
const next = normal(32);
const offsets = Array.from(y, () => 2 + next());

describe("offsets", () => {
  for (const solver of ["auto", "newton", "lbfgs", "proximal-newton"] as const) {
    it(`are added to z: the gradient of the loss vanishes with them in it (${solver})`, () => {
      const model = new LogisticRegression({ l2: 0, solver }).fit(X, y, { offsets });
      expect(model.report.converged).toBe(true);
      expect(model.coef.length).toBe(4);
      const a = model.predictProba(X, { offsets });
      const slopes = [0, 0, 0, 0, 0];
      for (let i = 0; i < X.rows; ++i) {
        const dz = (a[i] ?? 0) - (y[i] ?? 0);
        for (let j = 0; j < 4; ++j) slopes[j] = (slopes[j] ?? 0) + (dz * (X.data[4 * i + j] ?? 0)) / X.rows;
        slopes[4] = (slopes[4] ?? 0) + dz / X.rows;
      }
      for (const slope of slopes) expect(Math.abs(slope)).toBeLessThan(solver === "lbfgs" ? 1e-7 : 1e-11);
    });
  }

  it("all the same move the intercept alone", () => {
    const plain = new LogisticRegression().fit(X, y);
    const moved = new LogisticRegression().fit(X, y, { offsets: y.map(() => 3) });
    for (const [j, value] of plain.coef.entries()) expect(moved.coef[j]).toBeCloseTo(value, 10);
    expect(moved.intercept).toBeCloseTo(plain.intercept - 3, 10);
  });

  it("that are an earlier model's log-odds leave nothing to learn", () => {
    const earlier = new LogisticRegression({ l2: 0 }).fit(X, y);
    const model = new LogisticRegression({ l2: 0 }).fit(X, y, { offsets: earlier.decisionFunction(X) });
    for (const value of [...model.coef, model.intercept]) expect(Math.abs(value)).toBeLessThan(1e-8);
  });

  it("give the same bits from a window as packed, and work in f32, with weights and without an intercept", () => {
    const weights = y.map((_, i) => 1 + (i % 3));
    const options = { fitIntercept: false, l2: 0.01 };
    const doubles = new LogisticRegression(options).fit(X, y, { offsets, weights });
    const singles = new LogisticRegression({ ...options, precision: "f32" }).fit(X, y, { offsets, weights });
    expect(doubles.intercept).toBe(0);
    for (const [j, value] of doubles.coef.entries()) expect(singles.coef[j]).toBeCloseTo(value, 4);
    const rows = Array.from({ length: X.rows }, (_, i) => Array.from(X.data.subarray(4 * i, 4 * i + 4)));
    expect(new LogisticRegression(options).fit(rows, y, { offsets, weights }).coef).toEqual(doubles.coef);
  });

  it("count in predictions: z + offset, its probability, its label", () => {
    const model = new LogisticRegression().fit(X, y);
    const z = model.decisionFunction(X);
    const shifted = model.decisionFunction(X, { offsets });
    expect(shifted).toEqual(z.map((value, i) => value + (offsets[i] ?? 0)));
    const labels = model.predict(X, { offsets });
    expect(labels).toEqual(Array.from(shifted, (value) => (value >= 0 ? 1 : 0)));
    expect(model.predictProba(Dataset.from(X, y), { offsets })[5]).toBeCloseTo(
      1 / (1 + Math.exp(-(shifted[5] ?? 0))),
      12,
    );
  });

  it("that do not fit are refused by name", () => {
    const fitting = (given: unknown) => () => new LogisticRegression().fit(X, y, { offsets: given as number[] });
    expect(fitting([1, 2])).toThrow("offsets: expected 900 numbers, got 2");
    expect(fitting(y.map(() => Number.NaN))).toThrow("offsets[0]: expected a finite number, got NaN");
    expect(fitting(y.map(() => 1e31))).toThrow(
      "offsets: expected numbers up to 1000000000 in size, got 1e+31 at row 0",
    );
    const dataset = Dataset.from(X, y);
    expect(() => new LogisticRegression().fit(dataset, undefined, { offsets })).toThrow("offsets: expected none");
  });
});
