export { type ErrorCode, LogitRangeError, LogitTypeError } from "../errors.ts";
export type { Classes, DenseMatrix, Label, Matrix, RowMajorMatrix, SparseMatrix, Table, TermMatrix } from "../types.ts";
export { loadModel, type OffsetOptions, type Predictor } from "./loadModel.ts";
