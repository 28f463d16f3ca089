import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression } from "../../src/index.ts";
import { deviations } from "../support/objective.ts";
import { random, sample } from "../support/random.ts";

/** Largest difference of two models, coefficients and intercept, relative to the largest number of the second. */
function distance(a: LogisticRegression, b: LogisticRegression): number {
  const p = [...a.coef, a.intercept];
  const q = [...b.coef, b.intercept];
  const largest = Math.max(...q.map(Math.abs));
  return Math.max(...q.map((value, i) => Math.abs((p[i] ?? Number.NaN) - value))) / largest;
}

/** Rows `order` of X and y. */
function rowsAt({ X, y }: ReturnType<typeof sample>, order: number[]) {
  const { columns } = X;
  const data = new Float64Array(order.length * columns);
  for (const [to, from] of order.entries())
    data.set(X.data.subarray(from * columns, (from + 1) * columns), to * columns);
  return { X: { data, rows: order.length, columns }, y: order.map((i) => y[i] ?? 0) };
}

const base = sample(11, 600, 5);
const indices = Array.from({ length: 600 }, (_, i) => i);

// Newton ends with an error of about the square of its tolerance, so optima of equal problems agree to rounding.
const SAME = 1e-10;

describe("the optimum", () => {
  for (const standardize of [true, false]) {
    const fitted = (data: ReturnType<typeof sample>, weights?: number[]) =>
      new LogisticRegression({ standardize, l2: 0.01 }).fit(data.X, data.y, weights === undefined ? {} : { weights });

    it(`does not depend on the order of the rows (standardize: ${standardize})`, () => {
      const uniform = random(5);
      const shuffled = [...indices].sort(() => uniform() - 0.5);
      expect(distance(fitted(rowsAt(base, shuffled)), fitted(base))).toBeLessThan(SAME);
    });

    it(`is the same for weight w each as for no weights (standardize: ${standardize})`, () => {
      expect(distance(fitted(base, Array(600).fill(2.5)), fitted(base))).toBeLessThan(SAME);
    });

    it(`is invariant under a shift of the columns but for the intercept (standardize: ${standardize})`, () => {
      const shifted = { X: { ...base.X, data: base.X.data.map((value) => value + 1000) }, y: base.y };
      const model = fitted(shifted);
      for (const [j, value] of fitted(base).coef.entries()) expect(model.coef[j]).toBeCloseTo(value, 10);
    });
  }

  it.each([true, false])(
    "is the same for weight 2 as for the row twice, for weight 0 as for none (standardize: %s)",
    (standardize) => {
      const weights = indices.map((i) => i % 3);
      const repeated = rowsAt(
        base,
        [...indices, ...indices].filter((i, k) => (k < 600 ? i % 3 > 0 : i % 3 === 2)),
      );
      const weighted = new LogisticRegression({ standardize }).fit(base.X, base.y, { weights });
      expect(distance(weighted, new LogisticRegression({ standardize }).fit(repeated.X, repeated.y))).toBeLessThan(
        SAME,
      );
      const all = rowsAt(base, [...indices, ...indices]);
      const twice = new LogisticRegression({ standardize }).fit(base.X, base.y, { weights: Array(600).fill(2) });
      expect(distance(twice, new LogisticRegression({ standardize }).fit(all.X, all.y))).toBeLessThan(SAME);
    },
  );

  it("has an intercept that a column of ones without a penalty could not improve", () => {
    const { X, y } = base;
    const withOnes = new Float64Array(600 * 6).fill(1);
    for (let i = 0; i < 600; ++i) withOnes.set(X.data.subarray(5 * i, 5 * i + 5), 6 * i);
    const a = new LogisticRegression({ l2: 0 }).fit(X, y);
    const b = new LogisticRegression({ l2: 0 }).fit({ data: withOnes, rows: 600, columns: 6 }, y);
    expect(b.coef[5]).toBe(0);
    for (let j = 0; j < 5; ++j) expect(b.coef[j]).toBeCloseTo(a.coef[j] ?? Number.NaN, 10);
    expect(b.intercept).toBeCloseTo(a.intercept, 10);
  });

  it("changes sign when the classes are swapped", () => {
    const a = new LogisticRegression({ classes: [0, 1] }).fit(base.X, base.y);
    const b = new LogisticRegression({ classes: [1, 0] }).fit(base.X, base.y);
    for (let j = 0; j < 5; ++j) expect(b.coef[j]).toBeCloseTo(-(a.coef[j] ?? Number.NaN), 12);
    expect(b.intercept).toBeCloseTo(-a.intercept, 12);
  });

  it("with standardize is that of hand-standardised columns", () => {
    const sd = deviations(base.X);
    const scaled = base.X.data.map((value, i) => value / (sd[i % 5] ?? 1));
    const a = new LogisticRegression({ l2: 0.1 }).fit(base.X, base.y);
    const b = new LogisticRegression({ l2: 0.1, standardize: false }).fit({ ...base.X, data: scaled }, base.y);
    for (let j = 0; j < 5; ++j) expect((a.coef[j] ?? 0) * (sd[j] ?? 0)).toBeCloseTo(b.coef[j] ?? Number.NaN, 11);
  });

  it("does not depend on the units of a column, at 1e-30 or at 1e30, in either precision", () => {
    const expected = new LogisticRegression().fit(base.X, base.y);
    const scaled = { ...base.X, data: base.X.data.map((value, i) => value * ([1, 1e30, 1e-30, 1e12, 1][i % 5] ?? 1)) };
    const model = new LogisticRegression().fit(scaled, base.y);
    const back = Array.from(model.coef, (value, j) => value * ([1, 1e30, 1e-30, 1e12, 1][j] ?? 1));
    for (let j = 0; j < 5; ++j) expect(back[j]).toBeCloseTo(expected.coef[j] ?? Number.NaN, 10);
    const f32 = new LogisticRegression({ precision: "f32" }).fit(scaled, base.y);
    for (let j = 0; j < 5; ++j) {
      const value = (f32.coef[j] ?? 0) * ([1, 1e30, 1e-30, 1e12, 1][j] ?? 1);
      expect(value).toBeCloseTo(expected.coef[j] ?? Number.NaN, 5);
    }
  });

  it("has the same bits in memory and streamed, typed array and Dataset, first fit and second", () => {
    // above 32 MiB one typed array is streamed
    const { X, y } = sample(12, 280_000, 16);
    const first = new LogisticRegression().fit(X, y);
    expect(first.coef).toEqual(new LogisticRegression().fit(Dataset.from(X, y)).coef);
    expect(first.coef).toEqual(new LogisticRegression().fit(X, y).coef);
  });
});
