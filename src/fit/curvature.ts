import type { MeasuredRows } from "../rows/trainingRows.ts";
import { transformed } from "../solver/coordinates.ts";

/**
 * The second derivatives of a model's objective at its optimum, for columns that are measured from `centre`: with z =
 * (x - centre) . coef + b the Hessian of J in (coef, b). Times `weight` it is the information of the rows, so that its
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
