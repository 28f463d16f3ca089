import { type ColumnCells, type ColumnProblem, keptCells } from "./columnCells.ts";
import type { Table } from "./table.ts";

/** A table whose columns were read already, as the columns of a file are while it is read. */
export class CellTable implements Table {
  readonly rows: number;
  readonly names: readonly string[];
  readonly #columns: ReadonlyMap<string, ColumnCells | ColumnProblem>;

  constructor(rows: number, columns: ReadonlyMap<string, ColumnCells | ColumnProblem>) {
    this.rows = rows;
    this.names = Array.from(columns.keys());
    this.#columns = columns;
  }

  cells(name: string): ColumnCells | ColumnProblem | undefined {
    return this.#columns.get(name);
  }

  /** Numbers, NaN where missing, or levels, null where missing. */
  column(name: string): ArrayLike<unknown> | undefined {
    const cells = this.#columns.get(name);
    if (cells === undefined || "problem" in cells) return undefined;
    if (cells.kind === "number") return cells.numbers;
    return Array.from(cells.codes, (code) => cells.levels[code] ?? null);
  }

  /** The rows that are kept, in their order. */
  keep(kept: Uint32Array): CellTable {
    if (kept.length === this.rows) return this;
    const columns = Array.from(this.#columns, ([name, cells]): [string, ColumnCells | ColumnProblem] => [
      name,
      "problem" in cells ? cells : keptCells(cells, kept),
    ]);
    return new CellTable(kept.length, new Map(columns));
  }
}
