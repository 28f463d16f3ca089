export { Dataset, type DatasetBuilder, type DatasetOptions, type TableDatasetOptions } from "./dataset/dataset.ts";
export type { FitState } from "./driver/drive.ts";
export { type ErrorCode, LogitRangeError, LogitTypeError } from "./errors.ts";
export type { FitAsyncOptions, GroupedFitAsyncOptions, TableFitAsyncOptions } from "./fit/asyncOptions.ts";
export type { Curvature } from "./fit/curvature.ts";
export type { FitOptions, GroupedFitOptions, TableFitOptions } from "./fit/fitOptions.ts";
export type { FittedModel } from "./fit/fittedModel.ts";
export type { LogisticRegressionOptions, SolverName } from "./fit/options.ts";
export type { AliasedColumn, FitReport, Separation } from "./fit/report.ts";
export { type Backward, backward } from "./functions/backward.ts";
export { type Activations, cost } from "./functions/cost.ts";
export { type Forward, forward } from "./functions/forward.ts";
export {
  type GradientDescentOptions,
  type GradientDescentResult,
  type GradientDescentState,
  gradientDescent,
} from "./functions/gradientDescent.ts";
export { type Propagation, propagate } from "./functions/propagate.ts";
export type { Coefficient } from "./model/coefficients.ts";
export type { KnownCoefficients } from "./model/knownModel.ts";
export { LogisticRegression } from "./model/logisticRegression.ts";
export type { PartialFitOptions, TablePartialFitOptions } from "./model/partialFit.ts";
export type {
  LabelOptions,
  Prediction,
  PredictOneOptions,
  PredictOptions,
  ScoreOptions,
} from "./model/predictOptions.ts";
export type { PropertySchema, RecordSchema } from "./model/recordSchema.ts";
export type { ModelJson } from "./modelFile/modelJson.ts";
export {
  type CrossValidation,
  type CrossValidationOptions,
  crossValidate,
  type Measure,
  type TableCrossValidationOptions,
} from "./path/crossValidate.ts";
export type { CrossValidated } from "./path/foldScores.ts";
export { type RegularizationPath, regularizationPath } from "./path/path.ts";
export type { PathReason } from "./path/pathFit.ts";
export type { PathOptions, TablePathOptions } from "./path/pathOptions.ts";
export type { Fallback, StopReason } from "./solver/protocol.ts";
export type { Schedule } from "./solver/textbook/stochasticSteps.ts";
export type { PartOf } from "./split/parts.ts";
export {
  type LabelledPart,
  type SplitOptions,
  type TableSplitOptions,
  type TrainTestSplit,
  trainTestSplit,
} from "./split/trainTestSplit.ts";
export type { MissingReport } from "./table/encodedTable.ts";
export type { EncodedColumn, LevelEncoding, NumberEncoding, TableEncoding } from "./table/encoding.ts";
export type { ColumnSettings, Missing, TableOptions } from "./table/tableOptions.ts";
export type {
  Classes,
  ColumnTable,
  DenseMatrix,
  FrameTable,
  Label,
  Labels,
  Matrix,
  Precision,
  RowMajorMatrix,
  SparseMatrix,
  Table,
  TermMatrix,
  Weights,
} from "./types.ts";
export { setKernelModule } from "./wasm/kernelModule.ts";
