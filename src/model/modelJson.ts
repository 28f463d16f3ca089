import type { Label } from "../types.ts";
import type { Curvature } from "./curvature.ts";
import { FORMAT, invalidModel as invalid, isRecord, readLinearModel, readModelRecord, VERSION } from "./linearModel.ts";
import type { ModelState } from "./logisticRegression.ts";
import { SOLVERS } from "./options.ts";
import type { FitReport } from "./report.ts";
import { readStream, type StreamJson, type StreamState, writeStream } from "./streamState.ts";

/** A model as JSON. Doubles survive JSON exactly, so a round trip is bit-exact. */
export interface ModelJson {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  readonly classes: readonly [Label, Label];
  readonly coef: readonly number[];
  readonly intercept: number;
  readonly features?: readonly string[];
  readonly target?: string;
  readonly curvature?: {
    readonly weight: number;
    readonly centre: readonly number[];
    readonly hessian: readonly number[];
  };
  readonly report: FitReport;
  /** Where partialFit goes on. */
  readonly stream?: StreamJson;
}

export function writeModelJson(state: ModelState): ModelJson {
  const { coef, intercept, curvature, classes, report, features, target, stream } = state;
  return {
    format: FORMAT,
    version: VERSION,
    classes: [...classes],
    coef: Array.from(coef),
    intercept,
    ...(features === undefined ? {} : { features }),
    ...(target === undefined ? {} : { target }),
    ...(curvature === undefined ? {} : { curvature: writeCurvature(curvature) }),
    report,
    ...(stream === undefined ? {} : { stream: writeStream(stream) }),
  };
}

/**
 * Reads what writeModelJson wrote, as an object or as text, and nothing else.
 * @throws LogitTypeError INVALID_MODEL, LogitRangeError INVALID_MODEL, MODEL_VERSION
 */
export function readModelJson(json: unknown): ModelState {
  const model = readModelRecord(json);
  rejectOtherKeys(model, KEYS, "");
  const { features, target, stream } = model;
  const linear = readLinearModel(model);
  const columns = linear.coef.length;
  if (features !== undefined && !isNames(features, columns)) throw invalid(`features to be ${columns} names`, features);
  if (target !== undefined && typeof target !== "string") throw invalid("target to be a string", target);
  return {
    ...linear,
    curvature: model.curvature === undefined ? undefined : readCurvature(model.curvature, columns),
    report: readReport(model.report, columns),
    features: features === undefined ? undefined : Object.freeze([...features]),
    target,
    ...(stream === undefined ? {} : { stream: streamOf(stream, columns) }),
  };
}

const KEYS = [
  "format",
  "version",
  "classes",
  "coef",
  "intercept",
  "features",
  "target",
  "curvature",
  "report",
  "stream",
];

function writeCurvature({ weight, centre, hessian }: Curvature): NonNullable<ModelJson["curvature"]> {
  return { weight, centre: Array.from(centre), hessian: Array.from(hessian) };
}

function readCurvature(curvature: unknown, columns: number): Curvature {
  if (!isRecord(curvature)) throw invalid("curvature to be an object", curvature);
  const { weight, centre, hessian } = curvature;
  if (!(Number.isFinite(weight) && (weight as number) > 0)) throw invalid("curvature.weight above 0", weight);
  if (!isNumbers(centre, columns)) throw invalid(`curvature.centre to be ${columns} finite numbers`, centre);
  const entries = (columns + 1) ** 2;
  if (!isNumbers(hessian, entries)) throw invalid(`curvature.hessian to be ${entries} finite numbers`, hessian);
  rejectOtherKeys(curvature, ["weight", "centre", "hessian"], "curvature.");
  return { weight: weight as number, centre: Float64Array.from(centre), hessian: Float64Array.from(hessian) };
}

function streamOf(value: unknown, columns: number): StreamState {
  const stream = isRecord(value) ? readStream(value, columns) : undefined;
  if (stream === undefined) throw invalid("stream to be what partialFit leaves", value);
  return stream;
}

const CHOICES: Record<string, readonly unknown[]> = {
  converged: [true, false],
  reason: ["tolerance", "max-epochs", "stopped", "separation", "precision", "stream"],
  solver: SOLVERS,
  precision: ["f32", "f64"],
};
const FALLBACKS = ["start", "hessian", "sample", "singular", "line-search", "diagonal", "damped"];
const NUMBERS = ["iterations", "epochs", "hessians", "objective", "initialObjective", "gradientNorm", "seconds"];

function isSeparation(value: unknown, columns: number): boolean {
  if (!isRecord(value) || !Array.isArray(value.columns)) return false;
  const known = value.columns.every((j) => Number.isSafeInteger(j) && j >= 0 && j < columns);
  return known && isNumbers(value.coef, columns) && Number.isFinite(value.intercept);
}

function readReport(report: unknown, columns: number): FitReport {
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
  const { suboptimality, separation, fallbacks } = report;
  if (!Array.isArray(fallbacks) || !fallbacks.every((name) => FALLBACKS.includes(name))) {
    throw invalid(`report.fallbacks to be some of ${FALLBACKS.join(", ")}`, fallbacks);
  }
  if (suboptimality !== undefined && !Number.isFinite(suboptimality)) {
    throw invalid("report.suboptimality to be a finite number", suboptimality);
  }
  if (separation !== undefined && !isSeparation(separation, columns)) {
    throw invalid(`report.separation to be columns, ${columns} coef and an intercept`, separation);
  }
  rejectOtherKeys(report, [...Object.keys(CHOICES), ...NUMBERS, "fallbacks", "suboptimality", "separation"], "report.");
  return Object.freeze({ ...report }) as unknown as FitReport;
}

function rejectOtherKeys(record: Record<string, unknown>, names: readonly string[], prefix: string): void {
  for (const name of Object.keys(record)) if (!names.includes(name)) throw invalid("no other entries", prefix + name);
}

function isNumbers(value: unknown, length: number): value is number[] {
  return Array.isArray(value) && value.length === length && value.every(Number.isFinite);
}

function isNames(value: unknown, length: number): value is string[] {
  return Array.isArray(value) && value.length === length && value.every((name) => typeof name === "string");
}
