import { describe, it } from "vitest";
import { BLOCK_ROWS } from "../../src/kernel/layout.ts";
import type { Precision } from "../../src/types.ts";
import { hessian } from "./reference/hessian.ts";
import { centreRows } from "./reference/pack.ts";
import { expectBits, upperTriangle } from "./support/bits.ts";
import { callHessian, callHessianRows } from "./support/calls.ts";
import { describeProblem, type Problem, priorRecord } from "./support/problem.ts";
import {
  blockEdges,
  COLUMNS,
  FEW_COLUMNS,
  firstRows,
  forEverySize,
  type Kind,
  PRECISIONS,
  panelEdges,
  WIDE_COLUMNS,
} from "./support/sizes.ts";

const recordLength = (columns: number) => 1 + columns + columns ** 2;

/** The kernel knows no unit weights, and its order of addition only vectors, panels and blocks: so weighted rows, and fewer columns. */
function forEveryHessian(precision: Precision, check: (problem: Problem) => void): void {
  const kind: Kind = [precision, "weighted"];
  forEverySize(kind, [...firstRows(precision), BLOCK_ROWS + 1], COLUMNS, check);
  forEverySize(kind, [...panelEdges(precision), ...blockEdges()], FEW_COLUMNS, check);
  forEverySize(kind, [17, BLOCK_ROWS + 1], WIDE_COLUMNS, check);
}

describe("the Hessian gives the bits of the reference and writes nothing but its record and workspace", () => {
  it.each(PRECISIONS)("hessian_panels_%s", (precision) => {
    forEveryHessian(precision, (problem) => {
      const { X, v, w, b } = problem;
      const prior = priorRecord(recordLength(X.columns));
      const actual = callHessian(problem, prior);
      const expected = hessian(X, v, w, b, prior);
      expectBits(describeProblem(problem), upperTriangle(actual, X.columns), upperTriangle(expected, X.columns));
    });
  });

  it.each(PRECISIONS)("hessian_rows_%s, which centres rows on the way", (precision) => {
    forEveryHessian(precision, (problem) => {
      const { X, v, w, b, centre, scale } = problem;
      const prior = priorRecord(recordLength(X.columns));
      const actual = callHessianRows(problem, prior);
      const expected = hessian(centreRows(X, centre, scale), v, w, b, prior);
      expectBits(describeProblem(problem), upperTriangle(actual, X.columns), upperTriangle(expected, X.columns));
    });
  });
});
