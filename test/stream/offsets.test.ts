/** Offsets of the rows of a stream: z of a row is x . w + b + offset, in its step and in what is known of its class. */
import { describe, expect, it } from "vitest";
import { LogisticRegression, type LogisticRegressionOptions } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { normal, sample } from "../support/random.ts";
import { plainStream } from "../support/sgd.ts";
import { expectBits } from "../table/bits.ts";
import { customers, OPTIONS } from "../table/customers.ts";

const { X, y } = sample(61, 240, 4);
const next = normal(52);
const offsets = Float64Array.from(y, () => 1 + 2 * next());
const weights = Float64Array.from(y, (_, i) => 0.5 + (i % 4) / 4);
const part = (first: number, end: number) => ({
  data: X.data.slice(4 * first, 4 * end),
  rows: end - first,
  columns: 4,
});

/** All rows, `each` a call. */
function streamed(model: LogisticRegression, each: number, own: ArrayLike<number> | undefined) {
  for (let first = 0; first < X.rows; first += each) {
    const end = Math.min(X.rows, first + each);
    const beside = own && { offsets: Array.from(own).slice(first, end) };
    model.partialFit(part(first, end), y.slice(first, end), { ...(first === 0 && { classes: [0, 1] }), ...beside });
  }
  return model;
}

describe("partialFit with offsets", () => {
  it.each<LogisticRegressionOptions>([
    { batchSize: 8 },
    { batchSize: 1, l2: 0.02, schedule: "inverse", learningRate: 0.1 },
    { batchSize: 50, momentum: 0, averaging: false, schedule: "constant" },
  ])("goes the way of plain JavaScript: %o", (options) => {
    const sgd = { ...options, solver: "sgd", classes: [0, 1] } as const;
    const model = new LogisticRegression(sgd).partialFit(X, y, { weights, offsets });
    const expected = plainStream(X, y, weights, options, offsets);
    for (const [j, value] of expected.coef.entries()) expect(model.coef[j]).toBeCloseTo(value, 11);
    expect(model.intercept).toBeCloseTo(expected.intercept, 11);
    const without = new LogisticRegression(sgd).partialFit(X, y, { weights });
    expect(Math.abs(without.intercept - model.intercept)).toBeGreaterThan(1e-3);
  });

  it.each([1, 7, 32, 240])("the same for all rows move the intercept alone, %i rows a call", (each) => {
    const known = { coef: [0.2, -0.1, 0, 0.3], classes: [0, 1] as const };
    const moved = streamed(LogisticRegression.of({ ...known, intercept: 1.5 }) as LogisticRegression, each, undefined);
    const own = y.map(() => 1.5);
    const beside = streamed(LogisticRegression.of({ ...known, intercept: 0 }) as LogisticRegression, each, own);
    for (const [j, value] of moved.coef.entries()) expect(beside.coef[j]).toBeCloseTo(value, 11);
    expect(beside.intercept + 1.5).toBeCloseTo(moved.intercept, 11);
    expect(beside.report.objective).toBeCloseTo(moved.report.objective, 11);
  });

  it("of 0 have the bits of none", () => {
    const none = streamed(new LogisticRegression(), 16, undefined);
    const zeros = streamed(
      new LogisticRegression(),
      16,
      y.map(() => 0),
    );
    expectBits([...zeros.coef, zeros.intercept], [...none.coef, none.intercept]);
    expect([none.takesOffsets, zeros.takesOffsets]).toEqual([false, true]);
  });

  it("goes on after JSON as if it had not been written", () => {
    const whole = streamed(new LogisticRegression(), 32, offsets);
    let parts = new LogisticRegression();
    for (let first = 0; first < 240; first += 32) {
      const end = Math.min(240, first + 32);
      const own = { classes: [0, 1] as const, offsets: offsets.slice(first, end) };
      parts = LogisticRegression.fromJSON(
        JSON.stringify(
          parts.partialFit(part(first, end), y.slice(first, end), first === 0 ? own : { offsets: own.offsets }),
        ),
      );
    }
    expectBits([...parts.coef, parts.intercept], [...whole.coef, whole.intercept]);
    expect(JSON.stringify({ ...parts.toJSON(), report: 0 })).toBe(JSON.stringify({ ...whole.toJSON(), report: 0 }));
  });

  it("leaves out those of rows of weight 0", () => {
    const some = y.map((_, i) => (i % 3 === 0 ? 0 : 1));
    const kept = Array.from(y.keys()).filter((i) => i % 3 !== 0);
    const model = new LogisticRegression().partialFit(X, y, { weights: some, offsets });
    const rows = kept.map((i) => Array.from(X.data.slice(4 * i, 4 * i + 4)));
    const own = { offsets: kept.map((i) => offsets[i] ?? 0) };
    const expected = new LogisticRegression().partialFit(
      rows,
      kept.map((i) => y[i] ?? 0),
      own,
    );
    expectBits(model.coef, expected.coef);
  });

  it("makes predictions and further rows ask for them, as a fit does", () => {
    const fitted = new LogisticRegression().fit(X, y, { offsets });
    for (const model of [streamed(new LogisticRegression(), 60, offsets), fitted]) {
      const needed = "offsets: expected one number a row, as the rows before had, got none";
      expect(() => model.partialFit(X, y)).toThrow(needed);
      model.partialFit(X, y, { offsets });
      for (const one of [model, loadModel(model.toJSON())]) {
        expect(() => one.predict(X)).toThrow("offsets: expected 240 numbers, or 0 for none, as the fit had offsets");
        expect(one.predict(X, { offsets }).length).toBe(240);
      }
      expect(() => LogisticRegression.fromJSON(model.toJSON()).partialFit(X, y)).toThrow(needed);
    }
    const begun = streamed(new LogisticRegression(), 60, undefined);
    expect(begun.partialFit(X, y, { offsets }).takesOffsets).toBe(true);
  });

  it("are refused by name where they do not fit, and the model stays as it was", () => {
    const model = streamed(new LogisticRegression(), 60, offsets);
    const before = JSON.stringify(model);
    const giving = (own: unknown) => () => model.partialFit(X, y, { offsets: own as number[] });
    expect(giving([1])).toThrow("offsets: expected 240 numbers, got 1");
    expect(giving(y.map(() => Number.NaN))).toThrow("offsets[0]: expected a finite number, got NaN");
    expect(giving(y.map(() => 1e10))).toThrow("offsets: expected numbers up to 1000000000 in size");
    expect(giving("o")).toThrow("offsets: expected an array of numbers");
    expect(JSON.stringify(model)).toBe(before);
  });

  it("may be a column of a table, which is none to learn from, and are dropped with their rows", () => {
    const rows = customers.map((row, i) => ({ ...row, age: i % 7 === 3 ? null : row.age, o: Math.sin(i) }));
    const whole = rows.filter(({ age }) => age !== null);
    const named = new LogisticRegression().partialFit(rows, { ...OPTIONS, missing: "drop", offsets: "o" });
    const given = whole.map(({ o: _, ...row }) => row);
    const expected = new LogisticRegression().partialFit(given, { ...OPTIONS, offsets: whole.map(({ o }) => o) });
    expectBits(named.coef, expected.coef);
    expect(named.features).toEqual(["age", "plan", "income", "sex", "member"]);
    expectBits(
      named.partialFit(whole, { target: "churned", offsets: "o" }).coef,
      expected.partialFit(given, { target: "churned", offsets: whole.map(({ o }) => o) }).coef,
    );
  });

  it("learns what a fit with them finds", () => {
    const many = sample(53, 30_000, 3);
    const own = Float64Array.from(many.y, () => 0);
    const labels = many.y.map((_, i) => {
      own[i] = 2 * next();
      const z = 0.5 + (own[i] ?? 0) + (many.X.data[3 * i] ?? 0) - 0.5 * (many.X.data[3 * i + 1] ?? 0);
      return 1 / (1 + Math.exp(-z)) > ((i * 7919) % 10_007) / 10_007 ? 1 : 0;
    });
    const best = new LogisticRegression().fit(many.X, labels, { offsets: own });
    const model = new LogisticRegression().partialFit(many.X, labels, { offsets: own });
    for (const [j, value] of best.coef.entries()) expect(Math.abs((model.coef[j] ?? 0) - value)).toBeLessThan(0.06);
    expect(Math.abs(model.intercept - best.intercept)).toBeLessThan(0.06);
  });
});
