import { Dataset } from "../data/dataset.ts";
import { encodeLabels } from "../data/labels.ts";
import { rowSourceOf } from "../data/matrix.ts";
import { type LabelledTrainingRows, packTrainingRows } from "../data/trainingRows.ts";
import { rowWeights } from "../data/weights.ts";
import { type ErrorCode, LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import type { Labels, Matrix, Weights } from "../types.ts";
import { withArena } from "../wasm/pool.ts";
import type { CheckedOptions } from "./options.ts";

/** Runs `use` on rows packed once: those of a Dataset, or X and y, whose memory is taken only meanwhile. Without class weights. */
export function withPackedRows<Result>(
  X: Matrix | Dataset,
  y: Labels | undefined,
  weights: Weights | undefined,
  { precision, classes }: CheckedOptions,
  use: (rows: LabelledTrainingRows) => Result,
): Result {
  if (X instanceof Dataset) {
    if (y !== undefined) throw besideDataset("INVALID_LABELS", "y", y);
    if (weights !== undefined) throw besideDataset("INVALID_WEIGHTS", "weights", weights);
    if (precision !== undefined && precision !== X.precision) {
      const message = `precision: expected "${X.precision}" as in the Dataset, got "${precision}"`;
      throw new LogitRangeError("INVALID_OPTION", message);
    }
    if (classes !== undefined && (classes[0] !== X.classes[0] || classes[1] !== X.classes[1])) {
      const expected = X.classes.map(shown).join(", ");
      const message = `classes: expected [${expected}] as in the Dataset, got [${classes.map(shown).join(", ")}]`;
      throw new LogitRangeError("INVALID_LABELS", message);
    }
    return use(X.training);
  }
  const source = rowSourceOf(X);
  const labels = encodeLabels(y, source.rows, classes);
  const type = precision ?? source.precision;
  const checked = rowWeights(labels.positive, weights, type);
  return withArena((arena) => {
    const rows = packTrainingRows(arena, source, checked, type, true);
    return use({ ...rows, classes: labels.classes });
  });
}

function besideDataset(code: ErrorCode, name: string, value: unknown): LogitTypeError {
  return new LogitTypeError(code, `${name}: expected none with a Dataset, which has its own, got ${shown(value)}`);
}
