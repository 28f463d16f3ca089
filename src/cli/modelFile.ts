import { readFile } from "node:fs/promises";
import { LogitRangeError, LogitTypeError } from "../errors.ts";
import { LogisticRegression } from "../index.ts";
import { Failure, fileFailure, fileLabel, oneLine } from "./failure.ts";
import { openOutput } from "./outputFile.ts";

/** A model with the names of its columns, which is what finds them in a data file. */
export interface NamedModel {
  readonly label: string;
  readonly model: LogisticRegression;
  readonly features: readonly string[];
}

export async function loadModel(file: string): Promise<NamedModel> {
  const label = fileLabel(file);
  const model = parseModel(label, await contentOf(file, label));
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

async function contentOf(file: string, label: string): Promise<string> {
  try {
    if (file !== "-") return await readFile(file, "utf8");
    let text = "";
    process.stdin.setEncoding("utf8");
    for await (const chunk of process.stdin) text += chunk;
    return text;
  } catch (error) {
    throw fileFailure(label, "cannot read it", error);
  }
}

/** `label` is what messages call the file. */
export function parseModel(label: string, text: string): LogisticRegression {
  if (text.trim() === "") throw new Failure(`${label}: expected a model file, got an empty file`);
  try {
    return LogisticRegression.fromJSON(parsed(label, text));
  } catch (error) {
    if (!(error instanceof LogitTypeError || error instanceof LogitRangeError)) throw error;
    throw new Failure(`${label}: not a model this version can read: ${oneLine(error.message)}`);
  }
}

function parsed(label: string, text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const looksRight = text.trimStart().startsWith("{");
    const reason = looksRight && isCutOff(text) ? "the file is cut off: its JSON ends early" : "the file is not JSON";
    throw new Failure(`${label}: expected a model file, but ${reason} (${oneLine((error as Error).message)})`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new Failure(`${label}: expected a model file, got JSON that is no object`);
}

/** An object that was written whole ends with a brace. */
function isCutOff(text: string): boolean {
  return !text.trimEnd().endsWith("}");
}
