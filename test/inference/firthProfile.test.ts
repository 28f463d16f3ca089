import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkOptions } from "../../src/fit/options.ts";
import { readyRows, weighRows } from "../../src/fit/readyRows.ts";
import { LogisticRegression } from "../../src/index.ts";
import { firthIntervals } from "../../src/inference/firthProfile.ts";
import { rowSourceOf } from "../../src/input/matrix.ts";
import { Arena } from "../../src/wasm/arena.ts";

/** What test/fixtures/firth/firth.R writes. */
interface Case {
  readonly name: string;
  readonly X: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly intercept: boolean;
  readonly weights?: readonly number[];
  readonly offsets?: readonly number[];
  readonly intervals: readonly (readonly [lower: number, upper: number])[];
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../fixtures/firth/firth.json", import.meta.url), "utf8"),
);

function intervalsOf({ X, y, weights, offsets, intercept }: Omit<Case, "name" | "intervals">, quantile?: number) {
  const options = { firth: true, fitIntercept: intercept };
  const beside = { ...(weights && { weights }), ...(offsets && { offsets }) };
  const model = new LogisticRegression(options).fit(X, y, beside);
  const weighed = weighRows(rowSourceOf(X), y, beside, checkOptions(options), undefined, true);
  const rows = readyRows(new Arena(), weighed);
  const fitted = { coef: model.coef, intercept: model.intercept, fitIntercept: intercept };
  return { model, intervals: firthIntervals(rows, fitted, quantile) };
}

function caseOf(name: string): Case {
  return cases.find((one) => one.name.startsWith(name)) as Case;
}

describe("profile intervals of the penalised likelihood", () => {
  for (const given of cases) {
    it(`are those of plain matrices in R: ${given.name}`, () => {
      const { intervals } = intervalsOf(given);
      expect(intervals).toHaveLength(given.intervals.length);
      for (const [j, [lower, upper]] of given.intervals.entries()) {
        const { lower: low = 0, upper: high = 0 } = intervals[j] ?? {};
        expect(Math.abs(low - lower), `${j}`).toBeLessThan(1e-8 * Math.max(1, Math.abs(lower)));
        expect(Math.abs(high - upper), `${j}`).toBeLessThan(1e-8 * Math.max(1, Math.abs(upper)));
      }
    });
  }

  it("are those that are published for logistf's sex2 and for the endometrial data", () => {
    // as the tests of firthlogist (Python) have them, good to logistf's own tolerance
    const published = {
      sex2: [
        [-0.8185591, 1.07315122],
        [-1.9737884, -0.30742514],
        [-0.9414363, 0.78920202],
        [1.2730216, 3.43543273],
        [-3.2608611, -1.11773495],
        [-1.6080879, 0.01518468],
        [0.7745682, 8.03029352],
      ],
      endometrial: [
        [1.0825371, 7.2092805],
        [0.6097244, 7.85463171],
        [-0.1244587, 0.04045547],
        [-4.3651832, -1.23272106],
      ],
    };
    for (const [name, bounds] of Object.entries(published)) {
      const { intervals } = intervalsOf(caseOf(name));
      for (const [j, [lower = 0, upper = 0]] of bounds.entries()) {
        expect(Math.abs((intervals[j]?.lower ?? 0) / lower - 1)).toBeLessThan(2e-6);
        expect(Math.abs((intervals[j]?.upper ?? 0) / upper - 1)).toBeLessThan(2e-6);
      }
    }
  });

  it("fall at 0 by the statistic of the fit without the column, whose prior is that of all", () => {
    const given = caseOf("endometrial, quasi");
    const { intervals } = intervalsOf(given);
    // the quantile at which 0 is a bound
    for (const [j, interval] of intervals.entries()) {
      const { chiSquared = 0 } = interval ?? {};
      const again = intervalsOf(given, chiSquared).intervals[j];
      const [lower, upper] = [again?.lower ?? 1, again?.upper ?? 1];
      expect(Math.min(Math.abs(lower), Math.abs(upper)), `${j}`).toBeLessThan(1e-8);
    }
  });

  it("are the same in other units, far from 0, and as copies of rows", () => {
    const given = caseOf("nodal, from");
    const { intervals } = intervalsOf(given);
    const far = given.X.map((row) => row.map((x, j) => (j === 4 ? 1000 * x + 3000 : x)));
    const moved = intervalsOf({ ...given, X: far }).intervals;
    for (const j of [1, 2, 3, 4]) expect(moved[j]?.upper).toBeCloseTo(intervals[j]?.upper ?? 0, 7);
    expect((moved[5]?.upper ?? 0) * 1000).toBeCloseTo(intervals[5]?.upper ?? 0, 7);
    const twice = intervalsOf({ ...given, X: [...given.X, ...given.X], y: [...given.y, ...given.y] }).intervals;
    const weighted = intervalsOf({ ...given, weights: given.y.map(() => 2) }).intervals;
    for (const [j, one] of twice.entries()) expect(weighted[j]?.lower).toBeCloseTo(one?.lower ?? 0, 8);
  });

  it("leave out aliased columns, and take a single coefficient", () => {
    const single = intervalsOf({ X: [[1], [2], [3], [-1]], y: [1, 1, 1, 0], intercept: false }).intervals;
    expect(single).toHaveLength(1);
    expect(single[0]?.lower).toBeLessThan(single[0]?.upper ?? 0);
    const given = caseOf("nodal, from");
    const X = given.X.map(([a = 0, b = 0]) => [a, 2 * a, b]);
    const model = new LogisticRegression({ firth: true }).fit(X, given.y);
    const rows = readyRows(
      new Arena(),
      weighRows(rowSourceOf(X), given.y, {}, checkOptions({ firth: true }), undefined, true),
    );
    const aliased = [{ column: 1, of: [0] }];
    const { coef, intercept } = model;
    const intervals = firthIntervals(rows, { coef, intercept, fitIntercept: true, aliased });
    const slim = intervalsOf({ X: X.map(([a = 0, , b = 0]) => [a, b]), y: given.y, intercept: true }).intervals;
    expect(intervals[2]).toBeUndefined();
    expect(intervals[1]?.upper).toBeCloseTo(slim[1]?.upper ?? 0, 8);
    expect(intervals[0]?.upper).toBeCloseTo(slim[0]?.upper ?? 0, 8);
  });
});
