import { describe, expect, it } from "vitest";
import { crossValidate, LogisticRegression, regularizationPath } from "../../src/index.ts";

const ROWS = 160;
const FOLDS = 4;
const X = Array.from({ length: ROWS }, (_, i) => [Math.sin(3 * i), Math.cos(i * i), ((i * 37) % 23) / 5]);
const offsets = X.map((_, i) => 2 * Math.cos(5 * i) + 0.5);
const y = X.map(([a = 0, b = 0], i) => (1.5 * a - b + (offsets[i] ?? 0) + 2 * Math.sin(7 * i * i) > 0.5 ? 1 : 0));
const weights = X.map((_, i) => 1 + (i % 3));
const foldOf = X.map((_, i) => (i * 7) % FOLDS);
const lambdas = [0.2, 0.05, 0.01, 0.002];
const table = X.map(([a, b, c], i) => ({
  a: i % 9 === 4 ? null : a,
  b,
  c,
  kind: ["x", "y", "z"][(i * i) % 3],
  exposure: offsets[i],
  weight: weights[i],
  y: y[i],
}));

/** log(1 + e^-z) */
const lossOf = (z: number): number => Math.max(0, -z) + Math.log1p(Math.exp(-Math.abs(z)));

const meanLoss = (z: ArrayLike<number>, labels: readonly number[], weight: readonly number[]): number => {
  let sum = 0;
  for (const [i, label] of labels.entries()) {
    const own = label === 1 ? (z[i] ?? 0) : -(z[i] ?? 0);
    sum += (weight[i] ?? 0) * lossOf(own);
  }
  return sum / weight.reduce((a, b) => a + b, 0);
};

/** Newton's method on the intercept beside the offsets. */
function nullLoss(): number {
  let b = 0;
  for (let step = 0; step < 50; ++step) {
    let slope = 0;
    let curvature = 0;
    for (let i = 0; i < ROWS; ++i) {
      const a = 1 / (1 + Math.exp(-(b + (offsets[i] ?? 0))));
      slope += (weights[i] ?? 0) * (a - (y[i] ?? 0));
      curvature += (weights[i] ?? 0) * a * (1 - a);
    }
    b -= slope / curvature;
  }
  return meanLoss(
    offsets.map((offset) => offset + b),
    y,
    weights,
  );
}

function expectClose(got: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 2e-6): void {
  expect(got.length).toBe(expected.length);
  for (let i = 0; i < got.length; ++i)
    expect(Math.abs((got[i] ?? Number.NaN) - (expected[i] ?? 0))).toBeLessThan(tolerance);
}

describe("a path beside offsets", () => {
  const asked = { offsets, weights, lambdas, l1Ratio: 0.7, tolerance: 1e-13 };
  const path = regularizationPath(X, y, asked);

  it("has the solutions of fits with the same penalties and offsets", () => {
    for (const [k, lambda] of lambdas.entries()) {
      const fitted = new LogisticRegression({ l1: 0.7 * lambda, l2: 0.3 * lambda }).fit(X, y, { offsets, weights });
      expectClose(path.coef[k] ?? [], fitted.coef);
      expectClose([path.intercepts[k] ?? 0], [fitted.intercept]);
    }
  });

  it("explains what is left of the deviance of an intercept beside the offsets, as glmnet does", () => {
    const without = nullLoss();
    for (const k of lambdas.keys()) {
      const z = path.model(k).decisionFunction(X, { offsets });
      expectClose([path.devianceExplained[k] ?? 0], [1 - meanLoss(z, y, weights) / without], 1e-9);
    }
  });

  it("gives models that ask for offsets, also from JSON", () => {
    const model = path.model(3);
    for (const one of [model, LogisticRegression.fromJSON(JSON.stringify(model))]) {
      expect(one.takesOffsets).toBe(true);
      expect(() => one.predict(X)).toThrow("offsets: expected");
    }
  });

  it("begins where the first coefficient leaves 0: below the largest lambda all are 0 beside the optimum of the intercept", () => {
    const { nonZeros, lambdas: grid } = regularizationPath(X, y, { offsets, weights, count: 20 });
    expect(nonZeros[0]).toBe(0);
    const fitted = new LogisticRegression({ l1: 0.98 * (grid[0] ?? 0), l2: 0 }).fit(X, y, { offsets, weights });
    expect(fitted.coef.filter((value) => value !== 0).length).toBe(1);
  });

  it("moves the intercept alone where all offsets are one number, and takes 32-bit numbers", () => {
    const same = { lambdas, tolerance: 1e-12 };
    const plain = regularizationPath(X, y, same);
    const shifted = regularizationPath(X, y, { ...same, offsets: X.map(() => 0.75) });
    const single = regularizationPath(
      X.map((row) => Float32Array.from(row)),
      y,
      { lambdas, offsets },
    );
    const double = regularizationPath(X, y, { lambdas, offsets });
    for (const k of lambdas.keys()) {
      expectClose(shifted.coef[k] ?? [], plain.coef[k] ?? []);
      expectClose([shifted.intercepts[k] ?? 0], [(plain.intercepts[k] ?? 0) - 0.75]);
      // to f32's default tolerance of 1e-7 of the objective
      expectClose(single.coef[k] ?? [], double.coef[k] ?? [], 2e-3);
    }
  });
});

describe("a cross-validation beside offsets", () => {
  const pick = <Value>(values: readonly Value[], fold: number, held: boolean): Value[] =>
    values.filter((_, i) => (foldOf[i] === fold) === held);
  const common = { foldOf, lambdas, select: "min", tolerance: 1e-13 } as const;

  it("equals a loop by hand over the folds, with weights and factors of the classes", () => {
    const classWeight = [1, 2] as const;
    const { logLoss, accuracy, model, indexMin } = crossValidate(X, y, { ...common, offsets, weights, classWeight });
    for (const [k, lambda] of lambdas.entries()) {
      let loss = 0;
      let right = 0;
      let total = 0;
      for (let fold = 0; fold < FOLDS; ++fold) {
        const others = { offsets: pick(offsets, fold, false), weights: pick(weights, fold, false) };
        const fitted = new LogisticRegression({ l1: lambda, l2: 0, classWeight });
        fitted.fit(pick(X, fold, false), pick(y, fold, false), others);
        const z = fitted.decisionFunction(pick(X, fold, true), { offsets: pick(offsets, fold, true) });
        const own = pick(weights, fold, true);
        const labels = pick(y, fold, true);
        const weight = own.reduce((a, b) => a + b, 0);
        loss += weight * meanLoss(z, labels, own);
        for (const [i, label] of labels.entries()) right += (z[i] ?? 0) >= 0 === (label === 1) ? (own[i] ?? 0) : 0;
        total += weight;
      }
      expectClose([logLoss.mean[k] ?? 0], [loss / total]);
      expectClose([accuracy.mean[k] ?? 0], [right / total], 1e-12);
    }
    expect(model.takesOffsets).toBe(true);
    const refitted = new LogisticRegression({ l1: lambdas[indexMin] ?? 0, l2: 0, classWeight });
    expectClose(model.coef, refitted.fit(X, y, { offsets, weights }).coef);
  });

  it("takes them as a column of a table, whose means are those of the fold", () => {
    const asked = { target: "y", missing: "mean", offsets: "exposure", weights: "weight" } as const;
    const { logLoss, model } = crossValidate(table, { ...common, ...asked });
    expect(model.features).toEqual(["a", "b", "c", "kind"]);
    for (const [k, lambda] of lambdas.entries()) {
      let loss = 0;
      let total = 0;
      for (let fold = 0; fold < FOLDS; ++fold) {
        const fitted = new LogisticRegression({ l1: lambda, l2: 0 }).fit(pick(table, fold, false), asked);
        const held = pick(table, fold, true);
        const own = pick(weights, fold, true);
        const weight = own.reduce((a, b) => a + b, 0);
        loss += weight * meanLoss(fitted.decisionFunction(held, { offsets: "exposure" }), pick(y, fold, true), own);
        total += weight;
      }
      expectClose([logLoss.mean[k] ?? 0], [loss / total]);
    }
  });

  it("packs a fold anew in its own units, offsets included, where a row that it holds out would spoil them", () => {
    const far = X.map((row, i) => (i === 0 ? [1e9, ...row.slice(1)] : row));
    const { logLoss } = crossValidate(far, y, { ...common, offsets });
    for (const [k, lambda] of lambdas.entries()) {
      let loss = 0;
      for (let fold = 0; fold < FOLDS; ++fold) {
        const fitted = new LogisticRegression({ l1: lambda, l2: 0 });
        fitted.fit(pick(far, fold, false), pick(y, fold, false), { offsets: pick(offsets, fold, false) });
        const z = fitted.decisionFunction(pick(far, fold, true), { offsets: pick(offsets, fold, true) });
        const labels = pick(y, fold, true);
        loss += labels.reduce<number>((sum, label, i) => sum + lossOf(label === 1 ? (z[i] ?? 0) : -(z[i] ?? 0)), 0);
      }
      expectClose([logLoss.mean[k] ?? 0], [loss / ROWS], 2e-6 * Math.max(1, loss / ROWS));
    }
  });

  it("refuses offsets that are not one finite number a row", () => {
    expect(() => crossValidate(X, y, { offsets: [1, 2] })).toThrow("offsets: expected 160");
    expect(() => regularizationPath(X, y, { offsets: X.map(() => Number.NaN) })).toThrow(
      "offsets[0]: expected a finite number",
    );
    expect(() => crossValidate(table, { target: "y", missing: "mean", offsets: "kind" })).toThrow("offsets: expected");
  });
});
