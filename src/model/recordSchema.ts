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
  /** The levels of a category whose unknown levels are refused. */
  readonly enum?: readonly (string | boolean | null)[];
}

export function recordSchemaOf({ encoding, features = [] }: ModelState): RecordSchema {
  const { columns } = encoding ?? numbersNamed(features);
  const properties: Record<string, PropertySchema> = {};
  for (const column of columns) {
    const { name, fill } = column;
    const isNullable = fill !== undefined;
    const type = column.kind === "number" ? "number" : column.isBoolean ? "boolean" : "string";
    const levels: readonly (string | boolean | null)[] | undefined =
      column.kind === "number" || column.isBoolean || column.other !== undefined
        ? undefined
        : [...column.levels, ...(column.pooled ?? []), ...(isNullable ? [null] : [])];
    properties[name] = { type: isNullable ? [type, "null"] : type, ...(levels && { enum: levels }) };
  }
  const required = columns.filter(({ fill }) => fill === undefined).map(({ name }) => name);
  return { $schema: "https://json-schema.org/draft/2020-12/schema", type: "object", properties, required };
}
