import { type Numbers, type RowSource, sparseSource } from "../input/matrix.ts";
import { OPTIONS_ADVICE } from "./advice.ts";
import type { NumberCells, TextedCells } from "./columnCells.ts";
import type { ReadTable } from "./encodedTable.ts";
import { encoderOf } from "./encoder.ts";
import { type EncodedColumn, encodedName, type PlainEncoder, type TableEncoding } from "./encoding.ts";
import type { KnownFrom } from "./knownOptions.ts";
import { levelCodes, notFinite, OTHER, type RowIn } from "./levelCodes.ts";
import { isSparse, sparseEncoded } from "./sparseEncoded.ts";

/**
 * Rows that are encoded together, so that they stay in a first-level cache while one column after the other is written.
 */
const BLOCK_ROWS = 256;

/**
 * Writes its columns of `count` rows from row `first` on, each row `width` numbers after the one before; levels into
 * zeros.
 */
type WriteColumn = (target: Numbers, at: number, width: number, first: number, count: number) => void;

/** The encoded rows of a table that was read. */
export function encodedSource(read: ReadTable, encoding: TableEncoding, from: KnownFrom = "first rows"): RowSource {
  const { columns, rows, kept } = read;
  const rowIn = (row: number): number => kept?.[row] ?? row;
  const encoder = encoderOf(encoding);
  const width = encoder.encoded.length;
  const where = (row: number, column: number): string =>
    `row ${rowIn(row)}, column "${encodedName(encoder.encoded[column] as EncodedColumn)}"`;
  const widest = (): string => widestOf(encoder.encoded, columns);
  if (isSparse(read, width)) {
    return { ...sparseSource(sparseEncoded(read, encoding, encoder, { rowIn, from })), where, widest };
  }
  const writers: WriteColumn[] = [];
  const starts: number[] = [];
  let start = 0;
  for (const [j, { cells }] of columns.entries()) {
    const own = encoder.columns[j] as PlainEncoder;
    // texts make the rows sparse
    if (cells.kind === "text") continue;
    if (cells.kind === "category") writers.push(levelWriter(cells, own, rowIn, from));
    else if (isPlain(encoding, j))
      writers.push(cells.batches ? batchWriter(cells.batches) : plainWriter(cells.numbers));
    else writers.push(numberWriter(cells.numbers, own, rowIn));
    starts.push(start);
    start += own.encoded.length;
  }
  const hasProducts = start < width;
  const hasLevels = columns.some(({ cells }) => cells.kind === "category");
  const copyRows = (target: Numbers, first: number, count: number): void => {
    // a product is rounded to float32 itself, and its factors are not
    const exact = hasProducts && target instanceof Float32Array ? new Float64Array(count * width) : target;
    if (hasLevels) exact.fill(0, 0, count * width);
    for (let done = 0; done < count; done += BLOCK_ROWS) {
      const some = Math.min(BLOCK_ROWS, count - done);
      for (let j = 0; j < writers.length; ++j) {
        (writers[j] as WriteColumn)(exact, done * width + (starts[j] as number), width, first + done, some);
      }
    }
    if (hasProducts) for (let i = 0; i < count; ++i) encoder.writeProducts(exact, i * width);
    if (exact !== target) target.set(exact);
  };
  const one = new Float64Array(width);
  return {
    rows,
    columns: width,
    precision: "f64",
    contiguous: false,
    where,
    widest,
    copyRows,
    valueAt: (row, column) => {
      copyRows(one, row, 1);
      return one[column] as number;
    },
  };
}

/** The column, or product, of the most encoded columns, and what would make them fewer. */
function widestOf(encoded: readonly EncodedColumn[], columns: ReadTable["columns"]): string {
  const counts = new Map<string, number>();
  for (const { name } of encoded) counts.set(name, (counts.get(name) ?? 0) + 1);
  const [[name, count] = ["", 0]] = Array.from(counts).sort(([, a], [, b]) => b - a);
  const column = columns.find((one) => one.name === name);
  const pool = `columns: { ${JSON.stringify(name)}: { minCount: 100 } } so that rare levels share one`;
  const drop = `${OPTIONS_ADVICE.drop([name])}, or features without it`;
  const next =
    column === undefined
      ? "leave it out of interactions"
      : `say ${column.cells.kind === "category" ? `${pool}, ` : ""}${drop}`;
  return `${JSON.stringify(name)} makes ${count} of the columns: ${next}`;
}

/** Whether a column of numbers is taken as it is. */
function isPlain({ columns }: TableEncoding, j: number): boolean {
  const column = columns[j];
  return column?.kind === "number" && column.transform === undefined && !column.knots && column.fill === undefined;
}

/**
 * Numbers as they are, by way of one kind of array if they are of another: a loop that has seen typed arrays of several
 * kinds takes several times as long.
 */
function plainWriter(numbers: NumberCells): WriteColumn {
  if (numbers instanceof Float64Array) {
    return (target, at, width, first, count) => scatter(numbers, first, target, at, width, count);
  }
  const block = new Float64Array(BLOCK_ROWS);
  return (target, at, width, first, count) => {
    block.set(numbers.subarray(first, first + count));
    scatter(block, 0, target, at, width, count);
  };
}

/** Numbers as they are, from several arrays. */
function batchWriter(batches: readonly NumberCells[]): WriteColumn {
  const writers = batches.map(plainWriter);
  const ends: number[] = [];
  for (const { length } of batches) ends.push((ends.at(-1) ?? 0) + length);
  return (target, at, width, first, count) => {
    let b = ends.findIndex((end) => end > first);
    for (let done = 0; done < count; ++b) {
      const start = (ends[b] as number) - (batches[b] as NumberCells).length;
      const some = Math.min(count - done, (ends[b] as number) - first - done);
      (writers[b] as WriteColumn)(target, at + done * width, width, first + done - start, some);
      done += some;
    }
  };
}

function scatter(from: Float64Array, first: number, target: Numbers, at: number, width: number, count: number): void {
  for (let i = 0, to = at; i < count; ++i, to += width) target[to] = from[first + i] as number;
}

/** Numbers of which something is taken, or for which something may stand in. */
function numberWriter(numbers: NumberCells, { name, write }: PlainEncoder, rowIn: RowIn): WriteColumn {
  return (target, at, width, first, count) => {
    for (let i = 0; i < count; ++i) {
      const value = numbers[first + i] as number;
      if (!write(value, target, at + i * width)) throw notFinite(name, value, rowIn(first + i));
    }
  };
}

/**
 * The columns of a category: most rows take one store, however many levels there are.
 * @throws LogitRangeError UNKNOWN_LEVEL for a level that an earlier encoding lacks
 */
function levelWriter(cells: TextedCells, column: PlainEncoder, rowIn: RowIn, from: KnownFrom): WriteColumn {
  const { ones, byLevel } = levelCodes(cells, column, rowIn, from);
  const { codes } = cells;
  const { name, write } = column;
  return (target, at, width, first, count) => {
    for (let i = 0, to = at; i < count; ++i, to += width) {
      const level = codes[first + i] as number;
      const k = ones[level + 1] as number;
      if (k >= 0) target[to + k] = 1;
      else if (k === OTHER && !write((byLevel[level] as number | undefined) ?? Number.NaN, target, to)) {
        throw notFinite(name, Number.NaN, rowIn(first + i));
      }
    }
  };
}
