import { isArray, isObject, isTyped } from "../check/values.ts";
import { notFinite } from "../check/vector.ts";
import { overflowed } from "../decision/sparseDecisions.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import type { Typed } from "../types.ts";

type Row = ArrayLike<unknown>;

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isRow(value: unknown): value is Typed | readonly unknown[] {
  return isArray(value) || isTyped(value);
}

/**
 * The rows of X, each of `columns` entries, which `decision` checks.
 * @throws LogitTypeError INVALID_MATRIX, LogitRangeError INVALID_MATRIX, SHAPE_MISMATCH
 */
export function rowsOf(X: unknown, columns: number): readonly Row[] {
  const rows = isArray(X) ? X : rowsOfData(X);
  for (let row = 0; row < rows.length; ++row) {
    const x: unknown = rows[row];
    if (!isRow(x)) {
      throw new LogitTypeError("INVALID_MATRIX", `X: expected an array of numbers as row ${row}, got ${shown(x)}`);
    }
    if (x.length !== columns) {
      const message = `X: expected ${columns} columns as in fit, got ${x.length} at row ${row}`;
      throw new LogitRangeError("SHAPE_MISMATCH", message);
    }
  }
  return rows as readonly Row[];
}

function rowsOfData(X: unknown): Row[] {
  const { data, rows, columns } = (isObject(X) ? X : {}) as Record<string, unknown>;
  if (!isRow(data) || !isCount(rows) || !isCount(columns)) {
    const expected = "an array of rows or { data, rows, columns }";
    throw new LogitTypeError("INVALID_MATRIX", `X: expected ${expected}, got ${shown(X)}`);
  }
  if (data.length !== rows * columns) {
    const message = `X.data: expected ${rows} x ${columns} numbers, got ${data.length}`;
    throw new LogitRangeError("INVALID_MATRIX", message);
  }
  const part = (from: number, end: number): Row =>
    "subarray" in data ? data.subarray(from, end) : data.slice(from, end);
  return Array.from({ length: rows }, (_, row) => part(row * columns, (row + 1) * columns));
}

/**
 * z = x . coef + intercept: starts from the intercept, columns from left to right, each product and each sum rounded,
 * which are the kernel's bits.
 * @throws LogitTypeError INVALID_MATRIX, LogitRangeError NON_FINITE naming row and column
 */
export function decision(x: Row, coef: Float64Array, intercept: number, row: number): number {
  let z = intercept;
  for (let j = 0; j < coef.length; ++j) {
    const value = x[j];
    if (!Number.isFinite(value)) throw notFinite("X", value, `row ${row}, column ${j}`, "INVALID_MATRIX");
    z += (value as number) * (coef[j] as number);
  }
  if (Number.isNaN(z)) throw overflowed(row);
  return z;
}
