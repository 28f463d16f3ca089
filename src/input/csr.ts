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
 * copy; rows that are in order are not copied. Messages have the names of the columns, if there are any.
 * @throws LogitTypeError, LogitRangeError INVALID_MATRIX for anything that is no such rows, NON_FINITE for a value that
 * is not finite
 */
export function csrOf(X: Readonly<Record<string, unknown>>, names?: unknown): Csr {
  const { rows, columns } = shapeOf(X);
  const indptr = wholeNumbers("indptr", X.indptr);
  const indices = wholeNumbers("indices", X.indices);
  const data = valuesOf(X.data);
  if (rows === 0) throw invalid("X: expected at least one row, got none");
  if (columns === 0) throw invalid("X: expected at least one column, got none");
  if (indptr.length !== rows + 1) {
    throw invalid(`X.indptr: expected ${rows + 1} numbers, one a row and the end, got ${indptr.length}`);
  }
  if (indptr[0] !== 0) throw invalid(`X.indptr: expected to begin at 0, got ${shown(indptr[0])}`);
  if (indptr[rows] !== indices.length) {
    throw invalid(`X.indptr: expected to end at the number of indices, ${indices.length}, got ${shown(indptr[rows])}`);
  }
  if (data !== undefined && data.length !== indices.length) {
    throw invalid(`X.data: expected ${indices.length} numbers, one an index, got ${data.length}`);
  }
  let ordered = true;
  for (let row = 0; row < rows; ++row) {
    const first = indptr[row] as number;
    const end = indptr[row + 1] as number;
    if (!(end >= first && Number.isInteger(end))) {
      throw invalid(`X.indptr: expected whole numbers that do not fall, got ${first}, ${shown(end)} at row ${row}`);
    }
    let before = -1;
    for (let k = first; k < end; ++k) {
      const column = indices[k] as number;
      if (!(column >= 0 && column < columns && Number.isInteger(column))) {
        const expected = `whole numbers from 0 to ${columns - 1}`;
        throw invalid(`X.indices: expected ${expected}, got ${shown(column)} at row ${row}, entry ${k - first}`);
      }
      if (column <= before) ordered = false;
      before = column;
      if (data !== undefined) checkValue(data[k] as number, row, column, names);
    }
  }
  const csr: Csr = { rows, columns, indptr, indices, data };
  return ordered ? csr : inOrder(csr, names);
}

function shapeOf({ rows, columns, shape }: Readonly<Record<string, unknown>>): { rows: number; columns: number } {
  const [m, n] = isArray(shape) && shape.length === 2 ? shape : [rows, columns];
  if (shape !== undefined && !(isArray(shape) && shape.length === 2)) {
    throw new LogitTypeError("INVALID_MATRIX", `X.shape: expected [rows, columns], got ${shown(shape)}`);
  }
  for (const [name, own, other] of [
    ["rows", m, rows],
    ["columns", n, columns],
  ] as const) {
    if (!(Number.isSafeInteger(own) && (own as number) >= 0)) {
      throw new LogitTypeError("INVALID_MATRIX", `X.${name}: expected a whole number, got ${shown(own)}`);
    }
    if (other !== undefined && other !== own) {
      throw invalid(`X.${name}: expected ${shown(own)} as in shape, got ${shown(other)}`);
    }
  }
  return { rows: m as number, columns: n as number };
}

function wholeNumbers(name: string, values: unknown): ArrayLike<number> {
  if (isTyped(values) || (isArray(values) && values.every((value) => typeof value === "number"))) {
    return values as ArrayLike<number>;
  }
  const expected = "a Uint32Array, an Int32Array or an array of whole numbers";
  throw new LogitTypeError("INVALID_MATRIX", `X.${name}: expected ${expected}, got ${shown(values)}`);
}

function valuesOf(data: unknown): Float32Array | Float64Array | undefined {
  if (data === undefined || data instanceof Float32Array || data instanceof Float64Array) return data;
  if (isTyped(data) || isArray(data)) {
    const wrong = Array.prototype.findIndex.call(data, (value: unknown) => typeof value !== "number");
    if (wrong < 0) return Float64Array.from(data as ArrayLike<number>);
    throw new LogitTypeError("INVALID_MATRIX", `X.data: expected numbers, got ${shown(data[wrong])} at entry ${wrong}`);
  }
  const expected = "a Float64Array, a Float32Array, or none where every value is 1";
  throw new LogitTypeError("INVALID_MATRIX", `X.data: expected ${expected}, got ${shown(data)}`);
}

function checkValue(value: number, row: number, column: number, names: unknown): void {
  if (Math.abs(value) <= LARGEST) return;
  const expected = Number.isFinite(value) ? "numbers up to 1e150 in size" : "finite numbers";
  const name = isArray(names) && column < names.length ? shown(names[column]) : column;
  throw new LogitRangeError("NON_FINITE", `X: expected ${expected}, got ${value} at row ${row}, column ${name}`);
}

function invalid(message: string): LogitRangeError {
  return new LogitRangeError("INVALID_MATRIX", message);
}

/** A copy with the columns of each row ascending; values of one column are added in the order in which they come. */
function inOrder({ rows, columns, indptr, indices, data }: Csr, names: unknown): Csr {
  const starts = new Uint32Array(rows + 1);
  const sorted = new Uint32Array(indices.length);
  const values = new (data instanceof Float32Array ? Float32Array : Float64Array)(indices.length);
  let to = 0;
  for (let row = 0; row < rows; ++row) {
    const first = indptr[row] as number;
    const order = Array.from({ length: (indptr[row + 1] as number) - first }, (_, i) => first + i);
    order.sort((a, b) => (indices[a] as number) - (indices[b] as number) || a - b);
    const start = to;
    for (const k of order) {
      const isSame = to > start && sorted[to - 1] === indices[k];
      if (!isSame) {
        sorted[to] = indices[k] as number;
        ++to;
      }
      values[to - 1] = (isSame ? (values[to - 1] as number) : 0) + (data === undefined ? 1 : (data[k] as number));
      checkValue(values[to - 1] as number, row, indices[k] as number, names);
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
