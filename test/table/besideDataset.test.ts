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

const BESIDE = customers.map(() => 0.5);

describe.each(Object.entries(ENTRIES))("%s of a Dataset", (_, entry) => {
  it.each(["weights", "offsets"])("refuses %s, and says what takes them", (name) => {
    expect(() => entry(dataset, { [name]: BESIDE })).toThrow(
      `${name}: expected none with a Dataset, which has its own, got an array of 60: give them to Dataset.from`,
    );
  });
});
