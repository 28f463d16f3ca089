import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseModel } from "../../src/cli/read/modelFile.ts";
import { LogisticRegression } from "../../src/index.ts";
import { breastCancer, patientsCsv, workspace } from "./run.ts";

const { succeed, fail, write, path, asIn } = workspace();
write("patients.csv", patientsCsv());
succeed(["train", "patients.csv", "--target", "ill", "--out", "model.json", "--quiet"]);
const modelText = readFileSync(path("model.json"), "utf8");

describe("a data file at fault: exit status 1 and the place", () => {
  const twenty = (line: (i: number) => string) => Array.from({ length: 20 }, (_, i) => `${line(i)}\n`).join("");
  /** Twenty rows of numbers but for one cell, in line 3. */
  const withCell = (cell: string) => `age,t\n${twenty((i) => `${i === 1 ? cell : i * 3},${i % 2}`)}`;
  const among = 'data.csv: column "age": numbers but for ';
  const missing = "data.csv: expected no missing values, got them in 1 column ";
  const ways = "say --missing drop, mean, median or indicator";
  const again = (how: string) => asIn("train data.csv --target t --out model.json --missing", how);
  // biome-ignore format: a table
  const cases: readonly [what: string, content: string, message: string][] = [
    ["text in a numeric column", withCell("abc"), `${among}"abc" at line 3: say --na abc, or --drop age, or --categories age`],
    ["a word for a missing value", withCell("unknown"), `${among}"unknown" at line 3 (a missing value?): say --na unknown, or --drop age, or --categories age`],
    ["a missing value", withCell(""), `${missing}("age" 1; 1 of 20 rows in all): ${ways}, or --drop age${again("mean")}`],
    ["a missing label", "age,t\n1,0\n2,\n", `data.csv: line 3, column "t": missing value (empty cell): say --missing t=drop to leave such rows out${again("t=drop")}`],
    ["NaN", withCell("NaN"), `${missing}("age" 1; 1 of 20 rows in all): ${ways}, or --drop age${again("mean")}`],
    ["infinity", withCell("-Infinity"), `${among}"-Infinity" at line 3: say --na -Infinity, or --drop age, or --categories age`],
    ["a number too large", withCell("1e999"), `${among}"1e999" at line 3: say --na 1e999, or --drop age, or --categories age`],
    ["hexadecimal", withCell("0x10"), `${among}"0x10" at line 3: say --na 0x10, or --drop age, or --categories age`],
    ["a decimal comma", withCell('"1,5"'), `${among}"1,5" at line 3 (decimals need a point): say --drop age, or --categories age`],
    ["a thousands separator", withCell('"1,234"'), `${among}"1,234" at line 3 (the comma separates thousands: leave it out): say --drop age, or --categories age`],
    ["a cell with a line break", withCell('"a\nb"'), `${among}"a b" at line 3: say --drop age, or --categories age`],
    ["an identifier", `id,t\n${twenty((i) => `u${i},${i % 2}`)}u20,0\n`, 'data.csv: column "id": 21 distinct texts in 21 rows, such as "u0": likely an identifier: say --drop id, or --categories id'],
    ["all bad columns at once", `id,when,share,t\n${twenty((i) => `u${i},2024-01-${10 + i},${i}%,${i % 2}`)}u20,2024-02-01,2%,0\n`, 'data.csv: 3 columns, "id": 21 distinct texts in 21 rows, such as "u0": likely an identifier; "when": dates or times, such as "2024-01-10"; "share": percentages, such as "0%": say --drop id,when,share, or --categories id,when,share'],
    ["a ragged row", "age,t\n1,0\n2\n", "data.csv: line 3: expected 2 cells as in the header, got 1"],
    ["a missing target", "age,dose\n1,0\n2,1\n", 'data.csv: no column "t" for the target; the columns are "age" and "dose"'],
    ["a target with a typing error", "age,T\n1,0\n2,1\n", 'data.csv: no column "t" for the target; the columns are "age" and "T" (did you mean "T"?)'],
    ["another delimiter", "age/t\n1/0\n2/1\n", 'data.csv: no column "t" for the target; the only column is "age/t"'],
    ["no header", "1,2\n1,0\n2,1\n", 'data.csv: no column "t" for the target; the columns are "V1" and "V2" (the first line, which has numbers, was taken for a row: if it holds names, the target is none of them)'],
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
    expect(fail(1, ["train", "-", "--target", "t"], "age,t\n1,0\n2\n")).toBe(
      "stdin: line 3: expected 2 cells as in the header, got 1",
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

  test("bad cells in predict are named by line and column", () => {
    write("data.csv", "age,dose\n1,2\n1,\n");
    expect(fail(1, ["predict", "model.json", "data.csv"])).toBe(
      `data.csv: line 3, column "dose": expected a value, got a missing one (null): say --invalid nan${asIn("predict model.json data.csv --invalid nan")}`,
    );
    write("data.csv", 'age,dose\n1,2\n"1,5",2\n');
    expect(fail(1, ["predict", "model.json", "data.csv"])).toBe(
      'data.csv: line 3, column "age": expected a number, got "1,5" (decimals need a point)',
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
      // not there in every model: one of known coefficients has no report, and the encoder of plain numbers changes none of them
      if (["target", "seen", "prevalence", "provenance", "encoder", "report"].includes(key)) continue;
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
    ["", 'expected a command, "train", "predict", "evaluate", "show" or "describe", got none (see logit-wasm --help)'],
    ["fit", 'expected a command, "train", "predict", "evaluate", "show" or "describe", got "fit": say train (see logit-wasm --help)'],
    ["score x", 'expected a command, "train", "predict", "evaluate", "show" or "describe", got "score": say evaluate (see logit-wasm --help)'],
    ["frobnicate", 'expected a command, "train", "predict", "evaluate", "show" or "describe", got "frobnicate" (see logit-wasm --help)'],
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
    ["train patients.csv --target ill --features age,ill", '--features: "ill" is the target or has another part'],
    ["train patients.csv --target ill --features age,age", '--features: "age" is given twice'],
    ["train patients.csv --target ill --weights ill", "--weights: expected another column than the target"],
    ["train patients.csv --target ill --offset ill", "--offset: expected another column than the target"],
    ["train patients.csv --target ill --missing never", '--missing: expected "drop", "mean", "median" or "indicator", got "never"'],
    ["train patients.csv --target ill --missing height=mean", '--missing: expected a column to learn from, got "height"'],
    ["train patients.csv --target ill --categories doze", '--categories: expected a column to learn from, got "doze" (did you mean "dose"?)'],
    ["train patients.csv --target ill --reference last", '--reference: expected first or <column>=<level>, got "last"'],
    ["train patients.csv --target ill --interact age", '--interact: expected <column>:<column>, got "age"'],
    ["train patients.csv --target ill --interact age:age", '--interact: expected two columns, got "age" twice'],
    ["train patients.csv --target ill --class-weight even", '--class-weight: expected balanced or <negative>,<positive>, got "even"'],
    ["train patients.csv --target ill --select min", "--select: expected --cv beside it"],
    ["train patients.csv --target ill --cv --l2 1", "--cv and --l2: expected one of them, got both"],
    ["train patients.csv --target ill --folds 1", '--folds: expected a whole number of 2 or more, got "1"'],
    ["train patients.csv --target ill --test a.csv --split-column age", "--test and --split-column: expected one of them, got both"],
    ["predict model.json patients.csv --keep age --append", "--keep and --append: expected one of them, got both"],
    ["describe patients.csv --target ill --against model.json", "--against and --target: expected one of them, got both"],
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
    for (const command of ["train", "predict", "evaluate", "show", "describe"]) {
      expect(succeed([command, "--help"])).toMatch(new RegExp(`^Usage: logit-wasm ${command}`));
    }
  });

  test("the bundled data trains with the README's options", () => {
    expect(succeed(["train", breastCancer, "--target", "label"])).toMatch(/^converged {3}yes/m);
  });
});
