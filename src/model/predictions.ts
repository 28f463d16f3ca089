import { checkChoice } from "../check/options.ts";
import { isArray } from "../check/values.ts";
import { type Dataset, isDataset } from "../dataset/dataset.ts";
import { decisionValues, probabilities } from "../decision/decision.ts";
import { withPredictOffset, withPredictOffsets } from "../decision/predictOffsets.ts";
import { predictsPositive } from "../decision/predictsPositive.ts";
import { LogitRangeError, LogitTypeError } from "../errors.ts";
import { contiguousRows, type RowSource, rowSourceOf } from "../input/matrix.ts";
import { sigmoidF64 } from "../math/elementary.ts";
import type { ModelState } from "../modelFile/modelState.ts";
import { type Encoder, encoderOf, knownEncoding } from "../table/encoder.ts";
import type { ColumnEncoding, TableEncoding } from "../table/encoding.ts";
import { encodeRecord, encodeTable } from "../table/predictTable.ts";
import { columnsOfBoth } from "../table/references.ts";
import { cellsNamed, isRecord, repeatable, type Table, tableOf } from "../table/table.ts";
import type { Label } from "../types.ts";
import type { LabelOptions, Prediction, PredictOneOptions, PredictOptions } from "./predictOptions.ts";

/** What a model that is fitted says of rows: matrices, tables and Datasets. */
export class Predictions {
  readonly state: ModelState;
  #encoder: Encoder | undefined;

  constructor(state: ModelState) {
    this.state = state;
  }

  /**
   * How a table is encoded: as in fit, or, after a fit to a matrix whose columns had names, each column as the numbers
   * it has.
   */
  get #encoding(): Encoder {
    if (this.#encoder !== undefined) return this.#encoder;
    const known = knownEncoding(this.state);
    if (known === undefined) throw withoutNames();
    this.#encoder = encoderOf(known);
    return this.#encoder;
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
    const { coef, intercept, offsets } = this.state;
    const isPlain = !isDataset(X) && !offsets && options.offsets === undefined && options.invalid === undefined;
    return isPlain ? probabilities(this.#rows(X), coef, intercept) : this.decisionFunction(X, options).map(sigmoidF64);
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
    const x = new Float64Array(coef.length);
    encodeRecord(this.#encoding, row, x, nan ? "nan" : "error");
    if (nan && !x.every(Number.isFinite)) return Number.NaN;
    let z = intercept;
    for (let j = 0; j < x.length; ++j) z += (x[j] as number) * (coef[j] as number);
    // what is too large for a spline or a product is refused as in many rows
    return Number.isFinite(z) ? z : (decisionValues(contiguousRows(x, 1, x.length), coef, intercept)[0] as number);
  }

  /** X as rows that the kernel takes, if it is one of a matrix or of a table without rows that cannot be encoded. */
  #rows(X: unknown): RowSource {
    const table = tableOf(X);
    if (table === undefined) rejectRecord(X, this.state.features);
    return table === undefined ? this.#rowsLike(X) : this.#encoded(table, encodeTable(this.#encoding, table, "error"));
  }

  /**
   * The same without the offsets. `invalid` "nan" gives NaN for every row of a table that cannot be encoded, "missing"
   * for one that misses a value for which nothing stands in; what else cannot be encoded is refused.
   */
  withoutOffsets(X: unknown, invalid: "error" | "nan" | "missing"): Float64Array<ArrayBuffer> {
    const { coef, intercept } = this.state;
    if (isDataset(X)) return decisionsOf(X, this.state);
    const table = invalid === "error" ? undefined : tableOf(X);
    if (table === undefined) return decisionValues(this.#rows(X), coef, intercept);
    const encoder = this.#encoding;
    const isMissing = invalid === "missing";
    const data = isMissing
      ? encodeTable(encoder, table, "error", (cellOf) => isMissingAny(encoder, cellOf))
      : encodeTable(encoder, table, "nan");
    const n = coef.length;
    // an encoded row may also be too large, as the bend of a spline or as a product
    const isInvalid = Uint8Array.from({ length: table.rows }, (_, row) => {
      const x = data.subarray(row * n, (row + 1) * n);
      if (isMissing ? !Number.isNaN(x[0]) : x.every(Number.isFinite)) return 0;
      x.fill(0);
      return 1;
    });
    const source = this.#encoded(table, data);
    return decisionValues(source, coef, intercept).map((z, row) => (isInvalid[row] === 1 ? Number.NaN : z));
  }

  #rowsLike(X: unknown): RowSource {
    const { coef, features } = this.state;
    const source = rowSourceOf(X, 0, features);
    if (source.columns !== coef.length) throw otherColumns(coef.length, source.columns);
    return source;
  }

  #encoded({ rows }: Table, data: Float64Array): RowSource {
    if (rows > 0) return contiguousRows(data, rows, this.state.coef.length);
    throw new LogitRangeError("INVALID_MATRIX", "X: expected at least one row, got none");
  }
}

/** Whether a row misses a value for which nothing stands in. */
function isMissingAny({ columns }: Encoder, cellOf: (j: number) => unknown): boolean {
  return columns.some((column, j) => {
    const code = column.code(cellOf(j));
    return Number.isNaN(code) && !column.write(Number.NaN, [], 0);
  });
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

/** Of a table given to a model of columns without names. */
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
  if (column.kind === "number" || own?.kind !== "category") return column;
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
