import { describe, expect, it } from "vitest";
import { crossValidate, Dataset, LogisticRegression, regularizationPath } from "../../src/index.ts";
import { customers, OPTIONS } from "./customers.ts";

const dataset = Dataset.from(customers, OPTIONS);
const numbers = Dataset.from([[1], [2], [3], [4]], [0, 1, 0, 1]);

const ENTRIES: Readonly<Record<string, (dataset: Dataset, options: object) => unknown>> = {
  fit: (rows, options) => new LogisticRegression().fit(rows, options),
  crossValidate: (rows, options) => crossValidate(rows, options),
  regularizationPath: (rows, options) => regularizationPath(rows, options),
};

/** What a Dataset has settled: it would be passed over without a word. */
const SETTLED = {
  drop: ["age"],
  columns: { age: { kind: "category" } },
  missing: "drop",
  maxLevels: 5,
  interactions: [["age", "plan"]],
  reference: "first",
  features: ["age"],
};

describe.each(Object.entries(ENTRIES))("%s of a Dataset", (_, entry) => {
  it.each(Object.entries(SETTLED))("refuses %s, which was for Dataset.from", (name, value) => {
    expect(() => entry(dataset, { [name]: value })).toThrow(`${name}: expected none with a Dataset, which has its own`);
  });
});

it("names of the columns of a Dataset of numbers are kept with the models of a fit and of a path", () => {
  const named = { features: ["size"], target: "sold" };
  const models = [new LogisticRegression().fit(numbers, named), regularizationPath(numbers, named).model(1)];
  for (const { features, target } of models) expect({ features, target }).toEqual(named);
});

const WEIGHTS = customers.map(() => 0.5);
const OFFSETS: Readonly<Record<string, readonly [where: string, call: (offsets: unknown) => unknown]>> = {
  "partialFit of a table": [
    "partialFit",
    (offsets) => new LogisticRegression().partialFit(customers, { ...OPTIONS, offsets } as never),
  ],
  "Dataset.from of a table": ["Dataset.from", (offsets) => Dataset.from(customers, { ...OPTIONS, offsets } as never)],
  "fit of a Dataset": ["a Dataset", (offsets) => new LogisticRegression().fit(dataset, { offsets } as never)],
  "crossValidate of a Dataset": ["a Dataset", (offsets) => crossValidate(dataset, { offsets } as never)],
};

it.each(Object.entries(OFFSETS))("%s refuses offsets, and says what takes them", (_, [where, call]) => {
  for (const [offsets, got] of [
    ["age", '"age"'],
    [WEIGHTS, "an array of 60"],
  ]) {
    expect(() => call(offsets)).toThrow(
      `offsets: expected none for ${where}, got ${got}: fit, fitAsync, regularizationPath and crossValidate of rows or a table take them`,
    );
  }
});
