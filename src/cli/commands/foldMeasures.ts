import type { LogisticRegression } from "../../index.ts";
import { mulberry32, shuffle } from "../../solver/random.ts";
import { usageFailure } from "../failure.ts";
import { type LabelledRows, type Measures, measure, scored } from "./measures.ts";
import { rowsWhere } from "./trainingSplit.ts";
import type { TrainOptions } from "./trainOptions.ts";

const NAMES = ["accuracy", "logLoss", "rocAuc", "precision", "recall", "f1"] as const;

/**
 * Mean and standard deviation of each measure over folds that are held out in turn; null where it is undefined in all.
 */
export interface FoldMeasures {
  readonly folds: number;
  readonly measures: Readonly<
    Record<(typeof NAMES)[number], { readonly mean: number; readonly deviation: number } | null>
  >;
}

export function foldMeasures(
  all: LabelledRows,
  options: TrainOptions,
  fitting: (rows: LabelledRows) => LogisticRegression,
): FoldMeasures {
  const { folds = 10, seed } = options;
  const foldOf = groupFolds(all, folds, options) ?? byClass(all, folds, seed);
  const each = Array.from({ length: folds }, (_, fold): Measures => {
    const heldOut = Uint8Array.from(foldOf, (one) => (one === fold ? 1 : 0));
    return measure(scored(fitting(rowsWhere(all, heldOut, 0)), rowsWhere(all, heldOut, 1)), 0.5);
  });
  const summary = (name: (typeof NAMES)[number]): { mean: number; deviation: number } | null => {
    const values = each.map((one) => one[name]).filter((value) => value !== null);
    if (values.length === 0) return null;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return { mean, deviation: Math.sqrt(squares / Math.max(1, values.length - 1)) };
  };
  const entries = NAMES.map((name) => [name, summary(name)] as const);
  return { folds, measures: Object.fromEntries(entries) as FoldMeasures["measures"] };
}

/** The fold of each row where --group has the rows of a group stay together; undefined without it. */
export function groupFolds(
  { texts }: LabelledRows,
  folds: number,
  { seed, group, failures, splitColumn }: TrainOptions,
): Int32Array | undefined {
  // the two rows of a line that counts successes and failures stay together too
  const groups = (group ?? failures) === undefined ? undefined : texts[splitColumn === undefined ? 0 : 1];
  return groups && byGroup(groups, folds, seed);
}

/** The rows of each class dealt in turn, in random order. */
function byClass({ isPositive }: LabelledRows, folds: number, seed: number): Int32Array {
  const foldOf = new Int32Array(isPositive.length);
  const random = mulberry32(seed);
  let dealt = 0;
  for (const which of [0, 1]) {
    const rows = Uint32Array.from(foldOf.keys()).filter((row) => isPositive[row] === which);
    if (rows.length < folds) {
      throw usageFailure(`--folds: expected at most ${rows.length}, the rows of the rarer class, got ${folds}`);
    }
    shuffle(rows, random);
    for (const row of rows) foldOf[row] = dealt++ % folds;
  }
  return foldOf;
}

/** Whole groups dealt in turn, in random order. */
function byGroup(groups: readonly string[], folds: number, seed: number): Int32Array {
  const names = Array.from(new Set(groups));
  if (names.length < folds) throw usageFailure(`--folds: expected at most ${names.length}, the groups, got ${folds}`);
  const order = Uint32Array.from(names.keys());
  shuffle(order, mulberry32(seed));
  const foldOf = new Map(Array.from(order, (which, i) => [names[which] ?? "", i % folds]));
  return Int32Array.from(groups, (group) => foldOf.get(group) ?? 0);
}
