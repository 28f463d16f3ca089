import { isArray, isObject, isTyped } from "../check/values.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import type { Precision, RowMajorMatrix, Typed } from "../types.ts";
import { type Csr, csrOf, isCsr } from "./csr.ts";
import { csrOfMaps, isMaps } from "./termMaps.ts";

export type Numbers = Float32Array | Float64Array;

/** X once its shape is known: m rows of n columns that can be copied out, row-major, a few rows at a time. */
export interface RowSource {
  readonly rows: number;
  readonly columns: number;
  /** f32 for Float32Array data, f64 otherwise. */
  readonly precision: Precision;
  /** One typed array holds all rows: reading it again is cheap, so it need not be packed. */
  readonly contiguous: boolean;
  /** That array, if it lies in memory which threads share. */
  readonly shared?: Numbers;
  /** The rows themselves, if they are sparse: what is copied or asked for one by one has its zeros written out. */
  readonly csr?: Csr;
  /** The names of the columns, where rows bring them. */
  readonly names?: readonly string[];
  /** Where an entry came from, for messages; default: "row 1, column 2". */
  readonly where?: (row: number, column: number) => string;
  /** For messages: which column of a table takes the most encoded columns, and what would make them fewer. */
  readonly widest?: () => string;
  copyRows(target: Numbers, first: number, count: number): void;
  valueAt(row: number, column: number): number;
}

/**
 * Checks the shape of X (not its numbers, unless it is sparse: see rejectNonFinite) and wraps it. Messages count rows
 * from `firstRow` and have the names of columns, if there are any.
 * @throws LogitTypeError INVALID_MATRIX for anything that is no matrix; LogitRangeError INVALID_MATRIX for ragged rows,
 * no rows, no columns or a size that does not fit the data.
 */
export function rowSourceOf(X: unknown, firstRow = 0, names?: unknown): RowSource {
  if (isCsr(X)) return named(sparseSource(csrOf(X, names)), names);
  if (isMaps(X)) {
    const { csr, names: own } = csrOfMaps(X, isArray(names) ? (names as string[]) : undefined);
    return named({ ...sparseSource(csr), names: own }, own);
  }
  if (isArray(X)) return named(fromRows(X, firstRow), names);
  if (hasData(X)) return named(fromRowMajor(X), names);
  const expected = "an array of rows or { data, rows, columns }";
  throw new LogitTypeError("INVALID_MATRIX", `X: expected ${expected}, got ${shown(X)}`);
}

/**
 * The same where rows must be dense.
 * @throws LogitTypeError INVALID_MATRIX for sparse rows too
 */
export function denseSourceOf(X: unknown, entry: string, firstRow = 0): RowSource {
  const source = rowSourceOf(X, firstRow);
  rejectSparse(source, entry);
  return source;
}

/** @throws LogitTypeError INVALID_MATRIX for sparse rows */
export function rejectSparse({ csr }: RowSource, entry: string): void {
  if (csr === undefined) return;
  const next = "give them to LogisticRegression or Dataset.from, or write them out with their zeros";
  const got = `sparse ones (indptr, indices); ${next}`;
  throw new LogitTypeError("INVALID_MATRIX", `X: expected dense rows for ${entry}, got ${got}`);
}

/** The same rows, whose columns have names in messages. Names that are not one a column are refused elsewhere. */
function named(source: RowSource, names: unknown): RowSource {
  if (!isArray(names) || names.length !== source.columns) return source;
  return { ...source, where: (row, column) => `row ${row}, column ${shown(names[column])}` };
}

/** Sparse rows that were checked. */
export function sparseSource(csr: Csr): RowSource {
  const { rows, columns, indptr, indices, data } = csr;
  return {
    ...{ rows, columns, precision: "f64", contiguous: false, csr },
    copyRows: (target, first, count) => {
      target.fill(0, 0, count * columns);
      for (let i = 0; i < count; ++i) {
        const end = indptr[first + i + 1] as number;
        for (let k = indptr[first + i] as number; k < end; ++k) {
          target[i * columns + (indices[k] as number)] = data === undefined ? 1 : (data[k] as number);
        }
      }
    },
    valueAt: (row, column) => {
      let low = indptr[row] as number;
      let high = indptr[row + 1] as number;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((indices[middle] as number) < column) low = middle + 1;
        else high = middle;
      }
      if (low === indptr[row + 1] || indices[low] !== column) return 0;
      return data === undefined ? 1 : (data[low] as number);
    },
  };
}

/**
 * @throws LogitRangeError NON_FINITE naming row and column of the first NaN or Infinity in rows first .. end - 1, if
 * any.
 */
export function rejectNonFinite(source: RowSource, first: number, end: number, firstRow = 0): void {
  for (let row = first; row < end; ++row) {
    for (let column = 0; column < source.columns; ++column) {
      const value = source.valueAt(row, column);
      if (!Number.isFinite(value)) throw refused("finite numbers", value, whereIn(source, row, column, firstRow));
    }
  }
}

/**
 * Numbers whose squares overflow, or that do not fit f32 where that is the precision, have no moments.
 * @throws LogitRangeError NON_FINITE naming row and column of the first of them, if any
 */
export function rejectTooLarge(
  source: RowSource,
  first: number,
  end: number,
  precision: Precision,
  firstRow = 0,
): void {
  for (let row = first; row < end; ++row) {
    for (let column = 0; column < source.columns; ++column) {
      const value = source.valueAt(row, column);
      const fits = precision === "f32" ? Number.isFinite(Math.fround(value)) : Math.abs(value) <= 1e150;
      const expected = precision === "f32" ? "numbers that f32 can hold" : "numbers up to 1e150 in size";
      if (!fits) throw refused(expected, value, whereIn(source, row, column, firstRow));
    }
  }
}

/** What one linear memory holds. */
const MOST_BYTES = 2 ** 32;

/**
 * Dense rows of a table that are more numbers than one linear memory holds are refused before any is encoded, with the
 * column that makes them so many. Matrices are left to the arena, which knows what else it holds.
 * @throws LogitRangeError OUT_OF_MEMORY
 */
export function rejectWide({ rows, columns, widest }: RowSource, precision: Precision): void {
  // with the column of the weights
  const bytes = rows * (columns + 1) * (precision === "f32" ? 4 : 8);
  if (bytes <= MOST_BYTES || widest === undefined) return;
  const got = `${rows} rows of ${columns} columns, which take ${(bytes / 2 ** 30).toFixed(1)} GiB`;
  throw new LogitRangeError("OUT_OF_MEMORY", `X: expected at most 4 GiB of encoded rows, got ${got}; ${widest()}`);
}

function whereIn({ where }: RowSource, row: number, column: number, firstRow: number): string {
  return where?.(row, column) ?? `row ${firstRow + row}, column ${column}`;
}

function refused(expected: string, value: number, where: string): LogitRangeError {
  return new LogitRangeError("NON_FINITE", `X: expected ${expected}, got ${value} at ${where}`);
}

function hasData(value: unknown): value is Record<string, unknown> {
  return isObject(value) && "data" in value;
}

function fromRowMajor(X: Record<string, unknown>): RowSource {
  const { data, rows, columns } = X as Partial<RowMajorMatrix>;
  if (!isTyped(data) && !isArray(data)) {
    throw new LogitTypeError(
      "INVALID_MATRIX",
      `X.data: expected a typed array or an array of numbers, got ${shown(data)}`,
    );
  }
  if (!isCount(rows)) throw new LogitTypeError("INVALID_MATRIX", `X.rows: expected a whole number, got ${shown(rows)}`);
  if (!isCount(columns)) {
    throw new LogitTypeError("INVALID_MATRIX", `X.columns: expected a whole number, got ${shown(columns)}`);
  }
  if (data.length !== rows * columns) {
    const detached = data.length === 0 ? " (an empty or detached buffer)" : "";
    const expected = `${rows} x ${columns} = ${rows * columns} numbers`;
    throw new LogitRangeError("INVALID_MATRIX", `X.data: expected ${expected}, got ${data.length}${detached}`);
  }
  rejectEmpty(rows, columns);
  if (isArray(data)) for (let row = 0; row < rows; ++row) rejectNonNumbers(data, row, row * columns, columns);
  return contiguousRows(data, rows, columns);
}

function isShared(buffer: ArrayBufferLike): boolean {
  return Object.prototype.toString.call(buffer) === "[object SharedArrayBuffer]";
}

/** Rows in one array, row-major, of a shape that was checked. */
export function contiguousRows(data: Typed | readonly number[], rows: number, columns: number): RowSource {
  return {
    rows,
    columns,
    precision: data instanceof Float32Array ? "f32" : "f64",
    contiguous: true,
    ...(isFloats(data) && isShared(data.buffer) && { shared: data }),
    copyRows: (target, first, count) => {
      // only a callback in the middle of a fit can have detached the buffer
      if (data.length === 0) throw new LogitRangeError("INVALID_MATRIX", "X.data: expected to stay, got detached");
      const [from, end] = [first * columns, (first + count) * columns];
      target.set("subarray" in data ? data.subarray(from, end) : data.slice(from, end));
    },
    valueAt: (row, column) => data[row * columns + column] ?? Number.NaN,
  };
}

function fromRows(X: readonly unknown[], firstRow: number): RowSource {
  const rows = X.length;
  const first = X[0];
  const columns = isRow(first) ? first.length : 0;
  let allSingle = true;
  for (let row = 0; row < rows; ++row) {
    const values = X[row];
    if (!isRow(values)) {
      const expected = "an array of numbers or a typed array";
      throw new LogitTypeError(
        "INVALID_MATRIX",
        `X: expected ${expected} as row ${firstRow + row}, got ${shown(values)}`,
      );
    }
    if (values.length === 0) {
      const message = `X: expected at least one column, got an empty or detached row ${firstRow + row}`;
      throw new LogitRangeError("INVALID_MATRIX", message);
    }
    if (values.length !== columns) {
      const expected = `${columns} columns as in row 0`;
      throw new LogitRangeError(
        "INVALID_MATRIX",
        `X: expected ${expected}, got ${values.length} at row ${firstRow + row}`,
      );
    }
    if (!(values instanceof Float32Array)) allSingle = false;
    if (isArray(values)) rejectNonNumbers(values, firstRow + row, 0, columns);
  }
  rejectEmpty(rows, columns);
  const table = X as readonly (readonly number[] | Typed)[];
  return {
    rows,
    columns,
    precision: allSingle ? "f32" : "f64",
    contiguous: false,
    copyRows: (target, from, count) => {
      for (let i = 0; i < count; ++i) target.set(table[from + i] ?? [], i * columns);
    },
    valueAt: (row, column) => table[row]?.[column] ?? Number.NaN,
  };
}

function isRow(value: unknown): value is readonly unknown[] | Typed {
  return isArray(value) || isTyped(value);
}

function isFloats(data: Typed | readonly number[]): data is Numbers {
  return data instanceof Float32Array || data instanceof Float64Array;
}

/** Refuses a row whose entries, `columns` of them from `start` on, are not all numbers. */
function rejectNonNumbers(values: readonly unknown[], row: number, start: number, columns: number): void {
  for (let column = 0; column < columns; ++column) {
    const value = values[start + column];
    if (typeof value !== "number") {
      const where = `at row ${row}, column ${column}`;
      throw new LogitTypeError("INVALID_MATRIX", `X: expected numbers, got ${shown(value)} ${where}`);
    }
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function rejectEmpty(rows: number, columns: number): void {
  if (rows === 0) throw new LogitRangeError("INVALID_MATRIX", "X: expected at least one row, got none");
  if (columns === 0) throw new LogitRangeError("INVALID_MATRIX", "X: expected at least one column, got none");
}
