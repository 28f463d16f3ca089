import { rejectUnknown } from "../check/options.ts";
import { rejectMore } from "../check/rejectMore.ts";
import type { DenseMatrix, Labels } from "../types.ts";
import { type Backward, backward } from "./backward.ts";
import { cost } from "./cost.ts";
import { type Forward, forward } from "./forward.ts";

/** Everything that forward, cost and backward give at one point (w, b). */
export interface Propagation extends Forward, Backward {
  /** J, the mean loss. */
  readonly cost: number;
}

/**
 * Forward and backward propagation in one call: z, a, the cost, and the derivatives da, dz, dw, db. One example is one
 * row.
 *
 * @param X m x n
 * @param y m labels, 0 or 1
 * @param point w (n numbers) and the intercept b
 * @throws LogitTypeError, LogitRangeError naming what was expected, what came and where
 * @example
 * const step = propagate([[1, 2]], [1], { w: [0, 0], b: 0 });
 * step.cost; // Math.log(2)
 * step.dw; // [-0.5, -1]
 * step.db; // -0.5
 */
export function propagate(
  X: DenseMatrix,
  y: Labels,
  point: { readonly w: ArrayLike<number>; readonly b: number },
  ...more: never[]
): Propagation {
  rejectUnknown(point, ["w", "b"], "propagate");
  rejectMore(more, "propagate(X, y, { w, b })");
  const { z, a } = forward(X, point.w, point.b);
  return { z, a, cost: cost({ z }, y), ...backward(X, a, y) };
}
