import { checkChoice } from "../check/options.ts";
import { isArray } from "../check/values.ts";
import { type Dataset, isDataset } from "../dataset/dataset.ts";
import { decisionValues, probabilities } from "../decision/decision.ts";
import { withPredictOffset, withPredictOffsets } from "../decision/predictOffsets.ts";
import { predictsPositive } from "../decision/predictsPositive.ts";
import { LogitRangeError, LogitTypeError } from "../errors.ts";
import { type RowSource, rowSourceOf } from "../input/matrix.ts";
import { hasNoRows } from "../input/noRows.ts";
import { sigmoidF64 } from "../math/elementary.ts";
import type { ModelState } from "../modelFile/modelState.ts";
import { encoderOf, knownEncoding } from "../table/encoder.ts";
import type { ColumnEncoding, TableEncoding } from "../table/encoding.ts";
import { type Invalid, TableScorer } from "../table/predictTable.ts";
import { columnsOfBoth } from "../table/references.ts";
import { cellsNamed, isRecord, repeatable, tableOf } from "../table/table.ts";
import type { Label } from "../types.ts";
import type { LabelOptions, Prediction, PredictOneOptions, PredictOptions } from "./predictOptions.ts";

/** What a model that is fitted says of rows: matrices, tables and Datasets. */
export class Predictions {
  readonly state: ModelState;
  #scorer: TableScorer | undefined;

  constructor(state: ModelState) {
    this.state = state;
  }

  /**
   * Who scores tables, whose columns are encoded as in fit, or, after a fit to a matrix whose columns had names, as the
   * numbers that they are.
   */
  get #tables(): TableScorer {
    if (this.#scorer !== undefined) return this.#scorer;
    const known = knownEncoding(this.state);
    if (known === undefined) throw withoutNames();
    this.#scorer = new TableScorer(encoderOf(known), this.state.coef, this.state.intercept);
    return this.#scorer;
  }

  /** z of each row, with offsets. With `invalid` "nan" it is NaN for a row of a table that cannot be encoded. */
  decisionFunction(X: unknown, { offsets, invalid }: PredictOptions): Float64Array<ArrayBuffer> {
    const nan = givesNaN(invalid);
    const rows = typeof offsets === "string" ? repeatable(X) : X;
    const z = this.withoutOffsets(rows, nan ? "nan" : "error");
    return this.withOffsets(rows, z, cellsNamed(rows, offsets, "offsets"));
  }

  /** z of rows with offsets: those that are given or, where the model takes any, those of a Dataset. */
  withOffsets(X: unknown, z: Float64Array<ArrayBuffer>, given: unknown): Float64Array<ArrayBuffer> {
    const { offsets: needed } = this.state;
    const offsets = given === undefined && needed && isDataset(X) ? X.offsets : given;
    return withPredictOffsets(z, offsets, needed);
  }

  /** P(y = positive) of each row. */
  predictProba(X: unknown, options: PredictOptions): Float64Array<ArrayBuffer> {
    const { coef, intercept, offsets, features } = this.state;
    const given = repeatable(X);
    const isPlain = !isDataset(given) && !offsets && options.offsets === undefined && options.invalid === undefined;
    if (!isPlain || hasNoRows(given) || tableOf(given) !== undefined)
      return this.decisionFunction(given, options).map(sigmoidF64);
    rejectRecord(given, features);
    // the kernel's logistic function has the same bits, many rows at a time
    return probabilities(this.#rowsLike(given), coef, intercept);
  }

  /** The label of each row: with `invalid` "nan" it is null for a row of a table that cannot be encoded. */
  predict(X: unknown, options: LabelOptions): (Label | null)[] {
    return Array.from(this.decisionFunction(X, options), (z) => this.#labelOf(z, options.threshold));
  }

  /** The label, the probability and z of one row: a record, or n numbers. */
  predictOne(row: object, { threshold, offset, invalid }: PredictOneOptions): Prediction<Label | null> {
    const logOdds = withPredictOffset(this.#decision(row, givesNaN(invalid)), offset, this.state.offsets);
    return { label: this.#labelOf(logOdds, threshold), probability: sigmoidF64(logOdds), logOdds };
  }

  #labelOf(z: number, threshold: number | undefined): Label | null {
    return Number.isNaN(z) ? null : this.state.classes[predictsPositive(z, threshold) ? 1 : 0];
  }

  /** z of one row: a record, or n numbers. With `nan` it is NaN for a record that cannot be encoded. */
  #decision(row: unknown, nan: boolean): number {
    const { coef, intercept } = this.state;
    if (isArray(row) || ArrayBuffer.isView(row)) {
      return decisionValues(this.#rowsLike([row]), coef, intercept)[0] as number;
    }
    return this.#tables.record(row, nan ? "nan" : "error");
  }

  /** z of rows without the offsets. For `invalid` see TableScorer. */
  withoutOffsets(X: unknown, invalid: Invalid): Float64Array<ArrayBuffer> {
    if (isDataset(X)) return decisionsOf(X, this.state);
    const table = tableOf(X);
    if (table !== undefined) return this.#tables.table(table, invalid);
    if (hasNoRows(X)) return new Float64Array(0);
    rejectRecord(X, this.state.features);
    return decisionValues(this.#rowsLike(X), this.state.coef, this.state.intercept);
  }

  #rowsLike(X: unknown): RowSource {
    const { coef, features } = this.state;
    const source = rowSourceOf(X, 0, features);
    if (source.columns !== coef.length) throw otherColumns(coef.length, source.columns);
    return source;
  }
}

/** Whether rows that cannot be encoded become NaN: `invalid`. @throws LogitTypeError, LogitRangeError INVALID_OPTION */
function givesNaN(invalid: unknown): boolean {
  if (invalid !== undefined) checkChoice("invalid", invalid, ["error", "nan"]);
  return invalid === "nan";
}

/** @throws LogitTypeError INVALID_MATRIX for a row object in the place of rows */
function rejectRecord(X: unknown, features: readonly string[] | undefined): void {
  if (!isRecord(X) || !features?.some((name) => Object.hasOwn(X, name)) || "data" in X) return;
  const next = "give it to predictOne, or in an array";
  throw new LogitTypeError("INVALID_MATRIX", `X: expected an array of rows, got one row object: ${next}`);
}

/** The error for a table that is given to a model whose columns have no names. */
export function withoutNames(): LogitTypeError {
  const expected = "rows of numbers, as in fit, which was given no names of columns (features)";
  return new LogitTypeError("INVALID_MATRIX", `X: expected ${expected}, got a table`);
}

function decisionsOf(dataset: Dataset, state: ModelState): Float64Array<ArrayBuffer> {
  const { coef, intercept } = state;
  const [own, other] = [knownEncoding(state), knownEncoding(dataset)];
  const isKnown = own !== undefined && other !== undefined;
  if (isKnown && isLessReferences(own, other)) return dataset.decision(withoutReferences(coef, own, other), intercept);
  if (dataset.columns !== coef.length) throw otherColumns(coef.length, dataset.columns);
  if (!isKnown) return dataset.decision(coef, intercept);
  const got = "one of other columns, levels or means: give its table itself";
  throw new LogitRangeError("SHAPE_MISMATCH", `X: expected a Dataset encoded as in fit, got ${got}`);
}

/**
 * Whether one encoding is the other one but for the columns of references, which fits of rows without a penalty leave
 * out.
 */
function isLessReferences(own: TableEncoding, other: TableEncoding): boolean {
  const less = (encoding: TableEncoding): string =>
    JSON.stringify([encoding.columns.map((column, j) => lessReference(column, own.columns[j])), encoding.interactions]);
  return less(own) === less(other);
}

function lessReference(column: ColumnEncoding, own: ColumnEncoding | undefined): ColumnEncoding | readonly unknown[] {
  if (column.kind !== "category" || own?.kind !== "category") return column;
  const { name, levels, isBoolean, pooled, fill, indicator, other } = column;
  const reference = column.reference ?? own.reference;
  // shares have no entry for the reference
  const at = column.reference === undefined && reference !== undefined ? levels.indexOf(reference) : -1;
  const left = (shares: readonly number[] | undefined) => shares?.filter((_, k) => k !== at);
  return [name, levels, isBoolean, reference, pooled, left(fill), indicator, left(other)];
}

/** The coefficients of an encoding in the order of one without its references, 0 of what it has no column for. */
function withoutReferences(coef: Float64Array, own: TableEncoding, other: TableEncoding): Float64Array {
  const all = new Float64Array(encoderOf(other).encoded.length);
  for (const [k, at] of columnsOfBoth(other, own).entries()) all[at] = coef[k] ?? 0;
  return all;
}

function otherColumns(expected: number, columns: number): LogitRangeError {
  return new LogitRangeError("SHAPE_MISMATCH", `X: expected ${expected} columns as in fit, got ${columns}`);
}
