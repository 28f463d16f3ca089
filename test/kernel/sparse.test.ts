import { describe, expect, it } from "vitest";
import { hessian as denseHessian } from "./reference/hessian.ts";
import * as reference from "./reference/sparse.ts";
import { expectBits } from "./support/bits.ts";
import { priorRecord } from "./support/problem.ts";
import {
  callBackward,
  callCurvature,
  callEpoch,
  callForward,
  callHessian,
  callMoments,
  callProduct,
  describeSparse,
  makeSparse,
  SPARSE_KINDS,
  type SparseKind,
  type SparseProblem,
} from "./support/sparse.ts";

/** Rows around panels and blocks; every remainder by four of non-zeros a row, and none; wide rows. */
function forEveryShape(kind: SparseKind, check: (problem: SparseProblem) => void): void {
  for (const rows of [0, 1, 2, 3, 6, 7, 8, 9, 15, 16, 17, 31, 255, 256, 257, 511, 512, 513, 700]) {
    for (const [columns, most] of [
      [0, 0],
      [1, 1],
      [5, 5],
      [23, 12],
      [40, 0],
      [900, 9],
    ] as const) {
      check(makeSparse(kind, rows, columns, most, rows % 5));
    }
  }
}

describe.each(SPARSE_KINDS)("sparse rows, values %s, indices %s, give the bits of the reference", (...kind) => {
  it("forward", () => {
    forEveryShape(kind, (problem) => {
      const { X, w, b, offset } = problem;
      expectBits(describeSparse(problem), callForward(problem), reference.forward(X, w, b, offset));
    });
  });

  it("backward", () => {
    forEveryShape(kind, (problem) => {
      const prior = priorRecord(1 + problem.X.columns);
      const expected = reference.backward(problem.X, problem.v, prior.slice());
      expectBits(describeSparse(problem), callBackward(problem, problem.v, prior), expected);
    });
  });

  it("epoch", () => {
    forEveryShape(kind, (problem) => {
      const prior = priorRecord(2 + problem.X.columns);
      const expected = reference.epoch(problem.X, problem.v, problem, problem.unit, prior.slice());
      expectBits(describeSparse(problem), callEpoch(problem, prior), expected);
    });
  });

  it("product", () => {
    forEveryShape(kind, (problem) => {
      const prior = priorRecord(1 + problem.X.columns);
      const d = problem.v.map(Math.abs);
      const expected = reference.product(problem.X, d, problem.r, 0.3, prior.slice());
      expectBits(describeSparse(problem), callProduct(problem, d, 0.3, prior), expected);
    });
  });

  it("moments, weighted and not", () => {
    forEveryShape(kind, (problem) => {
      for (const v of [undefined, problem.v]) {
        const prior = priorRecord(4 * problem.X.columns);
        const expected = reference.moments(problem.X, v, prior.slice());
        expectBits(describeSparse(problem), callMoments(problem, v, prior), expected);
      }
    });
  });

  it("Hessian, of which nothing below the diagonal is touched", () => {
    forEveryShape(kind, (problem) => {
      const { columns } = problem.X;
      if (columns > 100) return;
      const prior = priorRecord(1 + columns + columns ** 2);
      const d = problem.v.map(Math.abs);
      const expected = reference.hessian(problem.X, d, prior.slice());
      expectBits(describeSparse(problem), callHessian(problem, d, prior), expected);
    });
  });

  it("in parts at block boundaries, onto one record", () => {
    const problem = makeSparse(kind, 700, 23, 12);
    const whole = callEpoch(problem, new Float64Array(25));
    const parts = [
      [0, 256],
      [256, 512],
      [512, 700],
    ] as const;
    const inParts = parts.reduce<Float64Array>((out, [first, end]) => {
      const X = { ...problem.X, indptr: problem.X.indptr.slice(first, end + 1), rows: end - first };
      const offset = problem.offset?.slice(first, end);
      return callEpoch({ ...problem, X, v: problem.v.slice(first, end), offset }, out);
    }, new Float64Array(25));
    expectBits(describeSparse(problem), inParts, whole);
  });

  it("and the Hessian is that of the same rows as dense, up to rounding", () => {
    const problem = makeSparse(kind, 300, 12, 7);
    const { X, v, w, b } = problem;
    const data = new Float64Array(X.rows * X.columns);
    for (let i = 0; i < X.rows; ++i) {
      for (let k = X.indptr[i] ?? 0; k < (X.indptr[i + 1] ?? 0); ++k) {
        data[i * X.columns + (X.indices[k] ?? 0)] = X.data === undefined ? 1 : (X.data[k] ?? 0);
      }
    }
    const z = callForward({ ...problem, offset: undefined });
    const d = callCurvature(z, v);
    const record = callHessian(problem, d, new Float64Array(1 + 12 + 144));
    const dense = denseHessian({ data, rows: X.rows, columns: X.columns }, v, w, b);
    for (let j = 0; j < 12; ++j) {
      expect(record[1 + j]).toBeCloseTo(dense[1 + j] ?? Number.NaN, 11);
      for (let k = j; k < 12; ++k) {
        expect(record[13 + 12 * j + k]).toBeCloseTo(dense[13 + 12 * j + k] ?? Number.NaN, 11);
      }
    }
  });
});

describe("the curvature of rows", () => {
  it("has the bits of the reference", () => {
    for (const rows of [1, 7, 8, 9, 300]) {
      const problem = makeSparse(["f64", "u32"], rows, 20, 9);
      const z = callForward(problem);
      expectBits(
        describeSparse(problem),
        callCurvature(z, problem.v),
        reference.curvature(z, problem.v) as Float64Array,
      );
    }
  });
});

describe("the largest index of 16 bits", () => {
  it.each(["f32", "f64", "ones"] as const)("is column 65,535, values %s", (values) => {
    const problem = makeSparse([values, "u16"], 9, 65536, 6);
    const X = { ...problem.X, indices: problem.X.indices.map((j, k) => (k % 7 === 6 ? 65535 : j)) as Uint16Array };
    const expected = reference.epoch(X, problem.v, problem, problem.unit);
    expectBits("65,536 columns", callEpoch({ ...problem, X }, new Float64Array(65538)), expected);
  });
});
