import { isDataset } from "../dataset/dataset.ts";
import { checkBesideDataset } from "../fit/besideDataset.ts";
import { checkSecond, encodeLabels } from "../input/labels.ts";
import { checkOffsets } from "../input/offsets.ts";
import { rowWeights } from "../input/weights.ts";
import { positiveOf, withStandardize } from "../model/fitModel.ts";
import { keptTrainingRows, storedAs } from "../rows/keptTrainingRows.ts";
import { givenRows } from "../table/givenRows.ts";
import { checkNames } from "../table/names.ts";
import type { TableOptions } from "../table/tableOptions.ts";
import { withArena } from "../wasm/pool.ts";
import type { PackedFrom } from "./foldRows.ts";
import type { CheckedPathOptions } from "./pathOptions.ts";

/**
 * Runs `use` on rows packed once: those of a Dataset, or X and y, whose memory is taken only meanwhile. Without class
 * weights. The options that it gets are those of the columns of a table, if there is one.
 */
export function withPackedRows<Result>(
  X: unknown,
  y: unknown,
  given: TableOptions,
  checked: CheckedPathOptions,
  use: (rows: PackedFrom, checked: CheckedPathOptions) => Result,
): Result {
  const { fit } = checked;
  if (isDataset(X)) {
    checkBesideDataset(X, fit, { ...given, y });
    checkSecond(positiveOf(fit, given.positive), X.classes);
    const { table, offsets } = X;
    const { features = X.features, target = X.target } = given;
    checkNames({ features: table === undefined ? features : undefined, target }, X.columns);
    return use(
      { ...X.training, features, target, table, offsets },
      { ...checked, fit: withStandardize(fit, X.encoded) },
    );
  }
  const { precision, classes } = fit;
  const rows = givenRows(X, y, given, { penalised: true });
  const { source, table, features, target } = rows;
  if (table === undefined) checkNames({ features, target }, source.columns);
  const labels = encodeLabels(rows.y, source.rows, classes, true, positiveOf(fit, rows.positive));
  const offsets = rows.offsets === undefined ? undefined : checkOffsets(rows.offsets, source.rows);
  const type = precision ?? source.precision;
  const weights = rowWeights(labels.positive, rows.weights, source.csr === undefined ? type : "f64");
  return withArena((arena) => {
    const kept = keptTrainingRows(arena, storedAs(source, type), weights, type, offsets);
    const all = { ...kept, classes: labels.classes, source, features, target, table, offsets };
    return use(all, { ...checked, fit: withStandardize(fit, table?.encoded) });
  });
}
