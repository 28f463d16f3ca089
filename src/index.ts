export { Dataset, type DatasetBuilder, type DatasetOptions } from "./data/dataset.ts";
export type { FitState } from "./driver/drive.ts";
export { type ErrorCode, LogitRangeError, LogitTypeError } from "./errors.ts";
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
export type { FitAsyncOptions } from "./model/asyncOptions.ts";
export {
  type CrossValidation,
  type CrossValidationOptions,
  crossValidate,
  type Measure,
} from "./model/crossValidate.ts";
export type { Curvature } from "./model/curvature.ts";
export type { FitOptions } from "./model/fitOptions.ts";
export type { FittedModel } from "./model/fittedModel.ts";
export type { CrossValidated } from "./model/foldScores.ts";
export {
  LogisticRegression,
  type PredictOptions,
  type ScoreOptions,
} from "./model/logisticRegression.ts";
export type { ModelJson } from "./model/modelJson.ts";
export type { LogisticRegressionOptions, SolverName } from "./model/options.ts";
export type { PartialFitOptions } from "./model/partialFit.ts";
export { type RegularizationPath, regularizationPath } from "./model/path.ts";
export type { PathReason } from "./model/pathFit.ts";
export type { PathOptions } from "./model/pathOptions.ts";
export type { FitReport, Separation } from "./model/report.ts";
export type { Fallback, StopReason } from "./solver/protocol.ts";
export type { Schedule } from "./solver/stochasticSteps.ts";
export type { Classes, Label, Labels, Matrix, Precision, RowMajorMatrix, Weights } from "./types.ts";
export { setKernelModule } from "./wasm/kernelModule.ts";
