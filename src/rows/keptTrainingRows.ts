import { singleCsr } from "../input/csr.ts";
import { type RowSource, sparseSource } from "../input/matrix.ts";
import { withOffsets } from "../input/offsets.ts";
import type { RowWeights } from "../input/weights.ts";
import type { Precision } from "../types.ts";
import type { Arena } from "../wasm/arena.ts";
import { offsetTrainingRows } from "./offsetRows.ts";
import type { KeptRows } from "./rowHolder.ts";
import { sparseTrainingRows } from "./sparseTrainingRows.ts";
import { packTrainingRows, type TrainingRows } from "./trainingRows.ts";

/** Rows that were copied into an arena. */
export interface KeptTrainingRows extends TrainingRows {
  readonly holder: KeptRows;
}

/** Of sparse rows "f32" is the type of their values alone: sums are float64, and so are weights and coefficients. */
export function storedAs(source: RowSource, precision: Precision): RowSource {
  if (source.csr === undefined || precision !== "f32") return source;
  const { where } = source;
  return { ...sparseSource(singleCsr(source.csr)), ...(where && { where }) };
}

/**
 * Copies rows into the arena, dense ones packed and centred and scaled, with their offsets as the last column, sparse
 * ones as they are, their offsets beside them. `measured` are the weights that the moments go by.
 * @throws LogitRangeError NON_FINITE naming the first NaN or Infinity
 */
export function keptTrainingRows(
  arena: Arena,
  source: RowSource,
  weights: RowWeights,
  precision: Precision,
  offsets: Float64Array | undefined,
  measured: RowWeights = weights,
): KeptTrainingRows {
  if (source.csr !== undefined) return sparseTrainingRows(arena, source.csr, weights, measured, offsets);
  const wide = offsets === undefined ? source : withOffsets(source, offsets);
  return packTrainingRows(arena, wide, weights, precision, true, measured);
}

/** The same as solvers are to have them: dense rows without the column of their offsets, which is added to z. */
export function solverRows(rows: TrainingRows, offsets: Float64Array | undefined): TrainingRows {
  const isApart = offsets === undefined || rows.offsetMean !== undefined;
  return isApart ? rows : offsetTrainingRows(rows);
}
