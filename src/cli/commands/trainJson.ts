import { howReadText } from "../read/readOptions.ts";
import { encodedJson } from "./encodedText.ts";
import { groupedColumns } from "./groupedOptions.ts";
import { penaltyOf, type TrainResult, written } from "./trainResult.ts";

/** What --json prints. */
export function trainJson(result: TrainResult): object {
  const { file, options, model, measures, collinear } = result;
  const grouped = groupedColumns(options);
  const [negative, positive] = model.classes;
  return {
    command: "train",
    data: file,
    readAs: howReadText(result.how) ?? null,
    ...(grouped === undefined ? { target: model.target } : grouped),
    classes: { negative, positive },
    rows: {
      train: result.trainRows,
      heldOut: result.heldOutRows,
      ...(options.test !== undefined && { testDropped: result.testDroppedRows }),
      fitted: result.fittedRows,
      dropped: result.droppedRows,
      negative: result.classRows[0],
      positive: result.classRows[1],
    },
    columns: result.features.length,
    encoded: encodedJson(model),
    weights: options.weights?.trim() ?? null,
    offset: options.offset?.trim() ?? null,
    testFraction: options.testFraction,
    seed: options.seed,
    ...penaltyOf(result),
    ...(result.chosen && { crossValidation: result.chosen }),
    solver: options.solver ?? "auto",
    precision: model.report.precision,
    learningRate: options.learningRate ?? null,
    maxEpochs: options.maxEpochs ?? null,
    tolerance: options.tolerance ?? null,
    report: model.report,
    constantColumns: collinear?.filter(({ of }) => of.length === 0).map(({ column }) => column) ?? null,
    collinearColumns: collinear?.filter(({ of }) => of.length > 0) ?? null,
    ...result.deviances,
    evaluatedOn: evaluatedOn(result),
    measures,
    ...(result.folds && { folds: result.folds }),
    intercept: model.intercept,
    coefficients: written(model),
    model: options.out ?? null,
  };
}

function evaluatedOn({ options, heldOutRows }: TrainResult): string {
  if (options.test !== undefined) return options.test;
  return heldOutRows > 0 ? "held-out rows" : "training rows";
}
