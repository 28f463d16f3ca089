/** A Dataset with offsets gives every entry what its rows with these offsets give. */
import { describe, expect, it } from "vitest";
import { crossValidate, Dataset, LogisticRegression, regularizationPath } from "../../src/index.ts";
import { normal, sample } from "../support/random.ts";
import { expectBits } from "../table/bits.ts";
import { customers, OPTIONS } from "../table/customers.ts";

// biome-ignore lint/suspicious/noExplicitAny: options of every entry
type Anything = any;

const { X, y } = sample(41, 700, 4);
const next = normal(42);
const offsets = Array.from(y, () => 2 + next());
const weights = y.map((_, i) => 1 + (i % 3));

describe("a Dataset with offsets", () => {
  const dataset = Dataset.from(X, y, { offsets, weights });

  it("has the columns of X alone", () => {
    expect([dataset.rows, dataset.columns]).toEqual([700, 4]);
  });

  it.each([
    {},
    { l2: 0 },
    { l1: 0.01 },
    { precision: "f32" },
    { fitIntercept: false, l2: 0.01 },
    { classWeight: "balanced" },
    { solver: "newton-cg" },
    { solver: "gradient-descent", maxEpochs: 40 },
    { solver: "sgd", maxEpochs: 4 },
  ] as const)("fits as its rows do: %o", (options) => {
    const own = "precision" in options ? Dataset.from(X, y, { offsets, weights, precision: "f32" }) : dataset;
    const expected = new LogisticRegression(options).fit(X, y, { offsets, weights });
    const model = new LogisticRegression(options).fit(own);
    expectBits([...model.coef, model.intercept], [...expected.coef, expected.intercept]);
    expect(model.report.objective).toBe(expected.report.objective);
    expect(model.takesOffsets).toBe(true);
    const { seconds: _, ...json } = model.toJSON() as Anything;
    expect({ ...json, report: 0 }).toEqual({ ...expected.toJSON(), report: 0 });
  });

  it.each([0, 1, 2])("fits off the thread with the same bits, with %i workers", async (workers) => {
    const many = sample(43, 20_000, 3);
    const beside = { offsets: Array.from(many.y, () => next()) };
    const own = Dataset.from(many.X, many.y, beside);
    for (const options of [{}, { classWeight: "balanced" }] as const) {
      const expected = new LogisticRegression(options).fit(many.X, many.y, beside);
      expectBits(new LogisticRegression(options).fit(own).coef, expected.coef);
      const later = await new LogisticRegression(options).fitAsync(own, { workers });
      expectBits([...later.coef, later.intercept], [...expected.coef, expected.intercept]);
    }
  });

  it("goes through paths and folds as its rows do", () => {
    const path = { l1Ratio: 0.5, count: 6 };
    const [one, other] = [regularizationPath(dataset, path), regularizationPath(X, y, { ...path, offsets, weights })];
    expectBits(one.coef[5] as Float64Array, other.coef[5] as Float64Array);
    expectBits(one.devianceExplained, other.devianceExplained);
    const [cv, ofRows] = [crossValidate(dataset, path), crossValidate(X, y, { ...path, offsets, weights })];
    expectBits(cv.logLoss.mean, ofRows.logLoss.mean);
    expectBits(cv.model.coef, ofRows.model.coef);
    expect(cv.model.takesOffsets).toBe(true);
  });

  it("counts its own offsets in predictions of a model that takes any, unless others are given", () => {
    const model = new LogisticRegression().fit(dataset);
    const z = model.decisionFunction(X, { offsets });
    for (const [row, value] of model.decisionFunction(dataset).entries()) expect(value).toBeCloseTo(z[row] ?? 0, 12);
    expect(model.predict(dataset)).toEqual(model.predict(X, { offsets }));
    expect(model.score(dataset)).toBe(model.score(X, y, { offsets }));
    expect(model.score(dataset, { offsets: 0 })).toBe(model.score(X, y, { offsets: 0 }));
    expect(model.score(dataset)).not.toBe(model.score(dataset, { offsets: 0 }));
    const plain = new LogisticRegression().fit(X, y);
    expect(plain.score(dataset)).toBe(plain.score(X, y));
    expect(() => model.predict(Dataset.from(X, y))).toThrow("offsets: expected 700 numbers, or 0 for none");
  });

  it("has them in the cost, whose slopes are those of differences", () => {
    const w = [0.3, -0.2, 0.1, 0.4];
    const costAt = (b: number, shifted: number[] = w) => dataset.propagate(shifted, b).cost;
    const { dw, db, cost } = dataset.propagate(w, 0.2);
    const inner = (i: number) => w.reduce((sum, wj, j) => sum + wj * (X.data[4 * i + j] ?? 0), 0.2);
    const z = offsets.map((offset, i) => offset + inner(i));
    const losses = z.map((value, i) => (weights[i] ?? 0) * Math.log1p(Math.exp(y[i] === 1 ? -value : value)));
    const mean = losses.reduce((a, b) => a + b) / weights.reduce((a, b) => a + b);
    expect(cost).toBeCloseTo(mean, 12);
    expect(db).toBeCloseTo((costAt(0.2 + 1e-4) - costAt(0.2 - 1e-4)) / 2e-4, 7);
    const at = (step: number) => costAt(0.2, [0.3 + step, -0.2, 0.1, 0.4]);
    expect(dw.length).toBe(4);
    expect(dw[0]).toBeCloseTo((at(1e-4) - at(-1e-4)) / 2e-4, 7);
  });

  it("stays as it is when the caller's offsets change", () => {
    const given = Float64Array.from(offsets);
    const own = Dataset.from(X, y, { offsets: given, weights });
    given.fill(0);
    const model = new LogisticRegression().fit(own);
    expectBits(model.coef, new LogisticRegression().fit(dataset).coef);
    expect(model.score(own)).toBe(model.score(dataset));
  });

  it("refuses what are none, and a builder has none", () => {
    expect(() => Dataset.from(X, y, { offsets: [1, 2] })).toThrow("offsets: expected 700 numbers, got 2");
    expect(() => Dataset.from(X, y, { offsets: y.map(() => Number.NaN) })).toThrow("offsets[0]: expected a finite");
    expect(() => Dataset.from(X, y, { offsets: "o" as Anything })).toThrow("offsets: expected an array of numbers");
    expect(() => Dataset.builder(2, { offsets } as Anything)).toThrow("Dataset.builder: expected options");
  });
});

describe("a Dataset of a table with a column of offsets", () => {
  const rows = customers.map((row, i) => ({
    ...row,
    age: i % 9 === 4 ? null : row.age,
    o: Math.sin(i),
    w: 1 + (i % 3),
  }));
  const options = { ...OPTIONS, offsets: "o", weights: "w" } as const;

  it.each([{ missing: "drop" }, { missing: "mean" }, { missing: "mean", interactions: [["age", "plan"]] }] as const)(
    "fits as its rows do, with and without a penalty: %o",
    (more) => {
      const dataset = Dataset.from(rows, { ...options, ...more } as Anything);
      for (const l2 of [0, 0.1]) {
        const expected = new LogisticRegression({ l2 }).fit(rows, { ...options, ...more } as Anything) as Anything;
        const model = new LogisticRegression({ l2 }).fit(dataset) as Anything;
        expect(model.coefficients).toEqual(expected.coefficients);
        expect(model.features).toEqual(["age", "plan", "income", "sex", "member"]);
        expect(model.score(dataset)).toBe(model.score(rows, { offsets: "o", missing: "drop" }));
      }
      const path = { folds: 3, count: 4 };
      expectBits(
        (crossValidate(dataset, path) as Anything).logLoss.mean,
        (crossValidate as Anything)(rows, { ...options, ...more, ...path }).logLoss.mean,
      );
    },
  );
});
