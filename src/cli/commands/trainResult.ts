import type { LogisticRegression } from "../../index.ts";
import type { HowRead } from "../read/readOptions.ts";
import type { ChosenPenalty } from "./chosenPenalty.ts";
import type { CollinearColumn } from "./collinearColumns.ts";
import type { Deviances } from "./deviances.ts";
import type { FoldMeasures } from "./foldMeasures.ts";
import type { Measures } from "./measures.ts";
import type { TrainOptions } from "./trainOptions.ts";

/** Everything that a training run has to tell. */
export interface TrainResult {
  readonly file: string;
  /** With the penalty that cross-validation chose, if it did. */
  readonly options: TrainOptions;
  readonly model: LogisticRegression;
  readonly how: HowRead;
  /** Rows that were left out since a value is missing. */
  readonly droppedRows: number;
  /** The same of the rows of --test. */
  readonly testDroppedRows: number;
  /** Rows that the model is fitted to. */
  readonly fittedRows: number;
  /** Sum of their weights; without weights their number. */
  readonly fittedWeight: number;
  /** Rows that the model which was measured is fitted to. */
  readonly trainRows: number;
  /** 0 where the measures are those of the training rows. */
  readonly heldOutRows: number;
  /** Rows of the file that are not left out. */
  readonly rows: number;
  /** Of those the rows of the negative and of the positive class. */
  readonly classRows: readonly [number, number];
  readonly features: readonly string[];
  /** Undefined where they were not looked for. */
  readonly collinear: readonly CollinearColumn[] | undefined;
  readonly deviances: Deviances;
  readonly folds: FoldMeasures | undefined;
  readonly chosen: ChosenPenalty | undefined;
  readonly measures: Measures;
}

export type Coefficient = LogisticRegression["coefficients"][number];

/** All that a report has room for: of numbered columns, which may be many, those that are not 0. */
export function written({ coefficients, encoding }: LogisticRegression): Coefficient[] {
  if (encoding !== undefined) return coefficients;
  return coefficients.filter(({ estimate }, j) => j === 0 || estimate !== 0);
}

/** The penalty that was in force. */
export function penaltyOf({ options, fittedWeight }: Pick<TrainResult, "options" | "fittedWeight">): {
  readonly l1: number;
  readonly l2: number;
  readonly standardize: boolean;
  readonly firth?: true;
} {
  const { l1 = 0, standardize, firth } = options;
  if (firth) return { l1: 0, l2: 0, standardize, firth };
  return { l1, l2: options.l2 ?? (l1 > 0 ? 0 : 1 / fittedWeight), standardize };
}
