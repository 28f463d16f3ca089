import { heldOutGroups, heldOutRows } from "../../split/splitRows.ts";
import { Failure, listed, quoted } from "../failure.ts";
import type { FileTable } from "../read/table.ts";
import type { LabelledRows } from "./measures.ts";
import type { TrainOptions } from "./trainOptions.ts";

export interface TrainingSplit {
  readonly train: LabelledRows;
  /** Undefined when no row is held out. */
  readonly heldOut: LabelledRows | undefined;
}

/** Which of the rows are held out, by a column that says so, by whole groups, or stratified by class. */
export function heldOutOf(all: LabelledRows, { label }: FileTable, options: TrainOptions): TrainingSplit {
  if (options.test !== undefined) return { train: all, heldOut: undefined };
  const [splits, groups] = options.splitColumn === undefined ? [undefined, all.texts[0]] : all.texts;
  const { testFraction, seed } = options;
  const isHeldOut =
    splits !== undefined
      ? bySplitColumn(splits, options.splitColumn ?? "", label)
      : (options.group ?? options.failures) !== undefined && groups !== undefined
        ? heldOutGroups(all.isPositive, groups, testFraction, seed)
        : heldOutRows(all.isPositive, testFraction, seed);
  const train = rowsWhere(all, isHeldOut, 0);
  const heldOut = rowsWhere(all, isHeldOut, 1);
  return { train, heldOut: weighsSomething(heldOut) ? heldOut : undefined };
}

/** Words for the part of the rows that a model is not fitted to. */
const TEST = /^(?:test|testing|holdout|held-?out|valid|validation|val|eval|1|true)$/i;

function bySplitColumn(texts: readonly string[], column: string, label: string): Uint8Array {
  const isHeldOut = Uint8Array.from(texts, (text) => (TEST.test(text.trim()) ? 1 : 0));
  if (isHeldOut.includes(1) && isHeldOut.includes(0)) return isHeldOut;
  const found = listed(Array.from(new Set(texts)));
  const expected = "some rows to be test (or holdout, validation, 1, true) and others not";
  throw new Failure(`${label}: column ${quoted(column)}: expected ${expected}, got ${found}`);
}

/** The rows whose flag is this one. */
export function rowsWhere(all: LabelledRows, flags: ArrayLike<number>, flag: number): LabelledRows {
  const kept = Uint32Array.from(all.y.keys()).filter((row) => flags[row] === flag);
  const pick = (values: Float64Array | undefined): Float64Array | undefined =>
    values && Float64Array.from(kept, (row) => values[row] ?? 0);
  return {
    X: all.X.keep(kept),
    y: Array.from(kept, (row) => all.y[row] as LabelledRows["y"][number]),
    isPositive: Uint8Array.from(kept, (row) => all.isPositive[row] ?? 0),
    weights: pick(all.weights),
    offset: pick(all.offset),
    texts: all.texts.map((texts) => Array.from(kept, (row) => texts[row] ?? "")),
  };
}

function weighsSomething({ isPositive, weights }: LabelledRows): boolean {
  return Array.from(isPositive).some((_, row) => weights === undefined || (weights[row] ?? 0) > 0);
}
