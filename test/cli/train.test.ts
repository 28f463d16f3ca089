import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LogisticRegression } from "../../src/index.ts";
import { breastCancer, patientsCsv, workspace } from "./run.ts";

const { succeed, fail, run, write, path, directory } = workspace();
write("patients.csv", patientsCsv());

/** What a test needs to know of the JSON that train prints. */
interface TrainJson {
  readonly classes: { negative: string | number; positive: string | number };
  readonly rows: { train: number; heldOut: number; negative: number; positive: number };
  readonly columns: number;
  readonly report: { solver: string; converged: boolean; objective: number; initialObjective: number };
  readonly evaluatedOn: string;
  readonly measures: { rows: number; accuracy: number; logLoss: number; rocAuc: number };
  readonly intercept: number;
  readonly deviance: number;
  readonly nullDeviance: number;
  readonly coefficients: { name: string; level?: string; estimate: number; standardized: number }[];
}

function trainJson(args: readonly string[], input = ""): TrainJson {
  return JSON.parse(succeed(["train", ...args, "--json"], input));
}

function coefOf(json: TrainJson, feature: string): number {
  return json.coefficients.find(({ name }) => name === feature)?.estimate ?? NaN;
}

function readModel(name: string): LogisticRegression {
  return LogisticRegression.fromJSON(JSON.parse(readFileSync(path(name), "utf8")));
}

describe("train on the bundled real data", () => {
  const text = succeed(["train", breastCancer, "--target", "label", "--out", "cancer.json"]);

  test("prints what a person wants to know, in aligned plain text", () => {
    expect(text).toMatch(/^rows {8}569: 456 to train on, 113 held out \(stratified, seed 1\)$/m);
    expect(text).toMatch(/^columns {5}30$/m);
    expect(text).toMatch(/^target {6}label: 0 \(212 rows\), 1 \(357 rows\); probabilities are of 1$/m);
    expect(text).toMatch(/^solver {6}auto, f64$/m);
    expect(text).toMatch(/^penalty {5}l2 0\.00175747 \(the default, 1\/rows\), on standardised columns$/m);
    expect(text).toMatch(/^epochs {6}\d+ in [\d.]+ m?s$/m);
    expect(text).toMatch(/^cost {8}0\.66\d+ -> 0\.06\d+$/m);
    expect(text).toMatch(/^converged {3}yes, to the tolerance$/m);
    expect(text).toMatch(/^On the 113 held-out rows, by a model fitted to the other 456:$/m);
    expect(text).toMatch(/^accuracy {4}0\.9\d{3} {2}1\d\d of 113 \(always the more frequent class: 0\.6283\)$/m);
    expect(text).toMatch(/^log loss {4}0\.\d{4} {2}nats a row$/m);
    expect(text).toMatch(/^AUC {9}0\.99\d\d$/m);
    expect(text).toMatch(/^ {10}predicted 0 {2}predicted 1\nactual 0 {2} +\d+ {2} +\d+\nactual 1 {2} +\d+ {2} +\d+$/m);
    expect(text).toMatch(/^The 10 largest of 30 coefficients/m);
    expect(text).toMatch(/^model {7}cancer\.json, fitted to all 569 rows$/m);
    expect(text).toMatch(
      /^next {8}node \S+cli\.js evaluate cancer\.json \S+\/other\.csv\n {12}node \S+cli\.js predict cancer\.json \S+\/new\.csv --out predictions\.csv$/m,
    );
    expect(text).not.toMatch(/[^\n -~]/);
    expect(text).not.toMatch(/ $/m);
  });

  test("the coefficients come largest first, per standard deviation, for people, and as the library has them in JSON", () => {
    const lines = text.slice(text.indexOf("per unit\n")).split("\n").slice(1, 11);
    const sizes = lines.map((line) => Math.abs(Number(line.split(/ +/)[1])));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    const { coefficients } = trainJson([breastCancer, "--target", "label"]);
    expect(coefficients).toEqual(readModel("cancer.json").coefficients);
  });

  test("the file is a model of the library, with names and target", () => {
    const model = readModel("cancer.json");
    expect(model.features).toHaveLength(30);
    expect(model.features?.[0]).toBe("mean_radius");
    expect(model.target).toBe("label");
    expect([...model.classes]).toEqual([0, 1]);
  });

  test("the same seed gives the same file, another seed another split", () => {
    const train = ["train", breastCancer, "--target", "label", "--no-refit"];
    const write = (name: string, ...more: string[]) => {
      succeed([...train, "--out", name, "--quiet", ...more]);
      return readFileSync(path(name), "utf8");
    };
    expect(write("again.json")).toBe(write("first.json"));
    write("other.json", "--seed", "2");
    expect(readModel("other.json").coef).not.toEqual(readModel("again.json").coef);
  });
});

describe("the split", () => {
  test("--test-fraction 0 fits all rows, measures on them, and says so", () => {
    const text = succeed(["train", "patients.csv", "--target", "ill", "--test-fraction", "0"]);
    expect(text).toMatch(/^rows {8}40: all to train on, none held out$/m);
    expect(text).toMatch(/^On the 40 training rows themselves, as none is held out; on new rows expect less:$/m);
    const json = trainJson(["patients.csv", "--target", "ill", "--test-fraction", "0"]);
    expect(json.evaluatedOn).toBe("training rows");
    expect(json.rows).toMatchObject({ train: 40, heldOut: 0 });
    expect(json.measures.rows).toBe(40);
  });

  test("the model is the one of all rows: the library gives the same on them", () => {
    const all = patientsCsv().trim().split("\n");
    const json = trainJson(["patients.csv", "--target", "ill", "--drop", "dose"]);
    const cells = all.slice(1).map((line) => line.split(","));
    const data = Float64Array.from(cells, (row) => Number(row[0]));
    const y = cells.map((row) => row[2] ?? "");
    const model = new LogisticRegression().fit({ data, rows: data.length, columns: 1 }, y);
    expect(coefOf(json, "age")).toBe(model.coef[0]);
    expect(json.intercept).toBe(model.intercept);
  });

  test("with too few rows to hold any out it measures on the training rows", () => {
    write("four.csv", "x,y\n1,0\n2,1\n");
    expect(trainJson(["four.csv", "--target", "y"]).evaluatedOn).toBe("training rows");
  });
});

describe("columns", () => {
  test("--features and --drop choose them, by comma or by repetition", () => {
    write("wide.csv", 'a,"b,c",d,t\n1,2,3,0\n2,1,4,1\n3,5,1,0\n4,2,2,1\n');
    const names = (...args: string[]) =>
      trainJson(["wide.csv", "--target", "t", ...args])
        .coefficients.slice(1)
        .map(({ name }) => name)
        .sort();
    expect(names()).toEqual(["a", "b,c", "d"]);
    expect(names("--features", "d,a")).toEqual(["a", "d"]);
    expect(names("--features", "b,c", "--features", "a")).toEqual(["a", "b,c"]);
    expect(names("--drop", "a", "--drop", "d")).toEqual(["b,c"]);
  });

  test("a nameless index column can be dropped", () => {
    write("index.csv", ",a,t\n0,1,0\n1,2,1\n");
    expect(trainJson(["index.csv", "--target", "t", "--drop", ""]).columns).toBe(1);
  });

  test("text in a dropped column is no error", () => {
    write("named.csv", "name,age,t\nBob,1,0\nEve,2,1\n");
    expect(trainJson(["named.csv", "--target", "t", "--drop", "name"]).columns).toBe(1);
  });

  test("a weight of 2 is the row twice, and the weights are no feature", () => {
    const [header = "", ...rows] = patientsCsv().trim().split("\n");
    const weighted = [`${header},w`, ...rows.map((row, i) => `${row},${1 + (i % 2)}`)];
    const repeated = [header, ...rows.flatMap((row, i) => (i % 2 === 0 ? [row] : [row, row]))];
    write("weighted.csv", weighted.join("\n"));
    write("repeated.csv", repeated.join("\n"));
    const options = ["--target", "ill", "--test-fraction", "0", "--l2", "0.01"];
    const a = trainJson(["weighted.csv", ...options, "--weights", "w"]);
    const b = trainJson(["repeated.csv", ...options]);
    expect(a.columns).toBe(2);
    expect(coefOf(a, "age")).toBeCloseTo(coefOf(b, "age"), 9);
    for (const [j, { standardized }] of a.coefficients.entries()) {
      expect(standardized).toBeCloseTo(b.coefficients[j]?.standardized ?? NaN, 9);
    }
    expect(a.measures.accuracy).toBeCloseTo(b.measures.accuracy, 12);
    expect(a.measures.logLoss).toBeCloseTo(b.measures.logLoss, 9);
    expect(a.measures.rocAuc).toBeCloseTo(b.measures.rocAuc, 12);
  });
});

describe("classes", () => {
  test("--positive chooses whose probability it is; the fit is mirrored", () => {
    const yes = trainJson(["patients.csv", "--target", "ill"]);
    const no = trainJson(["patients.csv", "--target", "ill", "--positive", "no"]);
    expect(yes.classes).toEqual({ negative: "no", positive: "yes" });
    expect(no.classes).toEqual({ negative: "yes", positive: "no" });
    expect(coefOf(no, "age")).toBeCloseTo(-coefOf(yes, "age"), 9);
    expect(no.rows).toMatchObject({ negative: yes.rows.positive, positive: yes.rows.negative });
  });

  test("spellings of one number are labels of their own, and the message says what they are", () => {
    write("spelled.csv", "x,y\n1,1.0\n2,0\n3,1\n4,00\n");
    expect(fail(1, ["train", "spelled.csv", "--target", "y"])).toBe(
      'spelled.csv: column "y": expected 2 classes, found 4: "1.0", "0", "1" and "00" ("1.0" and "1" are spellings of one number: write it in one way)',
    );
  });
});

describe("where things go", () => {
  test("tabs and semicolons need no option, and stdin is -", () => {
    const expected = trainJson(["patients.csv", "--target", "ill"]);
    write("patients.tsv", patientsCsv().replaceAll(",", "\t"));
    expect(trainJson(["patients.tsv", "--target", "ill"]).coefficients).toEqual(expected.coefficients);
    write("patients.txt", patientsCsv().replaceAll(",", ";"));
    expect(trainJson(["patients.txt", "--target", "ill"]).coefficients).toEqual(expected.coefficients);
    expect(trainJson(["-", "--target", "ill"], patientsCsv()).coefficients).toEqual(expected.coefficients);
  });

  test("--out - writes the model to stdout and the summary to stderr", () => {
    const { status, stdout, stderr } = run(["train", "patients.csv", "--target", "ill", "--out", "-"]);
    expect(status).toBe(0);
    expect(LogisticRegression.fromJSON(stdout).target).toBe("ill");
    expect(stderr).toMatch(/^accuracy/m);
  });

  test("--quiet prints nothing", () => {
    expect(succeed(["train", "patients.csv", "--target", "ill", "--out", "quiet.json", "--quiet"])).toBe("");
    expect(existsSync(path("quiet.json"))).toBe(true);
  });

  test("no file is left behind but the model", () => {
    expect(readdirSync(directory).filter((name) => name.includes("tmp"))).toEqual([]);
  });

  test("replacing a model keeps its mode, and a symbolic link stays one", () => {
    write("old.json", "{}");
    chmodSync(path("old.json"), 0o640);
    symlinkSync("old.json", path("link.json"));
    succeed(["train", "patients.csv", "--target", "ill", "--out", "link.json"]);
    expect(lstatSync(path("link.json")).isSymbolicLink()).toBe(true);
    expect(statSync(path("old.json")).mode & 0o777).toBe(0o640);
    expect(readModel("old.json").target).toBe("ill");
  });

  test("a device is written to, not replaced", () => {
    succeed(["train", "patients.csv", "--target", "ill", "--out", "/dev/null"]);
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  test("an old model survives a failure", () => {
    write("kept.json", "precious");
    write("broken.csv", "age,ill\n1,no\n,yes\n");
    fail(1, ["train", "broken.csv", "--target", "ill", "--out", "kept.json"]);
    expect(readFileSync(path("kept.json"), "utf8")).toBe("precious");
  });
});

describe("options reach the library", () => {
  test("penalties shrink, epochs limit, and not converging is a result", () => {
    const plain = trainJson(["patients.csv", "--target", "ill", "--l2", "0.001"]);
    const strong = trainJson(["patients.csv", "--target", "ill", "--l2", "1"]);
    expect(Math.abs(coefOf(strong, "age"))).toBeLessThan(Math.abs(coefOf(plain, "age")));
    const descent = ["--solver", "gradient-descent", "--learning-rate", "0.1", "--max-epochs", "3"];
    const short = trainJson(["patients.csv", "--target", "ill", ...descent]);
    expect(short.report.converged).toBe(false);
    expect(short.report.objective).toBeLessThan(short.report.initialObjective);
  });

  test("the seed is that of sgd too", () => {
    const sgd = (seed: string) =>
      trainJson([breastCancer, "--target", "label", "--solver", "sgd", "--test-fraction", "0", "--seed", seed]);
    const first = sgd("1");
    expect(first.report.solver).toBe("sgd");
    expect(sgd("1").coefficients).toEqual(first.coefficients);
    expect(sgd("2").coefficients).not.toEqual(first.coefficients);
  });

  test("without a penalty, separable classes are told from convergence, with finite numbers", () => {
    const text = succeed(["train", breastCancer, "--target", "label", "--l2", "0"]);
    expect(text).toMatch(/^converged {3}no, the classes are separable, .*: set --l2 above 0, or --firth$/m);
    expect(text).toMatch(/^separated {3}by [\w, ]+ and \d+ more$/m);
    expect(text).not.toMatch(/NaN|Infinity/);
  });

  test("an l1 penalty makes coefficients 0, and the report counts the others", () => {
    const text = succeed(["train", breastCancer, "--target", "label", "--l1", "0.05", "--out", "sparse.json"]);
    const kept = readModel("sparse.json").coef.reduce((count, value) => count + (value === 0 ? 0 : 1), 0);
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(30);
    expect(text).toMatch(/^penalty {5}l1 0\.0500000, l2 0, on standardised columns$/m);
    expect(text).toContain(`nonzero     ${kept} of 30 coefficients`);
    const newton = ["train", breastCancer, "--target", "label", "--l1", "0.05", "--solver", "newton"];
    expect(fail(2, newton)).toMatch(
      /^--solver: expected "auto" or "proximal-newton" beside an l1 above 0, got "newton"/,
    );
  });

  test("f32 and unstandardised penalties are other fits", () => {
    const plain = trainJson(["patients.csv", "--target", "ill", "--l2", "0.1"]);
    const raw = trainJson(["patients.csv", "--target", "ill", "--l2", "0.1", "--no-standardize"]);
    expect(coefOf(raw, "age")).not.toBeCloseTo(coefOf(plain, "age"), 6);
    const single = trainJson(["patients.csv", "--target", "ill", "--l2", "0.1", "--precision", "f32"]);
    expect(coefOf(single, "age")).toBeCloseTo(coefOf(plain, "age"), 4);
  });
});
