import { isArray } from "../check/values.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";

/** @throws LogitTypeError INVALID_OPTION; LogitRangeError SHAPE_MISMATCH unless there is a name for each column */
export function checkNames(
  { features, target }: { readonly features?: unknown; readonly target?: unknown },
  columns: number,
): void {
  if (target !== undefined && typeof target !== "string") {
    throw new LogitTypeError("INVALID_OPTION", `target: expected a string, got ${shown(target)}`);
  }
  if (features === undefined) return;
  const isNames = isArray(features);
  if (isNames && features.length !== columns) {
    throw new LogitRangeError("SHAPE_MISMATCH", `features: expected ${columns} names, got ${features.length}`);
  }
  if (!isNames || !Array.from(features).every((name) => typeof name === "string")) {
    throw new LogitTypeError("INVALID_OPTION", `features: expected an array of names, got ${shown(features)}`);
  }
}
