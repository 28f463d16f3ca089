import { describe, expect, it } from "vitest";
import { centreRows } from "./reference/pack.ts";
import { product } from "./reference/product.ts";
import { sumShares } from "./reference/sums.ts";
import { expectBits } from "./support/bits.ts";
import { callHessian, callProduct, callProductRows, kernel, panelRows } from "./support/calls.ts";
import {
  describeProblem,
  directionOf,
  makeProblem,
  type Problem,
  priorRecord,
  sliceProblem,
} from "./support/problem.ts";
import { around, forEveryShape, forEverySize, KINDS, PRECISIONS, range, WIDE_COLUMNS } from "./support/sizes.ts";

/** Weighted rows only: the kernel knows no unit weights. Columns and panels as in the tests of an epoch. */
function forEveryProduct(precision: "f32" | "f64", check: (problem: Problem) => void): void {
  forEveryShape([precision, "weighted"], check);
  const chunkEdges = around(range(1, 8).map((panels) => panels * panelRows(precision)));
  forEverySize([precision, "weighted"], [...chunkEdges, 257], WIDE_COLUMNS, check);
}

describe("the product gives the bits of the reference and writes nothing but its record and workspace", () => {
  it.each(PRECISIONS)("product_panels_%s", (precision) => {
    forEveryProduct(precision, (problem) => {
      const { X, v } = problem;
      const prior = priorRecord(1 + X.columns);
      const expected = product(X, v, problem, directionOf(problem), prior.slice());
      expectBits(describeProblem(problem), callProduct(problem, prior), expected);
    });
  });

  it.each(PRECISIONS)("product_rows_%s, which centres rows on the way", (precision) => {
    forEveryProduct(precision, (problem) => {
      const { X, v, centre, scale } = problem;
      const prior = priorRecord(1 + X.columns);
      const expected = product(centreRows(X, centre, scale), v, problem, directionOf(problem), prior.slice());
      expectBits(describeProblem(problem), callProductRows(problem, prior), expected);
    });
  });
});

describe.each(PRECISIONS)("around the boundary of a share, %s", (precision) => {
  const share = kernel.share_rows();
  const sizes = around([share]).map((rows) => [rows] as const);

  it.each(sizes)("%d rows give the bits of the reference, share after share", (rows) => {
    const problem = makeProblem(precision, rows, 3, "weighted");
    const direction = directionOf(problem);
    const records = [sliceProblem(problem, 0, Math.min(share, rows)), sliceProblem(problem, share, rows)]
      .filter(({ X }) => X.rows > 0)
      .map((part) => callProduct(part, new Float64Array(4), direction));
    const actual = records.reduce((total, record) => total.map((sum, k) => sum + (record[k] ?? Number.NaN)));
    const expected = sumShares(problem.X, (part, first, end) =>
      product(part, problem.v.subarray(first, end), problem, direction),
    );
    expectBits(describeProblem(problem), actual, expected);
  });
});

describe.each(KINDS)("windows onto one record give the bits of the resident call, %s, %s", (precision, weights) => {
  const block = kernel.block_rows();
  const rows = 4 * block + 37;

  it.each([0, 1, 5, 28, 226])("%d columns, cut in every way at block boundaries", (columns) => {
    const problem = makeProblem(precision, rows, columns, weights);
    const direction = directionOf(problem);
    const X = centreRows(problem.X, problem.centre, problem.scale);
    const expected = callProduct({ ...problem, X }, new Float64Array(1 + columns), direction);
    for (const set of range(0, 15)) {
      const ends = [
        ...range(1, 4)
          .filter((i) => (set >> (i - 1)) & 1)
          .map((i) => i * block),
        rows,
      ];
      const actual = ends.reduce<Float64Array>(
        (out, end, i) => {
          return callProductRows(sliceProblem(problem, ends[i - 1] ?? 0, end), out, direction);
        },
        new Float64Array(1 + columns),
      );
      expectBits(`${describeProblem(problem)}, windows to ${ends}`, actual, expected);
    }
  });
});

describe("the product", () => {
  it.each(KINDS)("%s, %s, is that of the Hessian's own record with the direction", (precision, weights) => {
    for (const columns of [1, 4, 9, 33, 226]) {
      const problem = makeProblem(precision, 300, columns, weights);
      const hessian = callHessian(problem, new Float64Array(1 + columns + columns ** 2));
      // the intercept first, as in both records
      const entry = (j: number, k: number): number =>
        (j === 0 ? hessian[k] : hessian[1 + columns + (j - 1) * columns + k - 1]) ?? Number.NaN;
      const { r, c } = directionOf(problem);
      const direction = [c, ...r];
      const roundoff = precision === "f32" ? 2 ** -24 : 2 ** -53;
      callProduct(problem, new Float64Array(1 + columns)).forEach((actual, j) => {
        const terms = direction.map((value, k) => value * entry(Math.min(j, k), Math.max(j, k)));
        const expected = terms.reduce((sum, term) => sum + term, 0);
        // The rows of a sum may cancel, so what rounding may cost goes by sqrt(H_jj H_kk) (Cauchy and Schwarz): t has n + 1
        // roundings, a block of the Hessian 64 additions a lane, one of the product 16, and each a few more.
        const size = direction.reduce(
          (sum, value, k) => sum + Math.abs(value) * Math.sqrt(entry(j, j) * entry(k, k)),
          0,
        );
        expect(Math.abs(actual - expected), `${describeProblem(problem)}, entry ${j}`).toBeLessThanOrEqual(
          (columns + 100) * roundoff * size,
        );
      });
    }
  });

  it("of no rows adds nothing", () => {
    for (const precision of PRECISIONS) {
      const prior = priorRecord(4);
      const problem = makeProblem(precision, 0, 3, "weighted");
      expect(callProduct(problem, prior)).toEqual(prior);
      expect(callProductRows(problem, prior)).toEqual(prior);
    }
  });

  it.each(KINDS)("%s, %s, is a function of its arguments: the second call gives the first one's bits", (...kind) => {
    const problem = makeProblem(kind[0], 300, 9, kind[1]);
    const first = callProduct(problem, new Float64Array(10));
    callProduct(makeProblem(kind[0], 77, 40, kind[1]), new Float64Array(41));
    expectBits("second call", callProduct(problem, new Float64Array(10)), first);
  });
});
