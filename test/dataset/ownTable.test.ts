import { expect, it } from "vitest";
import { crossValidate, Dataset } from "../../src/index.ts";

it("a Dataset of a table does not change with the caller's columns, in folds that learn their own encoding either", () => {
  const rows = 60;
  const made = () => ({
    age: Float64Array.from({ length: rows }, (_, i) => (i % 9 === 4 ? Number.NaN : 20 + ((i * 7) % 41))),
    visits: Int32Array.from({ length: rows }, (_, i) => (i * 13) % 17),
    y: Array.from({ length: rows }, (_, i) => (Math.sin(i * i) > 0.2 ? 1 : 0)),
  });
  const options = { target: "y", missing: "mean", columns: { visits: { transform: { splines: 3 } } } } as const;
  const settings = { folds: 4, seed: 2, count: 5 };
  const expected = crossValidate(Dataset.from(made(), options), settings);
  const columns = made();
  const dataset = Dataset.from(columns, options);
  columns.age.fill(1);
  columns.visits.fill(0);
  const found = crossValidate(dataset, settings);
  expect(found.logLoss.mean).toEqual(expected.logLoss.mean);
  expect(found.model.coef).toEqual(expected.model.coef);
});
