import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { patientsCsv, workspace } from "./run.ts";

const { succeed, fail, run, write } = workspace();
write("patients.csv", patientsCsv());
succeed(["train", "patients.csv", "-t", "ill", "-o", "model.json", "-q"]);
const expected = trained("patients.csv").coefficients;
const predictions = succeed(["predict", "model.json", "patients.csv"]);

function trained(file: string, ...options: string[]) {
  return JSON.parse(succeed(["train", file, "-t", "ill", "--json", ...options]));
}

const [, ...rows] = patientsCsv().trim().split("\n");

describe("a file is found out, and train says what it is", () => {
  // biome-ignore format: a table
  const cases: readonly [what: string, content: string | Uint8Array, said: string][] = [
    ["semicolons", patientsCsv().replaceAll(",", ";"), "cells separated by semicolons"],
    ["semicolons behind quoted names", patientsCsv().replaceAll(",", ";").replace("age;dose;ill", '"age";"dose";"ill"'), "cells separated by semicolons"],
    ["tabs", patientsCsv().replaceAll(",", "\t"), "cells separated by tabs"],
    ["pipes", patientsCsv().replaceAll(",", "|"), "cells separated by pipes"],
    ["decimal commas, as write.csv2 has them", patientsCsv().replaceAll(",", ";").replaceAll(".", ","), "cells separated by semicolons, decimal commas"],
    ["gzip", gzipSync(patientsCsv()), "gzip"],
    ["JSON lines", rows.map((row) => { const [age, dose, ill] = row.split(","); return JSON.stringify({ age: Number(age), dose: Number(dose), ill }); }).join("\n"), "JSON lines"],
    ["JSON lines in gzip", gzipSync(`${rows.map((row) => { const [age, dose, ill] = row.split(","); return JSON.stringify({ ill, dose: Number(dose), age: Number(age) }); }).join("\n")}\n`), "gzip, JSON lines"],
  ];
  test.each(cases)("%s", (_, content, said) => {
    write("data", content);
    const { coefficients, readAs } = trained("data", "--features", "age,dose");
    expect(coefficients).toEqual(expected);
    expect(readAs).toBe(said);
    expect(succeed(["train", "data", "-t", "ill"])).toContain(`\nread as     ${said}\n`);
    expect(succeed(["predict", "model.json", "data"])).toBe(predictions);
    expect(JSON.parse(succeed(["evaluate", "model.json", "data", "--json"])).measures.rows).toBe(40);
  });

  test("sep=; in the first line, with decimal commas", () => {
    write("data", `sep=;\n${patientsCsv().replaceAll(",", ";").replaceAll(".", ",")}`);
    expect(trained("data").coefficients).toEqual(expected);
  });

  test("a plain file is not remarked on", () => {
    expect(succeed(["train", "patients.csv", "-t", "ill"])).not.toMatch(/^read as/m);
    write("patients.tsv", patientsCsv().replaceAll(",", "\t"));
    expect(succeed(["train", "patients.tsv", "-t", "ill"])).not.toMatch(/^read as/m);
  });

  test("no header: V1, V2 and so on, and -t last", () => {
    write("headless", `${rows.join("\n")}\n`);
    const model = JSON.parse(succeed(["train", "headless", "-t", "last", "--json"]));
    expect(model.target).toBe("V3");
    expect(model.readAs).toBe("no header: the columns are V1, V2, ...");
    expect(model.coefficients.map(({ estimate }: { estimate: number }) => estimate)).toEqual(
      expected.map(({ estimate }: { estimate: number }) => estimate),
    );
    write("texts", "a,yes\nb,no\na,yes\nb,no\n");
    expect(JSON.parse(succeed(["train", "texts", "-t", "V2", "--no-header", "--json"])).rows.fitted).toBe(4);
    expect(JSON.parse(succeed(["train", "patients.csv", "-t", "last", "--json"])).target).toBe("ill");
  });

  test("svmlight, with the optimum of its rows with zeros", () => {
    write("data.svm", "+1 1:2 3:1\n-1 2:1.5 # note\n+1 1:1\n-1 2:1 3:2\n");
    write("data.csv", "label,1,2,3\n1,2,0,1\n-1,0,1.5,0\n1,1,0,0\n-1,0,1,2\n");
    const of = (file: string) => JSON.parse(succeed(["train", file, "-t", "label", "--json"]));
    expect(of("data.svm").intercept).toBeCloseTo(of("data.csv").intercept, 10);
    expect(of("data.svm").readAs).toBe("svmlight: the columns are label, 1, 2, ...");
    expect(fail(1, ["train", "data.svm", "-t", "y"])).toBe(
      'data.svm: no column "y" for the target; that of an svmlight file is "label"',
    );
    write("bad.svm", "+1 1:2 3:1\n-1 3:1 2:1\n");
    expect(fail(1, ["train", "bad.svm", "-t", "label"])).toBe(
      'bad.svm: line 2: expected index:value with rising indices from 1, got "2:1"',
    );
  });

  test("svmlight of lines with a label alone or a single pair, comments and qid", () => {
    const lines = Array.from({ length: 40 }, (_, i) => `${(i * 7) % 5 > 1 ? 1 : -1} 1:${(i * 7) % 9} 3:${i % 4}`);
    write("odd.svm", `${["# a comment", "1", "-1 2:1", "1 qid:3 1:2 # note", "# another", ...lines].join("\n")}\n`);
    const { readAs, rows } = JSON.parse(succeed(["train", "odd.svm", "-t", "label", "--json", "-o", "odd.json"]));
    expect(readAs).toMatch(/^svmlight/);
    expect(rows.fitted).toBe(43);
    // Columns of zeros are not written, so that new rows may end before the model's last column.
    write("new.svm", "1\n-1 2:1\n");
    write("new.csv", "label,1,2,3\n1,0,0,0\n-1,0,1,0\n");
    expect(succeed(["predict", "odd.json", "new.svm"])).toBe(succeed(["predict", "odd.json", "new.csv"]));
    const measures = (file: string) => JSON.parse(succeed(["evaluate", "odd.json", file, "--json"])).measures;
    expect(measures("new.svm")).toEqual(measures("new.csv"));
    expect(succeed(["train", "odd.svm", "-t", "label", "--test", "new.svm"])).toMatch(/2 of new\.svm to measure on/);
  });

  test("svmlight rows that go on beyond the model's columns, which is said unless --quiet is", () => {
    const row = (i: number, more = "") => `${(i * 7) % 5 > 1 ? 1 : -1} 1:${(i * 7) % 9} 3:${1 + (i % 4)}${more}`;
    const rows = (more = "") => `${Array.from({ length: 40 }, (_, i) => row(i, i === 30 ? more : "")).join("\n")}\n`;
    for (const [name, more] of Object.entries({ own: "", one: " 4:2", far: " 5:1 9:2" }))
      write(`${name}.svm`, rows(more));
    succeed(["train", "own.svm", "-t", "label", "-o", "own.json", "-q"]);
    for (const [file, columns] of [
      ["one.svm", "1 entry of 1 column"],
      ["far.svm", "2 entries of 2 columns"],
    ] as const) {
      const said = `${file}: passed over ${columns} beyond the model's 3\n`;
      for (const command of [
        ["predict", "own.json"],
        ["evaluate", "own.json", "--json"],
        ["describe", "--against", "own.json", "--json"],
      ]) {
        const [word = "", ...rest] = command;
        const { stdout, stderr, status } = run([word, ...rest, file]);
        expect([stderr, status]).toEqual([said, 0]);
        expect(stdout.replaceAll(file, "own.svm")).toBe(succeed([word, ...rest, "own.svm"]));
        if (word !== "describe") expect(succeed([word, ...rest, file, "-q"])).toBe(stdout);
      }
      const test = ["train", "own.svm", "-t", "label", "--test", file, "--json"];
      expect(run(test).stderr).toBe(said);
      succeed([...test, "-q"]);
    }
    // columns of other files have names, and are passed over as ever
    write("named.csv", "id,1,2,3,4\n7,1,2,3,4\n");
    succeed(["predict", "own.json", "named.csv"]);
  });

  test("--encoding", () => {
    const latin = Buffer.from(patientsCsv().replaceAll("yes", "ja").replaceAll("no", "n\u00f6"), "latin1");
    write("latin.csv", latin);
    const { classes } = JSON.parse(succeed(["train", "latin.csv", "-t", "ill", "--encoding", "latin1", "--json"]));
    expect(classes).toEqual({ negative: "ja", positive: "n\u00f6" });
    expect(fail(2, ["train", "latin.csv", "-t", "ill", "--encoding", "klingon"])).toMatch(/^--encoding: .*"klingon"/);
  });

  test("JSON lines with a value that is no cell, a line that is none, and a name that comes late", () => {
    write("data", '{"a": [1], "ill": 1}\n{"a": 2, "ill": 0}\n');
    expect(fail(1, ["train", "data", "-t", "ill"])).toBe(
      'data: line 1, column "a": expected a number or a text, got an object',
    );
    write("data", '{"a": 1, "ill": 1}\nnothing\n');
    expect(fail(1, ["train", "data", "-t", "ill"])).toBe('data: line 2: expected a JSON object, got "nothing"');
  });

  test("a damaged gzip is told", () => {
    write("cut.csv.gz", gzipSync(patientsCsv()).subarray(0, 60));
    expect(fail(1, ["train", "cut.csv.gz", "-t", "ill"])).toMatch(/^cut\.csv\.gz: /);
  });
});
