import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import {
  type Labels,
  LogisticRegression,
  type LogisticRegressionOptions,
  type Matrix,
  type PartialFitOptions,
} from "../../src/index.ts";
import { EVERY_SIZE } from "../support/everySize.ts";
import { deviations, objectiveAt } from "../support/objective.ts";
import { problemOf, solutions } from "../support/problems.ts";
import { random, sample } from "../support/random.ts";
import { plainStream } from "../support/sgd.ts";

type Options = Omit<LogisticRegressionOptions, "solver">;
const streaming = (options: Options = {}) => new LogisticRegression({ solver: "sgd", ...options });

type Table = ReturnType<typeof sample>["X"];

function part({ data, columns }: Table, first: number, end: number): Table {
  return { data: data.slice(first * columns, end * columns), rows: end - first, columns };
}

/** All rows, `each` a call. */
function stream(model: LogisticRegression, X: Table, y: number[], each: number, options: PartialFitOptions = {}) {
  for (let first = 0; first < X.rows; first += each) {
    const end = Math.min(X.rows, first + each);
    model.partialFit(part(X, first, end), y.slice(first, end), { classes: [0, 1], ...options });
  }
  return model;
}

/** All of a model but how the last call went. */
function kept(model: LogisticRegression) {
  const { report, options: _, ...json } = model.toJSON();
  return { ...json, iterations: report?.iterations };
}

function breastCancer() {
  const solution = solutions().find(({ name }) => name.startsWith("breast_cancer"));
  if (solution === undefined) throw new Error("no solution of breast_cancer");
  return problemOf(solution);
}

describe("partialFit", () => {
  it("is what its documentation says: plain JavaScript goes the same way", () => {
    const { X, y } = sample(61, 150, 4);
    // a column that is constant at first, units and places that differ
    const data = X.data.map((value, i) => (i % 4 === 2 && i < 200 ? 7 : value * 10 ** ((i % 4) - 1) + 3 * (i % 4)));
    const uniform = random(62);
    const weights = Float64Array.from(y, () => 0.5 + uniform());
    const variants: Options[] = [
      { batchSize: 8 },
      { batchSize: 1, l2: 0.02, schedule: "inverse", learningRate: 0.1 },
      { batchSize: 50, momentum: 0, averaging: false, schedule: "constant" },
      { batchSize: 16, l2: 3 },
      { batchSize: 16, standardize: false, l2: 0.5 },
      { batchSize: 2, momentum: 0.99 },
    ];
    for (const options of variants) {
      const model = streaming({ ...options, classes: [0, 1] }).partialFit({ ...X, data }, y, { weights });
      const expected = plainStream({ ...X, data }, y, weights, options);
      for (let j = 0; j < 4; ++j) {
        const value = expected.coef[j] ?? Number.NaN;
        expect(Math.abs((model.coef[j] ?? 0) - value)).toBeLessThan(1e-11 * Math.abs(value));
      }
      expect(model.intercept).toBeCloseTo(expected.intercept, 11);
    }
  });

  it("comes within a tenth of the optimum of raw breast-cancer data in 20 passes, 32 rows a call", () => {
    const { X, y } = breastCancer();
    const l2 = 1 / X.rows;
    const best = new LogisticRegression({ l2 }).fit(X, y).report.objective;
    const scale = deviations(X);
    const positive = y.map((label) => label === 1);
    const distance = (model: LogisticRegression) =>
      objectiveAt(X, positive, undefined, model.coef, model.intercept, l2, scale) / best;
    const model = stream(new LogisticRegression({ l2 }), X, y, 32);
    // measured: 1.40 after one pass, 1.027 after 20
    expect(distance(model)).toBeLessThan(1.5);
    for (let pass = 1; pass < 20; ++pass) stream(model, X, y, 32);
    expect(distance(model)).toBeLessThan(1.1);
    expect(model.score(X, y)).toBeGreaterThan(0.98);
  });

  it("finds the model in one pass over enough rows", () => {
    const { X, y } = sample(63, 40_000, 5);
    const best = new LogisticRegression().fit(X, y);
    for (const each of [100, 40_000]) {
      const model = stream(streaming(), X, y, each);
      for (let j = 0; j < 5; ++j) expect(Math.abs((model.coef[j] ?? 0) - (best.coef[j] ?? 9))).toBeLessThan(0.05);
      expect(Math.abs(model.intercept - best.intercept)).toBeLessThan(0.05);
    }
  });

  it("gives the same bits for many calls and for one, where the batches begin at the same rows", () => {
    const { X, y } = sample(64, 200, 3);
    const all = stream(streaming({ batchSize: 8 }), X, y, 200);
    for (const each of [8, 16, 40, 104]) {
      expect(kept(stream(streaming({ batchSize: 8 }), X, y, each))).toEqual(kept(all));
    }
    const single = stream(streaming({ batchSize: 1 }), X, y, 1);
    expect(kept(stream(streaming({ batchSize: 1 }), X, y, 77))).toEqual(kept(single));
    expect(kept(single)).not.toEqual(kept(all));
  });

  it("has the same bits for rows of every kind", () => {
    const { X, y } = sample(65, 100, 3);
    const single = Float32Array.from(X.data);
    const data = Float64Array.from(single);
    const rows = y.map((_, i) => Array.from(data.subarray(3 * i, 3 * i + 3)));
    const expected = kept(new LogisticRegression().partialFit({ ...X, data }, y));
    for (const same of [{ ...X, data: single }, rows, rows.map((row) => Float32Array.from(row))] as Matrix[]) {
      expect(kept(new LogisticRegression().partialFit(same, y))).toEqual(expected);
    }
  });

  it("does not know units: columns times powers of two give coefficients divided by them, to the bit", () => {
    const { X, y } = sample(66, 300, 4);
    const units = [1, 2 ** 40, 2 ** -60, 8];
    const data = X.data.map((value, i) => value * (units[i % 4] ?? 1));
    const expected = stream(streaming(), X, y, 10);
    const actual = stream(streaming(), { ...X, data }, y, 10);
    expect(actual.coef.map((value, j) => value * (units[j] ?? 1))).toEqual(expected.coef);
    expect(actual.intercept).toBe(expected.intercept);
  });

  it("does not know places: columns moved by 1000 deviations give the same coefficients to ten digits", () => {
    const { X, y } = sample(67, 300, 3);
    const expected = stream(streaming(), X, y, 10);
    const actual = stream(streaming(), { ...X, data: X.data.map((value) => value + 1000) }, y, 10);
    for (let j = 0; j < 3; ++j) expect(actual.coef[j]).toBeCloseTo(expected.coef[j] ?? Number.NaN, 10);
  });

  it("takes one row a call, of one class for long", () => {
    const { X, y } = sample(68, 600, 2);
    const order = Array.from(y.keys()).sort((a, b) => (y[a] ?? 0) - (y[b] ?? 0));
    const model = streaming({ batchSize: 1 });
    for (const row of order) {
      model.partialFit(part(X, row, row + 1), [y[row] ?? 0], { classes: [0, 1] });
      expect(model.coef.every(Number.isFinite)).toBe(true);
    }
    expect(model.classes).toEqual([0, 1]);
    expect(model.report.iterations).toBe(600);
  });

  it("leaves rows of weight 0 out, as if they had not come", () => {
    const { X, y } = sample(69, 200, 3);
    const weights = y.map((_, i) => (i % 3 === 0 ? 0 : 1));
    const kept3 = Array.from(y.keys()).filter((i) => i % 3 !== 0);
    const rows = kept3.map((i) => X.data.subarray(3 * i, 3 * i + 3));
    const expected = streaming({ classes: [0, 1] }).partialFit(
      rows,
      kept3.map((i) => y[i] ?? 0),
    );
    expect(kept(streaming({ classes: [0, 1] }).partialFit(X, y, { weights }))).toEqual(kept(expected));
  });

  it("takes weight k for the row k times, where batches hold the same rows", () => {
    const { X, y } = sample(70, 120, 3);
    const options = { learningRate: 0.2, classes: [0, 1] } as const;
    const weights = y.map((_, i) => (i % 2 === 0 ? 1 : 3));
    const weighted = streaming({ ...options, batchSize: 10 }).partialFit(X, y, { weights });
    const repeated = y.flatMap((_, i) => Array<number>(i % 2 === 0 ? 1 : 3).fill(i));
    const rows = repeated.map((i) => X.data.subarray(3 * i, 3 * i + 3));
    const labels = repeated.map((i) => y[i] ?? 0);
    const twice = streaming({ ...options, batchSize: 20 }).partialFit(rows, labels);
    for (let j = 0; j < 3; ++j) expect(weighted.coef[j]).toBeCloseTo(twice.coef[j] ?? Number.NaN, 12);
    expect(weighted.intercept).toBeCloseTo(twice.intercept, 12);
    const byClass = streaming({ ...options, classWeight: [2, 5] }).partialFit(X, y);
    const byRow = streaming(options).partialFit(X, y, { weights: y.map((label) => (label === 1 ? 5 : 2)) });
    expect(kept(byClass)).toEqual(kept(byRow));
  });

  it("fits without an intercept", () => {
    const { X, y } = sample(71, 20_000, 3);
    const best = new LogisticRegression({ fitIntercept: false }).fit(X, y);
    const model = stream(streaming({ fitIntercept: false }), X, y, 500);
    expect(model.intercept).toBe(0);
    for (let j = 0; j < 3; ++j) expect(Math.abs((model.coef[j] ?? 0) - (best.coef[j] ?? 9))).toBeLessThan(0.05);
  });

  it("reports the objective of the last rows before and after they were learnt from", () => {
    const { X, y } = sample(72, 96, 3);
    const model = stream(streaming({ l2: 0.1 }), part(X, 0, 64), y, 64);
    const last = part(X, 64, 96);
    const labels = y.slice(64).map((label) => label === 1);
    const before = model.toJSON();
    const { report } = model.partialFit(last, y.slice(64));
    const objective = ({ coef, intercept }: { coef: ArrayLike<number>; intercept: number }, rows: Table) =>
      objectiveAt(last, labels, undefined, coef, intercept, 0.1, deviations(rows));
    expect(report.initialObjective).toBeCloseTo(objective(before, part(X, 0, 64)), 12);
    expect(report.objective).toBeCloseTo(objective(model, X), 12);
    expect([report.converged, report.reason, report.solver, report.precision]).toEqual([false, "stream", "sgd", "f64"]);
    expect([report.iterations, report.epochs, report.hessians]).toEqual([3, 1, 0]);
  });
});

describe("partialFit after something", () => {
  const { X, y } = sample(73, 5000, 4);

  it("goes on from the coefficients of a fit, gently: its rows count as seen", () => {
    const fitted = new LogisticRegression().fit(X, y, { features: ["a", "b", "c", "d"], target: "t" });
    const best = fitted.coef;
    fitted.partialFit(part(X, 0, 1), y.slice(0, 1));
    for (let j = 0; j < 4; ++j) expect(Math.abs((fitted.coef[j] ?? 0) - (best[j] ?? 9))).toBeLessThan(1e-3);
    expect(fitted.coef).not.toEqual(best);
    const distance = (model: LogisticRegression) => {
      const there = new LogisticRegression({ maxEpochs: 1 }).fit(X, y, { start: model });
      return there.report.objective - new LogisticRegression().fit(X, y).report.objective;
    };
    // measured: 0.0020 and 0.0070
    const after = distance(stream(fitted, X, y, 50));
    const fromNothing = distance(stream(new LogisticRegression(), X, y, 50));
    expect(after).toBeLessThan(fromNothing / 2);
    expect([fitted.features, fitted.target]).toEqual([["a", "b", "c", "d"], "t"]);
  });

  it("takes rows that weigh nothing as if they had not come, alone or beside others, after a fit as within a stream", () => {
    for (const begin of [
      () => new LogisticRegression().fit(X, y),
      () => new LogisticRegression().partialFit(part(X, 0, 100), y.slice(0, 100)),
    ]) {
      const model = begin();
      const before = model.toJSON();
      model.partialFit([[1e10, -1e10, 1, 1]], [1], { weights: [0] });
      expect(model.toJSON()).toEqual(before);
      const row = Array.from(part(X, 7, 8).data);
      const beside = begin().partialFit([[1e10, 0, 0, 0], row], [0, y[7] ?? 0], { weights: [0, 1] });
      expect(kept(beside)).toEqual(kept(begin().partialFit([row], y.slice(7, 8))));
    }
  });

  it("goes on from JSON to the bit, also in the middle of a stream", () => {
    const options = { batchSize: 8, momentum: 0.5 } as const;
    const model = stream(streaming(options), part(X, 0, 200), y, 8);
    const copy = LogisticRegression.fromJSON(JSON.stringify(model), { solver: "sgd", ...options });
    expect(copy.toJSON()).toEqual(model.toJSON());
    for (const one of [model, copy]) one.partialFit(part(X, 200, 300), y.slice(200, 300));
    expect(kept(copy)).toEqual(kept(model));
    expect(copy.predictProba(X)).toEqual(model.predictProba(X));
  });

  it("goes on from the JSON of a fit, whose rows count as before", () => {
    const fitted = new LogisticRegression().fit(X, y);
    expect(fitted.toJSON()).not.toHaveProperty("stream");
    const copy = LogisticRegression.fromJSON(fitted.toJSON(), { solver: "sgd", learningRate: 1e-300, l2: 0 });
    copy.partialFit(part(X, 0, 9), y.slice(0, 9));
    expect([copy.coef, copy.intercept]).toEqual([fitted.coef, fitted.intercept]);
    expect(copy.toJSON().stream?.rows).toBe(y.length + 9);
  });

  it("leaves a fit that comes later as it would have been", () => {
    const model = stream(new LogisticRegression(), part(X, 0, 100), y, 10).fit(X, y);
    expect([model.coef, model.toJSON().stream]).toEqual([new LogisticRegression().fit(X, y).coef, undefined]);
  });

  it("is refused from JSON that it did not write", () => {
    const json = stream(streaming(), part(X, 0, 20), y, 10).toJSON();
    const { stream: state } = json;
    if (state === undefined) throw new Error("no stream");
    const { moments, classes } = state;
    const { current } = moments;
    const hole = (values: readonly number[]) => Object.assign(Array<number>(values.length), { 0: values[0] });
    const wrong: unknown[] = [
      3,
      { ...state, rows: 0 },
      { ...state, rows: 1.5 },
      { ...state, weight: "1" },
      { ...state, weight: -1 },
      { ...state, steps: -1 },
      { ...state, moments: 3 },
      { ...state, moments: { ...moments, mark: -1 } },
      { ...state, moments: { ...moments, since: 0.5 } },
      { ...state, moments: { ...moments, extra: 1 } },
      { ...state, moments: { ...moments, next: undefined } },
      { ...state, moments: { ...moments, current: { ...current, mean: current.mean.slice(1) } } },
      { ...state, moments: { ...moments, current: { ...current, mean: hole(current.mean) } } },
      { ...state, moments: { ...moments, current: { ...current, variance: [...current.variance.slice(1), -1] } } },
      { ...state, moments: { ...moments, current: { ...current, weights: [...current.weights.slice(1), -1] } } },
      { ...state, moments: { ...moments, current: { ...current, extra: 1 } } },
      { ...state, classes: { ...classes, weights: [1] } },
      { ...state, classes: { ...classes, means: classes.means.slice(1) } },
      { ...state, classes: { ...classes, extra: 1 } },
      { ...state, point: current.mean },
      { ...state, velocity: [...state.velocity.slice(1), null] },
      { ...state, velocity: hole(state.velocity) },
      { ...state, extra: 1 },
    ];
    for (const one of wrong) {
      expect(() => LogisticRegression.fromJSON({ ...json, stream: one })).toThrow(
        "model: expected stream to be what partialFit leaves",
      );
    }
  });
});

describe("partialFit that throws", () => {
  const X = [
    [1, 2],
    [3, 4],
  ];
  type Anything = never;
  const cases: [what: string, X: unknown, y: unknown, options: object, message: string][] = [
    ["other columns", [[1]], [0], {}, "X: expected 2 columns as in the rows before, got 1"],
    ["a third label", X, [0, 2], {}, "y: expected 0 or 1, got 2 at row 1"],
    ["too few labels", X, [0], {}, "y: expected 2 labels, one a row of X, got 1"],
    ["NaN", [[1, Number.NaN]], [0], {}, "X: expected finite numbers, got NaN at row 0, column 1"],
    ["1e200", [[1, 1e200]], [0], {}, "X: expected numbers up to 1e150 in size, got 1e+200 at row 0, column 1"],
    ["no rows", [], [], {}, "X: expected at least one row, got none"],
    ["other classes", X, [1, 2], { classes: [1, 2] }, "classes: expected [0, 1] as in the rows before, got [1, 2]"],
    [
      "a negative weight",
      X,
      [0, 1],
      { weights: [1, -1] },
      "weights: expected finite numbers, 0 or above, got -1 at row 1",
    ],
    ["too few weights", X, [0, 1], { weights: [1] }, "weights: expected 2 numbers, one a row of X, got 1"],
    [
      "an unknown option",
      X,
      [0, 1],
      { epochs: 3 },
      'partialFit: expected options classes, target, positive, features, weights, offsets, drop, columns, missing, maxLevels, interactions, reference; got "epochs"',
    ],
  ];
  for (const [what, rows, y, options, message] of cases) {
    it(`for ${what} names it and leaves the model as it was`, () => {
      const fitted = new LogisticRegression().partialFit(X, [0, 1]);
      const before = fitted.toJSON();
      expect(() => fitted.partialFit(rows as Anything, y as Anything, options)).toThrow(message);
      expect(fitted.toJSON()).toEqual(before);
      fitted.partialFit(X, [1, 0]);
      const other = new LogisticRegression().partialFit(X, [0, 1]).partialFit(X, [1, 0]);
      expect(kept(fitted)).toEqual(kept(other));
    });
  }

  it("for a first call of one class names the option", () => {
    const model = new LogisticRegression();
    const expected = "classes: expected [negative, positive] at the first call, whose y has one class only, got none";
    expect(() => model.partialFit(X, [1, 1])).toThrow(expected);
    expect(() => model.coef).toThrow("expected fit to come first");
    expect(model.partialFit(X, [1, 1], { classes: [0, 1] }).classes).toEqual([0, 1]);
    const named = new LogisticRegression({ classes: ["no", "yes"] }).partialFit(X, ["yes", "yes"] as Labels);
    expect(named.classes).toEqual(["no", "yes"]);
  });

  it("for first rows that weigh nothing says that they must", () => {
    const expected = "weights: expected a sum above 0 and below 1e300, got all zeros";
    expect(() => new LogisticRegression().partialFit(X, [0, 1], { weights: [0, 0] })).toThrow(expected);
  });

  it("for an l1 penalty says that no step makes a coefficient exactly 0", () => {
    const model = new LogisticRegression({ l1: 0.1 });
    expect(() => model.partialFit(X, [0, 1])).toThrow("l1: expected 0 for partialFit");
  });

  it("for balanced classes says that a stream cannot know them", () => {
    const model = new LogisticRegression({ classWeight: "balanced" });
    expect(() => model.partialFit(X, [0, 1])).toThrow("classWeight: expected [negative, positive] for partialFit");
  });

  it("for a learning rate beyond all bounds leaves the model as it was", () => {
    const model = streaming({ learningRate: 1e308 });
    expect(() => {
      for (let i = 0; i < 50; ++i) model.partialFit([[i % 3], [i % 5]], [0, 1]);
    }).toThrow("learningRate: expected one that keeps the coefficients finite, got 1e+308");
    expect(() => model.coef.every(Number.isFinite)).not.toThrow("finite");
  });
});

describe("ten thousand calls", () => {
  it("leave memory flat", () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const { X, y } = sample(74, 1000, 10);
    const model = streaming();
    const held = () => {
      collect();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      return heapUsed + arrayBuffers;
    };
    for (let i = 0; i < 1000; ++i)
      model.partialFit(part(X, i % 997, (i % 997) + 2), y.slice(i % 997, (i % 997) + 2), { classes: [0, 1] });
    const calls = EVERY_SIZE ? 10_000 : 2000;
    // a leak grows in every round; what else lives in this process may grow in one
    const growth = [0, 1, 2].map(() => {
      const before = held();
      for (let i = 0; i < calls; ++i)
        model.partialFit(part(X, i % 997, (i % 997) + 2), y.slice(i % 997, (i % 997) + 2));
      return held() - before;
    });
    // 100 bytes a call, or 500, would be a megabyte
    expect(Math.min(...growth)).toBeLessThan(1_000_000);
    expect(model.toJSON().stream?.rows).toBe(2 * (1000 + 3 * calls));
  });
});
