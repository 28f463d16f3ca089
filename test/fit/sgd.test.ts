import { describe, expect, it } from "vitest";
import { Dataset, type FitState, LogisticRegression, type LogisticRegressionOptions } from "../../src/index.ts";
import { EVERY_SIZE, spread } from "../support/everySize.ts";
import { deviations } from "../support/objective.ts";
import { problemOf, solutions } from "../support/problems.ts";
import { random, sample } from "../support/random.ts";
import { plainSgd } from "../support/sgd.ts";

type Options = Omit<LogisticRegressionOptions, "solver">;
const sgd = (options: Options = {}) => new LogisticRegression({ solver: "sgd", ...options });

/** A model at w = 0, b = 0. */
function zero(columns: number): LogisticRegression {
  const { seen: _, ...json } = new LogisticRegression().fit([[0], [1], [2]], [0, 1, 1]).toJSON();
  return LogisticRegression.fromJSON({ ...json, coef: Array(columns).fill(0), intercept: 0 });
}

function suboptimality(model: LogisticRegression, objective: number): number {
  return (model.report.objective - objective) / objective;
}

function sortedByLabel({ X, y }: ReturnType<typeof sample>) {
  const order = Array.from(y.keys()).sort((a, b) => (y[a] ?? 0) - (y[b] ?? 0) || a - b);
  const data = Float64Array.from(X.data, (_, i) => {
    const row = order[Math.floor(i / X.columns)] ?? 0;
    return X.data[row * X.columns + (i % X.columns)] ?? 0;
  });
  return { X: { ...X, data }, y: order.map((row) => y[row] ?? 0) };
}

describe('solver "sgd"', () => {
  it("is the textbook method: plain JavaScript with the same order of rows goes the same way", () => {
    const { X, y } = sample(41, 203, 4);
    // columns of very different units and places, which it does not mind
    const data = X.data.map((value, i) => value * 10 ** ((i % 4) - 2) + 5 * (i % 4));
    const uniform = random(42);
    const weights = Float64Array.from(y, () => 0.5 + 2 * uniform());
    const variants: Options[] = [
      { batchSize: 7, momentum: 0.5, schedule: "inverse", learningRate: 0.3, seed: 9 },
      { batchSize: 300, momentum: 0.9, averaging: false, schedule: "constant", learningRate: 0.2 },
      { batchSize: 1, momentum: 0, seed: 4294967295, learningRate: 0.05 },
      { batchSize: 64, schedule: "inverse-sqrt", l2: 0.1 },
      { batchSize: 64, standardize: false, l2: 0.01 },
    ];
    for (const options of variants) {
      const model = sgd({ ...options, maxEpochs: 9, tolerance: 1e-300 }).fit({ ...X, data }, y, { weights });
      const expected = plainSgd({ ...X, data }, y, weights, options, 4);
      expect(model.report.epochs).toBe(9);
      for (let j = 0; j < 4; ++j) {
        const scale = Math.max(...expected.coef.map(Math.abs));
        expect(Math.abs((model.coef[j] ?? 0) - (expected.coef[j] ?? 1))).toBeLessThan(1e-11 * scale);
      }
      expect(model.intercept).toBeCloseTo(expected.intercept, 10);
    }
  });

  it("with all rows in a batch and no momentum is gradient descent, step by step", () => {
    const { X, y } = sample(43, 500, 5);
    const curve = (options: LogisticRegressionOptions) => {
      const states: FitState[] = [];
      const onEpoch = (state: FitState) => states.push(state);
      const model = new LogisticRegression({ ...options, learningRate: 0.7, tolerance: 1e-300, onEpoch });
      model.fit(X, y, { start: zero(5) });
      return { model, states };
    };
    const descent = curve({ solver: "gradient-descent", maxEpochs: 21 });
    const whole = { batchSize: 500, momentum: 0, averaging: false, schedule: "constant" } as const;
    const batches = curve({ solver: "sgd", ...whole, maxEpochs: 41 });
    expect(descent.states).toHaveLength(21);
    expect(batches.states).toHaveLength(21);
    for (const [i, state] of batches.states.entries()) {
      expect(state.epoch).toBe(2 * i + 1);
      expect(state.objective).toBeCloseTo(descent.states[i]?.objective ?? Number.NaN, 12);
      expect(state.gradientNorm).toBeCloseTo(descent.states[i]?.gradientNorm ?? Number.NaN, 12);
    }
    for (let j = 0; j < 5; ++j) expect(batches.model.coef[j]).toBeCloseTo(descent.model.coef[j] ?? Number.NaN, 12);
  });

  it("comes as near to the optimum of real data as it says it does, by default", () => {
    // measured: 1.0e-2, 5.9e-3, 1.9e-5 of the objective above it, in up to 99 epochs of steps
    const sets: [name: string, bound: number][] = [
      ["breast_cancer", 0.02],
      ["spambase", 0.01],
      ["higgs7k", 5e-5],
    ];
    for (const [name, bound] of spread(sets, 0, 2)) {
      const solution = solutions().find((one) => one.name.startsWith(name) && !one.weighted && one.l1 === 0);
      if (solution === undefined) throw new Error(`no solution of ${name}`);
      const { X, y } = problemOf(solution);
      const best = new LogisticRegression().fit(X, y).report.objective;
      const model = sgd().fit(X, y);
      expect(suboptimality(model, best)).toBeGreaterThan(0);
      expect(suboptimality(model, best)).toBeLessThan(bound);
    }
  });

  it("goes to the optimum as steps shrink: ten times the epochs leave less than a fifth of the distance", () => {
    const { X, y } = sample(44, 3000, 6);
    const best = new LogisticRegression().fit(X, y).report.objective;
    for (const schedule of ["inverse", "inverse-sqrt"] as const) {
      const distanceAfter = (maxEpochs: number) =>
        suboptimality(sgd({ schedule, maxEpochs, tolerance: 1e-12 }).fit(X, y), best);
      const [early, late] = [distanceAfter(21), distanceAfter(201)];
      expect(early).toBeLessThan(1e-3);
      expect(late).toBeLessThan(early / 5);
      expect(late).toBeLessThan(2e-5);
    }
  });

  it("ends within the tolerance of its gradient, and says so", () => {
    const { X, y } = sample(45, 2000, 3);
    const { report } = sgd({ tolerance: 1e-2 }).fit(X, y);
    expect([report.converged, report.reason, report.solver]).toEqual([true, "tolerance", "sgd"]);
    expect(report.gradientNorm).toBeLessThanOrEqual(1e-2);
    const all = sgd({ maxEpochs: 5, tolerance: 1e-9 }).fit(X, y).report;
    expect([all.converged, all.reason, all.epochs, all.iterations]).toEqual([false, "max-epochs", 5, 2]);
  });

  it("does not mind rows that are sorted by their labels", () => {
    const sorted = sortedByLabel(sample(46, 4000, 5));
    expect(sorted.y.indexOf(1)).toBe(sorted.y.lastIndexOf(0) + 1);
    const best = new LogisticRegression().fit(sorted.X, sorted.y).report.objective;
    for (const rows of [sorted, sample(46, 4000, 5)]) {
      for (const batchSize of [8, 32]) {
        const model = sgd({ batchSize, maxEpochs: 41, tolerance: 1e-9 }).fit(rows.X, rows.y);
        expect(suboptimality(model, best)).toBeLessThan(1e-3);
      }
    }
  });

  it("reports the objective of the coefficients that it returns", () => {
    const { X, y } = sample(47, 600, 4);
    const model = sgd({ maxEpochs: 9, l2: 0.05 }).fit(X, y);
    // one epoch from there only measures
    const there = sgd({ maxEpochs: 1, l2: 0.05 }).fit(X, y, { start: model });
    expect(there.report.epochs).toBe(1);
    expect(there.report.objective).toBeCloseTo(model.report.objective, 13);
    expect(there.report.gradientNorm).toBeCloseTo(model.report.gradientNorm, 12);
  });

  it("has the same bits for the same seed, whatever holds the rows, and others for another", () => {
    const { X, y } = sample(48, 1000, 4);
    const rows = y.map((_, i) => Array.from(X.data.subarray(4 * i, 4 * i + 4)));
    for (const precision of ["f64", "f32"] as const) {
      const options = { seed: 7, maxEpochs: 9, precision } as const;
      const first = sgd(options).fit(X, y);
      for (const other of [
        sgd(options).fit(X, y),
        sgd(options).fit(rows, y),
        sgd(options).fit(Dataset.from(X, y, { precision })),
      ]) {
        expect([other.coef, other.intercept]).toEqual([first.coef, first.intercept]);
      }
      expect(sgd({ ...options, seed: 8 }).fit(X, y).coef).not.toEqual(first.coef);
    }
  });

  it("takes weights by their ratio: twice the weights are the same bits", () => {
    const { X, y } = sample(49, 300, 3);
    const uniform = random(50);
    const weights = Float64Array.from(y, () => uniform());
    const once = sgd({ l2: 0.01, maxEpochs: 9 }).fit(X, y, { weights });
    const twice = sgd({ l2: 0.01, maxEpochs: 9 }).fit(X, y, { weights: weights.map((weight) => 2 * weight) });
    expect([twice.coef, twice.intercept]).toEqual([once.coef, once.intercept]);
    const best = new LogisticRegression({ l2: 0.01 }).fit(X, y, { weights }).report.objective;
    expect(suboptimality(sgd({ l2: 0.01 }).fit(X, y, { weights }), best)).toBeLessThan(1e-4);
  });

  it("fits without an intercept", () => {
    const { X, y } = sample(51, 2000, 3);
    const best = new LogisticRegression({ fitIntercept: false }).fit(X, y).report.objective;
    const model = sgd({ fitIntercept: false }).fit(X, y);
    expect(model.intercept).toBe(0);
    expect(suboptimality(model, best)).toBeLessThan(1e-4);
    // a column far from 0, which then may not be centred, does not hold up the others
    const data = X.data.map((value, i) => value + (i % 3 === 0 ? 1e6 : 0));
    const far = new LogisticRegression({ fitIntercept: false }).fit({ ...X, data }, y).report.objective;
    const there = sgd({ fitIntercept: false }).fit({ ...X, data }, y);
    expect(suboptimality(there, far)).toBeLessThan((there.report.initialObjective / far - 1) / 50);
  });

  it("goes to the optimum with offsets and with a prior", () => {
    const { X, y } = sample(55, 1000, 3);
    const next = random(56);
    const offsets = Float64Array.from(y, () => 4 * next() - 1);
    const base = new LogisticRegression().fit(sample(57, 500, 3).X, sample(57, 500, 3).y, { curvature: true });
    for (const extras of [{ offsets }, { prior: base, strength: 300 }]) {
      const best = new LogisticRegression().fit(X, y, extras);
      const model = sgd({ schedule: "inverse" }).fit(X, y, extras);
      expect(suboptimality(model, best.report.objective)).toBeLessThan(1e-5);
      for (let j = 0; j < 3; ++j) expect(Math.abs((model.coef[j] ?? 0) - (best.coef[j] ?? 9))).toBeLessThan(0.01);
    }
  });

  it("says precision, and stays finite, where the learning rate is beyond all bounds", () => {
    const { X, y } = sample(52, 100, 3);
    const { report, coef } = sgd({ learningRate: 1e308 }).fit(X, y);
    expect(report.reason).toBe("precision");
    expect(coef.every(Number.isFinite)).toBe(true);
    expect(report.objective).toBe(report.initialObjective);
  });

  it("starts where it is told to, and stops when told to", () => {
    const { X, y } = sample(53, 400, 2);
    const best = new LogisticRegression().fit(X, y);
    const model = sgd().fit(X, y, { start: best });
    expect([model.report.reason, model.report.epochs]).toEqual(["tolerance", 1]);
    for (let j = 0; j < 2; ++j) expect(model.coef[j]).toBeCloseTo(best.coef[j] ?? Number.NaN, 12);
    const epochs: number[] = [];
    const onEpoch = ({ epoch }: FitState) => epochs.push(epoch) < 3;
    expect(sgd({ onEpoch, tolerance: 1e-9 }).fit(X, y).report.reason).toBe("stopped");
    expect(epochs).toEqual([1, 3, 5]);
  });

  it("has penalties on the scale that standardize names", () => {
    const { X, y } = sample(54, 1000, 3);
    const data = X.data.map((value, i) => (i % 3) * 4 + value * 3);
    const options = { standardize: false, l2: 0.3 } as const;
    const best = new LogisticRegression(options).fit({ ...X, data }, y);
    const model = sgd({ ...options, schedule: "inverse", tolerance: 1e-9 }).fit({ ...X, data }, y);
    expect(suboptimality(model, best.report.objective)).toBeLessThan(1e-5);
    // a penalty meant on standardised columns is another
    const scale = deviations({ ...X, data })[0] ?? 1;
    const other = new LogisticRegression({ l2: 0.3 }).fit({ ...X, data }, y).report.objective;
    expect(scale).toBeGreaterThan(2);
    expect(Math.abs(suboptimality(model, other))).toBeGreaterThan(1e-3);
  });

  it("is not held up by columns that are penalised far more than the others", () => {
    const { X, y } = sample(141, 3000, 3);
    const units = [1e-6, 1, 1e6];
    const data = X.data.map((value, i) => value * (units[i % 3] ?? 1));
    const cases: [options: Options, extras: object, data: Float64Array][] = [
      [{ standardize: false }, {}, data],
      [{ l2: 0.1 }, { penaltyFactors: [1e12, 1, 0] }, X.data],
      [{ l2: 0.1, precision: "f32" }, { penaltyFactors: [1e6, 1, 0] }, X.data],
    ];
    for (const [options, extras, numbers] of cases) {
      const best = new LogisticRegression(options).fit({ ...X, data: numbers }, y, extras).report.objective;
      const model = sgd(options).fit({ ...X, data: numbers }, y, extras);
      const start = model.report.initialObjective / best - 1;
      expect(suboptimality(model, best)).toBeLessThan(1e-3 * start);
    }
  });

  it("ends near the optimum with a penalty of any size", () => {
    const { X, y } = sample(142, 2000, 3);
    for (const l2 of spread([1, 5, 20, 1e5, 1e20, 1e300], 0, 2, 5)) {
      for (const batchSize of spread([1, 32, 1000], 0, 1)) {
        const best = new LogisticRegression({ l2 }).fit(X, y).report.objective;
        const { report, coef } = sgd({ l2, batchSize }).fit(X, y);
        expect(coef.every(Number.isFinite)).toBe(true);
        expect(report.objective / best - 1).toBeLessThan(1e-5);
      }
    }
  });

  it("shortens its steps where a few rows outweigh all others, and is never worse than its start", () => {
    const { X, y } = sample(143, 2000, 3);
    const uniform = random(144);
    const weightings = [
      Float64Array.from(y, () => 10 ** (12 * uniform() - 6)),
      Float64Array.from(y, () => (uniform() < 0.02 ? 1e6 : 1e-6)),
      Float64Array.from(y, (_, i) => (i % 300 === 7 ? 1e3 : 1)),
    ];
    for (const [k, weights] of weightings.entries()) {
      const best = new LogisticRegression({ l2: 1e-3 }).fit(X, y, { weights }).report.objective;
      const sizes = [1, 32, 1000];
      for (const batchSize of EVERY_SIZE ? sizes : sizes.slice(k, k + 1)) {
        const model = sgd({ l2: 1e-3, batchSize }).fit(X, y, { weights });
        // it ended at up to 1.7 times the optimum, above its start
        expect(suboptimality(model, best)).toBeLessThan(0.1 * (model.report.initialObjective / best - 1));
      }
    }
  });

  it("keeps its start where a learning rate that was asked for leads away from it", () => {
    const { X, y } = sample(145, 300, 3);
    for (const options of [{ learningRate: 1, l2: 20 }, { learningRate: 1e5 }] as const) {
      const { report } = sgd(options).fit(X, y);
      expect([report.reason, report.converged]).toEqual(["precision", false]);
      expect(report.objective).toBe(report.initialObjective);
    }
    const { report } = sgd({ learningRate: 40, maxEpochs: 9 }).fit(X, y);
    expect(report.objective).toBeLessThanOrEqual(report.initialObjective);
  });
});

describe("the options of sgd", () => {
  type Anything = never;
  const cases: [options: object, message: string][] = [
    [{ batchSize: 32 }, 'solver: expected "sgd" beside batchSize, got "auto"'],
    [{ solver: "gradient-descent", momentum: 0 }, 'solver: expected "sgd" beside momentum, got "gradient-descent"'],
    [{ solver: "newton", seed: 0 }, 'solver: expected "sgd" beside seed, got "newton"'],
    [{ averaging: true }, 'solver: expected "sgd" beside averaging, got "auto"'],
    [{ schedule: "constant" }, 'solver: expected "sgd" beside schedule, got "auto"'],
    [{ solver: "sgd", batchSize: 0 }, "batchSize: expected a whole number above 0, got 0"],
    [{ solver: "sgd", batchSize: 1.5 }, "batchSize: expected a whole number above 0, got 1.5"],
    [{ solver: "sgd", batchSize: "32" }, 'batchSize: expected a whole number above 0, got "32"'],
    [{ solver: "sgd", momentum: 1 }, "momentum: expected a number from 0 to below 1, got 1"],
    [{ solver: "sgd", momentum: -0.1 }, "momentum: expected a number from 0 to below 1, got -0.1"],
    [{ solver: "sgd", momentum: Number.NaN }, "momentum: expected a number from 0 to below 1, got NaN"],
    [{ solver: "sgd", seed: -1 }, "seed: expected a whole number from 0 to 2^32 - 1, got -1"],
    [{ solver: "sgd", seed: 2 ** 32 }, "seed: expected a whole number from 0 to 2^32 - 1, got 4294967296"],
    [{ solver: "sgd", averaging: 1 }, "averaging: expected true or false, got 1"],
    [{ solver: "sgd", schedule: "cosine" }, 'schedule: expected one of constant, inverse-sqrt, inverse; got "cosine"'],
  ];
  for (const [options, message] of cases) {
    it(`are checked: ${JSON.stringify(options)}`, () => {
      expect(() => new LogisticRegression(options as Anything)).toThrow(message);
    });
  }
});
