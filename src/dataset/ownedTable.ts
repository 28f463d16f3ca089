import type { ColumnCells } from "../table/columnCells.ts";
import { dependsOnRows, type GivenTable } from "../table/givenRows.ts";

/** A table whose numbers stay as they are, where folds will learn an encoding of their own from them. */
export function ownedTable(table: GivenTable): GivenTable {
  if (!dependsOnRows(table)) return table;
  const columns = table.read.columns.map((column) => {
    const { cells } = column;
    if (cells.kind !== "number") return column;
    const own: ColumnCells = { kind: "number", numbers: cells.numbers.slice(), missing: cells.missing };
    return { ...column, cells: own };
  });
  return { ...table, read: { ...table.read, columns } };
}
