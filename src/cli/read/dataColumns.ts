import { nameKey } from "../../csv/names.ts";
import { Failure, listed } from "../failure.ts";
import { columnIndex, type Header, headerHint } from "./columns.ts";
import type { NamedModel } from "./modelFile.ts";

/** Where a model's columns are in a file: by name, in any order, among any others. */
export function modelColumns(header: Header, { label, features }: NamedModel): number[] {
  const there = new Set(header.keys);
  const missing = features.filter((name) => !there.has(nameKey(name)));
  const [only] = missing;
  if (missing.length > 1) {
    const names = `${listed(missing)}${headerHint(header, missing)}`;
    throw new Failure(`${header.label}: ${missing.length} columns that ${label} needs are missing: ${names}`);
  }
  if (only !== undefined) return [columnIndex(header, only, `, which ${label} needs`)];
  return features.map((name) => columnIndex(header, name));
}
