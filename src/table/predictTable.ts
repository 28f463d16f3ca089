import { isList } from "../check/values.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { cellIn, levelOf } from "./cells.ts";
import type { Encoder } from "./encoder.ts";
import type { ColumnEncoder } from "./encoding.ts";
import { isRecord, type Table } from "./table.ts";

type Cells = ArrayLike<unknown>;

/**
 * What becomes of a row with a cell that cannot be encoded: "error" names row and column, "nan" gives NaN, "missing"
 * gives NaN where the cell is missing and nothing stands in for it, and else is "error".
 */
export type Invalid = "error" | "nan" | "missing";

/**
 * z = x . coef + intercept of rows of a table, x being the encoded row, which is never written out as a whole: entries
 * of 0 add nothing, so that a text costs its own terms, and a level one column. The sum starts from the intercept and
 * goes from left to right, which are the bits of the same rows encoded by hand.
 */
export class TableScorer {
  readonly #encoder: Encoder;
  readonly #coef: Float64Array;
  readonly #intercept: number;
  /** The encoded row at hand but for texts, and for levels where there are no products. */
  readonly #x: Float64Array;
  /** Whether there are products of columns, which need the whole row. */
  readonly #hasProducts: boolean;
  /** The column whose cell cannot be encoded, -1 if there is none. */
  #bad = -1;

  constructor(encoder: Encoder, coef: Float64Array, intercept: number) {
    this.#encoder = encoder;
    this.#coef = coef;
    this.#intercept = intercept;
    this.#x = new Float64Array(coef.length);
    this.#hasProducts = encoder.columns.reduce((sum, { encoded }) => sum + encoded.length, 0) < coef.length;
  }

  /** @throws LogitRangeError MISSING_VALUE, UNKNOWN_LEVEL, NON_FINITE, LogitTypeError INVALID_MATRIX */
  table(table: Table, invalid: Invalid): Float64Array<ArrayBuffer> {
    const cells = this.#encoder.columns.map(({ name }) => cellsOf(table, name));
    return Float64Array.from({ length: table.rows }, (_, row) =>
      this.#scored((j) => (cells[j] as Cells)[row], invalid, row),
    );
  }

  /** z of a row object. @throws as for a table */
  record(record: unknown, invalid: Invalid): number {
    if (!isRecord(record)) {
      throw new LogitTypeError("INVALID_MATRIX", `predictOne: expected a row object, got ${shown(record)}`);
    }
    const { columns } = this.#encoder;
    return this.#scored((j) => cellIn(record, (columns[j] as ColumnEncoder).name), invalid);
  }

  #scored(cellOf: (j: number) => unknown, invalid: Invalid, row?: number): number {
    const z = this.#sum(cellOf);
    if (z - z === 0) return z;
    const bad = this.#bad;
    // Infinity from finite entries is a fair z
    if (invalid === "nan") return bad < 0 && this.#x.every(Number.isFinite) ? z : Number.NaN;
    if (bad >= 0) {
      const cell = cellOf(bad);
      if (invalid === "missing" && missesAny(this.#encoder, cellOf)) return Number.NaN;
      throw refused(this.#encoder, bad, cell, row === undefined ? "" : ` at row ${row}`);
    }
    const column = this.#x.findIndex((value) => value - value !== 0);
    const where = `row ${row ?? 0}`;
    if (column >= 0) {
      const got = `${this.#x[column]} at ${where}, column ${column}`;
      throw new LogitRangeError("NON_FINITE", `X: expected finite numbers, got ${got}`);
    }
    if (!Number.isNaN(z)) return z;
    const expected = `${where} x coefficients to be a number`;
    throw new LogitRangeError("NON_FINITE", `X: expected ${expected}, got Infinity - Infinity`);
  }

  /** NaN where a cell cannot be encoded. */
  #sum(cellOf: (j: number) => unknown): number {
    const { columns, writeProducts } = this.#encoder;
    const x = this.#x;
    const coef = this.#coef;
    let z = this.#intercept;
    let at = 0;
    this.#bad = -1;
    for (let j = 0; j < columns.length; ++j) {
      const column = columns[j] as ColumnEncoder;
      const end = at + column.encoded.length;
      if (column.kind === "text") {
        const vector = column.vector(cellOf(j));
        if (vector === undefined) {
          this.#bad = j;
          return Number.NaN;
        }
        const { indices, values } = vector;
        for (let k = 0; k < indices.length; ++k)
          z += (values[k] as number) * (coef[at + (indices[k] as number)] as number);
        at = end;
        continue;
      }
      const code = column.code(cellOf(j));
      // a level costs one column, however many there are
      if ((code as number) >= 0 && (code as number) < column.ones && !this.#hasProducts) {
        z += coef[at + (code as number)] as number;
        at = end;
        continue;
      }
      if (code === undefined || !column.write(code, x, at)) {
        this.#bad = j;
        return Number.NaN;
      }
      for (; at < end; ++at) z += (x[at] as number) * (coef[at] as number);
    }
    writeProducts(x, 0);
    for (; at < coef.length; ++at) z += (x[at] as number) * (coef[at] as number);
    return z;
  }
}

function cellsOf(table: Table, name: string): Cells {
  const cells = table.column(name);
  if (isList(cells) && cells.length === table.rows) return cells;
  const got = cells === undefined ? "none" : isList(cells) ? `one of ${cells.length} rows` : shown(cells);
  throw new LogitRangeError(
    "SHAPE_MISMATCH",
    `X: expected a column "${name}" of ${table.rows} rows as in fit, got ${got}`,
  );
}

function refused({ columns }: Encoder, j: number, cell: unknown, where: string): Error {
  const column = columns[j] as ColumnEncoder;
  const at = `${where}${where === "" ? " in" : ","} column "${column.name}"`;
  if (isMissing(column, cell)) {
    return new LogitRangeError("MISSING_VALUE", `X: expected a value, got a missing one (${shown(cell)})${at}`);
  }
  if (column.kind === "text") {
    return new LogitTypeError("INVALID_MATRIX", `X: expected a text, got ${shown(cell)}${at}`);
  }
  if (column.code(cell) !== undefined) {
    return new LogitRangeError("NON_FINITE", `X: expected a number whose logarithm is finite, got ${shown(cell)}${at}`);
  }
  if (column.kind === "number") {
    return new LogitTypeError("INVALID_MATRIX", `X: expected a number, got ${shown(cell)}${at}`);
  }
  return new LogitRangeError("UNKNOWN_LEVEL", `X: expected a level that was there in fit, got ${shown(cell)}${at}`);
}

/** Whether a row misses a value for which nothing stands in. */
function missesAny({ columns }: Encoder, cellOf: (j: number) => unknown): boolean {
  return columns.some((column, j) => {
    const cell = cellOf(j);
    if (!isMissing(column, cell)) return false;
    return column.kind === "text" ? column.vector(cell) === undefined : !column.write(Number.NaN, [], 0);
  });
}

/** Whether a cell is missing for a column of its kind. */
function isMissing(column: ColumnEncoder, cell: unknown): boolean {
  return column.kind === "text" ? levelOf(cell) === null : Number.isNaN(column.code(cell));
}
