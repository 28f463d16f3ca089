import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { isLabel } from "../input/labels.ts";
import type { TableEncoding } from "../table/encoding.ts";
import type { Classes, Label } from "../types.ts";
import { readEncoding } from "./encodingJson.ts";
import { invalidModel, isFiniteNumber, isRecord, isString, readEntries, rejectOtherKeys } from "./entries.ts";

export const FORMAT = "logit-wasm/model";
/** The version that is written; those before are read. */
export const VERSION = 2;

/** The sections of a file. A reader that meets another one refuses it, since it may change what is predicted. */
const SECTIONS = [
  ...[
    "format",
    "version",
    "classes",
    "coef",
    "intercept",
    "features",
    "target",
    "offsets",
    "encoder",
    "prevalence",
    "provenance",
  ],
  ...["options", "report", "curvature", "seen", "stream"],
];

/** What a prediction takes: z = x . coef + intercept, and the names of the columns and of the two sides. */
export interface LinearModel {
  readonly coef: Float64Array<ArrayBuffer>;
  readonly intercept: number;
  /** `[negative, positive]` */
  readonly classes: Classes;
  readonly features: readonly string[] | undefined;
  readonly target: string | undefined;
  /** How a table was encoded, if it was fitted to one. */
  readonly encoding: TableEncoding | undefined;
  /** Whether it was fitted with offsets, so that z is not known without one. Files of version 1 do not say. */
  readonly offsets: boolean;
}

/**
 * What `read` makes of a model JSON, object or text, of a version that is known and without unknown sections.
 * @throws LogitTypeError INVALID_MODEL, LogitRangeError MODEL_VERSION, also for objects that throw when they are read
 */
export function readModel<Model>(json: unknown, read: (sections: Record<string, unknown>) => Model): Model {
  const isText = typeof json === "string";
  try {
    const given: unknown = isText ? JSON.parse(json.replace(/^\uFEFF/, "")) : json;
    // what structuredClone makes of a model
    const model = isRecord(given) && isRecord(given.json) && given.format === undefined ? given.json : given;
    if (!isRecord(model)) throw invalidModel("a model object", model);
    const { format, version } = model;
    if (format !== FORMAT) throw invalidModel(`format "${FORMAT}"`, format);
    if (version !== 1 && version !== VERSION) {
      throw new LogitRangeError("MODEL_VERSION", `model: expected version 1 or ${VERSION}, got ${shown(version)}`);
    }
    rejectOtherKeys(model, SECTIONS, "");
    return read(model);
  } catch (cause) {
    if (cause instanceof LogitTypeError || cause instanceof LogitRangeError) throw cause;
    const error = invalidModel(isText ? "JSON text" : "a model object", json);
    error.cause = cause;
    throw error;
  }
}

/** @throws LogitTypeError INVALID_MODEL */
export function readLinearModel(sections: Record<string, unknown>): LinearModel {
  const { intercept, features, target, offsets = false, encoder } = sections;
  const coef = Float64Array.from(readEntries("coef", "finite numbers, one a column", sections.coef, isFiniteNumber));
  if (!Number.isFinite(intercept)) throw invalidModel("intercept to be a finite number", intercept);
  if (target !== undefined && !isString(target)) throw invalidModel("target to be a string", target);
  if (typeof offsets !== "boolean") throw invalidModel("offsets to be true or false", offsets);
  const pair = "two distinct labels";
  const classes = readEntries("classes", pair, sections.classes, isLabel, 2) as [Label, Label];
  if (classes[0] === classes[1]) throw invalidModel(`classes to be ${pair}`, sections.classes);
  const encoding = encoder === undefined ? undefined : readEncoding(encoder, coef.length);
  return {
    coef,
    intercept: intercept as number,
    classes: Object.freeze(classes),
    features: readFeatures(features, coef.length, encoding),
    encoding,
    target,
    offsets,
  };
}

/** Names of the columns that a row is made of: one a coefficient, or those of the encoder. */
function readFeatures(
  features: unknown,
  coefficients: number,
  encoding: TableEncoding | undefined,
): readonly string[] | undefined {
  if (features === undefined && encoding === undefined) return undefined;
  const count = encoding?.columns.length ?? coefficients;
  const names = readEntries("features", `${count} names`, features, isString, count);
  if (encoding?.columns.some(({ name }, j) => name !== names[j])) {
    throw invalidModel("features to be the names of the columns of its encoder", names.join(", "));
  }
  return Object.freeze(names);
}
