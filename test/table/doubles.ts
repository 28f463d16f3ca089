/**
 * Small doubles of the tables of other packages: the members that they are known by, answering as the packages do (recorded from
 * apache-arrow 21.2, flechette 2.6, arquero 8.0.3 and nodejs-polars 0.25.2; test/consumers has the packages themselves).
 */

export type Row = Readonly<Record<string, unknown>>;

const columnOf = (rows: readonly Row[], name: string): unknown[] => rows.map((row) => row[name] ?? null);

/** A table of Arrow: vectors with nulls give an array of objects, those without their own typed array. */
export function arrowDouble(rows: readonly Row[]) {
  const names = Object.keys(rows[0] ?? {});
  return {
    schema: { fields: names.map((name) => ({ name })) },
    numRows: rows.length,
    getChild: (name: string) => (names.includes(name) ? vectorOf(columnOf(rows, name)) : null),
  };
}

function vectorOf(cells: readonly unknown[]) {
  const nullCount = cells.filter((cell) => cell === null).length;
  return {
    length: cells.length,
    nullCount,
    get: (row: number) => cells[row],
    [Symbol.iterator]: () => cells[Symbol.iterator](),
    // the buffer under nulls has zeros: whoever takes it loses them
    toArray: () => {
      if (cells.every((cell) => typeof cell === "bigint" || cell === null)) {
        return BigInt64Array.from(cells as bigint[], (cell) => cell ?? 0n);
      }
      const areNumbers = cells.every((cell) => typeof cell === "number" || cell === null);
      return areNumbers ? Float64Array.from(cells as number[], (cell) => cell ?? 0) : Array.from(cells);
    },
  };
}

/** A table of arquero, some of whose rows a filter hides: `column` is not filtered, `array` is. */
export function arqueroDouble(rows: readonly Row[], hidden: readonly Row[] = []) {
  const names = Object.keys(rows[0] ?? {});
  return {
    columnNames: () => names,
    numRows: () => rows.length,
    totalRows: () => rows.length + hidden.length,
    array: (name: string) => columnOf(rows, name),
    column: (name: string) => columnOf([...hidden, ...rows], name),
    [Symbol.iterator]: () => rows[Symbol.iterator](),
  };
}

/** A data frame of nodejs-polars, whose series have a method `nullCount`. */
export function polarsDouble(rows: readonly Row[]) {
  const columns = Object.keys(rows[0] ?? {});
  return {
    columns,
    height: rows.length,
    getColumn: (name: string) => {
      const cells = columnOf(rows, name);
      return {
        length: cells.length,
        nullCount: () => cells.filter((cell) => cell === null).length,
        toArray: () => cells,
        [Symbol.iterator]: () => cells[Symbol.iterator](),
      };
    },
  };
}
