import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression, type LogisticRegressionOptions } from "../../src/index.ts";
import { deviations } from "../support/objective.ts";
import { sample } from "../support/random.ts";

const { X, y } = sample(21, 800, 5);
const SOLVERS = ["auto", "newton", "lbfgs", "newton-cg", "gradient-descent"] as const;

/** Cost slopes at the model's coefficients, for KKT conditions: independent of the solvers' own bookkeeping. */
function slopes(model: LogisticRegression, weights?: Float64Array) {
  return Dataset.from(X, y, weights === undefined ? {} : { weights }).propagate(model.coef, model.intercept);
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, digits: number) {
  expect(actual.length).toBe(expected.length);
  for (let j = 0; j < expected.length; ++j) expect(actual[j]).toBeCloseTo(expected[j] ?? Number.NaN, digits);
}

describe("class weights", () => {
  const weightOf = (negative: number, positive: number) =>
    Float64Array.from(y, (label) => [negative, positive][label] ?? 0);

  it("are those sample weights, for arrays and for a Dataset, which stays as it was", () => {
    const options = { classWeight: [1, 3], standardize: false } as const;
    const model = new LogisticRegression(options).fit(X, y);
    const expected = new LogisticRegression({ standardize: false }).fit(X, y, { weights: weightOf(1, 3) });
    expectClose(model.coef, expected.coef, 12);
    const dataset = Dataset.from(X, y);
    const before = new LogisticRegression().fit(dataset).coef;
    expect(new LogisticRegression(options).fit(dataset).coef).toEqual(model.coef);
    expect(new LogisticRegression().fit(dataset).coef).toEqual(before);
  });

  it("multiply the sample weights there are", () => {
    const weights = Float64Array.from(y, (_, i) => 1 + (i % 3));
    const both = weights.map((weight, i) => weight * (y[i] === 1 ? 3 : 0.5));
    const expected = new LogisticRegression({ l2: 0 }).fit(X, y, { weights: both });
    const model = new LogisticRegression({ l2: 0, classWeight: [0.5, 3] }).fit(X, y, { weights });
    expectClose(model.coef, expected.coef, 11);
  });

  it("balanced, let both classes weigh half, so that the mean probability is one half where nothing is known", () => {
    const model = new LogisticRegression({ classWeight: "balanced", l2: 1e9 }).fit(X, y);
    expect(model.predictProba([[0, 0, 0, 0, 0]])[0]).toBeCloseTo(0.5, 6);
    const positives = y.filter((label) => label === 1).length;
    const expected = new LogisticRegression({ classWeight: [400 / (800 - positives), 400 / positives] }).fit(X, y);
    expect(new LogisticRegression({ classWeight: "balanced" }).fit(X, y).coef).toEqual(expected.coef);
  });
});

describe("without an intercept", () => {
  for (const solver of SOLVERS) {
    it(`the fit is that of z = x . coef (${solver})`, () => {
      const shifted = { ...X, data: X.data.map((value) => value + 0.7) };
      const options: LogisticRegressionOptions = { fitIntercept: false, solver, l2: 0.01, standardize: false };
      const tolerance = solver === "gradient-descent" ? { tolerance: 1e-11 } : {};
      const model = new LogisticRegression({ ...options, ...tolerance }).fit(shifted, y);
      expect(model.intercept).toBe(0);
      expect(model.report.converged).toBe(true);
      const { dw } = Dataset.from(shifted, y).propagate(model.coef, 0);
      expectClose(
        Float64Array.from(dw, (slope, j) => slope + 0.01 * (model.coef[j] ?? 0)),
        new Float64Array(5),
        8,
      );
    });
  }
});

describe("penalty factors", () => {
  it("multiply the penalty of each column: the gradient of the objective vanishes", () => {
    const factors = [0, 1, 10, 0.5, 100];
    const sd = deviations(X);
    for (const standardize of [true, false]) {
      const model = new LogisticRegression({ l2: 0.05, standardize }).fit(X, y, { penaltyFactors: factors });
      const { dw, db } = slopes(model);
      const residual = Float64Array.from(dw, (slope, j) => {
        const unit = standardize ? (sd[j] ?? 1) ** 2 : 1;
        return slope + 0.05 * (factors[j] ?? 0) * unit * (model.coef[j] ?? 0);
      });
      expectClose(residual, new Float64Array(5), 10);
      expect(db).toBeCloseTo(0, 10);
    }
  });
});

describe("a warm start", () => {
  for (const solver of SOLVERS) {
    it(`leads to the same optimum in fewer epochs (${solver})`, () => {
      const tolerance = solver === "gradient-descent" ? 1e-10 : 1e-12;
      const options = { solver, tolerance };
      const cold = new LogisticRegression(options).fit(X, y);
      const near = new LogisticRegression({ l2: 0.002 }).fit(X, y);
      const warm = new LogisticRegression(options).fit(X, y, { start: near });
      expectClose(warm.coef, cold.coef, 5);
      expect(warm.report.epochs).toBeLessThan(cold.report.epochs);
      const again = new LogisticRegression(options).fit(X, y, { start: cold });
      expect(again.report.epochs).toBeLessThanOrEqual(warm.report.epochs);
    });
  }

  it("does not change the model that it starts from", () => {
    const near = new LogisticRegression({ l2: 1 }).fit(X, y);
    const before = JSON.stringify(near);
    new LogisticRegression().fit(X, y, { start: near });
    expect(JSON.stringify(near)).toBe(before);
  });
});
