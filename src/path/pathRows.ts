import { type Dataset, isDataset } from "../dataset/dataset.ts";
import { checkBesideDataset } from "../fit/besideDataset.ts";
import type { CheckedOptions } from "../fit/options.ts";
import { encodeLabels } from "../input/labels.ts";
import { rowSourceOf } from "../input/matrix.ts";
import { rowWeights } from "../input/weights.ts";
import { packTrainingRows } from "../rows/trainingRows.ts";
import type { Labels, Matrix, Weights } from "../types.ts";
import { withArena } from "../wasm/pool.ts";
import type { PackedFrom } from "./foldRows.ts";

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
