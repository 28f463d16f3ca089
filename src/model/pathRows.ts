import { type Dataset, isDataset } from "../data/dataset.ts";
import { encodeLabels } from "../data/labels.ts";
import { rowSourceOf } from "../data/matrix.ts";
import { packTrainingRows } from "../data/trainingRows.ts";
import { rowWeights } from "../data/weights.ts";
import type { Labels, Matrix, Weights } from "../types.ts";
import { withArena } from "../wasm/pool.ts";
import { checkBesideDataset } from "./besideDataset.ts";
import type { PackedFrom } from "./foldRows.ts";
import type { CheckedOptions } from "./options.ts";

/** Runs `use` on rows packed once: those of a Dataset, or X and y, whose memory is taken only meanwhile. Without class weights. */
export function withPackedRows<Result>(
  X: Matrix | Dataset,
  y: Labels | undefined,
  weights: Weights | undefined,
  options: CheckedOptions,
  use: (rows: PackedFrom) => Result,
): Result {
  if (isDataset(X)) {
    checkBesideDataset(X, options, { y, weights });
    return use(X.training);
  }
  const { precision, classes } = options;
  const source = rowSourceOf(X);
  const labels = encodeLabels(y, source.rows, classes);
  const type = precision ?? source.precision;
  const checked = rowWeights(labels.positive, weights, type);
  return withArena((arena) => {
    const rows = packTrainingRows(arena, source, checked, type, true);
    return use({ ...rows, classes: labels.classes, source });
  });
}
