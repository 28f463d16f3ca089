import { describe, expect, test } from "vitest";
import { workspace } from "./run.ts";

const { succeed, fail, write } = workspace();

const lines = Array.from({ length: 60 }, (_, i) => {
  const ill = i % 3 === 0 || i % 7 === 0 ? "yes" : "no";
  return [
    i + 1,
    `p${i}`,
    30 + ((i * 7) % 41),
    ["a", "b", "c"][i % 3],
    7,
    i % 10 === 0 ? "" : i / 2,
    ill === "yes" ? 9 : 1,
    ill,
  ];
});
write("data.csv", `n,name,age,ward,same,half,code,ill\n${lines.map((line) => line.join(",")).join("\n")}\n`);
const train = ["train", "data.csv", "-t", "ill", "--drop", "n,name,same,code,half"];
succeed([...train, "-o", "model.json", "-q"]);

describe("describe", () => {
  test("finds out whether there is a header, as train does, and says so", () => {
    write("headless.csv", lines.map((line) => line.join(",")).join("\n"));
    const text = succeed(["describe", "headless.csv"]);
    expect(text).toMatch(/^read as +no header: the columns are V1, V2, \.\.\.$/m);
    expect(text).toMatch(/^rows {8}60$/m);
    expect(text).toMatch(/^V3 +number {10}0 {2}30 to 70, mean [\d.]+$/m);
    write("years.csv", `code,1990,2000\n${lines.map((_, i) => `${i},${i % 7},${i % 11}`).join("\n")}\n`);
    expect(succeed(["describe", "years.csv"])).toMatch(/^2000 +number/m);
  });

  test("tells kind, missing values and levels of each column, and what speaks against it", () => {
    const text = succeed(["describe", "data.csv", "-t", "ill"]);
    expect(text).toMatch(/^rows {8}60$/m);
    expect(text).toMatch(/^n {7}number {10}0 {2}1 to 60, mean 30\.5; numbers the rows: likely an identifier$/m);
    expect(text).toMatch(/^name {4}text {12}0 {2}60 distinct texts in 60 rows, such as "p0": likely an identifier$/m);
    expect(text).toMatch(/^age {5}number {10}0 {2}30 to 70, mean [\d.]+$/m);
    expect(text).toMatch(/^ward {4}category {8}0 {2}a 20, b 20, c 20$/m);
    expect(text).toMatch(/^same {4}number {10}0 {2}7 to 7, mean 7; constant$/m);
    expect(text).toMatch(/^half {4}number {10}6 {2}0\.5 to 29\.5, mean [\d.]+$/m);
    expect(text).toMatch(/^code {4}number {10}0 {2}1 to 9, .*; tells the target by itself \(AUC 1\.0000\)/m);
    expect(text).toMatch(/^ill {5}category {8}0 {2}no \d+, yes \d+$/m);
  });

  test("says which columns have one name", () => {
    write("doubled.csv", "age,dose,Age ,dose,dose\n1,2,3,4,5\n2,3,3,5,7\n");
    const text = succeed(["describe", "doubled.csv"]);
    expect(text.match(/; one of 3 columns of this name: rename them$/gm)).toHaveLength(3);
    const { columns } = JSON.parse(succeed(["describe", "doubled.csv", "--json"]));
    expect(columns[1].notes).toContain("one of 3 columns of this name: rename them");
    write("twice.csv", "age,age\n1,2\n2,3\n");
    expect(succeed(["describe", "twice.csv"]).match(/; one of 2 columns of this name: rename one$/gm)).toHaveLength(2);
  });

  test("as JSON", () => {
    const { rows, columns } = JSON.parse(succeed(["describe", "data.csv", "--json"]));
    expect(rows).toBe(60);
    expect(columns[3]).toEqual({
      name: "ward",
      kind: "category",
      missing: 0,
      levels: 3,
      notes: [],
      frequent: { a: 20, b: 20, c: 20 },
    });
    expect(columns[6].notes).toEqual([]);
    expect(fail(1, ["describe", "data.csv", "-t", "dead"])).toMatch(/^data\.csv: no column "dead" for the target; /);
  });

  test("--against a model tells unknown levels, what lies outside, missing values and drift", () => {
    expect(succeed(["describe", "data.csv", "--against", "model.json"])).toMatch(
      /^age {5}number {10}0 {2}as in fit\nward {4}category {8}0 {2}as in fit$/m,
    );
    const moved = lines.map(([, , age, ward], i) =>
      [Number(age) + 15, i % 4 === 0 ? "d" : ward === "c" ? "" : ward].join(","),
    );
    write("new.csv", `age,ward\n${moved.join("\n")}\n`);
    const text = succeed(["describe", "new.csv", "--against", "model.json"]);
    expect(text).toMatch(/^age .* rows outside 30\.0000 to 70\.0000; mean [\d.]+, 1\.3 sd above that in fit$/m);
    expect(text).toMatch(
      /^ward .* 15 missing, which the model refuses; 15 rows of unknown levels: d; share of c 0\.33 in fit, 0\.00 here$/m,
    );
    const { columns } = JSON.parse(succeed(["describe", "new.csv", "--against", "model.json", "--json"]));
    expect(columns[1]).toMatchObject({ name: "ward", missing: 15, unknown: ["d"], unknownRows: 15 });
    write("less.csv", "age\n1\n");
    expect(fail(1, ["describe", "less.csv", "--against", "model.json"])).toBe(
      'less.csv: no column "ward", which model.json needs; the only column is "age"',
    );
  });
});

describe("show", () => {
  test("prints classes, encoding, how the model came about and every coefficient", () => {
    const text = succeed(["show", "model.json"]);
    expect(text).toMatch(/^target {6}ill: no or yes$/m);
    expect(text).toMatch(/^encoded {5}ward: a, b, c$/m);
    expect(text).toMatch(/^made by {5}logit-wasm \d+\.\d+\.\d+; l1 0; /m);
    expect(text).toMatch(/^converged {3}yes: tolerance$/m);
    expect(text).toMatch(/^\(intercept\) .*\nage .*\nward=a .*\nward=b .*\nward=c .*\n$/m);
    const { coefficients, provenance } = JSON.parse(succeed(["show", "model.json", "--json"]));
    expect(coefficients).toHaveLength(5);
    expect(provenance.fittedRows).toBe(60);
    const known = {
      format: "logit-wasm/model",
      version: 2,
      classes: [0, 1],
      coef: [1],
      intercept: 0,
      features: ["a"],
      options: {},
    };
    write("known.json", JSON.stringify(known));
    expect(succeed(["show", "known.json"])).toMatch(/^converged {3}coefficients that are known, without a fit$/m);
    expect(fail(1, ["show", "data.csv"])).toMatch(/^data\.csv: expected a model file, /);
  });
});

test("a bad cell is named by the line by which train names it, and --na is offered for several such columns", () => {
  const rows = Array.from({ length: 20 }, (_, i) => `${i === 4 ? "unknown" : i},${i === 7 ? "tbd" : i * 2},${i % 2}`);
  write("words.csv", `age,dose,t\n${rows.join("\n")}\n`);
  expect(fail(1, ["train", "words.csv", "-t", "t"])).toBe(
    'words.csv: 2 columns, "age": numbers but for "unknown" at line 6 (a missing value?); ' +
      '"dose": numbers but for "tbd" at line 9: say --na unknown,tbd, or --drop age,dose, or --categories age,dose',
  );
  expect(succeed(["describe", "words.csv"])).toMatch(/"unknown" at line 6 \(a missing value\?\)[\s\S]*"tbd" at line 9/);
});
