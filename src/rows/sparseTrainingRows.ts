import type { Csr } from "../input/csr.ts";
import { momentWeights, type RowWeights } from "../input/weights.ts";
import type { Arena } from "../wasm/arena.ts";
import { identityScaling } from "./scaling.ts";
import { sparseMoments } from "./sparseMoments.ts";
import { SparseRows } from "./sparseRows.ts";
import type { TrainingRows } from "./trainingRows.ts";

/**
 * Copies sparse rows into the arena, ready to be asked. They stay as they are, so the scaling is none; `measured` are
 * the weights that the moments go by: those of the rows without factors of their classes.
 */
export function sparseTrainingRows(
  arena: Arena,
  csr: Csr,
  weights: RowWeights,
  measured: RowWeights = weights,
  offsets?: Float64Array,
): TrainingRows & { readonly holder: SparseRows } {
  const holder = SparseRows.copied(arena, csr, weights, offsets);
  return {
    holder,
    weights,
    moments: sparseMoments(csr, momentWeights(measured, "f64")),
    scaling: identityScaling(csr.columns),
    ...holder.offsetMean(measured),
  };
}
