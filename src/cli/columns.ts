import { nearestName } from "../nearestName.ts";
import { decimalNumber } from "./cells.ts";
import { Failure, listed, quoted, usageFailure } from "./failure.ts";

/** The header of a file, with what messages need to say about it. */
export interface Header {
  readonly label: string;
  readonly names: readonly string[];
  readonly delimiter: string;
}

/** Where the one column of that name is. `why` ends the message when there is none: who asked for it. */
export function columnIndex(header: Header, name: string, why = ""): number {
  const index = header.names.indexOf(name);
  if (index < 0) throw noSuchColumn(header, name, why);
  if (header.names.includes(name, index + 1)) {
    throw new Failure(`${header.label}: line 1: two columns have the name ${quoted(name)}`);
  }
  return index;
}

function noSuchColumn(header: Header, name: string, why: string): Failure {
  const there = header.names.length === 1 ? "the only column is" : "the columns are";
  const problem = `${header.label}: no column ${quoted(name)}${why}`;
  return new Failure(`${problem}; ${there} ${listed(header.names)}${headerHint(header, name)}`);
}

function headerHint({ names, delimiter }: Header, wanted: string): string {
  const nearest = nearestName(wanted, names);
  if (nearest !== undefined) return ` (did you mean ${quoted(nearest)}?)`;
  const [only] = names;
  if (names.length === 1 && only !== undefined) {
    const other = [",", ";", "\t", "|"].find((candidate) => candidate !== delimiter && only.includes(candidate));
    if (other !== undefined) return ` (is the delimiter ${quoted(other)}? see --delimiter)`;
  }
  const isNumeric = names.every((name) => decimalNumber(name) !== undefined);
  return isNumeric ? " (the first line has to hold the column names)" : "";
}

export interface FeatureChoice {
  /** Only these columns, in this order. */
  readonly features?: readonly string[] | undefined;
  /** All columns but these. */
  readonly drop?: readonly string[] | undefined;
}

/** The columns to learn from: the chosen ones, or all but the dropped and the reserved ones (target, weights). */
export function featureIndices(header: Header, choice: FeatureChoice, reserved: readonly number[]): number[] {
  const indices = choice.features
    ? indicesIn(header, "--features", choice.features, reserved)
    : allBut(header, indicesIn(header, "--drop", choice.drop ?? [], reserved), reserved);
  if (indices.length > 0) return indices;
  const taken = reserved.map((index) => header.names[index] ?? "");
  throw new Failure(`${header.label}: no column is left to learn from besides ${listed(taken)}`);
}

function allBut(header: Header, dropped: readonly number[], reserved: readonly number[]): number[] {
  const indices: number[] = [];
  for (const [index, name] of header.names.entries()) {
    if (dropped.includes(index) || reserved.includes(index)) continue;
    if (name === "") {
      throw new Failure(`${header.label}: line 1: column ${index + 1} has no name (leave it out with --drop "")`);
    }
    indices.push(columnIndex(header, name));
  }
  return indices;
}

/** Each value is a column name, or names separated by commas. */
function indicesIn(header: Header, option: string, values: readonly string[], reserved: readonly number[]): number[] {
  const indices: number[] = [];
  const names = values.flatMap((value) => (header.names.includes(value) ? [value] : value.split(",")));
  for (const name of names.map((name) => name.trim())) {
    const index = columnIndex(header, name, ` as ${option} asks for`);
    if (reserved.includes(index)) throw usageFailure(`${option}: ${quoted(name)} is the target or the weights`);
    if (indices.includes(index)) throw usageFailure(`${option}: ${quoted(name)} is given twice`);
    indices.push(index);
  }
  return indices;
}
