import { packPoint } from "../rows/scaling.ts";
import type { MeasuredRows } from "../rows/trainingRows.ts";
import { transformed } from "../solver/coordinates.ts";
import type { Point, Prior } from "../solver/protocol.ts";
import type { Curvature } from "./curvature.ts";

/** An earlier model that the coefficients are pulled towards. */
export interface PriorModel {
  /** The coefficients that the fit is pulled towards, in the units of X. */
  readonly centre: Point;
  readonly curvature: Curvature | undefined;
  /** How many rows it counts as. */
  readonly strength: number;
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
