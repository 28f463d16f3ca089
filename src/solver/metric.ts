import { Cholesky } from "./cholesky.ts";

/** An approximation of the Hessian that can be solved with. Vectors have the n weights first and the intercept last. */
export interface Metric {
  /**
   * What its decrement is worth: that of a `full` Hessian near the point is the Newton decrement; that of a `sample`'s
   * is within a small factor of it; `diagonal` knows nothing of correlations.
   */
  readonly quality: "diagonal" | "sample" | "full";
  /** Directions in which it has no curvature. */
  readonly omitted: number;
  /** Which coordinates they were met at, if it was factorised. */
  readonly omittedAt?: readonly number[];
  /** What it was made of, row-major, if not of a diagonal. */
  readonly hessian?: Float64Array;
  readonly solve: (gradient: Float64Array) => Float64Array;
}

/** The diagonal of a Hessian, entries above 0. */
export function diagonalMetric(diagonal: Float64Array): Metric {
  return {
    quality: "diagonal",
    omitted: 0,
    solve: (gradient) => {
      const step = new Float64Array(gradient.length);
      for (let i = 0; i < step.length; ++i) step[i] = (gradient[i] ?? 0) / (diagonal[i] ?? 1);
      return step;
    },
  };
}

export function hessianMetric(hessian: Float64Array, quality: "sample" | "full"): Metric {
  const factor = new Cholesky(hessian);
  return {
    quality,
    hessian,
    omitted: factor.omitted,
    omittedAt: factor.omittedAt,
    solve: (gradient) => factor.solve(gradient),
  };
}
