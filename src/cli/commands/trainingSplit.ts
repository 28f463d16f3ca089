import type { LabelPair } from "../read/classes.ts";
import type { Table } from "../read/table.ts";
import type { Rows } from "./measures.ts";
import { heldOutRows } from "./splitRows.ts";

/** The rows to fit, with their labels as the user spells them. */
export interface TrainingRows extends Rows {
  readonly y: number[] | string[];
}

export interface TrainingSplit {
  readonly train: TrainingRows;
  /** Undefined when no row is held out. */
  readonly heldOut: Rows | undefined;
}

export interface SplitRequest {
  readonly labels: LabelPair;
  readonly positive: 0 | 1;
  readonly testFraction: number;
  readonly seed: number;
}

/** Takes the held-out rows out of the table, whose matrix then holds the rows to train on. */
export function splitTable(table: Table, { labels, positive, testFraction, seed }: SplitRequest): TrainingSplit {
  const isHeldOut = heldOutRows(table.codes, testFraction, seed);
  const part = (flag: 0 | 1) => {
    const ofPart = (_: number, row: number) => isHeldOut[row] === flag;
    const codes = table.codes.filter(ofPart);
    const isPositive = codes.map((code) => (code === positive ? 1 : 0));
    return { codes, isPositive, weights: table.weights?.filter(ofPart) };
  };
  const heldOutX = table.X.takeOut(isHeldOut);
  const heldOut = { ...part(1), X: heldOutX.view() };
  const train = part(0);
  return {
    train: { ...train, X: table.X.view(), y: labelsOf(train.codes, labels) },
    heldOut: weighsSomething(heldOut) ? heldOut : undefined,
  };
}

function labelsOf(codes: readonly number[], [first, second]: LabelPair): number[] | string[] {
  if (typeof first === "number" && typeof second === "number")
    return codes.map((code) => (code === 0 ? first : second));
  return codes.map((code) => String(code === 0 ? first : second));
}

function weighsSomething({ isPositive, weights }: Rows): boolean {
  return isPositive.some((_, row) => weights === undefined || (weights[row] ?? 0) > 0);
}
