import { isArray } from "../check/values.ts";
import { type Csr, csrOf, isCsr } from "../input/csr.ts";
import { cellsOf } from "../table/encodedTable.ts";
import type { Table } from "../table/table.ts";
import type { ColumnTable, FrameTable, Matrix, RowMajorMatrix, SparseMatrix } from "../types.ts";

/**
 * The kind that rows of X have: data frames become columns by name, any other iterable an array, everything else stays
 * what it is.
 */
export type PartOf<X> = X extends FrameTable ? ColumnTable : X extends Iterable<infer Row> ? Row[] : X;

/** Some rows of a table: row objects, or columns by name. */
export function rowsOfTable(table: Table, rows: Uint32Array): unknown {
  if (table.records !== undefined) return pickRows(table.records, rows);
  return Object.fromEntries(table.names.map((name) => [name, pickRows(cellsOf(table, name, "X"), rows)]));
}

/** Some rows of a matrix whose shape was checked. */
export function rowsOfMatrix(X: Matrix, rows: Uint32Array): unknown {
  if (isArray(X)) return pickRows(X, rows);
  if (isCsr(X)) return sparseRowsOf(csrOf(X), rows);
  const { data, columns } = X as RowMajorMatrix;
  return { data: pickRows(data, rows, columns), rows: rows.length, columns };
}

/** Some sparse rows: the columns of each rising. */
function sparseRowsOf({ columns, indptr, indices, data }: Csr, rows: Uint32Array): SparseMatrix {
  const starts = new Uint32Array(rows.length + 1);
  for (const [i, row] of rows.entries()) {
    starts[i + 1] = (starts[i] as number) + (indptr[row + 1] as number) - (indptr[row] as number);
  }
  const length = starts[rows.length] as number;
  const some = new Uint32Array(length);
  const values = data instanceof Float32Array ? new Float32Array(length) : new Float64Array(data ? length : 0);
  let to = 0;
  for (const row of rows) {
    const end = indptr[row + 1] as number;
    for (let k = indptr[row] as number; k < end; ++k, ++to) {
      some[to] = indices[k] as number;
      if (data !== undefined) values[to] = data[k] as number;
    }
  }
  return { ...(data && { data: values }), indices: some, indptr: starts, rows: rows.length, columns };
}

/**
 * Some rows of a list with `width` entries a row, in a new list of its kind: an array, or a typed array of the same
 * type.
 */
export function pickRows(list: ArrayLike<unknown>, rows: Uint32Array, width = 1): ArrayLike<unknown> {
  // the typed arrays' own slice, since a Buffer has another, which copies nothing
  const { slice } = (isArray(list) ? Array : Float64Array).prototype;
  const part: { [at: number]: unknown; readonly length: number } = Reflect.apply(slice, list, [0, rows.length * width]);
  for (let i = 0; i < rows.length; ++i) {
    const from = (rows[i] as number) * width;
    for (let j = 0; j < width; ++j) part[i * width + j] = list[from + j];
  }
  return part;
}
