import { describe, expect, it } from "vitest";
import { LogisticRegression } from "../../src/index.ts";
import type { ColumnSettings } from "../../src/table/tableOptions.ts";
import { customers } from "./customers.ts";

const y = customers.map(({ churned }) => churned);

/** How a column of these cells is encoded. */
function encoded(cell: (row: number) => unknown, settings: ColumnSettings = {}, more: object = {}) {
  const model = new LogisticRegression().fit({ it: y.map((_, i) => cell(i)) }, y, {
    columns: { it: settings },
    ...more,
  });
  return {
    kind: model.encoding?.columns[0]?.kind,
    levels: model.coefficients.slice(1).map(({ level }) => level),
    model,
  };
}

const number = { kind: "number", levels: [undefined] };
const category = (...levels: string[]) => ({ kind: "category", levels });

describe("a column is numbers where all cells are", () => {
  it.each<[string, (row: number) => unknown]>([
    ["numbers", (i) => i / 3],
    ["0 and 1", (i) => i % 2],
    ["bigints", (i) => BigInt(i)],
    ["texts of whole numbers", (i) => String(i)],
    ["texts of decimals", (i) => `${i}.50`],
    ["texts with signs", (i) => (i % 2 ? `-${i}` : `+${i}`)],
    ["texts with exponents", (i) => `${i}e-3`],
    ["texts with spaces around them", (i) => ` ${i} `],
    ["texts without a digit before the point", (i) => `.${i}`],
    ["texts of 15 digits", (i) => `1234567890123${10 + i}`],
    ["numbers and texts of numbers", (i) => (i % 2 ? i : String(i))],
    ["numbers one of which is missing", (i) => (i === 3 ? null : i)],
    ["texts of numbers some of which are empty", (i) => (i % 5 ? String(i) : "")],
  ])("%s", (_, cell) => {
    const { kind, levels } = encoded(cell, {}, { missing: "mean" });
    expect({ kind, levels }).toEqual(number);
  });
});

describe("a column is one of 0 and 1 for two levels, of which the second is named", () => {
  it.each<[string, (row: number) => unknown, string]>([
    ["booleans", (i) => i % 3 === 0, "true"],
    ["two texts", (i) => (i % 3 === 0 ? "f" : "m"), "m"],
    ["an empty text and another", (i) => (i % 3 === 0 ? "" : "x"), "x"],
  ])("%s", (_, cell, level) => {
    const { kind, levels, model } = encoded(cell);
    expect({ kind, levels }).toEqual(category(level));
    expect(model.coef.length).toBe(1);
  });
});

describe("a column is a category of other texts", () => {
  it.each<[string, (row: number) => unknown, string[]]>([
    ["three texts", (i) => ["c", "a", "b"][i % 3], ["a", "b", "c"]],
    ["texts with leading zeros, as codes have them", (i) => `0${i % 3}`, ["00", "01", "02"]],
    [
      "texts of more than 15 digits",
      (i) => `123456789012345${6 + (i % 3)}`,
      ["1234567890123456", "1234567890123457", "1234567890123458"],
    ],
    ["an empty text among others, which is a level", (i) => ["", "a", "b"][i % 3], ["", "a", "b"]],
    ["numbers and as many texts", (i) => ["a", 1, "b", 2][i % 4], ["1", "2", "a", "b"]],
    ["texts of which some are written like dates", (i) => ["2024-01-10", "b", "c"][i % 3], ["2024-01-10", "b", "c"]],
    ["ranges and codes of several numbers", (i) => ["1", "1,2", "1,2,3"][i % 3], ["1", "1,2", "1,2,3"]],
    ["texts that differ in case", (i) => ["a", "A", "b"][i % 3], ["A", "a", "b"]],
    ["one text only", () => "same", ["same"]],
    ["texts beyond ASCII, by code unit", (i) => ["\u{1F600}", "\uFFFD", "é"][i % 3], ["é", "\u{1F600}", "\uFFFD"]],
  ])("%s", (_, cell, levels) => {
    const got = encoded(cell);
    expect({ kind: got.kind, levels: got.levels }).toEqual(category(...levels));
  });

  it("of up to 20 levels however few its rows, and of more where most cells are no news", () => {
    const few = { it: ["p", "q", "r", "s"], churned: ["yes", "no", "yes", "no"] };
    expect(new LogisticRegression().fit(few, { target: "churned" }).coef.length).toBe(4);
    expect(encoded((i) => `l${i % 30}`).levels.length).toBe(30);
  });
});

describe("kind overrides the rule", () => {
  it("with numbers as a category, whose levels are found as numbers and as texts", () => {
    const { kind, levels, model } = encoded((i) => i % 3, { kind: "category" });
    expect({ kind, levels }).toEqual(category("0", "1", "2"));
    expect(model.predictOne({ it: 2 })).toEqual(model.predictOne({ it: "2" }));
  });

  it("with what looks like an identifier, or like dates", () => {
    expect(encoded((i) => `id ${i}`, { kind: "category" }).levels.length).toBe(60);
    expect(encoded((i) => `2024-01-1${i % 3}`, { kind: "category" }).levels).toEqual([
      "2024-01-10",
      "2024-01-11",
      "2024-01-12",
    ]);
  });

  it("and so do levels and a reference, which name what only a category has", () => {
    expect(encoded((i) => i % 3, { levels: ["0", "1", "2", "3"] }).levels).toEqual(["0", "1", "2", "3"]);
    expect(encoded((i) => i % 3, { reference: "1" }).levels).toEqual(["0", "2"]);
  });

  it.each([
    ["minCount", { minCount: 2 }],
    ["unknown", { unknown: "other" }],
    ["unknown", { unknown: "error" }],
  ] as const)("and a column of numbers refuses %s unless it is to be a category", (name, settings) => {
    expect(() => encoded((i) => (i < 4 ? i : 9), settings)).toThrow(
      `columns.it.${name}: expected a column of levels, got one of numbers: say kind: "category" beside it, or leave it out`,
    );
  });

  it("and a category that is asked for takes them", () => {
    expect(encoded((i) => (i < 4 ? i : 9), { kind: "category", minCount: 2 }).levels).toEqual(["(rare)"]);
  });
});

describe("the same parse runs at prediction", () => {
  const numbers = encoded((i) => i).model;
  const levels = encoded((i) => ["a", "b", "c"][i % 3]).model;
  const flags = encoded((i) => i % 3 === 0).model;

  it.each([["45"], [" 45 "], [45n], ["4.5e1"], ["+45"], ["45."]])("takes %o for the number 45", (cell) => {
    expect(numbers.predictOne({ it: cell })).toEqual(numbers.predictOne({ it: 45 }));
  });

  it.each([["045"], ["45%"], ["4,5"], [true], ["0x2d"], [[45]], [{}], [Number.POSITIVE_INFINITY]])(
    "refuses %o where a number is expected",
    (cell) => expect(() => numbers.predictOne({ it: cell })).toThrow("X: expected a number, got "),
  );

  it.each([["A"], [" a"], [1], [true], [["a"]], [new Date(0)]])("refuses %o where a level is expected", (cell) => {
    expect(() => levels.predictOne({ it: cell })).toThrow("X: expected a level that was there in fit, got ");
  });

  it("takes a boolean's text for the boolean", () => {
    expect(flags.predictOne({ it: "true" })).toEqual(flags.predictOne({ it: true }));
    expect(flags.predictOne({ it: false }).logOdds).not.toBe(flags.predictOne({ it: true }).logOdds);
  });
});
