import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseModel } from "../../src/cli/read/modelFile.ts";
import { LogisticRegression } from "../../src/index.ts";
import { breastCancer, patientsCsv, workspace } from "./run.ts";

const { succeed, fail, write, path } = workspace();
write("patients.csv", patientsCsv());
succeed(["train", "patients.csv", "--target", "ill", "--out", "model.json", "--quiet"]);
const modelText = readFileSync(path("model.json"), "utf8");

describe("a data file at fault: exit status 1 and the place", () => {
  // biome-ignore format: a table
  const cases: readonly [what: string, content: string, message: string][] = [
    ["text in a numeric column", "age,t\n1,0\nabc,1\n", 'data.csv: line 3, column "age": expected a number, got "abc"'],
    ["a missing value", "age,t\n1,0\n,1\n", 'data.csv: line 3, column "age": missing value (empty cell)'],
    ["a missing label", "age,t\n1,0\n2,\n", 'data.csv: line 3, column "t": missing value (empty cell)'],
    ["NaN", "age,t\n1,0\nNaN,1\n", 'data.csv: line 3, column "age": expected a finite number, got "NaN"'],
    ["infinity", "age,t\n-Infinity,0\n2,1\n", 'data.csv: line 2, column "age": expected a finite number, got "-Infinity"'],
    ["a number too large", "age,t\n1e999,0\n2,1\n", 'data.csv: line 2, column "age": expected a finite number, got "1e999"'],
    ["hexadecimal", "age,t\n0x10,0\n2,1\n", 'data.csv: line 2, column "age": expected a number, got "0x10"'],
    ["a decimal comma", 'age,t\n"1,5",0\n2,1\n', 'data.csv: line 2, column "age": expected a number, got "1,5" (decimals need a point)'],
    ["a cell with a line break", 'age,t\n"a\nb",0\n2,1\n', 'data.csv: line 2, column "age": expected a number, got "a\\nb"'],
    ["a ragged row", "age,t\n1,0\n2\n", "data.csv: line 3: expected 2 cells as in the header, got 1"],
    ["a missing target", "age,dose\n1,0\n2,1\n", 'data.csv: no column "t" for the target; the columns are "age" and "dose"'],
    ["a target with a typing error", "age,T\n1,0\n2,1\n", 'data.csv: no column "t" for the target; the columns are "age" and "T" (did you mean "T"?)'],
    ["another delimiter", "age;t\n1;0\n2;1\n", 'data.csv: no column "t" for the target; the only column is "age;t" (is the delimiter ";"? see --delimiter)'],
    ["no header", "1,2\n1,0\n2,1\n", 'data.csv: no column "t" for the target; the columns are "1" and "2" (the first line has to hold the column names)'],
    ["an unterminated quote", 'age,t\n1,0\n"2,1\n', 'data.csv: line 3, column "age": a quote is opened and never closed'],
    ["an empty file", "", "data.csv: the file is empty"],
    ["a header without rows", "age,t\n", "data.csv: a header but no rows"],
    ["a duplicate name", "age,age,t\n1,2,0\n", 'data.csv: line 1: two columns have the name "age" (leave all of them out with --drop age, or rename them)'],
    ["a column without a name", "age,,t\n1,2,0\n", 'data.csv: line 1: column 2 has no name (leave it out with --drop "")'],
    ["one class", "age,t\n1,0\n2,0\n", 'data.csv: column "t": expected 2 classes, found only "0"'],
    ["three classes", "age,t\n1,a\n2,b\n3,c\n", 'data.csv: column "t": expected 2 classes, found 3: "a", "b" and "c"'],
    ["a target that is no label", `age,t\n${Array.from({ length: 50 }, (_, i) => `1,${i / 2}`).join("\n")}\n`, 'data.csv: line 22, column "t": expected 2 classes, found more than 20: "0", "0.5", "1" ...'],
    ["no column besides the target", "t\n0\n1\n", 'data.csv: no column is left to learn from besides "t"'],
  ];
  test.each(cases)("%s", (_, content, message) => {
    write("data.csv", content);
    expect(fail(1, ["train", "data.csv", "--target", "t", "--out", "model.json"])).toBe(message);
    expect(readFileSync(path("model.json"), "utf8")).toBe(modelText);
  });

  test("a negative weight, and weights that are all zero", () => {
    write("data.csv", "age,t,w\n1,0,1\n2,1,-1\n");
    expect(fail(1, ["train", "data.csv", "--target", "t", "--weights", "w"])).toBe(
      'data.csv: line 3, column "w": expected a weight of 0 or more, got -1',
    );
    write("data.csv", "age,t,w\n1,0,0\n2,1,0\n");
    expect(fail(1, ["train", "data.csv", "--target", "t", "--weights", "w"])).toBe(
      'data.csv: column "w": expected a weight above 0 in some row, got only 0',
    );
  });

  test("stdin is called stdin", () => {
    expect(fail(1, ["train", "-", "--target", "t"], "age,t\n1,0\nabc,1\n")).toBe(
      'stdin: line 3, column "age": expected a number, got "abc"',
    );
  });

  test("columns that the model needs and the data lacks are named", () => {
    write("data.csv", "age\n1\n");
    expect(fail(1, ["predict", "model.json", "data.csv"])).toBe(
      'data.csv: no column "dose", which model.json needs; the only column is "age"',
    );
    write("data.csv", "x\n1\n");
    expect(fail(1, ["predict", "model.json", "data.csv"])).toBe(
      'data.csv: 2 columns that model.json needs are missing: "age" and "dose"',
    );
  });

  test("columns of --features, --drop and --weights that are not there", () => {
    const train = ["train", "patients.csv", "--target", "ill"];
    const there = 'the columns are "age", "dose" and "ill"';
    expect(fail(1, [...train, "--features", "x,age"])).toBe(
      `patients.csv: no column "x" as --features asks for; ${there}`,
    );
    expect(fail(1, [...train, "--drop", "x"])).toBe(`patients.csv: no column "x" as --drop asks for; ${there}`);
    expect(fail(1, [...train, "--weights", "x"])).toBe(`patients.csv: no column "x" for the weights; ${there}`);
  });

  test("bad cells in predict have the same words", () => {
    write("data.csv", "age,dose\n1,2\n1,\n");
    expect(fail(1, ["predict", "model.json", "data.csv"])).toBe(
      'data.csv: line 3, column "dose": missing value (empty cell)',
    );
  });

  test("files that cannot be read or written", () => {
    expect(fail(1, ["train", "none.csv", "--target", "t"])).toBe("none.csv: cannot read it: no such file or directory");
    expect(fail(1, ["train", ".", "--target", "t"])).toBe(".: cannot read it: is a directory");
    expect(fail(1, ["predict", "none.json", "patients.csv"])).toBe(
      "none.json: cannot read it: no such file or directory",
    );
    const train = ["train", "patients.csv", "--target", "ill", "--out"];
    expect(fail(1, [...train, "none/model.json"])).toBe("none/model.json: cannot write it: no such file or directory");
    expect(fail(1, [...train, "."])).toBe(".: cannot write it: is a directory");
    expect(fail(1, ["predict", "model.json", "patients.csv", "--out", "none/out.csv"])).toBe(
      "none/out.csv: cannot write it: no such file or directory",
    );
  });

  test("a full disk is told, on a file and on stdout", () => {
    expect(fail(1, ["train", "patients.csv", "--target", "ill", "--out", "/dev/full"])).toBe(
      "/dev/full: cannot write it: no space left on the device",
    );
  });

  test("something that is no text at all", () => {
    write(
      "data.csv",
      Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256),
    );
    expect(fail(1, ["train", "data.csv", "--target", "t"])).toMatch(/^data\.csv: /);
  });
});

describe("a model file at fault", () => {
  const predictWith = (content: string) => fail(1, ["predict", write("bad.json", content), "patients.csv"]);

  test("truncated at any place", () => {
    expect(predictWith(modelText.slice(0, modelText.length / 2))).toMatch(
      /^bad\.json: expected a model file, but the file is cut off: its JSON ends early \(/,
    );
    for (let length = 0; length < modelText.trimEnd().length; length++) {
      expect(() => parseModel("bad.json", modelText.slice(0, length)), `${length} characters`).toThrow(
        /^bad\.json: expected a model file, (got an empty file$|but the file (is cut off|is not JSON))/,
      );
    }
  });

  test("empty, not JSON, or JSON of something else", () => {
    expect(predictWith("")).toBe("bad.json: expected a model file, got an empty file");
    expect(predictWith("age,dose\n1,2\n")).toMatch(/^bad\.json: expected a model file, but the file is not JSON \(/);
    expect(predictWith("[1, 2]")).toBe("bad.json: expected a model file, got JSON that is no object");
    expect(predictWith("{}")).toMatch(/^bad\.json: not a model this version can read: /);
  });

  test("lacking a part: each of them is missed", () => {
    const model = JSON.parse(modelText);
    for (const key of Object.keys(model)) {
      // what a fit knew of its rows, for a stream to go on from, is not there in every model
      if (["target", "seen", "prevalence"].includes(key)) continue;
      const { [key]: _, ...rest } = model;
      expect(predictWith(JSON.stringify(rest)), key).toMatch(/^bad\.json: /);
    }
  });

  test("of another version", () => {
    const model = JSON.parse(modelText);
    expect(predictWith(JSON.stringify({ ...model, version: 999 }))).toMatch(/^bad\.json: not a model .*999/);
  });

  test("without names or without a target", () => {
    const data = Float64Array.of(1, 2, 3, 4);
    const model = new LogisticRegression().fit({ data, rows: 4, columns: 1 }, [0, 1, 0, 1]);
    writeFileSync(path("nameless.json"), JSON.stringify(model));
    expect(fail(1, ["predict", "nameless.json", "patients.csv"])).toBe(
      "nameless.json: the model has no feature names, so its columns cannot be found in a file by name",
    );
    const { target: _, ...untargeted } = JSON.parse(modelText);
    writeFileSync(path("untargeted.json"), JSON.stringify(untargeted));
    expect(fail(2, ["evaluate", "untargeted.json", "patients.csv"])).toBe(
      "untargeted.json does not name its target column: give --target",
    );
    expect(succeed(["predict", "untargeted.json", "patients.csv"])).toMatch(/^prediction/);
  });
});

describe("wrong usage: exit status 2", () => {
  // biome-ignore format: a table
  const cases: readonly [args: string, message: string][] = [
    ["", 'expected a command, "train", "predict" or "evaluate", got none (see logit-wasm --help)'],
    ["fit", 'expected a command, "train", "predict" or "evaluate", got "fit": say train (see logit-wasm --help)'],
    ["score x", 'expected a command, "train", "predict" or "evaluate", got "score": say evaluate (see logit-wasm --help)'],
    ["frobnicate", 'expected a command, "train", "predict" or "evaluate", got "frobnicate" (see logit-wasm --help)'],
    ["train patients.csv --target ill --C 1", "unknown option '--C': say --l2, which is 1 / (C m) for m rows"],
    ["train patients.csv --target ill --penalty l1", "unknown option '--penalty': say --l1 and --l2, numbers, 0 for none"],
    ["train patients.csv --target ill --max-iter=5", "unknown option '--max-iter=5': say --max-epochs"],
    ["train patients.csv --target ill --max_iter 5", "unknown option '--max_iter': say --max-epochs"],
    ["train patients.csv --target ill --sep ;", "unknown option '--sep': say --delimiter"],
    ["evaluate model.json patients.csv --sample-weight w", "unknown option '--sample-weight': say --weights"],
    ["predict model.json patients.csv --C 1", "unknown option '--C'"],
    ["train --target ill", "missing required argument 'data'"],
    ["train patients.csv", "required option '-t, --target <column>' not specified"],
    ["train patients.csv more.csv --target ill", "too many arguments for 'train'. Expected 1 argument but got 2."],
    ["train patients.csv --target ill --sed 1", "unknown option '--sed' (Did you mean --seed?)"],
    ["train patients.csv --target ill --seed", "option '--seed <n>' argument missing"],
    ["train patients.csv --target ill --seed -1", '--seed: expected a whole number from 0 to 4294967295, got "-1"'],
    ["train patients.csv --target ill --seed 1.5", '--seed: expected a whole number from 0 to 4294967295, got "1.5"'],
    ["train patients.csv --target ill --l2 -1", '--l2: expected a number of 0 or more, got "-1"'],
    ["train patients.csv --target ill --l1 much", '--l1: expected a number of 0 or more, got "much"'],
    ["train patients.csv --target ill --learning-rate 0", '--learning-rate: expected a number above 0, got "0"'],
    ["train patients.csv --target ill --max-epochs 0", '--max-epochs: expected a whole number of 1 or more, got "0"'],
    ["train patients.csv --target ill --test-fraction 1", '--test-fraction: expected a number from 0 below 1, got "1"'],
    ["train patients.csv --target ill --solver saga", '--solver: expected "auto", "newton", "lbfgs", "newton-cg", "proximal-newton", "gradient-descent" or "sgd", got "saga"'],
    ["train patients.csv --target ill --precision f16", '--precision: expected "f32" or "f64", got "f16"'],
    ["train patients.csv --target ill --delimiter ab", '--delimiter: expected one character or comma, semicolon, tab, pipe, space, got "ab"'],
    ["train patients.csv --target ill --positive maybe", '--positive: expected "no" or "yes", got "maybe"'],
    ["train patients.csv --target ill --features age --drop dose", "--features and --drop: expected one of them, got both"],
    ["train patients.csv --target ill --features age,ill", '--features: "ill" is the target or the weights'],
    ["train patients.csv --target ill --features age,age", '--features: "age" is given twice'],
    ["train patients.csv --target ill --weights ill", "--weights: expected another column than the target"],
    ["train patients.csv --target ill --out - --json", "--json and --out -: only one of them can have stdout"],
    ["train patients.csv --target ill --out patients.csv", "--out: expected another file than the data"],
    ["predict model.json", "missing required argument 'data'"],
    ["predict model.json patients.csv --threshold 2", '--threshold: expected a number from 0 to 1, got "2"'],
    ["predict model.json patients.csv --out ./model.json", "--out: expected another file than the model"],
    ["predict model.json patients.csv --out patients.csv", "--out: expected another file than the data"],
    ["predict - -", "only one of the model and the data can be -"],
    ["evaluate model.json patients.csv --out x", "unknown option '--out'"],
  ];
  test.each(cases)("logit-wasm %s", (args, message) => {
    expect(
      fail(
        2,
        args.split(" ").filter((word) => word !== ""),
      ),
    ).toBe(message);
  });

  test("nothing was written", () => {
    expect(readFileSync(path("model.json"), "utf8")).toBe(modelText);
    expect(readFileSync(path("patients.csv"), "utf8")).toBe(patientsCsv());
  });
});

describe("help and version", () => {
  test("go to stdout with exit status 0", () => {
    expect(succeed(["--version"])).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(succeed(["--help"])).toMatch(/^Usage: logit-wasm/);
    for (const command of ["train", "predict", "evaluate"]) {
      expect(succeed([command, "--help"])).toMatch(new RegExp(`^Usage: logit-wasm ${command}`));
    }
  });

  test("the bundled data trains with the README's options", () => {
    expect(succeed(["train", breastCancer, "--target", "label"])).toMatch(/^converged {3}yes/m);
  });
});
