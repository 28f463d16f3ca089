import { LogitRangeError } from "../errors.ts";
import { logF64 } from "../math/elementary.ts";
import type { MeasuredRows } from "../rows/trainingRows.ts";
import type { FirthPenalty } from "../solver/smooth/firth.ts";
import type { FitExtras } from "./fitExtras.ts";
import type { CheckedOptions } from "./options.ts";

/**
 * The penalty of a Firth fit to these rows, in the packed coordinates or, without an intercept, in those of the same
 * scales that are not centred. A packed column is `scale` times that of X, and centring changes no determinant.
 */
export function firthPenalty(
  { holder, weights, scaling }: MeasuredRows,
  { fitIntercept }: Pick<CheckedOptions, "fitIntercept">,
  { aliased = [] }: Pick<FitExtras, "aliased">,
): FirthPenalty {
  const left = new Set(aliased.map(({ column }) => column));
  const columns = Array.from({ length: holder.columns }, (_, j) => j).filter((j) => !left.has(j));
  const logUnits = columns.reduce((sum, j) => sum - 2 * logF64(scaling.scale[j] ?? 1), 0);
  const free = fitIntercept ? [...columns, holder.columns] : columns;
  return { weight: weights.givenTotal, logUnits, free };
}

/** @throws LogitRangeError INVALID_OPTION for what a fit cannot take beside Firth's penalty */
export function checkBesideFirth(
  { firth }: Pick<CheckedOptions, "firth">,
  { prior, penaltyFactors }: { readonly prior?: unknown; readonly penaltyFactors?: unknown },
): void {
  if (!firth) return;
  const name = prior !== undefined ? "prior" : penaltyFactors !== undefined ? "penaltyFactors" : undefined;
  if (name === undefined) return;
  const message = `${name}: expected none beside firth, whose penalty stands in its place: leave one of them out`;
  throw new LogitRangeError("INVALID_OPTION", message);
}
