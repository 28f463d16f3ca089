import { describe, expect, it } from "vitest";
import { proximalNewton } from "../../src/solver/elasticNet/proximalNewton.ts";
import { elasticNetOf, kkt } from "../support/elasticNet.ts";
import { type PlainRows, runOn, standardised } from "../support/plainRows.ts";
import { normal, random } from "../support/random.ts";

const PROBLEMS = 120;
const options = { tolerance: 1e-12, maxEpochs: 10_000, learningRate: undefined };

/** Normal columns among duplicated, negated, summed, constant and rare ones, in units of their own; both classes present. */
function awkwardRows(seed: number): { X: PlainRows; units: number[] } {
  const uniform = random(seed);
  const next = normal(seed + 1);
  const m = 2 + Math.floor(120 * uniform() ** 2);
  const n = 1 + Math.floor(60 * uniform() ** 2);
  const columns: number[][] = [];
  const units: number[] = [];
  const z = new Float64Array(m).fill(0.5);
  for (let j = 0; j < n; ++j) {
    const earlier = columns[Math.floor(uniform() * j)];
    const other = columns[Math.floor(uniform() * j)];
    const kind = uniform();
    const coefficient = uniform() < 0.3 ? 2 * next() : 0;
    const column = Array.from({ length: m }, (_, i) => {
      if (kind < 0.1) return 3;
      if (kind < 0.2) return uniform() < 0.05 ? 1 : 0;
      if (kind < 0.3 && earlier !== undefined) return earlier[i] ?? 0;
      if (kind < 0.4 && earlier !== undefined) return -(earlier[i] ?? 0);
      if (kind < 0.5 && earlier !== undefined && other !== undefined) return (earlier[i] ?? 0) + (other[i] ?? 0);
      return next();
    });
    for (const [i, value] of column.entries()) z[i] = (z[i] ?? 0) + coefficient * value;
    columns.push(column);
    units.push(10 ** (6 * uniform() - 3));
  }
  const y = Array.from(z, (value, i) => (i < 2 ? i : uniform() < 1 / (1 + Math.exp(-value)) ? 1 : 0));
  const data = new Float64Array(m * n);
  for (const [j, column] of columns.entries()) {
    for (const [i, value] of column.entries()) data[i * n + j] = value * (units[j] ?? 1);
  }
  return { X: { data, rows: m, columns: n, y }, units };
}

describe("proximal Newton on awkward random problems", () => {
  it(`satisfies the KKT conditions in bounded time: ${PROBLEMS} seeds`, () => {
    for (let seed = 1; seed <= PROBLEMS; ++seed) {
      const raw = awkwardRows(seed);
      const scaled = seed % 3 !== 0;
      const X = scaled ? standardised(raw.X) : raw.X;
      const uniform = random(seed + 2);
      const lambda = 10 ** (0.3 - 7 * uniform());
      const ratio = uniform() < 0.5 ? 1 : 0.1 + 0.9 * uniform();
      const units = scaled ? raw.units.map(() => 1) : raw.units;
      const problem = elasticNetOf(
        X,
        units.map((unit) => lambda * ratio * unit * (uniform() < 0.2 ? 1 + uniform() : 1)),
        units.map((unit) => lambda * (1 - ratio) * unit * unit),
      );
      const result = runOn(X, proximalNewton(problem, { ...options, polish: seed % 2 === 0 }));
      const { residual, zerosHold } = kkt(X, problem, result);
      const where = `seed ${seed}: ${X.rows} x ${X.columns}, lambda ${lambda}, ratio ${ratio}`;
      expect(result.reason, where).toBe("tolerance");
      // a residual r leaves about r^2 / 2 to gain per unit of curvature, which small objectives have little of
      expect(residual, where).toBeLessThan(1e-6 * Math.sqrt(result.objective) + 1e-14);
      expect(zerosHold, where).toBe(true);
      expect(result.epochs, where).toBeLessThan(150);
    }
  });

  it("solves problems of spambase's size over four decades of the penalty", () => {
    const uniform = random(77);
    const next = normal(78);
    const [m, n] = [4600, 57];
    const w = Array.from({ length: n }, (_, j) => (j % 3 === 0 ? next() : 0));
    // skewed columns in a chain of correlations, as word counts are
    const data = new Float64Array(m * n);
    const y: number[] = [];
    for (let i = 0; i < m; ++i) {
      let z = -0.4;
      let last = 0;
      for (let j = 0; j < n; ++j) {
        last = 0.6 * last + next();
        data[i * n + j] = uniform() < 0.7 ? 0 : Math.exp(last);
        z += 0.3 * (w[j] ?? 0) * (data[i * n + j] ?? 0);
      }
      y.push(uniform() < 1 / (1 + Math.exp(-z)) ? 1 : 0);
    }
    const X = standardised({ data, rows: m, columns: n, y });
    let nonzero = -1;
    for (const l1 of [0.1, 0.01, 1e-3, 1e-5]) {
      const problem = elasticNetOf(X, l1, l1 / 10);
      const result = runOn(X, proximalNewton(problem, { ...options, polish: true }));
      const { residual, zerosHold } = kkt(X, problem, result);
      expect(result.reason).toBe("tolerance");
      expect(residual).toBeLessThan(1e-10);
      expect(zerosHold).toBe(true);
      expect(result.epochs).toBeLessThan(60);
      expect(result.hessians).toBeLessThan(10);
      const count = result.w.filter((value) => value !== 0).length;
      expect(count).toBeGreaterThanOrEqual(nonzero);
      nonzero = count;
    }
  });
});
