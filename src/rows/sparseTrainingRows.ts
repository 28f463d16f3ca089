import type { Csr } from "../input/csr.ts";
import { momentWeights, type RowWeights } from "../input/weights.ts";
import type { Arena } from "../wasm/arena.ts";
import { leadingColumns } from "./leadingColumns.ts";
import { identityScaling, scalingOf } from "./scaling.ts";
import { sparseMoments, weightedMean } from "./sparseMoments.ts";
import { SparseRows } from "./sparseRows.ts";
import type { MeasuredRows, TrainingRows } from "./trainingRows.ts";

/**
 * Copies sparse rows into the arena, ready to be asked; `measured` are the weights that the moments go by: those of the
 * rows without factors of their classes.
 */
export function sparseTrainingRows(
  arena: Arena,
  csr: Csr,
  weights: RowWeights,
  measured: RowWeights = weights,
  offsets?: Float64Array,
): TrainingRows & { readonly holder: SparseRows } {
  const { packed, ...known } = packedCsr(csr, measured, offsets);
  return { holder: SparseRows.copied(arena, packed, weights, offsets), weights, ...known };
}

/** Sparse rows as solvers have them, and what these must know of them, wherever they are asked. */
export interface PackedCsr extends Pick<MeasuredRows, "moments" | "scaling" | "offsetMean" | "leading"> {
  readonly packed: Csr;
}

/**
 * Columns stay as they are, so that what is 0 stays 0, but for those that every row stores: these have no zeros to lose
 * and are centred and scaled as dense ones are, since one far from 0 is nearly the intercept.
 */
export function packedCsr(csr: Csr, measured: RowWeights, offsets: Float64Array | undefined): PackedCsr {
  const counted = momentWeights(measured, "f64");
  const { stored, ...moments } = sparseMoments(csr, counted);
  const scaling = identityScaling(csr.columns);
  const full = csr.data === undefined ? [] : fullColumns(csr);
  const leading = leadingColumns(csr, counted, stored, full);
  const known = {
    moments,
    scaling,
    ...(leading !== undefined && { leading }),
    ...(offsets !== undefined && { offsetMean: weightedMean(offsets, counted) }),
  };
  if (csr.data === undefined || full.length === 0) return { packed: csr, ...known };
  const all = scalingOf(moments, csr.data instanceof Float32Array ? "f32" : "f64");
  for (const j of full) {
    scaling.centre[j] = all.centre[j] as number;
    scaling.scale[j] = all.scale[j] as number;
  }
  const data = csr.data.slice();
  const isFull = new Uint8Array(csr.columns);
  for (const j of full) isFull[j] = 1;
  for (let k = 0; k < data.length; ++k) {
    const j = csr.indices[k] as number;
    if (isFull[j] === 1) data[k] = ((data[k] as number) - (scaling.centre[j] as number)) * (scaling.scale[j] as number);
  }
  return { packed: { ...csr, data }, ...known };
}

/** The columns that every row stores: those of the first row that all others have too. */
function fullColumns({ rows, indptr, indices }: Csr): number[] {
  let full: number[] = [];
  for (let k = 0; k < (indptr[1] as number); ++k) full.push(indices[k] as number);
  for (let row = 1; row < rows && full.length > 0; ++row) {
    const end = indptr[row + 1] as number;
    let k = indptr[row] as number;
    // both ascend
    full = full.filter((column) => {
      while (k < end && (indices[k] as number) < column) ++k;
      return k < end && indices[k] === column;
    });
  }
  return full;
}
