import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { LogisticRegression } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { EVERY_SIZE } from "../support/everySize.ts";
import { random } from "../support/random.ts";
import { workspace } from "./run.ts";

const { succeed, fail, run, write, path } = workspace();

/** Rows of 12 columns, of which number 5 has no entry; column 12 is a weight, 11 an offset, 10 a group from 1 to 4. */
const rows = sampleRows(120);
write("data.svm", svmlight(rows));
write("data.csv", csv(rows));

interface Row {
  readonly label: number;
  readonly values: readonly number[];
}

function sampleRows(count: number): Row[] {
  const next = random(3);
  return Array.from({ length: count }, (_, row) => {
    const values = Array.from({ length: 9 }, (_, j) => (j === 4 || next() < 0.6 ? 0 : Math.round(40 * next()) / 8));
    const z = (values[0] ?? 0) - (values[1] ?? 0) + 0.5 * (values[7] ?? 0) + 4 * next() - 2;
    return { label: z > 0 ? 1 : -1, values: [...values, 1 + (row % 4), (row % 3) / 2, 0.5 + (row % 5)] };
  });
}

function svmlight(all: readonly Row[]): string {
  const line = ({ label, values }: Row): string =>
    [label > 0 ? "+1" : "-1", ...values.flatMap((value, j) => (value === 0 ? [] : [`${j + 1}:${value}`]))].join(" ");
  return `${all.map(line).join("\n")}\n`;
}

function csv(all: readonly Row[]): string {
  const names = ["label", ...Array.from({ length: 12 }, (_, j) => j + 1)];
  const lines = all.map(({ label, values }) => [label > 0 ? "+1" : "-1", ...values].join(","));
  return `${[names.join(","), ...lines].join("\n")}\n`;
}

function trained(...args: string[]) {
  return JSON.parse(succeed(["train", ...args, "-t", "label", "--json"]));
}

interface Estimate {
  readonly name: string;
  readonly estimate: number;
}

const estimates = (coefficients: readonly Estimate[]) =>
  Object.fromEntries(coefficients.map(({ name, estimate }) => [name, estimate]));

describe("train on an svmlight file is train on the same table", () => {
  // biome-ignore format: a table
  const options: readonly (readonly string[])[] = [
    [],
    ["--l2", "0.02", "--no-standardize"],
    ["--l2", "0", "--drop", "5"],
    ["--l1", "0.01", "--l2", "0.01"],
    ["--weights", "12", "--offset", "11"],
    ["--features", "1,2", "--features", "8"],
    ["--drop", "3,4", "--folds", "3"],
    ["--group", "10", "--class-weight", "balanced", "--no-intercept"],
    ["--cv", "--l1-ratio", "0.5", "--folds", "4"],
    ["--test", "data.svm"],
    ["--test-fraction", "0", "--solver", "lbfgs"],
  ];
  test.each(options.map((given) => [given.join(" "), given] as const))("%s", (_, given) => {
    const [got, expected] = ["data.svm", "data.csv"].map((file) => trained(file, ...given));
    expect(got.report.objective).toBeCloseTo(expected.report.objective, 9);
    expect(got.measures.logLoss).toBeCloseTo(expected.measures.logLoss, 5);
    expect(got.measures.confusion).toEqual(expected.measures.confusion);
    expect(got.rows).toEqual(expected.rows);
    expect(got.columns).toBe(expected.columns);
    if (given.includes("--folds") && !given.includes("--cv")) {
      expect(got.folds.measures.logLoss.mean).toBeCloseTo(expected.folds.measures.logLoss.mean, 5);
    }
    const [own, other] = [estimates(got.coefficients), estimates(expected.coefficients)];
    for (const [name, estimate] of Object.entries(other)) expect(own[name] ?? 0).toBeCloseTo(estimate, 4);
    // what is 0 is not printed
    for (const { name, estimate } of got.coefficients.slice(1)) expect(estimate, name).not.toBe(0);
    expect(Object.keys(own)).not.toContain("5");
  });

  test("without a word about the target, which tables need", () => {
    expect(JSON.parse(succeed(["train", "data.svm", "--json"])).coefficients).toEqual(trained("data.svm").coefficients);
    expect(fail(2, ["train", "data.csv"])).toBe("required option '-t, --target <column>' not specified");
    expect(fail(2, ["train", "data.csv", "--weights", "12"])).toMatch("--target");
  });

  test("packed by gzip, and where every value is 1", () => {
    write("data.svm.gz", gzipSync(svmlight(rows)));
    expect(trained("data.svm.gz").coefficients).toEqual(trained("data.svm").coefficients);
    const ones = rows.map(({ label, values }) => ({ label, values: values.map((value) => (value > 1 ? 1 : 0)) }));
    write("ones.svm", svmlight(ones));
    write("ones.csv", csv(ones));
    const [got, expected] = ["ones.svm", "ones.csv"].map((file) => trained(file));
    expect(got.report.objective).toBeCloseTo(expected.report.objective, 10);
  });

  const columns = EVERY_SIZE ? 200_000 : 40_000;
  test(`memory is that of the entries: 3,000 rows of ${columns} columns`, () => {
    const wide = rows.concat(sampleRows(2880)).map((row, i) => `${svmlight([row]).trim()} ${columns - (i % 7)}:0.5`);
    write("wide.svm", `${wide.join("\n")}\n`);
    const { columns: read, report, coefficients } = trained("wide.svm", "--max-epochs", "3", "--test-fraction", "0");
    expect(read).toBe(columns);
    expect(report.objective).toBeLessThan(report.initialObjective);
    expect(coefficients.length).toBeLessThan(20);
    succeed(["train", "wide.svm", "-t", "label", "--max-epochs", "3", "-o", "wide.json", "-q"]);
    expect(JSON.parse(succeed(["evaluate", "wide.json", "wide.svm", "--json"])).measures.rows).toBe(3000);
    // 12 columns less the empty one, the 7 last ones, and the label
    expect(JSON.parse(succeed(["describe", "wide.svm", "-t", "label", "--json"])).columns.length).toBe(19);
  });
});

describe("a model of an svmlight file", () => {
  succeed(["train", "data.svm", "-t", "label", "-o", "model.json", "-q"]);
  succeed(["train", "data.svm", "-t", "label", "-o", "some.json", "-q", "--features", "1,8"]);
  const json = readFileSync(path("model.json"), "utf8");

  test("names its columns only where those are not all of 1, 2, ...", () => {
    const { features, provenance, coef } = JSON.parse(json);
    expect(features).toBeUndefined();
    expect(provenance.columns).toBe("numbered from 1");
    expect(provenance.ranges).toBeUndefined();
    expect(coef.length).toBe(12);
    expect(JSON.parse(readFileSync(path("some.json"), "utf8")).features).toEqual(["1", "8"]);
  });

  test("predicts sparse rows in the library, index 1 being column 0", () => {
    const X = { data: [2, 1.5], indices: [0, 7], indptr: [0, 2], rows: 1, columns: 12 };
    write("one.svm", "1 1:2 8:1.5\n");
    const [, line = ""] = succeed(["predict", "model.json", "one.svm"]).split("\n");
    for (const reader of [LogisticRegression.fromJSON(json), loadModel(json)]) {
      expect(`${reader.predict(X)[0]},${reader.predictProba(X)[0]}`).toBe(line);
    }
  });

  test("scores CSV and svmlight alike, also one that was fitted to CSV or to some columns", () => {
    succeed(["train", "data.csv", "-t", "label", "-o", "table.json", "-q"]);
    for (const model of ["model.json", "some.json", "table.json"]) {
      expect(succeed(["predict", model, "data.svm"])).toBe(succeed(["predict", model, "data.csv"]));
      const measures = (file: string) =>
        JSON.parse(succeed(["evaluate", model, file, "--json", "--weights", "12"])).measures;
      expect(measures("data.svm")).toEqual(measures("data.csv"));
    }
    const kept = ["--keep", "label,8", "--json"];
    const [first = ""] = succeed(["predict", "model.json", "data.svm", ...kept]).split("\n");
    const [{ label, values } = { label: 0, values: [] }] = rows;
    expect(JSON.parse(first)).toMatchObject({ label: label > 0 ? "+1" : -1, 8: values[7] });
  });

  test("takes shorter rows, and passes over columns beyond its own with a word", () => {
    write("short.svm", "1 1:2\n-1\n1 2:3\n");
    write("long.svm", "1 1:2 13:1 40:2\n-1 13:1\n1 2:3\n");
    const expected = succeed(["predict", "model.json", "short.svm"]);
    const outcome = run(["predict", "model.json", "long.svm"]);
    expect(outcome.stdout).toBe(expected);
    const line = "long.svm: passed over 3 entries of 2 columns beyond the model's 12\n";
    expect(outcome.stderr).toBe(line);
    expect(run(["evaluate", "model.json", "long.svm"]).stderr).toBe(line);
    expect(run(["train", "data.svm", "-t", "label", "--test", "long.svm"]).stderr).toBe(line);
    expect(run(["describe", "long.svm", "--against", "model.json"]).stderr).toBe(line);
    for (const command of ["predict", "evaluate"]) succeed([command, "model.json", "long.svm", "-q"]);
    // of a choice of columns the others are no surprise
    succeed(["predict", "some.json", "long.svm"]);
  });

  test("is shown without what is 0", () => {
    succeed(["train", "data.svm", "-t", "label", "-o", "few.json", "-q", "--l1", "0.1"]);
    const shown = JSON.parse(succeed(["show", "few.json", "--json"]));
    expect(shown.coefficients.length).toBeLessThan(10);
    expect(shown.coefficients.every(({ estimate }: Estimate) => estimate !== 0)).toBe(true);
    expect(succeed(["show", "few.json"])).toContain(
      `nonzero     ${shown.coefficients.length - 1} of 12 coefficients\n`,
    );
  });
});

describe("describe of an svmlight file", () => {
  interface Column {
    readonly name: string;
    readonly notes: readonly string[];
  }
  const columnsOf = (file: string, ...more: string[]): Column[] =>
    JSON.parse(succeed(["describe", file, "--json", ...more])).columns;

  test("says of the columns with entries what it says of a table", () => {
    // column 9 tells the label: 2 of one class, nothing of the other, and column 10 is the same in all rows
    const told = rows.map(({ label, values }) => ({
      label,
      values: [...values.slice(0, 8), label > 0 ? 2 : 0, 7, 0, 0],
    }));
    write("told.svm", svmlight(told));
    write("told.csv", csv(told));
    const [got, expected] = ["told.svm", "told.csv"].map((file) => columnsOf(file, "-t", "label"));
    expect(got?.map(({ name }) => name)).toEqual(["label", "1", "2", "3", "4", "6", "7", "8", "9", "10"]);
    for (const column of got ?? []) {
      const { entries: _, ...rest } = column as Column & { readonly entries?: number };
      expect(expected).toContainEqual({ ...rest, mean: expect.closeTo((rest as { mean?: number }).mean ?? 0, 10) });
    }
    expect(got?.at(-2)?.notes).toEqual(["tells the target by itself (AUC 1.0000): known before the outcome?"]);
    expect(columnsOf("told.svm").at(-2)?.notes).toEqual([]);
    expect(succeed(["describe", "told.svm"])).toMatch(/^9 +number +0 +0 to 2, mean [\d.]+; in \d+ rows$/m);
  });

  test("says how far means have moved from those of a model", () => {
    const moved = rows.map(({ label, values }) => ({ label, values: values.map((value, j) => (j === 1 ? 9 : value)) }));
    write("moved.svm", svmlight(moved));
    const columns = columnsOf("moved.svm", "--against", "model.json");
    expect(columns.filter(({ notes }) => notes.length > 0).map(({ name }) => name)).toEqual(["2"]);
    expect(columns[1]?.notes[0]).toMatch(/^mean 9\.00000, .* sd above that in fit$/);
  });
});

describe("what makes no sense beside an svmlight file is refused", () => {
  // biome-ignore format: a table
  const cases: readonly (readonly [args: readonly string[], option: string])[] = [
    [["train", "data.svm", "-t", "label", "--missing", "mean"], "--missing"],
    [["train", "data.svm", "-t", "label", "--categories", "3"], "--categories"],
    [["train", "data.svm", "-t", "label", "--reference", "first"], "--reference"],
    [["train", "data.svm", "-t", "label", "--interact", "1:2"], "--interact"],
    [["train", "data.svm", "-t", "label", "--max-levels", "5"], "--max-levels"],
    [["train", "data.svm", "-t", "label", "--na", "-9"], "--na"],
    [["train", "data.svm", "-t", "label", "--delimiter", ","], "--delimiter"],
    [["train", "data.svm", "-t", "label", "--no-header"], "--no-header"],
    [["predict", "model.json", "data.svm", "--append"], "--append"],
    [["predict", "model.json", "data.svm", "--invalid", "nan"], "--invalid"],
    [["evaluate", "model.json", "data.svm", "--missing", "drop"], "--missing"],
    [["describe", "data.svm", "--na", "-9"], "--na"],
  ];
  test.each(cases)("%j", (args, option) => {
    expect(fail(2, args)).toBe(`${option}: expected a file of named columns and cells, got an svmlight file`);
  });

  // biome-ignore format: a table
  const names: readonly (readonly [args: readonly string[], message: string])[] = [
    [["train", "data.svm", "-t", "ill"], 'data.svm: no column "ill" for the target; that of an svmlight file is "label"'],
    [["train", "data.svm", "-t", "label", "--drop", "age"], 'data.svm: no column "age" as --drop asks for; the columns of svmlight are "label", "1", "2", ...'],
    [["train", "data.svm", "-t", "label", "--weights", "13"], "data.svm: no column 13: the largest index is 12"],
    [["train", "data.svm", "-t", "label", "--features", "1,13"], "data.svm: no column 13: the largest index is 12"],
    [["evaluate", "model.json", "data.svm", "-t", "y"], 'data.svm: no column "y" for the target; that of an svmlight file is "label"'],
    [["predict", "model.json", "data.svm", "--keep", "id"], 'data.svm: no column "id" as --keep asks for; the columns of svmlight are "label", "1", "2", ...'],
  ];
  test.each(names)("%j", (args, message) => expect(fail(1, args)).toBe(message));

  test("a model of named columns, an index too large, a value that is none, and a weight below 0", () => {
    write("named.csv", "age,label\n1,+1\n2,-1\n3,+1\n2,-1\n");
    succeed(["train", "named.csv", "-t", "label", "-o", "named.json", "-q", "--test-fraction", "0"]);
    expect(fail(1, ["predict", "named.json", "data.svm"])).toBe(
      'data.svm: expected the columns of named.json, which needs "age", got an svmlight file',
    );
    write("bad.svm", `${svmlight(rows)}1 900000000:1\n`);
    expect(fail(1, ["train", "bad.svm", "-t", "label"])).toBe(
      'bad.svm: line 121: expected indices up to 67108864, got "900000000:1"',
    );
    write("bad.svm", `${svmlight(rows)}1 2:x\n`);
    expect(fail(1, ["train", "bad.svm", "-t", "label"])).toBe(
      'bad.svm: line 121, column "2": expected a number, got "x"',
    );
    write("bad.svm", `${svmlight(rows)}1 2:-3\n`);
    for (const args of [["train"], ["evaluate", "model.json"]]) {
      expect(fail(1, [...args, "bad.svm", "-t", "label", "--weights", "2"])).toBe(
        'bad.svm: line 121, column "2": expected a weight of 0 or more, got -3',
      );
    }
    expect(fail(2, ["train", "data.svm", "-t", "label", "--weights", "2", "--drop", "2"])).toBe(
      '--drop: "2" is the target or has another part',
    );
  });
});

test("an svmlight file from stdin, with line breaks of Windows, is read as it is otherwise", () => {
  const expected = trained("data.svm").coefficients;
  const text = svmlight(rows).replaceAll("\n", "\r\n");
  const input = [text, gzipSync(text)];
  for (const given of input) {
    const args = ["train", "-", "-t", "label", "--json"];
    expect(JSON.parse(succeed(args, given)).coefficients).toEqual(expected);
  }
});
