import { describe, expect, it } from "vitest";
import { LogisticRegression, regularizationPath } from "../../src/index.ts";

/** J of coefficients, straight from its definition, of rows without weights; the l1 norm is on columns as they are. */
function objective(
  X: readonly (readonly number[])[],
  y: readonly number[],
  { coef, intercept }: { readonly coef: ArrayLike<number>; readonly intercept: number },
  { l1 = 0, l2 = 0, offsets = [] as readonly number[] },
): number {
  let sum = 0;
  for (const [i, row] of X.entries()) {
    const z = row.reduce((total, x, j) => total + x * (coef[j] ?? 0), intercept + (offsets[i] ?? 0));
    const wrong = y[i] === 1 ? -z : z;
    sum += Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong)));
  }
  const w = Array.from(coef);
  return sum / X.length + w.reduce((total, value) => total + l1 * Math.abs(value) + (l2 * value * value) / 2, 0);
}

/** A model with these coefficients, to start from. */
function modelOf(coef: readonly number[], intercept: number): LogisticRegression {
  const X = coef.map((_, i) => coef.map((__, j) => (i === j ? 1 : 0)));
  const rows = [...X, coef.map(() => 0), coef.map(() => 0.5)];
  const json = JSON.parse(
    JSON.stringify(
      new LogisticRegression().fit(
        rows,
        rows.map((_, i) => i % 2),
      ),
    ),
  );
  return LogisticRegression.fromJSON(JSON.stringify({ ...json, coef, intercept }));
}

describe("the proximal Newton method in the corners", () => {
  it("does not take offsets that put rows on their side for separation", () => {
    const X = [[1], [-1], [1], [-1], [0.5]];
    const y = [1, 0, 0, 1, 1];
    const offsets = [9, -9, -9, 9, 9];
    for (const options of [{ l1: 0.001 }, { l2: 0, solver: "proximal-newton" as const }]) {
      const { report } = new LogisticRegression(options).fit(X, y, { offsets });
      expect(report.reason).toBe("tolerance");
      expect(report.separation).toBeUndefined();
    }
  });

  it("leaves saturated rows behind within some hundred epochs, from starts that are absurd", () => {
    const X = [
      [0.4, 1.2],
      [-1.3, 0.2],
      [2.2, -0.7],
      [0.1, 0.9],
      [-0.6, -1.5],
      [1.4, 0.3],
    ];
    const y = [1, 0, 1, 0, 0, 1];
    const offsets = [2, -1, 0.5, 1, -2, 0];
    for (const size of [1e2, 1e4, 1e7, 1e10]) {
      for (const options of [{ l1: 0.01 }, { l1: 0.01, l2: 0.1 }, { l2: 0.01, solver: "proximal-newton" as const }]) {
        const given = { standardize: false, ...options };
        const cold = new LogisticRegression(given).fit(X, y, { offsets });
        const far = new LogisticRegression(given).fit(X, y, { offsets, start: modelOf([size, -size], size) });
        expect(far.report.reason).toBe("tolerance");
        expect(far.report.epochs).toBeLessThan(300);
        const J = objective(X, y, cold, { ...options, offsets });
        expect(Math.abs(objective(X, y, far, { ...options, offsets }) / J - 1)).toBeLessThan(1e-12);
      }
    }
  });

  it("ends with large offsets, without a start", () => {
    const fit = new LogisticRegression({ solver: "proximal-newton", l2: 1e-6, classWeight: [1e-3, 5] });
    const { report } = fit.fit([[2], [60]], [1, 0], { offsets: [20, 100] });
    expect(report.epochs).toBeLessThan(200);
    expect(report.reason).toBe("tolerance");
  });

  it("ends in f32 with factors of 0 and 1e-6 on columns that are there twice", () => {
    for (let seed = 1; seed <= 8; ++seed) {
      const random = generator(seed);
      const X = Array.from({ length: 20 }, () => {
        const [a, b] = [random() * 4 - 2, random() * 2 - 1];
        return [a, b, a, b, a - b].map(Math.fround);
      });
      const y = X.map(([a = 0]) => (random() < 1 / (1 + Math.exp(-a)) ? 1 : 0));
      y[0] = y[1] === 1 ? 0 : 1;
      for (const options of [{ l1: 1e-3 }, { l1: 1e-3, l2: 1e-4 }]) {
        const fit = new LogisticRegression({ ...options, precision: "f32" });
        const { report } = fit.fit(X, y, { penaltyFactors: [0, 1e-6, 1, 0, 1e-6] });
        expect(report.epochs, `seed ${seed}`).toBeLessThan(500);
        expect(report.reason, `seed ${seed}`).not.toBe("max-epochs");
      }
    }
  });

  it("claims no less than is left, on columns that are nearly collinear and hardly penalised", () => {
    for (let seed = 1; seed <= 60; ++seed) {
      const random = generator(seed);
      const part = 10 ** -(1 + 5 * random());
      const X = Array.from({ length: 40 }, () => {
        const [a, b] = [random() * 4 - 2, random() * 4 - 2];
        return [a, b, a - b + part * random()];
      });
      const y = X.map(([a = 0, b = 0]) => (random() < 1 / (1 + Math.exp(b - a)) ? 1 : 0));
      const options = { l1: 10 ** -(3 + 4 * random()), standardize: false };
      const exact = objective(X, y, new LogisticRegression(options).fit(X, y), options);
      for (const tolerance of [1e-3, 1e-5, 1e-8]) {
        const model = new LogisticRegression({ ...options, tolerance }).fit(X, y);
        const gap = objective(X, y, model, options) / exact - 1;
        const { suboptimality = 0, reason } = model.report;
        expect(gap, `seed ${seed}, tolerance ${tolerance}`).toBeLessThan(suboptimality + 1e-14);
        if (reason === "tolerance") expect(suboptimality).toBeLessThanOrEqual(tolerance);
      }
    }
  });

  it("on a path of skewed columns too, with the curvature of penalties before", () => {
    for (let seed = 1; seed <= 12; ++seed) {
      const random = generator(seed);
      const X = Array.from({ length: 30 }, () => [Math.exp(6 * random() - 2), random(), Math.exp(3 * random())]);
      const y = X.map(([a = 0]) => (random() < a / (2 + a) ? 1 : 0));
      y[0] = y[1] === 1 ? 0 : 1;
      const path = regularizationPath(X, y, { count: 12, minRatio: 1e-3, standardize: false, stopEarly: false });
      for (const [k, report] of path.reports.entries()) {
        const options = { l1: path.lambdas[k] ?? 0, standardize: false };
        const exact = objective(X, y, new LogisticRegression(options).fit(X, y), options);
        const there = objective(X, y, { coef: path.coef[k] ?? [], intercept: path.intercepts[k] ?? 0 }, options);
        expect(there / exact - 1, `seed ${seed}, lambda ${k}`).toBeLessThan((report.suboptimality ?? 0) + 1e-13);
      }
    }
  });

  it("claims nothing that is not so without an intercept, however far from 0 the columns lie", () => {
    for (let seed = 1; seed <= 60; ++seed) {
      const random = generator(seed);
      const far = 10 ** (5 + 4 * random());
      const between = 10 ** (-2 * random());
      const level = -(10 ** (8 * random()));
      const X = [
        [level, far],
        [level, far + between],
      ];
      const options = { l1: 1e-5 * random(), standardize: false };
      const tolerance = 1e-6;
      const model = new LogisticRegression({ ...options, tolerance, fitIntercept: false }).fit(X, [1, 0]);
      // coefficients that put the boundary between the two rows, k apart in z
      const apart = far + between - far;
      let best = Number.POSITIVE_INFINITY;
      for (let k = 1; k < 30; k += 0.5) {
        const coef = [((k / apart) * (far + between / 2)) / level, -k / apart];
        best = Math.min(best, objective(X, [1, 0], { coef, intercept: 0 }, options));
      }
      const { converged, objective: reached } = model.report;
      if (converged) expect(reached / best - 1, `seed ${seed}`).toBeLessThan(2 * tolerance);
    }
  });

  it("still claims the optimum of columns such as years, without an intercept", () => {
    const random = generator(5);
    const X = Array.from({ length: 40 }, () => [1980 + Math.floor(40 * random()), 1e4 + random()]);
    const y = X.map(([year = 0]) => (random() < (year - 1980) / 40 ? 1 : 0));
    const { report } = new LogisticRegression({ l1: 1e-3, fitIntercept: false }).fit(X, y);
    expect(report.reason).toBe("tolerance");
    expect(report.suboptimality).toBeLessThan(1e-12);
  });

  it("names the unpenalised column that separates beside one that is penalised", () => {
    const X = [
      [0, 1],
      [1, 0.2],
      [2, 0.3],
      [3, 1],
    ];
    const { report } = new LogisticRegression({ l1: 0.1 }).fit(X, [0, 0, 1, 1], { penaltyFactors: [0, 1] });
    expect(report.reason).toBe("separation");
    expect(report.separation?.columns).toEqual([0]);
  });

  it("keeps to maxEpochs, on a path as well", () => {
    const random = generator(3);
    const X = Array.from({ length: 25 }, () => [random(), random() * 100, random() - 7]);
    const y = X.map(([a = 0]) => (a > random() ? 1 : 0));
    for (const maxEpochs of [1, 2, 3, 5]) {
      for (const start of [undefined, modelOf([1e5, -1e5, 3], 0)]) {
        const { report } = new LogisticRegression({ l1: 1e-4, maxEpochs }).fit(X, y, start && { start });
        expect(report.epochs).toBeLessThanOrEqual(maxEpochs);
      }
      const path = regularizationPath(X, y, { maxEpochs, count: 10 });
      for (const { epochs } of path.reports) expect(epochs).toBeLessThanOrEqual(maxEpochs);
    }
  });
});

/** Uniform numbers in [0, 1): mulberry32. */
function generator(seed: number): () => number {
  let state = seed * 7919;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
