import { describe, expect, it } from "vitest";
import { crossValidate, Dataset, LogisticRegression } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { random } from "../support/random.ts";
import { expectBits } from "./bits.ts";
import { matrixOf } from "./customers.ts";

interface Visit {
  readonly shop: string | null;
  readonly item: string;
  /** 0 in every third row. */
  readonly price: number;
  readonly bought: string;
}

/** 500 rows of two categories of `levels` levels each and a number. */
function visitsOf(levels: number): readonly Visit[] {
  const next = random(7);
  const codeOf = (name: string, at: number): string => `${name}${String(at).padStart(3, "0")}`;
  return Array.from({ length: 500 }, (_, i) => {
    // each level once, and then as they fall
    const shop = i < levels ? i : Math.floor(next() * levels);
    const item = i < levels ? levels - 1 - i : Math.floor(next() * levels);
    const price = i % 3 === 0 ? 0 : 100 + 10 * next();
    const z = Math.sin(shop) + Math.cos(item) + (price > 0 ? price - 105 : 0) / 5 + 2 * next() - 1;
    return { shop: codeOf("s", shop), item: codeOf("t", item), price, bought: z > 0 ? "yes" : "no" };
  });
}

const TARGET = { target: "bought" } as const;
const labelsOf = (rows: readonly Visit[]): string[] => rows.map(({ bought }) => bought);

/** The rows as a dense matrix that is written by hand; a missing shop is the shares of the shops. */
function dense(rows: readonly Visit[]) {
  const shops = Array.from(new Set(rows.flatMap(({ shop }) => shop ?? []))).sort();
  const items = Array.from(new Set(rows.map(({ item }) => item))).sort();
  const known = rows.filter(({ shop }) => shop !== null).length;
  const shares = shops.map((one) => rows.filter(({ shop }) => shop === one).length / known);
  const ones = (levels: readonly string[], level: string): number[] => levels.map((one) => (one === level ? 1 : 0));
  const encoded = rows.map(({ shop, item, price }) => [
    ...(shop === null ? shares : ones(shops, shop)),
    ...ones(items, item),
    price,
  ]);
  return { X: matrixOf(encoded), standardize: [...shops, ...items].map(() => false).concat(true) };
}

const visits = visitsOf(130);
const holed = visits.map((row, i) => (i % 50 === 9 ? { ...row, shop: null } : row));
const PENALTIES = [{}, { l2: 0.01 }, { l1: 0.002 }, { l1: 0.001, l2: 0.001 }];

/** Both fits are within 1e-14 of the least objective, whose root is the error of the coefficients. */
const NEAR = 1e-6;

describe("a table of many levels, whose rows are kept without their zeros", () => {
  it.each(PENALTIES)("has the optimum of its rows as a dense matrix: %o", (penalty) => {
    const { X, standardize } = dense(visits);
    const hand = new LogisticRegression({ ...penalty, standardize, tolerance: 1e-14 }).fit(X, labelsOf(visits));
    const model = new LogisticRegression({ ...penalty, tolerance: 1e-14 }).fit(visits, TARGET);
    expect(model.coef).toHaveLength(261);
    expect(Math.abs((model.report?.objective ?? 0) / (hand.report?.objective ?? 1) - 1)).toBeLessThan(1e-13);
    const z = model.decisionFunction(visits);
    for (const [i, expected] of hand.decisionFunction(X).entries()) {
      expect(Math.abs((z[i] as number) - expected), `row ${i}`).toBeLessThan(NEAR);
    }
  });

  it("has shares for missing levels", () => {
    const { X, standardize } = dense(holed);
    const hand = new LogisticRegression({ standardize, tolerance: 1e-14 }).fit(X, labelsOf(holed));
    const model = new LogisticRegression({ tolerance: 1e-14 }).fit(holed, { ...TARGET, missing: "mean" });
    const z = model.decisionFunction(holed);
    for (const [i, expected] of hand.decisionFunction(X).entries())
      expect(Math.abs((z[i] as number) - expected), `row ${i}`).toBeLessThan(NEAR);
    expectBits(loadModel(JSON.stringify(model)).decisionFunction(holed), z);
  });

  it("refuses unknown and missing levels by their row, as a dense table does", () => {
    const model = new LogisticRegression().fit(visits, TARGET);
    expect(() => new LogisticRegression().fit(visits, { ...TARGET, columns: { shop: { levels: ["s000"] } } })).toThrow(
      'X: expected one of "s000", got "s001" at row 1, column "shop"',
    );
    expect(() => new LogisticRegression().fit(holed, { ...TARGET, start: model })).toThrow(
      'X: expected no missing values, got them in 1 column ("shop" 10; 10 of 500 rows in all)',
    );
    const more = visits.map((row, i) => (i === 4 ? { ...row, item: "new" } : row));
    expect(() => new LogisticRegression().fit(more, { ...TARGET, start: model })).toThrow(
      'got "new" at row 4, column "item"',
    );
  });

  it("gives the same bits by columns, a Dataset, and with fitAsync", async () => {
    const model = new LogisticRegression({ l2: 0.01 }).fit(visits, TARGET);
    const columns = {
      shop: visits.map(({ shop }) => shop),
      item: visits.map(({ item }) => item),
      price: Float64Array.from(visits, ({ price }) => price),
    };
    const others = [
      new LogisticRegression({ l2: 0.01 }).fit(columns as never, labelsOf(visits)),
      new LogisticRegression({ l2: 0.01 }).fit(Dataset.from(visits, TARGET)),
      await new LogisticRegression({ l2: 0.01 }).fitAsync(visits, { ...TARGET, workers: 0 }),
    ];
    for (const other of others) expectBits([...other.coef, other.intercept], [...model.coef, model.intercept]);
  });

  it("is cross-validated as its rows as a dense matrix are", () => {
    const { X, standardize } = dense(visits);
    const options = { folds: 3, seed: 4, lambdas: [0.05, 0.02], l1Ratio: 0.5, tolerance: 1e-14 };
    const given = crossValidate(visits, { ...TARGET, ...options });
    const hand = crossValidate(X, labelsOf(visits), { ...options, standardize });
    for (const [k, loss] of hand.logLoss.mean.entries()) expect(given.logLoss.mean[k]).toBeCloseTo(loss, 7);
  });

  it("begins at 256 encoded columns: with 255 the bits are those of a dense matrix", () => {
    const few = visitsOf(127);
    const { X, standardize } = dense(few);
    const hand = new LogisticRegression({ l2: 0.01, standardize }).fit(X, labelsOf(few));
    const model = new LogisticRegression({ l2: 0.01 }).fit(few, TARGET);
    expectBits([...model.coef, model.intercept], [...hand.coef, hand.intercept]);
  });
});
