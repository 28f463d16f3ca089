import { describe, expect, it } from "vitest";
import { backward, cost, Dataset, forward, gradientDescent, propagate } from "../../src/index.ts";
import { sample } from "../support/random.ts";

/** The mathematics in float64, one row after another. */
function textbook(X: number[][], y: number[], w: number[], b: number) {
  const m = X.length;
  const z = X.map((row) => row.reduce((sum, x, j) => sum + x * (w[j] ?? 0), b));
  const a = z.map((value) => 1 / (1 + Math.exp(-value)));
  const losses = a.map((value, i) => -(y[i] ?? 0) * Math.log(value) - (1 - (y[i] ?? 0)) * Math.log(1 - value));
  const dz = a.map((value, i) => value - (y[i] ?? 0));
  const dw = w.map((_, j) => X.reduce((sum, row, i) => sum + (row[j] ?? 0) * (dz[i] ?? 0), 0) / m);
  return { z, a, cost: losses.reduce((p, q) => p + q, 0) / m, dz, dw, db: dz.reduce((p, q) => p + q, 0) / m };
}

function textbookLoop(X: number[][], y: number[], alpha: number, epochs: number, w0: number[], b0: number) {
  let w = w0;
  let b = b0;
  const costs: number[] = [];
  for (let epoch = 0; epoch < epochs; ++epoch) {
    const step = textbook(X, y, w, b);
    costs.push(step.cost);
    w = w.map((value, j) => value - alpha * (step.dw[j] ?? 0));
    b -= alpha * step.db;
  }
  return { w, b, costs };
}

function rowsOf({ X, y }: ReturnType<typeof sample>) {
  const { data, columns } = X;
  return { X: y.map((_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns))), y };
}

/** Largest difference, relative where the expected number is above 1. */
function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let worst = actual.length === expected.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < expected.length; ++i) {
    const value = expected[i] ?? Number.NaN;
    worst = Math.max(worst, Math.abs((actual[i] ?? Number.NaN) - value) / Math.max(1, Math.abs(value)));
  }
  return worst;
}

describe("forward, cost, backward, propagate", () => {
  it("compute the formulas, for one example and for many", () => {
    for (const rows of [2, 3, 100, 1000, 17000]) {
      const { X, y } = rowsOf(sample(rows, rows, 4));
      const w = [0.5, -1, 0.25, 2];
      const expected = textbook(X, y, w, 0.1);
      const actual = propagate(X, y, { w, b: 0.1 });
      expect(difference(actual.z, expected.z)).toBeLessThan(1e-14);
      expect(difference(actual.a, expected.a)).toBeLessThan(1e-14);
      expect(difference(actual.dz, expected.dz)).toBeLessThan(1e-14);
      expect(difference(actual.dw, expected.dw)).toBeLessThan(1e-13);
      expect(Math.abs(actual.db - expected.db)).toBeLessThan(1e-13);
      expect(Math.abs(actual.cost - expected.cost)).toBeLessThan(1e-13);
      const da = expected.a.map((a, i) => ((y[i] ?? 0) - a) / (a * (a - 1)));
      expect(difference(actual.da, da)).toBeLessThan(1e-12);
    }
  });

  it("treat one example as the call with one row: dw = x (a - y), db = a - y", () => {
    const { z, a, cost: J, dz, dw, db } = propagate([[2, -3]], [1], { w: [0.5, 0.25], b: 1 });
    const expectedA = 1 / (1 + Math.exp(-1.25));
    expect(z).toEqual(Float64Array.of(1.25));
    expect(a[0]).toBeCloseTo(expectedA, 15);
    expect(J).toBeCloseTo(-Math.log(expectedA), 15);
    expect(dz[0]).toBeCloseTo(expectedA - 1, 15);
    expect(Array.from(dw)).toEqual([2 * (dz[0] ?? 0), -3 * (dz[0] ?? 0)]);
    expect(db).toBe(dz[0]);
  });

  it("keep cost and dz exact where a rounds to 0 or 1, and make da infinite there", () => {
    const { a, cost: J, da, dz } = propagate([[1000], [-1000]], [0, 1], { w: [1], b: 0 });
    expect(Array.from(a)).toEqual([1, 0]);
    expect(J).toBe(1000);
    expect(Array.from(dz)).toEqual([1, -1]);
    expect(Array.from(da)).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
  });

  it("return f32 arrays for f32 rows", () => {
    const X = { data: Float32Array.of(1, 2, 3, 4), rows: 2, columns: 2 };
    const { z, a, dz, da, dw } = propagate(X, [0, 1], { w: [1, 1], b: 0 });
    expect([z, a, dz, da].every((values) => values instanceof Float32Array)).toBe(true);
    expect(dw).toBeInstanceOf(Float64Array);
    expect(Array.from(z)).toEqual([3, 7]);
  });

  it("agree with each other", () => {
    const { X, y } = sample(3, 300, 3);
    const w = [1, -1, 0.5];
    const all = propagate(X, y, { w, b: 0.2 });
    const { z, a } = forward(X, w, 0.2);
    expect(all).toEqual({ z, a, cost: cost({ z, a }, y), ...backward(X, a, y) });
  });
});

/** J of one row from a, in integers: -log(numerator / denominator) by the series of atanh, to 40 digits. */
function exactLoss(numerator: bigint, denominator: bigint): number {
  const one = 10n ** 60n;
  // halve what is left until it is within [1/2, 1]: log(p / q) = log(2^-k) + log(2^k p / q)
  const log = (p: bigint, q: bigint): bigint => {
    const t = ((p - q) * one) / (p + q);
    const square = (t * t) / one;
    let [sum, power] = [0n, t];
    for (let k = 1n; power !== 0n; k += 2n) {
      sum += power / k;
      power = (power * square) / one;
    }
    return 2n * sum;
  };
  let halvings = 0n;
  let scaled = numerator;
  while (2n * scaled <= denominator) {
    scaled *= 2n;
    halvings += 1n;
  }
  const digits = halvings * log(2n, 1n) - log(scaled, denominator);
  return Number(digits) / 1e60;
}

describe("cost", () => {
  const y = [1, 0, 1, 0, 1, 1];
  const at = forward([[3], [1], [-1], [-2], [0.5], [0]], [0.75], -0.1);

  it("takes what forward returned, z alone or a alone", () => {
    const expected = textbook([[3], [1], [-1], [-2], [0.5], [0]], y, [0.75], -0.1).cost;
    expect(cost(at, y)).toBeCloseTo(expected, 15);
    expect(cost({ z: at.z }, y)).toBe(cost(at, y));
    expect(cost({ a: at.a }, y)).toBeCloseTo(expected, 15);
    expect(cost({ z: at.z, a: undefined }, y)).toBe(cost(at, y));
    const { z, a } = at;
    expect(cost({ z: Array.from(z), a: Array.from(a) }, y)).toBe(cost(at, y));
  });

  it("of a alone is right to the last digits, near 0, near 1 and in the middle", () => {
    for (const [p, q] of [
      [1n, 2n ** 60n],
      [1n, 1024n],
      [511n, 1024n],
      [1n, 2n],
      [513n, 1024n],
      [3n, 4n],
      [2n ** 20n - 1n, 2n ** 20n],
      [2n ** 53n - 1n, 2n ** 53n],
    ] as const) {
      const a = Number(p) / Number(q); // both are exact, and so is the quotient
      for (const [label, loss] of [
        [1, exactLoss(p, q)],
        [0, exactLoss(q - p, q)],
      ] as const) {
        expect(Math.abs(cost({ a: [a] }, [label]) / loss - 1), `a = ${p} / ${q}, y = ${label}`).toBeLessThan(4e-16);
      }
    }
  });

  it("of a alone is Infinity where a is certain and wrong, 0 where it is certain and right", () => {
    expect(cost({ a: [0, 0.5] }, [1, 0])).toBe(Number.POSITIVE_INFINITY);
    expect(cost({ a: [1, 0.5] }, [0, 0])).toBe(Number.POSITIVE_INFINITY);
    expect(Object.is(cost({ a: [1, 0] }, [1, 0]), 0)).toBe(true);
    expect(cost({ z: [-1000, 0], a: [0, 0.5] }, [1, 0])).toBeCloseTo((1000 + Math.LN2) / 2, 12);
  });

  it("does not gather rounding errors over many rows", () => {
    const rows = 1_000_000;
    const a = new Float64Array(rows).fill(0.3);
    expect(Math.abs(cost({ a }, new Uint8Array(rows)) / -Math.log1p(-0.3) - 1)).toBeLessThan(1e-13);
  });

  it("refuses a bare array, which may be z or a, and shows both calls", () => {
    const anything = cost as (...slots: unknown[]) => number;
    for (const bare of [at.a, at.z, Array.from(at.a)]) {
      expect(() => anything(bare, y)).toThrow(
        /^cost: expected what forward returns, \{ z \} or \{ a \}, got an? .* of 6: say cost\(\{ z \}, y\) or cost\(\{ a \}, y\)$/,
      );
    }
    const code = (name: string) => expect.objectContaining({ code: name });
    expect(() => anything({}, y)).toThrow("cost: expected what forward returns, { z } or { a }, got neither");
    expect(() => anything({ p: at.a }, y)).toThrow('cost: expected options z, a; got "p"');
    expect(() => anything(undefined, y)).toThrow("cost: expected an object of options, got undefined");
    expect(() => anything({ a: [0.5, 1.5] }, [0, 1])).toThrow("a: expected numbers from 0 to 1, got 1.5 at row 1");
    expect(() => anything({ a: [-1e-9] }, [0])).toThrow(code("INVALID_VECTOR"));
    expect(() => anything({ a: [Number.NaN] }, [0])).toThrow(code("NON_FINITE"));
    expect(() => anything({ z: [1, 2], a: [0.5] }, [0, 1])).toThrow("a: expected 2 numbers, one for each of z, got 1");
    expect(() => anything({ z: [1, 2], a: [0.5, 2] }, [0, 1])).toThrow(
      "a: expected numbers from 0 to 1, got 2 at row 1",
    );
    expect(() => anything({ z: null }, [0])).toThrow(code("INVALID_VECTOR"));
  });

  it("refuses weights, as backward and propagate do", () => {
    const weights = [1, 1, 1, 1, 1, 2];
    const refused = "expected no further argument, got an array of 6: with weights there is";
    expect(() => (cost as (...slots: unknown[]) => number)(at, y, weights)).toThrow(refused);
    const X = y.map((label) => [label]);
    expect(() => (backward as (...slots: unknown[]) => unknown)(X, at.a, y, weights)).toThrow(refused);
    expect(() => (propagate as (...slots: unknown[]) => unknown)(X, y, { w: [1], b: 0 }, weights)).toThrow(refused);
  });
});

describe("gradientDescent", () => {
  const start = [0.3, -0.2, 0.1, 0.7];

  for (const rows of [2, 3, 500]) {
    it(`takes the steps of a textbook loop to 1e-12, from zero and from a given start (${rows} rows)`, () => {
      const { X, y } = rowsOf(sample(rows, rows, 4));
      for (const [w, b] of [[[0, 0, 0, 0], 0] as const, [start, -0.4] as const]) {
        const expected = textbookLoop(X, y, 0.3, 300, [...w], b);
        const actual = gradientDescent(X, y, { learningRate: 0.3, epochs: 300, w, b });
        expect(difference(actual.costs, expected.costs)).toBeLessThan(1e-12);
        expect(difference(actual.w, expected.w)).toBeLessThan(1e-12);
        expect(Math.abs(actual.b - expected.b)).toBeLessThan(1e-12);
      }
    });
  }

  it("takes the steps of a textbook loop on one example", () => {
    const expected = textbookLoop([[1, 2, 3, 4]], [1], 0.05, 50, start, 0);
    const actual = gradientDescent([[1, 2, 3, 4]], [1], { learningRate: 0.05, epochs: 50, w: start });
    expect(difference(actual.w, expected.w)).toBeLessThan(1e-12);
    expect(difference(actual.costs, expected.costs)).toBeLessThan(1e-12);
  });

  it("takes the same steps on a Dataset, to rounding", () => {
    const { X, y } = sample(9, 400, 4);
    const expected = gradientDescent(X, y, { learningRate: 0.5, epochs: 100 });
    const actual = gradientDescent(Dataset.from(X, y), undefined, { learningRate: 0.5, epochs: 100 });
    expect(difference(actual.w, expected.w)).toBeLessThan(1e-12);
    expect(difference(actual.costs, expected.costs)).toBeLessThan(1e-12);
  });

  it("shows each epoch to onEpoch and stops when it returns false", () => {
    const seen: number[] = [];
    const { costs, w } = gradientDescent([[0], [1]], [0, 1], {
      learningRate: 1,
      epochs: 10,
      onEpoch: (state) => {
        seen.push(state.cost);
        return state.epoch < 3;
      },
    });
    expect(seen).toHaveLength(4);
    expect(Array.from(costs)).toEqual(seen);
    expect(w).toEqual(gradientDescent([[0], [1]], [0, 1], { learningRate: 1, epochs: 3 }).w);
  });

  it("leaves the start that it was given as it was", () => {
    const w = Float64Array.of(1, 2);
    gradientDescent(
      [
        [1, 2],
        [2, 1],
      ],
      [0, 1],
      { w, epochs: 5 },
    );
    expect(w).toEqual(Float64Array.of(1, 2));
  });

  it("says so when the learning rate makes the cost overflow", () => {
    const options = { learningRate: 1e308, epochs: 10 };
    expect(() => gradientDescent([[1e5], [-1e5], [1e5]], [0, 1, 1], options)).toThrow(
      /learningRate: expected .* got 1e\+308/,
    );
  });
});
