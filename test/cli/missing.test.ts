import { execSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { patientsCsv, workspace } from "./run.ts";

const { succeed, fail, write, path, directory, asIn } = workspace();

const [header = "", ...lines] = patientsCsv(60).trim().split("\n");
const file = (rows: readonly string[]): string => `${[header, ...rows].join("\n")}\n`;
/** The age of each seventh row is not known: -99 in one file, an empty cell in the other. */
const withAge = (text: string): string => file(lines.map((row, i) => (i % 7 === 3 ? row.replace(/^\d+/, text) : row)));
write("coded.csv", withAge("-99"));
write("empty.csv", withAge(""));
write("complete.csv", file(lines.filter((_, i) => i % 7 !== 3)));
/** A row without an age, a row without a label, and one with a label that --na names. */
write("other.csv", file([...lines.slice(0, 30), ",1,yes", "40,1,", "40,1,-99"]));
write("first.csv", file(lines.slice(0, 30)));

const json = (...args: string[]) => JSON.parse(succeed([...args, "--json"]));

describe("--na at train", () => {
  succeed(["train", "coded.csv", "-t", "ill", "--na", "-99,-98", "--missing", "mean", "-o", "filled.json", "-q"]);

  test("is in the model file, and only where it was given", () => {
    expect(JSON.parse(readFileSync(path("filled.json"), "utf8")).provenance.na).toEqual(["-99", "-98"]);
    succeed(["train", "first.csv", "-t", "ill", "-o", "plain.json", "-q"]);
    expect(JSON.parse(readFileSync(path("plain.json"), "utf8")).provenance).not.toHaveProperty("na");
    expect(succeed(["show", "filled.json"])).toContain("na -99,-98");
  });

  test("holds in predict, evaluate and describe, which say so", () => {
    const emptyByHand = ["empty.csv", "--na", ""];
    expect(succeed(["predict", "filled.json", "coded.csv"])).toBe(succeed(["predict", "filled.json", ...emptyByHand]));
    expect(json("evaluate", "filled.json", "coded.csv")).toMatchObject({
      na: ["-99", "-98"],
      measures: json("evaluate", "filled.json", ...emptyByHand).measures,
    });
    expect(json("describe", "coded.csv", "--against", "filled.json").columns[0].missing).toBe(9);
    const said = /^missing {5}"-99" or "-98", as in training$/m;
    expect(succeed(["evaluate", "filled.json", "coded.csv"])).toMatch(said);
    expect(succeed(["describe", "coded.csv", "--against", "filled.json"])).toMatch(said);
    expect(succeed(["predict", "filled.json", "coded.csv", "-o", "p.csv"])).toBe(
      'p.csv: 60 predictions (missing values: "-99" or "-98", as in training)\n',
    );
  });

  test("gives way to that of the command", () => {
    const plain = json("evaluate", "filled.json", "coded.csv", "--na", "x");
    expect(plain.na).toEqual(["x"]);
    expect(plain.measures).not.toEqual(json("evaluate", "filled.json", "coded.csv").measures);
    expect(json("describe", "coded.csv", "--against", "filled.json", "--na", "x").columns[0].missing).toBe(0);
    expect(succeed(["evaluate", "filled.json", "coded.csv", "--na", "x"])).toMatch(/^missing {5}"x"$/m);
  });

  test("is refused in a model file where it is no list of texts", () => {
    const model = JSON.parse(readFileSync(path("filled.json"), "utf8"));
    write("edited.json", JSON.stringify({ ...model, provenance: { na: [-99] } }));
    expect(fail(1, ["predict", "edited.json", "coded.csv"])).toBe(
      "edited.json: provenance.na: expected texts that mean a missing value, got [-99]",
    );
  });
});

describe("rows that miss a value where a model is measured", () => {
  succeed(["train", "empty.csv", "-t", "ill", "--missing", "drop", "-o", "dropped.json", "-q"]);

  test("are refused with the way out", () => {
    expect(fail(1, ["evaluate", "dropped.json", "empty.csv"])).toBe(
      `empty.csv: line 5, column "age": expected a value, got a missing one (null): say --missing drop${asIn("evaluate dropped.json empty.csv --missing drop")}`,
    );
    expect(fail(1, ["train", "first.csv", "-t", "ill", "--test", "other.csv"])).toBe(
      `other.csv: line 33, column "ill": missing value (empty cell): say --missing drop to leave such rows out${asIn("train first.csv -t ill --test other.csv --missing drop")}`,
    );
    expect(fail(2, ["evaluate", "dropped.json", "empty.csv", "--missing", "mean"])).toBe(
      '--missing: expected "drop", got "mean"',
    );
  });

  test("are left out by --missing drop, counted and said", () => {
    const measured = json("evaluate", "dropped.json", "empty.csv", "--missing", "drop");
    expect(measured).toMatchObject({ droppedRows: 9, measures: { rows: 51 } });
    expect(measured.measures).toEqual(json("evaluate", "dropped.json", "complete.csv").measures);
    expect(succeed(["evaluate", "dropped.json", "empty.csv", "--missing", "drop"])).toMatch(
      /^rows {8}51 \(9 more left out: a value is missing\)$/m,
    );
    expect(json("evaluate", "dropped.json", "other.csv", "--missing", "drop", "--na", "-99").droppedRows).toBe(3);
    // A model that fills a value in needs no row left out.
    expect(json("evaluate", "filled.json", "coded.csv", "--missing", "drop").droppedRows).toBe(0);
  });

  test("other bad cells are refused beside it, and a file of such rows alone", () => {
    write("bad.csv", file([",1,yes", "old,1,yes"]));
    expect(fail(1, ["evaluate", "dropped.json", "bad.csv", "--missing", "drop"])).toBe(
      'bad.csv: line 3, column "age": expected a number, got "old"',
    );
    write("bad.csv", file([",1,yes", ",1,no"]));
    expect(fail(1, ["evaluate", "dropped.json", "bad.csv", "--missing", "drop"])).toBe(
      "bad.csv: expected some row without a missing value, got none of 2",
    );
  });

  test("--missing drop of train holds for the rows of --test, by column too", () => {
    const trained = (...missing: string[]) =>
      json("train", "first.csv", "-t", "ill", "--na", "-99", "--test", "other.csv", ...missing);
    const expected = { fitted: 30, heldOut: 30, testDropped: 3 };
    expect(trained("--missing", "drop").rows).toMatchObject(expected);
    expect(trained("--missing", "age=drop,ill=drop").rows).toMatchObject(expected);
    expect(trained("--missing", "ill=drop,age=mean").rows).toMatchObject({ heldOut: 31, testDropped: 2 });
    expect(
      succeed(["train", "first.csv", "-t", "ill", "--na", "-99", "--test", "other.csv", "--missing", "drop"]),
    ).toMatch(/30 of other\.csv \(3 more left out: a value is missing\) to measure on$/m);
  });
});

describe("rows without a label", () => {
  write("unlabelled.csv", file([...lines, "40,1,", "50,2,NA"]));

  test("are left out by --missing <target>=drop, beside any other way for the columns", () => {
    write("labelled.csv", file(lines));
    const { coefficients } = json("train", "labelled.csv", "-t", "ill");
    for (const missing of ["ill=drop", "mean,ill=drop", " ill =drop", "drop"]) {
      const trained = json("train", "unlabelled.csv", "-t", "ill", "--missing", missing);
      expect(trained.rows, missing).toMatchObject({ fitted: 60, dropped: 2 });
      expect(trained.coefficients).toEqual(coefficients);
    }
    expect(json("train", "unlabelled.csv", "-t", "last", "--missing", "ill=drop").rows.dropped).toBe(2);
  });

  test("are refused with that advice, and nothing stands in for a label", () => {
    expect(fail(1, ["train", "unlabelled.csv", "-t", "ill", "--missing", "mean"])).toBe(
      `unlabelled.csv: line 62, column "ill": missing value (empty cell): say --missing ill=drop to leave such rows out${asIn("train unlabelled.csv -t ill --missing mean --missing ill=drop")}`,
    );
    expect(fail(2, ["train", "unlabelled.csv", "-t", "ill", "--missing", "ill=mean"])).toBe(
      '--missing: expected "drop" of "ill", which is the target, got "mean"',
    );
  });
});

describe("a message about missing values", () => {
  /** The command in a message, run by a shell as it is printed. */
  const runAsPrinted = (message: string): string => {
    const [, command = ""] = /, as in: (.*)$/.exec(message) ?? [];
    return untimed(execSync(command, { cwd: directory, encoding: "utf8" }));
  };
  const untimed = (text: string): string => text.replace(/^(epochs .*) in .*$/m, "$1");

  test("has the whole command to type instead, which runs as printed", () => {
    write("it's empty.csv", withAge(""));
    const given = ["train", "it's empty.csv", "-t", "ill", "--drop", "dose", "--test-fraction", "0.3"];
    expect(runAsPrinted(fail(1, given))).toBe(untimed(succeed([...given, "--missing", "mean"])));
    write("no label.csv", file([...lines, "40,1,"]));
    const labels = ["train", "--target=ill", "--", "no label.csv"];
    const dropped = succeed(["train", "--target=ill", "--missing", "ill=drop", "--", "no label.csv"]);
    expect(runAsPrinted(fail(1, labels))).toBe(untimed(dropped));
    for (const [command, ...more] of [
      ["evaluate", "--missing", "drop"],
      ["predict", "--invalid", "nan"],
    ]) {
      const words = [command ?? "", "dropped.json", "it's empty.csv"];
      expect(runAsPrinted(fail(1, words))).toBe(succeed([...words, ...more]));
    }
  });

  test("counts them by column", () => {
    const columns = Array.from({ length: 9 }, (_, j) => `x${j}`);
    const cells = (i: number) => columns.map((_, j) => (i % (j + 2) === 1 ? "" : String((i * (j + 3)) % 11)));
    const text = Array.from({ length: 40 }, (_, i) => [...cells(i), i % 3 === 0 ? "yes" : "no"].join(","));
    write("holes.csv", `${[...columns, "ill"].join(",")}\n${text.join("\n")}\n`);
    const counts = columns.map((name, j) => [name, Math.ceil(39 / (j + 2))] as const);
    const said = counts.map(([name, count]) => `"${name}" ${count}`).join(", ");
    const rows = text.filter((line) => /^,|,,/.test(line)).length;
    const message = fail(1, ["train", "holes.csv", "-t", "ill"]);
    expect(message).toContain(`in 9 columns (${said}; ${rows} of 40 rows in all)`);
  });
});
