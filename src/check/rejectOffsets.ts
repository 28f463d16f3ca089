import { LogitTypeError, shown } from "../errors.ts";
import { isObject } from "./values.ts";

/**
 * Refuses offsets, an option of all tables, where rows cannot have any yet, and says where they can.
 * @throws LogitTypeError INVALID_OPTION
 */
export function rejectOffsets(options: unknown, where: string): void {
  const offsets: unknown = isObject(options) ? (options as { offsets?: unknown }).offsets : undefined;
  if (offsets === undefined) return;
  const takers = "fit, fitAsync, regularizationPath and crossValidate of rows or a table take them";
  const message = `offsets: expected none for ${where}, got ${shown(offsets)}: ${takers}`;
  throw new LogitTypeError("INVALID_OPTION", message);
}
