import { checkChoice, checkNumber, rejectUnknown } from "../check/options.ts";
import { isLabel, isList } from "../check/values.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { encodeLabels } from "../input/labels.ts";
import { rowSourceOf } from "../input/matrix.ts";
import { cellsOf, isMissingLabel, tableLabels } from "../table/encodedTable.ts";
import { argumentsOf, rejectName } from "../table/givenRows.ts";
import { type Table as NamedColumns, tableOf } from "../table/table.ts";
import type { RowOf } from "../table/tableOptions.ts";
import type { Label, Labels, Matrix, Table } from "../types.ts";
import { type PartOf, pickRows, rowsOfMatrix, rowsOfTable } from "./parts.ts";
import { dealRows, heldOutGroups, heldOutRows, type PerClass, rowsPerClass } from "./splitRows.ts";

/** What trainTestSplit takes besides rows and labels. */
export interface SplitOptions {
  /**
   * What is held out: a share of the rows of each class, between 0 and 1, or a whole number of rows in all, 1 being one
   * row. Default 0.2.
   */
  readonly test?: number;
  /** Which rows are held out, a whole number from 0 to 2^32 - 1. Default 1. */
  readonly seed?: number;
  /**
   * The group of each row, such as its patient: m numbers, strings or booleans. All rows of a group are in one part, so
   * that the shares are only as near to those of `test` as whole groups come. Default: every row by itself.
   */
  readonly group?: ArrayLike<unknown>;
  /** "drop": rows whose label is missing (null, undefined, NaN) are in neither part. Default: they are refused. */
  readonly missing?: "drop";
}

/** What trainTestSplit takes besides a table. */
export interface TableSplitOptions<Row = Readonly<Record<string, unknown>>>
  extends Pick<SplitOptions, "test" | "seed" | "missing"> {
  /** The column of the labels. */
  readonly target: keyof Row & string;
  /** The column of the groups, which stays in the table, or the group of each row. */
  readonly group?: (keyof Row & string) | (ArrayLike<unknown> & object);
}

/** Two parts of some rows. */
export interface TrainTestSplit<Part> {
  /** The rows to fit to, in their order. */
  readonly train: Part;
  /** The rows that are held out, in their order. */
  readonly test: Part;
}

/** Some rows with their labels. */
export interface LabelledPart<X, Y> {
  /** Rows, in the kind that X came in. */
  readonly X: PartOf<X>;
  /** Their labels, in the kind that y came in. */
  readonly y: Y;
  /** Their numbers in X, from 0 on, for what else there is of each row, such as weights. */
  readonly rows: Uint32Array<ArrayBuffer>;
}

/**
 * Splits rows at random into those to fit to and those to measure on. Stratified: of each class its share, rounded, but
 * never its last row, so that both classes are in `train`. The order of the rows is kept. The same rows, `test` and
 * `seed` give the same parts everywhere, and without groups those of `logit-wasm train --test-fraction --seed`.
 *
 * Parts have the kind of what was given: an array of row objects gives arrays of the same objects, any other iterable
 * of them arrays, `{ name: column }` the same with columns of the same types, X and y `{ X, y, rows }` of their kinds.
 * A table of Arrow, arquero or polars gives `{ name: column }`.
 *
 * @param X m rows of two classes or their table, as fit takes them
 * @param y m labels; none where a table has a target
 * @throws LogitTypeError, LogitRangeError INVALID_OPTION, INVALID_LABELS for other than two rows or more of each of two
 * classes, MISSING_VALUE for a row without a label or group, SHAPE_MISMATCH for labels or groups of another number than
 * rows
 * @example
 * const customers = Array.from({ length: 40 }, (_, i) => ({ age: 20 + i, churned: i % 4 === 0 ? "yes" : "no" }));
 * const { train, test } = trainTestSplit(customers, { target: "churned", test: 0.2, seed: 1 });
 * [train.length, test.length]; // [32, 8]
 * test.filter(({ churned }) => churned === "yes").length; // 2
 * const model = new LogisticRegression().fit(train, { target: "churned" });
 * model.score(test) > 0.5; // true
 *
 * const X = [[1], [2], [3], [4], [5], [6]];
 * const parts = trainTestSplit(X, [0, 0, 0, 1, 1, 1], { test: 2 });
 * parts.test.y; // [0, 1]
 */
export function trainTestSplit<X extends Matrix | Table, Y extends Label>(
  X: X,
  y: readonly Y[],
  options?: SplitOptions,
): TrainTestSplit<LabelledPart<X, Y[]>>;
export function trainTestSplit<X extends Matrix | Table, Y extends Labels>(
  X: X,
  y: Y & object,
  options?: SplitOptions,
): TrainTestSplit<LabelledPart<X, Y>>;
export function trainTestSplit<X extends Table>(
  table: X,
  options: TableSplitOptions<RowOf<X>>,
): TrainTestSplit<PartOf<X>>;
export function trainTestSplit(X: unknown, second: unknown, third?: object): TrainTestSplit<unknown> {
  const { y, options } = argumentsOf(second, third as TableSplitOptions | undefined);
  rejectName(y);
  rejectUnknown(options, ["target", "test", "seed", "group", "missing"], "trainTestSplit");
  const { target, test = 0.2, seed = 1, group, missing } = options;
  if (missing !== undefined) checkChoice("missing", missing, ["drop"]);
  checkNumber("test", test, "a share between 0 and 1 or a whole number of rows", isShareOrCount);
  checkNumber("seed", seed, "a whole number from 0 to 2^32 - 1", (value) => value >>> 0 === value);
  const table = tableOf(X);
  const all = table === undefined ? rowSourceOf(X).rows : table.rows;
  if (all === 0) throw new LogitRangeError("INVALID_MATRIX", "X: expected at least one row, got none");
  const labels = labelsOf(X, table, target, y);
  const kept = keptRows(labels, all, target === undefined ? "y" : "target", missing);
  const m = kept.length;
  const codes = codesOf(m === all ? labels : pickRows(labels as ArrayLike<unknown>, kept), m);
  if (test > m - 2) {
    const expected = `at most ${m - 2} of ${m} rows, which leaves a row of each class to fit to`;
    throw new LogitRangeError("INVALID_OPTION", `test: expected ${expected}, got ${test}`);
  }
  const heldOut =
    group === undefined
      ? ofRows(codes, test, seed)
      : ofGroups(codes, pickRows(groupsOf(table, group, all), kept), test, seed);
  if (!heldOut.includes(1)) {
    const got = `got ${test} of ${m} rows${group === undefined ? "" : " in whole groups"}`;
    throw new LogitRangeError("INVALID_OPTION", `test: expected more, so that something is held out, ${got}`);
  }
  const part = (flag: 0 | 1): unknown => {
    const rows = kept.filter((_, i) => heldOut[i] === flag);
    const ofX = table === undefined ? rowsOfMatrix(X as Matrix, rows) : rowsOfTable(table, rows);
    return y === undefined ? ofX : { X: ofX, y: pickRows(y as ArrayLike<unknown>, rows), rows };
  };
  return { train: part(0), test: part(1) };
}

function isShareOrCount(test: number): boolean {
  return test > 0 && (test < 1 || Number.isSafeInteger(test));
}

/**
 * The labels, beside the rows or a column of them. @throws LogitTypeError, LogitRangeError INVALID_OPTION,
 * MISSING_VALUE
 */
function labelsOf(X: unknown, table: NamedColumns | undefined, target: unknown, y: unknown): unknown {
  if (target === undefined && (y !== undefined || table === undefined)) return y;
  if (table === undefined || y !== undefined) {
    const expected = table === undefined ? "a table beside it: row objects, or columns by name" : "none beside labels";
    throw new LogitTypeError("INVALID_OPTION", `target: expected ${expected}, got ${shown(table ? target : X)}`);
  }
  if (typeof target !== "string") {
    const message = `target: expected the name of the column of labels, got ${shown(target)}`;
    throw new LogitTypeError("INVALID_OPTION", message);
  }
  return tableLabels(table, target);
}

/** The rows that have a label. @throws LogitRangeError MISSING_VALUE for one without unless such rows are dropped */
function keptRows(labels: unknown, rows: number, name: "target" | "y", missing: unknown): Uint32Array<ArrayBuffer> {
  const all = Uint32Array.from({ length: rows }, (_, row) => row);
  // labels that are no list, or too few or too many of them, are refused by codesOf
  if (!isList(labels) || labels.length !== rows) return all;
  const kept = all.filter((row) => !isMissingLabel(labels[row]));
  if (kept.length < rows && missing === undefined) {
    rejectMissing(name, labels, `say missing: "drop", or leave such rows out first`);
  }
  return kept;
}

/** 0 for the class of the first row, 1 for the other, which are the command line's codes. */
function codesOf(y: unknown, m: number): Uint8Array {
  encodeLabels(y, m, undefined);
  const labels = y as ArrayLike<unknown>;
  const codes = new Uint8Array(m);
  for (let row = 0; row < m; ++row) codes[row] = labels[row] === labels[0] ? 0 : 1;
  const rare = rowsPerClass(codes).indexOf(1);
  if (rare < 0) return codes;
  const only = `one row of ${shown(labels[codes.indexOf(rare)])}`;
  throw new LogitRangeError("INVALID_LABELS", `y: expected two rows of each class or more, got ${only}`);
}

function ofRows(codes: Uint8Array, test: number, seed: number): Uint8Array {
  return test < 1 ? heldOutRows(codes, test, seed) : dealRows(codes, countsOf(rowsPerClass(codes), test), seed);
}

/**
 * The number of rows to hold out of each class, `count` in all: its share, rounded in favour of the rarer class, and
 * never the last row of a class.
 */
function countsOf([first, other]: PerClass, count: number): PerClass {
  const [rarer, rest] = first <= other ? [first, other] : [other, first];
  const share = Math.round((count * rarer) / (rarer + rest));
  const ofRarer = Math.min(Math.max(share, count - (rest - 1)), rarer - 1);
  return first <= other ? [ofRarer, count - ofRarer] : [count - ofRarer, ofRarer];
}

/** The group of each row. @throws LogitTypeError, LogitRangeError INVALID_OPTION, SHAPE_MISMATCH, MISSING_VALUE */
function groupsOf(table: NamedColumns | undefined, group: unknown, m: number): ArrayLike<unknown> {
  const expected = "one number, string or boolean a row";
  const given = typeof group === "string" && table !== undefined ? cellsOf(table, group, "group") : group;
  if (!isList(given)) throw new LogitTypeError("INVALID_OPTION", `group: expected ${expected}, got ${shown(given)}`);
  if (given.length !== m) {
    throw new LogitRangeError("SHAPE_MISMATCH", `group: expected ${m} entries, one a row, got ${given.length}`);
  }
  rejectMissing("group", given, "leave such rows out first");
  for (let row = 0; row < m; ++row) {
    // two objects are never the same, whatever they say
    if (isLabel(given[row]) || typeof given[row] === "bigint") continue;
    throw new LogitTypeError("INVALID_OPTION", `group: expected ${expected}, got ${shown(given[row])} at row ${row}`);
  }
  return given;
}

/** @throws LogitRangeError INVALID_OPTION where all rows of a class are in one group */
function ofGroups(codes: Uint8Array, groupOf: ArrayLike<unknown>, test: number, seed: number): Uint8Array {
  const groups = [new Set<unknown>(), new Set<unknown>()];
  for (let row = 0; row < codes.length; ++row) groups[codes[row] as number]?.add(groupOf[row]);
  if (groups.every(({ size }) => size > 1)) {
    return heldOutGroups(codes, groupOf, test < 1 ? test : test / codes.length, seed);
  }
  const message = "group: expected each class in two groups or more, got one whose rows are all in one group";
  throw new LogitRangeError("INVALID_OPTION", message);
}

/** @throws LogitRangeError MISSING_VALUE naming the first row whose cell is missing, if any */
function rejectMissing(option: "target" | "y" | "group", cells: ArrayLike<unknown>, next: string): void {
  const row = Array.from(cells, isMissingLabel).indexOf(true);
  if (row < 0) return;
  const got = `got ${shown(cells[row])} at row ${row}: ${next}`;
  throw new LogitRangeError("MISSING_VALUE", `${option}: expected a value in every row, ${got}`);
}
