import { describe, expect, it } from "vitest";
import {
  crossValidate,
  Dataset,
  gradientDescent,
  LogisticRegression,
  propagate,
  regularizationPath,
  trainTestSplit,
} from "../../src/index.ts";

/** Sparse rows as scipy has them, which no entry takes yet: each says so, rather than take their parts for columns. */
const parts = { data: Float64Array.of(1, 2, 3, 4), indices: Uint32Array.of(0, 2, 1, 0), indptr: [0, 2, 3, 3, 4] };
const FORMS = {
  "with rows and columns": { ...parts, rows: 4, columns: 3 },
  "with a shape": { ...parts, shape: [4, 3] },
  "without values": { indices: parts.indices, indptr: parts.indptr, shape: [4, 3] },
};
const y = [0, 1, 0, 1];
const model = new LogisticRegression({ l2: 1 }).fit(
  [
    [0, 1, 2],
    [1, 0, 1],
    [2, 2, 0],
    [1, 1, 1],
  ],
  y,
);

const ENTRIES: Readonly<Record<string, (X: never) => unknown>> = {
  fit: (X) => new LogisticRegression().fit(X, y),
  fitAsync: (X) => new LogisticRegression().fitAsync(X, y),
  partialFit: (X) => new LogisticRegression().partialFit(X, y),
  "Dataset.from": (X) => Dataset.from(X, y),
  "Dataset.builder": (X) => Dataset.builder(3).pushRows(X, y),
  regularizationPath: (X) => regularizationPath(X, y),
  crossValidate: (X) => crossValidate(X, y, { folds: 2 }),
  trainTestSplit: (X) => trainTestSplit(X, y as never, { test: 1 }),
  gradientDescent: (X) => gradientDescent(X, y),
  propagate: (X) => propagate(X, y as never, { w: [0, 0, 0], b: 0 }),
  predict: (X) => model.predict(X),
  predictProba: (X) => model.predictProba(X),
  decisionFunction: (X) => model.decisionFunction(X),
  score: (X) => model.score(X, y),
};

describe.each(Object.entries(FORMS))("sparse rows %s", (_, X) => {
  it.each(Object.entries(ENTRIES))("are refused by name: %s", async (_, entry) => {
    const call = async (): Promise<unknown> => entry(X as never);
    await expect(call()).rejects.toThrow(
      "X: expected dense rows, got sparse ones (indptr, indices), which are not taken yet",
    );
  });
});
