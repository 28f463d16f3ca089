import { checkNumber } from "../check/options.ts";
import { checkVector } from "../check/vector.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import type { Point } from "../solver/protocol.ts";
import type { DependentColumn } from "./dependentColumns.ts";
import { type FittedModel, isModel } from "./fittedModel.ts";
import { checkBoolean } from "./options.ts";
import type { PriorModel } from "./prior.ts";

/** What a fit takes besides rows and options, once checked. */
export interface FitExtras {
  /** Coefficients to start from, in the units of X. */
  readonly start: Point | undefined;
  /** What the penalty of each column is multiplied by. */
  readonly penaltyFactors: Float64Array | undefined;
  readonly prior: PriorModel | undefined;
  /** Whether the model is to carry the Hessian at its optimum. */
  readonly curvature: boolean;
  /** Columns of a fit without a penalty that are made of others: their coefficients are to be 0. */
  readonly aliased?: readonly DependentColumn[] | undefined;
  /** The columns of the rows that the fit has, rising, which all else here is of; undefined where it has all. */
  readonly columns?: readonly number[] | undefined;
}

type Extra = "start" | "prior" | "strength" | "penaltyFactors" | "curvature";

/** @throws LogitTypeError, LogitRangeError INVALID_OPTION, SHAPE_MISMATCH */
export function checkExtras(
  { start, prior, strength, penaltyFactors, curvature = false }: Partial<Record<Extra, unknown>>,
  columns: number,
): FitExtras {
  checkBoolean("curvature", curvature);
  const factors = penaltyFactors === undefined ? undefined : checkVector(penaltyFactors, columns, "penaltyFactors");
  const negative = factors?.find((factor) => factor < 0);
  if (negative !== undefined) {
    throw new LogitRangeError("INVALID_OPTION", `penaltyFactors: expected numbers, 0 or above, got ${negative}`);
  }
  const pointOf = (name: string, model: unknown): Point => {
    if (!isModel(model)) {
      throw new LogitTypeError("INVALID_OPTION", `${name}: expected a fitted model, got ${shown(model)}`);
    }
    return { w: checkVector(model.coef, columns, `${name}.coef`), b: model.intercept };
  };
  return {
    start: start === undefined ? undefined : pointOf("start", start),
    penaltyFactors: factors,
    prior: priorOf(prior, strength, pointOf),
    curvature,
  };
}

function priorOf(
  model: unknown,
  strength: unknown,
  pointOf: (name: string, model: unknown) => Point,
): PriorModel | undefined {
  checkNumber("strength", strength, "a finite number above 0", (value) => value > 0 && Number.isFinite(value));
  if (model === undefined) {
    if (strength === undefined) return undefined;
    throw new LogitTypeError("INVALID_OPTION", `strength: expected a prior beside it, got ${shown(strength)} alone`);
  }
  const centre = pointOf("prior", model);
  const { curvature } = model as FittedModel;
  return { centre, curvature, strength: (strength as number | undefined) ?? curvature?.weight ?? 1 };
}
