import { describe, expect, it } from "vitest";
import { LogisticRegression } from "../../src/index.ts";
import { deviations } from "../support/objective.ts";
import { sample } from "../support/random.ts";

const COLUMNS = 3;
const base = sample(51, 2000, COLUMNS);
const few = sample(52, 40, COLUMNS);

function rowsOf({ data, rows }: { data: Float64Array; rows: number }): number[][] {
  return Array.from({ length: rows }, (_, i) => Array.from(data.subarray(COLUMNS * i, COLUMNS * (i + 1))));
}

/** Slopes of the summed loss at the model, coefficients first and the intercept last. */
function summedSlopes(rows: readonly number[][], y: readonly number[], model: LogisticRegression): number[] {
  const a = model.predictProba(rows);
  return Array.from({ length: COLUMNS + 1 }, (_, j) => {
    return rows.reduce((sum, row, i) => sum + ((a[i] ?? 0) - (y[i] ?? 0)) * (row[j] ?? 1), 0);
  });
}

describe("the curvature that a model carries", () => {
  it("is the Hessian of the objective at the optimum: finite differences of the slopes", () => {
    const rows = rowsOf(base.X);
    const model = new LogisticRegression({ l2: 0 }).fit(base.X, base.y, { curvature: true });
    const { curvature } = model;
    if (curvature === undefined) throw new Error("no curvature");
    expect(curvature.weight).toBe(2000);
    const { coef, intercept } = model;
    const h = 1e-4;
    for (let k = 0; k <= COLUMNS; ++k) {
      const slopesAt = (sign: number) => {
        const moved = model.toJSON();
        const changed = Array.from(coef, (value, j) => value + (j === k ? sign * h : 0));
        // a change of a coefficient about the centre of the columns
        const shift = k === COLUMNS ? sign * h : -sign * h * (curvature.centre[k] ?? 0);
        const there = LogisticRegression.fromJSON({ ...moved, coef: changed, intercept: intercept + shift });
        const slopes = summedSlopes(rows, base.y, there);
        const last = slopes[COLUMNS] ?? 0;
        return slopes.map((slope, j) => (j === COLUMNS ? slope : slope - (curvature.centre[j] ?? 0) * last) / 2000);
      };
      const up = slopesAt(1);
      const down = slopesAt(-1);
      for (let j = 0; j <= COLUMNS; ++j) {
        const expected = ((up[j] ?? 0) - (down[j] ?? 0)) / (2 * h);
        expect(curvature.hessian[j * (COLUMNS + 1) + k]).toBeCloseTo(expected, 8);
      }
    }
  });

  it("survives JSON to the bit, and is not there unless it was asked for", () => {
    const model = new LogisticRegression().fit(base.X, base.y, { curvature: true });
    expect(LogisticRegression.fromJSON(JSON.stringify(model)).curvature).toEqual(model.curvature);
    expect(new LogisticRegression().fit(base.X, base.y).curvature).toBeUndefined();
    const broken = { ...model.toJSON(), curvature: { weight: 1, centre: [0], hessian: [1] } };
    expect(() => LogisticRegression.fromJSON(broken)).toThrow("curvature.centre to be 3 finite numbers");
  });

  it("is the same whichever solver found the optimum, also in coordinates of its own", () => {
    const expected = new LogisticRegression({ l2: 0.1 }).fit(base.X, base.y, { curvature: true }).curvature;
    for (const solver of ["newton", "proximal-newton", "gradient-descent"] as const) {
      const tolerance = solver === "gradient-descent" ? { tolerance: 1e-12 } : {};
      const model = new LogisticRegression({ l2: 0.1, solver, ...tolerance }).fit(base.X, base.y, { curvature: true });
      for (const [at, entry] of model.curvature?.hessian.entries() ?? []) {
        expect(entry).toBeCloseTo(expected?.hessian[at] ?? Number.NaN, 9);
      }
    }
  });
});

describe("a prior", () => {
  it("with a curvature pulls as hard as the rows it was fitted to: the slopes balance", () => {
    const earlier = new LogisticRegression({ l2: 0.001 }).fit(base.X, base.y, { curvature: true });
    const strength = 60;
    const model = new LogisticRegression().fit(few.X, few.y, { prior: earlier, strength });
    expect(model.report.converged).toBe(true);
    const slopes = summedSlopes(rowsOf(few.X), few.y, model);
    const { curvature } = earlier;
    if (curvature === undefined) throw new Error("no curvature");
    const { centre, hessian } = curvature;
    const last = slopes[COLUMNS] ?? 0;
    const aboutCentre = slopes.map((slope, j) => (j === COLUMNS ? slope : slope - (centre[j] ?? 0) * last));
    const move = [...model.coef].map((value, j) => value - (earlier.coef[j] ?? 0));
    const moved = model.intercept - earlier.intercept + move.reduce((sum, d, j) => sum + d * (centre[j] ?? 0), 0);
    for (let j = 0; j <= COLUMNS; ++j) {
      const pull = [...move, moved].reduce((sum, d, k) => sum + (hessian[j * (COLUMNS + 1) + k] ?? 0) * d, 0);
      expect(aboutCentre[j]).toBeCloseTo(-strength * pull, 9);
    }
  });

  it("with the curvature of some rows and all others as data is close to the fit of all, closer than the few alone", () => {
    const earlier = new LogisticRegression({ l2: 0 }).fit(base.X, base.y, { curvature: true });
    const rows = rowsOf(base.X).concat(rowsOf(few.X));
    const all = new LogisticRegression({ l2: 0 }).fit(rows, [...base.y, ...few.y]);
    const updated = new LogisticRegression({ l2: 0 }).fit(few.X, few.y, { prior: earlier });
    const alone = new LogisticRegression({ l2: 0 }).fit(few.X, few.y);
    const distance = (model: LogisticRegression) =>
      Math.hypot(...Array.from(model.coef, (value, j) => value - (all.coef[j] ?? 0)));
    // Laplace's approximation errs by the third derivatives times the square of a small step
    expect(distance(updated)).toBeLessThan(distance(earlier) / 10);
    expect(distance(updated)).toBeLessThan(distance(alone) / 100);
  });

  it("without a curvature pulls on columns of deviation 1, or as they are", () => {
    const plain = new LogisticRegression().fit(base.X, base.y);
    for (const standardize of [true, false]) {
      const model = new LogisticRegression({ standardize }).fit(few.X, few.y, { prior: plain, strength: 5 });
      const slopes = summedSlopes(rowsOf(few.X), few.y, model);
      const last = slopes[COLUMNS] ?? 0;
      const rows = rowsOf(few.X);
      const sd = deviations(few.X);
      for (let j = 0; j < COLUMNS; ++j) {
        const mean = rows.reduce((sum, row) => sum + (row[j] ?? 0), 0) / rows.length;
        const unit = standardize ? (sd[j] ?? 1) ** 2 : 1;
        const pull = 5 * unit * ((model.coef[j] ?? 0) - (plain.coef[j] ?? 0));
        expect((slopes[j] ?? 0) - mean * last).toBeCloseTo(-pull, 9);
      }
    }
  });

  it("takes a single row, of one class, and moves towards it", () => {
    const earlier = new LogisticRegression().fit(base.X, base.y, { curvature: true });
    const row = [[0.3, -2, 1]];
    for (const [label, sign] of [
      [1, 1],
      [0, -1],
    ] as const) {
      const model = new LogisticRegression().fit(row, [label], { prior: earlier, strength: 20 });
      expect(model.report.converged).toBe(true);
      expect(model.classes).toEqual([0, 1]);
      const [before] = earlier.decisionFunction(row);
      const [after] = model.decisionFunction(row);
      expect(sign * ((after ?? 0) - (before ?? 0))).toBeGreaterThan(0.01);
    }
  });

  it("of any strength: far above the rows it is the model itself, far below the fit without it", () => {
    const earlier = new LogisticRegression().fit(base.X, base.y, { curvature: true });
    const strong = new LogisticRegression().fit(few.X, few.y, { prior: earlier, strength: 1e12 });
    const weak = new LogisticRegression().fit(few.X, few.y, { prior: earlier, strength: 1e-9 });
    const none = new LogisticRegression({ l2: 0 }).fit(few.X, few.y);
    for (let j = 0; j < COLUMNS; ++j) {
      expect(strong.coef[j]).toBeCloseTo(earlier.coef[j] ?? Number.NaN, 8);
      expect(weak.coef[j]).toBeCloseTo(none.coef[j] ?? Number.NaN, 6);
    }
  });

  it("works through every smooth solver, and without an intercept", () => {
    const earlier = new LogisticRegression().fit(base.X, base.y, { curvature: true });
    for (const fitIntercept of [true, false]) {
      const [first, ...others] = (["auto", "newton", "lbfgs", "proximal-newton", "gradient-descent"] as const).map(
        (solver) => {
          const tolerance = solver === "gradient-descent" ? 1e-11 : 1e-13;
          const model = new LogisticRegression({ solver, tolerance, fitIntercept });
          return model.fit(few.X, few.y, { prior: earlier, strength: 30 });
        },
      );
      for (const model of others) {
        for (const [j, value] of model.coef.entries()) expect(value).toBeCloseTo(first?.coef[j] ?? Number.NaN, 6);
      }
    }
  });

  it("that does not fit is refused by name", () => {
    const earlier = new LogisticRegression().fit([[1], [2], [3]], ["a", "b", "a"]);
    const unfitted = new LogisticRegression();
    const fitting = (options: object, model = new LogisticRegression()) => {
      return () => model.fit(few.X, few.y, options);
    };
    expect(fitting({ prior: earlier })).toThrow('y: expected "a" or "b", got');
    expect(fitting({ prior: unfitted })).toThrow("expected fit to come first");
    expect(fitting({ prior: { coef: [1, 2, 3] } })).toThrow("prior: expected a fitted model, got an Object");
    expect(fitting({ strength: 3 })).toThrow("strength: expected a prior beside it, got 3 alone");
    const good = new LogisticRegression().fit(base.X, base.y);
    expect(fitting({ prior: good, strength: 0 })).toThrow("strength: expected a finite number above 0, got 0");
    const swapped = new LogisticRegression({ classes: [1, 0] });
    expect(fitting({ prior: good }, swapped)).toThrow("classes: expected [0, 1] as in the prior, got [1, 0]");
  });
});
