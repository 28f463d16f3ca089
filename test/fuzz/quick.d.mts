export type SuiteName =
  | "fits"
  | "paths"
  | "streams"
  | "sameBits"
  | "modelFiles"
  | "strangeValues"
  | "csvFiles"
  | "metricValues";

export function quickSample(name: SuiteName, cases: number): Promise<string[]>;
