export { accuracy } from "./accuracy.ts";
export { type ConfusionMatrix, confusionMatrix, f1, precision, recall } from "./confusionMatrix.ts";
export type { MetricOptions, WeightOptions } from "./inputs.ts";
export { logLoss, logLossFromLogits } from "./logLoss.ts";
export { rocAuc } from "./rocAuc.ts";
