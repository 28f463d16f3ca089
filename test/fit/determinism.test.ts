import { afterEach, describe, expect, it, vi } from "vitest";
import { Dataset, LogisticRegression, type LogisticRegressionOptions } from "../../src/index.ts";
import { random, sample } from "../support/random.ts";

// Engines differ in the last bit of these; the specification fixes only +, -, x, / and the square root.
const HOST = ["exp", "expm1", "log", "log1p", "log2", "log10", "pow", "tanh", "cosh", "sinh", "cbrt", "hypot"] as const;

afterEach(() => {
  vi.restoreAllMocks();
});

describe("the same bits in every engine", () => {
  const variants: LogisticRegressionOptions[] = [
    {},
    { solver: "newton", l2: 0.01 },
    { solver: "lbfgs", standardize: false },
    { solver: "gradient-descent", maxEpochs: 50 },
    { solver: "sgd", maxEpochs: 7 },
    { solver: "sgd", maxEpochs: 5, precision: "f32", schedule: "inverse", averaging: false, fitIntercept: false },
    { precision: "f32", classWeight: "balanced" },
    { fitIntercept: false },
  ];

  it("no fit and no prediction takes a logarithm, an exponential or a power from the host", () => {
    const { X, y } = sample(31, 9000, 4);
    const uniform = random(3);
    const weights = Float64Array.from(y, () => 0.5 + uniform());
    const few = { data: X.data.slice(0, 12), rows: 3, columns: 4 };
    const run = () =>
      variants.map((options) => {
        const model = new LogisticRegression(options).fit(X, y, { weights });
        if (options.solver === "sgd") model.partialFit(few, y.slice(0, 3), { weights: weights.slice(0, 3) });
        const { seconds: _, ...report } = model.report;
        return [model.coef, model.intercept, report, model.predictProba(X), model.predictProba(few)];
      });
    const expected = run();
    for (const name of HOST) {
      vi.spyOn(Math, name).mockImplementation(() => {
        throw new Error(`Math.${name} was called`);
      });
    }
    expect(run()).toEqual(expected);
  });
});

describe("a Dataset to predict", () => {
  const { X, y } = sample(32, 20_000, 5);
  const dataset = Dataset.from(X, y);
  const model = new LogisticRegression().fit(dataset);

  it("gives the probabilities of its rows, to rounding", () => {
    const expected = model.predictProba(X);
    const actual = model.predictProba(dataset);
    expect(actual).toHaveLength(20_000);
    for (let row = 0; row < 20_000; ++row)
      expect(Math.abs((actual[row] ?? 0) - (expected[row] ?? 1))).toBeLessThan(1e-14);
    expect(model.predict(dataset)).toEqual(model.predict(X));
  });

  it("brings its labels to score", () => {
    expect(model.score(dataset)).toBe(model.score(X, y));
  });

  it("has to have the columns of the model", () => {
    const other = Dataset.from([[1], [2]], [0, 1]);
    expect(() => model.predict(other)).toThrow("X: expected 5 columns as in fit, got 1");
  });
});

describe("maxEpochs", () => {
  it("is never exceeded, whatever the solver", () => {
    const { X, y } = sample(33, 20_000, 3);
    for (const solver of ["auto", "newton", "lbfgs", "newton-cg", "gradient-descent", "sgd"] as const) {
      for (let maxEpochs = 1; maxEpochs < 14; ++maxEpochs) {
        const { report } = new LogisticRegression({ solver, maxEpochs, tolerance: 1e-14 }).fit(X, y);
        expect(report.epochs, `${solver}, maxEpochs ${maxEpochs}`).toBeLessThanOrEqual(maxEpochs);
      }
    }
  });

  it("is not reached by a tolerance that rounding forbids", () => {
    const { X, y } = sample(34, 500, 3);
    const { report } = new LogisticRegression({ tolerance: 1e-300 }).fit(X, y);
    expect(report.epochs).toBeLessThan(200);
    expect(["precision", "tolerance"]).toContain(report.reason);
  });
});
