/**
 * Of tables at random an encoder that is written from the documentation alone says what the columns are, and a fit has to be the optimum
 * of the objective on them. No number of the library's own encoder is used but the coefficients. TABLES=3000 tries as many.
 */
import { describe, expect, it } from "vitest";
import { Dataset, LogisticRegression } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { expectBits } from "./bits.ts";
import { type Encoded, problemOf, SEEDS } from "./randomTables.ts";

const L2 = 0.05;

/** The largest entry of the objective's gradient, in units of the deviations of the columns. */
function gradientOf(
  { rows, weights, y, penalised }: ReturnType<typeof problemOf>,
  encoded: readonly Encoded[],
  coef: ArrayLike<number>,
  intercept: number,
): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const X = encoded.map(({ at }) => rows.map(at));
  const residual = rows.map((_, i) => {
    const z = X.reduce((sum, column, j) => sum + (column[i] ?? 0) * (coef[j] ?? 0), intercept);
    return ((weights[i] ?? 0) * (1 / (1 + Math.exp(-z)) - Number(y[i] === "out"))) / total;
  });
  const entries = X.map((column, j) => {
    const mean = column.reduce((sum, x, i) => sum + (weights[i] ?? 0) * x, 0) / total;
    const square = column.reduce((sum, x, i) => sum + (weights[i] ?? 0) * (x - mean) ** 2, 0) / total;
    const deviation = Math.sqrt(square);
    if (deviation < 1e-12) return 0;
    const slope = column.reduce((sum, x, i) => sum + (x - mean) * (residual[i] ?? 0), 0);
    const unit = encoded[j]?.isNumber ? square : 1;
    return (slope + (penalised ? L2 : 0) * unit * (coef[j] ?? 0)) / deviation;
  });
  return Math.max(Math.abs(residual.reduce((sum, r) => sum + r, 0)), ...entries.map(Math.abs));
}

/** Fits whose gradient was looked at. */
let judged = 0;

describe.each(SEEDS)("the table of seed %i", (seed) => {
  const problem = problemOf(seed);
  const { columns, rows, y, weights, options, penalised, later } = problem;
  const encoded = problem.encodedUnder(weights, penalised);
  const model = new LogisticRegression({ l2: penalised ? L2 : 0 }).fit(rows, y, options);

  it("has the columns that the documentation says", () => {
    expect(model.coef).toHaveLength(encoded.length);
  });

  it("is fitted to the optimum of the objective on them", () => {
    const { coef, intercept, report } = model;
    // A gradient of 1e-5 per deviation is far below any coefficient that a wrong column would move.
    if (report.reason !== "tolerance") return;
    expect(gradientOf(problem, encoded, coef, intercept)).toBeLessThan(1e-5);
    ++judged;
  });

  it("predicts by them, here and elsewhere, one row or many", () => {
    const { coef, intercept } = model;
    const takes = later.filter((row) =>
      columns.every(({ name, settings }) => {
        const isKnown = row[name] === null || rows.some((one) => one[name] === row[name]);
        return typeof row[name] !== "string" || isKnown || settings.unknown === "other" || Number(row[name]) >= 0;
      }),
    );
    const z = model.decisionFunction(takes);
    for (const [i, row] of takes.entries()) {
      const terms = encoded.map(({ at }, j) => at(row) * (coef[j] ?? 0));
      const size = terms.reduce((sum, term) => sum + Math.abs(term), Math.abs(intercept));
      const expected = terms.reduce((sum, term) => sum + term, intercept);
      // rounding of a mean and of the bends of a spline
      expect(Math.abs((z[i] ?? Number.NaN) - expected)).toBeLessThan(1e-9 * size);
    }
    const text = JSON.stringify(model);
    expectBits(loadModel(text).decisionFunction(takes), z);
    expectBits(LogisticRegression.fromJSON(text).decisionFunction(takes), z);
    const one = takes.map((row) => loadModel(text).predictOne(row).logOdds);
    expectBits(one, z);
    expectBits(
      takes.map((row) => model.predictOne(row).logOdds),
      z,
    );
  });

  it("is the same as columns by name, and through a Dataset under a penalty", () => {
    const table = Object.fromEntries(columns.map(({ name }) => [name, rows.map((row) => row[name])]));
    const other = new LogisticRegression({ l2: penalised ? L2 : 0 }).fit(table, y, options);
    expectBits(other.coef, model.coef);
    expect(other.encoding).toEqual(model.encoding);
    if (penalised) expectBits(new LogisticRegression({ l2: L2 }).fit(Dataset.from(table, y, options)).coef, model.coef);
  });
});

it("most of them are judged by the gradient", () => {
  expect(judged).toBeGreaterThan(0.7 * SEEDS.length);
});
