import { dependsOnRows, type GivenTable } from "../table/givenRows.ts";

/** A table whose numbers stay as they are, where folds will learn an encoding of their own from them. */
export function ownedTable(table: GivenTable): GivenTable {
  if (!dependsOnRows(table)) return table;
  const columns = table.read.columns.map((column) =>
    column.cells.kind === "number"
      ? { ...column, cells: { ...column.cells, numbers: column.cells.numbers.slice() } }
      : column,
  );
  return { ...table, read: { ...table.read, columns } };
}
