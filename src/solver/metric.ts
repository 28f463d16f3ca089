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

/** What is known of a Hessian from the start: a block of it. */
export interface LeadingBlock {
  /** The coordinates of the block, ascending, the last that of the intercept if it is free. */
  readonly coordinates: ArrayLike<number>;
  /** The block without the penalty, row-major and symmetric, estimated on some of the rows. */
  readonly hessian: Float64Array;
}

/**
 * Part of the exact diagonal in the block: what is estimated on some of the rows may be singular, or less than the
 * truth in some directions.
 */
const SHRINKAGE = 0.05;

/** The block of some coordinates, the penalties added, and the diagonal of the others. */
export function leadingMetric(diagonal: Float64Array, l2: Float64Array, leading: LeadingBlock | undefined): Metric {
  const others = diagonalMetric(diagonal);
  if (leading === undefined) return others;
  const coordinates = Array.from(leading.coordinates);
  const size = coordinates.length;
  const block = leading.hessian.map((value) => (1 - SHRINKAGE) * value);
  for (const [a, j] of coordinates.entries()) {
    const at = a * size + a;
    block[at] = (block[at] ?? 0) + (1 - SHRINKAGE) * (l2[j] ?? 0) + SHRINKAGE * (diagonal[j] ?? 0);
  }
  const factor = new Cholesky(block);
  if (factor.omitted > 0) return others;
  return {
    ...others,
    solve: (gradient) => {
      const step = others.solve(gradient);
      const solved = factor.solve(Float64Array.from(coordinates, (j) => gradient[j] ?? 0));
      for (const [a, j] of coordinates.entries()) step[j] = solved[a] ?? 0;
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
