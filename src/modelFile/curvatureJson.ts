import type { Curvature } from "../fit/curvature.ts";
import type { Precision } from "../types.ts";
import { invalidModel, isRecord, readNumbers, rejectOtherKeys } from "./entries.ts";
import { isSemidefinite } from "./semidefinite.ts";

export interface CurvatureJson {
  readonly weight: number;
  readonly centre: readonly number[];
  readonly hessian: readonly number[];
}

/**
 * How far a Hessian may be from symmetric and from positive, its diagonal scaled to 1: collinear columns leave an
 * eigenvalue of 0, which sums over the rows round to either side, in f32 at 6e-8 a sum.
 */
const ROUNDING: Record<Precision, number> = { f32: 1e-4, f64: 1e-8 };

export function writeCurvature({ weight, centre, hessian }: Curvature): CurvatureJson {
  return { weight, centre: Array.from(centre), hessian: Array.from(hessian) };
}

/**
 * @param precision that of the fit
 * @throws LogitTypeError INVALID_MODEL
 */
export function readCurvature(value: unknown, columns: number, precision: Precision): Curvature {
  if (!isRecord(value)) throw invalidModel("curvature to be an object", value);
  rejectOtherKeys(value, ["weight", "centre", "hessian"], "curvature.");
  const { weight } = value;
  if (!(Number.isFinite(weight) && (weight as number) > 0)) throw invalidModel("curvature.weight above 0", weight);
  const centre = readNumbers("curvature.centre", value.centre, columns);
  const hessian = readNumbers("curvature.hessian", value.hessian, (columns + 1) ** 2);
  if (!isSemidefinite(hessian, columns + 1, ROUNDING[precision])) {
    const expected = "curvature.hessian to be symmetric, without a direction in which it curves down";
    throw invalidModel(expected, value.hessian);
  }
  return { weight: weight as number, centre, hessian };
}
