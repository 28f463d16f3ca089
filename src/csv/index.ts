export { type ErrorCode, LogitRangeError, LogitTypeError } from "../errors.ts";
export type { CsvColumn } from "./cells.ts";
export { type CsvColumns, type CsvOptions, readCsv } from "./readCsv.ts";
export type { CsvSource } from "./sources.ts";
