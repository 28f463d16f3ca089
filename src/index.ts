export { Dataset, type DatasetBuilder, type DatasetOptions } from "./dataset/dataset.ts";
export type { FitState } from "./driver/drive.ts";
export { type ErrorCode, LogitRangeError, LogitTypeError } from "./errors.ts";
export type { FitAsyncOptions } from "./fit/asyncOptions.ts";
export type { Curvature } from "./fit/curvature.ts";
export type { FitOptions } from "./fit/fitOptions.ts";
export type { FittedModel } from "./fit/fittedModel.ts";
export type { LogisticRegressionOptions, SolverName } from "./fit/options.ts";
export type { FitReport, Separation } from "./fit/report.ts";
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
export {
  LogisticRegression,
  type PredictOptions,
  type ScoreOptions,
} from "./model/logisticRegression.ts";
export type { PartialFitOptions } from "./model/partialFit.ts";
export type { ModelJson } from "./modelFile/modelJson.ts";
export {
  type CrossValidation,
  type CrossValidationOptions,
  crossValidate,
  type Measure,
} from "./path/crossValidate.ts";
export type { CrossValidated } from "./path/foldScores.ts";
export { type RegularizationPath, regularizationPath } from "./path/path.ts";
export type { PathReason } from "./path/pathFit.ts";
export type { PathOptions } from "./path/pathOptions.ts";
export type { Fallback, StopReason } from "./solver/protocol.ts";
export type { Schedule } from "./solver/textbook/stochasticSteps.ts";
export type { Classes, Label, Labels, Matrix, Precision, RowMajorMatrix, Weights } from "./types.ts";
export { setKernelModule } from "./wasm/kernelModule.ts";
