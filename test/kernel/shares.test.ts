import { describe, it } from "vitest";
import { epoch } from "./reference/epoch.ts";
import { hessian } from "./reference/hessian.ts";
import { moments } from "./reference/moments.ts";
import { sumOfTree, sumShares } from "./reference/sums.ts";
import { expectBits, upperTriangle } from "./support/bits.ts";
import { callEpoch, callHessian, callMoments, kernel } from "./support/calls.ts";
import { describeProblem, makeProblem, type Problem, sliceProblem } from "./support/problem.ts";
import { KINDS } from "./support/sizes.ts";

const SHARE = kernel.share_rows();
const SIZES = [SHARE - 1, SHARE, SHARE + 1, 2 * SHARE + 1].flatMap((rows) =>
  [1, 3].map((columns) => [rows, columns] as const),
);

/** What a caller does: a record from zeros for each share, then the records added in their tree. */
function overShares(problem: Problem, record: (share: Problem) => Float64Array): Float64Array {
  const records: Float64Array[] = [];
  for (let first = 0; first < problem.X.rows; first += SHARE) {
    records.push(record(sliceProblem(problem, first, Math.min(first + SHARE, problem.X.rows))));
  }
  return sumOfTree(records);
}

describe.each(KINDS)("around the boundary of a share, %s, %s", (precision, weights) => {
  it.each(SIZES)("%d rows x %d columns give the bits of the reference, share after share", (rows, columns) => {
    const problem = makeProblem(precision, rows, columns, weights);
    const { X, v, w, b, unit } = problem;
    const what = describeProblem(problem);
    expectBits(
      `epoch, ${what}`,
      overShares(problem, (share) => callEpoch(share, false, new Float64Array(2 + columns))),
      sumShares(X, (share, first, end) => epoch(share, v.subarray(first, end), w, b, { unit })),
    );
    expectBits(
      `Hessian, ${what}`,
      upperTriangle(
        overShares(problem, (share) => callHessian(share, new Float64Array(1 + columns + columns ** 2))),
        columns,
      ),
      upperTriangle(
        sumShares(X, (share, first, end) => hessian(share, v.subarray(first, end), w, b)),
        columns,
      ),
    );
    const shift = Float64Array.from(problem.centre);
    expectBits(
      `moments, ${what}`,
      overShares(problem, (share) => callMoments(precision, share.X, share.v, shift, new Float64Array(2 * columns))),
      sumShares(X, (share, first, end) => moments(share, v.subarray(first, end), shift)),
    );
  });
});
