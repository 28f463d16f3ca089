import { isLabel } from "../data/labels.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import type { Classes } from "../types.ts";
import { isArray, isObject } from "../values.ts";

export const FORMAT = "logit-wasm/model";
export const VERSION = 1;

/** What a prediction takes: z = x . coef + intercept, and the names of the two sides. */
export interface LinearModel {
  readonly coef: Float64Array<ArrayBuffer>;
  readonly intercept: number;
  /** `[negative, positive]` */
  readonly classes: Classes;
}

/**
 * A model JSON, object or text, as an object of the right format and version.
 * @throws LogitTypeError INVALID_MODEL, LogitRangeError MODEL_VERSION
 */
export function readModelRecord(json: unknown): Record<string, unknown> {
  const model = typeof json === "string" ? parse(json) : json;
  if (!isRecord(model)) throw invalidModel("a model object", model);
  if (model.format !== FORMAT) throw invalidModel(`format "${FORMAT}"`, model.format);
  if (model.version !== VERSION) {
    const message = `model: expected version ${VERSION}, got ${shown(model.version)}`;
    throw new LogitRangeError("MODEL_VERSION", message);
  }
  return model;
}

/** @throws LogitTypeError INVALID_MODEL */
export function readLinearModel({ coef, intercept, classes }: Record<string, unknown>): LinearModel {
  if (!Array.isArray(coef) || coef.length === 0 || !coef.every(Number.isFinite)) {
    throw invalidModel("coef to be finite numbers, one a column", coef);
  }
  if (!Number.isFinite(intercept)) throw invalidModel("intercept to be a finite number", intercept);
  return { coef: Float64Array.from(coef), intercept: intercept as number, classes: readClasses(classes) };
}

export function invalidModel(expected: string, value: unknown): LogitTypeError {
  return new LogitTypeError("INVALID_MODEL", `model: expected ${expected}, got ${shown(value)}`);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return isObject(value) && !isArray(value);
}

function readClasses(classes: unknown): Classes {
  if (Array.isArray(classes) && classes.length === 2) {
    const [negative, positive] = classes as [unknown, unknown];
    if (isLabel(negative) && isLabel(positive) && negative !== positive)
      return Object.freeze([negative, positive] as const);
  }
  throw invalidModel("classes to be two distinct labels", classes);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const error = invalidModel("JSON text", text);
    error.cause = cause;
    throw error;
  }
}
