import { describe, expect, it } from "vitest";
import { crossValidate, Dataset, LogisticRegression, regularizationPath } from "../../src/index.ts";
import { spread } from "../support/everySize.ts";
import { random } from "../support/random.ts";

/** Weights that count as nothing beside 1. */
const NOTHING = [0, -0, 1e-30, 1e-300, 5e-324];
const SOLVERS = ["auto", "newton", "lbfgs", "newton-cg", "proximal-newton"] as const;

interface Rows {
  readonly X: number[][];
  readonly y: number[];
  readonly weights: number[];
}

/** Rows of two columns and a dummy that is 0. */
function rowsOf(seed: number, count = 300): Rows {
  const next = random(seed);
  const X = Array.from({ length: count }, () => [next() - 0.5, 100 + 3 * next(), 0]);
  const y = X.map(([first = 0], i) => (first + next() - 0.5 > 0 || i === 1 ? 1 : 0));
  y[0] = 0;
  return { X, y, weights: X.map(() => 0.5 + next()) };
}

/** The same with a row that weighs nothing among the first and one among the last, of either class. */
function masked({ X, y, weights }: Rows, row: number[], weight: number): Rows {
  const put = <T>(list: readonly T[], first: T, last: T): T[] => [
    first,
    ...list.slice(0, 280),
    last,
    ...list.slice(280),
  ];
  return { X: put(X, row, row), y: put(y, 1, 0), weights: put(weights, weight, weight) };
}

/** What a masked row holds: the dummy's only 1, a code for "missing", a slip of the pen, all that a number can be. */
const STRANGE: readonly (readonly [string, number[]])[] = [
  ["the only 1 of a dummy", [0, 101, 1]],
  ["-9999", [-9999, -9999, -9999]],
  ["1e10", [1e10, 1e10, 0]],
  ["1e30", [1e30, -1e30, 1e30]],
];

const ways: Record<string, (rows: Rows, precision: "f32" | "f64") => LogisticRegression | Promise<LogisticRegression>> =
  {
    fit: ({ X, y, weights }, precision) => new LogisticRegression({ precision }).fit(X, y, { weights }),
    fitAsync: ({ X, y, weights }, precision) =>
      new LogisticRegression({ precision }).fitAsync(X, y, { weights, workers: 1 }),
    "one typed array": ({ X, y, weights }, precision) => {
      const data = (precision === "f32" ? Float32Array : Float64Array).from(X.flat());
      return new LogisticRegression().fit({ data, rows: X.length, columns: 3 }, y, { weights });
    },
    Dataset: ({ X, y, weights }, precision) => new LogisticRegression().fit(Dataset.from(X, y, { weights, precision })),
    builder: ({ X, y, weights }, precision) => {
      const builder = Dataset.builder(3, { precision });
      builder.pushRows(X.slice(0, 7), y.slice(0, 7), weights.slice(0, 7));
      builder.pushRows(X.slice(7), y.slice(7), weights.slice(7));
      return new LogisticRegression().fit(builder.build());
    },
    classWeight: ({ X, y, weights }, precision) =>
      new LogisticRegression({ precision, classWeight: "balanced" }).fit(X, y, { weights }),
    "regularization path": ({ X, y, weights }, precision) =>
      regularizationPath(X, y, { weights, precision, lambdas: [0.01], tolerance: 1e-12 }).model(0),
  };
for (const solver of SOLVERS) {
  ways[solver] = ({ X, y, weights }, precision) => new LogisticRegression({ precision, solver }).fit(X, y, { weights });
}

function expectSame(actual: LogisticRegression, expected: LogisticRegression, precision: "f32" | "f64"): void {
  // two fits of the same optimum, each to the precision of its kernel; the second column lies 40 deviations from 0
  const digits = precision === "f64" ? 1e-8 : 2e-3;
  expect(actual.report.reason).toBe(expected.report.reason);
  for (let j = 0; j < 3; ++j) {
    const wanted = expected.coef[j] ?? Number.NaN;
    expect(Math.abs((actual.coef[j] ?? Number.NaN) - wanted)).toBeLessThan(digits * (1 + Math.abs(wanted)));
  }
  expect(Math.abs(actual.intercept - expected.intercept)).toBeLessThan(digits * (1 + Math.abs(expected.intercept)));
}

describe("a row of weight 0, or of next to none, is as if it were absent", () => {
  for (const [name, way] of Object.entries(ways)) {
    // each fit in a worker starts one
    for (const precision of name === "fitAsync" ? spread(["f64", "f32"] as const, 0) : (["f64", "f32"] as const)) {
      it(`${name}, ${precision}`, async () => {
        const rows = rowsOf(1);
        const without = await way(rows, precision);
        for (const [, row] of STRANGE) {
          for (const weight of NOTHING) expectSame(await way(masked(rows, row, weight), precision), without, precision);
        }
      });
    }
  }

  it("partialFit", () => {
    const rows = rowsOf(2);
    const learnt = ({ X, y, weights }: Rows): number[] => {
      const model = new LogisticRegression({ classes: [0, 1] });
      for (let i = 0; i < X.length; ++i) {
        const [row, label, weight] = [X[i], y[i], weights[i]];
        if (row !== undefined && label !== undefined && weight) model.partialFit([row], [label], { weights: [weight] });
      }
      return [...model.coef, model.intercept];
    };
    expect(learnt(masked(rows, [1e10, 1e10, 1], 0))).toEqual(learnt(rows));
  });

  it("the bits are those of every container and of workers, where weights say which rows count", async () => {
    const { X, y, weights } = masked(rowsOf(3), [1e10, -1e10, 1], 0);
    const bits = (model: LogisticRegression): string => JSON.stringify([...model.coef, model.intercept]);
    const expected = bits(new LogisticRegression().fit(X, y, { weights }));
    for (const way of ["fitAsync", "one typed array", "Dataset", "builder"]) {
      const model = await ways[way]?.({ X, y, weights }, "f64");
      expect(model && bits(model), way).toBe(expected);
    }
  });

  it("a class may weigh next to nothing beside the other", () => {
    const X = [
      [1, 0],
      [2, 0],
      [3, 0],
      [4, 1],
    ];
    const model = new LogisticRegression().fit(X, [0, 1, 0, 1], { weights: [1e308, 1, 1, 1] });
    expect(model.report.converged).toBe(true);
    // log(2 / 1e308), less what the coefficients add
    expect(model.predictProba([[1, 0]])[0]).toBeLessThan(1e-300);
  });

  it("weight -0 is weight 0, of whichever class", () => {
    const dataset = Dataset.from([[1], [2], [3], [4], [5]], [0, 0, 1, 1, 0], { weights: [1, 1, 1, 1, -0] });
    const model = new LogisticRegression({ l2: 0.1 }).fit(dataset);
    expect(model.score(dataset)).toBe(0.8);
  });
});

describe("cross-validation with rows that weigh nothing", () => {
  const options = { lambdas: [0.1, 0.01], tolerance: 1e-12 };

  for (const precision of ["f64", "f32"] as const) {
    for (const standardize of [true, false]) {
      it(`has the scores of the rows that count, ${precision}, standardize ${standardize}`, () => {
        const rows = rowsOf(4);
        const foldOf = rows.X.map((_, i) => i % 3);
        const all = masked(rows, [1e10, -9999, 1], 0);
        const folds = [1, ...foldOf.slice(0, 280), 2, ...foldOf.slice(280)];
        const common = { ...options, precision, standardize };
        const expected = crossValidate(rows.X, rows.y, { ...common, foldOf, weights: rows.weights });
        const actual = crossValidate(all.X, all.y, { ...common, foldOf: folds, weights: all.weights });
        const digits = precision === "f64" ? 1e-9 : 1e-4;
        for (const measure of ["logLoss", "auc", "accuracy"] as const) {
          for (const k of [0, 1]) {
            const difference = (actual[measure].mean[k] ?? Number.NaN) - (expected[measure].mean[k] ?? Number.NaN);
            expect(Math.abs(difference)).toBeLessThan(digits);
          }
        }
      });
    }
  }

  it("deals every fold rows of both classes that weigh something, wherever those are", () => {
    for (let seed = 0; seed < 20; ++seed) {
      const weights = Array.from({ length: 30 }, (_, i) => (i % 5 === 0 ? 1 : 0));
      const X = weights.map((_, i) => [Math.sin(i), i % 7]);
      const y = weights.map((_, i) => (i % 10 < 5 ? 0 : 1));
      const { foldOf, logLoss } = crossValidate(X, y, { ...options, weights, folds: 3, seed });
      for (const fold of [0, 1, 2]) {
        for (const label of [0, 1]) {
          expect(y.some((one, i) => one === label && foldOf[i] === fold && weights[i] === 1)).toBe(true);
        }
      }
      expect(logLoss.mean.every(Number.isFinite)).toBe(true);
    }
  });
});

/** -log(a) of z for label 1, as it is computed without overflow. */
const loss = (z: number): number => Math.max(-z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

describe("a row that a fold holds out does not set the fold's units", () => {
  for (const value of [1e6, 1e10, -1e20]) {
    for (const container of ["rows", "Float32Array", "Dataset"] as const) {
      // beside a number v a packed Dataset keeps sixteen digits of v
      if (container === "Dataset" && Math.abs(value) > 1e10) continue;
      it(`${value} in ${container}`, () => {
        const rows = rowsOf(5);
        const X = [...rows.X, [value, 100, 0]];
        const y = [...rows.y, 1];
        const foldOf = X.map((_, i) => (i === 300 ? 0 : 1 + (i % 3)));
        const precision = container === "Float32Array" ? "f32" : "f64";
        const options = { lambdas: [0.02], foldOf };
        const typed = { data: Float32Array.from(X.flat()), rows: X.length, columns: 3 };
        const actual =
          container === "Dataset"
            ? crossValidate(Dataset.from(X, y), undefined, options)
            : crossValidate(container === "rows" ? X : typed, y, options);
        let expected = 0;
        for (const fold of [0, 1, 2, 3]) {
          const [kept, held] = [(i: number) => foldOf[i] !== fold, (i: number) => foldOf[i] === fold];
          const of = <T>(list: readonly T[], which: (i: number) => boolean): T[] => list.filter((_, i) => which(i));
          const own = { lambdas: [0.02], tolerance: precision === "f64" ? 1e-12 : 1e-7, precision } as const;
          const z = regularizationPath(of(X, kept), of(y, kept), own).model(0).decisionFunction(of(X, held));
          for (const [i, label] of of(y, held).entries()) expected += loss((label === 1 ? 1 : -1) * (z[i] ?? 0));
        }
        const mean = actual.logLoss.mean[0] ?? Number.NaN;
        // the default tolerance of a path, 1e-8 of J (1e-7 in f32), leaves its square root of a coefficient
        expect(Math.abs((mean * X.length) / expected - 1)).toBeLessThan(precision === "f32" ? 1e-3 : 2e-4);
      });
    }
  }
});

describe("an AUC that is not defined chooses nothing", () => {
  const X = Array.from({ length: 12 }, (_, i) => [Math.sin(3 * i), i % 4]);
  const y = X.map(([first = 0], i) => (first + Math.cos(5 * i) > 0 ? 1 : 0));
  const lambdas = [0.3, 0.1, 0.03, 0.01];

  it("leave one out: the log loss is taken, and the result says so", () => {
    const foldOf = X.map((_, i) => i);
    const byAuc = crossValidate(X, y, { lambdas, foldOf, measure: "auc" });
    const byLoss = crossValidate(X, y, { lambdas, foldOf });
    expect(byAuc.measure).toBe("logLoss");
    expect(byAuc.auc.mean.every(Number.isNaN)).toBe(true);
    expect([byAuc.lambdaMin, byAuc.lambda1se]).toEqual([byLoss.lambdaMin, byLoss.lambda1se]);
    expect(byLoss.measure).toBe("logLoss");
  });

  it("one fold of both classes has an AUC, but no deviation between folds", () => {
    const foldOf = X.map((_, i) => (i < 4 ? 0 : i - 3));
    const { measure, auc } = crossValidate(X, y, { lambdas, foldOf, measure: "auc" });
    expect(measure).toBe("logLoss");
    expect(auc.mean.every(Number.isFinite)).toBe(true);
    expect(auc.standardError.every(Number.isNaN)).toBe(true);
  });

  it("where folds hold out both classes it chooses as before", () => {
    expect(crossValidate(X, y, { lambdas, folds: 2, measure: "auc" }).measure).toBe("auc");
  });
});
