import { type RowSource, rejectWide } from "../input/matrix.ts";
import { momentWeights, type RowWeights } from "../input/weights.ts";
import { type Kernels, kernelsOf } from "../kernel/kernels.ts";
import type { Classes, Precision } from "../types.ts";
import type { Arena } from "../wasm/arena.ts";
import type { LeadingColumns } from "./leadingColumns.ts";
import { badNumber, measureRows, weightsOf } from "./measureRows.ts";
import { shiftFor } from "./momentShift.ts";
import type { ColumnMoments } from "./moments.ts";
import { RowPacker } from "./packRows.ts";
import { ResidentRows } from "./residentRows.ts";
import type { KeptRows, RowHolder, RowShape } from "./rowHolder.ts";
import { type ColumnScaling, scalingOf } from "./scaling.ts";
import { WindowedRows } from "./windowedRows.ts";

/** All that a fit needs to know about rows, wherever they are. */
export interface MeasuredRows {
  readonly holder: RowShape;
  readonly weights: RowWeights;
  readonly moments: ColumnMoments;
  readonly scaling: ColumnScaling;
  /** Mean of the rows' offsets, if they have any. */
  readonly offsetMean?: number;
  /** Of sparse rows with many columns: what descent begins with. */
  readonly leading?: LeadingColumns;
}

/** Rows ready to be asked. */
export interface TrainingRows extends MeasuredRows {
  readonly holder: RowHolder;
}

/** Rows that were copied into an arena, packed or sparse, with the classes of their labels. */
export interface LabelledTrainingRows extends TrainingRows {
  readonly holder: KeptRows;
  readonly classes: Classes;
}

/**
 * Packs all rows of `source` into the arena, centred and scaled or (for the functions of the mathematics) as they are.
 * `measured` are the weights that the moments go by: those of the rows without factors of their classes.
 * @throws LogitRangeError NON_FINITE naming the first NaN or Infinity
 */
export function packTrainingRows(
  arena: Arena,
  source: RowSource,
  weights: RowWeights,
  precision: Precision,
  scaled: boolean,
  measured: RowWeights = weights,
): TrainingRows & { readonly holder: ResidentRows } {
  rejectWide(source, precision);
  const kernels = kernelsOf(arena, precision);
  const counted = momentWeights(measured, precision);
  const shift = shiftFor(source, counted, precision);
  const packer = new RowPacker(arena, kernels, source.columns, source.rows, shift);
  packer.expect(source.rows);
  packer.window.through(source, (first, count) => {
    if (!packer.packWindow(count, weightsOf(counted, first, count))) throw badNumber(source, first, count, precision);
  });
  return finishTrainingRows(arena, kernels, packer, weights, scaled, counted.total);
}

export function finishTrainingRows(
  arena: Arena,
  kernels: Kernels,
  packer: RowPacker,
  weights: RowWeights,
  scaled: boolean,
  measuredTotal: number = weights.total,
): TrainingRows & { readonly holder: ResidentRows } {
  const { panelsPtr, moments, scaling } = packer.finish(scaled, measuredTotal);
  const holder = new ResidentRows(arena, kernels, moments.mean.length, panelsPtr, weights);
  return { holder, weights, moments, scaling };
}

/** Leaves the rows where they are and streams them through a window at every epoch. Same bits as packTrainingRows. */
export function windowTrainingRows(
  arena: Arena,
  source: RowSource,
  weights: RowWeights,
  precision: Precision,
  measured: RowWeights = weights,
): TrainingRows {
  const kernels = kernelsOf(arena, precision);
  const moments = measureRows(arena, kernels, source, measured);
  const scaling = scalingOf(moments, precision);
  return { holder: new WindowedRows(arena, kernels, source, weights, scaling), weights, moments, scaling };
}
