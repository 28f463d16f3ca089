import { crossValidate } from "../../index.ts";
import type { TableOptions } from "../../table/tableOptions.ts";
import type { Classes } from "../../types.ts";
import { inFileWords } from "../read/fileWords.ts";
import { classWeightOf } from "./classWeight.ts";
import { groupFolds } from "./foldMeasures.ts";
import type { LabelledRows } from "./measures.ts";
import type { TrainOptions } from "./trainOptions.ts";

/** The penalty that cross-validation chose. */
export interface ChosenPenalty {
  readonly l1: number;
  readonly l2: number;
  readonly lambda: number;
  readonly rule: "1se" | "min";
  readonly folds: number;
  readonly l1Ratio: number;
  /** Mean log loss of rows that were held out, and its standard error. */
  readonly logLoss: number;
  readonly standardError: number;
  /** Whether smaller penalties, which were not tried, may be better. */
  readonly atEdge: boolean;
}

export function chosenPenalty(
  label: string,
  rows: LabelledRows,
  classes: Classes,
  tableOptions: TableOptions,
  options: TrainOptions,
): ChosenPenalty {
  const { folds = 10, seed, select = "1se", l1Ratio = 1, standardize, intercept } = options;
  const { X, y, weights, offset } = rows;
  const classWeight = classWeightOf(options.classWeight);
  const foldOf = groupFolds(rows, folds, options);
  const given = {
    ...tableOptions,
    ...(foldOf === undefined ? { folds, seed } : { foldOf }),
    ...{ select, l1Ratio, standardize, classes, fitIntercept: intercept },
    ...(classWeight && { classWeight }),
    ...(weights && { weights }),
    ...(offset && { offsets: offset }),
    // ridge paths fall further before they are at their best
    ...(l1Ratio === 0 && { minRatio: 1e-8 }),
  };
  const cv = inFileWords(label, undefined, () => crossValidate(X as never, y as never, given as never));
  const index = select === "min" ? cv.indexMin : cv.index1se;
  const lambda = cv.lambdas[index] ?? 0;
  return {
    l1: lambda * l1Ratio,
    l2: lambda * (1 - l1Ratio),
    lambda,
    rule: select,
    folds,
    l1Ratio,
    logLoss: cv.logLoss.mean[index] ?? Number.NaN,
    standardError: cv.logLoss.standardError[index] ?? Number.NaN,
    atEdge: cv.indexMin === cv.lambdas.length - 1 && cv.path.reason === "complete",
  };
}
