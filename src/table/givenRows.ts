import { isList, isObject } from "../check/values.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { type RowSource, rowSourceOf } from "../input/matrix.ts";
import { checkOffsets } from "../input/offsets.ts";
import { isMaps } from "../input/termMaps.ts";
import { weightArray } from "../input/weights.ts";
import type { Label } from "../types.ts";
import { dropByName, OPTIONS_ADVICE } from "./advice.ts";
import { encodedSource } from "./encodedSource.ts";
import { encodingOf, type MissingReport, type ReadTable, readTable } from "./encodedTable.ts";
import { encoderOf } from "./encoder.ts";
import type { EncodedColumn, TableEncoding } from "./encoding.ts";
import {
  type Counts,
  checkCounts,
  doubled,
  type GroupedOptions,
  groupedLabels,
  groupedWeights,
  groupWeights,
  isGrouped,
  twiceEach,
} from "./grouped.ts";
import { checkKnown, type KnownFrom } from "./knownOptions.ts";
import type { Coding } from "./learnEncoding.ts";
import { tableOf } from "./table.ts";
import { type CheckedTableOptions, checkTableOptions, TABLE_ONLY, type TableOptions } from "./tableOptions.ts";

/** Rows as every entry goes on with them, whether a matrix came or a table. */
export interface GivenRows {
  readonly source: RowSource;
  readonly y: unknown;
  readonly weights: unknown;
  readonly offsets: unknown;
  /** What is to be the positive class, if that was said beside the rows. */
  readonly positive: Label | undefined;
  /** The columns that a row is made of, if they have names. */
  readonly features: readonly string[] | undefined;
  readonly target: string | undefined;
  /** What a table brings besides. */
  readonly table: GivenTable | undefined;
}

export interface GivenTable {
  readonly read: ReadTable;
  readonly encoding: TableEncoding;
  readonly encoded: readonly EncodedColumn[];
  readonly missing: MissingReport;
  /** How the encoding was learnt. */
  readonly coding: Coding;
}

/** Whether the encoding has what other rows would have otherwise: means, medians, knots, rare levels, terms. */
export function dependsOnRows({ encoding, read }: GivenTable): boolean {
  return encoding.columns.some(
    // levels that are not rare among all rows may be so in a fold, and a fold has terms and their numbers of its own
    (column, j) =>
      column.fill !== undefined ||
      column.kind === "text" ||
      (column.kind === "number" ? column.knots : read.columns[j]?.settings.minCount),
  );
}

/** How a table is to be encoded. */
export interface Encode {
  /** Whether a penalty is there, which lets every level have a column of its own. */
  readonly penalised: boolean;
  /** The encoding of an earlier model, which is taken over. */
  readonly known?: TableEncoding | undefined;
  /** What that model is, in messages. */
  readonly from?: KnownFrom | undefined;
  /** The target of that model. */
  readonly target?: string | undefined;
}

/** Labels and options of a call: options may come second where a table or a Dataset has the labels. */
export function argumentsOf<Options extends object>(
  y: unknown,
  options: Options | undefined,
): { readonly y: unknown; readonly options: Options | Record<string, never> } {
  const isOptions = options === undefined && isObject(y) && !isList(y) && !("length" in y);
  return isOptions ? { y: undefined, options: y as Options } : { y, options: options === undefined ? {} : options };
}

/**
 * The rows of X with what stands beside them: a matrix as it is, a table encoded.
 * @throws LogitTypeError, LogitRangeError naming what was expected, what came and where
 */
export function givenRows(X: unknown, y: unknown, options: TableOptions & GroupedOptions, encode: Encode): GivenRows {
  const table = tableOf(X);
  rejectName(y);
  const { weights, offsets, positive, features } = options;
  const grouped = table !== undefined && isGrouped(options, y);
  const { target = table && !grouped ? encode.target : undefined } = options;
  if (table === undefined) {
    if (isList(X) && X.length === 0)
      throw new LogitRangeError("INVALID_MATRIX", "X: expected at least one row, got none");
    const needing = y === undefined ? [...TABLE_ONLY, "target"] : TABLE_ONLY;
    const name = needing.find((only) => options[only as keyof typeof options] !== undefined);
    if (name !== undefined) throw withoutTable(name, X);
    // the terms of an earlier model are those of further rows, which are Maps of some of them
    const terms = isMaps(X) ? encode.known?.columns.map(({ name }) => name) : undefined;
    const source = rowSourceOf(X, 0, features ?? terms);
    return { source, y, weights, offsets, positive, features: features ?? source.names, target, table: undefined };
  }
  if (target === undefined && y === undefined && !grouped) {
    const message = "target: expected the name of the column of labels, got none, and no labels beside the table";
    throw new LogitTypeError("INVALID_OPTION", message);
  }
  if (y !== undefined && options.target !== undefined && table.names.includes(options.target)) {
    throw new LogitTypeError("INVALID_LABELS", `y: expected none beside a target in the table, got ${shown(y)}`);
  }
  const isInTable = y === undefined && target !== undefined;
  const { known, from = "first rows" } = encode;
  const asked = checkTableOptions(options);
  if (known !== undefined) checkKnown(known, asked, from);
  const checked = checkTableOptions({
    ...options,
    target: isInTable ? target : undefined,
    ...(known && {
      ...settingsOf(known, asked.missingOf),
      features: known.columns.map(({ name }) => name),
      drop: undefined,
    }),
  });
  if (y !== undefined && table.rows > 0) checkLabels(y, table.rows);
  const advice = known === undefined ? OPTIONS_ADVICE : { ...OPTIONS_ADVICE, missing: dropByName };
  const penalised = encode.penalised || known !== undefined;
  const read = readTable(table, checked, { y, penalised, advice });
  const { counts } = read;
  if (counts !== undefined) checkCounts(counts, read.kept);
  const own = read.weights === undefined ? undefined : (weightArray(read.weights, read.rows) as ArrayLike<number>);
  const coding = {
    penalised: encode.penalised,
    reference: options.reference,
    weights: counts === undefined ? own : groupWeights(counts, own),
  };
  const encoding = known ?? encodingOf(read, coding);
  const { encoded } = encoderOf(encoding);
  const source = encodedSource(read, encoding, from);
  const beside =
    counts === undefined
      ? { source, y: read.y, weights: read.weights, offsets: read.offsets }
      : { source: doubled(source), ...groupedBeside(counts, own, read) };
  return {
    ...beside,
    positive,
    features: encoding.columns.map(({ name }) => name),
    target,
    table: { read, encoding, encoded, missing: read.report, coding },
  };
}

/** What stands beside the two rows of each group. */
function groupedBeside(counts: Counts, weights: ArrayLike<number> | undefined, { offsets, rows }: ReadTable) {
  return {
    y: groupedLabels(counts),
    weights: groupedWeights(counts, weights),
    offsets: offsets && twiceEach(checkOffsets(offsets, rows)),
  };
}

/** The error for an option that only tables have, beside an X that is none. */
export function withoutTable(name: string, X: unknown): LogitTypeError {
  const expected = "a table beside it: row objects, or columns by name";
  return new LogitTypeError("INVALID_OPTION", `${name}: expected ${expected}, got ${shown(X)}`);
}

/** Options under which a table is read as the encoding of an earlier model reads it. */
function settingsOf(
  { columns }: TableEncoding,
  missingOf: CheckedTableOptions["missingOf"],
): Pick<TableOptions, "columns"> {
  const entries = columns.map((column) => {
    const missing = column.fill === undefined ? missingOf(column.name) : "mean";
    if (column.kind !== "text") return [column.name, { kind: column.kind, missing }];
    // as they are counted, not as they were chosen
    const { kind, words, characters, lowercase, stopWords } = column;
    return [column.name, { kind, words, characters, lowercase, stopWords, missing }];
  });
  return { columns: Object.fromEntries(entries) };
}

/** @throws LogitTypeError INVALID_LABELS for the name of a column in the place of labels */
export function rejectName(y: unknown): void {
  if (typeof y !== "string") return;
  const message = `y: expected an array of labels, got ${shown(y)}; the name of a column is an option: { target: ${shown(y)} }`;
  throw new LogitTypeError("INVALID_LABELS", message);
}

function checkLabels(y: unknown, rows: number): void {
  if (!isList(y)) throw new LogitTypeError("INVALID_LABELS", `y: expected an array of labels, got ${shown(y)}`);
  if (y.length === rows) return;
  throw new LogitRangeError("SHAPE_MISMATCH", `y: expected ${rows} labels, one a row of X, got ${y.length}`);
}
