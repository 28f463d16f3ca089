import { describe, expect, it } from "vitest";
import { EVERY_SIZE, spread } from "../support/everySize.ts";
import { entry, type Rows } from "./reference/rows.ts";
import { blocksOf } from "./reference/sums.ts";
import { callEpoch, kernel } from "./support/calls.ts";
import { type Problem, padded, sliceProblem } from "./support/problem.ts";
import { normals, SEED, uniforms } from "./support/random.ts";

/** Half an ulp of f32. */
const U = 2 ** -24;
/** The relative error of k roundings in a row: Higham, Accuracy and Stability of Numerical Algorithms, 2002, lemma 3.1. */
const gamma = (k: number) => (k * U) / (1 - k * U);
/** Roundings of a sum within a block: a lane adds 16 panels, a line two times. */
const BLOCK_ROUNDINGS = 18;

/** A sum in float64 that carries what each addition loses (Neumaier 1974). */
class CompensatedSum {
  #sum = 0;
  #lost = 0;

  add(x: number): void {
    const sum = this.#sum + x;
    this.#lost += Math.abs(this.#sum) >= Math.abs(x) ? this.#sum - sum + x : x - sum + this.#sum;
    this.#sum = sum;
  }

  get value(): number {
    return this.#sum + this.#lost;
  }
}

interface Oracle {
  /** Cost, sum of dz, sums of x_j dz: an epoch's record, of the same f32 numbers but in float64 throughout. */
  readonly record: readonly number[];
  /** How far the f32 kernel may be from it. */
  readonly bound: readonly number[];
}

/**
 * The bound, term by term. An f32 z is off by at most gamma(n + 1) (|b| + sum |x_j w_j|). The loss has slope at most 1 in z and
 * sigma 1/4; either is within 2.5 ULP = 5 U of itself (assembly/math), and one U more once it is weighted. The product with x_j
 * rounds again, and the sums of a block add gamma(18) of the absolute terms. Beyond that everything is float64. It is a bound on
 * the worst case: errors of either sign cancel to a hundredth of it.
 */
function oracleOf({ X, v, w, b }: Problem): Oracle {
  const record = Array.from({ length: 2 + X.columns }, () => new CompensatedSum());
  const bound = Array.from({ length: 2 + X.columns }, () => 0);
  const add = (k: number, term: number, error: number) => {
    record[k]?.add(term);
    bound[k] = (bound[k] ?? 0) + error + gamma(BLOCK_ROUNDINGS) * (Math.abs(term) + error);
  };
  for (let i = 0; i < X.rows; ++i) {
    const z = new CompensatedSum();
    let size = Math.abs(b);
    z.add(b);
    for (let j = 0; j < X.columns; ++j) {
      const product = entry(X.data, i * X.columns + j) * entry(w, j);
      z.add(product);
      size += Math.abs(product);
    }
    const vi = entry(v, i);
    const s = Math.abs(vi);
    const u = vi > 0 ? z.value : -z.value;
    const e = Math.exp(-Math.abs(u));
    const loss = Math.max(u, 0) + Math.log1p(e);
    const sigmoid = (u >= 0 ? 1 : e) / (1 + e);
    const zError = gamma(X.columns + 1) * size;
    add(0, s * loss, s * (zError + 6 * U * (loss + zError)));
    const dzError = s * (zError / 4 + 6 * U * (sigmoid + zError / 4));
    add(1, vi * sigmoid, dzError);
    for (let j = 0; j < X.columns; ++j) {
      const x = entry(X.data, i * X.columns + j);
      add(2 + j, x * vi * sigmoid, Math.abs(x) * (dzError * (1 + U) + U * s * sigmoid));
    }
  }
  return { record: record.map((sum) => sum.value), bound };
}

function makeRows(seed: number, rows: number, columns: number, unit: boolean): Problem {
  const [normal, uniform] = [normals(seed), uniforms(seed + 1)];
  const vector = (length: number, number: () => number) => new Float32Array(length).map(number);
  return {
    precision: "f32",
    X: { data: vector(rows * columns, normal), rows, columns },
    v: vector(rows, () => (uniform() < 0.3 ? -1 : 1) * (unit ? 1 : 2 * uniform())),
    w: vector(columns, () => normal() / Math.sqrt(columns)),
    b: 0.25,
    centre: vector(columns, () => 0),
    scale: vector(columns, () => 1),
    unit,
  };
}

function epochOf(problem: Problem): Float64Array {
  return callEpoch(problem, false, new Float64Array(2 + problem.X.columns));
}

describe("the f32 epoch against float64 evaluation of the same numbers", () => {
  const CASES = spread([1, 3, 28, 160, 400], 0, 1, 2, 3).flatMap((columns) =>
    [true, false].map((unit) => [columns, unit] as const),
  );

  it.each(CASES)("of %d columns (unit weights: %s) is within its bound, and 5e-8 of the sum of weights", (...shape) => {
    const [columns, unit] = shape;
    const problem = makeRows(SEED + columns, 4000, columns, unit);
    const { record, bound } = oracleOf(problem);
    const actual = epochOf(problem);
    const total = Float64Array.from(problem.v, Math.abs).reduce((sum, s) => sum + s, 0);
    record.forEach((exact, k) => {
      const error = Math.abs(entry(actual, k) - exact);
      expect(error, `sum ${k}, seed ${SEED}`).toBeLessThanOrEqual(entry(bound, k));
      expect(error / total, `sum ${k}, seed ${SEED}`).toBeLessThan(5e-8);
    });
  });
});

describe("sums across rows of f32 data end in float64: a million rows", () => {
  const SHARE = kernel.share_rows();
  const SHARES = 64;
  const BLOCKS = (SHARES * SHARE) / kernel.block_rows();

  it("that are 4096 times the same block give exactly 4096 times its record, which f32 sums cannot", () => {
    const block = makeRows(SEED, kernel.block_rows(), 3, false);
    const repeat = (x: Float32Array | Float64Array) => {
      const blocks = SHARE / kernel.block_rows();
      const longer = padded(x, x.length * blocks);
      for (let k = 1; k < blocks; ++k) longer.copyWithin(k * x.length, 0, x.length);
      return longer;
    };
    const X: Rows = { data: repeat(block.X.data), rows: SHARE, columns: 3 };
    const share: Problem = { ...block, X, v: repeat(block.v) };
    let record: Float64Array = new Float64Array(5);
    for (let k = 0; k < SHARES; ++k) record = callEpoch(share, false, record);

    const once = epochOf(block);
    once.forEach((sum, k) => {
      expect(entry(record, k)).toBe(BLOCKS * sum);
      let single = 0;
      for (let count = 0; count < BLOCKS; ++count) single = Math.fround(single + sum);
      expect(Math.abs(single / (BLOCKS * sum) - 1)).toBeGreaterThan(1e-7);
    });
  });

  const atRandom = () => {
    const exact = [0, 1, 2, 3].map(() => new CompensatedSum());
    const total = new Float64Array(4);
    let single = 0;
    for (let k = 0; k < SHARES; ++k) {
      const share = makeRows(SEED + 10 * k, SHARE, 2, k % 2 === 0);
      oracleOf(share).record.forEach((sum, at) => {
        exact[at]?.add(sum);
      });
      epochOf(share).forEach((sum, at) => {
        total[at] = entry(total, at) + sum;
      });
      for (const { first, end } of blocksOf(SHARE)) {
        single = Math.fround(single + entry(epochOf(sliceProblem(share, first, end)), 0));
      }
    }
    const errors = exact.map((sum, at) => Math.abs(entry(total, at) - sum.value) / (SHARES * SHARE));
    expect(Math.max(...errors), `seed ${SEED}`).toBeLessThan(5e-9);
    expect(Math.abs(single - (exact[0]?.value ?? 0)) / (SHARES * SHARE)).toBeGreaterThan(5e-8);
  };
  if (EVERY_SIZE) it("at random stay within 5e-9 a row of float64, which an f32 sum of blocks does not", atRandom);
});
