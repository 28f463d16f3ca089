/** What is nearly a table is refused by what is wrong with it, and numbers of a table by the names of their columns. */
import { describe, expect, it } from "vitest";
import { crossValidate, Dataset, LogisticRegression, regularizationPath, type Table } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { customers, OPTIONS } from "./customers.ts";

const y = [0, 1, 0, 1, 0, 1];
const x = [1, 2, 3, 4, 5, 7];
const plan = [..."abcacb"];

const FITS: Record<string, (table: Table, labels: number[], options?: object) => unknown> = {
  fit: (...given) => new LogisticRegression().fit(...given),
  "Dataset.from": (...given) => Dataset.from(...given),
  partialFit: (...given) => new LogisticRegression().partialFit(...given),
  crossValidate: (...given) => crossValidate(...given),
  regularizationPath: (...given) => regularizationPath(...given),
};

describe.each(Object.entries(FITS))("%s", (_, run) => {
  it.each([
    ["a number", 5, "5"],
    ["a Set", new Set(x), "a Set"],
    ["nothing", undefined, "undefined"],
    ["a text", "abcdef", '"abcdef"'],
  ])("names the column of an object of columns that is no array: %s", (_what, cells, got) => {
    const message = `X: expected an array as column "b", got ${got}`;
    expect(() => run({ x, b: cells } as unknown as Table, y)).toThrow(message);
    expect(() => run({ b: cells, x } as unknown as Table, y)).toThrow(message);
  });

  it("names the column of a number that is too large, and its row in the table", () => {
    const large = x.map((value, i) => (i === 4 ? 1e200 : value));
    expect(() => run({ plan, x: large }, y)).toThrow(
      'X: expected numbers up to 1e150 in size, got 1e+200 at row 4, column "x"',
    );
    const holed = plan.map((level, i) => (i === 0 || i === 2 ? null : level));
    expect(() => run({ plan: holed, x: large }, y, { missing: "drop" })).toThrow('1e+200 at row 4, column "x"');
    const products = { columns: {}, interactions: [["x", "z"]] };
    expect(() => run({ x: x.map((value) => value * 1e80), z: x.map((value) => value * 1e80) }, y, products)).toThrow(
      'got 1e+160 at row 0, column "x:z"',
    );
  });

  it("names what is asynchronous, of which no row can be read here", () => {
    async function* later() {
      yield* customers;
    }
    for (const table of [later(), Promise.resolve(customers)]) {
      expect(() => run(table as unknown as Table, y)).toThrow(/, got (an async generator|a Promise)$/);
    }
  });

  it("refuses rows of which there are none, in whatever they come", () => {
    const none = [[], new Set<object>(), customers.slice(0, 0).values(), { x: [] }];
    for (const labels of [[], y]) {
      for (const table of none) expect(() => run(table, labels)).toThrow("X: expected at least one row, got none");
    }
    for (const map of [new Map(), new Map([["x", x]])]) expect(() => run(map, y)).toThrow("got a Map");
  });
});

describe("predictions", () => {
  it("name the column of an object of columns that is no array", () => {
    const model = new LogisticRegression().fit({ x }, y);
    const table = { id: y, x: new Set(x) } as unknown as Table;
    for (const one of [model, loadModel(model.toJSON())]) {
      expect(() => one.predict(table)).toThrow('X: expected a column "x" of 6 rows as in fit, got a Set');
    }
  });

  const model = new LogisticRegression().fit(customers, OPTIONS);
  it.each([
    ["LogisticRegression", model],
    ["loadModel", loadModel(model.toJSON())],
  ])("of no rows are empty, in whatever these come: %s", (_, one) => {
    const columns = Object.fromEntries((one.features ?? []).map((name) => [name, []]));
    const none = [() => [], () => new Set<object>(), () => customers.slice(0, 0).values(), () => columns];
    for (const table of none) {
      expect(one.predict(table())).toEqual([]);
      expect(one.predictProba(table())).toEqual(new Float64Array(0));
      expect(one.decisionFunction(table())).toEqual(new Float64Array(0));
    }
    expect(() => one.predict({ other: [] })).toThrow("X: expected a column");
  });

  it("are scored for some row only", () => {
    for (const table of [[], customers.slice(0, 0).values()]) {
      expect(() => model.score(table)).toThrow("X: expected at least one row, got none");
    }
  });

  it("name the first row that is no object, wherever it is", () => {
    for (const nothing of [null, undefined]) {
      const rows = [nothing, ...customers] as unknown as Table;
      const message = `X: expected a row object as row 0, got ${nothing}`;
      for (const one of [model, loadModel(model.toJSON())]) expect(() => one.predict(rows)).toThrow(message);
      expect(() => new LogisticRegression().fit(rows, OPTIONS)).toThrow(message);
      expect(() => Dataset.from(new Set(rows as object[]), OPTIONS)).toThrow(message);
    }
  });

  it("say how a lazy frame of polars becomes a table", () => {
    const lazy = { columns: ["x"], collect: async () => undefined, collectSync: () => undefined } as unknown as Table;
    const message = "X: expected a table, got a lazy frame: call collectSync(), or await collect()";
    for (const one of [model, loadModel(model.toJSON())]) expect(() => one.predict(lazy)).toThrow(message);
    expect(() => new LogisticRegression().fit(lazy, y)).toThrow(message);
  });
});

it("a column of weights beside partialFit is one by name, for the types as well", () => {
  const rows = x.map((value, i) => ({ value, times: 1 + (i % 2), y: y[i] as number }));
  const byName = new LogisticRegression().partialFit(rows, { target: "y", weights: "times" });
  const weights = rows.map(({ times }) => times);
  const beside = new LogisticRegression().partialFit(rows, { target: "y", weights, drop: ["times"] });
  expect(byName.coef).toEqual(beside.coef);
  // @ts-expect-error: no such column
  expect(() => new LogisticRegression().partialFit(rows, { target: "y", weights: "tmies" })).toThrow("tmies");
});

it("a category whose levels are all rare is read again", () => {
  const table = { x, plan };
  const model = new LogisticRegression().fit(table, y, { columns: { plan: { minCount: 3 } } });
  expect(model.encoding?.columns[1]).toEqual({ name: "plan", kind: "category", levels: [], pooled: ["a", "b", "c"] });
  const text = JSON.stringify(model);
  expect(LogisticRegression.fromJSON(text).predictProba(table)).toEqual(model.predictProba(table));
  expect(loadModel(text).predictProba(table)).toEqual(model.predictProba(table));
});
