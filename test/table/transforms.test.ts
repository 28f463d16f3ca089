import { describe, expect, it } from "vitest";
import { LogisticRegression } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { normal } from "../support/random.ts";
import { expectBits } from "./bits.ts";
import { knotsOf, splineOf } from "./byHand.ts";
import { matrixOf } from "./customers.ts";

const next = normal(7);
const rows = Array.from({ length: 200 }, (_, i) => {
  const dose = Math.exp(next());
  const age = 40 + 12 * next();
  const plan = ["a", "b", "c"][i % 3] as string;
  const z = 1.5 * Math.sin(age / 8) + Math.log(dose) + (plan === "a" ? 0.5 : 0) + next();
  return { dose, age, plan, count: Math.floor(10 * dose), sold: z > 0 ? "yes" : "no" };
});
const y = rows.map(({ sold }) => sold);
const ages = rows.map(({ age }) => age);

const fitted = (features: readonly string[], more: object, model = {}) =>
  new LogisticRegression(model).fit(rows, { target: "sold", features, ...more } as never);

describe("transform", () => {
  it.each([
    ["log", "dose", Math.log],
    ["log1p", "count", Math.log1p],
  ] as const)("%s has the bits of the logarithm taken by hand, at fit and at prediction", (transform, name, taken) => {
    const model = fitted([name], { columns: { [name]: { transform } } });
    const encoded = matrixOf(rows.map((row) => [taken(row[name])]));
    const byHand = new LogisticRegression().fit(encoded, y);
    expectBits([...model.coef, model.intercept], [...byHand.coef, byHand.intercept]);
    expectBits(model.predictProba(rows), byHand.predictProba(encoded));
    expectBits(loadModel(JSON.stringify(model)).predictProba(rows), byHand.predictProba(encoded));
  });

  it("log1p takes 0, and log does not", () => {
    const model = fitted(["count"], { columns: { count: { transform: "log1p" } } });
    expectBits([model.predictOne({ count: 0 }).logOdds], [model.intercept]);
    expect(() => model.predictOne({ count: -1 })).toThrow("a number whose logarithm is finite, got -1");
  });

  it("a value that stands in is one before the transform", () => {
    const holed = rows.map((row, i) => ({ ...row, dose: i % 9 === 2 ? null : row.dose }));
    const columns = { dose: { transform: "log", missing: "mean" } } as const;
    const model = new LogisticRegression().fit(holed, { target: "sold", features: ["dose"], columns });
    const known = holed.map(({ dose }) => dose).filter((dose) => dose !== null);
    const mean = known.reduce((sum, dose) => sum + dose, 0) / known.length;
    expectBits([model.predictOne({}).logOdds], [model.predictOne({ dose: mean }).logOdds]);
  });
});

describe.each([3, 4, 5])("splines: %i", (splines) => {
  const model = fitted(["age"], { columns: { age: { transform: { splines } } } }, { l2: 0 });
  const knots = knotsOf(ages, splines);

  it("have a column for the number and one less than its knots' number but one for its bends", () => {
    const bends = Array.from({ length: splines - 2 }, (_, k) => `spline ${k + 1}`);
    expect(model.coefficients.map(({ level }) => level)).toEqual([undefined, undefined, ...bends]);
  });

  it("have their knots at Harrell's quantiles", () => {
    const [column] = model.encoding?.columns ?? [];
    const given = column?.kind === "number" ? (column.knots ?? []) : [];
    expect(given.length).toBe(splines);
    // the same quantile, added up in another order
    for (const [k, knot] of given.entries()) expect(knot).toBeCloseTo(knots[k] as number, 12);
  });

  it("predict without a penalty what a truncated-power basis of the same knots does", () => {
    const basis = (age: number): number[] => splineOf(age, knots);
    const byHand = new LogisticRegression({ l2: 0 }).fit(matrixOf(ages.map(basis)), y);
    const at = [-50, 0, 15, 25, 33.3, 41, 55, 70, 120];
    const z = model.decisionFunction({ age: at });
    const expected = byHand.decisionFunction(matrixOf(at.map(basis)));
    // both are the one optimum, in two bases: a fit comes to eight digits
    for (const [i, value] of expected.entries())
      expect(Math.abs((z[i] as number) - value)).toBeLessThan(1e-7 * (1 + Math.abs(value)));
  });

  it("are straight lines beyond the outer knots", () => {
    const z = (age: number): number => model.predictOne({ age }).logOdds;
    for (const at of [Math.min(...knots) - 30, Math.max(...knots) + 30])
      expect(z(at + 10) - z(at)).toBeCloseTo(z(at) - z(at - 10), 8);
  });

  it("and their bends are smooth: the second derivative has no jump at a knot", () => {
    const z = (age: number): number => model.predictOne({ age }).logOdds;
    const h = 1e-3;
    const second = (age: number): number => (z(age + h) - 2 * z(age) + z(age - h)) / (h * h);
    for (const knot of knots) expect(second(knot + 2 * h)).toBeCloseTo(second(knot - 2 * h), 2);
  });
});

describe("a number that is too large for a spline or a product", () => {
  const columns = { age: { transform: { splines: 3 } } };
  const models = [
    fitted(["age"], { columns }),
    fitted(["age", "dose"], { interactions: [["age", "dose"]] }),
  ] as LogisticRegression[];

  it.each(models.map((model) => [model.coefficients.length, model] as const))(
    "is refused, or NaN where that is asked for, in both entries (%i coefficients)",
    (_, model) => {
      const table = [{ age: 1e200, dose: 1e200 }, rows[0] as object];
      for (const one of [model, loadModel(JSON.stringify(model))]) {
        expect(() => one.decisionFunction(table)).toThrow("X: expected");
        const z = one.decisionFunction(table, { invalid: "nan" });
        expectBits(z, [Number.NaN, one.predictOne(rows[0] as object).logOdds]);
      }
    },
  );
});

describe("interactions", () => {
  const isPlan = (plan: string): number[] => ["a", "b", "c"].map((level) => (plan === level ? 1 : 0));

  it("are the products of the encoded columns, the first's by the second's, after all columns", () => {
    const model = fitted(["age", "plan"], { interactions: [["age", "plan"]] });
    const encoded = rows.map(({ age, plan }) => [age, ...isPlan(plan), ...isPlan(plan).map((one) => age * one)]);
    const standardize = [true, false, false, false, true, true, true];
    const byHand = new LogisticRegression({ standardize }).fit(matrixOf(encoded), y);
    expectBits([...model.coef, model.intercept], [...byHand.coef, byHand.intercept]);
    expectBits(model.predictProba(rows), byHand.predictProba(matrixOf(encoded)));
    expectBits([model.predictOne(rows[4] as object).logOdds], [model.decisionFunction(rows)[4] as number]);
    expect(model.coefficients.slice(5).map(({ name, level }) => `${name} ${level}`)).toEqual([
      "age:plan a",
      "age:plan b",
      "age:plan c",
    ]);
  });

  it("of a fit in float32 are rounded once, as products that were made by hand", () => {
    const many = Array.from({ length: 3 }, () => rows).flat();
    const options = { target: "sold", features: ["age", "dose"], interactions: [["age", "dose"]] } as const;
    const model = new LogisticRegression({ precision: "f32" }).fit(many, options);
    const encoded = matrixOf(many.map(({ age, dose }) => [age, dose, age * dose]));
    const labels = many.map(({ sold }) => sold);
    const byHand = new LogisticRegression({ precision: "f32" }).fit(encoded, labels);
    expectBits([...model.coef, model.intercept], [...byHand.coef, byHand.intercept]);
    expectBits(model.predictProba(many), byHand.predictProba(encoded));
  });

  it("of two categories are penalised as they are, and named by both levels", () => {
    const flagged = rows.map((row) => ({ ...row, old: row.age > 45 }));
    const options = { target: "sold", features: ["plan", "old"], interactions: [["plan", "old"]] } as const;
    const model = new LogisticRegression().fit(flagged, options);
    const encoded = flagged.map(({ plan, old }) => [
      ...isPlan(plan),
      old ? 1 : 0,
      ...isPlan(plan).map((one) => (old ? one : 0)),
    ]);
    const byHand = new LogisticRegression({ standardize: false }).fit(matrixOf(encoded), y);
    expectBits(model.coef, byHand.coef);
    expect(model.coefficients.slice(5).map(({ name, level }) => `${name} ${level}`)).toEqual([
      "plan:old a:true",
      "plan:old b:true",
      "plan:old c:true",
    ]);
  });

  it("are of what a transform makes of a column", () => {
    const columns = { dose: { transform: "log" }, age: { transform: { splines: 3 } } };
    const model = fitted(["dose", "age"], { columns, interactions: [["dose", "age"]] });
    expect(model.coefficients.map(({ name, level }) => [name, level])).toEqual([
      ["(intercept)", undefined],
      ["dose", undefined],
      ["age", undefined],
      ["age", "spline 1"],
      ["dose:age", undefined],
      ["dose:age", "spline 1"],
    ]);
    const z = (age: number, dose: number): number => model.predictOne({ age, dose }).logOdds;
    // at a dose of 1, whose logarithm is 0, the interaction is none
    const [intercept, , line, bend] = model.coefficients.map(({ estimate }) => estimate as number);
    const [column] = (model.encoding?.columns ?? []).slice(1);
    const knots = column?.kind === "number" ? (column.knots as number[]) : [];
    const scale = ((knots[2] as number) - (knots[0] as number)) ** 2;
    const expected =
      (intercept as number) + (line as number) * 50 + ((bend as number) * (splineOf(50, knots)[1] as number)) / scale;
    expect(z(50, 1)).toBeCloseTo(expected, 12);
  });
});

describe("standardize", () => {
  const plans = { target: "sold", features: ["age", "plan"] } as const;
  const encoded = matrixOf(
    rows.map(({ age, plan }) => [age, ...["a", "b", "c"].map((level) => (plan === level ? 1 : 0))]),
  );

  it.each([
    ["true means the columns of numbers", true, [true, false, false, false]],
    ["false means none", false, false],
    ["an answer a column is taken as it is", [false, true, false, true], [false, true, false, true]],
  ] as const)("%s", (_, given, same) => {
    const model = new LogisticRegression({ standardize: given, l2: 0.1 }).fit(rows, plans);
    const byHand = new LogisticRegression({ standardize: same, l2: 0.1 }).fit(encoded, y);
    expectBits(model.coef, byHand.coef);
  });

  it("makes the unit of a number nothing, and a level's column is penalised as it is", () => {
    const other = rows.map((row) => ({ ...row, age: 1024 * row.age }));
    const [one, two] = [rows, other].map((some) => new LogisticRegression({ l2: 0.1 }).fit(some, plans));
    for (const [j, value] of (two?.coef ?? []).entries()) {
      const expected = (one?.coef[j] as number) / (j === 0 ? 1024 : 1);
      expect(Math.abs(value / expected - 1)).toBeLessThan(1e-8);
    }
  });

  it("refuses answers that are not one an encoded column", () => {
    expect(() => new LogisticRegression({ standardize: [true, false] }).fit(rows, plans)).toThrow(
      "standardize: expected 4 entries, one a column, got 2",
    );
  });
});
