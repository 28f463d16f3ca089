import { describe, expect, it } from "vitest";
import { LogisticRegression } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { expectBits } from "./bits.ts";
import { columnsOf, customers, encodedByHand, matrixOf, OPTIONS, STANDARDIZE } from "./customers.ts";
import { arqueroTable, arrowTable, type Columns, polarsFrame } from "./doubles.ts";
import { type Given, LEARNING, PREDICTING } from "./entries.ts";

const labels = customers.map(({ churned }) => churned);
const columns: Columns = columnsOf(customers);
const ages = customers.map(({ age }) => age);

const TYPED = [
  ...[Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array],
  ...[Float32Array, Float64Array],
];

/** With the ages in a typed array, and all that can be in one. */
function typed(make: (ages: number[]) => ArrayLike<unknown>): Columns {
  return { ...columns, age: make(ages), income: Float32Array.from(columns.income as number[]) };
}

/** Rows that a filter has to leave out stand among the others. */
function withOthers(): [Columns, number[]] {
  const among = customers.flatMap((row) => [{ ...row, age: 1000, plan: "none", churned: "maybe" }, row]);
  return [columnsOf(among), customers.map((_, row) => 2 * row + 1)];
}

const CONTAINERS: Readonly<Record<string, () => unknown>> = {
  "an array of row objects": () => customers,
  "a generator of row objects": () =>
    (function* () {
      yield* customers;
    })(),
  "a Set of row objects": () => new Set(customers),
  "columns by name": () => columns,
  "columns of texts that spell numbers": () => ({ ...columns, age: ages.map(String) }),
  ...Object.fromEntries(
    TYPED.map((type) => [`columns by name with a ${type.name}`, () => typed((values) => type.from(values))]),
  ),
  "columns by name with a BigInt64Array": () => typed((values) => BigInt64Array.from(values, BigInt)),
  "columns by name with a BigUint64Array": () => typed((values) => BigUint64Array.from(values, BigInt)),
  "columns by name with bigints": () => typed((values) => values.map(BigInt)),
  "a table of Arrow": () => arrowTable(typed((values) => Float64Array.from(values))),
  "a table of Arrow in seven batches": () =>
    arrowTable(
      typed((values) => Float64Array.from(values)),
      7,
    ),
  "a table of Arrow with 64-bit integers": () => arrowTable(typed((values) => BigInt64Array.from(values, BigInt))),
  "rows of a table of Arrow": () => [...arrowTable(columns)],
  "a table of arquero": () => arqueroTable(typed((values) => values)),
  "a filtered table of arquero": () => arqueroTable(...withOthers()),
  "a data frame of polars": () => polarsFrame(columns),
  "a data frame of polars with 64-bit integers": () => polarsFrame(typed((values) => values.map(BigInt))),
};

const byHand: Given = {
  X: () => matrixOf(customers.map(encodedByHand)),
  y: labels,
  options: {},
  model: { standardize: STANDARDIZE },
};
const givenAs = (X: () => unknown): Given => ({ X, options: OPTIONS, model: {} });

const model = new LogisticRegression().fit(customers, OPTIONS);
const modelByHand = new LogisticRegression(byHand.model).fit(byHand.X() as ReturnType<typeof matrixOf>, labels);

describe.each(Object.entries(CONTAINERS))("%s", (_, X) => {
  it.each(Object.entries(LEARNING))("gives %s the bits of rows that were encoded by hand", async (_, entry) => {
    expectBits(await entry(givenAs(X)), await entry(byHand));
  });

  it.each(Object.entries(PREDICTING))("gives %s the bits of rows that were encoded by hand", (_, entry) => {
    expectBits(entry(model, givenAs(X)), entry(modelByHand, byHand));
  });

  it("is taken beside labels in an array of their own", () => {
    const fitted = new LogisticRegression().fit(X() as object[], labels, { drop: ["id", "churned"] });
    expectBits(fitted.coef, modelByHand.coef);
    expect(fitted.features).toEqual(["age", "plan", "income", "sex", "member"]);
  });
});

describe("columns by name", () => {
  it("may have the names that tell other containers", () => {
    const names = ["data", "rows", "columns", "schema", "next", "length", "names", "cells", "height", "numRows"];
    const numbers = names.map((_, j) => customers.map((_, i) => Math.cos(i * (j + 1))));
    const named = Object.fromEntries(names.map((name, j) => [name, numbers[j]]));
    const fitted = new LogisticRegression().fit(named as Columns, labels);
    expect(fitted.features).toEqual(names);
    const rows = matrixOf(labels.map((_, i) => numbers.map((column) => column[i] as number)));
    expectBits(fitted.coef, new LogisticRegression().fit(rows, labels).coef);
    expect(fitted.score(named as Columns, labels)).toBe(fitted.score(rows, labels));
  });
});

describe("predictOne", () => {
  const inPredict = loadModel(JSON.stringify(model));
  const z = modelByHand.decisionFunction(matrixOf(customers.map(encodedByHand)));
  const p = modelByHand.predictProba(matrixOf(customers.map(encodedByHand)));

  it("gives the bits of rows that were encoded by hand, for a row object and for numbers, in both entries", () => {
    for (const [i, row] of customers.entries()) {
      for (const one of [model.predictOne(row), inPredict.predictOne(row)]) {
        expectBits([one.logOdds, one.probability], [z[i] as number, p[i] as number]);
        expect(one.label).toBe((z[i] as number) >= 0 ? "yes" : "no");
      }
      expect(modelByHand.predictOne(encodedByHand(row))).toEqual(model.predictOne(row));
      expect(inPredict.predictOne(encodedByHand(row))).toEqual(model.predictOne(row));
    }
  });
});
