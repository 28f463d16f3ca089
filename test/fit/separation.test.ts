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

    // L-BFGS and conjugate gradients in f32 end where that column's slope is lost in rounding, which tells nothing any more: docs/internals/solvers.md
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

const EVERY = [...SOLVERS, "proximal-newton", "gradient-descent"] as const;

describe("separation is a matter of the rows' sides, whatever offsets, weights and penalties make of the loss", () => {
  for (const solver of EVERY) {
    it(`rows that offsets put on their side do not stay there: the optimum is 0 by symmetry (${solver})`, () => {
      const model = new LogisticRegression({ l2: 0, solver }).fit([[1], [-1], [1], [-1]], [1, 0, 0, 1], {
        offsets: [9, -9, -9, 9],
      });
      expect(model.report).toMatchObject({ converged: true, reason: "tolerance" });
      expect(model.coef[0]).toBeCloseTo(0, 6);
    });

    it(`a column that no penalty holds separates beside one that a penalty holds (${solver})`, () => {
      const X = [
        [0, 1],
        [1, 0.2],
        [2, 0.3],
        [3, 1],
      ];
      const y = [0, 0, 1, 1];
      const { report } = new LogisticRegression({ solver }).fit(X, y, { penaltyFactors: [0, 1] });
      expect(report).toMatchObject({ reason: "separation", separation: { columns: [0] } });
      expect(report.separation?.coef[1]).toBe(0);
      expect(report.epochs).toBeLessThan(100);
      // the other way round the penalty holds what separates
      const other = new LogisticRegression({ solver }).fit(X, y, { penaltyFactors: [1, 0] });
      expect(other.report.reason).not.toBe("separation");
    });
  }

  for (const precision of ["f64", "f32"] as const) {
    it(`a row on the wrong side that weighs 1e-10 of all (${precision})`, () => {
      for (const solver of [...SOLVERS, "proximal-newton"] as const) {
        const weights = [5000, 6e-5, 6e5];
        const fit = new LogisticRegression({ l2: 0, solver, precision }).fit([[-1.51], [-1.95], [1.24]], [0, 1, 1], {
          weights,
        });
        expect(fit.report.reason, solver).toBe("tolerance");
        // were it as heavy as any, it would be the same rows
        const alike = new LogisticRegression({ l2: 0, solver, precision }).fit([[-1.51], [-1.95], [1.24]], [0, 1, 1]);
        expect(alike.report.reason, solver).toBe("tolerance");
      }
    });
  }

  it("a row of weight 0 on the wrong side is as if it were absent", () => {
    for (const solver of SOLVERS) {
      const { report } = new LogisticRegression({ l2: 0, solver }).fit([[0], [1], [2], [3], [4]], [0, 0, 1, 1, 0], {
        weights: [1, 2, 3, 1, 0],
      });
      expect(report, solver).toMatchObject({ reason: "separation", separation: { columns: [0] } });
    }
  });

  it("offsets do not hide a separation, nor do they make one: random rows, complete and with rows of both classes on the plane", () => {
    const next = normal(77);
    for (let seed = 0; seed < 60; ++seed) {
      const { X, y: drawn } = sample(500 + seed, 24, 2);
      const rows = rowsOf(X);
      const kind = seed % 3;
      const side = rows.map(([first = 0]) => (first > 0 ? 1 : 0));
      // of the second kind some rows lie on the plane; of the third the classes are as they were drawn
      for (const [i, row] of rows.entries()) if (kind === 1 && i % 4 === 0) row[0] = 0;
      const y = kind === 2 ? drawn : side.map((label, i) => (kind === 1 && i % 4 === 0 ? Number(i % 8 === 0) : label));
      // unpenalised without an optimum beside offsets exactly if so without them
      const plain = new LogisticRegression({ l2: 0 }).fit(rows, y).report.reason;
      const offsets = y.map(() => 5 * next());
      for (const solver of SOLVERS) {
        const model = new LogisticRegression({ l2: 0, solver }).fit(rows, y, { offsets });
        if (model.report.reason === "separation") expectSeparating(rows, y, model);
        if (solver !== "lbfgs") expect(model.report.reason, `seed ${seed} ${solver}`).toBe(plain);
      }
    }
  });

  it("workers and chunks count the same", async () => {
    const { X } = sample(8, 40_000, 3);
    const rows = rowsOf(X);
    // quasi-complete: the rows at 0 are of both classes
    const y = rows.map((row, i) => {
      const x = i % 3 === 0 ? 0 : (row[0] ?? 0);
      row[0] = x;
      return x === 0 ? i % 2 : x > 0 ? 1 : 0;
    });
    const here = new LogisticRegression({ l2: 0 }).fit(rows, y);
    const there = await new LogisticRegression({ l2: 0 }).fitAsync(rows, y, { workers: 2 });
    expect(here.report).toMatchObject({ reason: "separation", separation: { columns: [0] } });
    expect({ ...there.report, seconds: 0 }).toEqual({ ...here.report, seconds: 0 });
  });
});
