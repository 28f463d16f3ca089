import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseModel } from "../../src/cli/read/modelFile.ts";
import { LogisticRegression } from "../../src/index.ts";
import { patientsCsv, workspace } from "./run.ts";

const { succeed, fail, write, path } = workspace();
write("patients.csv", patientsCsv());
succeed(["train", "patients.csv", "--target", "ill", "--out", "model.json", "--quiet"]);
const text = readFileSync(path("model.json"), "utf8");
const model = JSON.parse(text);
const predictions = succeed(["predict", "model.json", "patients.csv"]);

function refusal(content: unknown): string {
  try {
    parseModel("m.json", typeof content === "string" ? content : JSON.stringify(content));
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

describe("a model file edited by hand", () => {
  const unreadable = "m.json: not a model this version can read: ";

  test("equal names are refused, in whatever Unicode form", () => {
    expect(refusal({ ...model, features: ["age", "age"] })).toBe(
      `${unreadable}features[0] and features[1]: expected different names, got "age" in both`,
    );
    expect(refusal({ ...model, features: ["\u00e9", "e\u0301"] })).toContain("expected different names");
  });

  test.each([
    [["x", 1], 'coef[0]: expected a finite number, got "x" (of the column "age")'],
    [[1, null], 'coef[1]: expected a finite number, got null (of the column "dose")'],
    [[1, [2]], 'coef[1]: expected a finite number, got [2] (of the column "dose")'],
    [[1, 2, "3"], 'coef[2]: expected a finite number, got "3"'],
    [[1], "expected as many numbers in coef as names in features, got 1 in coef and 2 in features"],
    [[1, 2, 3], "expected as many numbers in coef as names in features, got 3 in coef and 2 in features"],
  ])("coef %j", (coef, message) => {
    expect(refusal({ ...model, coef })).toBe(unreadable + message);
  });

  test("a number beyond float64, and a name that is none", () => {
    const huge = text.replace(/"coef": \[\s*[^,]+,/, '"coef": [1e999,');
    expect(refusal(huge)).toBe(`${unreadable}coef[0]: expected a finite number, got Infinity (of the column "age")`);
    expect(refusal({ ...model, features: ["age", 5] })).toBe(`${unreadable}features[1]: expected a name, got 5`);
  });

  test("text after the last brace", () => {
    const after = "m.json: expected a model file, but there is text after its last brace: ";
    expect(refusal(`${text}x`)).toBe(`${after}"x"`);
    expect(refusal(`${text}{}`)).toBe(`${after}"{}"`);
    expect(refusal(`${text.trimEnd()}}`)).toBe(`${after}"}"`);
    expect(refusal(text.trimEnd().slice(0, -1))).toMatch(/^m\.json: expected a model file, but the file is cut off: /);
    expect(refusal(text.replace(",", ",,"))).toMatch(/^m\.json: expected a model file, but the file is not JSON \(/);
  });

  test("an entry that is there twice", () => {
    expect(refusal(text.replace("{", '{ "intercept": 3,'))).toBe(
      'm.json: expected each entry once, got "intercept" twice',
    );
    expect(refusal(text.replace('"report": {', '"report": { "epochs": 3,'))).toContain('got "epochs" twice');
    expect(refusal(text.replace("{", '{ "in\\u0074ercept": 3,'))).toContain('got "intercept" twice');
  });

  test("a model fitted with an offset is not predicted without one", () => {
    write("offset.json", JSON.stringify({ ...model, offsets: true }));
    for (const command of ["predict", "evaluate"]) {
      expect(fail(2, [command, "offset.json", "patients.csv"])).toBe(
        "offset.json was fitted with an offset: give the column that holds it as --offset",
      );
    }
  });

  test("names with brackets, quotes and colons in them are no entries", () => {
    const features = ['a": {"b', "c},{[\\"];
    const encoder = { columns: features.map((name) => ({ name, kind: "number" })) };
    expect([...(parseModel("m.json", JSON.stringify({ ...model, features, encoder })).features ?? [])]).toEqual(
      features,
    );
  });
});

describe("a model file in another encoding", () => {
  test.each([
    ["UTF-8 with a mark", Buffer.from(`\ufeff${text}`)],
    ["UTF-16, as PowerShell's > writes it", Buffer.from(`\ufeff${text.replaceAll("\n", "\r\n")}`, "utf16le")],
    ["UTF-16, the big end first", Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
  ])("%s is read", (_, content) => {
    write("encoded.json", content);
    expect(succeed(["predict", "encoded.json", "patients.csv"])).toBe(predictions);
    expect(succeed(["predict", "-", "patients.csv"], content)).toBe(predictions);
  });

  test("Latin-1 is refused by line", () => {
    write("latin1.json", Buffer.from(text.replace('"age"', '"\xe4ge"'), "latin1"));
    const line = text.slice(0, text.indexOf('"age"')).split("\n").length;
    expect(fail(1, ["predict", "latin1.json", "patients.csv"])).toBe(
      `latin1.json: line ${line}: not UTF-8 (byte 0xe4); convert it, from Latin-1 for instance: iconv -f latin1 -t utf8 latin1.json > utf8.json`,
    );
  });
});

test("coefficients from elsewhere are shown, predict, and are known to be of no fit", () => {
  const known = LogisticRegression.of({ coef: [0.5, -1], intercept: 0.25, features: ["age", "dose"] });
  write("known.json", JSON.stringify(known));
  expect(succeed(["show", "known.json"])).toMatch(/^converged +coefficients that are known, without a fit$/m);
  expect(JSON.parse(succeed(["show", "known.json", "--json"])).report).toBe(null);
  write("one.csv", "dose,age\n1,2\n");
  const [, line = ""] = succeed(["predict", "known.json", "one.csv"]).split("\n");
  expect(line).toBe(`1,${1 / (1 + Math.exp(-0.25))}`);
});
