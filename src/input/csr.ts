import { isArray, isObject, isTyped } from "../check/values.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";

/** Squares of larger numbers would overflow in sums: as rejectTooLarge has it for dense rows. */
const LARGEST = 1e150;

/**
 * Sparse rows once checked (compressed sparse rows, CSR): row i has the entries indptr[i] .. indptr[i + 1] - 1, each a
 * column in `indices`, strictly ascending within a row, and its value in `data`. All other entries are 0.
 */
export interface Csr {
  readonly rows: number;
  readonly columns: number;
  readonly indptr: ArrayLike<number>;
  readonly indices: ArrayLike<number>;
  /** Undefined where every value is 1. */
  readonly data: Float32Array | Float64Array | undefined;
}

/** Whether X means to be sparse rows: it has what only these have. */
export function isCsr(X: unknown): X is Readonly<Record<string, unknown>> {
  return isObject(X) && "indptr" in X && "indices" in X;
}

/**
 * Checks sparse rows. Columns of a row that are not ascending are put in order and values of one column are added, in a
 * copy; rows that are in order are not copied. Messages have the names of the columns, if they are one a column.
 * @throws LogitTypeError, LogitRangeError INVALID_MATRIX for anything that is no such rows, NON_FINITE for a value that
 * is not finite
 */
export function csrOf(X: Readonly<Record<string, unknown>>, given?: unknown): Csr {
  const { rows, columns } = shapeOf(X);
  const names = isArray(given) && given.length === columns ? given : undefined;
  const indptr = numbersIn("indptr", X.indptr, rows + 1);
  const indices = numbersIn("indices", X.indices);
  const values = X.data === undefined ? undefined : numbersIn("data", X.data, indices.length);
  const isFloats = values === undefined || values instanceof Float32Array || values instanceof Float64Array;
  const data = isFloats ? values : Float64Array.from(values);
  if (indptr[0] !== 0 || indptr[rows] !== indices.length) {
    throw invalid("indptr", `to go from 0 to ${indices.length}, as many as indices`, `${indptr[0]} to ${indptr[rows]}`);
  }
  let ordered = true;
  for (let row = 0; row < rows; ++row) {
    const first = indptr[row] as number;
    const end = indptr[row + 1] as number;
    if (!(end >= first && Number.isInteger(end))) {
      throw invalid("indptr", "whole numbers that do not fall", `${first}, ${end} at row ${row}`);
    }
    let before = -1;
    for (let k = first; k < end; ++k) {
      const column = indices[k] as number;
      if (!(column >= 0 && column < columns && Number.isInteger(column))) {
        const got = `${column} at row ${row}, entry ${k - first}`;
        throw invalid("indices", `whole numbers from 0 to ${columns - 1}`, got);
      }
      if (column <= before) ordered = false;
      before = column;
      if (data !== undefined) checkValue(data[k] as number, row, column, names);
    }
  }
  const csr: Csr = { rows, columns, indptr, indices, data };
  return ordered ? csr : inOrder(csr, names);
}

function shapeOf(X: Readonly<Record<string, unknown>>): { readonly rows: number; readonly columns: number } {
  const { rows, columns, shape = [rows, columns] } = X;
  if (!isArray(shape) || shape.length !== 2) throw invalid("shape", "[rows, columns]", shown(shape), LogitTypeError);
  const count = (name: string, value: unknown, beside = value): number => {
    if (!Number.isSafeInteger(value)) throw invalid(name, "a whole number", shown(value), LogitTypeError);
    if (beside !== value) throw invalid(name, `${value} as in shape`, shown(beside));
    if ((value as number) > 0) return value as number;
    throw invalid(name, "at least one", value);
  };
  return { rows: count("rows", shape[0], rows), columns: count("columns", shape[1], columns) };
}

function numbersIn(name: string, values: unknown, count?: number): ArrayLike<number> {
  const list = isTyped(values) || isArray(values) ? values : undefined;
  if (list === undefined) throw invalid(name, "an array of numbers", shown(values), LogitTypeError);
  const at = isArray(list) ? list.findIndex((value) => typeof value !== "number") : -1;
  if (at >= 0) throw invalid(name, "numbers", `${shown(list[at])} at entry ${at}`, LogitTypeError);
  if (count === undefined || list.length === count) return list as ArrayLike<number>;
  throw invalid(name, `${count} numbers`, list.length);
}

function checkValue(value: number, row: number, column: number, names: readonly unknown[] | undefined): void {
  if (Math.abs(value) <= LARGEST) return;
  const expected = Number.isFinite(value) ? "numbers up to 1e150 in size" : "finite numbers";
  const name = names ? shown(names[column]) : column;
  throw new LogitRangeError("NON_FINITE", `X: expected ${expected}, got ${value} at row ${row}, column ${name}`);
}

function invalid(
  name: string,
  expected: string,
  got: unknown,
  Type: typeof LogitRangeError | typeof LogitTypeError = LogitRangeError,
): Error {
  return new Type("INVALID_MATRIX", `X.${name}: expected ${expected}, got ${got}`);
}

/** A copy with the columns of each row ascending; values of one column are added in the order in which they come. */
function inOrder({ rows, columns, indptr, indices, data }: Csr, names: readonly unknown[] | undefined): Csr {
  const starts = new Uint32Array(rows + 1);
  const sorted = new Uint32Array(indices.length);
  const values = new (data instanceof Float32Array ? Float32Array : Float64Array)(indices.length);
  let to = 0;
  for (let row = 0; row < rows; ++row) {
    const sums = new Map<number, number>();
    for (let k = indptr[row] as number; k < (indptr[row + 1] as number); ++k) {
      const column = indices[k] as number;
      sums.set(column, (sums.get(column) ?? 0) + (data === undefined ? 1 : (data[k] as number)));
    }
    for (const column of Uint32Array.from(sums.keys()).sort()) {
      sorted[to] = column;
      values[to] = sums.get(column) as number;
      checkValue(values[to] as number, row, column, names);
      ++to;
    }
    starts[row + 1] = to;
  }
  // ones that are only put in order stay ones
  const summed = data === undefined && to === indices.length ? undefined : values.subarray(0, to);
  return { rows, columns, indptr: starts, indices: sorted.subarray(0, to), data: summed };
}

/**
 * The same rows with values of 32 bits, if they have values.
 * @throws LogitRangeError NON_FINITE for a value that f32 cannot hold
 */
export function singleCsr(csr: Csr): Csr {
  const { rows, indptr, indices, data } = csr;
  if (!(data instanceof Float64Array)) return csr;
  const single = Float32Array.from(data);
  const k = single.findIndex((value) => !Number.isFinite(value));
  if (k < 0) return { ...csr, data: single };
  let row = 0;
  while (row < rows && (indptr[row + 1] as number) <= k) ++row;
  const message = `X: expected numbers that f32 can hold, got ${data[k]} at row ${row}, column ${indices[k]}`;
  throw new LogitRangeError("NON_FINITE", message);
}
