export type SuiteName =
  | "fits"
  | "paths"
  | "streams"
  | "sameBits"
  | "modelFiles"
  | "strangeValues"
  | "csvFiles"
  | "metricValues"
  | "sparseRows";

export function quickSample(name: SuiteName, cases: number): Promise<string[]>;
