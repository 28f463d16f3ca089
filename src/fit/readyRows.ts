import { encodeLabels } from "../input/labels.ts";
import type { RowSource } from "../input/matrix.ts";
import { checkOffsets, withOffsets } from "../input/offsets.ts";
import { classWeighted, type RowWeights, rowWeights } from "../input/weights.ts";
import { keptTrainingRows, solverRows, storedAs } from "../rows/keptTrainingRows.ts";
import { offsetTrainingRows } from "../rows/offsetRows.ts";
import { type TrainingRows, windowTrainingRows } from "../rows/trainingRows.ts";
import { WINDOWED_BYTES } from "../rows/windowedRows.ts";
import type { Classes, Label, Precision } from "../types.ts";
import type { Arena } from "../wasm/arena.ts";
import type { CheckedOptions } from "./options.ts";

/** X of a known shape with labels, weights and offsets, checked. */
export interface WeighedRows {
  readonly source: RowSource;
  readonly offsets: Float64Array | undefined;
  readonly precision: Precision;
  readonly classes: Classes;
  readonly weights: RowWeights;
  /** The weights without factors of their classes. */
  readonly given: RowWeights;
  /** Whether rows that lie in one typed array are left there. */
  readonly windowed: boolean;
}

/**
 * Checks and encodes labels, weights and offsets. `known` are the classes, if they are known already; `bothNeeded` says
 * whether there must be rows of both; `wanted` is the label that is to be positive where the classes are not known.
 * @throws LogitTypeError, LogitRangeError naming what was expected, what came and where
 */
export function weighRows(
  rows: RowSource,
  y: unknown,
  { weights: rawWeights, offsets: rawOffsets }: { readonly weights?: unknown; readonly offsets?: unknown },
  { precision = rows.precision, classWeight, solver }: CheckedOptions,
  known: Classes | undefined,
  bothNeeded: boolean,
  wanted?: Label,
): WeighedRows {
  const { classes, positive } = encodeLabels(y, rows.rows, known, bothNeeded, wanted);
  const source = storedAs(rows, precision);
  const type = source.csr === undefined ? precision : "f64";
  const given = rowWeights(positive, rawWeights, type, bothNeeded);
  const weights = classWeight === undefined ? given : classWeighted(given, classWeight, type);
  const offsets = rawOffsets === undefined ? undefined : checkOffsets(rawOffsets, rows.rows);
  // with the columns of the weights and of the offsets
  const bytes = rows.rows * (rows.columns + (offsets === undefined ? 1 : 2)) * (precision === "f32" ? 4 : 8);
  // sgd takes single rows, which lie together where they are and in parts once packed
  const windowed = rows.contiguous && (bytes > WINDOWED_BYTES || solver === "sgd");
  return { source, offsets, precision: type, classes, weights, given, windowed };
}

/** Rows ready to be asked: copied into the arena, packed or sparse, or left where they are and streamed through it. */
export function readyRows(arena: Arena, rows: WeighedRows): TrainingRows {
  const { source, offsets, precision, weights, given, windowed } = rows;
  if (!windowed) return solverRows(keptTrainingRows(arena, source, weights, precision, offsets, given), offsets);
  const wide = offsets === undefined ? source : withOffsets(source, offsets);
  const ready = windowTrainingRows(arena, wide, weights, precision, given);
  return offsets === undefined ? ready : offsetTrainingRows(ready);
}
