import { describe, expect, it } from "vitest";
import { crossValidate, Dataset, LogisticRegression, regularizationPath } from "../../src/index.ts";
import { logLossFromLogits } from "../../src/metrics/logLoss.ts";
import { rocAuc } from "../../src/metrics/rocAuc.ts";
import { spread } from "../support/everySize.ts";
import { fixture, problemOf, solutions } from "../support/problems.ts";
import { sample } from "../support/random.ts";

interface GlmnetFolds {
  readonly lambda: number[];
  readonly logLoss: number[];
  readonly logLossError: number[];
  readonly logLossChoice: number[];
  readonly auc: number[];
  readonly aucError: number[];
  readonly aucChoice: number[];
  readonly wrong: number[];
  readonly wrongError: number[];
  readonly wrongChoice: number[];
}

const glmnet: Record<string, GlmnetFolds> = JSON.parse(fixture("glmnet/path.json")).folds;

function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  return Math.max(...Array.from(actual, (value, i) => Math.abs(value - (expected[i] ?? Number.NaN))));
}

/** The rows that `kept` keeps, as rows of their own. */
function subset({ X, y }: ReturnType<typeof sample>, kept: (row: number) => boolean) {
  const rows = y.map((_, row) => row).filter(kept);
  const data = Float64Array.from(
    rows.flatMap((row) => Array.from(X.data.subarray(row * X.columns, (row + 1) * X.columns))),
  );
  return { X: { data, rows: rows.length, columns: X.columns }, y: rows.map((row) => y[row] ?? 0) };
}

describe("cross-validation is cv.glmnet's, folds and lambdas given", () => {
  for (const name of spread(["higgs7k", "spambase"], 0)) {
    it(`${name}: three measures, their standard errors, both choices of lambda`, () => {
      const expected = glmnet[name];
      const solution = solutions().find((one) => one.name.startsWith(name));
      if (expected === undefined || solution === undefined) throw new Error(name);
      const { X, y } = problemOf(solution);
      const foldOf = y.map((_, row) => row % 5);
      const options = { lambdas: expected.lambda, foldOf, tolerance: 1e-13 };
      const dataset = Dataset.from(X, y);
      const result = crossValidate(dataset, undefined, options);
      // a tolerance of 1e-13, and glmnet's thresh of 1e-14, leave about 3e-7 of coefficients, of which a mean of losses that is not at its
      // own minimum sees a tenth; of the AUC, which counts pairs, a few of a million pairs change places
      expect(largestDifference(result.logLoss.mean, expected.logLoss)).toBeLessThan(1e-7);
      expect(largestDifference(result.logLoss.standardError, expected.logLossError)).toBeLessThan(2e-8);
      expect(largestDifference(result.auc.mean, expected.auc)).toBeLessThan(2e-6);
      expect(largestDifference(result.auc.standardError, expected.aucError)).toBeLessThan(1e-6);
      const wrong = result.accuracy.mean.map((value) => 1 - value);
      expect(largestDifference(wrong, expected.wrong)).toBeLessThan(1e-14);
      expect(largestDifference(result.accuracy.standardError, expected.wrongError)).toBeLessThan(1e-14);
      const choices = { logLoss: expected.logLossChoice, auc: expected.aucChoice, accuracy: expected.wrongChoice };
      for (const measure of ["logLoss", "auc", "accuracy"] as const) {
        const chosen = crossValidate(dataset, undefined, { ...options, measure, tolerance: 1e-10 });
        expect([chosen.lambdaMin, chosen.lambda1se]).toEqual(choices[measure]);
      }
    });
  }
});

describe("cross-validation", () => {
  const given = sample(11, 300, 8);
  const { X, y } = given;

  // the columns of the whole are packed by the moments of all rows; penalties go by those of the fold, up to rounding
  it("fits each fold as if its rows were all there are, and scores what it leaves out", () => {
    const lambdas = [0.05, 0.01, 0.001];
    const weights = y.map((_, row) => 1 + (row % 4));
    for (const extra of [{}, { classWeight: "balanced" as const }, { standardize: false, l1Ratio: 0.5 }]) {
      const options = { lambdas, tolerance: 1e-13, ...extra };
      const { foldOf, logLoss, auc, accuracy } = crossValidate(X, y, { ...options, folds: 4, seed: 3, weights });
      const folds = [0, 1, 2, 3].map((fold) => {
        const inside = subset(given, (row) => foldOf[row] !== fold);
        const outside = subset(given, (row) => foldOf[row] === fold);
        const keep = (kept: (row: number) => boolean) => weights.filter((_, row) => kept(row));
        const path = regularizationPath(inside.X, inside.y, {
          ...options,
          weights: keep((row) => foldOf[row] !== fold),
        });
        const held = keep((row) => foldOf[row] === fold);
        const z = lambdas.map((_, k) => path.model(k).decisionFunction(outside.X));
        const right = (k: number) => outside.y.map((label, i) => ((z[k]?.[i] ?? 0) >= 0 === (label === 1) ? 1 : 0));
        const total = held.reduce((sum, weight) => sum + weight, 0);
        return {
          total,
          logLoss: z.map((values) => logLossFromLogits(outside.y, values, { weights: held })),
          auc: z.map((values) => rocAuc(outside.y, values, { weights: held })),
          accuracy: z.map((_, k) => right(k).reduce((sum: number, one, i) => sum + one * (held[i] ?? 0), 0) / total),
        };
      });
      for (const [name, actual] of Object.entries({ logLoss, auc, accuracy })) {
        const total = folds.reduce((sum, fold) => sum + fold.total, 0);
        for (const k of [0, 1, 2]) {
          const values = folds.map((fold) => fold[name as "auc"][k] ?? 0);
          const mean = folds.reduce((sum, fold, f) => sum + fold.total * (values[f] ?? 0), 0) / total;
          const squares = folds.reduce((sum, fold, f) => sum + fold.total * ((values[f] ?? 0) - mean) ** 2, 0) / total;
          expect(Math.abs((actual.mean[k] ?? 0) - mean)).toBeLessThan(1e-6);
          expect(Math.abs((actual.standardError[k] ?? 0) - Math.sqrt(squares / 3))).toBeLessThan(1e-6);
        }
      }
    }
  });

  it("refits all rows with the lambda that it chose, to the optimum", () => {
    for (const select of ["min", "1se"] as const) {
      const result = crossValidate(X, y, { folds: 5, select, l1Ratio: 0.8 });
      const lambda = select === "min" ? result.lambdaMin : result.lambda1se;
      const alone = new LogisticRegression({ l1: 0.8 * lambda, l2: (1 - 0.8) * lambda }).fit(X, y);
      expect(largestDifference(result.model.coef, alone.coef)).toBeLessThan(1e-8);
      expect(result.lambda1se).toBeGreaterThanOrEqual(result.lambdaMin);
      expect(result.lambdas[result.indexMin]).toBe(result.lambdaMin);
      const best = Math.min(...result.logLoss.mean);
      expect(result.logLoss.mean[result.indexMin]).toBe(best);
      const bound = best + (result.logLoss.standardError[result.indexMin] ?? 0);
      expect(result.logLoss.mean[result.index1se]).toBeLessThanOrEqual(bound);
      for (let k = 0; k < result.index1se; ++k) expect(result.logLoss.mean[k]).toBeGreaterThan(bound);
    }
  });

  it("deals rows to folds that differ by one row in each class and in all, by the seed", () => {
    const { foldOf } = crossValidate(X, y, { folds: 7, seed: 5, count: 2 });
    const again = crossValidate(X, y, { folds: 7, seed: 5, count: 2 });
    const other = crossValidate(X, y, { folds: 7, seed: 6, count: 2 });
    expect(again.foldOf).toEqual(foldOf);
    expect(again.logLoss).toEqual(crossValidate(X, y, { foldOf, count: 2 }).logLoss);
    expect(other.foldOf).not.toEqual(foldOf);
    for (const ofClass of [(label: number) => label === 0, (label: number) => label === 1, () => true]) {
      const sizes = new Array(7).fill(0);
      for (const [row, label] of y.entries()) if (ofClass(label)) sizes[foldOf[row] ?? 0] += 1;
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  });

  it("copies no row and leaves a Dataset as it was", () => {
    const dataset = Dataset.from(X, y);
    const before = regularizationPath(dataset, undefined, { count: 5 });
    crossValidate(dataset, undefined, { count: 5 });
    const memory = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < 20; ++i) crossValidate(dataset, undefined, { count: 5 });
    expect(process.memoryUsage().arrayBuffers - memory).toBeLessThan(8 * 1024 * 1024);
    expect(regularizationPath(dataset, undefined, { count: 5 }).coef).toEqual(before.coef);
  });

  it("takes a column that is constant in all folds but one", () => {
    const data = Float64Array.from({ length: 60 * 2 }, (_, i) => (i % 2 === 0 ? Math.sin(i) : i === 61 ? 3 : 1));
    const labels = Array.from({ length: 60 }, (_, i) => (Math.sin(2 * i) + Math.sin(7 * i) > 0 ? 1 : 0));
    const foldOf = labels.map((_, i) => (i === 30 ? 0 : i % 4));
    const { logLoss } = crossValidate({ data, rows: 60, columns: 2 }, labels, { foldOf, count: 20 });
    expect(logLoss.mean.every(Number.isFinite)).toBe(true);
  });

  it("refuses what it does not understand", () => {
    const few = y.map((_, row) => (row < 3 ? 1 : 0));
    expect(() => crossValidate(X, few)).toThrow("folds: expected at most 3, the rows of the rarer class, got 10");
    expect(() => crossValidate(X, y, { folds: 1 })).toThrow("folds: expected a whole number above 1, got 1");
    expect(() => crossValidate(X, y, { select: "best" as never })).toThrow(
      'select: expected "1se" or "min", got "best"',
    );
    expect(() => crossValidate(X, y, { measure: "mse" as never })).toThrow(
      "measure: expected one of logLoss, auc, accuracy",
    );
    expect(() => crossValidate(X, y, { foldOf: [1] })).toThrow("foldOf: expected 300 numbers, one a row, got 1");
    expect(() => crossValidate(X, y, { foldOf: y.map(() => 0.5) })).toThrow("got 0.5 at row 0");
    expect(() => crossValidate(X, y, { foldOf: y })).toThrow("foldOf: expected both classes outside fold 0, got one");
    expect(() => crossValidate(X, y, { foldOf: y, folds: 2 })).toThrow("folds: expected none beside foldOf, got 2");
    expect(() => crossValidate(X, y, { foldOf: y.map(() => 0) })).toThrow("two folds or more");
  });
});
