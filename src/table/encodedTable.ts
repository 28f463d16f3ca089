import { nearestName } from "../check/nearestName.ts";
import { isList } from "../check/values.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { checkLabel } from "../input/labels.ts";
import { checkWeight } from "../input/weights.ts";
import { textSettings } from "../text/settings.ts";
import { countTerms } from "../text/termCounts.ts";
import { type Advice, OPTIONS_ADVICE } from "./advice.ts";
import { batchesOf } from "./batches.ts";
import { numberOf } from "./cells.ts";
import {
  type Asked,
  asText,
  type ColumnCells,
  type ColumnProblem,
  identifierProblem,
  keptCells,
  readBatches,
  readCells,
  type TextedCells,
} from "./columnCells.ts";
import type { TableEncoding } from "./encoding.ts";
import type { Counts, GroupedOptions } from "./grouped.ts";
import { type AskedColumn, type Coding, checkLevels, learnColumn } from "./learnEncoding.ts";
import { readRecords } from "./readRecords.ts";
import type { Table } from "./table.ts";
import type { CheckedSettings, CheckedTableOptions } from "./tableOptions.ts";

/** A table that was read for a fit: the cells of its columns, rows with nothing missing in what may not be missing. */
export interface ReadTable {
  readonly rows: number;
  /** The rows of the table that are left; undefined where all are. */
  readonly kept: Uint32Array | undefined;
  readonly columns: readonly AskedColumn[];
  readonly interactions: readonly (readonly [string, string])[];
  /** The labels, if the table has them. */
  readonly y: unknown;
  readonly weights: ArrayLike<number> | undefined;
  readonly offsets: ArrayLike<number> | undefined;
  /** The counts of grouped responses, in place of labels. */
  readonly counts?: Counts | undefined;
  /** What was done about missing values. */
  readonly report: MissingReport;
}

/** What a fit did about missing values. */
export interface MissingReport {
  /** Rows that were left out. */
  readonly droppedRows: number;
  /** Cells for which a value stands in. */
  readonly filledCells: number;
}

/** What stands beside the columns. */
export interface Beside {
  readonly y: unknown;
  /** Whether a penalty is there. Default: true. */
  readonly penalised?: boolean;
  readonly advice?: Advice;
}

/**
 * Reads the columns of a table for a fit.
 * @throws LogitTypeError, LogitRangeError naming every column that cannot be read, and what would help
 */
export function readTable(
  given: Table,
  options: CheckedTableOptions,
  { y, advice = OPTIONS_ADVICE, penalised = true }: Beside,
): ReadTable {
  const { target, weights, offsets, interactions = [] } = options;
  if (given.rows === 0) throw new LogitRangeError("INVALID_MATRIX", "X: expected at least one row, got none");
  const together = given.records && readRecords(given.records, (name) => askedOf(options, name));
  const table = together === undefined ? given : namedTable(given, together.names);
  const names = featureNames(table, options);
  const labels = target === undefined ? y : tableLabels(table, target);
  const beside = {
    ...{ weights: besideOf(table, weights, "weights"), offsets: besideOf(table, offsets, "offsets") },
    counts: countsOf(table, options),
  };
  const columns: AskedColumn[] = [];
  const problems: [name: string, problem: ColumnProblem][] = [];
  for (const name of names) {
    const settings = settingsOf(options, name);
    const read =
      table.cells?.(name) ??
      together?.columns.get(name) ??
      batchedCells(table, name, options) ??
      readCells(cellsOf(table, name, "features"), table.rows, askedKind(options, name));
    const cells = asAsked(read, settings, table.rows, penalised);
    if ("problem" in cells) problems.push([name, cells]);
    else columns.push({ name, cells, settings, missing: options.missingOf(name) });
  }
  if (problems.length > 0) throw unreadable(problems, advice);
  for (const column of columns) {
    rejectOfLevels(column);
    checkLevels(column);
    rejectTextIn(column, interactions);
  }
  const left = withoutMissing(table, columns, { labels, ...beside, interactions, target }, options, advice);
  return { ...left, columns: left.columns.map(withTerms) };
}

/**
 * The cells as what they are asked to be: a file is read before that is known. Texts that nobody asked for take a
 * penalty.
 */
function asAsked(
  read: ColumnCells | ColumnProblem,
  { kind, text }: CheckedSettings,
  rows: number,
  penalised: boolean,
): ColumnCells | ColumnProblem {
  if ("problem" in read || read.kind === "number") return read;
  if (text !== undefined) return asText(read);
  if (read.kind !== "text" || kind === "text" || penalised) return read;
  return foundText(read, rows);
}

/**
 * Texts that nobody asked for, of a table that was read for any penalty, where there is none after all.
 * @throws LogitTypeError INVALID_MATRIX as readTable does without a penalty
 */
export function rejectFoundTexts({ columns, rows }: ReadTable): void {
  const problems = columns.flatMap(({ name, cells, settings }): [string, ColumnProblem][] =>
    cells.kind === "text" && settings.kind === undefined ? [[name, foundText(cells, rows)]] : [],
  );
  if (problems.length > 0) throw unreadable(problems, OPTIONS_ADVICE);
}

function foundText(cells: TextedCells, rows: number): ColumnProblem {
  return { ...identifierProblem(cells, rows, 0), couldBeText: true };
}

/** @throws LogitRangeError INVALID_OPTION for the product of a text */
function rejectTextIn({ name, cells }: AskedColumn, interactions: ReadTable["interactions"]): void {
  if (cells.kind !== "text" || !interactions.some((pair) => pair.includes(name))) return;
  const message = `interactions: expected columns of numbers or levels, got ${shown(name)}, which is one of texts`;
  throw new LogitRangeError("INVALID_OPTION", message);
}

/** A column of texts with its terms counted, once for all that learn from some of its rows. */
function withTerms(column: AskedColumn): AskedColumn {
  const { name, cells, settings } = column;
  if (cells.kind !== "text") return column;
  // levels, which nobody says it has, may be told a minCount of 0
  const text = settings.text ?? textSettings({ minCount: settings.minCount || undefined }, `columns.${name}`);
  const texts = Array.from(cells.codes, (code) => cells.levels[code] ?? null);
  return { ...column, settings: { ...settings, text }, cells: { ...cells, found: countTerms(texts, text) } };
}

/**
 * Settings that mean nothing for numbers, or for texts, which have a minCount as well. Levels and a reference name what
 * a category has, and make one of the column.
 */
function rejectOfLevels({ name, cells, settings: { minCount, unknown } }: AskedColumn): void {
  if (cells.kind === "category") return;
  const isMinCount = cells.kind === "number" && minCount !== undefined;
  if (!isMinCount && unknown === undefined) return;
  const setting = isMinCount ? "minCount" : "unknown";
  const next = 'say kind: "category" beside it, or leave it out';
  const message = `columns.${name}.${setting}: expected a column of levels, got one of ${cells.kind}s: ${next}`;
  throw new LogitRangeError("INVALID_OPTION", message);
}

/** The encoding of a table that was read, as all its rows have it or those that `coding` weighs. */
export function encodingOf({ columns, interactions }: ReadTable, coding: Coding): TableEncoding {
  return {
    columns: columns.map((column) => learnColumn(column, coding)),
    ...(interactions.length > 0 && { interactions }),
  };
}

/** The same table, whose names are known. */
function namedTable({ rows, column }: Table, names: readonly string[]): Table {
  return { rows, names, column };
}

/** What is asked of the cells of a column to learn from; undefined for any other. */
function askedOf(options: CheckedTableOptions, name: string): Asked | undefined {
  const { target, weights, offsets, successes, failures, features, drop } = options;
  const isLeft = [target, weights, offsets, successes, failures].includes(name) || drop?.includes(name);
  return isLeft || features?.includes(name) === false ? undefined : askedKind(options, name);
}

/** What is asked of the cells of a column. */
function askedKind(options: CheckedTableOptions, name: string): Asked {
  const { kind, levels, reference, transform } = settingsOf(options, name);
  return {
    kind: kind ?? ((levels ?? reference) !== undefined ? "category" : transform && "number"),
    maxLevels: options.maxLevels,
  };
}

function settingsOf({ columns }: CheckedTableOptions, name: string): CheckedSettings {
  return (Object.hasOwn(columns, name) ? columns[name] : undefined) ?? {};
}

/** The cells of a column of numbers in several arrays; undefined for any other, or one that is to be a category. */
function batchedCells(table: Table, name: string, options: CheckedTableOptions): ColumnCells | undefined {
  const { kind = "number" } = askedKind(options, name);
  const batches = kind === "number" ? batchesOf(table.vector?.(name)) : undefined;
  return batches && readBatches(batches);
}

/** The columns to learn from. */
function featureNames({ names }: Table, options: CheckedTableOptions): readonly string[] {
  const { target, weights, offsets, successes, failures, features, drop = [] } = options;
  const { columns, interactions = [], missing } = options;
  const reserved = new Map<string, string>();
  for (const [use, name] of Object.entries({ target, weights, offsets, successes, failures })) {
    if (typeof name === "string") reserved.set(name, use);
  }
  for (const name of drop) if (!names.includes(name)) throw noColumn(name, names, "drop");
  const dropped = new Set(drop);
  const chosen = features ?? names.filter((name) => !reserved.has(name) && !dropped.has(name));
  const wrong = chosen.find((name, j) => reserved.has(name) || chosen.indexOf(name) !== j);
  if (wrong !== undefined) {
    const use = reserved.get(wrong);
    const got = use === undefined ? `"${wrong}" twice` : `"${wrong}", which is the ${use}`;
    throw new LogitRangeError("INVALID_OPTION", `features: expected other columns, each once, got ${got}`);
  }
  if (chosen.length === 0)
    throw new LogitRangeError("INVALID_MATRIX", "X: expected at least one column to learn from, got none");
  const asked: [string, readonly string[]][] = [
    ["features", features ?? []],
    ["columns", Object.keys(columns)],
    ["interactions", interactions.flat()],
    // the target may miss something, too
    ["missing", typeof missing === "object" ? Object.keys(missing).filter((name) => name !== target) : []],
  ];
  for (const [option, some] of asked) {
    const among = option === "features" ? names : chosen;
    for (const name of some) if (!among.includes(name)) throw noColumn(name, among, option);
  }
  return chosen;
}

function noColumn(name: string, names: readonly string[], option: string): LogitRangeError {
  const nearest = nearestName(name, names);
  const hint = nearest === undefined ? ` (the columns are ${listed(names)})` : ` (did you mean "${nearest}"?)`;
  return new LogitRangeError("INVALID_OPTION", `${option}: expected names of columns, got ${shown(name)}${hint}`);
}

function listed(names: readonly string[]): string {
  const some = names.slice(0, 8).map((name) => JSON.stringify(name));
  return names.length > some.length ? `${some.join(", ")}, ...` : some.join(", ");
}

/**
 * The cells of a column that an option names. @throws LogitTypeError, LogitRangeError INVALID_OPTION, INVALID_MATRIX
 */
export function cellsOf(table: Table, name: string, option: string): ArrayLike<unknown> {
  const cells = table.column(name);
  if (!table.names.includes(name)) throw noColumn(name, table.names, option);
  if (!isList(cells)) {
    throw new LogitTypeError("INVALID_MATRIX", `X: expected an array as column "${name}", got ${shown(cells)}`);
  }
  if (cells.length !== table.rows) {
    const message = `X: expected ${table.rows} rows in column "${name}", got ${cells.length}`;
    throw new LogitRangeError("INVALID_MATRIX", message);
  }
  return cells;
}

/** The labels of a table. 64-bit integers, as Arrow has them, are numbers where a number can hold them. */
export function tableLabels(table: Table, target: string): ArrayLike<unknown> {
  const cells = cellsOf(table, target, "target");
  const isBig = (cell: unknown): boolean => typeof cell === "bigint";
  if (!Array.prototype.some.call(cells, isBig)) return cells;
  return Array.from(cells, (cell) => (isBig(cell) ? (numberOf(cell) ?? cell) : cell));
}

/** The counts of each row, where responses are grouped. @throws LogitTypeError INVALID_OPTION */
export function countsOf(table: Table, { successes, failures }: GroupedOptions): Counts | undefined {
  const [first, second] = [besideOf(table, successes, "successes"), besideOf(table, failures, "failures")];
  return first && second && { successes: first, failures: second };
}

/** Weights, offsets or counts, which a name makes a column of the table. */
function besideOf(
  table: Table,
  given: unknown,
  option: "weights" | "offsets" | "successes" | "failures",
): ArrayLike<number> | undefined {
  if (typeof given !== "string") return given as ArrayLike<number> | undefined;
  const cells = readCells(cellsOf(table, given, option), table.rows, { kind: "number", maxLevels: 0 });
  if ("problem" in cells) throw new LogitTypeError("INVALID_OPTION", `${option}: ${cells.problem}, column "${given}"`);
  return cells.kind === "number" ? cells.numbers : undefined;
}

function unreadable(problems: readonly (readonly [string, ColumnProblem])[], advice: Advice): LogitTypeError {
  const what = problems.map(([name, { problem }]) => `${JSON.stringify(name)}: ${problem}`).join("; ");
  const names = problems.map(([name]) => name);
  const categories = problems.filter(([, { couldBeCategory }]) => couldBeCategory).map(([name]) => name);
  const texts = problems.filter(([, { couldBeText }]) => couldBeText).map(([name]) => name);
  // saying that words are missing values helps where no column has another fault
  const isWords = problems.every(([, { likelyMissing }]) => likelyMissing !== undefined);
  const missing = new Set(problems.flatMap(([, { likelyMissing = [] }]) => likelyMissing));
  const words = isWords ? advice.words(Array.from(missing)) : undefined;
  const ways = [
    ...(words === undefined ? [] : [words]),
    advice.drop(names),
    ...(categories.length > 0 ? [advice.kind(categories, "category")] : []),
    ...(texts.length > 0 ? [advice.kind(texts, "text")] : []),
  ];
  const column = problems.length === 1 ? "column" : `${problems.length} columns,`;
  return new LogitTypeError("INVALID_MATRIX", `X: ${column} ${what}: say ${ways.join(", or ")}`);
}

interface RestOfTable {
  readonly labels: unknown;
  readonly weights: ArrayLike<number> | undefined;
  readonly offsets: ArrayLike<number> | undefined;
  readonly counts: Counts | undefined;
  readonly interactions: readonly (readonly [string, string])[];
  readonly target: string | undefined;
}

/** Leaves out the rows that are to be dropped; refuses what is missing and has no stand-in. */
function withoutMissing(
  { rows }: Table,
  columns: readonly AskedColumn[],
  rest: RestOfTable,
  { missing, missingOf }: CheckedTableOptions,
  advice: Advice,
): ReadTable {
  const { labels, weights, offsets, counts, interactions, target } = rest;
  const dropped = new Uint8Array(rows);
  let droppedRows = 0;
  const refused: [name: string, count: number][] = [];
  const refusedRows = new Uint8Array(rows);
  const note = (name: string, count: number, asked: unknown, isMissing: (row: number) => boolean): void => {
    if (count === 0 || (asked !== undefined && asked !== "drop")) return;
    if (asked === undefined) refused.push([name, count]);
    const marks = asked === undefined ? refusedRows : dropped;
    for (let row = 0; row < rows; ++row) if (isMissing(row)) marks[row] = 1;
  };
  for (const { name, cells, missing: asked } of columns)
    note(name, cells.missing, asked, (row) => isMissingIn(cells, row));
  if (isList(labels)) {
    const isMissing = (row: number): boolean => isMissingLabel(labels[row]);
    let count = 0;
    for (let row = 0; row < rows; ++row) if (isMissing(row)) ++count;
    // only "drop" has an answer for a label; labels in an array of their own have no name
    const asked = target === undefined ? missing : missingOf(target);
    if (count > 0 && target === undefined && asked !== "drop") throw missingLabels(labels, count);
    note(target ?? "y", count, asked === "drop" ? "drop" : undefined, isMissing);
  }
  if (refused.length > 0) throw missingValues(refused, refusedRows, advice, target);
  let filledCells = 0;
  for (let row = 0; row < rows; ++row) droppedRows += dropped[row] as number;
  const kept = new Uint32Array(droppedRows === 0 ? 0 : rows - droppedRows);
  for (let row = 0, k = 0; k < kept.length; ++row) if (dropped[row] === 0) kept[k++] = row;
  if (droppedRows === rows) {
    const message = `X: expected some row without a missing value, got none of ${rows}: say ${advice.drop([emptiest(columns)])}`;
    throw new LogitRangeError("MISSING_VALUE", message);
  }
  const left =
    droppedRows === 0 ? columns : columns.map((column) => ({ ...column, cells: keptCells(column.cells, kept) }));
  for (const { cells } of left) filledCells += cells.missing;
  if (droppedRows > 0) rejectBeside(kept, labels, weights?.length === rows ? weights : []);
  const pick = <Values>(values: Values): Values => {
    if (droppedRows === 0 || !isList(values) || values.length !== rows) return values;
    return Array.from(kept, (row) => values[row]) as Values;
  };
  return {
    rows: rows - droppedRows,
    kept: droppedRows === 0 ? undefined : kept,
    columns: left,
    interactions,
    y: pick(labels),
    weights: pick(weights),
    offsets: pick(offsets),
    counts: counts && { successes: pick(counts.successes), failures: pick(counts.failures) },
    report: { droppedRows, filledCells },
  };
}

/** Refuses labels and weights by the rows that they came at, which those that are left out would shift. */
function rejectBeside(kept: Uint32Array, labels: unknown, weights: ArrayLike<number>): void {
  const classes = new Set<unknown>();
  for (const row of isList(labels) ? kept : []) {
    const label = checkLabel((labels as ArrayLike<unknown>)[row], row);
    if (classes.size < 2) classes.add(label);
    if (classes.has(label)) continue;
    const [first, second] = Array.from(classes, shown);
    const expected = `two classes, ${first} and ${second}`;
    throw new LogitRangeError("INVALID_LABELS", `y: expected ${expected}, got a third, ${shown(label)}, at row ${row}`);
  }
  if (weights.length > 0) for (const row of kept) checkWeight(weights[row], row);
}

function emptiest(columns: readonly AskedColumn[]): string {
  return columns.reduce((most, column) => (column.cells.missing > most.cells.missing ? column : most)).name;
}

function isMissingIn(cells: ColumnCells, row: number): boolean {
  return cells.kind === "number" ? Number.isNaN(cells.numbers[row]) : (cells.codes[row] as number) < 0;
}

export function isMissingLabel(label: unknown): boolean {
  return label === null || label === undefined || Number.isNaN(label);
}

/** The error for labels of which `count` are missing. */
export function missingLabels(labels: ArrayLike<unknown>, count: number): LogitRangeError {
  const first = Array.prototype.findIndex.call(labels, isMissingLabel);
  const got = `${count} of ${labels.length}, the first at row ${first}`;
  const message = `y: expected no missing labels, got ${got}: say missing: "drop" for all columns, or leave such rows out`;
  return new LogitRangeError("MISSING_VALUE", message);
}

/** Columns whose missing values a message counts. */
const MOST_NAMED = 20;

function missingValues(
  refused: readonly (readonly [string, number])[],
  rows: Uint8Array,
  advice: Advice,
  target: string | undefined,
): LogitRangeError {
  const most = [...refused].sort(([, a], [, b]) => b - a);
  const some = most.slice(0, MOST_NAMED).map(([name, count]) => `${JSON.stringify(name)} ${count}`);
  const all = rows.reduce((sum, row) => sum + row, 0);
  const which = `${some.join(", ")}${most.length > some.length ? ", ..." : ""}; ${all} of ${rows.length} rows in all`;
  const columns = refused.length === 1 ? "1 column" : `${refused.length} columns`;
  const names = most.map(([name]) => name).filter((name) => name !== target);
  const ways = names.length === 0 ? advice.dropRows : advice.missing(names);
  const message = `X: expected no missing values, got them in ${columns} (${which}): say ${ways}`;
  return new LogitRangeError("MISSING_VALUE", message);
}
