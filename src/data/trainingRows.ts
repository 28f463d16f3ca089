import { type Kernels, kernelsOf } from "../kernel/kernels.ts";
import type { Classes, Precision } from "../types.ts";
import type { Arena } from "../wasm/arena.ts";
import { type RowSource, rejectNonFinite } from "./matrix.ts";
import { type ColumnMoments, MomentSums, tooLarge } from "./moments.ts";
import { RowPacker } from "./packRows.ts";
import { ResidentRows } from "./residentRows.ts";
import type { RowHolder } from "./rowHolder.ts";
import { type ColumnScaling, scalingOf } from "./scaling.ts";
import type { RowWeights } from "./weights.ts";
import { Window } from "./window.ts";
import { WindowedRows } from "./windowedRows.ts";

/** Rows ready to be asked, with all that a fit needs to know about them. */
export interface TrainingRows {
  readonly holder: RowHolder;
  readonly weights: RowWeights;
  readonly moments: ColumnMoments;
  readonly scaling: ColumnScaling;
}

/** Rows that were packed into memory of their own. */
export interface LabelledTrainingRows extends TrainingRows {
  readonly holder: ResidentRows;
  readonly classes: Classes;
}

/**
 * Packs all rows of `source` into the arena, centred and scaled or (for the functions of the mathematics) as they are.
 * @throws LogitRangeError NON_FINITE naming the first NaN or Infinity
 */
export function packTrainingRows(
  arena: Arena,
  source: RowSource,
  weights: RowWeights,
  precision: Precision,
  scaled: boolean,
): TrainingRows & { readonly holder: ResidentRows } {
  const kernels = kernelsOf(arena.kernel, precision);
  const packer = new RowPacker(arena, kernels, source.columns, source.rows);
  for (let first = 0; first < source.rows; first += packer.window.rows) {
    const count = Math.min(packer.window.rows, source.rows - first);
    packer.window.load(source, first, count);
    if (!packer.packWindow(count)) throw badNumber(source, first, count);
  }
  return finishTrainingRows(arena, kernels, packer, weights, scaled);
}

export function finishTrainingRows(
  arena: Arena,
  kernels: Kernels,
  packer: RowPacker,
  weights: RowWeights,
  scaled: boolean,
): TrainingRows & { readonly holder: ResidentRows } {
  const { panelsPtr, moments, scaling } = packer.finish(scaled);
  const holder = new ResidentRows(arena, kernels, moments.mean.length, panelsPtr, weights);
  return { holder, weights, moments, scaling };
}

/** Leaves the rows where they are and streams them through a window at every epoch. Same bits as packTrainingRows. */
export function windowTrainingRows(
  arena: Arena,
  source: RowSource,
  weights: RowWeights,
  precision: Precision,
): TrainingRows {
  const kernels = kernelsOf(arena.kernel, precision);
  const moments = measure(arena, kernels, source);
  const scaling = scalingOf(moments, precision);
  return { holder: new WindowedRows(arena, kernels, source, weights, scaling), weights, moments, scaling };
}

function measure(arena: Arena, kernels: Kernels, source: RowSource): ColumnMoments {
  const top = arena.top;
  try {
    const window = new Window(arena, kernels, source.columns);
    const sums = new MomentSums(arena, kernels, source.columns);
    for (let first = 0; first < source.rows; first += window.rows) {
      const count = Math.min(window.rows, source.rows - first);
      window.load(source, first, count);
      if (!sums.add(window.pointer, count)) throw badNumber(source, first, count);
    }
    return sums.finish();
  } finally {
    arena.release(top);
  }
}

function badNumber(source: RowSource, first: number, count: number): Error {
  rejectNonFinite(source, first, first + count);
  return tooLarge();
}
