import { isList } from "../check/values.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { cellIn } from "./cells.ts";
import type { Encoder } from "./encoder.ts";
import { isRecord, type Table } from "./table.ts";

type Cells = ArrayLike<unknown>;

/** 4 GiB. */
const MOST_NUMBERS = 2 ** 29;

/** The cell of a row in a column of the encoder. */
type CellOf = (j: number) => unknown;

/**
 * The encoded rows of a table, row after row. A row with a cell that cannot be encoded is refused or, where `invalid`
 * takes it or it is to be left out, becomes NaN throughout.
 * @throws LogitRangeError MISSING_VALUE, UNKNOWN_LEVEL, LogitTypeError INVALID_MATRIX naming row and column
 */
export function encodeTable(
  encoder: Encoder,
  table: Table,
  invalid: "error" | "nan",
  isLeftOut?: (cellOf: CellOf) => boolean,
): Float64Array<ArrayBuffer> {
  const { columns, encoded } = encoder;
  const width = encoded.length;
  const cells = columns.map(({ name }) => cellsOf(table, name));
  if (table.rows * width > MOST_NUMBERS) {
    const expected = `at most ${Math.floor(MOST_NUMBERS / width)} rows of ${width} encoded columns at a time`;
    throw new LogitRangeError("OUT_OF_MEMORY", `X: expected ${expected}, got ${table.rows}: give them in parts`);
  }
  const target = new Float64Array(table.rows * width);
  for (let row = 0; row < table.rows; ++row) {
    const cellOf: CellOf = (j) => (cells[j] as Cells)[row];
    const bad = encodeRow(encoder, cellOf, target, row * width);
    if (bad < 0) continue;
    if (invalid === "error" && !isLeftOut?.(cellOf)) throw refused(encoder, bad, cellOf(bad), ` at row ${row}`);
    target.fill(Number.NaN, row * width, (row + 1) * width);
  }
  return target;
}

/** The encoded row of a record; NaN throughout where it cannot be encoded and `invalid` takes that. */
export function encodeRecord(encoder: Encoder, record: unknown, target: Float64Array, invalid: "error" | "nan"): void {
  if (!isRecord(record)) {
    throw new LogitTypeError("INVALID_MATRIX", `predictOne: expected a row object, got ${shown(record)}`);
  }
  const { columns } = encoder;
  const cellOf: CellOf = (j) => cellIn(record, (columns[j] as { name: string }).name);
  const bad = encodeRow(encoder, cellOf, target, 0);
  if (bad < 0) return;
  if (invalid === "nan") target.fill(Number.NaN);
  else throw refused(encoder, bad, cellOf(bad), "");
}

/** The first column whose cell cannot be encoded, -1 if there is none. */
function encodeRow(encoder: Encoder, cellOf: CellOf, target: Float64Array, at: number): number {
  const { columns } = encoder;
  let to = at;
  for (let j = 0; j < columns.length; ++j) {
    const column = columns[j] as Encoder["columns"][number];
    const code = column.code(cellOf(j));
    if (code === undefined || !column.write(code, target, to)) return j;
    to += column.encoded.length;
  }
  encoder.writeProducts(target, at);
  return -1;
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
  const { name, code, kind } = columns[j] as Encoder["columns"][number];
  const at = `${where}${where === "" ? " in" : ","} column "${name}"`;
  const known = code(cell);
  if (known !== undefined && Number.isNaN(known)) {
    return new LogitRangeError("MISSING_VALUE", `X: expected a value, got a missing one (${shown(cell)})${at}`);
  }
  if (known !== undefined) {
    return new LogitRangeError("NON_FINITE", `X: expected a number whose logarithm is finite, got ${shown(cell)}${at}`);
  }
  if (kind === "number") return new LogitTypeError("INVALID_MATRIX", `X: expected a number, got ${shown(cell)}${at}`);
  return new LogitRangeError("UNKNOWN_LEVEL", `X: expected a level that was there in fit, got ${shown(cell)}${at}`);
}
