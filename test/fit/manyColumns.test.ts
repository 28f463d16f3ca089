import { describe, expect, it } from "vitest";
import { crossValidate, Dataset, LogisticRegression, regularizationPath } from "../../src/index.ts";
import { EVERY_SIZE } from "../support/everySize.ts";
import { deviations } from "../support/objective.ts";
import { normal, random } from "../support/random.ts";

/** Columns in correlated groups of 20, as genes are; every 40th has a part in the label. */
function genes(seed: number, rows: number, columns: number) {
  const next = normal(seed);
  const uniform = random(seed + 1);
  const data = new Float64Array(rows * columns);
  const y = Array.from({ length: rows }, (_, i) => {
    let common = 0;
    let z = 0;
    for (let j = 0; j < columns; ++j) {
      if (j % 20 === 0) common = next();
      const value = 0.8 * next() + 0.6 * common;
      data[i * columns + j] = value * (1 + (j % 7)) + (j % 3);
      if (j % 40 === 3) z += value * (j % 80 === 3 ? 1 : -1);
    }
    return uniform() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
  });
  return { X: { data, rows, columns }, y };
}

/** The largest violation of the KKT conditions on columns of deviation 1, over l1; and whether zeros hold to 1e-9. */
function kktOf(
  { X, y }: ReturnType<typeof genes>,
  coef: ArrayLike<number>,
  intercept: number,
  l1: number,
  l2: number,
  standardize = true,
) {
  const scale = standardize ? deviations(X) : new Array<number>(X.columns).fill(1);
  const slopes = new Float64Array(X.columns);
  for (let i = 0; i < X.rows; ++i) {
    let z = intercept;
    for (let j = 0; j < X.columns; ++j) z += (X.data[i * X.columns + j] ?? 0) * (coef[j] ?? 0);
    const dz = (1 / (1 + Math.exp(-z)) - (y[i] ?? 0)) / X.rows;
    for (let j = 0; j < X.columns; ++j) {
      slopes[j] = (slopes[j] ?? 0) + (dz * (X.data[i * X.columns + j] ?? 0)) / (scale[j] ?? 1);
    }
  }
  let worst = 0;
  for (let j = 0; j < X.columns; ++j) {
    const w = (coef[j] ?? 0) * (scale[j] ?? 1);
    const slope = (slopes[j] ?? 0) + l2 * w;
    worst = Math.max(worst, w === 0 ? Math.abs(slope) - l1 : Math.abs(slope + l1 * Math.sign(w)));
  }
  return worst / l1;
}

describe("many columns, few rows", () => {
  const given = genes(21, 80, 900);
  const { X, y } = given;

  it("an l1 fit reaches the optimum: KKT conditions of all columns, at large and tiny penalties", () => {
    for (const [l1, l2] of [
      [0.1, 0],
      [0.01, 0],
      [1e-4, 0],
      [0.01, 0.02],
    ] as const) {
      for (const options of [{}, { standardize: false }, { solver: "proximal-newton" as const }]) {
        const model = new LogisticRegression({ l1, l2, ...options }).fit(X, y);
        expect(model.report.reason).toBe("tolerance");
        const standardize = !("standardize" in options);
        expect(kktOf(given, model.coef, model.intercept, l1, l2, standardize)).toBeLessThan(1e-8);
        // epochs of all columns: most of the work is on a few
        expect(model.report.epochs).toBeLessThan(60);
      }
    }
  });

  it("has the bits of a Dataset's fit, starts where it is told to, and says where it is", () => {
    const model = new LogisticRegression({ l1: 0.02 }).fit(X, y);
    const states: number[] = [];
    const onEpoch = ({ epoch }: { epoch: number }) => states.push(epoch);
    const again = new LogisticRegression({ l1: 0.02, onEpoch }).fit(Dataset.from(X, y));
    expect(again.coef).toEqual(model.coef);
    expect(states.length).toBeGreaterThan(3);
    for (const [i, epoch] of states.entries()) expect(epoch).toBeGreaterThanOrEqual(states[i - 1] ?? 0);
    const warm = new LogisticRegression({ l1: 0.02 }).fit(X, y, { start: model });
    expect(warm.report.epochs).toBeLessThan(model.report.epochs / 2);
    const stopped = new LogisticRegression({ l1: 0.02, onEpoch: ({ iteration }) => iteration < 2 }).fit(X, y);
    expect(stopped.report.reason).toBe("stopped");
    const short = new LogisticRegression({ l1: 0.001, maxEpochs: 5 }).fit(X, y);
    expect(short.report.reason).toBe("max-epochs");
    expect(short.report.epochs).toBeLessThan(8);
  });

  const tooLarge = () => {
    const large = genes(22, 2000, 4500);
    const data = Float32Array.from(large.X.data);
    const X = { ...large.X, data };
    expect(data.byteLength).toBeGreaterThan(33 * 2 ** 20);
    const rows = Array.from({ length: X.rows }, (_, i) => data.subarray(i * X.columns, (i + 1) * X.columns));
    const options = { l1: 0.03, classWeight: "balanced" } as const;
    const expected = new LogisticRegression(options).fit(Dataset.from(X, large.y));
    expect(expected.coef.filter((value) => value !== 0).length).toBeGreaterThan(10);
    for (const given of [X, rows]) {
      const model = new LogisticRegression(options).fit(given, large.y);
      const { seconds: _, ...report } = model.report;
      expect([model.coef, model.intercept]).toEqual([expected.coef, expected.intercept]);
      expect(expected.report).toMatchObject(report);
    }
  };
  if (EVERY_SIZE) it("has the same bits from a typed array too large to pack, from rows and from a Dataset", tooLarge);

  it("without an intercept, with penalty factors: the same as the path, and its KKT conditions", () => {
    const penaltyFactors = Array.from({ length: 900 }, (_, j) => (j === 5 ? 0 : 1));
    const options = { fitIntercept: false };
    const path = regularizationPath(X, y, { ...options, penaltyFactors, count: 10, tolerance: 1e-13 });
    expect(path.nonZeros[0]).toBe(1);
    for (const k of [2, 6, 9]) {
      const model = new LogisticRegression({ ...options, l1: path.lambdas[k] ?? 0 }).fit(X, y, { penaltyFactors });
      const coef = path.coef[k] ?? new Float64Array(0);
      const largest = Math.max(...coef.map(Math.abs));
      for (const [j, value] of model.coef.entries()) {
        expect(Math.abs(value - (coef[j] ?? 0)) / largest).toBeLessThan(1e-5);
      }
    }
  });

  it("a path satisfies the KKT conditions of all columns at every lambda, zeros to the tolerance", () => {
    for (const l1Ratio of [1, 0.4]) {
      const path = regularizationPath(X, y, { l1Ratio, count: 30, tolerance: 1e-12 });
      expect(path.lambdas[29]).toBeCloseTo(0.01 * (path.lambdas[0] ?? 0), 12);
      expect(path.nonZeros[0]).toBe(0);
      for (const [k, lambda] of path.lambdas.entries()) {
        const [coef = new Float64Array(0), intercept = 0] = [path.coef[k], path.intercepts[k]];
        expect(path.reports[k]?.reason).toBe("tolerance");
        // sqrt(tolerance) over lambda
        expect(kktOf(given, coef, intercept, lambda * l1Ratio, lambda * (1 - l1Ratio))).toBeLessThan(1e-3);
        expect(path.nonZeros[k] ?? 0).toBeLessThanOrEqual(l1Ratio === 1 ? 80 : 900);
      }
    }
  });

  it("is cross-validated in f32 and f64 with about the same result", () => {
    const double = crossValidate(X, y, { folds: 4, count: 12 });
    const single = crossValidate(X, y, { folds: 4, count: 12, precision: "f32" });
    for (const [k, value] of double.logLoss.mean.entries()) {
      expect(Math.abs((single.logLoss.mean[k] ?? 0) - value)).toBeLessThan(1e-3);
    }
  });
});
