import { describe, expect, test } from "vitest";
import { patientsCsv, workspace } from "./run.ts";

const { succeed, fail, write } = workspace();
write("patients.csv", patientsCsv());
const trained = JSON.parse(
  succeed(["train", "patients.csv", "--target", "ill", "--test-fraction", "0", "--out", "model.json", "--json"]),
);

describe("evaluate", () => {
  test("finds the target by the name in the model and measures as train did", () => {
    const evaluated = JSON.parse(succeed(["evaluate", "model.json", "patients.csv", "--json"]));
    expect(evaluated.target).toBe("ill");
    expect(evaluated.measures).toEqual(trained.measures);
  });

  test("prints the measures for people", () => {
    const text = succeed(["evaluate", "model.json", "patients.csv"]);
    expect(text).toMatch(/^rows {8}40$/m);
    expect(text).toMatch(/^accuracy {4}[01]\.\d{4} {2}\d+ of 40 /m);
    expect(text).toMatch(/^actual yes/m);
  });

  test("agrees with the predictions", () => {
    const predictions = succeed(["predict", "model.json", "patients.csv"]).trim().split("\n").slice(1);
    const labels = patientsCsv()
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(",")[2]);
    const right = predictions.filter((line, i) => line.split(",")[0] === labels[i]).length;
    expect(trained.measures.accuracy).toBe(right / 40);
    const losses = predictions.map((line, i) => {
      const p = Number(line.split(",")[1]);
      return -Math.log(labels[i] === "yes" ? p : 1 - p);
    });
    expect(trained.measures.logLoss).toBeCloseTo(losses.reduce((sum, loss) => sum + loss, 0) / 40, 12);
  });

  test("--target names another column", () => {
    write("renamed.csv", patientsCsv().replace("ill", "sick"));
    const evaluated = JSON.parse(succeed(["evaluate", "model.json", "renamed.csv", "--target", "sick", "--json"]));
    expect(evaluated.measures).toEqual(trained.measures);
    expect(fail(1, ["evaluate", "model.json", "renamed.csv"])).toBe(
      'renamed.csv: no column "ill" for the target; the columns are "age", "dose" and "sick"',
    );
  });

  test("--weights and --threshold change the measures", () => {
    const threshold = JSON.parse(
      succeed(["evaluate", "model.json", "patients.csv", "--threshold", "0", "--json"]),
    ).measures;
    expect(threshold.recall).toBe(1);
    expect(threshold.confusion).toMatchObject({ trueNegative: 0, falseNegative: 0 });
    const weighted = patientsCsv()
      .trim()
      .split("\n")
      .map((line, i) => `${line},${i === 0 ? "w" : 2}`);
    write("weighted.csv", weighted.join("\n"));
    const doubled = JSON.parse(
      succeed(["evaluate", "model.json", "weighted.csv", "--weights", "w", "--json"]),
    ).measures;
    expect(doubled.accuracy).toBeCloseTo(trained.measures.accuracy, 12);
    expect(doubled.confusion.truePositive).toBe(2 * trained.measures.confusion.truePositive);
  });

  test("rows of one class have no AUC, which is said and no error", () => {
    const [header, ...rows] = patientsCsv().trim().split("\n");
    write("ill.csv", [header, ...rows.filter((row) => row.endsWith("yes"))].join("\n"));
    expect(succeed(["evaluate", "model.json", "ill.csv"])).toMatch(
      /^AUC {9}n\/a {2}these rows are of one class only$/m,
    );
    expect(JSON.parse(succeed(["evaluate", "model.json", "ill.csv", "--json"])).measures.rocAuc).toBe(null);
  });

  test("a label that is not of the model is named with its line", () => {
    write("third.csv", "age,dose,ill\n1,2,yes\n1,2,maybe\n");
    expect(fail(1, ["evaluate", "model.json", "third.csv"])).toBe(
      'third.csv: line 3, column "ill": expected "no" or "yes", which are the model\'s classes, got "maybe"',
    );
  });
});
