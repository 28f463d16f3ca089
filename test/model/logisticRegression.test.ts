import { describe, expect, it } from "vitest";
import { Dataset, type FitState, forward, gradientDescent, LogisticRegression } from "../../src/index.ts";
import { sigmoidF64 } from "../../src/math/elementary.ts";
import { withArena } from "../../src/wasm/pool.ts";
import { deviations } from "../support/objective.ts";
import { sample } from "../support/random.ts";

const X = [
  [0, 1],
  [1, 1],
  [2, 0],
  [3, 1],
  [1, 0],
  [2, 2],
];

describe("fit", () => {
  it("takes 0/1, booleans, -1/+1, numbers and strings, and predicts in the same labels", () => {
    const positive = [false, false, true, true, false, true];
    const pairs = [
      [0, 1],
      [false, true],
      [-1, 1],
      [3.5, 7],
      ["ham", "spam"],
    ] as const;
    const models = pairs.map(([no, yes]) => {
      const model = new LogisticRegression().fit(X, positive.map((is) => (is ? yes : no)) as number[]);
      expect(model.classes).toEqual([no, yes]);
      expect(
        model.predict([
          [3, 1],
          [0, 1],
        ]),
      ).toEqual([yes, no]);
      return model;
    });
    for (const model of models) expect(model.coef).toEqual(models[0]?.coef);
  });

  it("takes every container of rows and gives the same bits", () => {
    const { X: matrix, y } = sample(2, 50, 3);
    const rows = y.map((_, i) => Array.from(matrix.data.subarray(3 * i, 3 * i + 3)));
    const expected = new LogisticRegression().fit(matrix, y);
    expect(new LogisticRegression().fit(rows, y).coef).toEqual(expected.coef);
    expect(
      new LogisticRegression().fit(
        rows.map((row) => Float64Array.from(row)),
        y,
      ).coef,
    ).toEqual(expected.coef);
    expect(new LogisticRegression().fit(Dataset.from(rows, y)).coef).toEqual(expected.coef);
    expect(new LogisticRegression().fit(rows, Uint8Array.from(y)).coef).toEqual(expected.coef);
  });

  it("penalises by 1 / m unless told otherwise, which is scikit-learn's C = 1", () => {
    const { X: matrix, y } = sample(2, 50, 3);
    const expected = new LogisticRegression({ l2: 1 / 50 }).fit(matrix, y).coef;
    expect(new LogisticRegression().fit(matrix, y).coef).toEqual(expected);
  });

  it("reports what it did", () => {
    const { X: matrix, y } = sample(2, 50, 3);
    const { report } = new LogisticRegression().fit(matrix, y);
    expect(report).toMatchObject({ converged: true, reason: "tolerance", solver: "auto", precision: "f64" });
    expect(report.epochs).toBeGreaterThan(report.iterations);
    expect(report.objective).toBeLessThan(report.initialObjective);
    expect(report.gradientNorm).toBeLessThan(1e-9);
    expect(report.seconds).toBeGreaterThan(0);
    expect(Object.isFrozen(report)).toBe(true);
  });

  it("shows its state to onEpoch, and stops when that returns false", () => {
    const { X: matrix, y } = sample(2, 50, 3);
    const states: FitState[] = [];
    const model = new LogisticRegression({ solver: "newton", onEpoch: (state) => states.push(state) < 3 }).fit(
      matrix,
      y,
    );
    expect(states.map(({ iteration }) => iteration)).toEqual([0, 1, 2]);
    expect(states.map(({ epoch }) => epoch)).toEqual([1, 3, 5]);
    expect((states[2]?.objective ?? 1) < (states[0]?.objective ?? 0)).toBe(true);
    expect(model.report).toMatchObject({ converged: false, reason: "stopped", iterations: 2 });
  });

  it("stops at maxEpochs", () => {
    const { X: matrix, y } = sample(2, 50, 3);
    const { report } = new LogisticRegression({ maxEpochs: 4 }).fit(matrix, y);
    expect(report).toMatchObject({ converged: false, reason: "max-epochs" });
    expect(report.epochs).toBeLessThanOrEqual(4);
  });

  it("can be called from within onEpoch of another fit", () => {
    const { X: matrix, y } = sample(2, 50, 3);
    const inner = new LogisticRegression().fit(matrix, y);
    const outer = new LogisticRegression({
      onEpoch: () => {
        expect(new LogisticRegression().fit(matrix, y).predictProba(matrix)).toEqual(inner.predictProba(matrix));
      },
    }).fit(matrix, y);
    expect(outer.coef).toEqual(inner.coef);
  });

  it("reuses memory that is touched already: a second fit of the same size grows nothing", () => {
    const { X: matrix, y } = sample(3, 20_000, 20);
    new LogisticRegression().fit(matrix, y);
    const before = withArena((arena) => arena.byteLength);
    expect(before).toBeGreaterThan(20_000 * 20 * 8);
    new LogisticRegression().fit(matrix, y);
    expect(withArena((arena) => arena.byteLength)).toBe(before);
  });

  it("names no finite optimum where there is none: separable rows without a penalty", () => {
    const model = new LogisticRegression({ l2: 0 }).fit([[1], [2], [3], [4]], [0, 0, 1, 1]);
    expect(model.report).toMatchObject({ converged: false, reason: "separation" });
    expect(Number.isFinite(model.coef[0])).toBe(true);
    expect(model.score([[1], [2], [3], [4]], [0, 0, 1, 1])).toBe(1);
  });

  it("keeps the names of the columns and of the target", () => {
    const model = new LogisticRegression().fit(X, [0, 0, 1, 1, 0, 1], { features: ["a", "b"], target: "t" });
    expect([model.features, model.target]).toEqual([["a", "b"], "t"]);
  });
});

describe("gradient descent", () => {
  const { X: matrix, y } = sample(4, 300, 4);

  it("reaches the optimum of Newton's method with the step it chooses itself", () => {
    for (const standardize of [true, false]) {
      const expected = new LogisticRegression({ standardize }).fit(matrix, y);
      const model = new LogisticRegression({ standardize, solver: "gradient-descent", tolerance: 1e-10 }).fit(
        matrix,
        y,
      );
      expect(model.report).toMatchObject({ converged: true, reason: "tolerance", solver: "gradient-descent" });
      expect(model.report.gradientNorm).toBeLessThanOrEqual(1e-10);
      for (let j = 0; j < 4; ++j) expect(model.coef[j]).toBeCloseTo(expected.coef[j] ?? Number.NaN, 7);
      expect(model.report.objective).toBeCloseTo(expected.report.objective, 12);
    }
  });

  it("never overshoots with the step it chooses itself, even on columns of very different size", () => {
    const scaled = { ...matrix, data: matrix.data.map((value, i) => (i % 4 === 0 ? 1000 * value : value)) };
    const objectives: number[] = [];
    const options = { solver: "gradient-descent", standardize: false, maxEpochs: 200 } as const;
    new LogisticRegression({ ...options, onEpoch: (state) => objectives.push(state.objective) }).fit(scaled, y);
    expect(objectives.length).toBeGreaterThan(150);
    for (let i = 1; i < objectives.length; ++i) {
      expect(objectives[i]).toBeLessThanOrEqual((objectives[i - 1] ?? 0) * (1 + 1e-15));
    }
  });

  it("without a penalty on columns as they are takes the steps of the mathematics", () => {
    const options = { solver: "gradient-descent", standardize: false, l2: 0, learningRate: 0.5 } as const;
    const model = new LogisticRegression({ ...options, maxEpochs: 41, tolerance: 1e-300 }).fit(matrix, y);
    const expected = gradientDescent(matrix, y, { learningRate: 0.5, epochs: 40 });
    expect(model.report.iterations).toBe(40);
    for (let j = 0; j < 4; ++j) expect(model.coef[j]).toBeCloseTo(expected.w[j] ?? Number.NaN, 12);
    expect(model.intercept).toBeCloseTo(expected.b, 12);
  });

  it("with standardize takes the steps of the mathematics on standardised columns, penalty included", () => {
    const sd = deviations(matrix);
    const mean = sd.map((_, j) => y.reduce((sum, _y, i) => sum + (matrix.data[4 * i + j] ?? 0) / 300, 0));
    const data = matrix.data.map((value, i) => (value - (mean[i % 4] ?? 0)) / (sd[i % 4] ?? 1));
    let w = [0, 0, 0, 0];
    let b = 0;
    for (let step = 0; step < 25; ++step) {
      const { w: next, b: nextB } = gradientDescent({ ...matrix, data }, y, { learningRate: 0.5, epochs: 1, w, b });
      w = w.map((value, j) => (next[j] ?? 0) - 0.5 * 0.1 * value);
      b = nextB;
    }
    const options = {
      solver: "gradient-descent",
      l2: 0.1,
      learningRate: 0.5,
      maxEpochs: 26,
      tolerance: 1e-300,
    } as const;
    const model = new LogisticRegression(options).fit(matrix, y);
    for (let j = 0; j < 4; ++j) expect((model.coef[j] ?? 0) * (sd[j] ?? 0)).toBeCloseTo(w[j] ?? Number.NaN, 12);
  });

  it("says when a learning rate is too large to go anywhere", () => {
    const options = { solver: "gradient-descent", learningRate: 1e300, standardize: false } as const;
    const { report } = new LogisticRegression(options).fit(matrix, y);
    expect(report).toMatchObject({ converged: false, reason: "precision" });
  });
});

describe("prediction", () => {
  const { X: matrix, y } = sample(8, 1000, 7);
  const model = new LogisticRegression().fit(matrix, y);
  const rowsOf = (from: number, to: number) => ({
    data: matrix.data.slice(7 * from, 7 * to),
    rows: to - from,
    columns: 7,
  });

  it("has the bits of the forward kernel, one row or many, scalar or SIMD", () => {
    const { z, a } = forward(matrix, model.coef, model.intercept);
    expect(model.decisionFunction(matrix)).toEqual(z);
    expect(model.predictProba(matrix)).toEqual(a);
    for (const count of [1, 2, 15, 16, 17, 31, 255, 256, 257]) {
      expect(model.decisionFunction(rowsOf(3, 3 + count))).toEqual(z.slice(3, 3 + count));
      expect(model.predictProba(rowsOf(3, 3 + count))).toEqual(a.slice(3, 3 + count));
    }
    expect(Array.from(a)).toEqual(Array.from(z, sigmoidF64));
  });

  it("has the same bits for f32 rows, in float64", () => {
    for (const columns of [1, 2, 3, 4, 5, 7, 8, 33]) {
      const next = sample(columns, 100, columns);
      const fitted = new LogisticRegression().fit(next.X, next.y);
      const single = { ...next.X, data: Float32Array.from(next.X.data) };
      const double = { ...next.X, data: Float64Array.from(single.data) };
      expect(fitted.predictProba(single)).toEqual(fitted.predictProba(double));
    }
  });

  it("crosses windows without a seam", () => {
    const big = sample(9, 30_000, 3);
    const fitted = new LogisticRegression().fit(big.X, big.y);
    expect(fitted.predictProba(big.X)).toEqual(forward(big.X, fitted.coef, fitted.intercept).a);
  });

  it("predicts the positive class from the threshold on", () => {
    const small = new LogisticRegression().fit([[0], [1], [2], [3]], ["no", "no", "yes", "yes"]);
    const [a = 0] = small.predictProba([[1.2]]);
    expect(small.predict([[1.2]], { threshold: a })).toEqual(["yes"]);
    expect(small.predict([[1.2]], { threshold: a + 1e-9 })).toEqual(["no"]);
    expect(small.predict([[9], [-9]])).toEqual(["yes", "no"]);
  });

  it("scores the share of labels it gets right, of one class too", () => {
    const right = model.predict(matrix).filter((label, i) => label === y[i]).length;
    expect(model.score(matrix, y)).toBe(right / 1000);
    expect(model.score(rowsOf(0, 1), [y[0] ?? 0])).toBe(model.predict(rowsOf(0, 1))[0] === y[0] ? 1 : 0);
  });
});

describe("a model as JSON", () => {
  it("comes back with the same bits, through text too", () => {
    const { X: matrix, y } = sample(10, 200, 6);
    const model = new LogisticRegression({ precision: "f32" }).fit(matrix, y, { features: [..."abcdef"], target: "y" });
    for (const json of [model.toJSON(), JSON.stringify(model), JSON.parse(JSON.stringify(model))]) {
      const copy = LogisticRegression.fromJSON(json);
      expect(copy.coef).toEqual(model.coef);
      expect(Object.is(copy.intercept, model.intercept)).toBe(true);
      expect(copy.predictProba(matrix)).toEqual(model.predictProba(matrix));
      expect(copy.toJSON()).toEqual(model.toJSON());
      expect([copy.classes, copy.features, copy.target]).toEqual([model.classes, model.features, model.target]);
      expect({ ...copy.report, seconds: model.report.seconds }).toEqual(model.report);
    }
  });

  it("has no -0, which JSON would lose", () => {
    const model = new LogisticRegression().fit(
      [
        [1, 5],
        [2, 5],
        [3, 5],
        [2, 5],
      ],
      [0, 0, 1, 1],
    );
    expect(Object.is(model.coef[1], 0)).toBe(true);
  });

  it("can be fitted again", () => {
    const { X: matrix, y } = sample(10, 200, 6);
    const model = new LogisticRegression().fit(matrix, y);
    const copy = LogisticRegression.fromJSON(model.toJSON());
    expect(copy.fit(matrix, y).coef).toEqual(model.coef);
  });
});
