import type { Label } from "../types.ts";
import { FORMAT, invalidModel as invalid, isRecord, readLinearModel, readModelRecord, VERSION } from "./linearModel.ts";
import type { ModelState } from "./logisticRegression.ts";
import { SOLVERS } from "./options.ts";
import type { FitReport } from "./report.ts";

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
  const model = readModelRecord(json);
  rejectOtherKeys(model, ["format", "version", "classes", "coef", "intercept", "features", "target", "report"], "");
  const { features, target } = model;
  const linear = readLinearModel(model);
  if (features !== undefined && !isNames(features, linear.coef.length)) {
    throw invalid(`features to be ${linear.coef.length} names`, features);
  }
  if (target !== undefined && typeof target !== "string") throw invalid("target to be a string", target);
  return {
    ...linear,
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

function rejectOtherKeys(record: Record<string, unknown>, names: readonly string[], prefix: string): void {
  for (const name of Object.keys(record)) if (!names.includes(name)) throw invalid("no other entries", prefix + name);
}

function isNames(value: unknown, length: number): value is string[] {
  return Array.isArray(value) && value.length === length && value.every((name) => typeof name === "string");
}
