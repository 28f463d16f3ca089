import type { Dataset } from "../dataset/dataset.ts";
import { type ErrorCode, LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { TABLE_ONLY, type TableOptions } from "../table/tableOptions.ts";
import type { CheckedOptions } from "./options.ts";

/**
 * What is given beside a Dataset has to go together with what is in it.
 * @throws LogitTypeError for labels, weights or offsets; LogitRangeError for another precision or other classes
 */
export function checkBesideDataset(
  dataset: Dataset,
  { precision, classes }: CheckedOptions,
  {
    y,
    weights,
    offsets,
    ...given
  }: TableOptions & { readonly y: unknown; readonly weights?: unknown; readonly offsets?: unknown },
): void {
  if (y !== undefined) throw besideDataset("INVALID_LABELS", "y", y);
  const next = ": give them to Dataset.from";
  if (weights !== undefined) throw besideDataset("INVALID_WEIGHTS", "weights", weights, next);
  if (offsets !== undefined) throw besideDataset("INVALID_OPTION", "offsets", offsets, next);
  for (const name of dataset.table === undefined ? TABLE_ONLY : [...TABLE_ONLY, "features", "target"]) {
    const value = given[name as keyof typeof given];
    if (value !== undefined && value !== dataset.target) throw besideDataset("INVALID_OPTION", name, value);
  }
  if (precision !== undefined && precision !== dataset.precision) {
    const message = `precision: expected "${dataset.precision}" as in the Dataset, got "${precision}"`;
    throw new LogitRangeError("INVALID_OPTION", message);
  }
  if (classes !== undefined && (classes[0] !== dataset.classes[0] || classes[1] !== dataset.classes[1])) {
    const expected = dataset.classes.map(shown).join(", ");
    const message = `classes: expected [${expected}] as in the Dataset, got [${classes.map(shown).join(", ")}]`;
    throw new LogitRangeError("INVALID_LABELS", message);
  }
}

export function besideDataset(code: ErrorCode, name: string, value: unknown, next = ""): LogitTypeError {
  const expected = "expected none with a Dataset, which has its own";
  return new LogitTypeError(code, `${name}: ${expected}, got ${shown(value)}${next}`);
}
