import { describe, expect, it } from "vitest";
import { backward } from "./reference/backward.ts";
import { epoch } from "./reference/epoch.ts";
import { forward } from "./reference/forward.ts";
import { centreRows } from "./reference/pack.ts";
import { gradientRows } from "./reference/rowMath.ts";
import { expectBits } from "./support/bits.ts";
import { callBackward, callEpoch, callEpochRows, panelRows } from "./support/calls.ts";
import { describeProblem, makeProblem, type Problem, priorRecord } from "./support/problem.ts";
import { around, forEveryShape, forEverySize, KINDS, type Kind, range, WIDE_COLUMNS } from "./support/sizes.ts";

/** And, with more and fewer columns than where an epoch changes its order of work, one panel to eight. */
function forEveryEpoch(kind: Kind, check: (problem: Problem) => void): void {
  forEveryShape(kind, check);
  const chunkEdges = around(range(1, 8).map((panels) => panels * panelRows(kind[0])));
  forEverySize(kind, [...chunkEdges, 257], WIDE_COLUMNS, check);
}

describe("backward and epoch give the bits of the reference and write nothing but their record and workspace", () => {
  it.each(KINDS)("backward_panels_%s, %s", (precision, weights) => {
    forEveryEpoch([precision, weights], (problem) => {
      const { X, v, w, b } = problem;
      const dz = gradientRows(forward(X, w, b), v);
      const prior = priorRecord(1 + X.columns);
      const actual = callBackward(precision, X, dz, prior);
      expectBits(describeProblem(problem), actual, backward(X, dz, prior));
    });
  });

  it.each(KINDS)("epoch_panels_%s, %s, in step or not", (precision, weights) => {
    forEveryEpoch([precision, weights], (problem) => {
      const { X, v, w, b, unit } = problem;
      const prior = priorRecord(2 + X.columns);
      const outOfStep = callEpoch(problem, false, prior);
      const inStep = callEpoch(problem, true, prior);
      const expected = epoch(X, v, w, b, { unit, out: prior });
      expectBits(`${describeProblem(problem)}, not in step`, outOfStep, expected);
      expectBits(`${describeProblem(problem)}, in step`, inStep, expected);
    });
  });

  it.each(KINDS)("epoch_rows_%s, %s, which centres rows on the way", (precision, weights) => {
    forEveryEpoch([precision, weights], (problem) => {
      const { X, v, w, b, centre, scale, unit } = problem;
      const prior = priorRecord(2 + X.columns);
      const actual = callEpochRows(problem, prior);
      const expected = epoch(centreRows(X, centre, scale), v, w, b, { unit, out: prior });
      expectBits(describeProblem(problem), actual, expected);
    });
  });
});

describe("an epoch", () => {
  it.each(KINDS)("%s, %s, is a function of its arguments: the second call gives the first one's bits", (...kind) => {
    const problem = makeProblem(kind[0], 300, 9, kind[1]);
    const first = callEpoch(problem, false, new Float64Array(11));
    callEpoch(makeProblem(kind[0], 77, 40, kind[1]), true, new Float64Array(42));
    expectBits("second call", callEpoch(problem, false, new Float64Array(11)), first);
  });

  it("of no rows adds nothing", () => {
    for (const [precision, weights] of KINDS) {
      const prior = priorRecord(5);
      const problem = makeProblem(precision, 0, 3, weights);
      expect(callEpoch(problem, false, prior)).toEqual(prior);
      expect(callEpochRows(problem, prior)).toEqual(prior);
    }
  });
});
