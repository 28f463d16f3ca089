import { encodeLabels } from "../input/labels.ts";
import type { RowSource } from "../input/matrix.ts";
import { checkOffsets, withOffsets } from "../input/offsets.ts";
import { classWeighted, type RowWeights, rowWeights } from "../input/weights.ts";
import { offsetTrainingRows } from "../rows/offsetRows.ts";
import { packTrainingRows, type TrainingRows, windowTrainingRows } from "../rows/trainingRows.ts";
import { WINDOWED_BYTES } from "../rows/windowedRows.ts";
import type { Classes, Label, Precision } from "../types.ts";
import type { Arena } from "../wasm/arena.ts";
import type { CheckedOptions } from "./options.ts";

/** X of a known shape with labels, weights and offsets, checked. */
export interface WeighedRows {
  /** With offsets as the last column, if there are any. */
  readonly source: RowSource;
  readonly offsets: boolean;
  readonly precision: Precision;
  readonly classes: Classes;
  readonly weights: RowWeights;
  /** The weights without factors of their classes. */
  readonly given: RowWeights;
  /** Whether rows that lie in one typed array are left there. */
  readonly windowed: boolean;
}

/**
 * `known` are the classes if they are, `bothNeeded` whether rows of both must be there, `wanted` the positive one of
 * classes that are not known.
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
  const given = rowWeights(positive, rawWeights, precision, bothNeeded);
  const weights = classWeight === undefined ? given : classWeighted(given, classWeight, precision);
  const offsets = rawOffsets === undefined ? undefined : checkOffsets(rawOffsets, rows.rows);
  const source = offsets === undefined ? rows : withOffsets(rows, offsets);
  // with the column of the weights
  const bytes = source.rows * (source.columns + 1) * (precision === "f32" ? 4 : 8);
  // sgd takes single rows, which lie together where they are and in parts once packed
  const windowed = source.contiguous && (bytes > WINDOWED_BYTES || solver === "sgd");
  return { source, offsets: offsets !== undefined, precision, classes, weights, given, windowed };
}

/** Rows ready to be asked: packed in the arena, or left where they are and streamed through it. */
export function readyRows(arena: Arena, rows: WeighedRows): TrainingRows {
  const { source, offsets, precision, weights, given, windowed } = rows;
  const ready = windowed
    ? windowTrainingRows(arena, source, weights, precision, given)
    : packTrainingRows(arena, source, weights, precision, true, given);
  return offsets ? offsetTrainingRows(ready) : ready;
}
