import { checkChoice, rejectUnknown } from "../check/options.ts";
import { isList } from "../check/values.ts";
import { type Dataset, isDataset } from "../dataset/dataset.ts";
import { predictsPositive } from "../decision/predictsPositive.ts";
import { LogitRangeError } from "../errors.ts";
import { besideDataset } from "../fit/besideDataset.ts";
import { encodeKnown } from "../input/labels.ts";
import { checkWeight, positiveRows, weightArray } from "../input/weights.ts";
import { countsOf, isMissingLabel, missingLabels, tableLabels } from "../table/encodedTable.ts";
import { rejectName, withoutTable } from "../table/givenRows.ts";
import {
  type Counts,
  checkCounts,
  checkGroupedClasses,
  GROUPED_NAMES,
  type GroupedOptions,
  isGrouped,
} from "../table/grouped.ts";
import { cellsNamed, repeatable, tableOf } from "../table/table.ts";
import type { Classes, Label } from "../types.ts";
import type { Predictions } from "./predictions.ts";
import type { ScoreOptions } from "./predictOptions.ts";

/**
 * The accuracy of a model's labels, which `LogisticRegression.score` gives: the share of the weights of the rows whose
 * label is right.
 * @throws LogitTypeError, LogitRangeError SHAPE_MISMATCH, INVALID_LABELS, INVALID_WEIGHTS, MISSING_VALUE
 */
export function scoreOf(
  predictions: Predictions,
  given: unknown,
  y: unknown,
  options: ScoreOptions & { readonly target?: string },
): number {
  rejectUnknown(options, ["weights", "offsets", "target", "missing", ...GROUPED_NAMES], "score");
  const { state } = predictions;
  const { target = state.target, missing } = options;
  const X = repeatable(given);
  if (missing !== undefined) checkMissing(missing, X);
  rejectName(y);
  const counts = countsIn(X, y, options, state.classes);
  const own = (): unknown => (isDataset(X) ? labelsOf(X, y) : (y ?? targetOf(X, target)));
  // of grouped responses the label of the successes; the others are failures
  const labels = counts === undefined ? own() : Array.from(counts.successes, () => 1);
  if (missing === undefined) rejectMissingLabels(X, labels);
  const z = missing === undefined ? completeRows(predictions, X) : predictions.withoutOffsets(X, "missing");
  if (z.length === 0) throw new LogitRangeError("INVALID_MATRIX", "X: expected at least one row, got none");
  // whoever is left out has weight 0, and a label and an offset that nothing is said against
  const isLeftOut = z.map((value, row) => {
    const isMissing = missing !== undefined && isList(labels) && isMissingLabel(labels[row]);
    return isMissing || Number.isNaN(value) ? 1 : 0;
  });
  if (!isLeftOut.includes(0)) {
    const message = `X: expected some row without a missing value, got none of ${z.length}`;
    throw new LogitRangeError("MISSING_VALUE", message);
  }
  const whereLeftOut = (values: unknown, value: unknown): unknown =>
    isLeftOut.includes(1) && isList(values)
      ? Array.from(values, (own, row) => (isLeftOut[row] === 1 ? value : own))
      : values;
  const positive = encodeKnown(whereLeftOut(labels, state.classes[0]), z.length, state.classes);
  const offsets = whereLeftOut(cellsNamed(X, options.offsets, "offsets"), 0);
  const all = predictions.withOffsets(X, z, offsets);
  const weights =
    options.weights === undefined
      ? undefined
      : weightArray(whereLeftOut(cellsNamed(X, options.weights, "weights"), 0), z.length);
  let right = 0;
  let total = 0;
  for (let row = 0; row < z.length; ++row) {
    const weight = isLeftOut[row] === 1 ? 0 : weights === undefined ? 1 : checkWeight(weights[row], row);
    const [same = 1, others = 0] = counts === undefined ? [] : [counts.successes[row], counts.failures[row]];
    total += weight === 0 ? 0 : weight * (same + others);
    const isSame = predictsPositive(all[row] ?? 0) === (positive[row] === 1);
    right += weight === 0 ? 0 : weight * (isSame ? same : others);
  }
  if (total > 0 && total < Number.POSITIVE_INFINITY) return right / total;
  throw new LogitRangeError("INVALID_WEIGHTS", `weights: expected a sum above 0 that is finite, got ${total}`);
}

/** The counts of grouped responses, if that is what was asked. @throws as isGrouped, checkCounts do */
function countsIn(
  X: unknown,
  y: unknown,
  options: GroupedOptions & { readonly target?: unknown },
  classes: Classes,
): Counts | undefined {
  if (!isGrouped(options, y)) return undefined;
  const table = tableOf(X);
  if (isDataset(X)) throw besideDataset("INVALID_OPTION", "successes", options.successes);
  if (table === undefined) throw withoutTable("successes", X);
  checkGroupedClasses(classes);
  const counts = countsOf(table, options);
  if (counts !== undefined) checkCounts(counts, undefined);
  return counts;
}

/** @throws LogitTypeError, LogitRangeError INVALID_OPTION unless there is a table, and "drop" is said */
function checkMissing(missing: unknown, X: unknown): void {
  checkChoice("missing", missing, ["drop"]);
  if (isDataset(X)) throw besideDataset("INVALID_OPTION", "missing", missing);
  if (tableOf(X) === undefined) throw withoutTable("missing", X);
}

/** @throws LogitRangeError MISSING_VALUE for a table with a row that has no label */
function rejectMissingLabels(X: unknown, labels: unknown): void {
  if (!isList(labels) || isDataset(X) || tableOf(X) === undefined) return;
  const count = Array.prototype.filter.call(labels, isMissingLabel).length;
  if (count > 0) throw missingLabels(labels, count);
}

/** z of rows that miss nothing. @throws what predictions throw, of a missing value with the way out */
function completeRows(predictions: Predictions, X: unknown): Float64Array<ArrayBuffer> {
  try {
    return predictions.withoutOffsets(X, "error");
  } catch (error) {
    if (!(error instanceof LogitRangeError && error.code === "MISSING_VALUE")) throw error;
    throw new LogitRangeError("MISSING_VALUE", `${error.message}: say missing: "drop" to leave such rows out`);
  }
}

function labelsOf({ training, classes }: Dataset, y: unknown): Label[] {
  if (y !== undefined) throw besideDataset("INVALID_LABELS", "y", y);
  return Array.from(positiveRows(training.weights), (positive) => classes[positive === 1 ? 1 : 0]);
}

/** The labels that a table has itself. */
function targetOf(X: unknown, target: string | undefined): unknown {
  const table = tableOf(X);
  if (table === undefined || target === undefined) return undefined;
  return tableLabels(table, target);
}
