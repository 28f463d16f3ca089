import { describe, expect, it } from "vitest";
import { LogisticRegression } from "../../src/index.ts";
import { random } from "../support/random.ts";
import { sparseSample } from "../support/sparse.ts";

/** Fits to sparse rows of so many columns that some lead have the optimum of the same rows with their zeros. */
const { sparse, dense, y } = sparseSample(6, { rows: 2000, columns: 640, each: 40 });
const next = random(3);
const beside = {
  nothing: {},
  "weights, some of 0": { weights: Float64Array.from(y, (_, row) => (row % 11 === 3 ? 0 : 0.25 + next())) },
  offsets: { offsets: Float64Array.from(y, () => next() - 0.25) },
  "factors of the penalty": {
    penaltyFactors: Float64Array.from({ length: dense.columns }, (_, j) => (j === 2 ? 0 : 0.5 + (j % 3))),
  },
};

describe.each([
  ["the defaults", {}],
  ["columns as they are", { l2: 1 / 2000, standardize: false }],
  ["a weak penalty", { l2: 1e-5 }],
  ["no intercept", { l2: 0.01, fitIntercept: false, standardize: false }],
  ["lbfgs", { l2: 0.01, solver: "lbfgs" }],
  ["newton-cg", { l2: 0.01, solver: "newton-cg" }],
] as const)("sparse rows of 640 columns, %s", (_, options) => {
  it.each(Object.entries(beside))("beside %s have the optimum of dense rows", (_name, extras) => {
    const expected = new LogisticRegression({ ...options, solver: "auto" }).fit(dense, y, extras);
    const { report } = new LogisticRegression(options).fit(sparse, y, extras);
    expect(report.reason).toBe(expected.report.reason);
    expect(Math.abs(report.objective / expected.report.objective - 1)).toBeLessThan(1e-10);
  });
});
