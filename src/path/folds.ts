import { isList } from "../check/values.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { positiveRows, type RowWeights } from "../input/weights.ts";
import { mulberry32, shuffle } from "../solver/random.ts";

/** Which fold holds each row out, 0 to folds - 1. */
export interface Folds {
  readonly count: number;
  readonly foldOf: Int32Array<ArrayBuffer>;
}

/**
 * Stratified folds: the rows of each class in random order (Fisher and Yates 1938), dealt to the folds in turn, the
 * second class going on where the first ended, so that folds differ by one row in each class and in all. Rows of weight
 * 0, which say nothing, are dealt last.
 */
export function stratifiedFolds(weights: RowWeights, count: number, seed: number): Folds {
  const positive = positiveRows(weights);
  const signed = weights.signed.slice(0, positive.length);
  const those = (dealt: (row: number) => boolean): Uint32Array<ArrayBuffer> =>
    Uint32Array.from(Array.from(positive.keys()).filter(dealt));
  const classes = [0, 1].map((which) => those((row) => positive[row] === which && signed[row] !== 0));
  const weightless = those((row) => signed[row] === 0);
  const fewest = Math.min(...classes.map(({ length }) => length));
  if (fewest < 2) {
    throw new LogitRangeError(
      "INVALID_LABELS",
      `y: expected two rows of each class that weigh anything for folds, got ${fewest} of one`,
    );
  }
  if (count > fewest) {
    const expected = `at most ${fewest}, the rows of the rarer class`;
    throw new LogitRangeError("INVALID_OPTION", `folds: expected ${expected}, got ${count}`);
  }
  const next = mulberry32(seed);
  const foldOf = new Int32Array(positive.length);
  let dealt = 0;
  for (const rows of [...classes, weightless]) {
    shuffle(rows, next);
    for (const row of rows) foldOf[row] = dealt++ % count;
  }
  return { count, foldOf };
}

/**
 * Folds as the caller has them. @throws LogitTypeError, LogitRangeError unless every row has one and each leaves both
 * classes
 */
export function givenFolds(weights: RowWeights, given: ArrayLike<unknown>): Folds {
  const rows = weights.signed.length;
  if (!isList(given)) {
    throw new LogitTypeError("INVALID_OPTION", `foldOf: expected an array of whole numbers, got ${shown(given)}`);
  }
  if (given.length !== rows) {
    throw new LogitRangeError("SHAPE_MISMATCH", `foldOf: expected ${rows} numbers, one a row, got ${given.length}`);
  }
  const positive = positiveRows(weights);
  const signed = weights.signed.slice(0, rows);
  const kept = new Map<number, [number, number]>();
  const all: [number, number] = [0, 0];
  for (let row = 0; row < rows; ++row) {
    const fold = given[row];
    if (typeof fold !== "number" || !(fold >= 0 && fold < rows && fold % 1 === 0)) {
      const expected = "whole numbers from 0 on";
      throw new LogitRangeError("INVALID_OPTION", `foldOf: expected ${expected}, got ${shown(fold)} at row ${row}`);
    }
    const weight = Math.abs(signed[row] ?? 0);
    const held = kept.get(fold) ?? [0, 0];
    const which = positive[row] === 1 ? 1 : 0;
    held[which] += weight > 0 ? 1 : 0;
    all[which] += weight > 0 ? 1 : 0;
    kept.set(fold, held);
  }
  const count = Math.max(...kept.keys()) + 1;
  for (let fold = 0; fold < count; ++fold) {
    const held = kept.get(fold);
    if (held === undefined || kept.size < 2) {
      throw new LogitRangeError(
        "INVALID_OPTION",
        `foldOf: expected two folds or more, without gaps, got none of ${fold}`,
      );
    }
    if (held[0] < all[0] && held[1] < all[1]) continue;
    throw new LogitRangeError("INVALID_OPTION", `foldOf: expected both classes outside fold ${fold}, got one`);
  }
  return { count, foldOf: Int32Array.from(given as ArrayLike<number>) };
}
