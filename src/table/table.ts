import { isArray, isList, isObject } from "../check/values.ts";
import { LogitTypeError, shown } from "../errors.ts";
import { isMaps } from "../input/termMaps.ts";
import { cellIn } from "./cells.ts";
import type { ColumnCells, ColumnProblem } from "./columnCells.ts";

/** Columns of cells by name, whatever they came as. A cell may be any value: what it means is for cells.ts to say. */
export interface Table {
  /** m, the number of rows. */
  readonly rows: number;
  /** The names of the columns, in their order. */
  readonly names: readonly string[];
  /** The row objects, if it is made of these. */
  readonly records?: readonly unknown[];
  /** The m cells of a column; undefined where there is none of that name. */
  column(name: string): ArrayLike<unknown> | undefined;
  /** The vector of a table of Arrow. */
  vector?(name: string): unknown;
  /** The same once read, of a table that was read already. */
  cells?(name: string): ColumnCells | ColumnProblem | undefined;
}

type Cells = ArrayLike<unknown>;
type Unknown = Readonly<Record<string, unknown>>;

/**
 * X as a table: an iterable of row objects, an object of columns, or a table of Arrow, arquero or polars, which are
 * known by their members. Undefined for a matrix, and for what is neither.
 */
export function tableOf(X: unknown): Table | undefined {
  if (!isObject(X)) return undefined;
  const { schema, columns, data, rows, numRows, height, cells } = X as Unknown;
  if (typeof cells === "function") return X as Table;
  if (isArray(X)) return hasRecords(X) ? tableOfRecords(X) : undefined;
  const call = (method: string, ...args: unknown[]): unknown =>
    (X as Record<string, CallableFunction>)[method]?.(...args);
  const has = (method: string): boolean => typeof (X as Unknown)[method] === "function";
  if (has("collectSync")) {
    throw new LogitTypeError(
      "INVALID_MATRIX",
      "X: expected a table, got a lazy frame: call collectSync(), or await collect()",
    );
  }
  if (isObject(schema) && isArray((schema as Unknown).fields) && has("getChild")) {
    const names = ((schema as Unknown).fields as Unknown[]).map(({ name }) => String(name));
    const vector = (name: string): unknown => call("getChild", name);
    return { ...tableOfColumns(names, (name) => cellsOf(vector(name)), numRows), vector };
  }
  if (has("columnNames") && has("array")) {
    return tableOfColumns(call("columnNames") as string[], (name) => call("array", name), call("numRows"));
  }
  if (isArray(columns) && has("getColumn")) {
    return tableOfColumns(columns as string[], (name) => cellsOf(call("getColumn", name)), height);
  }
  if (Symbol.iterator in X) {
    if (ArrayBuffer.isView(X)) return undefined;
    const all = Array.from(X as Iterable<unknown>);
    // an empty Map is not known for rows either
    return hasRecords(all) || (all.length === 0 && !has("get")) ? tableOfRecords(all) : undefined;
  }
  if (data !== undefined && (typeof rows === "number" || typeof columns === "number")) return undefined;
  // sparse rows, as scipy has them
  if ("indptr" in X && "indices" in X) return undefined;
  const names = Object.keys(X);
  const lists = names.filter((name) => isList((X as Unknown)[name]));
  if (lists.length === 0) return undefined;
  return tableOfColumns(
    names,
    (name) => (X as Unknown)[name],
    (X as Record<string, Cells>)[lists[0] as string]?.length,
  );
}

/** What is iterated over only once, such as a generator, as an array, so that it can be read twice. */
export function repeatable(X: unknown): unknown {
  return isObject(X) && typeof (X as Unknown).next === "function" ? Array.from(X as Iterable<unknown>) : X;
}

/** The cells of the column of X that an option names; anything else as it is. */
export function cellsNamed(X: unknown, given: unknown, option: string): unknown {
  const table = typeof given === "string" ? tableOf(X) : undefined;
  if (table === undefined) return given;
  if (table.names.includes(given as string)) return table.column(given as string);
  throw new LogitTypeError("INVALID_OPTION", `${option}: expected numbers or a column of X, got ${shown(given)}`);
}

/** Whether the first row that is there is a row object, in which case all should be. */
function hasRecords(rows: readonly unknown[]): boolean {
  return isRecord(rows.find((row) => row !== null && row !== undefined)) && !isMaps(rows);
}

/** A row as people write it: an object that is no list. */
export function isRecord(value: unknown): value is Unknown {
  return isObject(value) && !isList(value) && !ArrayBuffer.isView(value);
}

/** Names in the order in which the rows have them first. An absent key is an undefined cell. */
function tableOfRecords(rows: readonly unknown[]): Table {
  const row = rows.findIndex((record) => !isRecord(record));
  if (row >= 0) {
    throw new LogitTypeError("INVALID_MATRIX", `X: expected a row object as row ${row}, got ${shown(rows[row])}`);
  }
  let names: string[] | undefined;
  return {
    rows: rows.length,
    records: rows,
    get names() {
      names ??= namesOf(rows);
      return names;
    },
    column: (name) => rows.map((record) => cellIn(record, name)),
  };
}

function namesOf(rows: readonly unknown[]): string[] {
  const names = new Set<string>();
  let known: string[] = [];
  for (const row of rows) {
    let at = 0;
    // rows made alike have their keys in one order, so that most keys are found without a look into the set
    for (const name in row as Unknown) if (known[at++] !== name) names.add(name);
    if (known.length !== names.size) known = Array.from(names);
  }
  return known;
}

function tableOfColumns(names: readonly string[], column: (name: string) => unknown, rows?: unknown): Table {
  const cells = (name: string): ArrayLike<unknown> | undefined =>
    names.includes(name) ? (column(name) as ArrayLike<unknown>) : undefined;
  return { rows: typeof rows === "number" ? rows : (cells(names[0] ?? "")?.length ?? 0), names, column: cells };
}

/** Arrow's ids of the types Date and Timestamp. */
const DATES: readonly unknown[] = [8, 10];

/** The cells of a vector of Arrow or a series of polars: its own array where nothing is missing in it. */
function cellsOf(vector: unknown): ArrayLike<unknown> {
  const { nullCount, type, toArray } = vector as { nullCount?: unknown; type?: Unknown; toArray?: () => unknown };
  const hasNulls = typeof nullCount === "number" && nullCount > 0;
  const cells = vector as Iterable<unknown>;
  // whose cells are milliseconds, in whatever unit they are stored: dates that are refused or dropped as such
  if (DATES.includes(type?.typeId)) return Array.from(cells, (cell) => (cell === null ? cell : new Date(Number(cell))));
  if (hasNulls) return Array.from(cells);
  const values = toArray?.call(vector);
  // apache-arrow has floats of 16 bits as their bits, and decimals as several words a cell
  const isCells =
    isList(values) &&
    !(values instanceof Uint16Array) &&
    values.length === ((vector as Partial<Cells>).length ?? values.length);
  return isCells ? values : Array.from(cells);
}
