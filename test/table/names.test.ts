import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { crossValidate, Dataset, LogisticRegression, regularizationPath } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { expectBits } from "./bits.ts";
import { customers, encodedByHand, OPTIONS } from "./customers.ts";

const model = new LogisticRegression().fit(customers, OPTIONS);
const plain = new LogisticRegression({ l2: 0 }).fit(customers, OPTIONS);

describe("names", () => {
  it("features are the columns that predictions read, in their order, and the target's is kept", () => {
    expect(model.features).toEqual(["age", "plan", "income", "sex", "member"]);
    expect(model.target).toBe("churned");
    const chosen = new LogisticRegression().fit(customers, { target: "churned", features: ["sex", "age"] });
    expect(chosen.features).toEqual(["sex", "age"]);
    expect(loadModel(chosen.toJSON()).features).toEqual(["sex", "age"]);
  });

  it("coef has one number an encoded column, in the order of coefficients after the intercept", () => {
    expectBits(
      model.coef,
      model.coefficients.slice(1).map(({ estimate }) => estimate as number),
    );
    expect(model.coefficients[0]?.estimate).toBe(model.intercept);
  });

  it("coefficients are readable rows, the intercept first", () => {
    expect(model.coefficients.map(({ name, level }) => [name, level])).toEqual([
      ["(intercept)", undefined],
      ["age", undefined],
      ["plan", "basic"],
      ["plan", "pro"],
      ["plan", "team"],
      ["income", undefined],
      ["sex", "male"],
      ["member", "true"],
    ]);
    expect(model.coefficients.every((row) => "level" in row === (row.level !== undefined))).toBe(true);
  });

  it("standardized is the estimate times the deviation of the column, and the average row's log-odds", () => {
    const encoded = customers.map(encodedByHand);
    const m = encoded.length;
    let atMean = model.intercept;
    for (const [j, { estimate, standardized }] of model.coefficients.slice(1).entries()) {
      const column = encoded.map((row) => row[j] as number);
      const mean = column.reduce((sum, value) => sum + value, 0) / m;
      const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / m);
      expect(standardized).toBeCloseTo((estimate as number) * deviation, 12);
      atMean += (estimate as number) * mean;
    }
    expect(model.coefficients[0]?.standardized).toBeCloseTo(atMean, 12);
  });

  it("coefficients of a matrix have its names, or the indices of its columns", () => {
    const X = customers.map(({ age, income }) => [age, income]);
    const y = customers.map(({ churned }) => churned);
    const named = new LogisticRegression().fit(X, y, { features: ["age", "income"] });
    expect(named.coefficients.map(({ name }) => name)).toEqual(["(intercept)", "age", "income"]);
    const bare = new LogisticRegression().fit(X, y);
    expect(bare.coefficients.map(({ name }) => name)).toEqual(["(intercept)", "0", "1"]);
  });

  it("an aliased column has no estimate, a coefficient of 0, and predictions that are right", () => {
    const doubled = customers.map((row) => ({ ...row, yearly: 12 * row.income, half: "same" }));
    const aliased = new LogisticRegression({ l2: 0 }).fit(doubled, OPTIONS);
    expect(aliased.report.aliased?.map(({ column }) => column)).toEqual(["yearly", "half=same"]);
    const rows = aliased.coefficients.filter(({ name }) => name === "yearly" || name === "half");
    expect(rows).toEqual([
      { name: "yearly", estimate: null, standardized: null },
      { name: "half", level: "same", estimate: null, standardized: null },
    ]);
    expect(Array.from(aliased.coef.slice(-2))).toEqual([0, 0]);
    const [expected, z] = [plain, aliased].map((one) => one.decisionFunction(doubled));
    // one optimum, to the eight digits of a fit
    for (const [i, value] of (expected ?? []).entries()) expect(z?.[i]).toBeCloseTo(value, 7);
  });

  it("an aliased level leaves the estimate to a column that has its name", () => {
    const rows = customers.map(({ plan, income, churned }) => ({
      isPro: plan === "pro" ? 1 : 0,
      plan,
      "plan=pro": income,
      churned,
    }));
    const options = { target: "churned", columns: { plan: { reference: "team" } } } as const;
    const { report, coefficients } = new LogisticRegression({ l2: 0 }).fit(rows, options);
    expect(report.aliased).toEqual([{ column: "plan=pro", by: ["isPro"] }]);
    const estimates = coefficients.filter(({ name, level }) => name === "plan=pro" || level === "pro");
    expect(estimates.map(({ level, estimate }) => [level, estimate === null])).toEqual([
      ["pro", true],
      [undefined, false],
    ]);
  });

  it("separation is told in names", () => {
    const separable = customers.map((row) => ({ ...row, churned: row.age > 40 ? "yes" : "no" }));
    const { report } = new LogisticRegression({ l2: 0 }).fit(separable, { target: "churned", features: ["age"] });
    expect(report.separation?.names).toEqual(["age"]);
  });

  it("a column may have the name of what every object has", () => {
    const names = ["constructor", "toString", "valueOf", "hasOwnProperty"];
    const rows = customers.map(({ churned }, i) => ({
      ...Object.fromEntries(names.map((name, j) => [name, Math.cos(i * (j + 1))])),
      churned,
    }));
    const odd = new LogisticRegression().fit(rows as Record<string, unknown>[], { target: "churned" });
    expect(odd.features).toEqual(names);
    const one = rows[3] as object;
    expectBits([odd.predictOne(one).logOdds], [odd.decisionFunction(rows)[3] as number]);
    expect(Object.keys(odd.schema().properties)).toEqual(names);
    for (const absent of [odd, loadModel(odd.toJSON())]) {
      expect(() => absent.predictOne({ toString: 1, valueOf: 1, hasOwnProperty: 1 })).toThrow(
        'in column "constructor"',
      );
    }
    expect(() => new LogisticRegression().fit(rows, { target: "churned", missing: {} } as never)).not.toThrow();
    const holed = rows.map((row, i) => (i === 4 ? { ...row, valueOf: null } : row));
    expect(() =>
      new LogisticRegression().fit(holed, { target: "churned", missing: { toString: "mean" } } as never),
    ).toThrow('("valueOf" 1; 1 of 60 rows in all)');
  });
});

describe("schema", () => {
  const holed = customers.map((row, i) => ({ ...row, age: i === 3 ? null : row.age, plan: i === 4 ? null : row.plan }));

  it("is the JSON Schema of a record: types, levels, and what has to be there", () => {
    expect(model.schema()).toEqual({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      properties: {
        age: { type: "number" },
        plan: { type: "string", enum: ["basic", "pro", "team"] },
        income: { type: "number" },
        sex: { type: "string", enum: ["female", "male"] },
        member: { type: "boolean" },
      },
      required: ["age", "plan", "income", "sex", "member"],
    });
  });

  it("lets be null, or absent, what a value stands in for", () => {
    const filled = new LogisticRegression().fit(holed, { ...OPTIONS, missing: { age: "mean", plan: "mean" } });
    const { properties, required } = filled.schema();
    expect(properties.age).toEqual({ type: ["number", "null"] });
    expect(properties.plan).toEqual({ type: ["string", "null"], enum: ["basic", "pro", "team", null] });
    expect(required).toEqual(["income", "sex", "member"]);
  });

  it("names no levels where others are taken, and names pooled ones", () => {
    const other = new LogisticRegression().fit(customers, { ...OPTIONS, columns: { plan: { unknown: "other" } } });
    expect(other.schema().properties.plan).toEqual({ type: "string" });
    const pooled = new LogisticRegression().fit(customers, { ...OPTIONS, columns: { plan: { minCount: 20 } } });
    const levels = pooled.schema().properties.plan?.enum ?? [];
    expect([...levels].sort()).toEqual(["basic", "pro", "team"]);
  });

  it("has a column that is called __proto__", () => {
    const rows = JSON.parse(`[${customers.map(({ age }) => `{ "__proto__": ${age} }`).join(",")}]`) as object[];
    const labels = customers.map(({ churned }) => churned);
    const odd = new LogisticRegression().fit(rows, labels);
    expect(odd.features).toEqual(["__proto__"]);
    expect(Object.entries(odd.schema().properties)).toEqual([["__proto__", { type: "number" }]]);
  });

  it("takes numbers and their texts where numbers are a category", () => {
    const counted = customers.map((row, i) => ({ ...row, rooms: (i * 7) % 3 }));
    const rooms = new LogisticRegression().fit(counted, { ...OPTIONS, columns: { rooms: { kind: "category" } } });
    expect(rooms.schema().properties.rooms).toEqual({ type: ["string", "number"], enum: ["0", "1", "2", 0, 1, 2] });
  });

  it("of a matrix with names is one of numbers", () => {
    const named = new LogisticRegression().fit([[1], [2], [3], [4]], [0, 1, 0, 1], { features: ["size"] });
    expect(named.schema()).toMatchObject({ properties: { size: { type: "number" } }, required: ["size"] });
  });
});

describe("a model elsewhere", () => {
  it("structuredClone makes what fromJSON and loadModel take", () => {
    const cloned = structuredClone(model);
    expectBits(LogisticRegression.fromJSON(cloned).predictProba(customers), model.predictProba(customers));
    expectBits(loadModel(cloned).predictProba(customers), model.predictProba(customers));
  });

  it("postMessage makes the same", async () => {
    const { port1, port2 } = new MessageChannel();
    const received = new Promise((resolve) => port2.addEventListener("message", ({ data }) => resolve(data)));
    port2.start();
    port1.postMessage(model);
    const again = LogisticRegression.fromJSON(await received);
    port1.close();
    expectBits(again.predictProba(customers), model.predictProba(customers));
  });

  it("console.log prints classes, penalty, named coefficients and how the fit went", () => {
    const text = inspect(model);
    for (const part of ["no", "yes", "l2", "(intercept)", "age", "plan", "pro", "sex", "male", "converged"])
      expect(text).toContain(part);
    const separable = customers.map((row) => ({ ...row, churned: row.age > 40 ? "yes" : "no" }));
    const separated = new LogisticRegression({ l2: 0 }).fit(separable, { target: "churned", features: ["age"] });
    expect(inspect(separated)).toContain("separation");
    expect(inspect(new LogisticRegression())).toContain("not fitted");
  });
});

describe("strict", () => {
  const separable = customers.map((row) => ({ ...row, churned: row.age > 40 ? "yes" : "no" }));
  const options = { target: "churned", features: ["age", "income"], strict: true } as const;

  it("throws on anything but convergence, names the columns, and leaves the model as it was", async () => {
    const again = new LogisticRegression({ l2: 0 }).fit(customers, { target: "churned", features: ["age"] });
    const { coef, features } = again;
    const said =
      'strict: expected a fit that ends by its tolerance, got one that ended by "separation": ' +
      "the classes are separable by age";
    expect(() => again.fit(separable, options)).toThrow(said);
    await expect(again.fitAsync(separable, options)).rejects.toThrow(said);
    expectBits(again.coef, coef);
    expect(again.features).toEqual(features);
  });

  it("throws where the epochs do not suffice", () => {
    const short = new LogisticRegression({ maxEpochs: 1, tolerance: 1e-12 });
    expect(() => short.fit(customers, { ...OPTIONS, strict: true })).toThrow('got one that ended by "max-epochs"');
  });

  it("lets a fit be that converged", () => {
    expectBits(new LogisticRegression().fit(customers, { ...OPTIONS, strict: true }).coef, model.coef);
  });
});

describe("withPrevalence", () => {
  const logOdds = (p: number): number => Math.log(p / (1 - p));
  const yes = customers.filter(({ churned }) => churned === "yes").length;
  const share = yes / customers.length;

  it("shifts the intercept by the difference of the log-odds of the shares, and nothing else", () => {
    const rare = model.withPrevalence(0.02);
    expectBits(rare.coef, model.coef);
    expect(rare.intercept - model.intercept).toBeCloseTo(logOdds(0.02) - logOdds(share), 13);
    expect(rare.features).toEqual(model.features);
    expect(
      rare.predictOne(customers[0] as object).logOdds - model.predictOne(customers[0] as object).logOdds,
    ).toBeCloseTo(logOdds(0.02) - logOdds(share), 12);
  });

  it("goes from one half where the classes were balanced", () => {
    const balanced = new LogisticRegression({ classWeight: "balanced" }).fit(customers, OPTIONS);
    expect(balanced.withPrevalence(0.1).intercept - balanced.intercept).toBeCloseTo(logOdds(0.1), 13);
  });

  it("leaves the coefficients per deviation what they are", () => {
    const [, ...rest] = model.coefficients;
    expect(model.withPrevalence(0.02).coefficients.slice(1)).toEqual(rest);
    const again = LogisticRegression.fromJSON(JSON.stringify(model.withPrevalence(0.02)));
    expect(again.coefficients.slice(1)).toEqual(rest);
  });

  it("is at home in a file, and is taken back by the share of the fit", () => {
    const again = LogisticRegression.fromJSON(JSON.stringify(model.withPrevalence(0.02)));
    expectBits(again.predictProba(customers), model.withPrevalence(0.02).predictProba(customers));
    expect(again.withPrevalence(share).intercept).toBeCloseTo(model.intercept, 13);
  });

  it("goes by weights, without rows that were dropped, and leaves the model that it is asked of", () => {
    const weighed = customers.map((row, i) => ({ ...row, w: 1 + (i % 3), income: i % 10 === 7 ? null : row.income }));
    const kept = weighed.filter(({ income }) => income !== null);
    const total = kept.reduce((sum, { w }) => sum + w, 0);
    const positive = kept.reduce((sum, { w, churned }) => sum + (churned === "yes" ? w : 0), 0);
    const given = new LogisticRegression().fit(weighed, { ...OPTIONS, weights: "w", missing: "drop" });
    const { intercept } = given;
    expect(given.withPrevalence(0.3).intercept - intercept).toBeCloseTo(logOdds(0.3) - logOdds(positive / total), 13);
    expect(given.intercept).toBe(intercept);
  });

  it.each([0, 1, -1, 2, Number.NaN, "0.1", null])("refuses %o", (prevalence) => {
    expect(() => model.withPrevalence(prevalence as number)).toThrow(
      "prevalence: expected a number between 0 and 1, got ",
    );
  });
});

describe("columns of a matrix that have names", () => {
  const X = [
    [0, 1],
    [1, 1],
    [2, 0],
    [3, Number.NaN],
  ];
  const whole = [
    [0, 1],
    [1, 1],
    [2, 0],
    [3, 1],
  ];
  const y = [0, 0, 1, 1];
  const features = ["age", "dose"];
  const model = new LogisticRegression().fit(whole, y, { features });
  const calls: Readonly<Record<string, () => unknown>> = {
    fit: () => new LogisticRegression().fit(X, y, { features }),
    fitAsync: () => new LogisticRegression().fitAsync(X, y, { features }),
    partialFit: () => new LogisticRegression().partialFit(X, y, { features }),
    "Dataset.from": () => Dataset.from(X, y, { features }),
    regularizationPath: () => regularizationPath(X, y, { features }),
    crossValidate: () => crossValidate(X, y, { features, folds: 2 }),
    predict: () => model.predict(X),
    predictProba: () => model.predictProba(X),
    decisionFunction: () => model.decisionFunction(X),
    score: () => model.score(X, y),
  };

  it.each(Object.entries(calls))("are named where a number is not finite: %s", async (_, call) => {
    const run = async (): Promise<unknown> => call();
    await expect(run()).rejects.toThrow('X: expected finite numbers, got NaN at row 3, column "dose"');
  });
});

describe("the offset of one row", () => {
  const model = new LogisticRegression().fit([[0], [1], [2], [3]], [0, 0, 1, 1], { offsets: [0, 0.5, 0, 0.5] });
  const loaded = loadModel(JSON.stringify(model));
  const wrong: readonly unknown[] = [[1], "1", Number.NaN, null];

  it.each(wrong)("is one finite number, and refused otherwise: %j", (offset) => {
    for (const one of [model, loaded]) {
      expect(() => one.predictOne([1], { offset: offset as number })).toThrow("offset: expected a finite number");
    }
  });

  it("is needed if the model was fitted with offsets, 0 being an answer", () => {
    for (const one of [model, loaded]) {
      expect(() => one.predictOne([1])).toThrow("offset: expected a finite number, as the fit had offsets; 0 for none");
      const [z] = model.decisionFunction([[1]], { offsets: 0.25 });
      expect(one.predictOne([1], { offset: 0.25 }).logOdds).toBe(z);
    }
  });
});
