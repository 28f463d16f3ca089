import { readFile } from "node:fs/promises";
import { nameKey } from "../../csv/names.ts";
import { LogitRangeError, LogitTypeError } from "../../errors.ts";
import { LogisticRegression } from "../../index.ts";
import { Failure, fileFailure, fileLabel, oneLine, quoted } from "../failure.ts";
import { openOutput } from "../write/outputFile.ts";
import { decodeWhole } from "./decoded.ts";
import { refuseBinaryModel } from "./fileKind.ts";
import { doubledKey, isJson, valueLength } from "./jsonText.ts";
import { numberedNames } from "./svmlight.ts";

/** A model with the names of its columns, which is what finds them in a data file. */
export interface NamedModel {
  readonly label: string;
  readonly model: LogisticRegression;
  readonly features: readonly string[];
  /** Whether it was fitted with offsets, so that rows need one each. */
  readonly offsets: boolean;
  /** How the model came about, if its file says so. */
  readonly provenance: Readonly<Record<string, unknown>>;
  /** The values of --na in training, if there were any: they mean a missing value in further rows too. */
  readonly na?: readonly string[];
}

/** What provenance says of columns that have no names, since those would be their numbers. */
export const NUMBERED = "numbered from 1";

export async function loadModel(file: string): Promise<NamedModel> {
  const label = fileLabel(file);
  const content = await contentOf(file, label);
  refuseBinaryModel(label, content);
  const text = decodeWhole(label, content);
  const model = parseModel(label, text);
  const { features } = model;
  if (features === undefined) {
    throw new Failure(`${label}: the model has no feature names, so its columns cannot be found in a file by name`);
  }
  const provenance = provenanceIn(text);
  const na = naIn(label, provenance);
  return { label, model, features, offsets: model.toJSON().offsets === true, provenance, ...(na && { na }) };
}

/**
 * The file is `model.toJSON()` with a section of how it came about, which `LogisticRegression.fromJSON` reads over.
 */
export async function saveModel(
  model: LogisticRegression,
  file: string,
  provenance: Readonly<Record<string, unknown>>,
): Promise<void> {
  const output = await openOutput(file);
  try {
    const { features, ...json } = model.toJSON();
    const names = provenance.columns === NUMBERED || features === undefined ? {} : { features };
    await output.write(`${JSON.stringify({ ...json, ...names, provenance }, null, 2)}\n`);
    await output.commit();
  } finally {
    await output.abandon();
  }
}

/**
 * Nothing of a file that has none: the library reads over the section, and this program takes from it what it knows.
 */
function provenanceIn(text: string): Readonly<Record<string, unknown>> {
  const { provenance } = JSON.parse(text.replace(/^\uFEFF/, "")) as { readonly provenance?: unknown };
  return typeof provenance === "object" && provenance !== null ? { ...provenance } : {};
}

function naIn(label: string, { na }: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  if (na === undefined) return undefined;
  if (Array.isArray(na) && na.every((text) => typeof text === "string")) return na;
  throw new Failure(`${label}: provenance.na: expected texts that mean a missing value, got ${shownEntry(na)}`);
}

async function contentOf(file: string, label: string): Promise<Uint8Array> {
  try {
    if (file !== "-") return await readFile(file);
    const chunks: Uint8Array[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk);
    return Buffer.concat(chunks);
  } catch (error) {
    throw fileFailure(label, "cannot read it", error);
  }
}

/** `label` is what messages call the file. */
export function parseModel(label: string, text: string): LogisticRegression {
  if (text.trim() === "") throw new Failure(`${label}: expected a model file, got an empty file`);
  const value = withNumbers(parsed(label, text));
  const problem = handMadeProblem(value);
  if (problem !== undefined) throw new Failure(`${label}: not a model this version can read: ${problem}`);
  try {
    return LogisticRegression.fromJSON(value);
  } catch (error) {
    if (!(error instanceof LogitTypeError || error instanceof LogitRangeError)) throw error;
    throw new Failure(`${label}: not a model this version can read: ${oneLine(error.message)}`);
  }
}

/** The model with names for columns that are numbered. */
function withNumbers(json: Record<string, unknown>): Record<string, unknown> {
  const { coef, features, provenance } = json;
  const { columns } = Object(provenance) as Readonly<Record<string, unknown>>;
  if (columns !== NUMBERED || features !== undefined || !Array.isArray(coef)) return json;
  return { ...json, features: numberedNames(coef.length) };
}

function parsed(label: string, text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Failure(`${label}: expected a model file, but ${whyNoJson(text, (error as Error).message)}`);
  }
  const doubled = doubledKey(text);
  if (doubled !== undefined) throw new Failure(`${label}: expected each entry once, got ${quoted(doubled)} twice`);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new Failure(`${label}: expected a model file, got JSON that is no object`);
}

function whyNoJson(text: string, message: string): string {
  const start = text.length - text.trimStart().length;
  if (text[start] !== "{") return `the file is not JSON (${oneLine(message)})`;
  const length = valueLength(text.slice(start));
  if (length === undefined) return `the file is cut off: its JSON ends early (${oneLine(message)})`;
  const after = text.slice(start + length).trim();
  if (after !== "" && isJson(text.slice(0, start + length)))
    return `there is text after its last brace: ${quoted(after)}`;
  return `the file is not JSON (${oneLine(message)})`;
}

/** What an edit by hand may leave behind, in the words of who edits: which entry it is, of which column. */
function handMadeProblem({ coef, features, encoder }: Record<string, unknown>): string | undefined {
  if (!Array.isArray(coef) || !Array.isArray(features)) return undefined;
  const isPlain = !encoder || isOneToOne(encoder);
  const bad = coef.findIndex((entry) => typeof entry !== "number" || !Number.isFinite(entry));
  if (bad >= 0)
    return `coef[${bad}]: expected a finite number, got ${shownEntry(coef[bad])}${columnOf(isPlain ? features[bad] : undefined)}`;
  const unnamed = features.findIndex((name) => typeof name !== "string");
  if (unnamed >= 0) return `features[${unnamed}]: expected a name, got ${shownEntry(features[unnamed])}`;
  if (coef.length !== features.length && isPlain) {
    return `expected as many numbers in coef as names in features, got ${coef.length} in coef and ${features.length} in features`;
  }
  const firstAt = new Map<string, number>();
  for (const [index, name] of features.entries()) {
    const key = nameKey(name);
    const first = firstAt.get(key);
    if (first === undefined) firstAt.set(key, index);
    else return `features[${first}] and features[${index}]: expected different names, got ${quoted(name)} in both`;
  }
  return undefined;
}

/** Whether each column of an encoder is a plain number, which has one coefficient. */
function isOneToOne(encoder: unknown): boolean {
  const { columns, interactions } = encoder as { readonly columns?: unknown; readonly interactions?: unknown };
  const isPlain = (column: unknown): boolean => {
    const { kind, knots, indicator } = column as Readonly<Record<string, unknown>>;
    return kind === "number" && knots === undefined && indicator === undefined;
  };
  return Array.isArray(columns) && interactions === undefined && columns.every((column) => column && isPlain(column));
}

function columnOf(name: unknown): string {
  return typeof name === "string" ? ` (of the column ${quoted(name)})` : "";
}

function shownEntry(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  return typeof value === "number" ? String(value) : oneLine(JSON.stringify(value)).slice(0, 40);
}
