import { isLabel } from "../data/labels.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import type { Classes, Label } from "../types.ts";
import type { ModelState } from "./logisticRegression.ts";
import { SOLVERS } from "./options.ts";
import type { FitReport } from "./report.ts";

const FORMAT = "logit-wasm/model";
const VERSION = 1;

/** A model as JSON. Doubles survive JSON exactly, so a round trip is bit-exact. */
export interface ModelJson {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  readonly classes: readonly [Label, Label];
  readonly coef: readonly number[];
  readonly intercept: number;
  readonly features?: readonly string[];
  readonly target?: string;
  readonly report: FitReport;
}

export function writeModelJson({ coef, intercept, classes, report, features, target }: ModelState): ModelJson {
  return {
    format: FORMAT,
    version: VERSION,
    classes: [...classes],
    coef: Array.from(coef),
    intercept,
    ...(features === undefined ? {} : { features }),
    ...(target === undefined ? {} : { target }),
    report,
  };
}

/**
 * Reads what writeModelJson wrote, as an object or as text, and nothing else.
 * @throws LogitTypeError INVALID_MODEL, LogitRangeError INVALID_MODEL, MODEL_VERSION
 */
export function readModelJson(json: unknown): ModelState {
  const model = typeof json === "string" ? parse(json) : json;
  if (!isRecord(model)) throw invalid("a model object", model);
  if (model.format !== FORMAT) throw invalid(`format "${FORMAT}"`, model.format);
  if (model.version !== VERSION) {
    const message = `model: expected version ${VERSION}, got ${shown(model.version)}`;
    throw new LogitRangeError("MODEL_VERSION", message);
  }
  rejectOtherKeys(model, ["format", "version", "classes", "coef", "intercept", "features", "target", "report"], "");
  const { coef, intercept, features, target } = model;
  if (!Array.isArray(coef) || coef.length === 0 || !coef.every(Number.isFinite)) {
    throw invalid("coef to be finite numbers, one a column", coef);
  }
  if (!Number.isFinite(intercept)) throw invalid("intercept to be a finite number", intercept);
  if (features !== undefined && !isNames(features, coef.length)) {
    throw invalid(`features to be ${coef.length} names`, features);
  }
  if (target !== undefined && typeof target !== "string") throw invalid("target to be a string", target);
  return {
    coef: Float64Array.from(coef as number[]),
    intercept: intercept as number,
    classes: readClasses(model.classes),
    report: readReport(model.report),
    features: features === undefined ? undefined : Object.freeze([...features]),
    target,
  };
}

const CHOICES: Record<string, readonly unknown[]> = {
  converged: [true, false],
  reason: ["tolerance", "max-epochs", "stopped", "separation", "precision"],
  solver: SOLVERS,
  precision: ["f32", "f64"],
};
const NUMBERS = ["iterations", "epochs", "hessians", "objective", "initialObjective", "gradientNorm", "seconds"];

function readReport(report: unknown): FitReport {
  if (!isRecord(report)) throw invalid("report to be an object", report);
  for (const [name, choices] of Object.entries(CHOICES)) {
    if (!choices.includes(report[name]))
      throw invalid(`report.${name} to be one of ${choices.join(", ")}`, report[name]);
  }
  for (const name of NUMBERS) {
    const value = report[name];
    if (!(Number.isFinite(value) && (value as number) >= 0)) {
      throw invalid(`report.${name} to be a finite number, 0 or above`, value);
    }
  }
  rejectOtherKeys(report, [...Object.keys(CHOICES), ...NUMBERS], "report.");
  return Object.freeze({ ...report }) as unknown as FitReport;
}

function readClasses(classes: unknown): Classes {
  if (Array.isArray(classes) && classes.length === 2) {
    const [negative, positive] = classes as [unknown, unknown];
    if (isLabel(negative) && isLabel(positive) && negative !== positive)
      return Object.freeze([negative, positive] as const);
  }
  throw invalid("classes to be two distinct labels", classes);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const error = new LogitTypeError("INVALID_MODEL", `model: expected JSON text, got ${shown(text)}`);
    error.cause = cause;
    throw error;
  }
}

function rejectOtherKeys(record: Record<string, unknown>, names: readonly string[], prefix: string): void {
  for (const name of Object.keys(record)) if (!names.includes(name)) throw invalid("no other entries", prefix + name);
}

function invalid(expected: string, value: unknown): LogitTypeError {
  return new LogitTypeError("INVALID_MODEL", `model: expected ${expected}, got ${shown(value)}`);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNames(value: unknown, length: number): value is string[] {
  return Array.isArray(value) && value.length === length && value.every((name) => typeof name === "string");
}
