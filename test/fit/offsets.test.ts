import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression, LogitTypeError } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
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

describe("a model that was fitted with offsets", () => {
  const plain = new LogisticRegression().fit(X, y);
  const dataset = Dataset.from(X, y);
  const missing = "offsets: expected 900 numbers, or 0 for none, as the fit had offsets, got undefined";
  const models = async (): Promise<[string, LogisticRegression][]> => {
    const fitted = new LogisticRegression().fit(X, y, { offsets });
    return [
      ["fit", fitted],
      ["JSON", LogisticRegression.fromJSON(JSON.stringify(fitted))],
      ["fitAsync", await new LogisticRegression().fitAsync(X, y, { offsets })],
      ["fitAsync with workers", await new LogisticRegression().fitAsync(X, y, { offsets, workers: 1 })],
      ["zeros", new LogisticRegression().fit(X, y, { offsets: y.map(() => 0) })],
    ];
  };

  it("asks for them when it predicts", async () => {
    for (const [, model] of await models()) {
      expect(model.takesOffsets).toBe(true);
      const loaded = loadModel(JSON.stringify(model));
      const calls = [
        ...[model, loaded].flatMap((one) => [
          () => one.predict(X),
          () => one.predict(X, { threshold: 0.2 }),
          () => one.predictProba(X),
          () => one.predictProba(X, {}),
          () => one.decisionFunction(X),
        ]),
        () => model.predict(dataset),
        () => model.predictProba(dataset),
        () => model.decisionFunction(dataset),
        () => model.score(dataset),
        () => model.score(X, y),
      ];
      for (const call of calls) {
        expect(call).toThrow(LogitTypeError);
        expect(call).toThrow(missing);
      }
      const one = () => loaded.predict([[1, 2, 3, 4]]);
      expect(one).toThrow("offsets: expected 1 numbers, or 0 for none, as the fit had offsets, got undefined");
      const learning = () => model.partialFit([[1, 2, 3, 4]], [1]);
      expect(learning).toThrow(
        "offsets: expected one number a row, as the rows before had, got none: give zeros if there are none",
      );
    }
  });

  it("takes 0, another number for all rows, or one number a row", async () => {
    for (const [, model] of await models()) {
      const z = plain.decisionFunction(X);
      const own = LogisticRegression.fromJSON({ ...plain.toJSON(), coef: [...model.coef], intercept: model.intercept });
      for (const reader of [model, loadModel(model.toJSON())]) {
        expect(reader.decisionFunction(X, { offsets: 0 })).toEqual(own.decisionFunction(X).map((value) => value + 0));
        expect(reader.decisionFunction(X, { offsets: -2 })).toEqual(own.decisionFunction(X).map((value) => value - 2));
        expect(reader.predictProba(X, { offsets })).toEqual(own.predictProba(X, { offsets }));
        expect(reader.predict(X, { offsets: z })).toEqual(own.predict(X, { offsets: z }));
      }
      expect(model.score(dataset, undefined, { offsets })).toBe(model.score(X, y, { offsets }));
    }
  });

  it("forgets them where it is fitted again without; models beside it never knew", () => {
    const model = new LogisticRegression().fit(X, y, { offsets }).fit(X, y);
    expect(model.takesOffsets).toBe(false);
    expect(model.predict(X)).toEqual(plain.predict(X));
    const start = new LogisticRegression().fit(X, y, { offsets });
    expect(new LogisticRegression().fit(X, y, { start, prior: start }).takesOffsets).toBe(false);
  });

  it("refuses offsets that are none, in one wording", () => {
    for (const reader of [plain, loadModel(plain.toJSON())]) {
      const predicting = (given: unknown) => () => reader.predict([[1, 2, 3, 4]], { offsets: given as number[] });
      expect(predicting([1, 2])).toThrow("offsets: expected 1 numbers, or 0 for none, got 2");
      expect(predicting(null)).toThrow("offsets: expected 1 numbers, or 0 for none, got null");
      expect(predicting({})).toThrow("offsets: expected 1 numbers, or 0 for none, got an Object");
      expect(predicting("1")).toThrow('offsets: expected 1 numbers, or 0 for none, got "1"');
      expect(predicting(Number.NaN)).toThrow("offsets: expected finite numbers, got NaN at row 0");
      expect(predicting(new Array(1))).toThrow("offsets: expected numbers, got undefined at row 0");
      expect(predicting([Number.POSITIVE_INFINITY])).toThrow("offsets: expected finite numbers, got Infinity at row 0");
    }
  });
});
