import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression, LogitRangeError, LogitTypeError, regularizationPath } from "../../src/index.ts";
import { deviations, objectiveAt } from "../support/objective.ts";
import { fixture, type Problem, problemOf, solutions } from "../support/problems.ts";
import { sample } from "../support/random.ts";

interface GlmnetPath {
  readonly lambda: number[];
  readonly df: number[];
  readonly devRatio: number[];
  readonly at: number[];
  readonly intercept: number[];
  readonly coef: number[][];
}

const glmnet = JSON.parse(fixture("glmnet/path.json"));

function dataSet(name: string): Problem {
  const solution = solutions().find((one) => one.name.startsWith(name));
  if (solution === undefined) throw new Error(`no data for ${name}`);
  return problemOf(solution);
}

function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  return Math.max(...Array.from(actual, (value, i) => Math.abs(value - (expected[i] ?? Number.NaN))));
}

/** The largest violation of the KKT conditions on columns of deviation 1, worked out row by row. */
function kktOf({ X, y }: Problem, coef: Float64Array, intercept: number, lambda: number, l1Ratio: number): number {
  const deviation = deviations(X);
  const slopes = new Float64Array(X.columns);
  let b = 0;
  for (let i = 0; i < X.rows; ++i) {
    let z = intercept;
    for (let j = 0; j < X.columns; ++j) z += (X.data[i * X.columns + j] ?? 0) * (coef[j] ?? 0);
    const dz = (1 / (1 + Math.exp(-z)) - (y[i] ?? 0)) / X.rows;
    b += dz;
    for (let j = 0; j < X.columns; ++j) {
      slopes[j] = (slopes[j] ?? 0) + (dz * (X.data[i * X.columns + j] ?? 0)) / (deviation[j] || 1);
    }
  }
  let worst = Math.abs(b);
  for (let j = 0; j < X.columns; ++j) {
    const w = (coef[j] ?? 0) * (deviation[j] || 1);
    const slope = (slopes[j] ?? 0) + lambda * (1 - l1Ratio) * w;
    const l1 = lambda * l1Ratio;
    worst = Math.max(worst, w === 0 ? Math.abs(slope) - l1 : Math.abs(slope + l1 * Math.sign(w)));
  }
  return worst;
}

describe("a regularisation path is glmnet's", () => {
  // a tolerance of 1e-13 leaves sqrt(1e-13) of first-order quantities: 3e-7 of the deviance explained. What the coefficients differ by
  // is glmnet's at its thresh of 1e-14: fits of ours to a KKT residual of 1e-15 differ from it as much, and from the path by less.
  const cases = [
    { name: "spambase", data: "spambase", options: {}, coefficients: 1e-4, first: 0 },
    {
      name: "spambaseHalf",
      data: "spambase",
      options: { l1Ratio: 0.5, count: 40, minRatio: 0.01 },
      coefficients: 1e-6,
      first: 0,
    },
    { name: "higgs7k", data: "higgs7k", options: {}, coefficients: 5e-6, first: 0 },
    // glmnet puts infinity for the first lambda of a ridge path
    { name: "higgs7kRidge", data: "higgs7k", options: { l1Ratio: 0, count: 50 }, coefficients: 1e-6, first: 1 },
  ];
  for (const { name, data, options, coefficients, first } of cases) {
    it(`${name}: lambdas, where it ends, non-zeros, deviance explained, coefficients`, () => {
      const expected: GlmnetPath = glmnet[name];
      const { X, y } = dataSet(data);
      const path = regularizationPath(X, y, { ...options, tolerance: 1e-13 });
      expect(path.lambdas.length).toBe(expected.lambda.length);
      for (const [k, lambda] of expected.lambda.entries()) {
        expect(Math.abs((path.lambdas[k] ?? 0) / lambda - 1)).toBeLessThan(1e-12);
      }
      expect(path.nonZeros).toEqual(first === 0 ? expected.df : [path.nonZeros[0], ...expected.df.slice(1)]);
      const explained = path.devianceExplained.slice(first);
      expect(largestDifference(explained, expected.devRatio.slice(first))).toBeLessThan(3e-7);
      for (const [i, k] of expected.at.entries()) {
        const coef = expected.coef[i] ?? [];
        const largest = Math.max(...coef.map(Math.abs));
        expect(largestDifference(path.coef[k] ?? [], coef) / largest).toBeLessThan(coefficients);
        const lambda = path.lambdas[k] ?? 0;
        const { l1Ratio = 1 } = options;
        const exact = new LogisticRegression({ l1: lambda * l1Ratio, l2: lambda * (1 - l1Ratio) }).fit(X, y);
        expect(largestDifference(path.coef[k] ?? [], exact.coef) / largest).toBeLessThan(1e-5);
      }
      expect(path.reports.every(({ converged }) => converged)).toBe(true);
    });
  }

  it("at the default tolerance: the same lambdas and non-zeros, the objective to 2e-8", () => {
    const { X, y } = dataSet("higgs7k");
    const path = regularizationPath(X, y);
    const exact = regularizationPath(X, y, { tolerance: 1e-13, lambdas: path.lambdas });
    expect(path.nonZeros).toEqual(glmnet.higgs7k.df);
    expect(path.reason).toBe("saturated");
    for (const [k, { objective }] of exact.reports.entries()) {
      // the tolerance is of an estimate, which is good to a small factor
      expect((path.reports[k]?.objective ?? 0) / objective - 1).toBeLessThan(2e-8);
    }
    const epochs = path.reports.reduce((sum, report) => sum + report.epochs, 0);
    expect(epochs).toBeLessThan(3 * path.lambdas.length);
  });
});

describe("a regularisation path", () => {
  const { X, y } = sample(5, 400, 12);

  it("starts where the first coefficient is about to leave 0, falls geometrically, and satisfies the KKT conditions", () => {
    for (const l1Ratio of [1, 0.3]) {
      const path = regularizationPath(X, y, { l1Ratio, count: 20, minRatio: 1e-3, stopEarly: false, tolerance: 1e-13 });
      expect(path.nonZeros[0]).toBe(0);
      expect(path.nonZeros[1]).toBeGreaterThan(0);
      expect(path.reason).toBe("complete");
      for (const [k, lambda] of path.lambdas.entries()) {
        const exact = (path.lambdas[0] ?? 0) * 1e-3 ** (k / 19);
        expect(Math.abs(lambda / exact - 1)).toBeLessThan(1e-14);
        // a step of sqrt(2 tolerance J / curvature), about 1e-6, is left at most
        const [coef = new Float64Array(0), intercept = 0] = [path.coef[k], path.intercepts[k]];
        expect(kktOf({ X, y }, coef, intercept, lambda, l1Ratio)).toBeLessThan(1e-6);
      }
    }
  });

  it("has the objective and the deviance explained that it reports", () => {
    const path = regularizationPath(X, y, { count: 5 });
    const positive = y.map((label) => label === 1);
    const zero = new Float64Array(12);
    const share = y.reduce((sum, label) => sum + label, 0) / 400;
    const nullCost = objectiveAt(X, positive, undefined, zero, Math.log(share / (1 - share)), 0, zero);
    for (const [k, coef] of path.coef.entries()) {
      const cost = objectiveAt(X, positive, undefined, coef, path.intercepts[k] ?? 0, 0, zero);
      expect(Math.abs((path.devianceExplained[k] ?? 0) - (1 - cost / nullCost))).toBeLessThan(1e-13);
      const size = deviations(X).reduce((sum, deviation, j) => sum + Math.abs(deviation * (coef[j] ?? 0)), 0);
      expect(Math.abs((path.reports[k]?.objective ?? 0) / (cost + (path.lambdas[k] ?? 0) * size) - 1)).toBeLessThan(
        1e-12,
      );
    }
  });

  it("gives models that are those of a fit with the same penalty", () => {
    const path = regularizationPath(X, y, {
      l1Ratio: 0.7,
      count: 8,
      stopEarly: false,
      tolerance: 1e-13,
      classWeight: [1, 2],
    });
    for (const k of [1, 4, 7]) {
      const lambda = path.lambdas[k] ?? 0;
      const l1 = 0.7 * lambda;
      const alone = new LogisticRegression({ l1, l2: (1 - 0.7) * lambda, classWeight: [1, 2] }).fit(X, y);
      const model = path.model(k);
      expect(largestDifference(model.coef, alone.coef)).toBeLessThan(1e-6);
      expect(Math.abs(model.report.objective / alone.report.objective - 1)).toBeLessThan(1e-12);
      expect(LogisticRegression.fromJSON(JSON.stringify(model)).coef).toEqual(path.coef[k]);
    }
    expect(() => path.model(8)).toThrow(/model: expected a whole number from 0 to 7, got 8/);
  });

  it("has the same bits from a Dataset, from rows and from weights of 1, and numbers close to them in f32", () => {
    const rows = Array.from({ length: 400 }, (_, i) => Array.from(X.data.subarray(i * 12, (i + 1) * 12)));
    const paths = [
      regularizationPath(Dataset.from(X, y)),
      regularizationPath(rows, y),
      regularizationPath(X, y, { weights: y.map(() => 1) }),
    ];
    const first = regularizationPath(X, y);
    for (const path of paths) {
      expect(path.lambdas).toEqual(first.lambdas);
      expect(path.coef).toEqual(first.coef);
      expect(path.intercepts).toEqual(first.intercepts);
    }
    const single = regularizationPath(X, y, { precision: "f32", lambdas: first.lambdas });
    expect(largestDifference(single.devianceExplained, first.devianceExplained)).toBeLessThan(1e-3);
  });

  it("takes a weight of 2 for a row that is there twice", () => {
    const weights = y.map((_, i) => (i % 3 === 0 ? 2 : 1));
    const twice = y.flatMap((_, i) => (i % 3 === 0 ? [i, i] : [i]));
    const data = Float64Array.from(twice.flatMap((i) => Array.from(X.data.subarray(i * 12, (i + 1) * 12))));
    const doubled = { data, rows: twice.length, columns: 12 };
    const options = { count: 10, tolerance: 1e-13 };
    const weighted = regularizationPath(X, y, { ...options, weights });
    const repeated = regularizationPath(
      doubled,
      twice.map((i) => y[i] ?? 0),
      options,
    );
    expect(largestDifference(weighted.lambdas, repeated.lambdas)).toBeLessThan(1e-14);
    for (const [k, coef] of weighted.coef.entries()) {
      expect(largestDifference(coef, repeated.coef[k] ?? [])).toBeLessThan(1e-6);
    }
  });

  it("without an intercept, without standardisation, with penalty factors: as fits do", () => {
    const penaltyFactors = Array.from({ length: 12 }, (_, j) => (j === 3 ? 0 : 1 + (j % 2)));
    const options = { fitIntercept: false, standardize: false };
    const path = regularizationPath(X, y, { ...options, penaltyFactors, count: 6, tolerance: 1e-13 });
    expect(path.nonZeros[0]).toBe(1);
    for (const [k, coef] of path.coef.entries()) {
      const alone = new LogisticRegression({ ...options, l1: path.lambdas[k] ?? 0 }).fit(X, y, { penaltyFactors });
      expect(path.intercepts[k]).toBe(0);
      expect(largestDifference(coef, alone.coef)).toBeLessThan(1e-6);
    }
  });

  it("ends early where the classes are separated, with finite numbers", () => {
    const breast = dataSet("breast_cancer");
    const path = regularizationPath(breast.X, breast.y, { minRatio: 1e-9, count: 60 });
    expect(path.reason).toBe("saturated");
    expect(path.devianceExplained.at(-1)).toBeGreaterThan(0.999);
    for (const coef of path.coef) expect(coef.every(Number.isFinite)).toBe(true);
    const { rows, columns } = breast.X;
    const separated = regularizationPath(breast.X, breast.y, { lambdas: [1e-2, 0] });
    expect([rows, columns, separated.reason]).toEqual([569, 30, "separation"]);
    expect(separated.reports.at(-1)?.separation?.columns.length).toBeGreaterThan(0);
    expect(separated.coef.at(-1)?.every(Number.isFinite)).toBe(true);
  });

  it("solves given lambdas from the largest to the smallest, all of them", () => {
    const path = regularizationPath(X, y, { lambdas: [1e-3, 0.1, 1e-9, 0.01] });
    expect(Array.from(path.lambdas)).toEqual([0.1, 0.01, 1e-3, 1e-9]);
    expect(path.reason).toBe("complete");
  });

  it("refuses what it does not understand", () => {
    expect(() => regularizationPath(X, y, { l1Ratio: 1.5 })).toThrow(LogitRangeError);
    expect(() => regularizationPath(X, y, { l1Ratio: 1.5 })).toThrow("l1Ratio: expected a number from 0 to 1, got 1.5");
    expect(() => regularizationPath(X, y, { count: 1 })).toThrow(
      "count: expected a whole number from 2 to 100000, got 1",
    );
    expect(() => regularizationPath(X, y, { minRatio: 1 })).toThrow(
      "minRatio: expected a number between 0 and 1, got 1",
    );
    expect(() => regularizationPath(X, y, { lambdas: [1, -1] })).toThrow(
      "lambdas: expected finite numbers, 0 or above",
    );
    expect(() => regularizationPath(X, y, { lambdas: [] })).toThrow("at least one, got none");
    expect(() => regularizationPath(X, y, { lambdas: [1], count: 3 })).toThrow(LogitTypeError);
    expect(() => regularizationPath(X, y, { l1: 1 } as never)).toThrow('got "l1"');
    expect(() => regularizationPath(Dataset.from(X, y), y as never)).toThrow("y: expected none with a Dataset");
    expect(() => regularizationPath(X, y, { penaltyFactors: [1] })).toThrow(
      "penaltyFactors: expected 12 numbers, got 1",
    );
  });
});
