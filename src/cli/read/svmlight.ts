import { GrowingNumbers } from "../../csv/growingNumbers.ts";
import { nameKey } from "../../csv/names.ts";
import { rowsOfMatrix } from "../../split/parts.ts";
import type { SparseMatrix } from "../../types.ts";
import { Failure, quoted } from "../failure.ts";
import { numberOf } from "./cells.ts";

/** The name of the column that begins each line of an svmlight file; the others have the names 1, 2, ... */
export const LABEL = "label";

/** A line "label index:value ..." as LIBLINEAR and XGBoost take them. */
export interface SvmlightRow {
  readonly label: string;
  /** Rising, from 1 on. */
  readonly indices: readonly number[];
  readonly values: readonly number[];
  readonly line: number;
}

/** Undefined of a line that is a comment alone. */
export function svmlightRow(file: string, text: string, line: number): SvmlightRow | undefined {
  const cells = text.replace(/#.*$/, "").trim().split(/\s+/);
  const [label = ""] = cells;
  if (label === "") return undefined;
  const indices: number[] = [];
  const values: number[] = [];
  let before = 0;
  for (let i = 1; i < cells.length; i++) {
    const cell = cells[i] as string;
    const at = cell.indexOf(":");
    const name = cell.slice(0, at);
    if (name === "qid") continue;
    const index = /^\d+$/.test(name) ? Number(name) : 0;
    const value = cell.slice(at + 1);
    if (!(index > before && index <= MOST_COLUMNS) || value === "" || value.includes(":")) {
      const expected =
        index > MOST_COLUMNS ? `indices up to ${MOST_COLUMNS}` : "index:value with rising indices from 1";
      throw new Failure(`${file}: line ${line}: expected ${expected}, got ${quoted(cell)}`);
    }
    before = index;
    indices.push(index);
    values.push(numberOf(value, () => ({ label: file, line, column: name })));
  }
  return { label, indices, values, line };
}

/** Coefficients and sums of so many columns are held as they are. */
const MOST_COLUMNS = 2 ** 26;

/** The value of a row in the column of this index: 0 where it is not written. */
export function valueAt({ indices, values }: SvmlightRow, index: number): number {
  const at = indices.indexOf(index);
  return at < 0 ? 0 : (values[at] as number);
}

/** The index that a name stands for; `why` ends the message of any other name: who asked for it. */
export function indexNamed(file: string, name: string, why: string): number {
  if (/^[1-9]\d{0,8}$/.test(name.trim())) return Number(name.trim());
  throw new Failure(`${file}: no column ${quoted(name)}${why}; the columns of svmlight are "label", "1", "2", ...`);
}

/** @throws Failure unless the target is what begins each line */
export function checkTarget(file: string, target: string): void {
  if (nameKey(target) === LABEL) return;
  throw new Failure(`${file}: no column ${quoted(target)} for the target; that of an svmlight file is "label"`);
}

/** Rows of an svmlight file in memory, which the library takes as they are: entry by entry, index 1 as column 0. */
export class SparseTable implements SparseMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly indptr: Uint32Array;
  readonly indices: Uint32Array;
  /** Undefined where every value is 1. */
  readonly data: Float64Array | undefined;

  constructor({ rows, columns, indptr, indices, data }: Pick<SparseTable, keyof SparseTable & keyof SparseMatrix>) {
    this.rows = rows;
    this.columns = columns;
    this.indptr = indptr;
    this.indices = indices;
    this.data = data;
  }

  /** The rows that are kept, in their order. */
  keep(kept: Uint32Array): SparseTable {
    if (kept.length === this.rows) return this;
    return new SparseTable(rowsOfMatrix(this, kept) as SparseTable);
  }

  /** The entries of one column, with zeros. */
  column(at: number): Float64Array {
    const values = new Float64Array(this.rows);
    for (let row = 0; row < this.rows; row++) {
      const end = this.indptr[row + 1] as number;
      for (let k = this.indptr[row] as number; k < end; k++) {
        if (this.indices[k] === at) values[row] = this.data?.[k] ?? 1;
      }
    }
    return values;
  }

  /** These columns alone, in this order. */
  pick(columns: ArrayLike<number>): SparseTable {
    const batch = new SparseRows(columnsAt(columns));
    for (let row = 0; row < this.rows; row++) {
      const [first, end] = [this.indptr[row] as number, this.indptr[row + 1] as number];
      const values = this.data?.subarray(first, end) ?? new Float64Array(end - first).fill(1);
      batch.push(this.indices.subarray(first, end), values);
    }
    return batch.table(columns.length);
  }
}

/** Of each column, where it is among some. */
function columnsAt(columns: ArrayLike<number>): (column: number) => number | undefined {
  const at = new Map(Array.from(columns, (column, position) => [column, position]));
  return (column) => at.get(column);
}

/** Collects sparse rows, a number or two an entry. */
export class SparseRows {
  /** Where a column of the file is to be; undefined for one that is passed over. */
  readonly #columnOf: (column: number) => number | undefined;
  readonly #starts = new GrowingNumbers((length) => new Uint32Array(length));
  readonly #indices = new GrowingNumbers((length) => new Uint32Array(length));
  /** Undefined while every value is 1. */
  #values: GrowingNumbers<Float64Array<ArrayBuffer>> | undefined;
  /** One more than the last column that has an entry. */
  #columns = 0;

  constructor(columnOf: (column: number) => number | undefined) {
    this.#columnOf = columnOf;
    this.#starts.push(0);
  }

  get rows(): number {
    return this.#starts.length - 1;
  }

  push(columns: ArrayLike<number>, values: ArrayLike<number>): void {
    for (let i = 0; i < columns.length; i++) {
      const column = this.#columnOf(columns[i] as number);
      if (column === undefined) continue;
      const value = values[i] as number;
      if (value !== 1 && this.#values === undefined) {
        this.#values = new GrowingNumbers((length) => new Float64Array(length));
        for (let k = 0; k < this.#indices.length; k++) this.#values.push(1);
      }
      this.#values?.push(value);
      this.#indices.push(column);
      if (column >= this.#columns) this.#columns = column + 1;
    }
    this.#starts.push(this.#indices.length);
  }

  /** @param columns default: as many as the last one that has an entry says */
  table(columns = this.#columns): SparseTable {
    const { rows } = this;
    const [indptr, indices, data] = [this.#starts.all(), this.#indices.all(), this.#values?.all()];
    return new SparseTable({ rows, columns, indptr, indices, data });
  }

  clear(): void {
    this.#starts.clear();
    this.#starts.push(0);
    this.#indices.clear();
    this.#values = undefined;
    this.#columns = 0;
  }
}

/** The names of n columns that have none but their numbers. */
export function numberedNames(columns: number): string[] {
  return Array.from({ length: columns }, (_, j) => String(j + 1));
}

/** Whether names are the numbers from 1 on. */
export function isNumbered(names: readonly string[]): boolean {
  return names.every((name, j) => name === String(j + 1));
}
