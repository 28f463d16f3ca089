export { type ErrorCode, LogitRangeError, LogitTypeError } from "../errors.ts";
export type { Classes, Label, Matrix, RowMajorMatrix, Table } from "../types.ts";
export { loadModel, type OffsetOptions, type Predictor } from "./loadModel.ts";
