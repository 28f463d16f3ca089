import { describe, it } from "vitest";
import { centreRows } from "./reference/pack.ts";
import { expectBits, upperTriangle } from "./support/bits.ts";
import { callEpoch, callEpochRows, callHessian, callHessianRows, kernel } from "./support/calls.ts";
import { describeProblem, makeProblem, type Problem, sliceProblem } from "./support/problem.ts";
import { KINDS, PRECISIONS, range } from "./support/sizes.ts";

const BLOCK = kernel.block_rows();

/** The record after one call on each window, a window ending at each of `cuts` and at the last row. */
function overWindows(
  problem: Problem,
  cuts: readonly number[],
  add: (window: Problem, out: Float64Array) => Float64Array,
  length: number,
): Float64Array {
  const ends = [...cuts, problem.X.rows];
  let out: Float64Array = new Float64Array(length);
  ends.forEach((end, i) => {
    out = add(sliceProblem(problem, ends[i - 1] ?? 0, end), out);
  });
  return out;
}

/** The rows as they lie in linear memory: centred already. */
function resident(problem: Problem): Problem {
  return { ...problem, X: centreRows(problem.X, problem.centre, problem.scale) };
}

/** Every set of block boundaries inside `rows` rows. */
function everySetOfCuts(rows: number): number[][] {
  const boundaries = range(1, Math.ceil(rows / BLOCK) - 1).map((block) => block * BLOCK);
  return range(0, 2 ** boundaries.length - 1).map((set) => boundaries.filter((_, i) => (set >> i) & 1));
}

describe.each(KINDS)("windows onto one record give the bits of the resident call, %s, %s", (precision, weights) => {
  // Five whole blocks and a ragged one: 32 ways to cut
  const ROWS = 5 * BLOCK + 37;

  it.each([0, 1, 5, 28, 226])("an epoch of %d columns, cut in every way at block boundaries", (columns) => {
    const problem = makeProblem(precision, ROWS, columns, weights);
    const expected = callEpoch(resident(problem), false, new Float64Array(2 + columns));
    for (const cuts of everySetOfCuts(ROWS)) {
      const actual = overWindows(problem, cuts, callEpochRows, 2 + columns);
      expectBits(`${describeProblem(problem)}, cut at [${cuts}]`, actual, expected);
    }
  });

  it.each([0, 1, 5, 10])("a Hessian of %d columns, cut in every way at block boundaries", (columns) => {
    const problem = makeProblem(precision, ROWS, columns, weights);
    const length = 1 + columns + columns ** 2;
    const expected = callHessian(resident(problem), new Float64Array(length));
    for (const cuts of everySetOfCuts(ROWS)) {
      const actual = overWindows(problem, cuts, callHessianRows, length);
      expectBits(
        `${describeProblem(problem)}, cut at [${cuts}]`,
        upperTriangle(actual, columns),
        upperTriangle(expected, columns),
      );
    }
  });
});

describe.each(PRECISIONS)(
  "a whole share of %s rows in two windows, cut at any of its block boundaries",
  (precision) => {
    const ROWS = kernel.share_rows();
    const boundaries = range(1, ROWS / BLOCK - 1).map((block) => block * BLOCK);

    it("gives the bits of the resident epoch", () => {
      const problem = makeProblem(precision, ROWS, 2, "unit");
      const expected = callEpoch(resident(problem), false, new Float64Array(4));
      for (const cut of boundaries) {
        expectBits(
          `${describeProblem(problem)}, cut at ${cut}`,
          overWindows(problem, [cut], callEpochRows, 4),
          expected,
        );
      }
    });

    it("gives the bits of the resident Hessian", () => {
      const problem = makeProblem(precision, ROWS, 2, "weighted");
      const expected = callHessian(resident(problem), new Float64Array(7));
      for (const cut of boundaries) {
        const actual = overWindows(problem, [cut], callHessianRows, 7);
        expectBits(`${describeProblem(problem)}, cut at ${cut}`, upperTriangle(actual, 2), upperTriangle(expected, 2));
      }
    });
  },
);
