import type { Numbers, RowSource } from "../input/matrix.ts";
import { spread } from "../rows/leverages.ts";
import type { MeasuredRows } from "../rows/trainingRows.ts";
import type { Answer, Point, Request, Solver } from "../solver/protocol.ts";

/**
 * A fit that has some of the columns of its rows alone, as one to a Dataset without a penalty, in which every level of
 * a category has a column: for the solver the others are not there.
 */

/** The rows as far as these columns go; all of them where none are named. */
export function ofColumns(rows: MeasuredRows, columns: readonly number[] | undefined): MeasuredRows {
  if (columns === undefined) return rows;
  const { leading: _, ...others } = rows;
  const { holder, moments, scaling } = rows;
  const pick = (values: Float64Array): Float64Array<ArrayBuffer> => Float64Array.from(columns, (j) => values[j] ?? 0);
  return {
    ...others,
    holder: {
      rows: holder.rows,
      columns: columns.length,
      precision: holder.precision,
      blockRows: holder.blockRows,
    },
    moments: { mean: pick(moments.mean), deviation: pick(moments.deviation) },
    scaling: { centre: pick(scaling.centre), scale: pick(scaling.scale) },
  };
}

/** The same of rows that are read. */
export function sourceOfColumns(source: RowSource, columns: readonly number[] | undefined): RowSource {
  if (columns === undefined) return source;
  const all = source.columns;
  return {
    rows: source.rows,
    columns: columns.length,
    precision: source.precision,
    contiguous: false,
    copyRows: (target: Numbers, first: number, count: number): void => {
      const rows = new Float64Array(count * all);
      source.copyRows(rows, first, count);
      for (let i = 0; i < count; ++i) {
        for (const [k, j] of columns.entries()) target[i * columns.length + k] = rows[i * all + j] ?? 0;
      }
    },
    valueAt: (row, column) => source.valueAt(row, columns[column] ?? 0),
  };
}

/** Runs a solver that knows these columns against rows that have `all`: the others have coefficients of 0. */
export function* askingOf(columns: readonly number[], all: number, solver: Solver): Solver {
  let next = solver.next();
  while (next.done !== true) next = solver.next(yield* answered(columns, all, next.value));
  return next.value;
}

/** Entries of a record before those of the columns: see RowHolder. */
const HEAD = { gradient: 2, hessian: 1, product: 1, sides: 3, leverages: 1 };

function* answered(columns: readonly number[], all: number, request: Request): Generator<Request, Answer, Answer> {
  if (request.kind === "iterate") return yield request;
  const among = ({ w, b }: Point): Point => {
    const wide = new Float64Array(all);
    for (const [k, j] of columns.entries()) wide[j] = w[k] ?? 0;
    return { w: wide, b };
  };
  const moved = {
    ...(request.kind === "product" && { direction: among(request.direction) }),
    ...(request.kind === "leverages" && { inverse: spread(request.inverse, [...columns, all], all + 1) }),
  };
  const answer = yield { ...request, at: among(request.at), ...moved };
  return typeof answer === "boolean" ? answer : ownOf(answer, HEAD[request.kind], columns, all);
}

/** The entries of a record that are of these columns: a head, a number a column, and a matrix, as far as there is. */
function ownOf(record: Float64Array, head: number, columns: readonly number[], all: number): Float64Array {
  const n = columns.length;
  const hasColumns = record.length > head;
  const hasMatrix = record.length > head + all;
  const own = new Float64Array(head + (hasColumns ? n : 0) + (hasMatrix ? n * n : 0));
  own.set(record.subarray(0, head));
  if (hasColumns) for (const [k, j] of columns.entries()) own[head + k] = record[head + j] ?? 0;
  if (!hasMatrix) return own;
  for (const [i, row] of columns.entries()) {
    for (const [k, j] of columns.entries()) own[head + n + i * n + k] = record[head + all + row * all + j] ?? 0;
  }
  return own;
}
