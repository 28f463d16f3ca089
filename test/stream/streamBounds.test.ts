import { describe, expect, it } from "vitest";
import { LogisticRegression, type LogisticRegressionOptions } from "../../src/index.ts";
import { deviations, objectiveAt } from "../support/objective.ts";
import { random, sample } from "../support/random.ts";
import { feed, heldOut, type Table } from "../support/streams.ts";

/** Objective of a model on the rows of a stream, weights and penalty as the fit has them, by plain sums. */
function objectiveOf(
  { coef, intercept }: { coef: ArrayLike<number>; intercept: number },
  X: Table,
  y: number[],
  weights: Float64Array,
  { l2, standardize = true }: LogisticRegressionOptions,
): number {
  const positive = y.map((label) => label === 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  // the deviations of normal columns hardly depend on weights
  const scale = standardize ? deviations(X) : [1, 1, 1];
  return objectiveAt(X, positive, weights, coef, intercept, l2 ?? 1 / total, scale);
}

/**
 * A stream beside the fit of all its rows: it leaves no more than `left` of what the fit gains over a model that knows nothing,
 * and held-out rows cost it no more than they cost that model.
 */
function expectNear(
  options: LogisticRegressionOptions,
  { units = [1, 1, 1], left = 0.2 }: { units?: number[]; left?: number } = {},
): void {
  const { X, y, more } = heldOut(sample(81, 8000, 3), 6000, units);
  const model = feed(new LogisticRegression({ solver: "sgd", ...options }), X, y, 64);
  const { batchSize, ...same } = options;
  const [negative, positive] = Array.isArray(options.classWeight) ? options.classWeight : [1, 1];
  const counted = Float64Array.from(y, (label) => (label === 1 ? positive : negative));
  const best = new LogisticRegression(same).fit(X, y);
  const at = (one: { coef: ArrayLike<number>; intercept: number }) => objectiveOf(one, X, y, counted, options);
  const gain = Math.LN2 - at(best);
  expect(at(model) - at(best)).toBeLessThan(left * gain);
  const held = more.y.map((label) => label === 1);
  const cost = Float64Array.from(more.y, (label) => (label === 1 ? positive : negative));
  expect(objectiveAt(more.X, held, cost, model.coef, model.intercept, 0, [])).toBeLessThan(1.02 * Math.LN2);
}

describe("a stream does not run away", () => {
  for (const l2 of [0, 0.1, 1, 5, 20, 1000]) {
    for (const batchSize of [1, 10, 32]) {
      it(`with an l2 of ${l2}, ${batchSize} rows a batch`, () => expectNear({ l2, batchSize }));
    }
  }

  it("with an l2 of any size: what it has is finite, and no worse than nothing", () => {
    const { X, y } = sample(82, 3000, 3);
    for (const l2 of [1e6, 1e100, 1e308]) {
      for (const standardize of [true, false]) {
        const { coef, report } = feed(new LogisticRegression({ l2, standardize }), X, y, 100);
        expect(coef.every((value) => Math.abs(value) < 1e-5)).toBe(true);
        expect(report.objective).toBeLessThan(0.75);
      }
    }
  });

  for (const unit of [1e-6, 1e-3, 0.03, 1, 1e3, 1e6]) {
    it(`with columns of deviation ${unit} that are not standardised`, () => {
      for (const batchSize of [1, 32]) expectNear({ standardize: false, batchSize }, { units: [unit, unit, unit] });
    });
  }

  it("with columns of many scales that are not standardised: a penalised one does not hold up the others", () => {
    for (const l2 of [undefined, 1e-3]) {
      expectNear({ standardize: false, ...(l2 !== undefined && { l2 }) }, { units: [1e-6, 1, 1e6], left: 0.1 });
    }
  });

  for (const classWeight of [
    [0.0045, 0.0059],
    [1e-6, 1e-6],
    [1e6, 1e6],
    [1e-3, 1e3],
    [1e3, 1e-3],
    [1e-3, 1],
    [1e4, 3e4],
  ] as const) {
    it(`with class weights of ${classWeight.join(" and ")}`, () => {
      for (const batchSize of [1, 32]) expectNear({ classWeight, batchSize });
    });
  }

  it("with row weights over twelve orders", () => {
    for (const seed of [83, 84]) {
      const uniform = random(seed);
      const weights = Float64Array.from({ length: 6000 }, () => 10 ** (12 * uniform() - 6));
      // a few hundred rows have nearly all the weight, and each comes once
      for (const batchSize of [1, 10, 32, 1000]) {
        const { X, y, more } = heldOut(sample(81, 8000, 3), 6000, [1, 1, 1]);
        const options = { l2: 1e-3, batchSize };
        const model = feed(new LogisticRegression({ solver: "sgd", ...options }), X, y, 64, { weights });
        expect(objectiveOf(model, X, y, weights, options)).toBeLessThan(1.2 * Math.LN2);
        expect(objectiveOf(model, more.X, more.y, new Float64Array(2000).fill(1), options)).toBeLessThan(
          1.3 * Math.LN2,
        );
      }
    }
  });

  it("with 1000 rows a batch, though six steps do not lead far", () => {
    for (const l2 of [0, 5, 20, 1e6]) {
      const { X, y } = sample(85, 6000, 3);
      const { report } = feed(new LogisticRegression({ solver: "sgd", l2, batchSize: 1000 }), X, y, 1000);
      expect(report.objective).toBeLessThan(1.02 * Math.LN2);
    }
  });
});

describe("a learning rate that was asked for stays what it is", () => {
  const { X, y } = sample(86, 2000, 3);

  it("and where the stream diverges with it, an error says so and what to do; the model stays as it was", () => {
    for (const options of [{ learningRate: 1, l2: 20 }, { learningRate: 1e9 }] as const) {
      const model = new LogisticRegression({ solver: "sgd", ...options });
      let before: unknown;
      expect(() => {
        for (let first = 0; first < 2000; first += 10) {
          const part = { data: X.data.slice(3 * first, 3 * first + 30), rows: 10, columns: 3 };
          model.partialFit(part, y.slice(first, first + 10), { classes: [0, 1] });
          before = model.toJSON();
        }
      }).toThrow(
        `learningRate: expected one that keeps the coefficients finite, got ${options.learningRate}, with which they run away: ` +
          "leave it out, or take a smaller one",
      );
      if (before !== undefined) expect(model.toJSON()).toEqual(before);
    }
  });
});
