import { describe, it } from "vitest";
import { forwardRow } from "../../src/math/forwardRow.ts";
import type { Precision } from "../../src/types.ts";
import { forward, forwardRows } from "./reference/forward.ts";
import { moments } from "./reference/moments.ts";
import { centrePanels, pack } from "./reference/pack.ts";
import { loss, sigmoidRows } from "./reference/rowMath.ts";
import { expectBits } from "./support/bits.ts";
import {
  callCentre,
  callForward,
  callForwardRows,
  callLoss,
  callMoments,
  callPack,
  callSigmoid,
  panelsOf,
} from "./support/calls.ts";
import { describeProblem, makeProblem, type Problem, priorRecord } from "./support/problem.ts";
import { forEveryShape, forEverySize, KINDS, PRECISIONS, WIDE_COLUMNS } from "./support/sizes.ts";

function forEveryMatrix(precision: Precision, check: (problem: Problem) => void): void {
  forEveryShape([precision, "unit"], check);
  forEverySize([precision, "unit"], [1, 17, 257], WIDE_COLUMNS, check);
}

describe("row kernels give the bits of the reference and write nothing but their output", () => {
  it.each(PRECISIONS)("moments_rows_%s, added to a record, about any shift", (precision) => {
    forEveryMatrix(precision, (problem) => {
      const { X, centre } = problem;
      const shift = Float64Array.from(centre, (c) => c / 3);
      const prior = priorRecord(2 * X.columns);
      const actual = callMoments(precision, X, undefined, shift, prior);
      expectBits(describeProblem(problem), actual, moments(X, undefined, shift, prior));
    });
  });

  it.each(PRECISIONS)("moments_rows_%s with weights, which unit weights leave as they are without", (precision) => {
    forEveryShape([precision, "weighted"], (problem) => {
      const { X, v, centre } = problem;
      const shift = Float64Array.from(centre, (c) => c / 3);
      const prior = priorRecord(2 * X.columns);
      const actual = callMoments(precision, X, v, shift, prior);
      expectBits(describeProblem(problem), actual, moments(X, v, shift, prior));
      const ones = v.slice().fill(-1);
      const plain = callMoments(precision, X, undefined, shift, prior);
      expectBits(describeProblem(problem), callMoments(precision, X, ones, shift, prior), plain);
    });
  });

  it.each(PRECISIONS)("pack_panels_%s, padding rows included", (precision) => {
    forEveryMatrix(precision, (problem) => {
      const { X, centre, scale } = problem;
      expectBits(describeProblem(problem), callPack(problem), pack(X, centre, scale));
    });
  });

  it.each(PRECISIONS)("centre_panels_%s, which centres what is packed as pack_panels would have", (precision) => {
    forEveryMatrix(precision, (problem) => {
      const { X, centre, scale } = problem;
      const actual = callCentre(problem);
      expectBits(describeProblem(problem), actual, pack(X, centre, scale));
      expectBits(describeProblem(problem), actual, centrePanels(panelsOf(precision, X), X.columns, centre, scale));
    });
  });

  it.each(PRECISIONS)("forward_panels_%s", (precision) => {
    forEveryMatrix(precision, (problem) => {
      const { X, w, b } = problem;
      expectBits(describeProblem(problem), callForward(problem), forward(X, w, b));
    });
  });

  it.each(PRECISIONS)("forward_rows_%s, and forwardRow of each row alone", (precision) => {
    forEveryMatrix(precision, (problem) => {
      const { X, b } = problem;
      const w = Float64Array.from(problem.w, (wj) => wj / 3);
      const z = callForwardRows(precision, X, w, b);
      expectBits(describeProblem(problem), z, forwardRows(X, w, b));
      const alone = Float64Array.from(z, (_, i) => {
        return forwardRow(X.data.subarray(i * X.columns, (i + 1) * X.columns), w, b);
      });
      expectBits(describeProblem(problem), alone, z);
    });
  });

  it("forward_rows_f64 has the bits of forward_panels_f64", () => {
    forEveryShape(["f64", "unit"], (problem) => {
      const { X, w, b } = problem;
      const z = callForwardRows("f64", X, Float64Array.from(w), b);
      expectBits(describeProblem(problem), z, callForward(problem));
    });
  });

  it.each(PRECISIONS)("sigmoid_%s", (precision) => {
    forEveryMatrix(precision, (problem) => {
      const z = problem.X.data;
      expectBits(describeProblem(problem), callSigmoid(precision, z), sigmoidRows(z));
    });
  });

  it.each(KINDS)("loss_%s, %s", (precision, weights) => {
    for (let rows = 0; rows <= 1100; ++rows) {
      const problem = makeProblem(precision, rows, 1, weights);
      const { X, v } = problem;
      expectBits(describeProblem(problem), callLoss(precision, X.data, v), Float64Array.of(loss(X.data, v)));
    }
  });
});
