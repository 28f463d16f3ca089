/** What comes of an earlier fit means the same columns, or is refused: a prior, a model to start from, a Dataset to predict. */
import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression } from "../../src/index.ts";
import { expectBits } from "./bits.ts";
import { columnsOf, customers, OPTIONS } from "./customers.ts";

const y = customers.map(({ churned }) => churned);
const { age, income, plan } = columnsOf(customers);
const matrix = customers.map((row) => [row.age, row.income]);
const swapped = customers.map((row) => [row.income, row.age]);
const named = new LogisticRegression().fit(matrix, y, { features: ["age", "income"], curvature: true });

describe.each(["prior", "start"] as const)("a model of named columns as the %s", (as) => {
  it("has its columns found by name in a table", () => {
    const model = new LogisticRegression().fit({ income, plan, age }, y, { [as]: named });
    const expected = new LogisticRegression().fit(matrix, y, { [as]: named });
    expect(model.features).toEqual(["age", "income"]);
    expectBits(model.coef, expected.coef);
  });

  it("is refused beside a matrix or a Dataset that has the same columns in another order", () => {
    const features = ["income", "age"];
    const message = `${as}: expected a model of the columns income, age, got one of age, income`;
    expect(() => new LogisticRegression().fit(swapped, y, { features, [as]: named })).toThrow(message);
    const dataset = Dataset.from(swapped, y, { features });
    expect(() => new LogisticRegression().fit(dataset, { [as]: named })).toThrow(message);
    const table = Dataset.from({ income, age }, y);
    expect(() => new LogisticRegression().fit(table, { [as]: named })).toThrow(message);
  });

  it("is refused beside a Dataset that has other levels in as many columns", () => {
    const model = new LogisticRegression().fit({ plan }, y);
    const others = Dataset.from({ plan: plan.map((level) => level.toUpperCase()) }, y);
    expect(() => new LogisticRegression().fit(others, { [as]: model })).toThrow(
      `${as}: expected a model of the columns plan=BASIC, plan=PRO, plan=TEAM, got one of plan=basic, plan=pro, plan=team`,
    );
  });

  it("is taken beside columns without names, and beside a Dataset with other means for missing values", () => {
    expect(() => new LogisticRegression().fit(matrix, y, { [as]: named })).not.toThrow();
    const holed = (row: number) => income.map((value, i) => (i === row ? null : value));
    const model = new LogisticRegression().fit({ income: holed(3) }, y, { missing: "mean" });
    const dataset = Dataset.from({ income: holed(5) }, y, { missing: "mean" });
    expect(() => new LogisticRegression().fit(dataset, { [as]: model })).not.toThrow();
  });
});

describe("predictions of a Dataset", () => {
  const refused =
    "X: expected a Dataset encoded as in fit, got one of other columns, levels or means: give its table itself";
  const model = new LogisticRegression().fit(customers, OPTIONS);

  it("are those of its table where it is encoded as in fit", () => {
    const dataset = Dataset.from(customers, OPTIONS);
    expect(model.predict(dataset)).toEqual(model.predict(customers));
    expect(model.score(dataset)).toBe(model.score(customers));
    const z = model.decisionFunction(customers);
    // packed columns are centred, which rounds otherwise
    for (const [i, value] of model.decisionFunction(dataset).entries()) expect(value).toBeCloseTo(z[i] as number, 12);
  });

  it.each([
    [
      "levels",
      Dataset.from(
        customers.map((row) => ({ ...row, plan: `${row.plan}!` })),
        OPTIONS,
      ),
    ],
    [
      "an order of the columns",
      Dataset.from(
        customers.map(({ income, ...row }) => ({ income, ...row })),
        OPTIONS,
      ),
    ],
    ["transforms", Dataset.from(customers, { ...OPTIONS, columns: { income: { transform: "log1p" } } })],
  ])("are refused where it has other %s in as many columns", (_, dataset) => {
    expect(() => model.predict(dataset)).toThrow(refused);
    expect(() => model.predictProba(dataset)).toThrow(refused);
    expect(() => model.decisionFunction(dataset)).toThrow(refused);
    expect(() => model.score(dataset)).toThrow(refused);
  });

  it("are refused where other means stand in for missing values", () => {
    const holed = (row: number) => customers.map((one, i) => ({ ...one, income: i === row ? null : one.income }));
    const filled = new LogisticRegression().fit(holed(3), { ...OPTIONS, missing: "mean" });
    const dataset = Dataset.from(holed(5), { ...OPTIONS, missing: "mean" });
    expect(() => filled.score(dataset)).toThrow(refused);
    expect(filled.score(holed(5))).toBeGreaterThan(0);
  });

  it("are refused where named columns of numbers are in another order", () => {
    expect(() => named.predict(Dataset.from(swapped, y, { features: ["income", "age"] }))).toThrow(refused);
    const same = Dataset.from({ age, income }, y);
    expect(named.predict(same)).toEqual(named.predict(matrix));
    expect(named.predict(Dataset.from(matrix, y))).toEqual(named.predict(matrix));
  });
});

it("a target beside a Dataset of a table is that of the table", () => {
  const dataset = Dataset.from(customers, OPTIONS);
  expect(new LogisticRegression().fit(dataset, { target: "churned" }).target).toBe("churned");
  expect(() => new LogisticRegression().fit(dataset, { target: "plan" })).toThrow(
    'target: expected none with a Dataset, which has its own, got "plan"',
  );
});
