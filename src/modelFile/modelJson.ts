import type { TableEncoding } from "../table/encoding.ts";
import type { Label } from "../types.ts";
import { type CurvatureJson, readCurvature, writeCurvature } from "./curvatureJson.ts";
import { invalidModel, isFiniteNumber, isRecord } from "./entries.ts";
import { FORMAT, readLinearModel, readModel, VERSION } from "./linearModel.ts";
import type { ModelState } from "./modelState.ts";
import { type OptionsJson, readOptions } from "./optionsJson.ts";
import { type ReportJson, readReport, writeReport } from "./reportJson.ts";
import { readSeen, readStream, type SeenJson, type StreamJson, writeSeen, writeStream } from "./streamJson.ts";

/**
 * A model as JSON, in version 2 of the format (docs/models.md). Doubles survive JSON exactly, so a round trip is
 * bit-exact, and nothing depends on when or how fast it was made, so equal fits write equal bytes.
 */
export interface ModelJson {
  /** Tells a model file from any other JSON. */
  readonly format: typeof FORMAT;
  /** The version of the format. Earlier ones can be read, but are not written. */
  readonly version: typeof VERSION;
  /** `[negative, positive]` */
  readonly classes: readonly [negative: Label, positive: Label];
  /** n coefficients, in the units of X. */
  readonly coef: readonly number[];
  /** b of z = x . coef + b, in the units of X. */
  readonly intercept: number;
  /** Names of the columns, if fit was given any. */
  readonly features?: readonly string[];
  /** Name of what is predicted, if fit was given one. */
  readonly target?: string;
  /** How the columns of a table become those of coef, if it was fitted to one. */
  readonly encoder?: TableEncoding;
  /** Whether it was fitted with offsets, so that predictions take them as well. */
  readonly offsets?: true;
  /** Share of the positive class in the weights of the rows. */
  readonly prevalence?: number;
  /** Those of the constructor that were given, for fits to come. */
  readonly options: OptionsJson;
  /**
   * FitReport without `seconds`, so that equal fits write equal bytes; absent where the coefficients came from
   * elsewhere.
   */
  readonly report?: ReportJson;
  /** The Hessian at the optimum, if fit was asked for it: see Curvature. */
  readonly curvature?: CurvatureJson;
  /** What the fit knew of its rows, for partialFit to go on from. */
  readonly seen?: SeenJson;
  /** Where partialFit goes on. */
  readonly stream?: StreamJson;
  /** How the command line came to the model: written by it, read by people. */
  readonly provenance?: Readonly<Record<string, unknown>>;
}

/** A file once read. */
export interface StoredModel {
  readonly state: ModelState;
  readonly options: OptionsJson;
}

/**
 * Every optional section has a function that writes it and one that reads it; its name is in linearModel.ts, for all
 * readers.
 */
export function writeModelJson({ state, options }: StoredModel): ModelJson {
  const { classes, features, target, offsets, encoding, prevalence, curvature, seen, stream } = state;
  return {
    format: FORMAT,
    version: VERSION,
    classes: [...classes],
    coef: Array.from(state.coef),
    intercept: state.intercept,
    ...(features && { features: [...features] }),
    ...(target !== undefined && { target }),
    ...(encoding && { encoder: encoding }),
    ...(offsets && { offsets }),
    ...(prevalence !== undefined && { prevalence }),
    options,
    ...(state.report && { report: writeReport(state.report) }),
    ...(curvature && { curvature: writeCurvature(curvature) }),
    ...(seen && { seen: writeSeen(seen) }),
    ...(stream && { stream: writeStream(stream) }),
  };
}

/**
 * Reads what writeModelJson wrote in any version, as an object or as text, and nothing else.
 * @throws LogitTypeError INVALID_MODEL, LogitRangeError MODEL_VERSION
 */
export function readModelJson(json: unknown): StoredModel {
  return readModel(json, (sections) => {
    const linear = readLinearModel(sections);
    const columns = linear.coef.length;
    const isFitted = sections.report !== undefined;
    const report = isFitted ? readReport(sections.report, columns, sections.version) : undefined;
    // a fit has options, which a refit needs; coefficients from elsewhere need none
    const isWithout = sections.version === 1 || (!isFitted && sections.options === undefined);
    const options = isWithout ? {} : readOptions(sections.options);
    const { curvature, seen, stream, prevalence } = sections;
    if (prevalence !== undefined && !(isFiniteNumber(prevalence) && prevalence >= 0 && prevalence <= 1)) {
      throw invalidModel("prevalence to be a number from 0 to 1", prevalence);
    }
    const state = {
      ...linear,
      report,
      ...(prevalence !== undefined && { prevalence }),
      curvature: curvature === undefined ? undefined : readCurvature(curvature, columns, report?.precision ?? "f64"),
      ...(seen !== undefined && { seen: sectionOf("seen", "what fit leaves", seen, columns, readSeen) }),
      ...(stream !== undefined && {
        stream: sectionOf("stream", "what partialFit leaves", stream, columns, readStream),
      }),
    };
    return { state, options };
  });
}

/** A section whose reader gives undefined for what it did not write. */
function sectionOf<Section>(
  name: string,
  expected: string,
  value: unknown,
  columns: number,
  read: (value: Record<string, unknown>, columns: number) => Section | undefined,
): Section {
  const section = isRecord(value) ? read(value, columns) : undefined;
  if (section === undefined) throw invalidModel(`${name} to be ${expected}`, value);
  return section;
}
