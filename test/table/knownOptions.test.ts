import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression } from "../../src/index.ts";
import { expectBits } from "./bits.ts";
import { customers, OPTIONS } from "./customers.ts";

// biome-ignore lint/suspicious/noExplicitAny: what a JavaScript program may give
type Anything = any;

const earlier = new LogisticRegression().fit(customers, OPTIONS);
const FIRST = "the first call fixes the columns";
const TAKEN = "the fit takes over its columns";

const ENTRIES: readonly [from: string, next: string, learn: (options: Anything) => LogisticRegression][] = [
  ["start", TAKEN, (options) => new LogisticRegression().fit(customers, { ...options, start: earlier })],
  ["prior", TAKEN, (options) => new LogisticRegression().fit(customers, { ...options, prior: earlier })],
  [
    "first rows",
    FIRST,
    (options) => new LogisticRegression().partialFit(customers, OPTIONS).partialFit(customers, options),
  ],
];

/** What the earlier encoding does not have. */
const OTHERS: Readonly<Record<string, readonly [options: object, said: (from: string) => string]>> = {
  features: [
    { target: "churned", features: ["plan", "age"] },
    (from) => `features: expected ["age","plan","income","sex","member"] as in the ${from}, got ["plan","age"]`,
  ],
  "the order of features": [
    { target: "churned", features: ["plan", "age", "income", "sex", "member"] },
    (from) => `features: expected ["age","plan","income","sex","member"] as in the ${from}, got ["plan",`,
  ],
  drop: [
    { target: "churned", drop: ["id", "income"] },
    (from) => `drop: expected columns that are not among those of the ${from}, got "income"`,
  ],
  interactions: [
    { ...OPTIONS, interactions: [["age", "income"]] },
    (from) => `interactions: expected [] as in the ${from}, got [["age","income"]]`,
  ],
  "a kind": [
    { ...OPTIONS, columns: { age: { kind: "category" } } },
    (from) => `columns.age.kind: expected "number" as in the ${from}, got "category"`,
  ],
  "a transform": [
    { ...OPTIONS, columns: { age: { transform: "log" } } },
    (from) => `columns.age.transform: expected none as in the ${from}, got "log"`,
  ],
  levels: [
    { ...OPTIONS, columns: { plan: { levels: ["basic", "gold"] } } },
    (from) => `columns.plan.levels: expected ["basic","pro","team"] as in the ${from}, got ["basic","gold"]`,
  ],
  "a reference": [
    { ...OPTIONS, columns: { plan: { reference: "basic" } } },
    (from) => `columns.plan.reference: expected none as in the ${from}, got "basic"`,
  ],
  "the reference of all": [{ ...OPTIONS, reference: "first" }, (from) => `reference: expected none as in the ${from}`],
  "unknown levels": [
    { ...OPTIONS, columns: { plan: { unknown: "other" } } },
    (from) => `columns.plan.unknown: expected "error" as in the ${from}, got "other"`,
  ],
  "missing values": [
    { ...OPTIONS, missing: "mean" },
    (from) => `missing of "age": expected none as in the ${from}, got "mean"`,
  ],
  "a column": [
    { ...OPTIONS, columns: { zzz: { kind: "number" } } },
    (from) => `columns: expected ["age","plan","income","sex","member"] as in the ${from}, got "zzz"`,
  ],
};

describe.each(ENTRIES)("options that contradict the encoding of the %s", (from, next, learn) => {
  it.each(Object.entries(OTHERS))("are refused by name: %s", (name, [options, said]) => {
    expect(() => learn(options)).toThrow(said(from));
    if (name !== "drop") expect(() => learn(options)).toThrow(next);
  });

  it("are none where they say what it has", () => {
    const same = {
      ...OPTIONS,
      columns: { age: { kind: "number" }, plan: { levels: ["team", "pro", "basic"], unknown: "error" } },
    };
    expectBits(learn(same).coef, learn(OPTIONS).coef);
  });

  it("leave rows out where a value is missing, by column too", () => {
    const more = [{ ...customers[0], age: null }, ...customers];
    const options: Anything = { target: "churned", columns: { age: { missing: "drop" } } };
    const model = new LogisticRegression().fit(more as Anything, { ...options, start: earlier });
    expect(model.report.missing?.droppedRows).toBe(1);
  });
});

it("a level that a prior or a start does not have is refused as such", () => {
  const rows = customers.map((row, i) => (i === 3 ? { ...row, plan: "gold" } : row));
  for (const from of ["prior", "start"]) {
    expect(() => new LogisticRegression().fit(rows, { ...OPTIONS, [from]: earlier })).toThrow(
      `X: expected a level that the ${from} had, got "gold" at row 3, column "plan"`,
    );
  }
});

describe("a model of rows without a penalty, whose references have no column", () => {
  const holed = customers.map((row, i) => (i % 9 === 4 ? { ...row, plan: null } : row));
  const asked: Readonly<Record<string, readonly [rows: Anything, options: Anything]>> = {
    "of levels": [customers, OPTIONS],
    "of levels of which some are missing": [holed, { ...OPTIONS, missing: "mean" }],
    "of the most frequent level in their place": [holed, { ...OPTIONS, missing: "median" }],
    "of products": [customers, { ...OPTIONS, interactions: [["age", "plan"]] }],
  };

  it.each(Object.entries(asked))("predicts a Dataset that has them as its rows: %s", (_, [rows, options]) => {
    const model = new LogisticRegression({ l2: 0 }).fit(rows, options);
    const ofRows = model.decisionFunction(rows);
    const ofDataset = model.decisionFunction(Dataset.from(rows, options));
    for (const [row, z] of ofRows.entries()) expect(ofDataset[row]).toBeCloseTo(z, 9);
  });

  it("refuses a Dataset whose other levels stand in", () => {
    const model = new LogisticRegression({ l2: 0 }).fit(holed, { ...OPTIONS, missing: "mean" } as Anything);
    const other = Dataset.from(holed.slice(5), { ...OPTIONS, missing: "mean" } as Anything);
    expect(() => model.decisionFunction(other)).toThrow("X: expected ");
  });
});
