import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { crossValidate, LogisticRegression } from "../../src/index.ts";
import { spread } from "../support/everySize.ts";
import { workspace } from "./run.ts";

const { succeed, fail, run, write, path, asIn } = workspace();

/** 120 customers: numbers, three plans, two answers, and labels that follow them with noise. */
const customers = Array.from({ length: 120 }, (_, i) => {
  const age = 20 + ((i * 7) % 47);
  const plan = ["basic", "pro", "team"][(i * 5) % 3] ?? "";
  const paid = (i * 11) % 4 === 0 ? "yes" : "no";
  const months = 1 + ((i * 13) % 31);
  const score = (age - 40) / 15 + (plan === "pro" ? 1 : 0) - (paid === "yes" ? 1.2 : 0) + Math.sin(i * 2.1) * 1.6;
  return { id: `c${i}`, age, plan, paid, months, churned: score > 0 ? "left" : "stayed" };
});
type Customer = Readonly<Record<string, string | number | null>>;

function csvOf(rows: readonly Customer[]): string {
  const names = Object.keys(rows[0] ?? {});
  return `${[names, ...rows.map((row) => names.map((name) => row[name] ?? ""))].map((cells) => cells.join(",")).join("\n")}\n`;
}

write("customers.csv", csvOf(customers));
const train = ["train", "customers.csv", "-t", "churned", "--drop", "id"];
const withoutId = customers.map(({ id: _, ...rest }) => rest);

function json(...options: string[]) {
  return JSON.parse(succeed([...train, "--json", ...options]));
}

/** With holes in the age and in the plan. */
const holed = withoutId.map(
  (row, i): Customer => ({
    ...row,
    age: i % 9 === 4 ? null : row.age,
    plan: i % 11 === 3 ? null : row.plan,
  }),
);
write("holed.csv", csvOf(holed));

describe("columns of texts", () => {
  test("are encoded, and train says how", () => {
    const text = succeed(train);
    expect(text).toMatch(/^encoded {5}plan: basic, pro, team; paid: 0\/1 for yes$/m);
    expect(succeed([...train, "--l2", "0"])).toMatch(
      /^encoded {5}plan: basic, pro against team|^encoded {5}plan: \w+, \w+ against \w+; paid/m,
    );
  });

  test("the model is that of the library for the same rows", () => {
    const model = new LogisticRegression().fit(withoutId, { target: "churned" });
    expect(json().coefficients).toEqual(model.coefficients.map((row) => expect.objectContaining(row)));
  });

  test("an identifier is refused with the ways out, and learnt from where it is asked for", () => {
    expect(fail(1, ["train", "customers.csv", "-t", "churned"])).toBe(
      'customers.csv: column "id": 120 distinct texts in 120 rows, such as "c0": likely an identifier: say --drop id, or --categories id',
    );
    const { columns } = JSON.parse(
      succeed(["train", "customers.csv", "-t", "churned", "--json", "--categories", "id"]),
    );
    expect(columns).toBe(5);
  });

  test("--reference of a column of numbers, which is a category then, as in the library", () => {
    const options = { target: "churned", columns: { months: { reference: 12 } } } as const;
    const { coefficients } = new LogisticRegression().fit(withoutId, options);
    expect(coefficients.filter(({ name }) => name === "months").length).toBeGreaterThan(1);
    expect(json("--reference", "months=12").coefficients).toEqual(coefficients);
    expect(fail(2, [...train, "--reference", "months=1.5"])).toMatch(/^--reference: expected a level of "months"/);
  });

  test("--reference, by column and first", () => {
    const options = { target: "churned", columns: { plan: { reference: "pro" } } } as const;
    const model = new LogisticRegression({ l2: 0 }).fit(withoutId, options);
    expect(json("--l2", "0", "--reference", "plan=pro").coefficients).toEqual(model.coefficients);
    const names = json("--l2", "0", "--reference", "first").coefficients.map(
      ({ name, level = "" }: { name: string; level?: string }) => name + level,
    );
    expect(names).toEqual(["(intercept)", "age", "planpro", "planteam", "paidyes", "months"]);
    expect(fail(2, [...train, "--reference", "plan=gold"])).toMatch(/"plan".*"gold"/);
  });

  test("--categories and --interact", () => {
    const options = {
      target: "churned",
      columns: { months: { kind: "category" } },
      interactions: [["age", "plan"]],
    } as const;
    const model = new LogisticRegression().fit(withoutId, options);
    const trained = json("--categories", "months", "--interact", "age:plan").coefficients;
    const key = ({ name, level }: { name: string; level?: string }) => `${name} ${level}`;
    const sorted = (rows: readonly { name: string; level?: string }[]) =>
      [...rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    expect(sorted(trained).map(key)).toEqual(sorted(model.coefficients).map(key));
    const byKey = new Map(model.coefficients.map((row) => [key(row), row.estimate ?? 0]));
    for (const row of trained) expect(row.estimate).toBeCloseTo(byKey.get(key(row)) ?? Number.NaN, 7);
  });

  test("--max-levels", () => {
    expect(fail(1, [...train, "--max-levels", "2"])).toMatch(
      /column "plan": expected at most 2 levels \(--max-levels\)/,
    );
  });
});

describe("columns of more than a thousand distinct texts", () => {
  /** A file of 2,200 rows, whose column x has this cell. */
  const fileOf = (cell: (row: number) => string): string[] => {
    const lines = Array.from({ length: 2200 }, (_, i) => `${cell(i)},${(i * i) % 3 === 0 ? "yes" : "no"}`);
    write("many.csv", `x,t\n${lines.join("\n")}\n`);
    return ["train", "many.csv", "-t", "t"];
  };
  const zip = (row: number): string => `z${(row * 11) % 1050}`;

  test("are a category where --max-levels says that so many are levels", () => {
    const many = fileOf(zip);
    expect(JSON.parse(succeed([...many, "--max-levels", "1100", "--json"])).coefficients.length).toBe(1051);
    expect(fail(1, many)).toBe(
      'many.csv: column "x": more than 1000 distinct texts (--max-levels), such as "z0": likely an identifier: say --drop x',
    );
    const often = fileOf((i) => zip(Math.floor(i / 2)));
    expect(fail(1, often)).toBe(
      'many.csv: column "x": more than 1000 distinct texts (--max-levels), such as "z0": say --drop x',
    );
  });

  test("and so are numbers that --categories names, of which there are no more than --max-levels either", () => {
    const codes = [...fileOf((i) => String(10_000 + ((i * 11) % 1050))), "--categories", "x"];
    expect(JSON.parse(succeed([...codes, "--max-levels", "1050", "--json"])).coefficients.length).toBe(1051);
    expect(fail(1, [...codes, "--max-levels", "1049"])).toMatch(/column "x": more than 1049 distinct texts/);
    const few = [...fileOf((i) => String(i % 30)), "--categories", "x"];
    expect(fail(1, [...few, "--max-levels", "29"])).toMatch(/column "x": more than 29 distinct texts/);
    expect(JSON.parse(succeed([...few, "--max-levels", "30", "--json"])).coefficients.length).toBe(31);
  });

  test("are named as dates or numbers that are written another way", () => {
    const dates = fileOf((i) => new Date(86_400_000 * i).toISOString().slice(0, 10));
    expect(fail(1, dates)).toBe('many.csv: column "x": dates or times, such as "1970-01-01": say --drop x');
    expect(
      fail(
        1,
        fileOf((i) => `"${(i * 3).toLocaleString("en-US")}"`),
      ),
    ).toBe('many.csv: column "x": numbers with a thousands separator, such as "1,002": say --drop x');
  });

  test("are compared with the levels of a model that has as many", () => {
    const many = [...fileOf(zip), "--max-levels", "1100", "--out", "many.json", "--quiet"];
    succeed(many);
    expect(succeed(["describe", "many.csv", "--against", "many.json"])).toMatch(/x +category +0 +as in fit/);
  });
});

describe("missing values", () => {
  const holedTrain = ["train", "holed.csv", "-t", "churned"];

  test("are refused with their counts and the ways out", () => {
    expect(fail(1, holedTrain)).toBe(
      `holed.csv: expected no missing values, got them in 2 columns ("age" 13, "plan" 11; 23 of 120 rows in all): say --missing drop, mean, median or indicator, or --drop age,plan${asIn("train holed.csv -t churned --missing mean")}`,
    );
  });

  test("train says what stands in for them", () => {
    const encodedBy = (...options: string[]) => {
      const lines = /^encoded +((?:.*\n {12})*.*)$/m.exec(succeed([...holedTrain, ...options]))?.[1] ?? "";
      return lines.replace(/\s+/g, " ").split("; ");
    };
    const counts = holed.map(({ plan }) => plan).filter((plan) => plan !== null);
    const most = ["basic", "pro", "team"].reduce((a, b) => {
      const count = (plan: string): number => counts.filter((one) => one === plan).length;
      return count(b) > count(a) ? b : a;
    });
    expect(encodedBy("--missing", "mean")).toContain("plan: basic, pro, team, missing as the average row");
    expect(encodedBy("--missing", "median")).toContain(`plan: basic, pro, team, missing as ${most}`);
    expect(encodedBy("--missing", "indicator")).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^age: missing as [\d.]+, 0\/1 for missing$/),
        "plan: basic, pro, team, missing as the average row, 0/1 for missing",
      ]),
    );
  });

  test("--missing drop leaves the rows out, and the report says how many", () => {
    const complete = holed.filter(({ age, plan }) => age !== null && plan !== null);
    const model = new LogisticRegression().fit(complete, { target: "churned" });
    const trained = JSON.parse(succeed([...holedTrain, "--missing", "drop", "--json"]));
    expect(trained.rows).toMatchObject({ fitted: complete.length, dropped: 120 - complete.length });
    expect(trained.coefficients).toEqual(model.coefficients);
    expect(succeed([...holedTrain, "--missing", "drop"])).toMatch(
      /^rows {8}97 \(23 more left out: a value is missing\): /m,
    );
  });

  test.each(["mean", "median", "indicator"] as const)("--missing %s, and by column", (missing) => {
    const model = new LogisticRegression().fit(holed, { target: "churned", missing });
    const trained = JSON.parse(succeed([...holedTrain, "--missing", missing, "--json"]));
    expect(trained.coefficients).toEqual(model.coefficients);
    const columns = { age: { missing }, plan: { missing: "indicator" as const } };
    const byColumn = new LogisticRegression().fit(holed, { target: "churned", columns });
    const options = ["--missing", `age=${missing}`, "--missing", "plan=indicator"];
    expect(JSON.parse(succeed([...holedTrain, ...options, "--json"])).coefficients).toEqual(byColumn.coefficients);
    expect(succeed([...holedTrain, "--missing", missing])).toMatch(/^missing {5}24 cells filled in$/m);
  });

  test("customary texts, unquoted, and what --na names, are missing", () => {
    const content = csvOf(holed);
    const marked = (text: string) =>
      content.replace(/^,/gm, `${text},`).replace(/^(\d*|NA|\?|null),,/gm, `$1,${text},`);
    const expected = JSON.parse(succeed([...holedTrain, "--missing", "drop", "--json"])).coefficients;
    for (const text of ["NA", "?", "null", "N/A", "nan"]) {
      write("marked.csv", marked(text));
      const trained = JSON.parse(succeed(["train", "marked.csv", "-t", "churned", "--missing", "drop", "--json"]));
      expect(trained.coefficients, text).toEqual(expected);
    }
    write("marked.csv", marked("-99"));
    const options = ["--missing", "drop", "--na", "-99", "--json"];
    expect(JSON.parse(succeed(["train", "marked.csv", "-t", "churned", ...options])).coefficients).toEqual(expected);
    // within quotes it is a text
    write("quoted.csv", csvOf(withoutId).replaceAll("team", '"NA"'));
    const { coefficients } = JSON.parse(succeed(["train", "quoted.csv", "-t", "churned", "--json"]));
    expect(coefficients.map(({ level }: { level?: string }) => level)).toContain("NA");
  });

  test("a missing label is refused by its line, or its row left out", () => {
    write("unlabelled.csv", csvOf(withoutId.map((row, i) => ({ ...row, churned: i === 6 ? "" : row.churned }))));
    expect(fail(1, ["train", "unlabelled.csv", "-t", "churned"])).toBe(
      `unlabelled.csv: line 8, column "churned": missing value (empty cell): say --missing churned=drop to leave such rows out${asIn("train unlabelled.csv -t churned --missing churned=drop")}`,
    );
    const dropped = JSON.parse(succeed(["train", "unlabelled.csv", "-t", "churned", "--missing", "drop", "--json"]));
    expect(dropped.rows).toMatchObject({ fitted: 119, dropped: 1 });
  });
});

describe("rows that count differently", () => {
  test("--class-weight, --offset and --no-intercept are those of the library", () => {
    const matrix = withoutId.map(({ age }) => [age]);
    const y = withoutId.map(({ churned }) => churned);
    const months = withoutId.map((row) => row.months / 50);
    write("offset.csv", csvOf(withoutId.map(({ age, churned }, i) => ({ age, known: months[i] ?? 0, churned }))));
    const of = (options: object, beside: object, ...flags: string[]) => {
      const classes: [string, string] = ["left", "stayed"];
      const model = new LogisticRegression({ classes, ...options }).fit(matrix, y, beside);
      const trained = JSON.parse(succeed(["train", "offset.csv", "-t", "churned", "--json", ...flags]));
      expect(trained.coefficients[1].estimate).toBe(model.coef[0]);
      expect(trained.intercept).toBe(model.intercept);
    };
    of({ classWeight: "balanced" }, {}, "--drop", "known", "--class-weight", "balanced");
    of({ classWeight: [2, 0.5] }, {}, "--drop", "known", "--class-weight", "2,0.5");
    of({ fitIntercept: false }, {}, "--drop", "known", "--no-intercept");
    of({}, { offsets: months }, "--offset", "known");
  });

  test("a model with an offset predicts and is measured with one", () => {
    succeed(["train", "offset.csv", "-t", "churned", "--offset", "known", "-o", "offset.json", "-q"]);
    const model = LogisticRegression.fromJSON(readFileSync(path("offset.json"), "utf8"));
    const offsets = withoutId.map((row) => row.months / 50);
    const expected = model.predictProba(
      withoutId.map(({ age }) => [age]),
      { offsets },
    );
    const printed = succeed(["predict", "offset.json", "offset.csv", "--offset", "known"]).trim().split("\n").slice(1);
    expect(printed.map((line) => Number(line.split(",")[1]))).toEqual(Array.from(expected));
    expect(succeed(["evaluate", "offset.json", "offset.csv", "--offset", "known"])).toMatch(/^accuracy/m);
  });

  test("deviances are twice the negative log-likelihoods", () => {
    const { deviance, nullDeviance, report } = json("--l2", "0");
    expect(deviance).toBeCloseTo(2 * 120 * report.objective, 9);
    expect(nullDeviance).toBeCloseTo(2 * 120 * report.initialObjective, 9);
  });
});

describe("which rows are held out", () => {
  test("the model is fitted to all rows after it was measured; --no-refit keeps the one that was measured", () => {
    const refitted = json();
    const kept = json("--no-refit");
    expect(refitted.measures).toEqual(kept.measures);
    expect(refitted.rows).toMatchObject({ train: 96, heldOut: 24, fitted: 120 });
    expect(kept.rows).toMatchObject({ train: 96, heldOut: 24, fitted: 96 });
    expect(refitted.coefficients).not.toEqual(kept.coefficients);
    expect(succeed(train)).toMatch(/^On the 24 held-out rows, by a model fitted to the other 96:$/m);
    expect(succeed([...train, "--no-refit"])).toMatch(/^On the 24 held-out rows, which the model has not seen:$/m);
    expect(succeed([...train, "--no-refit", "-o", "kept.json"])).toMatch(/fitted to the 96 training rows$/m);
    expect(succeed([...train, "-o", "all.json"])).toMatch(/fitted to all 120 rows$/m);
  });

  test("--test measures on another file", () => {
    write("first.csv", csvOf(customers.slice(0, 90)));
    write("rest.csv", csvOf(customers.slice(90)));
    const trained = JSON.parse(
      succeed(["train", "first.csv", "-t", "churned", "--drop", "id", "--test", "rest.csv", "--json", "-o", "m.json"]),
    );
    expect(trained.evaluatedOn).toBe("rest.csv");
    expect(trained.rows).toMatchObject({ train: 90, fitted: 90, heldOut: 30 });
    expect(JSON.parse(succeed(["evaluate", "m.json", "rest.csv", "--json"])).measures).toEqual(trained.measures);
  });

  test("--split-column says which, and is not learnt from", () => {
    write("split.csv", csvOf(withoutId.map((row, i) => ({ part: i % 5 === 0 ? "test" : "train", ...row }))));
    const trained = JSON.parse(
      succeed(["train", "split.csv", "-t", "churned", "--split-column", "part", "--json", "--no-refit"]),
    );
    expect(trained.rows).toMatchObject({ train: 96, heldOut: 24 });
    const model = new LogisticRegression().fit(
      withoutId.filter((_, i) => i % 5 !== 0),
      { target: "churned" },
    );
    expect(trained.coefficients).toEqual(model.coefficients);
    expect(fail(1, ["train", "split.csv", "-t", "churned", "--split-column", "plan"])).toBe(
      'split.csv: column "plan": expected some rows to be test (or holdout, validation, 1, true) and others not, got "basic", "team" and "pro"',
    );
  });

  test("--group holds out whole groups", () => {
    write("groups.csv", csvOf(withoutId.map((row, i) => ({ ...row, firm: `f${i % 10}` }))));
    const trained = JSON.parse(succeed(["train", "groups.csv", "-t", "churned", "--group", "firm", "--json"]));
    expect(trained.columns).toBe(4);
    expect(trained.rows.heldOut % 12).toBe(0);
    expect(trained.rows.heldOut).toBe(24);
  });

  test("--folds gives mean and spread of each measure", () => {
    const { folds } = json("--folds", "5");
    expect(folds.folds).toBe(5);
    for (const name of ["accuracy", "logLoss", "rocAuc", "precision", "recall", "f1"]) {
      expect(folds.measures[name].mean, name).toBeGreaterThan(0);
      expect(folds.measures[name].deviation, name).toBeGreaterThan(0);
    }
    expect(succeed([...train, "--folds", "5"])).toMatch(/^Over 5 folds, each held out once/m);
    expect(fail(2, [...train, "--folds", "100"])).toMatch(
      /^--folds: expected at most \d+, the rows of the rarer class, got 100$/,
    );
  });
});

describe("--cv chooses the penalty", () => {
  test.each(spread(["min", "1se"] as const, 1))("by %s, as the library does", (select) => {
    const cv = crossValidate(withoutId, { target: "churned", folds: 10, seed: 1, select });
    const index = select === "min" ? cv.indexMin : cv.index1se;
    const trained = json("--cv", "--select", select);
    expect(trained.crossValidation).toMatchObject({ lambda: cv.lambdas[index], rule: select, folds: 10 });
    expect(trained.l1).toBe(cv.lambdas[index]);
    expect(json("--path", "--select", select).l1).toBe(trained.l1);
    const model = new LogisticRegression({ l1: trained.l1 }).fit(withoutId, { target: "churned" });
    for (const [j, row] of model.coefficients.entries()) {
      expect(trained.coefficients[j].estimate).toBeCloseTo(row.estimate ?? Number.NaN, 8);
    }
  });

  test("among all rows, those that are held out included, as it says", () => {
    expect(succeed([...train, "--cv"])).toMatch(
      /^On the 24 held-out rows, by a model fitted to the other 96, at the penalty that all rows chose:$/m,
    );
    expect(succeed([...train, "--cv", "--no-refit"])).toMatch(
      /^On the 24 held-out rows, which the model has not seen, at the penalty that all rows chose:$/m,
    );
    expect(succeed([...train, "--cv", "--test", "holed.csv", "--missing", "drop"])).toMatch(
      /^On the rows of holed\.csv, which the model has not seen:$/m,
    );
  });

  test("beside an offset, which the folds have as well", () => {
    const matrix = withoutId.map(({ age }) => [age]);
    const offsets = withoutId.map((row) => row.months / 50);
    write("offset.csv", csvOf(withoutId.map(({ age, churned }, i) => ({ age, known: offsets[i] ?? 0, churned }))));
    const cv = crossValidate(
      matrix,
      withoutId.map(({ churned }) => churned),
      { offsets, folds: 10, seed: 1 },
    );
    const asked = ["train", "offset.csv", "-t", "churned", "--offset", "known", "--cv", "--json"];
    const { crossValidation } = JSON.parse(succeed(asked));
    expect(crossValidation).toMatchObject({ lambda: cv.lambda1se, logLoss: cv.logLoss.mean[cv.index1se] });
  });

  test("in folds of whole groups beside --group, so that no group is on both sides", () => {
    // the rows of a firm are nearly the same, and say nothing of another firm
    const firms = Array.from({ length: 160 }, (_, i) => {
      const firm = Math.floor(i / 8);
      return { firm: `f${firm}`, x: Math.sin(firm * firm) + i / 1e4, y: (firm * firm) % 5 < 2 ? "yes" : "no" };
    });
    write("firms.csv", csvOf(firms));
    const grouped = ["train", "firms.csv", "-t", "y", "--cv", "--group", "firm", "--test-fraction", "0", "--json"];
    const { crossValidation } = JSON.parse(succeed([...grouped, "--folds", "20"]));
    // as many folds as groups: each is one of them, in any order
    const foldOf = firms.map((_, i) => Math.floor(i / 8));
    const rows = firms.map(({ x, y }) => ({ x, y }));
    const cv = crossValidate(rows, { target: "y", foldOf });
    expect(crossValidation.lambda).toBe(cv.lambda1se);
    expect(crossValidation.logLoss).toBeCloseTo(cv.logLoss.mean[cv.index1se] ?? Number.NaN, 12);
    expect(cv.logLoss.mean[cv.index1se]).not.toBeCloseTo(
      crossValidate(rows, { target: "y", folds: 20, seed: 1 }).logLoss.mean[cv.index1se] ?? Number.NaN,
      3,
    );
    expect(fail(2, [...grouped, "--folds", "21"])).toBe("--folds: expected at most 20, the groups, got 21");
  });

  test("of ridge by --l1-ratio 0", () => {
    const { l1, l2 } = json("--cv", "--l1-ratio", "0");
    expect(l1).toBe(0);
    expect(l2).toBeGreaterThan(0);
    expect(succeed([...train, "--cv", "--l1-ratio", "0"])).toMatch(/by 10-fold cross-validation/);
  });
});

describe("predict", () => {
  succeed([...train, "-o", "model.json", "-q"]);
  const model = LogisticRegression.fromJSON(readFileSync(path("model.json"), "utf8"));
  const probabilities = Array.from(model.predictProba(withoutId));

  test("finds the columns by name and gives the bits of the library", () => {
    const lines = succeed(["predict", "model.json", "customers.csv"]).trim().split("\n").slice(1);
    expect(lines.map((line) => Number(line.split(",")[1]))).toEqual(probabilities);
    expect(lines.map((line) => line.split(",")[0])).toEqual(model.predict(withoutId));
  });

  test("--keep and --append write columns of the data before the prediction", () => {
    const kept = succeed(["predict", "model.json", "customers.csv", "--keep", "id,plan"]).split("\n");
    expect(kept[0]).toBe("id,plan,prediction,probability");
    expect(kept[2]).toBe(`c1,team,${model.predict(withoutId)[1]},${probabilities[1]}`);
    const appended = succeed(["predict", "model.json", "customers.csv", "--append"]).split("\n");
    expect(appended[0]).toBe("id,age,plan,paid,months,churned,prediction,probability");
    const [first = "{}"] = succeed(["predict", "model.json", "customers.csv", "--keep", "id", "--json"]).split("\n");
    expect(JSON.parse(first)).toEqual({
      id: "c0",
      prediction: model.predict(withoutId)[0],
      probability: probabilities[0],
    });
    expect(fail(1, ["predict", "model.json", "customers.csv", "--keep", "name"])).toMatch(
      /no column "name" as --keep asks for/,
    );
  });

  test("--json writes numbers as numbers, and codes and long ids as the texts that they are", () => {
    const kept = "code,long,amount,note";
    write(
      "kept.csv",
      `age,plan,paid,months,${kept}\n30,pro,no,3,007,9007199254740993,-1.50,\n30,pro,no,3,0,5,1e3,1 2\n`,
    );
    const rows = succeed(["predict", "model.json", "kept.csv", "--append", "--json"]).trim().split("\n");
    const [first, second] = rows.map((row) => JSON.parse(row));
    expect(first).toMatchObject({
      age: 30,
      plan: "pro",
      code: "007",
      long: "9007199254740993",
      amount: -1.5,
      note: "",
    });
    expect(second).toMatchObject({ code: 0, long: 5, amount: 1000, note: "1 2" });
    write("kept.jsonl", '{"age":30,"plan":"pro","paid":"no","months":3,"late":true,"old":false,"said":"True"}\n');
    const [row = ""] = succeed(["predict", "model.json", "kept.jsonl", "--append", "--json"]).split("\n");
    expect(JSON.parse(row)).toMatchObject({ late: true, old: false, said: "True" });
  });

  test("an unknown level and a missing value are refused by line, or left empty by --invalid nan", () => {
    write("new.csv", "age,plan,paid,months\n30,pro,no,3\n30,gold,no,3\n,pro,no,3\n");
    expect(fail(1, ["predict", "model.json", "new.csv"])).toBe(
      'new.csv: line 3, column "plan": expected a level that was there in fit, got "gold"',
    );
    const [, good = "", bad, missing] = succeed(["predict", "model.json", "new.csv", "--invalid", "nan"]).split("\n");
    expect([bad, missing]).toEqual([",", ","]);
    expect(Number(good.split(",")[1])).toBe(model.predictProba([{ age: 30, plan: "pro", paid: "no", months: 3 }])[0]);
    const rows = succeed(["predict", "model.json", "new.csv", "--invalid", "nan", "--json"]).trim().split("\n");
    expect(rows.map((row) => JSON.parse(row).probability === null)).toEqual([false, true, true]);
  });

  test("a model of one file reads over the file of how it came about", () => {
    const { provenance } = JSON.parse(readFileSync(path("model.json"), "utf8"));
    expect(provenance).toMatchObject({
      l1: 0,
      l2: 1 / 120,
      standardize: true,
      fittedRows: 120,
      heldOutRows: 24,
      seed: 1,
      testFraction: 0.2,
    });
    expect(provenance.program).toMatch(/^logit-wasm \d+\.\d+\.\d+$/);
    expect(provenance.ranges).toEqual({ age: [20, 66], months: [1, 31] });
    expect(run([...train, "-o", "again.json", "-q"]).status).toBe(0);
    expect(readFileSync(path("again.json"), "utf8")).toBe(readFileSync(path("model.json"), "utf8"));
  });
});
