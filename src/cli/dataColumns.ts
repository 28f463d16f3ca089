import { columnIndex, type Header } from "./columns.ts";
import { Failure, listed } from "./failure.ts";
import type { NamedModel } from "./modelFile.ts";

/** Where a model's columns are in a file: by name, in any order, among any others. */
export function modelColumns(header: Header, { label, features }: NamedModel): number[] {
  const missing = features.filter((name) => !header.names.includes(name));
  const [only] = missing;
  if (missing.length > 1) {
    throw new Failure(`${header.label}: ${missing.length} columns that ${label} needs are missing: ${listed(missing)}`);
  }
  if (only !== undefined) return [columnIndex(header, only, `, which ${label} needs`)];
  return features.map((name) => columnIndex(header, name));
}
