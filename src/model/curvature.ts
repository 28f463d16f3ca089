import { packPoint } from "../data/scaling.ts";
import type { MeasuredRows } from "../data/trainingRows.ts";
import { transformed } from "../solver/coordinates.ts";
import type { Prior } from "../solver/protocol.ts";
import type { PriorModel } from "./fitExtras.ts";

/**
 * The second derivatives of a model's objective at its optimum, for columns that are measured from `centre`: with
 * z = (x - centre) . coef + b the Hessian of J in (coef, b). Times `weight` it is the information of the rows, so that its
 * inverse is the covariance of the coefficients (Laplace's approximation; with l2 = 0 that of R's `vcov`).
 */
export interface Curvature {
  /** Sum of the weights of the rows, their number without weights. */
  readonly weight: number;
  /** One number a column, in the units of X. */
  readonly centre: Float64Array<ArrayBuffer>;
  /** (n + 1) x (n + 1), row-major, symmetric; the intercept last. */
  readonly hessian: Float64Array<ArrayBuffer>;
}

/** The curvature in the units of X from the Hessian of the packed columns: w_packed = coef / scale. */
export function curvatureOf({ scaling, weights }: MeasuredRows, hessian: Float64Array): Curvature {
  const factor = scaling.scale.map((value) => 1 / value);
  const inUnits = transformed(hessian, factor, new Float64Array(factor.length));
  // + 0: an entry of -0 would come back from JSON as 0
  const centre = scaling.centre.map((value) => value + 0);
  return { weight: weights.givenTotal, centre, hessian: inUnits.map((value) => value + 0) };
}

/**
 * The prior on the packed columns: strength / total times
 *
 *     (theta - centre)' H (theta - centre) / 2      H the curvature that the model carries, or that of deviations of 1
 *
 * so that `strength` counts rows, each of which knows as much as one of those that the model was fitted to.
 */
export function priorOn(
  { scaling, weights }: MeasuredRows,
  { centre, curvature, strength }: PriorModel,
  ratio: Float64Array,
): Prior {
  const n = ratio.length;
  const part = strength / weights.givenTotal;
  const packed = packPoint(scaling, centre.w, centre.b);
  if (curvature === undefined) {
    const precision = new Float64Array((n + 1) ** 2);
    for (let j = 0; j < n; ++j) precision[j * (n + 2)] = part * (ratio[j] ?? 1) ** 2;
    precision[n * (n + 2)] = part;
    return { centre: packed, precision };
  }
  const { scale } = scaling;
  const shift = scale.map((value, j) => value * ((curvature.centre[j] ?? 0) - (scaling.centre[j] ?? 0)));
  const precision = transformed(curvature.hessian, scale, shift).map((entry) => part * entry);
  return { centre: packed, precision };
}
