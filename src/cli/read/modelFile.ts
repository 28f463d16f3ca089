import { readFile } from "node:fs/promises";
import { LogitRangeError, LogitTypeError } from "../../errors.ts";
import { LogisticRegression } from "../../index.ts";
import { Failure, fileFailure, fileLabel, oneLine, quoted } from "../failure.ts";
import { openOutput } from "../write/outputFile.ts";
import { decodeWhole } from "./decoded.ts";
import { refuseBinaryModel } from "./fileKind.ts";
import { doubledKey, isJson, valueLength } from "./jsonText.ts";
import { nameKey } from "./names.ts";

/** A model with the names of its columns, which is what finds them in a data file. */
export interface NamedModel {
  readonly label: string;
  readonly model: LogisticRegression;
  readonly features: readonly string[];
}

export async function loadModel(file: string): Promise<NamedModel> {
  const label = fileLabel(file);
  const content = await contentOf(file, label);
  refuseBinaryModel(label, content);
  const model = parseModel(label, decodeWhole(label, content));
  const { features } = model;
  if (features === undefined) {
    throw new Failure(`${label}: the model has no feature names, so its columns cannot be found in a file by name`);
  }
  return { label, model, features };
}

/** The file is exactly `model.toJSON()`, so that `LogisticRegression.fromJSON` reads it too. */
export async function saveModel(model: LogisticRegression, file: string): Promise<void> {
  const output = await openOutput(file);
  try {
    await output.write(`${JSON.stringify(model, null, 2)}\n`);
    await output.commit();
  } finally {
    await output.abandon();
  }
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
  const value = parsed(label, text);
  if (value.offsets === true) {
    const remedy = "the command line cannot give: predict with the library";
    throw new Failure(`${label}: the model was fitted with offsets, which ${remedy}`);
  }
  const problem = handMadeProblem(value);
  if (problem !== undefined) throw new Failure(`${label}: not a model this version can read: ${problem}`);
  try {
    return LogisticRegression.fromJSON(value);
  } catch (error) {
    if (!(error instanceof LogitTypeError || error instanceof LogitRangeError)) throw error;
    throw new Failure(`${label}: not a model this version can read: ${oneLine(error.message)}`);
  }
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
function handMadeProblem({ coef, features }: Record<string, unknown>): string | undefined {
  if (!Array.isArray(coef) || !Array.isArray(features)) return undefined;
  const bad = coef.findIndex((entry) => typeof entry !== "number" || !Number.isFinite(entry));
  if (bad >= 0) return `coef[${bad}]: expected a finite number, got ${shownEntry(coef[bad])}${columnOf(features[bad])}`;
  const unnamed = features.findIndex((name) => typeof name !== "string");
  if (unnamed >= 0) return `features[${unnamed}]: expected a name, got ${shownEntry(features[unnamed])}`;
  if (coef.length !== features.length) {
    return `expected as many numbers in coef as names in features, got ${coef.length} in coef and ${features.length} in features`;
  }
  const keys = features.map(nameKey);
  const doubled = keys.findIndex((key, index) => keys.indexOf(key) !== index);
  if (doubled < 0) return undefined;
  const places = `features[${keys.indexOf(keys[doubled] ?? "")}] and features[${doubled}]`;
  return `${places}: expected different names, got ${quoted(features[doubled])} in both`;
}

function columnOf(name: unknown): string {
  return typeof name === "string" ? ` (of the column ${quoted(name)})` : "";
}

function shownEntry(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  return typeof value === "number" ? String(value) : oneLine(JSON.stringify(value)).slice(0, 40);
}
