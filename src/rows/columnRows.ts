import type { SignedWeights } from "../input/weights.ts";
import { type Kernels, kernelsOf } from "../kernel/kernels.ts";
import type { Arena } from "../wasm/arena.ts";
import type { Pointer } from "../wasm/kernelExports.ts";
import { ResidentRows } from "./residentRows.ts";
import type { RowHolder, RowShape } from "./rowHolder.ts";
import { WindowedRows } from "./windowedRows.ts";

/** Rows of many columns, some of which can be copied together. */
export interface ColumnRows extends RowShape {
  readonly weights: SignedWeights;
  addGradient(w: Float64Array, b: number, record: Float64Array): void;
  /**
   * Reserves panels of these columns alone, of all rows, in another arena: the bits that they have among all columns.
   */
  gatherPanels(arena: Arena, kernels: Kernels, columns: readonly number[]): Pointer;
}

/** The holder as such rows, if it can be asked for single columns. */
export function columnRowsOf(holder: RowHolder): ColumnRows | undefined {
  return holder instanceof ResidentRows || holder instanceof WindowedRows ? holder : undefined;
}

/** Packed rows under other weights, which take memory of their arena only while they are asked. */
export function columnsUnder(holder: ResidentRows, weights: SignedWeights): ColumnRows {
  const { rows, columns, precision, blockRows } = holder;
  return {
    ...{ rows, columns, precision, blockRows, weights },
    addGradient: (w, b, record) => holder.withWeights(weights, (weighted) => weighted.addGradient(w, b, record)),
    gatherPanels: (arena, kernels, some) => holder.gatherPanels(arena, kernels, some),
  };
}

/**
 * A function that copies some columns together: rows of these alone, good until it is called again. The arena is nobody
 * else's until then and not that of `rows`, which others may use between two questions.
 */
export function gatherer(arena: Arena, rows: ColumnRows): (columns: readonly number[]) => ResidentRows {
  const kernels = kernelsOf(arena, rows.precision);
  const { top } = arena;
  return (columns) => {
    arena.release(top);
    const panelsPtr = rows.gatherPanels(arena, kernels, columns);
    return new ResidentRows(arena, kernels, columns.length, panelsPtr, rows.weights);
  };
}
