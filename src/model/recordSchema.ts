import type { ModelState } from "../modelFile/modelState.ts";
import { numbersNamed } from "../table/encoder.ts";

/** JSON Schema (draft 2020-12) of a record that predictOne takes. */
export interface RecordSchema {
  /** The draft. */
  readonly $schema: string;
  /** A record is an object. */
  readonly type: "object";
  /** The columns that predictions read. */
  readonly properties: Readonly<Record<string, PropertySchema>>;
  /** Those that may not be missing. */
  readonly required: readonly string[];
}

/** What a value of a record may be. */
export interface PropertySchema {
  /** "number", "string" or "boolean", with "null" where it may be missing. */
  readonly type: string | readonly string[];
  /** The levels of a category whose unknown levels are refused, also as the numbers that they spell. */
  readonly enum?: readonly (string | number | null)[];
}

export function recordSchemaOf({ encoding, features = [] }: ModelState): RecordSchema {
  const { columns } = encoding ?? numbersNamed(features);
  const properties = columns.map((column): [string, PropertySchema] => {
    const { name, fill } = column;
    const isNullable = fill !== undefined;
    const isBoolean = column.kind === "category" && column.isBoolean;
    const types = [column.kind === "number" ? "number" : isBoolean ? "boolean" : "string"];
    let levels: (string | number | null)[] | undefined;
    if (column.kind === "category" && !column.isBoolean) {
      const all = [...column.levels, ...(column.pooled ?? [])];
      // numbers that are a category come as numbers or as texts
      const numbers = all.map(Number).filter((value, k) => Number.isFinite(value) && String(value) === all[k]);
      if (numbers.length > 0) types.push("number");
      if (column.other === undefined) levels = [...all, ...numbers, ...(isNullable ? [null] : [])];
    }
    if (isNullable) types.push("null");
    return [name, { type: types.length === 1 ? (types[0] as string) : types, ...(levels && { enum: levels }) }];
  });
  const required = columns.filter(({ fill }) => fill === undefined).map(({ name }) => name);
  const $schema = "https://json-schema.org/draft/2020-12/schema";
  // of entries, since a column may be called "__proto__"
  return { $schema, type: "object", properties: Object.fromEntries(properties), required };
}
