import { describe, expect, it } from "vitest";
import { LogisticRegression } from "../../src/index.ts";
import { problemOf, solutions } from "../support/problems.ts";
import { normal, random, sample } from "../support/random.ts";

function rowsOf(X: { data: Float64Array; rows: number; columns: number }): number[][] {
  const { data, rows, columns } = X;
  return Array.from({ length: rows }, (_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)));
}

/** Along the direction no row gets nearer to the wrong side, and some get farther from it (Albert and Anderson 1984). */
function expectSeparating(rows: readonly (readonly number[])[], y: ArrayLike<number>, model: LogisticRegression): void {
  const { separation } = model.report;
  if (separation === undefined) throw new Error("expected a separation");
  const { coef, intercept } = separation;
  const z = rows.map((row) => row.reduce((sum, x, j) => sum + x * (coef[j] ?? 0), intercept));
  const gains = z.map((value, i) => (y[i] === 1 ? value : -value));
  const largest = Math.max(...gains);
  expect(largest).toBeGreaterThan(0);
  expect(Math.min(...gains)).toBeGreaterThan(-2e-3 * largest);
}

const SOLVERS = ["auto", "newton", "lbfgs", "newton-cg"] as const;

describe("without a penalty, separable classes have no finite optimum, and the report says so", () => {
  for (const solver of SOLVERS) {
    it(`completely separable rows: breast cancer (${solver})`, () => {
      const [first] = solutions();
      if (first === undefined) throw new Error("no solutions");
      const { X, y } = problemOf(first);
      const model = new LogisticRegression({ l2: 0, solver }).fit(X, y);
      expect(model.report).toMatchObject({ converged: false, reason: "separation" });
      expect(model.coef.every(Number.isFinite)).toBe(true);
      expect(model.score(X, y)).toBe(1);
      expectSeparating(rowsOf(X), y, model);
      const { seconds: _, ...report } = model.report;
      expect(LogisticRegression.fromJSON(JSON.stringify(model)).report).toEqual(report);
    });

    it(`a plane with rows of both classes on it (${solver})`, () => {
      const model = new LogisticRegression({ l2: 0, solver }).fit([[0], [1], [1], [3]], [0, 0, 1, 1]);
      expect(model.report).toMatchObject({ converged: false, reason: "separation" });
      expect(Number.isFinite(model.coef[0])).toBe(true);
    });

    // L-BFGS and conjugate gradients in f32 end where that column's slope is lost in rounding, which tells nothing any more: docs/solvers.md
    for (const precision of solver === "lbfgs" || solver === "newton-cg"
      ? (["f64"] as const)
      : (["f64", "f32"] as const)) {
      it(`a column that is 1 only for some positives (${solver}, ${precision})`, () => {
        const { X, y } = sample(41, 300, 3);
        const uniform = random(5);
        const rows = y.map((label, i) => [
          ...Array.from(X.data.subarray(3 * i, 3 * i + 3)),
          label === 1 && uniform() < 0.3 ? 1 : 0,
        ]);
        const model = new LogisticRegression({ l2: 0, solver, precision }).fit(rows, y);
        expect(model.report).toMatchObject({ converged: false, reason: "separation" });
        expect(model.report.separation?.columns).toEqual([3]);
        expectSeparating(rows, y, model);
        const penalised = new LogisticRegression({ solver, precision }).fit(rows, y);
        expect(penalised.report.converged).toBe(true);
      });
    }
  }
});

describe("what is not separable is not called so", () => {
  it("columns that are nearly the same", () => {
    const next = normal(7);
    const { X, y } = sample(42, 400, 2);
    for (const difference of [1e-3, 1e-6, 1e-9]) {
      const rows = y.map((_, i) => {
        const x = X.data[2 * i] ?? 0;
        return [x, x + difference * next()];
      });
      const model = new LogisticRegression({ l2: 0 }).fit(rows, y);
      expect(model.report.reason, `difference ${difference}`).toBe("tolerance");
    }
  });

  it("classes that overlap in a single pair of rows", () => {
    const x = Array.from({ length: 400 }, (_, i) => i);
    const y = x.map((i) => (i < 199 ? 0 : i === 199 ? 1 : i === 200 ? 0 : 1));
    const model = new LogisticRegression({ l2: 0 }).fit(
      x.map((value) => [value]),
      y,
    );
    expect(model.report).toMatchObject({ converged: true, reason: "tolerance" });
  });

  it("random rows of both classes", () => {
    for (let seed = 0; seed < 50; ++seed) {
      const { X, y } = sample(1000 + seed, 200, 4);
      expect(new LogisticRegression({ l2: 0 }).fit(X, y).report.reason, `seed ${seed}`).toBe("tolerance");
    }
  });
});
