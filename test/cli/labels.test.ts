import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ClassFinder, KnownClasses, positiveCode } from "../../src/cli/read/classes.ts";
import { decimalKey, isShortestDecimal } from "../../src/cli/read/labelText.ts";
import { workspace } from "./run.ts";

const { succeed, fail, write, path } = workspace();
const place = () => ({ label: "data.csv", line: 2, column: "t" });

function labelsOf(...cells: string[]) {
  const finder = new ClassFinder();
  const codes = cells.map((cell) => finder.codeOf(cell, place));
  return { codes, labels: finder.labels("data.csv", "t") };
}

/** Rows of x = 1, 2, 3, ... with these labels. */
function csvOf(...labels: string[]): string {
  return `x,t\n${labels.map((label, i) => `${i + 1},${label}`).join("\n")}\n`;
}

describe("a label is a number only if all are written as numbers are printed", () => {
  test.each([
    [
      ["0", "1"],
      [0, 1],
    ],
    [
      ["-1", "1"],
      [-1, 1],
    ],
    [
      ["0.5", "1e+21"],
      [0.5, 1e21],
    ],
    [
      ["1.0", "0"],
      ["1.0", "0"],
    ],
    [
      ["0.0", "1.0"],
      ["0.0", "1.0"],
    ],
    [
      ["02134", "02135"],
      ["02134", "02135"],
    ],
    [
      ["2134", "02134"],
      ["2134", "02134"],
    ],
    [
      ["1E2", "100"],
      ["1E2", "100"],
    ],
    [
      ["+1", "-1"],
      ["+1", "-1"],
    ],
    [
      ["-0", "0"],
      ["-0", "0"],
    ],
    [
      ["NaN", "Infinity"],
      ["NaN", "Infinity"],
    ],
    [
      ["9007199254740992", "9007199254740993"],
      ["9007199254740992", "9007199254740993"],
    ],
    [
      ["18446744073709551615", "18446744073709551616"],
      ["18446744073709551615", "18446744073709551616"],
    ],
    [
      ["0.1", "0.1000000000000000055511151231257827"],
      ["0.1", "0.1000000000000000055511151231257827"],
    ],
    [
      ["1e400", "2e400"],
      ["1e400", "2e400"],
    ],
    [
      ["1", "yes"],
      ["1", "yes"],
    ],
  ])("%j", (cells, labels) => {
    expect(labelsOf(...cells, ...cells)).toEqual({ codes: [0, 1, 0, 1], labels });
  });

  test("blanks around a label and its Unicode form do not make another", () => {
    expect(labelsOf("e\u0301 ", " no", "\u00e9", "no ", "e\u0301")).toEqual({
      codes: [0, 1, 0, 1, 0],
      labels: ["e\u0301", "no"],
    });
  });

  test("more than two are named, with what may have made two of one", () => {
    expect(() => labelsOf("1", "0", "1.0")).toThrow(
      'found 3: "1", "0" and "1.0" ("1" and "1.0" are spellings of one number: write it in one way)',
    );
    expect(() => labelsOf("Yes", "no", "yes")).toThrow('("Yes" and "yes" differ only in case)');
    expect(() => labelsOf("a", "b", "c")).toThrow(/found 3: "a", "b" and "c"$/);
  });

  test("the positive class is the larger number, however it is spelled, or the later text", () => {
    expect(positiveCode(["-1", "+1"], undefined)).toBe(1);
    expect(positiveCode(["10.0", "9.0"], undefined)).toBe(0);
    expect(positiveCode(["1E2", "100"], undefined)).toBe(0);
    expect(positiveCode(["b", "a"], undefined)).toBe(0);
  });

  test("--positive names a label as it is written, else the only one that is the same number or text", () => {
    expect(positiveCode(["2134", "02134"], "02134")).toBe(1);
    expect(positiveCode(["02134", "2134"], "2134")).toBe(1);
    expect(positiveCode([0, 1], "1.0")).toBe(1);
    expect(positiveCode(["0.0", "1.0"], "1")).toBe(1);
    expect(positiveCode(["e\u0301", "no"], " \u00e9")).toBe(0);
    expect(() => positiveCode(["1", "1.0"], "1.00")).toThrow('--positive: expected "1" or "1.0", got "1.00"');
    expect(() => positiveCode(["9007199254740992", "5"], "9007199254740993")).toThrow("--positive: expected");
  });
});

describe("the classes of a model in another file", () => {
  const codes = (labels: readonly [number, number] | readonly [string, string], ...cells: string[]) => {
    const known = new KnownClasses(labels);
    return cells.map((cell) => known.codeOf(cell, place));
  };

  test("are found in other spellings where these are unambiguous", () => {
    expect(codes([0, 1], "0.0", "1.0", " 1 ", "01", "1e0")).toEqual([0, 1, 1, 1, 1]);
    expect(codes(["0.0", "1.0"], "0", "1")).toEqual([0, 1]);
    expect(codes(["1E2", "100"], "1E2", "100")).toEqual([0, 1]);
    expect(codes(["\u00e9", "b"], "e\u0301", "b ")).toEqual([0, 1]);
  });

  test("and refused where they are not", () => {
    const refusal = /^data\.csv: line 2, column "t": expected .* which are the model's classes, got /;
    expect(() => codes(["1E2", "100"], "1e2")).toThrow(refusal);
    expect(() => codes([9007199254740992, 1], "9007199254740993")).toThrow(refusal);
    expect(() => codes(["9007199254740993", "1"], "9007199254740992")).toThrow(refusal);
    expect(() => codes(["a", "b"], "A")).toThrow(refusal);
    expect(() => codes(["02134", "2135"], "2134")).toThrow(refusal);
    expect(() => codes([0, 1], " ")).toThrow("missing value");
  });

  test("decimals are compared exactly", () => {
    expect(["1.50", "+1.5", "15e-1", ".15E+1", "001.5"].map(decimalKey)).toEqual(Array(5).fill("15e-1"));
    expect(["0", "-0.00", "0e9"].map(decimalKey)).toEqual(["0", "0", "0"]);
    expect(["", ".", "1e", "x", "0x1", "Infinity"].map(decimalKey)).toEqual(Array(6).fill(undefined));
    expect(isShortestDecimal("1e21")).toBe(false);
  });
});

describe("train, the model file, predict and evaluate agree", () => {
  test.each([
    ["9007199254740992", "9007199254740993"],
    ["02134", "10001"],
    ["1E2", "100"],
    ["1.0", "1"],
    ['" a"', "b"],
    ["cafe\u0301", "the"],
  ])("%s and %s", (a, b) => {
    write("data.csv", csvOf(a, b, a, a, b, b, a, b));
    const written = [a, b].map((label) => label.replaceAll('"', "").trim());
    const train = ["train", "data.csv", "-t", "t", "--test-fraction", "0", "--positive", written[0] ?? ""];
    const { classes, measures } = JSON.parse(succeed([...train, "--json", "--out", "m.json"]));
    expect(classes).toEqual({ negative: written[1], positive: written[0] });
    expect(JSON.parse(readFileSync(path("m.json"), "utf8")).classes).toEqual([written[1], written[0]]);
    const predictions = succeed(["predict", "m.json", "data.csv"]).trim().split("\n").slice(1);
    expect(new Set(predictions.map((line) => line.split(",")[0]))).toEqual(new Set(written));
    expect(JSON.parse(succeed(["evaluate", "m.json", "data.csv", "--json"])).measures).toEqual(measures);
  });

  test("a model of 0 and 1 evaluates a file of 0.0 and 1.0, and the other way round", () => {
    for (const [model, data] of [
      [
        ["0", "1"],
        ["0.0", "1.0"],
      ],
      [
        ["0.0", "1.0"],
        ["0", "1"],
      ],
    ] as const) {
      const [a, b] = model;
      const [c, d] = data;
      write("model.csv", csvOf(a, b, a, a, b, b));
      write("data.csv", csvOf(c, d, c, c, d, d));
      const trained = JSON.parse(
        succeed(["train", "model.csv", "-t", "t", "--test-fraction", "0", "--json", "--out", "m.json"]),
      );
      expect(JSON.parse(succeed(["evaluate", "m.json", "data.csv", "--json"])).measures).toEqual(trained.measures);
    }
  });

  test("one id of 64 bits alone is one class", () => {
    write("data.csv", csvOf("9007199254740993", "9007199254740993"));
    expect(fail(1, ["train", "data.csv", "-t", "t"])).toMatch(/expected 2 classes, found only "9007199254740993"$/);
  });
});
