import { describe, expect, it } from "vitest";
import { expectBits, upperTriangle } from "./support/bits.ts";
import { callEpoch, callHessian } from "./support/calls.ts";
import { arithmeticFor, makeProblem, type Problem } from "./support/problem.ts";
import { PRECISIONS } from "./support/sizes.ts";

const ROWS = 700;
const COLUMNS = 6;

function epochOf(problem: Problem): Float64Array {
  return callEpoch(problem, false, new Float64Array(2 + problem.X.columns));
}

function hessianOf(problem: Problem): Float64Array {
  const n = problem.X.columns;
  return upperTriangle(callHessian(problem, new Float64Array(1 + n + n ** 2)), n);
}

/** Row order[0], order[1], ... of the problem, with weight s(i) for row i. */
function rearranged(problem: Problem, order: readonly number[], s: (i: number) => number): Problem {
  const { zeros } = arithmeticFor(problem.precision);
  const { columns, data } = problem.X;
  const rearrangedData = zeros(order.length * columns);
  order.forEach((i, at) => {
    rearrangedData.set(data.subarray(i * columns, (i + 1) * columns), at * columns);
  });
  return {
    ...problem,
    X: { data: rearrangedData, rows: order.length, columns },
    v: zeros(order.length).map((_, at) => Math.sign(problem.v[order[at] ?? 0] ?? 0) * s(order[at] ?? 0)),
    unit: false,
  };
}

/** Two orders of one sum of at most 1400 terms: 1e-12 of the largest sum is 5000 times its last place. */
function expectEqualSums(actual: Float64Array, expected: Float64Array): void {
  const largest = Math.max(...expected.map(Math.abs));
  expect(actual.length).toBe(expected.length);
  expected.forEach((sum, k) => {
    expect(Math.abs((actual[k] ?? Number.NaN) - sum)).toBeLessThanOrEqual(1e-12 * largest);
  });
}

describe("sample weights", () => {
  const problem = makeProblem("f64", ROWS, COLUMNS, "unit");
  const everyRow = Array.from({ length: ROWS }, (_, i) => i);

  it("of 2 are rows twice, up to rounding", () => {
    const twice = (i: number) => i % 3 === 0;
    const weighted = rearranged(problem, everyRow, (i) => (twice(i) ? 2 : 1));
    const repeated = rearranged(
      problem,
      everyRow.flatMap((i) => (twice(i) ? [i, i] : [i])),
      () => 1,
    );
    expectEqualSums(epochOf(weighted), epochOf(repeated));
    expectEqualSums(hessianOf(weighted), hessianOf(repeated));
  });

  it("of 0 are rows left out, up to the order of addition", () => {
    const absent = (i: number) => i % 5 === 2;
    const weighted = rearranged(problem, everyRow, (i) => (absent(i) ? 0 : 1.5));
    const shorter = rearranged(
      problem,
      everyRow.filter((i) => !absent(i)),
      () => 1.5,
    );
    expectEqualSums(epochOf(weighted), epochOf(shorter));
    expectEqualSums(hessianOf(weighted), hessianOf(shorter));
  });

  it("that are all 1 give the cost of unit weights up to rounding, and the bits of its gradient", () => {
    const [unit, weighted] = [epochOf(problem), epochOf({ ...problem, unit: false })];
    expectEqualSums(weighted, unit);
    expectBits("gradient", weighted.subarray(1), unit.subarray(1));
  });

  it.each(PRECISIONS)(
    "in %s: exchanging the classes and the sign of w and b leaves the bits of the cost",
    (precision) => {
      const one = makeProblem(precision, ROWS, COLUMNS, "weighted");
      const other: Problem = { ...one, v: one.v.map((s) => -s), w: one.w.map((wj) => -wj), b: -one.b };
      const [here, there] = [epochOf(one), epochOf(other)];
      expectBits("cost", there.subarray(0, 1), here.subarray(0, 1));
      expectBits(
        "gradient",
        there.subarray(1).map((sum) => -sum),
        here.subarray(1),
      );
      expectBits("Hessian", hessianOf(other), hessianOf(one));
    },
  );
});
