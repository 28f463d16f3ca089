import { isArray, isObject } from "../check/values.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { isLabel } from "../input/labels.ts";
import type { Classes, Label } from "../types.ts";

export const FORMAT = "logit-wasm/model";
/** The version that is written; those before are read. */
export const VERSION = 2;

/** The sections of a file. A reader that meets another one refuses it, since it may change what is predicted. */
const SECTIONS = [
  ...["format", "version", "classes", "coef", "intercept", "features", "target", "offsets"],
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
    const model: unknown = isText ? JSON.parse(json.replace(/^\uFEFF/, "")) : json;
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
  const { intercept, features, target, offsets = false } = sections;
  const coef = Float64Array.from(readEntries("coef", "finite numbers, one a column", sections.coef, isFiniteNumber));
  if (!Number.isFinite(intercept)) throw invalidModel("intercept to be a finite number", intercept);
  if (target !== undefined && !isString(target)) throw invalidModel("target to be a string", target);
  if (typeof offsets !== "boolean") throw invalidModel("offsets to be true or false", offsets);
  const pair = "two distinct labels";
  const classes = readEntries("classes", pair, sections.classes, isLabel, 2) as [Label, Label];
  if (classes[0] === classes[1]) throw invalidModel(`classes to be ${pair}`, sections.classes);
  const names = `${coef.length} names`;
  return {
    coef,
    intercept: intercept as number,
    classes: Object.freeze(classes),
    features:
      features === undefined
        ? undefined
        : Object.freeze(readEntries("features", names, features, isString, coef.length)),
    target,
    offsets,
  };
}

/** @throws LogitTypeError INVALID_MODEL unless they are `count` finite numbers */
export function readNumbers(name: string, value: unknown, count: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(readEntries(name, `${count} finite numbers`, value, isFiniteNumber, count));
}

/**
 * A copy of an array, each of whose entries fits, a hole being undefined.
 * @throws LogitTypeError INVALID_MODEL naming the first entry that does not
 */
export function readEntries<Entry>(
  name: string,
  expected: string,
  value: unknown,
  fits: (entry: unknown) => entry is Entry,
  count?: number,
): Entry[] {
  if (!isArray(value) || !(count === undefined ? value.length > 0 : value.length === count)) {
    throw invalidModel(`${name} to be ${expected}`, value);
  }
  return Array.from(value, (entry: unknown, i) => {
    if (fits(entry)) return entry;
    throw invalidModel(`${name} to be ${expected}`, entry, ` at entry ${i}`);
  });
}

export function invalidModel(expected: string, value: unknown, where = ""): LogitTypeError {
  return new LogitTypeError("INVALID_MODEL", `model: expected ${expected}, got ${shown(value)}${where}`);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return isObject(value) && !isArray(value);
}

/** @throws LogitTypeError INVALID_MODEL naming the first entry that is not among `names` */
export function rejectOtherKeys(record: Record<string, unknown>, names: readonly string[], prefix: string): void {
  for (const name of Object.keys(record)) {
    if (!names.includes(name)) throw invalidModel("no other entries", prefix + name);
  }
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isFiniteNumber(value: unknown): value is number {
  return Number.isFinite(value);
}
