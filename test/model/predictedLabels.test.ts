import { describe, expect, it } from "vitest";
import { crossValidate, Dataset, LogisticRegression, type Matrix, regularizationPath } from "../../src/index.ts";
import { accuracy } from "../../src/metrics/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { random, sample } from "../support/random.ts";

/** A model whose z is the one column: coefficient 1, intercept 0. */
const json = {
  ...new LogisticRegression().fit([[1], [2], [3]], ["no", "yes", "no"]).toJSON(),
  coef: [1],
  intercept: 0,
};
const model = LogisticRegression.fromJSON(json);
const predictor = loadModel(json);
/** z below 0 and above -2^-52 has a probability that rounds to 0.5. */
const TIES = [-1e-17, 1e-17, 0, -0, -5e-324, 5e-324, -1e-16, -2e-16, -3e-16, 2e-16, -1e300, 1e300];

describe("the label of a row", () => {
  const few = TIES.map((z) => [z]);
  const many = [...few, ...few, ...few];
  const expected = (rows: number[][]) => rows.map(([z = 0]) => (z >= 0 ? "yes" : "no"));
  const containers: [string, number[][], Matrix][] = [
    ["few rows", few, few],
    ["one row", [[-1e-17]], [[-1e-17]]],
    ["many rows", many, many],
    ["row-major rows", many, { data: Float64Array.from(many.flat()), rows: many.length, columns: 1 }],
    ["rows of f32", [[Math.fround(-1e-17)], [1]], [Float32Array.of(-1e-17), Float32Array.of(1)]],
  ];
  for (const [name, rows, X] of containers) {
    it(`is the sign of decisionFunction, for a z that rounds to a probability of 0.5 as well: ${name}`, () => {
      const labels = expected(rows);
      const z = model.decisionFunction(X);
      expect(Array.from(z, (value) => (value >= 0 ? "yes" : "no"))).toEqual(labels);
      for (const reader of [model, predictor]) {
        expect(reader.predict(X)).toEqual(labels);
        expect(reader.predict(X, { threshold: 0.5 })).toEqual(labels);
      }
      expect(model.score(X, labels)).toBe(1);
      expect(
        model.score(
          X,
          labels.map((label) => (label === "yes" ? "no" : "yes")),
        ),
      ).toBe(0);
    });
  }

  it("is that of a Dataset too", () => {
    const near = few.slice(0, -2);
    const labels = expected(near);
    const dataset = Dataset.from(near, labels);
    const z = model.decisionFunction(dataset);
    const ofDataset = Array.from(z, (value) => (value >= 0 ? "yes" : "no"));
    expect(model.predict(dataset)).toEqual(ofDataset);
    expect(model.score(dataset)).toBe(accuracy(labels, ofDataset));
  });

  it("is that of the probability at any other threshold", () => {
    const next = random(5);
    const rows = Array.from({ length: 400 }, () => [40 * next() - 20]);
    const a = model.predictProba(rows);
    for (const threshold of [0, 1, 0.3, 0.9, 0.5 + 2 ** -53, 0.5 - 2 ** -54, a[7] ?? 0, a[100] ?? 0, a[399] ?? 0]) {
      const labels = Array.from(a, (value) => (value >= threshold ? "yes" : "no"));
      for (const reader of [model, predictor]) expect(reader.predict(rows, { threshold })).toEqual(labels);
    }
  });

  it("at a threshold is positive at every threshold below", () => {
    const thresholds = [0, 0.2, 0.5 - 2 ** -54, 0.5, 0.5 + 2 ** -53, 0.8, 1];
    for (const z of [...TIES, -1, 1, 40, -40]) {
      const positive = thresholds.map((threshold) => model.predict([[z]], { threshold })[0] === "yes");
      expect(positive.lastIndexOf(true) + 1).toBe(positive.filter(Boolean).length);
    }
  });

  it("counts in cross-validation as in score", () => {
    const { X, y } = sample(91, 120, 2);
    // at so large a penalty every z of a fold of as many rows of either class is about 0
    const foldOf = y.map((_, i) => i % 3);
    const { lambdas, accuracy: measured } = crossValidate(X, y, { foldOf, lambdas: [1e3, 0.01], tolerance: 1e-12 });
    const part = (fold: number, kept: boolean) => y.flatMap((_, i) => ((foldOf[i] === fold) === kept ? [i] : []));
    const rowsOf = (indices: number[]) => indices.map((i) => Array.from(X.data.subarray(2 * i, 2 * i + 2)));
    const labelsOf = (indices: number[]) => indices.map((i) => y[i] ?? 0);
    for (const [k, lambda] of lambdas.entries()) {
      const scores = [0, 1, 2].map((fold) => {
        const [rest, out] = [part(fold, false), part(fold, true)];
        const path = regularizationPath(rowsOf(rest), labelsOf(rest), { lambdas: [lambda], tolerance: 1e-12 });
        return path.model(0).score(rowsOf(out), labelsOf(out));
      });
      expect(measured.mean[k]).toBeCloseTo((scores[0] ?? 0) / 3 + (scores[1] ?? 0) / 3 + (scores[2] ?? 0) / 3, 12);
    }
  });

  it("is refused at what is no threshold, in one wording", () => {
    for (const reader of [model, predictor]) {
      const predicting = (options: unknown) => () => reader.predict(few, options as object);
      expect(predicting({ threshhold: 0.9 })).toThrow(
        'predict: expected options threshold, offsets, invalid; got "threshhold"',
      );
      expect(predicting({ threshold: "0.9" })).toThrow('threshold: expected a number from 0 to 1, got "0.9"');
      expect(predicting({ threshold: null })).toThrow("threshold: expected a number from 0 to 1, got null");
      expect(predicting({ threshold: Symbol("a") })).toThrow("threshold: expected a number from 0 to 1, got Symbol(a)");
      expect(predicting({ threshold: Number.NaN })).toThrow("threshold: expected a number from 0 to 1, got NaN");
      expect(predicting(null)).toThrow("predict: expected an object of options, got null");
      expect(predicting([0.9])).toThrow("predict: expected an object of options, got an array of 1");
      const probabilities = () => reader.predictProba(few, { threshold: 0.9 } as object);
      expect(probabilities).toThrow('predictProba: expected options offsets, invalid; got "threshold"');
      const decisions = () => reader.decisionFunction(few, 0.9 as unknown as object);
      expect(decisions).toThrow("decisionFunction: expected an object of options, got 0.9");
    }
  });
});

describe("score", () => {
  const { X, y } = sample(92, 500, 3);
  const next = random(93);
  const weights = y.map(() => (next() < 0.3 ? 0 : 10 ** (4 * next() - 2)));
  const offsets = y.map(() => 2 * next() - 1);
  const fitted = new LogisticRegression().fit(X, y);

  it("takes weights and offsets: the accuracy of what is predicted with them", () => {
    const labels = fitted.predict(X, { offsets });
    expect(fitted.score(X, y, { weights, offsets })).toBeCloseTo(accuracy(y, labels, { weights }), 14);
    expect(fitted.score(X, y, { offsets })).toBe(accuracy(y, labels));
    expect(fitted.score(X, y, { offsets: 0 })).toBe(fitted.score(X, y));
    expect(fitted.score(X, y, { offsets: 1e9 })).toBe(y.filter((label) => label === 1).length / y.length);
  });

  it("of a row of weight 0 does not depend on the row", () => {
    const kept = y.flatMap((_, i) => (weights[i] === 0 ? [] : [i]));
    const rows = kept.map((i) => X.data.subarray(3 * i, 3 * i + 3));
    const without = fitted.score(
      rows,
      kept.map((i) => y[i] ?? 0),
      { weights: kept.map((i) => weights[i] ?? 0) },
    );
    expect(fitted.score(X, y, { weights })).toBe(without);
  });

  it("counts every row of a Dataset once, whatever it weighs in a fit, unless weights are given", () => {
    const dataset = Dataset.from(X, y, { weights: y.map((_, i) => i % 4) });
    expect(fitted.score(dataset)).toBe(fitted.score(X, y));
    expect(fitted.score(dataset, undefined, { weights })).toBeCloseTo(fitted.score(X, y, { weights }), 14);
  });

  it("of a Dataset goes by the labels that it was given, also of rows of weight 0 and -0", () => {
    for (const zero of [0, -0]) {
      const dataset = Dataset.from(X, y, { weights: y.map((_, i) => (i % 3 === 0 ? zero : 1 + i)) });
      expect(fitted.score(dataset)).toBe(fitted.score(X, y));
    }
  });

  it("refuses what it does not know", () => {
    const scoring = (options: unknown) => () => fitted.score(X, y, options as object);
    expect(scoring({ threshold: 0.4 })).toThrow(
      'score: expected options weights, offsets, target, missing, successes, failures; got "threshold"',
    );
    expect(scoring(weights)).toThrow("score: expected an object of options, got an array of 500");
    expect(scoring({ weights: [1] })).toThrow("weights: expected 500 numbers, one a row of X, got 1");
    expect(scoring({ weights: y.map(() => 0) })).toThrow("weights: expected a sum above 0 that is finite, got 0");
    expect(scoring({ weights: y.map(() => 1e308) })).toThrow(
      "weights: expected a sum above 0 that is finite, got Infinity",
    );
    expect(scoring({ weights: y.map((_, i) => (i === 3 ? -1 : 1)) })).toThrow("got -1 at row 3");
    const besides = () => fitted.score(Dataset.from(X, y), y as unknown as undefined);
    expect(besides).toThrow("y: expected none with a Dataset");
  });
});
