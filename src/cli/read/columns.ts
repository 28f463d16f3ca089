import { nearestName } from "../../check/nearestName.ts";
import { CsvText } from "../../csv/csvText.ts";
import { nameKey } from "../../csv/names.ts";
import { columnName, type HeaderPlace } from "../../csv/records.ts";
import { shellWord } from "../commandLine.ts";
import { Failure, listed, oneLine, quoted, usageFailure } from "../failure.ts";
import { decimalNumber } from "./cells.ts";

/** The header of a file, with what messages need to say about it. */
export interface Header extends HeaderPlace {
  readonly label: string;
  /** As they are written. */
  readonly names: readonly string[];
  /** What they are compared by. */
  readonly keys: readonly string[];
}

/** @param given the value of --delimiter, if any */
export function headerOf(label: string, names: readonly string[], place: HeaderPlace, given?: string): Header {
  if (given !== undefined && given !== place.delimiter) {
    throw usageFailure(
      `--delimiter: expected ${quoted(place.delimiter)} as the first line of ${label} says, got ${quoted(given)}`,
    );
  }
  return { ...place, label, names, keys: names.map(nameKey) };
}

/** Where the one column of that name is. `why` ends the message when there is none: who asked for it. */
export function columnIndex(header: Header, name: string, why = ""): number {
  const key = nameKey(name);
  const index = header.keys.indexOf(key);
  if (index < 0) throw noSuchColumn(header, name, why);
  if (header.keys.includes(key, index + 1)) throw doubled(header, index, "rename one");
  return index;
}

/** The column of the labels: "last" is the last one, unless a column has that name. */
export function targetIndex(header: Header, name: string): number {
  if (name === "last" && !header.keys.includes("last")) return header.names.length - 1;
  return columnIndex(header, name, " for the target");
}

function doubled(header: Header, index: number, advice: string): Failure {
  const name = header.names[index] ?? "";
  const count = header.keys.filter((key) => key === header.keys[index]).length;
  const hint = noNamesHint([name]) || ` (${advice})`;
  const many = count === 2 ? "two" : String(count);
  return new Failure(`${header.label}: line ${header.line}: ${many} columns have the name ${quoted(name)}${hint}`);
}

function noSuchColumn(header: Header, name: string, why: string): Failure {
  const there = header.names.length === 1 ? "the only column is" : "the columns are";
  const problem = `${header.label}: no column ${quoted(name)}${why}`;
  return new Failure(`${problem}; ${there} ${listed(header.names)}${headerHint(header, [name])}`);
}

/** What may be wrong with a file that lacks the wanted columns; in brackets with a blank before, or nothing. */
export function headerHint(header: Header, wanted: readonly string[]): string {
  const other = otherDelimiter(header, wanted);
  const [name] = wanted;
  const nearest = wanted.length === 1 && name !== undefined ? nearestName(nameKey(name), header.keys) : undefined;
  if (nearest !== undefined && header.names.length > 1) return ` (did you mean ${quoted(nearest)}?)`;
  if (other !== undefined) return ` (is the delimiter ${quoted(other)}? see --delimiter)`;
  if (nearest !== undefined) return ` (did you mean ${quoted(nearest)}?)`;
  return noNamesHint(header.names);
}

/** A delimiter under which the header has a wanted name, or, of a header of one name, several names. */
function otherDelimiter({ names, delimiter }: Header, wanted: readonly string[]): string | undefined {
  const line = names.join(delimiter);
  const keys = wanted.map(nameKey);
  const splits = [",", ";", "\t", "|"].flatMap((candidate) =>
    candidate === delimiter || !line.includes(candidate) ? [] : [{ candidate, cells: cellsOf(line, candidate) }],
  );
  const right = splits.find(({ cells }) => cells.some((cell) => keys.includes(nameKey(cell))));
  return (right ?? (names.length === 1 ? splits[0] : undefined))?.candidate;
}

function cellsOf(line: string, delimiter: string): string[] {
  const records: string[][] = [];
  const text = new CsvText(delimiter, (cells) => records.push(cells));
  text.write(line.replace(/[\r\n]/g, " "));
  text.end();
  return records[0] ?? [];
}

/** Numbers are no names as a rule: the header is missing, even where the first row has texts too. */
function noNamesHint(names: readonly string[]): string {
  if (names.every((name, index) => name === columnName(index))) {
    return " (the first line, which has numbers, was taken for a row: if it holds names, the target is none of them)";
  }
  if (names.every((name, index) => name === (index === 0 ? "label" : String(index)))) {
    return " (the target of svmlight rows is label)";
  }
  const isNumeric = names.some((name) => decimalNumber(name) !== undefined);
  return isNumeric ? " (the first line has to hold the column names)" : "";
}

export interface FeatureChoice {
  /** Only these columns, in this order. */
  readonly features?: readonly string[] | undefined;
  /** All columns but these; a name leaves out every column of that name. */
  readonly drop?: readonly string[] | undefined;
}

/** The columns to learn from: the chosen ones, or all but the dropped and the reserved ones (target, weights). */
export function featureIndices(header: Header, choice: FeatureChoice, reserved: readonly number[]): number[] {
  const indices = choice.features
    ? chosen(header, choice.features, reserved)
    : allBut(header, dropped(header, choice.drop ?? [], reserved), reserved);
  if (indices.length > 0) return indices;
  const taken = reserved.map((index) => header.names[index] ?? "");
  throw new Failure(`${header.label}: no column is left to learn from besides ${listed(taken)}`);
}

function allBut(header: Header, dropped: ReadonlySet<number>, reserved: readonly number[]): number[] {
  const indices: number[] = [];
  for (const [index, key] of header.keys.entries()) {
    if (dropped.has(index) || reserved.includes(index)) continue;
    if (key === "") {
      const place = `${header.label}: line ${header.line}`;
      throw new Failure(`${place}: column ${index + 1} has no name (leave it out with --drop "")`);
    }
    if (header.keys.indexOf(key) !== index || header.keys.includes(key, index + 1)) {
      const option = `--drop ${shellWord(oneLine(header.names[index] ?? ""))}`;
      throw doubled(header, index, `leave all of them out with ${option}, or rename them`);
    }
    indices.push(index);
  }
  return indices;
}

function chosen(header: Header, values: readonly string[], reserved: readonly number[]): number[] {
  return namesIn(header, "--features", values).map((name) => {
    const index = columnIndex(header, name, " as --features asks for");
    refuseReserved("--features", name, [index], reserved);
    return index;
  });
}

function dropped(header: Header, values: readonly string[], reserved: readonly number[]): Set<number> {
  const indices = new Set<number>();
  for (const name of namesIn(header, "--drop", values)) {
    const key = nameKey(name);
    const named = [...header.keys.keys()].filter((index) => header.keys[index] === key);
    if (named.length === 0) throw noSuchColumn(header, name, " as --drop asks for");
    refuseReserved("--drop", name, named, reserved);
    for (const index of named) indices.add(index);
  }
  return indices;
}

function refuseReserved(option: string, name: string, indices: readonly number[], reserved: readonly number[]): void {
  if (indices.some((index) => reserved.includes(index))) {
    throw usageFailure(`${option}: ${quoted(name)} is the target or has another part`);
  }
}

/** Each value is a column name, or names separated by commas. */
function namesIn(header: Header, option: string, values: readonly string[]): string[] {
  const names = values.flatMap((value) => (header.keys.includes(nameKey(value)) ? [value] : value.split(",")));
  const seen = new Set<string>();
  for (const name of names) {
    const key = nameKey(name);
    if (seen.has(key)) throw usageFailure(`${option}: ${quoted(name.trim())} is given twice`);
    seen.add(key);
  }
  return names.map((name) => name.trim());
}
