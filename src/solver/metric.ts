import { Cholesky } from "./cholesky.ts";

/** An approximation of the Hessian that can be solved with. Vectors have the n weights first and the intercept last. */
export interface Metric {
  /**
   * How reliable its decrement is: with a `full` Hessian near the point it is the Newton decrement; with that of a
   * `sample` it is within a small factor of it; a `diagonal` metric neglects the correlations of the columns.
   */
  readonly quality: "diagonal" | "sample" | "full";
  /** Directions in which it has no curvature. */
  readonly omitted: number;
  /** The coordinates whose pivots vanished, if it was factorised. */
  readonly omittedAt?: readonly number[];
  /** The Hessian that it was made of, row-major; undefined for a diagonal metric. */
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
