import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LogisticRegression } from "../../src/index.ts";
import { cliPath, patientsCsv, workspace } from "./run.ts";

const { succeed, fail, run, write, path } = workspace();
write("patients.csv", patientsCsv());
succeed(["train", "patients.csv", "--target", "ill", "--out", "model.json", "--quiet"]);
const expected = succeed(["predict", "model.json", "patients.csv"]);

describe("predict", () => {
  test("writes what the library says, to the last bit", () => {
    const model = LogisticRegression.fromJSON(readFileSync(path("model.json"), "utf8"));
    const cells = patientsCsv()
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(","));
    const data = Float64Array.from(cells.flatMap(([age, dose]) => [Number(age), Number(dose)]));
    const X = { data, rows: cells.length, columns: 2 };
    const labels = model.predict(X);
    const probabilities = model.predictProba(X);
    const lines = cells.map((_, i) => `${labels[i]},${probabilities[i]}`);
    expect(expected).toBe(`prediction,probability\n${lines.join("\n")}\n`);
  });

  test("writes a JSON object a row for machines", () => {
    const lines = succeed(["predict", "model.json", "patients.csv", "--json"]).trim().split("\n");
    const rows = lines
      .map((line) => JSON.parse(line))
      .map(({ prediction, probability }) => `${prediction},${probability}`);
    expect(`prediction,probability\n${rows.join("\n")}\n`).toBe(expected);
  });

  test("finds columns by name, in any order, and ignores others, text or repeated", () => {
    const [, ...rows] = patientsCsv().trim().split("\n");
    const reordered = rows.map((row) => {
      const [age, dose] = row.split(",");
      return `Bob,${dose},,${age},"x"`;
    });
    write("reordered.csv", `name,dose,note,age,note\n${reordered.join("\n")}\n`);
    expect(succeed(["predict", "model.json", "reordered.csv"])).toBe(expected);
  });

  test("--keep and --append refuse a column that would be written twice, and lost in JSON", () => {
    write("predicted.csv", patientsCsv().replace("ill", "prediction"));
    const itself = 'the file has a column "prediction", which predict writes itself: rename it, or';
    for (const format of [[], ["--json"]]) {
      expect(fail(1, ["predict", "model.json", "predicted.csv", "--append", ...format])).toBe(
        `predicted.csv: --append: ${itself} say --keep with the others`,
      );
      expect(fail(1, ["predict", "model.json", "predicted.csv", "--keep", "age,prediction", ...format])).toBe(
        `predicted.csv: --keep: ${itself} leave it out`,
      );
    }
    expect(fail(2, ["predict", "model.json", "predicted.csv", "--keep", "age,age"])).toBe(
      '--keep: expected each column once, got "age" twice',
    );
    expect(succeed(["predict", "model.json", "predicted.csv"])).toBe(expected);
    expect(succeed(["predict", "model.json", "predicted.csv", "--keep", "age"])).toMatch(
      /^age,prediction,probability\n/,
    );
  });

  test("reads stdin and writes a file", () => {
    const text = succeed(["predict", "model.json", "-", "--out", "out.csv"], patientsCsv());
    expect(text).toBe("out.csv: 40 predictions\n");
    expect(readFileSync(path("out.csv"), "utf8")).toBe(expected);
    expect(succeed(["predict", "-", "patients.csv"], readFileSync(path("model.json")))).toBe(expected);
  });

  test("--threshold moves the line between the classes", () => {
    const labels = (threshold: string) =>
      new Set(
        succeed(["predict", "model.json", "patients.csv", "--threshold", threshold])
          .trim()
          .split("\n")
          .slice(1)
          .map((line) => line.split(",")[0]),
      );
    expect(labels("0")).toEqual(new Set(["yes"]));
    expect(labels("1")).toEqual(new Set(["no"]));
  });

  test("a label with a comma is quoted", () => {
    write("quoted.csv", patientsCsv().replaceAll("yes", '"yes, ""ill"""'));
    succeed(["train", "quoted.csv", "--target", "ill", "--out", "quoted.json", "--quiet"]);
    expect(succeed(["predict", "quoted.json", "patients.csv"])).toMatch(/^"yes, ""ill""",0\.\d+$/m);
  });

  test("a file of many blocks is predicted row by row as a small one", () => {
    const [header = "", ...rows] = patientsCsv().trim().split("\n");
    const [, ...lines] = expected.trim().split("\n");
    const times = 500;
    write("large.csv", `${header}\n${`${rows.join("\n")}\n`.repeat(times)}`);
    expect(succeed(["predict", "model.json", "large.csv"])).toBe(
      `prediction,probability\n${`${lines.join("\n")}\n`.repeat(times)}`,
    );
  });

  test("a failure leaves the old file as it was, and no other", () => {
    write("kept.csv", "precious");
    write("broken.csv", `${patientsCsv()}abc,1,no\n`);
    fail(1, ["predict", "model.json", "broken.csv", "--out", "kept.csv"]);
    expect(readFileSync(path("kept.csv"), "utf8")).toBe("precious");
    expect(run(["predict", "model.json", "broken.csv", "--out", "new.csv"]).status).toBe(1);
    expect(() => readFileSync(path("new.csv"))).toThrow("ENOENT");
  });

  test("a reader that goes away ends it quietly", async () => {
    const [header = "", ...rows] = patientsCsv().trim().split("\n");
    write("long.csv", `${header}\n${`${rows.join("\n")}\n`.repeat(2000)}`);
    const child = spawn(process.execPath, [cliPath, "predict", path("model.json"), path("long.csv")]);
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.stdout.once("data", () => child.stdout.destroy());
    const status = await new Promise((resolve) => child.on("close", resolve));
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });
});
