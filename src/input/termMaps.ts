import { isArray, tagOf } from "../check/values.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import type { Csr } from "./csr.ts";

/** Sparse rows whose columns have names: those that are not in a row are 0 there. */
export interface NamedCsr {
  readonly csr: Csr;
  /** The names of the columns, ascending by code unit unless they were given. */
  readonly names: readonly string[];
}

/** Whether X means to be rows that are Maps, by the first of them. */
export function isMaps(X: unknown): X is readonly unknown[] {
  return isArray(X) && isMap(X[0]);
}

function isMap(value: unknown): value is ReadonlyMap<unknown, unknown> {
  return tagOf(value) === "[object Map]";
}

/**
 * Rows that are Maps of a term to its number. With names that are known, those of a model, other terms count nothing,
 * as words do that a text has and its vocabulary lacks.
 * @throws LogitTypeError, LogitRangeError INVALID_MATRIX, NON_FINITE naming the row and the term
 */
export function csrOfMaps(X: readonly unknown[], known?: readonly string[]): NamedCsr {
  const rows = X.map((row, at) => {
    if (isMap(row)) return row;
    const message = `X: expected a Map of terms to numbers as row ${at}, got ${shown(row)}`;
    throw new LogitTypeError("INVALID_MATRIX", message);
  });
  const names = known ?? termsOf(rows);
  if (names.length === 0) throw new LogitRangeError("INVALID_MATRIX", "X: expected at least one term, got none");
  const columnOf = new Map<unknown, number>(names.map((name, j) => [name, j]));
  const indptr = new Uint32Array(rows.length + 1);
  const indices: number[] = [];
  const data: number[] = [];
  for (const [row, terms] of rows.entries()) {
    const own: [column: number, value: number][] = [];
    for (const [term, value] of terms) {
      const column = columnOf.get(term);
      if (column !== undefined) own.push([column, numberIn(value, row, term)]);
    }
    own.sort(([a], [b]) => a - b);
    for (const [column, value] of own) {
      indices.push(column);
      data.push(value);
    }
    indptr[row + 1] = indices.length;
  }
  const entries = { indices: Uint32Array.from(indices), data: Float64Array.from(data) };
  return { csr: { rows: rows.length, columns: names.length, indptr, ...entries }, names };
}

function termsOf(rows: readonly ReadonlyMap<unknown, unknown>[]): string[] {
  const terms = new Set<string>();
  for (const [row, map] of rows.entries()) {
    for (const term of map.keys()) {
      if (typeof term === "string") terms.add(term);
      else throw new LogitTypeError("INVALID_MATRIX", `X: expected texts as terms, got ${shown(term)} at row ${row}`);
    }
  }
  return Array.from(terms).sort((a, b) => (a < b ? -1 : 1));
}

/** Squares of numbers beyond 1e150 would overflow. */
function numberIn(value: unknown, row: number, term: unknown): number {
  if (typeof value === "number" && Math.abs(value) <= 1e150) return value;
  const where = `at row ${row}, term ${shown(term)}`;
  if (typeof value !== "number") {
    throw new LogitTypeError("INVALID_MATRIX", `X: expected numbers, got ${shown(value)} ${where}`);
  }
  const expected = Number.isFinite(value) ? "numbers up to 1e150 in size" : "finite numbers";
  throw new LogitRangeError("NON_FINITE", `X: expected ${expected}, got ${value} ${where}`);
}
