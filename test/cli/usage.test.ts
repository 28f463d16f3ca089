import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fileWord, programWords } from "../../src/cli/commandLine.ts";
import { cliPath, patientsCsv, workspace } from "./run.ts";

const { succeed, fail, write, path, directory } = workspace();
write("patients.csv", patientsCsv());
succeed(["train", "patients.csv", "--target", "ill", "--out", "model.json", "--quiet"]);

describe("help", () => {
  test.each([[[]], [["train"]], [["predict"]], [["evaluate"]]])("of %j fits 80 columns", (command) => {
    const help = succeed([...command, "--help"]);
    expect(help.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(succeed(["help", ...command])).toBe(help);
  });

  test("what other programs are asked for", () => {
    const version = succeed(["--version"]);
    for (const asked of ["-V", "-v", "version"]) expect(succeed([asked])).toBe(version);
    expect(fail(2, ["help", "fit"])).toBe('help: expected a command, got "fit"');
  });
});

describe("an option that is given twice", () => {
  test.each([
    ["train patients.csv -t ill -t age", "--target"],
    ["train patients.csv --target ill -t ill", "--target"],
    ["train patients.csv -t ill --l2 1 --l2 2", "--l2"],
    ["train patients.csv -t ill --seed 1 --seed 1", "--seed"],
    ["train patients.csv -t ill --no-standardize --no-standardize", "--no-standardize"],
    ["train patients.csv -t ill --json --json", "--json"],
    ["predict model.json patients.csv --threshold 0.1 --threshold 0.2", "--threshold"],
    ["predict model.json patients.csv -o a --out b", "--out"],
    ["evaluate model.json patients.csv -t ill -t age", "--target"],
    ["evaluate model.json patients.csv --weights age --weights dose", "--weights"],
  ])("%s", (args, option) => {
    expect(fail(2, args.split(" "))).toBe(`${option}: expected it once, got it twice`);
  });
});

describe("nothing is measured and thrown away", () => {
  test("evaluate --quiet prints what it measures", () => {
    expect(succeed(["evaluate", "model.json", "patients.csv", "-q"])).toBe(
      succeed(["evaluate", "model.json", "patients.csv"]),
    );
    expect(succeed(["evaluate", "model.json", "patients.csv", "--quiet", "--json"])).toMatch(/^\{/);
  });

  test("train --quiet wants a model or JSON", () => {
    expect(fail(2, ["train", "patients.csv", "-t", "ill", "--quiet"])).toBe(
      "--quiet: expected --out or --json as well, or nothing would be left of the training",
    );
    expect(succeed(["train", "patients.csv", "-t", "ill", "--quiet", "--json"])).toMatch(/^\{/);
  });
});

describe("what is in force is said", () => {
  test("threshold and weights of evaluate", () => {
    const text = succeed(["evaluate", "model.json", "patients.csv", "--threshold", "0.3", "--weights", " age"]);
    expect(text).toMatch(/^threshold {3}0\.3: from this probability on, yes is predicted$/m);
    expect(text).toMatch(/^weights {5}age: measures count weight, not rows$/m);
    expect(succeed(["evaluate", "model.json", "patients.csv"])).not.toMatch(/^weights/m);
  });

  test("penalty and solver in the JSON of train", () => {
    const json = (...options: string[]) =>
      JSON.parse(succeed(["train", "patients.csv", "-t", "ill", "--test-fraction", "0", "--json", ...options]));
    expect(json()).toMatchObject({ l1: 0, l2: 1 / 40, standardize: true, solver: "auto", precision: "f64" });
    expect(json("--l1", "0.1", "--no-standardize")).toMatchObject({ l1: 0.1, l2: 0, standardize: false });
    const named = json("--l2", "0.5", "--solver", "lbfgs", "--tolerance", "1e-9", "--max-epochs", "99");
    expect(named).toMatchObject({ l2: 0.5, solver: "lbfgs", tolerance: 1e-9, maxEpochs: 99 });
    expect(json("--weights", "age").l2).toBeCloseTo(
      1 /
        patientsCsv()
          .trim()
          .split("\n")
          .slice(1)
          .reduce((sum, line) => sum + Number.parseFloat(line), 0),
      15,
    );
  });
});

describe("next", () => {
  const installed = (folder: string) => `/home/a/${folder}/node_modules/.bin/logit-wasm`;

  test("begins as the program was called", () => {
    const npx = { npm_command: "exec", npm_lifecycle_event: "npx", npm_lifecycle_script: "'logit-wasm' 'train'" };
    expect(programWords(installed(".npm/_npx/1"), npx)).toEqual(["npx", "logit-wasm"]);
    expect(programWords(installed("p"), npx)).toEqual(["npx", "logit-wasm"]);
    expect(programWords(installed("p"), {})).toEqual(["npx", "logit-wasm"]);
    const script = { npm_command: "run", npm_lifecycle_event: "fit", npm_lifecycle_script: "logit-wasm train a.csv" };
    expect(programWords(installed("p"), script)).toEqual(["npx", "logit-wasm"]);
    expect(programWords("C:\\p\\node_modules\\logit-wasm\\build\\cli.js", npx)).toEqual(["npx", "logit-wasm"]);
    expect(programWords("/usr/local/bin/logit-wasm", {})).toEqual(["logit-wasm"]);
    expect(programWords("/usr/lib/node_modules/logit-wasm/build/cli.js", {})).toEqual(["logit-wasm"]);
    const other = { npm_command: "exec", npm_lifecycle_event: "npx", npm_lifecycle_script: "'vitest' 'run'" };
    expect(programWords("/home/a/logit/build/cli.js", other)[0]).toBe("node");
  });

  test("under npx it runs as it is printed, on another file", () => {
    mkdirSync(path("node_modules/.bin"), { recursive: true });
    symlinkSync(cliPath, path("node_modules/.bin/logit-wasm"));
    write("package.json", "{}");
    const shell = (command: string) => execFileSync("sh", ["-c", command], { cwd: directory, encoding: "utf8" });
    write("my data.csv", patientsCsv().replaceAll(",", ";"));
    write("other.csv", patientsCsv().replaceAll(",", ";"));
    write("new.csv", patientsCsv().replaceAll(",", ";"));
    const text = shell("npx --no-install logit-wasm train 'my data.csv' -t ill --delimiter ';' --out 'my model.json'");
    const [evaluate = "", predict = ""] = text
      .trimEnd()
      .split("\n")
      .slice(-2)
      .map((line) => line.slice(12));
    expect(evaluate).toBe("npx logit-wasm evaluate 'my model.json' other.csv --delimiter ';'");
    expect(predict).toBe("npx logit-wasm predict 'my model.json' new.csv --delimiter ';' --out predictions.csv");
    expect(shell(evaluate)).toMatch(/^accuracy/m);
    shell(predict);
    expect(readFileSync(path("predictions.csv"), "utf8").split("\n")).toHaveLength(42);
  });

  test("a tab is named, not printed", () => {
    const text = succeed(
      ["train", "-", "-t", "ill", "--delimiter", "tab", "--out", "m.json"],
      patientsCsv().replaceAll(",", "\t"),
    );
    expect(text).toMatch(/^next {8}node \S+ evaluate m\.json other\.csv --delimiter tab$/m);
  });

  test("names files of the same kind, never the training file, and weighs as train did", () => {
    write("other.tsv", patientsCsv().replaceAll(",", "\t"));
    const text = succeed(["train", "other.tsv", "-t", "ill", "--weights", "age", "--out", "m.json"]);
    expect(text).toMatch(/^next {8}node \S+ evaluate m\.json other-other\.tsv --weights age$/m);
    expect(text).toMatch(/^ {12}node \S+ predict m\.json new\.tsv --out predictions\.csv$/m);
    expect([fileWord("-m.json"), fileWord("-"), fileWord("m.json")]).toEqual(["./-m.json", "-", "m.json"]);
  });
});
