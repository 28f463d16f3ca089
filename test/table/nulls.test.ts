import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { expectBits } from "./bits.ts";
import { columnsOf, customers, encodedByHand, matrixOf } from "./customers.ts";
import {
  arqueroTable,
  arrowDays,
  arrowDictionary,
  arrowInstants,
  arrowNumbers,
  arrowRaw,
  arrowTable,
  type Columns,
  polarsFrame,
} from "./doubles.ts";
import { type Given, LEARNING, PREDICTING } from "./entries.ts";

/** The test table with null in some cells of three columns. */
const rows = customers.map((row, i) => ({
  ...row,
  age: i % 7 === 2 ? null : row.age,
  plan: i % 9 === 4 ? null : row.plan,
  sex: i % 11 === 5 ? null : row.sex,
}));
const columns: Columns = columnsOf(rows);
const labels = rows.map(({ churned }) => churned);
const OPTIONS = { target: "churned", drop: ["id"], missing: "mean" } as const;

const known = rows.filter(({ age }) => age !== null);
const meanAge = known.reduce((sum, { age }) => sum + (age ?? 0), 0) / known.length;
const shareOf = (name: "plan" | "sex", level: string): number => {
  const there = rows.filter((row) => row[name] !== null);
  return there.filter((row) => row[name] === level).length / there.length;
};

/** The mean age, and the shares of the plans and of men, in the place of nulls. */
const encoded = rows.map(({ age, plan, sex, ...rest }) => {
  const row = encodedByHand({ ...rest, age: age ?? meanAge, plan: plan ?? "", sex: sex ?? "" });
  if (plan === null) for (const [k, level] of ["basic", "pro", "team"].entries()) row[1 + k] = shareOf("plan", level);
  if (sex === null) row[5] = shareOf("sex", "male");
  return row;
});

const ages = columns.age as (number | null)[];
const CONTAINERS: Readonly<Record<string, () => unknown>> = {
  "row objects with null": () => rows,
  "row objects with undefined": () => rows.map((row) => ({ ...row, age: row.age ?? undefined })),
  "row objects without the key": () =>
    rows.map(({ age, plan, sex, ...rest }) => ({
      ...(age !== null && { age }),
      ...(plan !== null && { plan }),
      ...(sex !== null && { sex }),
      ...rest,
    })),
  "row objects with an empty text in place of a number": () => rows.map((row) => ({ ...row, age: row.age ?? "" })),
  "columns with NaN": () => ({ ...columns, age: Float64Array.from(ages, (age) => age ?? Number.NaN) }),
  "columns with NaN in float32": () => ({ ...columns, age: Float32Array.from(ages, (age) => age ?? Number.NaN) }),
  "Arrow vectors that have zeros below their nulls": () =>
    arrowTable({
      ...columns,
      age: arrowNumbers(ages),
      plan: arrowDictionary(columns.plan as (string | null)[]),
    }),
  "Arrow vectors in three batches, with NaN": () =>
    arrowTable({ ...columns, age: Float64Array.from(ages, (age) => age ?? Number.NaN) }, 3),
  "a table of arquero": () => arqueroTable(columns),
  "a data frame of polars": () => polarsFrame(columns),
};

const byHand: Given = {
  X: () => matrixOf(encoded),
  y: labels,
  options: {},
  model: { standardize: [true, false, false, false, true, false, false] },
};
const model = new LogisticRegression().fit(rows, OPTIONS);
const modelByHand = new LogisticRegression(byHand.model).fit(matrixOf(encoded), labels);

/** Names of columns come in the order of their first cells, which an absent key changes. */
const FEATURES = ["age", "plan", "income", "sex", "member"];

describe.each(Object.entries(CONTAINERS))("%s", (_, X) => {
  const given: Given = { X, options: { target: "churned", features: FEATURES, missing: "mean" }, model: {} };
  // a cross-validation takes means of its own: folds.test.ts
  const entries = Object.entries(LEARNING).filter(([name]) => name !== "crossValidate");
  it.each(entries)("gives %s the bits of means and shares filled in by hand", async (_, entry) => {
    expectBits(await entry(given), await entry(byHand));
  });

  it.each(Object.entries(PREDICTING))("gives %s the bits of means and shares filled in by hand", (_, entry) => {
    expectBits(entry(model, given), entry(modelByHand, byHand));
  });
});

describe("vectors of Arrow whose own array is not what their cells are", () => {
  const halves = customers.map(({ income }) => income);
  const words = Uint16Array.from(halves, (_, i) => 15000 + i);
  const others = { age: columns.income as number[], churned: labels };

  it("are read cell by cell for numbers of 16 bits", () => {
    const table = arrowTable({ ...others, half: arrowRaw(halves, words) });
    const fitted = new LogisticRegression().fit(table, { target: "churned" });
    const same = new LogisticRegression().fit({ ...others, half: halves }, { target: "churned" });
    expectBits(fitted.coef, same.coef);
  });

  it("are refused for dates and instants as dates of JavaScript are, in fit and in predictions", () => {
    const days = labels.map((_, i) => (i % 5 === 1 ? null : 86_400_000 * ((i * 7) % 31)));
    const target = { target: "churned" } as const;
    const advice = "(make a number of it, such as its days since another date)";
    for (const day of [arrowInstants(days), arrowInstants(days.map((one) => one ?? 0)), arrowDays(days)]) {
      const table = arrowTable({ ...others, day });
      expect(() => new LogisticRegression().fit(table, target)).toThrow(
        `X: column "day": expected numbers, texts or booleans, got a Date at row 0 ${advice}`,
      );
      expect(() => Dataset.from(table, target)).toThrow("got a Date at row 0");
      expect(new LogisticRegression().fit(table, { ...target, drop: ["day"] }).features).toEqual(["age"]);
      const fitted = new LogisticRegression().fit({ ...others, day: days.map(() => 5) }, target);
      for (const model of [fitted, loadModel(fitted.toJSON())]) {
        expect(() => model.predictProba(table)).toThrow('X: expected a number, got a Date at row 0, column "day"');
      }
    }
  });

  it("are refused for decimals, which are no numbers of JavaScript, by name and value", () => {
    class DecimalBigNum {}
    const cells = labels.map(() => new DecimalBigNum());
    const table = arrowTable({ ...others, price: arrowRaw(cells, new Uint32Array(4 * cells.length)) });
    expect(() => new LogisticRegression().fit(table, { target: "churned" })).toThrow(
      'X: column "price": expected numbers, texts or booleans, got a DecimalBigNum at row 0 (cast a column of decimals to float64)',
    );
  });
});

describe("vectors of Arrow in several batches", () => {
  const age = Float64Array.from(customers, ({ age }) => age);
  const target = { target: "churned" } as const;

  it("may be categories", () => {
    const options = { ...target, columns: { age: { kind: "category" } } } as const;
    const fitted = new LogisticRegression().fit(arrowTable({ age, churned: labels }, 5), options);
    expectBits(fitted.coef, new LogisticRegression().fit({ age, churned: labels }, options).coef);
  });

  it("may have a transform, and rows that are left out", () => {
    const other = age.map((value, row) => (row % 4 === 0 ? Number.NaN : value * value));
    const options = { ...target, missing: "drop", columns: { age: { transform: { splines: 3 } } } } as const;
    const fitted = new LogisticRegression().fit(arrowTable({ age, other, churned: labels }, 5), options);
    expectBits(fitted.coef, new LogisticRegression().fit({ age, other, churned: labels }, options).coef);
  });

  it("are refused for an infinite number, by name and row", () => {
    const infinite = Float64Array.of(...age.slice(0, -1), Number.POSITIVE_INFINITY);
    expect(() => new LogisticRegression().fit(arrowTable({ age: infinite, churned: labels }, 5), target)).toThrow(
      `X: column "age": expected finite numbers, got Infinity at row ${age.length - 1}`,
    );
  });
});

describe("64-bit integers", () => {
  const big = { age: BigInt64Array.from(customers, ({ age }) => BigInt(age)), churned: labels };

  it("are refused where a number cannot hold them, by column, row and value", () => {
    big.age[3] = 2n ** 53n;
    expect(() => new LogisticRegression().fit(big, { target: "churned" })).toThrow(
      'X: column "age": expected whole numbers up to 2^53 - 1 in size, got 9007199254740992n at row 3',
    );
  });

  it("that are all too large are no category without a word, but one if asked", () => {
    const rows = customers.map(({ churned }, i) => ({ churned, account: 2n ** 60n + BigInt(i % 3) }));
    expect(() => new LogisticRegression().fit(rows, { target: "churned" })).toThrow(
      'column "account": expected whole numbers up to 2^53 - 1 in size, got 1152921504606846976n at row 0',
    );
    const asked = { target: "churned", columns: { account: { kind: "category" } } } as const;
    const texts = rows.map(({ churned, account }) => ({ churned, account: String(account) }));
    expectBits(new LogisticRegression().fit(rows, asked).coef, new LogisticRegression().fit(texts, asked).coef);
  });

  it("are labels", () => {
    const flags = BigInt64Array.from(labels, (label) => (label === "yes" ? 1n : 0n));
    const numbers = Array.from(flags, Number);
    const X = { age: columns.income as number[] };
    const fitted = new LogisticRegression().fit({ ...X, churned: flags }, { target: "churned" });
    expect(fitted.classes).toEqual([0, 1]);
    expectBits(fitted.coef, new LogisticRegression().fit({ ...X, churned: numbers }, { target: "churned" }).coef);
    expect(fitted.score({ ...X, churned: flags })).toBe(fitted.score({ ...X, churned: numbers }));
  });
});
