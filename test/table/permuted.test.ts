import { describe, expect, it } from "vitest";
import { LogisticRegression } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { expectBits } from "./bits.ts";
import { columnsOf, customers, OPTIONS } from "./customers.ts";
import { arrowTable, polarsFrame } from "./doubles.ts";

const model = new LogisticRegression().fit(customers, OPTIONS);
const z = model.decisionFunction(customers);

/** The same row with its keys in another order, and with further ones. */
function shuffled<Row extends object>(row: Row, i: number): object {
  const entries = Object.entries({ ...row, extra: i, another: "?" });
  const at = i % entries.length;
  return Object.fromEntries([...entries.slice(at), ...entries.slice(0, at)].reverse());
}

describe("at prediction", () => {
  const [reversed, inPredict] = [
    Object.fromEntries(Object.entries(columnsOf(customers)).reverse()),
    loadModel(JSON.stringify(model)),
  ];

  it.each([
    ["keys in any order", customers.map(shuffled)],
    ["columns in any order", reversed],
    ["columns of Arrow in any order", arrowTable(reversed as never)],
    ["columns of polars in any order", polarsFrame(reversed as never)],
    ["rows that have what the model reads and no more", customers.map(({ id, churned, ...rest }) => rest)],
  ])("%s change no bit", (_, table) => {
    for (const one of [model, inPredict]) expectBits(one.decisionFunction(table as object[]), z);
  });

  it("keys in any order change no bit of predictOne", () => {
    for (const [i, row] of customers.entries()) {
      for (const one of [model, inPredict]) expectBits([one.predictOne(shuffled(row, i)).logOdds], [z[i] as number]);
    }
  });

  it("rows in another order give the same numbers in that order", () => {
    const order = customers.map((_, i) => (i * 37) % customers.length);
    const permuted = order.map((i) => customers[i] as object);
    expectBits(
      model.decisionFunction(permuted),
      order.map((i) => z[i] as number),
    );
  });

  it("two columns of numbers that are swapped are told by their names", () => {
    const swapped = { age: customers.map(({ income }) => income), income: customers.map(({ age }) => age) };
    const named = new LogisticRegression().fit(customers, { target: "churned", features: ["age", "income"] });
    const other = named.decisionFunction(swapped as never);
    expect(other).not.toEqual(named.decisionFunction(customers));
    expectBits(
      named.decisionFunction({ income: swapped.age, age: swapped.income } as never),
      named.decisionFunction(customers),
    );
  });
});

describe("at fit", () => {
  it("keys in any order change no bit where features say the order of the columns", () => {
    const features = ["plan", "age", "sex", "income", "member"] as const;
    const first = new LogisticRegression().fit(customers, { target: "churned", features });
    const again = new LogisticRegression().fit(customers.map(shuffled), { target: "churned", features } as never);
    expect(first.features).toEqual(features);
    expectBits(again.coef, first.coef);
  });

  it("columns in another order give each column the same coefficient, to the tolerance of a fit", () => {
    const reversed = new LogisticRegression().fit(
      customers.map((row) => Object.fromEntries(Object.entries(row).reverse())),
      OPTIONS as never,
    );
    const by = new Map(reversed.coefficients.map(({ name, level, estimate }) => [`${name}=${level}`, estimate]));
    expect(by.size).toBe(model.coefficients.length);
    // a fit comes to eight digits and more, and the order of addition is another
    for (const { name, level, estimate } of model.coefficients)
      expect(by.get(`${name}=${level}`)).toBeCloseTo(estimate as number, 8);
  });

  it("rows in another order give the same encoding", () => {
    const permuted = customers.map((_, i) => customers[(i * 37) % customers.length]) as typeof customers;
    const again = new LogisticRegression().fit(permuted, OPTIONS);
    expect(again.encoding).toEqual(model.encoding);
    for (const [j, value] of again.coef.entries()) expect(value).toBeCloseTo(model.coef[j] as number, 8);
  });
});

describe("a model through JSON", () => {
  const holed = customers.map((row, i) => (i % 8 === 3 ? { ...row, age: null, plan: undefined } : row));
  const full = new LogisticRegression({ l2: 0.01 }).fit(holed, {
    ...OPTIONS,
    missing: { age: "indicator", plan: "median", income: "mean" },
    columns: {
      age: { transform: { splines: 3 } },
      income: { transform: "log1p" },
      plan: { minCount: 18, unknown: "other" },
    },
    interactions: [["age", "plan"]],
  } as never);
  const rows = [...holed, { age: 30, plan: "gold", income: "2.5", sex: "male", member: true }];
  const z = full.decisionFunction(rows);

  it("is what it was, every setting of its columns included", () => {
    const again = LogisticRegression.fromJSON(JSON.stringify(full));
    expect(again.encoding).toEqual(full.encoding);
    expect(again.coefficients).toEqual(full.coefficients);
    expect(again.schema()).toEqual(full.schema());
    expect([again.features, again.target, again.classes]).toEqual([full.features, full.target, full.classes]);
    expectBits(again.decisionFunction(rows), z);
    expect(JSON.stringify(again)).toBe(JSON.stringify(full));
  });

  it("predicts the same bits in logit-wasm/predict, for many rows and for one", () => {
    const inPredict = loadModel(JSON.stringify(full));
    expectBits(inPredict.decisionFunction(rows), z);
    expectBits(inPredict.predictProba(rows), full.predictProba(rows));
    expect(inPredict.predict(rows)).toEqual(full.predict(rows));
    for (const [i, row] of rows.entries()) {
      expect(inPredict.predictOne(row)).toEqual(full.predictOne(row));
      expectBits([full.predictOne(row).logOdds], [z[i] as number]);
    }
  });

  it("goes through structuredClone as well", () => {
    const cloned = structuredClone(full);
    expectBits(LogisticRegression.fromJSON(cloned).decisionFunction(rows), z);
    expectBits(loadModel(cloned).decisionFunction(rows), z);
  });
});
