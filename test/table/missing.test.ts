import { describe, expect, it } from "vitest";
import { crossValidate, Dataset, LogisticRegression, regularizationPath } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { expectBits } from "./bits.ts";
import { meanOf, quantileOf } from "./byHand.ts";
import { customers, matrixOf } from "./customers.ts";

/** Ages and plans, some of which are missing. */
const rows = customers.map(({ age, plan, churned }, i) => ({
  age: i % 6 === 1 ? null : age,
  plan: i % 10 === 3 ? null : plan,
  churned,
}));
const y = rows.map(({ churned }) => churned);
const ages = rows.map(({ age }) => age);
const plans = rows.map(({ plan }) => plan).filter((plan) => plan !== null);
const LEVELS = ["basic", "pro", "team"];
const shares = LEVELS.map((level) => plans.filter((plan) => plan === level).length / plans.length);
const frequent = LEVELS[shares.indexOf(Math.max(...shares))];
const oneHot = (plan: string | null | undefined): number[] => LEVELS.map((level) => (level === plan ? 1 : 0));

const fitted = (options: object) => new LogisticRegression().fit(rows, { target: "churned", ...options });
const byHand = (encoded: readonly number[][], labels = y) => {
  const standardize = (encoded[0] as number[]).map((_, j) => j === 0);
  return new LogisticRegression({ standardize }).fit(matrixOf(encoded), labels);
};

describe("at fit", () => {
  it('"drop" leaves out the rows, and counts them', () => {
    const model = fitted({ missing: "drop" });
    const kept = rows.filter(({ age, plan }) => age !== null && plan !== null);
    const encoded = kept.map(({ age, plan }) => [age ?? 0, ...oneHot(plan)]);
    expectBits(
      model.coef,
      byHand(
        encoded,
        kept.map(({ churned }) => churned),
      ).coef,
    );
    expect(model.report.missing).toEqual({ droppedRows: rows.length - kept.length, filledCells: 0 });
  });

  it('"mean" takes the mean of numbers, and of levels the average row', () => {
    const model = fitted({ missing: "mean" });
    const encoded = rows.map(({ age, plan }) => [age ?? meanOf(ages), ...(plan === null ? shares : oneHot(plan))]);
    expectBits(model.coef, byHand(encoded).coef);
    expect(model.report.missing).toEqual({ droppedRows: 0, filledCells: 16 });
  });

  it('"median" takes the median of numbers, and of levels the most frequent', () => {
    const model = fitted({ missing: "median" });
    const encoded = rows.map(({ age, plan }) => [age ?? quantileOf(ages, 0.5), ...oneHot(plan ?? frequent)]);
    expectBits(model.coef, byHand(encoded).coef);
  });

  it('"indicator" takes the mean, and a further column that is 1 where the value is missing', () => {
    const model = fitted({ missing: "indicator" });
    const encoded = rows.map(({ age, plan }) => {
      const filled = [age ?? meanOf(ages), age === null ? 1 : 0];
      return [...filled, ...(plan === null ? shares : oneHot(plan)), plan === null ? 1 : 0];
    });
    expectBits(model.coef, byHand(encoded).coef);
    expect(model.coefficients.map(({ name, level }) => [name, level])).toEqual([
      ["(intercept)", undefined],
      ["age", undefined],
      ["age", "missing"],
      ["plan", "basic"],
      ["plan", "pro"],
      ["plan", "team"],
      ["plan", "missing"],
    ]);
  });

  it("columns are said by name, each its own, and what is said for a column goes before what is said for all", () => {
    const kept = rows.filter(({ plan }) => plan !== null);
    const median = quantileOf(
      kept.map(({ age }) => age),
      0.5,
    );
    const encoded = kept.map(({ age, plan }) => [age ?? median, ...oneHot(plan)]);
    const expected = byHand(
      encoded,
      kept.map(({ churned }) => churned),
    ).coef;
    for (const options of [
      { missing: { age: "median", plan: "drop" } },
      { missing: "drop", columns: { age: { missing: "median" } } },
      { missing: { plan: "drop", age: "mean" }, columns: { age: { missing: "median" } } },
    ]) {
      const model = fitted(options);
      expectBits(model.coef, expected);
      expect(model.report.missing).toEqual({
        droppedRows: 6,
        filledCells: kept.filter(({ age }) => age === null).length,
      });
    }
  });

  it.each([2, 0.5, 0.1, 1e-3, 1 / 3, 1e-9, 1e9])(
    "medians do not depend on the scale of weights: times %s",
    (factor) => {
      const fillOf = (scale: number): unknown => {
        const cells = [3, 1, null, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9];
        const model = new LogisticRegression().fit(
          { cells },
          cells.map((_, i) => i % 2),
          { missing: "median", weights: cells.map((_, i) => (1 + (i % 3)) * scale) },
        );
        return model.encoding?.columns[0]?.fill;
      };
      // of 28 in all, the halves meet within the fives
      expect(fillOf(1)).toBe(5);
      expect(fillOf(factor)).toBe(5);
    },
  );

  it("means and medians go by weights: a row of weight 2 is the row twice, one of weight 0 none", () => {
    const weights = rows.map((_, i) => i % 3);
    const twice = rows.flatMap((row, i) => Array.from({ length: i % 3 }, () => row));
    for (const missing of ["mean", "median"] as const) {
      const weighed = fitted({ missing, weights }).encoding;
      const repeated = new LogisticRegression().fit(twice, { target: "churned", missing }).encoding;
      for (const [j, column] of (weighed?.columns ?? []).entries()) {
        const fill = [(column.fill as number | number[]) ?? []].flat();
        const expected = [(repeated?.columns[j]?.fill as number | number[]) ?? []].flat();
        expect(fill.length).toBe(expected.length);
        for (const [k, value] of fill.entries()) expect(value).toBeCloseTo(expected[k] as number, 13);
      }
    }
  });

  it("a column without a missing value gets no indicator, and none is reported", () => {
    const model = new LogisticRegression().fit(customers, { target: "churned", drop: ["id"], missing: "indicator" });
    expect(model.coefficients.some(({ level }) => level === "missing")).toBe(false);
    expect(model.report.missing).toBeUndefined();
  });

  it("an empty text in a column of texts is a level, and missing in one of numbers", () => {
    const texts = { it: y.map((_, i) => ["", "a", "b"][i % 3]), churned: y };
    expect(new LogisticRegression().fit(texts, { target: "churned" }).coef.length).toBe(3);
    const numbers = { it: y.map((_, i) => (i % 3 ? String(i) : "")), churned: y };
    expect(() => new LogisticRegression().fit(numbers, { target: "churned" })).toThrow(
      '("it" 20; 20 of 60 rows in all)',
    );
  });

  it("null, undefined, NaN and an absent key are missing in a column of texts as well", () => {
    const cells = [null, undefined, Number.NaN];
    const holed = customers.map(({ plan, churned }, i) =>
      i < 4 ? (i === 3 ? { churned } : { plan: cells[i], churned }) : { plan, churned },
    );
    expect(() => new LogisticRegression().fit(holed as object[], { target: "churned" } as never)).toThrow(
      '("plan" 4; 4 of 60',
    );
  });

  it("a row without a label is dropped where rows are", () => {
    const unlabelled = customers.map((row, i) => ({ ...row, churned: i % 20 === 5 ? null : row.churned }));
    const options = { target: "churned", drop: ["id"], missing: "drop" } as const;
    const model = new LogisticRegression().fit(unlabelled, options);
    expectBits(
      model.coef,
      new LogisticRegression().fit(
        unlabelled.filter(({ churned }) => churned),
        options,
      ).coef,
    );
    expect(model.report.missing).toEqual({ droppedRows: 3, filledCells: 0 });
  });

  it("weights and offsets of dropped rows go with them", () => {
    const beside = rows.map((row, i) => ({ ...row, w: 1 + (i % 4), o: Math.sin(i) }));
    const kept = beside.filter(({ age, plan }) => age !== null && plan !== null);
    const options = { target: "churned", missing: "drop", weights: "w", offsets: "o" } as const;
    const expected = new LogisticRegression().fit(kept, options).coef;
    expectBits(new LogisticRegression().fit(beside, options).coef, expected);
    const arrays = { weights: beside.map(({ w }) => w), offsets: Float32Array.from(beside, ({ o }) => o) };
    const rest = { target: "churned", missing: "drop", drop: ["w", "o"] } as const;
    const offsets = Float32Array.from(kept, ({ o }) => o);
    expectBits(
      new LogisticRegression().fit(beside, { ...rest, ...arrays }).coef,
      new LogisticRegression().fit(kept, { ...rest, weights: kept.map(({ w }) => w), offsets }).coef,
    );
  });

  it("labels beside a table lose the rows that it loses", () => {
    const X = rows.map(({ age, plan }) => ({ age, plan }));
    expectBits(new LogisticRegression().fit(X, y, { missing: "drop" }).coef, fitted({ missing: "drop" }).coef);
  });
});

describe("at prediction", () => {
  const bare = new LogisticRegression().fit(
    customers.map(({ age, plan, churned }) => ({ age, plan, churned })),
    { target: "churned" },
  );
  const bad = [
    { age: 40, plan: "pro" },
    { age: null, plan: "pro" },
    { age: 40, plan: "gold" },
    { age: 40 },
    { age: "old", plan: "pro" },
    { age: "41", plan: "team" },
  ];

  it.each([
    ["LogisticRegression", (model: LogisticRegression) => model],
    ["logit-wasm/predict", (model: LogisticRegression) => loadModel(JSON.stringify(model))],
  ] as const)("%s: what stood in at fit stands in again", (_, as) => {
    const model = as(fitted({ missing: "indicator" }));
    const { coef, intercept } = fitted({ missing: "indicator" });
    let z = intercept;
    for (const [j, value] of [meanOf(ages), 1, ...shares, 1].entries()) z += value * (coef[j] as number);
    expectBits([model.predictOne({}).logOdds], [z]);
    expectBits(model.decisionFunction([{}, { plan: null, age: Number.NaN }, { age: "", plan: undefined }]), [z, z, z]);
  });

  it.each([
    ["LogisticRegression", bare],
    ["logit-wasm/predict", loadModel(JSON.stringify(bare))],
  ] as const)('%s: invalid: "nan" gives NaN, from predict null, at the length of its input', (_, model) => {
    const invalid = { invalid: "nan" } as const;
    const z = model.decisionFunction(bad, invalid);
    const one = bad.map((row) => model.predictOne(row as object, invalid));
    expectBits(
      one.map(({ logOdds }) => logOdds),
      z,
    );
    expectBits(
      one.map(({ probability }) => probability),
      model.predictProba(bad, invalid),
    );
    expect(one.map(({ label }) => label)).toEqual(model.predict(bad, invalid));
    expect(() => model.predictOne({}, { invalid: "none" as "nan" })).toThrow("invalid: expected");
    const good = [0, 5].map((row) => model.predictOne(bad[row] as object));
    expectBits(z, [good[0]?.logOdds, ...Array(4).fill(Number.NaN), good[1]?.logOdds] as number[]);
    expectBits(model.predictProba(bad, invalid), [
      good[0]?.probability,
      ...Array(4).fill(Number.NaN),
      good[1]?.probability,
    ] as number[]);
    expect(model.predict(bad, invalid)).toEqual([good[0]?.label, null, null, null, null, good[1]?.label]);
    const many = Array.from({ length: 60 }, (_, i) => bad[i % 6] as object);
    expect(model.decisionFunction(many, invalid).length).toBe(60);
    expectBits(
      model.decisionFunction(many, invalid),
      Array.from({ length: 60 }, (_, i) => z[i % 6] as number),
    );
  });

  it("rows that were to be dropped at fit are refused at prediction, which has the length of its input", () => {
    const model = fitted({ missing: "drop" });
    expect(() => model.predict([{ age: null, plan: "pro" }])).toThrow("got a missing one (null) at row 0, column");
    expect(model.predict([{ age: null, plan: "pro" }], { invalid: "nan" })).toEqual([null]);
  });
});

describe("a missing label", () => {
  const unlabelled = rows.map((row, i) => ({ ...row, churned: i % 20 === 7 ? null : row.churned }));
  const labelled = unlabelled.filter(({ churned }) => churned !== null);

  it("has its row left out, by name, where something stands in for missing values of the columns", () => {
    const given = { target: "churned", missing: { age: "mean", plan: "median", churned: "drop" } } as const;
    const model = new LogisticRegression().fit(unlabelled, given);
    const expected = new LogisticRegression().fit(labelled, { target: "churned", missing: given.missing });
    expectBits(model.coef, expected.coef);
    expect(model.encoding).toEqual(expected.encoding);
    expect(model.report.missing?.droppedRows).toBe(3);
  });
});

describe("the report of every entry counts them:", () => {
  const given = { target: "churned", missing: "mean" } as const;
  const expected = fitted({ missing: "mean" }).report.missing;
  it.each([
    ["crossValidate", () => crossValidate(rows, { ...given, folds: 3, count: 5 }).model],
    ["regularizationPath", () => regularizationPath(rows, { ...given, count: 5 }).model(2)],
    ["partialFit", () => new LogisticRegression().partialFit(rows, given)],
  ])("%s", (_, run) => {
    expect(run().report.missing).toEqual(expected);
    expect(LogisticRegression.fromJSON(JSON.stringify(run())).report.missing).toEqual(expected);
  });
});

describe("labels in an array of their own, some of them missing", () => {
  const rows = customers.map(({ id: _, churned: __, ...row }) => row);
  const y = customers.map(({ churned }, i) => [churned, null, undefined, Number.NaN][i % 9 < 3 ? 1 + (i % 3) : 0]);
  const isThere = (_: unknown, i: number): boolean => i % 9 >= 3;
  const weights = customers.map((_, i) => 1 + (i % 4));
  const offsets = customers.map((_, i) => Math.sin(i));
  const left = rows.filter(isThere);
  const labels = customers.map(({ churned }) => churned).filter(isThere);
  const dropping = { missing: "drop", weights } as const;
  const whole = { weights: weights.filter(isThere) };

  it('are dropped with their rows, weights and offsets by missing: "drop"', async () => {
    const fitted = new LogisticRegression().fit(rows, y as string[], { ...dropping, offsets });
    const expected = new LogisticRegression().fit(left, labels, { ...whole, offsets: offsets.filter(isThere) });
    expectBits(fitted.coef, expected.coef);
    expect(fitted.report.missing?.droppedRows).toBe(rows.length - left.length);
    const later = await new LogisticRegression().fitAsync(rows, y as string[], { ...dropping, offsets });
    expectBits(later.coef, expected.coef);
    const ofDataset = new LogisticRegression().fit(Dataset.from(rows, y as string[], dropping));
    expectBits(ofDataset.coef, new LogisticRegression().fit(Dataset.from(left, labels, whole)).coef);
    const [path, pathOf] = [
      regularizationPath(rows, y as string[], { ...dropping, count: 5 }),
      regularizationPath(left, labels, { ...whole, count: 5 }),
    ];
    expectBits(path.coef.at(-1) as Float64Array, pathOf.coef.at(-1) as Float64Array);
    const foldOf = rows.map((_, i) => i % 4);
    const [cv, cvOf] = [
      crossValidate(rows, y as string[], { ...dropping, foldOf }),
      crossValidate(left, labels, { ...whole, foldOf: foldOf.filter(isThere) }),
    ];
    expectBits(cv.logLoss.mean, cvOf.logLoss.mean);
  });

  it("are refused without it, with their number, the first row and the way out", () => {
    const count = y.length - left.length;
    expect(() => new LogisticRegression().fit(rows, y as string[], { missing: "mean" })).toThrow(
      `y: expected no missing labels, got ${count} of 60, the first at row 0: say missing: "drop" for all columns`,
    );
  });
});
