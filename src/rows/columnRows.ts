import type { SignedWeights } from "../input/weights.ts";
import type { Arena } from "../wasm/arena.ts";
import { ResidentRows } from "./residentRows.ts";
import type { KeptRows, RowHolder, RowShape } from "./rowHolder.ts";
import { SparseRows } from "./sparseRows.ts";
import { WindowedRows } from "./windowedRows.ts";

/** Rows of many columns, some of which can be copied together. */
export interface ColumnRows extends RowShape, Pick<KeptRows, "gather"> {
  readonly weights: SignedWeights;
  addGradient(w: Float64Array, b: number, record: Float64Array): void;
}

/** The holder as such rows, if it can be asked for single columns. */
export function columnRowsOf(holder: RowHolder): ColumnRows | undefined {
  const can = holder instanceof ResidentRows || holder instanceof WindowedRows || holder instanceof SparseRows;
  return can ? holder : undefined;
}

/** Kept rows under other weights, which take memory of their arena only while they are asked. */
export function columnsUnder(holder: KeptRows, weights: SignedWeights): ColumnRows {
  const { rows, columns, precision, blockRows, nonZeros, pairs } = holder;
  return {
    ...{ rows, columns, precision, blockRows, weights },
    ...(nonZeros !== undefined && { nonZeros }),
    ...(pairs !== undefined && { pairs }),
    addGradient: (w, b, record) => holder.withWeights(weights, (weighted) => weighted.addGradient(w, b, record)),
    gather: (arena, some, under) => holder.gather(arena, some, under),
  };
}

/**
 * A function that copies some columns together: its rows have these columns alone and are valid until it is called
 * again. Nothing else may use the arena until then, and it must not be that of `rows`, which others may use between two
 * questions.
 */
export function gatherer(arena: Arena, rows: ColumnRows): (columns: readonly number[]) => RowHolder {
  const { top } = arena;
  return (columns) => {
    arena.release(top);
    return rows.gather(arena, columns, rows.weights);
  };
}
