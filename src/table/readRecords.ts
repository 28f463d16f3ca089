import { cellIn, numberOf } from "./cells.ts";
import { type Asked, type ColumnCells, type ColumnProblem, LevelReader, NumberReader } from "./columnCells.ts";

/**
 * Row objects of a block: few enough to stay in a second-level cache while their columns are read one after the other.
 */
const BLOCK_ROWS = 512;

type Row = Readonly<Record<string, unknown>> | undefined;

/** What row objects have, read in one pass over them. */
export interface ReadRecords {
  /** Names in the order in which the rows have them first. */
  readonly names: readonly string[];
  /**
   * The columns that were asked for, less those that need a pass of their own: texts after numbers, and whatever is
   * wrong.
   */
  readonly columns: ReadonlyMap<string, ColumnCells | ColumnProblem>;
}

/** Reads the columns for which `askedOf` has an answer. An absent key is an undefined cell. */
export function readRecords(records: readonly unknown[], askedOf: (name: string) => Asked | undefined): ReadRecords {
  const block = new Block(Math.min(BLOCK_ROWS, records.length));
  const readers = new Map<string, NumberReader | LevelReader | undefined>();
  for (let first = 0; first < records.length; first += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, records.length - first);
    block.take(records, first, count);
    for (const [j, name] of block.names.entries()) {
      const cells = block.cells[j] as unknown[];
      if (first === 0) readers.set(name, readerOf(cells[0], records.length, askedOf(name)));
      let reader = readers.get(name);
      if (reader instanceof NumberReader) {
        if (reader.add(cells, first, count) < 0) continue;
        const asked = askedOf(name) as Asked;
        reader = first === 0 && asked.kind === undefined ? new LevelReader(records.length, asked) : undefined;
        readers.set(name, reader);
      }
      if (reader?.add(cells, first, count) !== undefined) readers.set(name, undefined);
    }
  }
  const columns = new Map<string, ColumnCells | ColumnProblem>();
  for (const [name, reader] of readers) if (reader !== undefined) columns.set(name, reader.read);
  return { names: block.names, columns };
}

function readerOf(cell: unknown, rows: number, asked: Asked | undefined): NumberReader | LevelReader | undefined {
  if (asked === undefined) return undefined;
  const isNumber = asked.kind === undefined ? numberOf(cell) !== undefined : asked.kind === "number";
  return isNumber ? new NumberReader(rows) : new LevelReader(rows, asked);
}

/** Some row objects by column. */
class Block {
  readonly names: string[] = [];
  readonly cells: unknown[][] = [];
  readonly #known = new Set<string>();
  readonly #rows: number;

  constructor(rows: number) {
    this.#rows = rows;
  }

  /**
   * Rows made alike have their keys in one order. An engine reads the values along with the keys then, which takes half
   * the time of asking for one name after the other, and says at once whether there is any other key.
   */
  take(records: readonly unknown[], first: number, count: number): void {
    const { names, cells } = this;
    for (let i = 0; i < count; ++i) {
      const row = records[first + i] as Row;
      let at = 0;
      if (typeof row === "object" && row !== null) {
        for (const name in row) {
          if (names[at] !== name) {
            at = -1;
            break;
          }
          (cells[at] as unknown[])[i] = row[name];
          ++at;
        }
      }
      // with keys in another order, more or fewer of them
      if (at !== names.length) this.#takeByName(row, i);
    }
  }

  #takeByName(row: Row, i: number): void {
    const { names, cells } = this;
    if (typeof row === "object" && row !== null) {
      for (const name in row as object) {
        if (this.#known.has(name)) continue;
        this.#known.add(name);
        names.push(name);
        cells.push(new Array(this.#rows).fill(undefined));
      }
    }
    for (const [j, own] of cells.entries()) own[i] = cellIn(row, names[j] as string);
  }
}
