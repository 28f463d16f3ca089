import type { Csr } from "../input/csr.ts";
import type { TermCounts } from "../text/termCounts.ts";
import { termRows } from "../text/termRows.ts";
import type { NumberCells, TextedCells } from "./columnCells.ts";
import type { ReadTable } from "./encodedTable.ts";
import type { Encoder } from "./encoder.ts";
import type { ColumnEncoder, PlainEncoder, TableEncoding, TextEncoding } from "./encoding.ts";
import type { KnownFrom } from "./knownOptions.ts";
import { levelCodes, notFinite, OTHER, type RowIn } from "./levelCodes.ts";

/**
 * Encoded columns from which on rows of a table may be sparse, and how many times as many as the columns of the table
 * they have to be then: an epoch of a stored entry takes about eight times as long as one of a dense one.
 */
const LEAST_WIDTH = 256;
const LEAST_LEVELS = 16;

/** Whether most entries of the encoded rows are 0, so that only the others are kept: with texts, or many levels. */
export function isSparse({ columns, interactions }: ReadTable, width: number): boolean {
  if (columns.some(({ cells }) => cells.kind === "text")) return true;
  return interactions.length === 0 && width >= LEAST_WIDTH && width >= LEAST_LEVELS * columns.length;
}

/** Adds the entries of a row that are not 0 by `push`, columns ascending. */
type WriteEntries = (row: number, push: (column: number, value: number) => void) => void;

/** Where errors say that something came from. */
export interface CameFrom {
  readonly rowIn: RowIn;
  readonly from: KnownFrom;
}

/** The encoded rows of a table as sparse rows: the columns of encodedSource, without their zeros. */
export function sparseEncoded(
  { columns, rows }: ReadTable,
  encoding: TableEncoding,
  encoder: Encoder,
  came: CameFrom,
): Csr {
  const width = encoder.encoded.length;
  const writers: WriteEntries[] = [];
  let start = 0;
  for (const [j, { cells }] of columns.entries()) {
    const own = encoder.columns[j] as ColumnEncoder;
    if (cells.kind === "number") writers.push(numberEntries(cells.numbers, own as PlainEncoder, start, came));
    else if (cells.kind === "category") writers.push(levelEntries(cells, own as PlainEncoder, start, came));
    else writers.push(textEntries(cells.found as TermCounts, cells.codes, encoding.columns[j] as TextEncoding, start));
    start += own.encoded.length;
  }
  const indptr = new Uint32Array(rows + 1);
  const entries = new Entries();
  const push = (column: number, value: number): void => entries.push(column, value);
  const products = start < width ? new Products(encoder, start, width) : undefined;
  const add = products === undefined ? push : products.noting(push);
  for (let row = 0; row < rows; ++row) {
    for (const write of writers) write(row, add);
    products?.write(push);
    indptr[row + 1] = entries.length;
  }
  return { rows, columns: width, indptr, ...entries.all };
}

function numberEntries(
  numbers: NumberCells,
  { name, write, encoded }: PlainEncoder,
  start: number,
  { rowIn }: CameFrom,
): WriteEntries {
  const one = new Float64Array(encoded.length);
  return (row, push) => {
    const value = numbers[row] as number;
    if (!write(value, one, 0)) throw notFinite(name, value, rowIn(row));
    for (let k = 0; k < one.length; ++k) if (one[k] !== 0) push(start + k, one[k] as number);
  };
}

function levelEntries(
  cells: TextedCells,
  column: PlainEncoder,
  start: number,
  { rowIn, from }: CameFrom,
): WriteEntries {
  const { ones, byLevel } = levelCodes(cells, column, rowIn, from);
  const { codes } = cells;
  const { name, write, encoded } = column;
  const one = new Float64Array(encoded.length);
  return (row, push) => {
    const level = codes[row] as number;
    const k = ones[level + 1] as number;
    if (k >= 0) push(start + k, 1);
    else if (k === OTHER) {
      const code = (byLevel[level] as number | undefined) ?? Number.NaN;
      if (!write(code, one, 0)) throw notFinite(name, Number.NaN, rowIn(row));
      for (let at = 0; at < one.length; ++at) if (one[at] !== 0) push(start + at, one[at] as number);
    }
  };
}

function textEntries(found: TermCounts, codes: Int32Array, column: TextEncoding, start: number): WriteEntries {
  const { indptr, indices, data, columns } = termRows(found, column);
  return (row, push) => {
    const end = indptr[row + 1] as number;
    for (let k = indptr[row] as number; k < end; ++k) {
      push(start + (indices[k] as number), data === undefined ? 1 : (data[k] as number));
    }
    if (column.indicator && (codes[row] as number) < 0) push(start + columns, 1);
  };
}

/** Columns and values of entries, in the order in which they come. */
class Entries {
  #indices = new Uint32Array(1024);
  #values = new Float64Array(1024);
  #areOnes = true;
  length = 0;

  push(column: number, value: number): void {
    if (this.length === this.#indices.length) this.#grow();
    this.#indices[this.length] = column;
    this.#values[this.length++] = value;
    if (value !== 1) this.#areOnes = false;
  }

  /** Without values where all are 1. */
  get all(): Pick<Csr, "indices" | "data"> {
    const data = this.#areOnes ? undefined : this.#values.subarray(0, this.length);
    return { indices: this.#indices.subarray(0, this.length), data };
  }

  #grow(): void {
    const [indices, values] = [this.#indices, this.#values];
    this.#indices = new Uint32Array(2 * indices.length);
    this.#values = new Float64Array(2 * values.length);
    this.#indices.set(indices);
    this.#values.set(values);
  }
}

/** The products of a row's entries, which come after them. */
class Products {
  readonly #encoder: Encoder;
  readonly #start: number;
  /** The row at hand with its zeros. */
  readonly #x: Float64Array;
  readonly #noted: number[] = [];

  constructor(encoder: Encoder, start: number, width: number) {
    this.#encoder = encoder;
    this.#start = start;
    this.#x = new Float64Array(width);
  }

  noting(push: (column: number, value: number) => void): (column: number, value: number) => void {
    return (column, value) => {
      push(column, value);
      this.#x[column] = value;
      this.#noted.push(column);
    };
  }

  write(push: (column: number, value: number) => void): void {
    this.#encoder.writeProducts(this.#x, 0);
    for (let j = this.#start; j < this.#x.length; ++j) if (this.#x[j] !== 0) push(j, this.#x[j] as number);
    for (const column of this.#noted) this.#x[column] = 0;
    this.#noted.length = 0;
  }
}
