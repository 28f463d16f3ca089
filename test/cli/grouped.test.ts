import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LogisticRegression } from "../../src/index.ts";
import { workspace } from "./run.ts";

const { run, succeed, fail, write, path } = workspace();

interface Case {
  readonly name: string;
  readonly rows: Readonly<Record<string, readonly (number | string)[]>>;
  readonly names: readonly string[];
  readonly coefficients: readonly number[];
}

/** What test/fixtures/grouped/grouped.R writes. */
const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../fixtures/grouped/grouped.json", import.meta.url), "utf8"),
);

function rowsOf(name: string): Case["rows"] {
  return (cases.find((one) => one.name === name) as Case).rows;
}

function csvOf(rows: Case["rows"]): string {
  const names = Object.keys(rows);
  const lines = Array.from(rows[names[0] ?? ""] ?? [], (_, i) => names.map((name) => rows[name]?.[i]).join(","));
  return `${[names.join(","), ...lines].join("\n")}\n`;
}

write("esoph.csv", csvOf(rowsOf("esoph")));
write("menarche.csv", csvOf(rowsOf("menarche with offsets and weights")));

const counts = ["--successes", "ncases", "--failures", "ncontrols"];
const esoph = ["train", "esoph.csv", ...counts];
const menarche = ["train", "menarche.csv", "--successes", "Menarche", "--failures", "without"];
const plain = ["--l2", "0", "--test-fraction", "0", "--json"];

interface Trained {
  readonly successes: string;
  readonly failures: string;
  readonly target?: string;
  readonly classes: unknown;
  readonly rows: Readonly<Record<string, number>>;
  readonly deviance: number;
  readonly measures: { readonly rows: number; readonly accuracy: number; readonly logLoss: number };
  readonly coefficients: readonly { readonly name: string; readonly level?: string; readonly estimate: number }[];
  readonly report: { readonly firth?: true; readonly converged: boolean };
}

function trained(args: readonly string[]): Trained {
  return JSON.parse(succeed(args));
}

function expectAsIn(name: string, { coefficients }: Trained): void {
  const expected = cases.find((one) => one.name === name) as Case;
  const got = new Map(
    coefficients.map(({ name, level = "", estimate }) => [
      name === "(intercept)" ? "(Intercept)" : name + level,
      estimate,
    ]),
  );
  for (const [j, value] of expected.coefficients.entries()) {
    expect(got.get(expected.names[j] ?? ""), expected.names[j]).toBeCloseTo(value, 8);
  }
}

describe("grouped responses on the command line", () => {
  test("have the coefficients of R's glm on esoph, and are named in what is printed", () => {
    const result = trained([...esoph, "--reference", "first", ...plain]);
    expectAsIn("esoph", result);
    expect(result).toMatchObject({ successes: "ncases", failures: "ncontrols", classes: { negative: 0, positive: 1 } });
    expect(result.target).toBeUndefined();
    expect(result.rows).toEqual({ train: 88, heldOut: 0, fitted: 88, dropped: 0, negative: 775, positive: 200 });
    expect(result.measures.rows).toBe(88);
    const text = succeed([...esoph, "--test-fraction", "0"]);
    expect(text).toMatch(/^target +ncases of ncases \+ ncontrols: 0 \(775\), 1 \(200\); probabilities are of 1$/m);
  });

  test("go with weights and offsets, as R's glm has them on menarche", () => {
    expectAsIn(
      "menarche with offsets and weights",
      trained([...menarche, "--weights", "times", "--offset", "half", ...plain]),
    );
  });

  test("hold out whole rows of the file, in parts and folds too", () => {
    const result = trained([...esoph, "--folds", "4", "--json"]);
    expect((result.rows.train ?? 0) + (result.rows.heldOut ?? 0)).toBe(88);
    expect(result.rows.heldOut).toBe(18);
    expect(Number.isInteger(result.rows.train)).toBe(true);
    expect(succeed([...esoph])).toMatch(/held out \(whole rows, seed 1\)/);
    expect(trained([...esoph, "--cv", "--json"]).report.converged).toBe(true);
  });

  test("are measured by evaluate, which knows the columns from the model, and on the rows of --test", () => {
    succeed([...esoph, "--test-fraction", "0", "--quiet", "--out", "model.json"]);
    const given = JSON.parse(succeed(["evaluate", "model.json", "esoph.csv", ...counts, "--json"]));
    expect(JSON.parse(succeed(["evaluate", "model.json", "esoph.csv", "--json"]))).toEqual(given);
    expect(given).toMatchObject({ successes: "ncases", failures: "ncontrols", measures: { rows: 88 } });
    const model = LogisticRegression.fromJSON(readFileSync(path("model.json"), "utf8"));
    const options = { successes: "ncases", failures: "ncontrols" };
    expect(given.measures.accuracy).toBeCloseTo(model.score(rowsOf("esoph") as never, options), 12);
    const tested = trained([...esoph, "--test", "esoph.csv", "--json"]);
    expect(tested.measures).toEqual(given.measures);
    expect(succeed(["evaluate", "model.json", "esoph.csv"])).toMatch(/^target +ncases of ncases \+ ncontrols$/m);
    expect(succeed(["predict", "model.json", "esoph.csv"]).split("\n")[0]).toBe("prediction,probability");
  });

  test("are those of the failures with --positive 0", () => {
    const failing = trained([...menarche, "--positive", "0", "--drop", "half,times", ...plain]);
    expect(failing.classes).toEqual({ negative: 1, positive: 0 });
    const result = trained([...menarche, "--drop", "half,times", ...plain]);
    expect(failing.coefficients[1]?.estimate).toBeCloseTo(-(result.coefficients[1]?.estimate ?? 0), 9);
  });

  test("are refused by name where they cannot be", () => {
    const train = ["train", "esoph.csv"];
    expect(fail(2, [...train, "--successes", "ncases"])).toBe("--successes: expected --failures beside it");
    expect(fail(2, [...train, "--failures", "ncases"])).toBe("--failures: expected --successes beside it");
    expect(fail(2, [...esoph, "-t", "agegp"])).toBe("--target and --successes: expected one of them, got both");
    expect(fail(2, [...train, "--successes", "ncases", "--failures", " ncases"])).toBe(
      "--failures: expected another column than that of --successes",
    );
    expect(fail(2, [...esoph, "--weights", "ncases"])).toBe(
      "--weights: expected another column than those of --successes and --failures",
    );
    expect(fail(1, [...train, "--successes", "ncases", "--failures", "nobody"])).toMatch(
      /^esoph.csv: no column "nobody" for the failures/,
    );
    expect(fail(2, [...esoph, "--features", "agegp,ncases"])).toMatch(/"ncases" is the target or has another part$/);
    write("wrong.csv", "x,yes,no\n1,2,3\n2,-1,3\n3,1,1\n");
    write("empty.csv", "x,yes,no\n1,2,3\n2,,3\n3,1,1\n");
    const of = (file: string) => ["train", file, "--successes", "yes", "--failures", "no"];
    expect(fail(1, of("wrong.csv"))).toBe('wrong.csv: line 3, column "yes": expected a count of 0 or more, got -1');
    expect(fail(1, of("empty.csv"))).toBe('empty.csv: line 3, column "yes": missing value (empty cell)');
    write("rows.svm", "1 1:1\n0 2:1\n");
    expect(fail(2, ["train", "rows.svm", "--successes", "1", "--failures", "2"])).toMatch(
      /^--successes: expected a file of named columns and cells, got an svmlight file/,
    );
    write("ill.csv", "x,ill\n1,yes\n2,no\n3,yes\n4,no\n");
    succeed(["train", "ill.csv", "-t", "ill", "--test-fraction", "0", "-q", "-o", "ill.json"]);
    write("more.csv", "x,yes,no\n1,2,3\n");
    expect(fail(1, ["evaluate", "ill.json", "more.csv", "--successes", "yes", "--failures", "no"])).toMatch(
      /^ill.json: expected the classes 0 and 1 beside --successes, got/,
    );
  });
});

describe("--firth", () => {
  test("is the library's, finite on separated rows, and stands in no penalty's place unseen", () => {
    write("apart.csv", "x,y\n1,no\n2,no\n3,yes\n4,yes\n");
    const result = trained(["train", "apart.csv", "-t", "y", "--firth", "--test-fraction", "0", "--json"]);
    const model = new LogisticRegression({ firth: true }).fit([[1], [2], [3], [4]], ["no", "no", "yes", "yes"]);
    expect(result.coefficients[1]?.estimate).toBe(model.coef[0]);
    expect(result).toMatchObject({ firth: true, l1: 0, l2: 0, report: { firth: true, converged: true } });
    const text = succeed(["train", "apart.csv", "-t", "y", "--firth", "--test-fraction", "0", "--out", "apart.json"]);
    expect(text).toMatch(/^penalty +Firth's, Jeffreys's prior$/m);
    expect(JSON.parse(readFileSync(path("apart.json"), "utf8"))).toMatchObject({
      options: { firth: true },
      provenance: { firth: true },
    });
    const separated = run(["train", "apart.csv", "-t", "y", "--l2", "0", "--test-fraction", "0"]).stdout;
    expect(separated).toMatch(/set --l2 above 0, or --firth$/m);
  });

  test("leaves a reference out, as fits without a penalty do", () => {
    const result = trained([...esoph, "--firth", "--test-fraction", "0", "--json"]);
    expect(result.coefficients).toHaveLength(12);
  });
});
