import { isList } from "../check/vector.ts";
import { type ErrorCode, LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { GrowingVector } from "../input/growingVector.ts";
import { checkLabel, checkSameType } from "../input/labels.ts";
import { denseSourceOf, rejectNonFinite, rejectTooLarge } from "../input/matrix.ts";
import { computedVector, forParts } from "../input/rowVector.ts";
import { checkWeight, momentWeights, ownedWeights, sign, signedWeights, unitWeights } from "../input/weights.ts";
import type { Kernels } from "../kernel/kernels.ts";
import { RowPacker } from "../rows/packRows.ts";
import { finishTrainingRows, type LabelledTrainingRows } from "../rows/trainingRows.ts";
import type { Classes, Label, Labels, Matrix, Precision, Weights } from "../types.ts";
import type { Arena } from "../wasm/arena.ts";

/** A DatasetBuilder (dataset.ts, which documents its members): of a Dataset, whose class it need not know. */
export class BuilderOf<Built> {
  readonly columns: number;
  readonly precision: Precision;
  readonly #arena: Arena;
  readonly #kernels: Kernels;
  readonly #packer: RowPacker;
  readonly #make: (rows: LabelledTrainingRows) => Built;
  readonly #labels: Label[];
  readonly #inferred: boolean;
  /** The label of each row, 0 or 1: its index in #labels. */
  #codes = new GrowingVector((length) => new Uint8Array(length));
  /** The weights of the rows; undefined as long as every weight is 1. */
  #weights: GrowingVector | undefined;
  /** Rows of the window that are not packed yet. */
  #waiting = 0;
  #built = false;

  constructor(
    arena: Arena,
    kernels: Kernels,
    columns: number,
    classes: Classes | undefined,
    make: (rows: LabelledTrainingRows) => Built,
  ) {
    this.columns = columns;
    this.precision = kernels.precision;
    this.#arena = arena;
    this.#kernels = kernels;
    this.#packer = new RowPacker(arena, kernels, columns, arena.kernel.block_rows());
    this.#make = make;
    this.#inferred = classes === undefined;
    this.#labels = classes === undefined ? [] : [...classes];
  }

  get rows(): number {
    return this.#codes.length;
  }

  push(row: readonly number[] | Float32Array | Float64Array, label: Label, weight = 1): this {
    return this.pushRows([row] as Matrix, [label], [weight]);
  }

  pushRows(X: Matrix, y: Labels, weights?: Weights): this {
    if (this.#built) throw new LogitRangeError("INVALID_MATRIX", "push: expected to come before build, came after it");
    const source = denseSourceOf(X, "a builder", this.rows);
    if (source.columns !== this.columns) {
      const expected = `${this.columns} columns`;
      throw new LogitRangeError("SHAPE_MISMATCH", `X: expected ${expected}, got ${source.columns}`);
    }
    rejectNonFinite(source, 0, source.rows, this.rows);
    rejectTooLarge(source, 0, source.rows, this.precision, this.rows);
    checkLength(y, source.rows, "y", "INVALID_LABELS");
    if (weights !== undefined) checkLength(weights, source.rows, "weights", "INVALID_WEIGHTS");
    for (let i = 0; i < source.rows; ++i) if (weights !== undefined) checkWeight(weights[i], this.rows + i);
    // whatever may fail comes before a row is taken
    this.#packer.expect(this.rows + source.rows);
    const codes = this.#encode(y, source.rows);
    for (let i = 0; i < source.rows; ++i) {
      this.#pushWeight(weights?.[i] ?? 1);
      this.#codes.push(codes[i] ?? 0);
    }
    for (let first = 0; first < source.rows; ) {
      const count = Math.min(this.#packer.window.rows - this.#waiting, source.rows - first);
      const view = this.#packer.window.view().subarray(this.#waiting * this.columns);
      source.copyRows(view, first, count);
      this.#waiting += count;
      if (this.#waiting === this.#packer.window.rows) this.#packWaiting();
      first += count;
    }
    return this;
  }

  build(): Built {
    if (this.#built) throw new LogitRangeError("INVALID_MATRIX", "build: expected once, came again");
    if (this.rows === 0) throw new LogitRangeError("INVALID_MATRIX", "build: expected at least one row, got none");
    const [first, second] = this.#labels;
    if (first === undefined || second === undefined) {
      throw new LogitRangeError("INVALID_LABELS", `y: expected two classes, got only ${shown(first)}`);
    }
    const flipped = this.#inferred && first > second;
    const { rows } = this;
    const codes = this.#codes;
    const positive = computedVector(
      rows,
      (length) => new Uint8Array(length),
      (bytes, at) => {
        codes.read(bytes, at);
        if (flipped) for (let i = 0; i < bytes.length; ++i) bytes[i] = 1 - (bytes[i] ?? 0);
      },
    );
    let [hasPositive, hasNegative] = [false, false];
    forParts(positive, (part) => {
      hasPositive ||= part.includes(1);
      hasNegative ||= part.includes(0);
      return !(hasPositive && hasNegative);
    });
    if (!hasPositive || !hasNegative) {
      throw new LogitRangeError(
        "INVALID_LABELS",
        `y: expected both ${shown(first)} and ${shown(second)}, got only one`,
      );
    }
    const given = this.#weights;
    const signed = computedVector(rows, float64, (target, at) => {
      given?.read(target, at);
      sign(target, positive, at);
    });
    const weights = ownedWeights(given === undefined ? unitWeights(positive) : signedWeights(signed, this.precision));
    this.#built = true;
    if (this.#waiting > 0) this.#packWaiting();
    const measured = momentWeights(weights, this.precision);
    this.#packer.measureAgain(measured);
    const training = finishTrainingRows(this.#arena, this.#kernels, this.#packer, weights, true, measured.total);
    this.#codes = new GrowingVector((length) => new Uint8Array(length));
    this.#weights = undefined;
    return this.#make({ ...training, classes: flipped ? [second, first] : [first, second] });
  }

  #packWaiting(): void {
    this.#packer.packWindow(this.#waiting, undefined);
    this.#waiting = 0;
  }

  #pushWeight(weight: number): void {
    if (this.#weights === undefined) {
      if (weight === 1) return;
      this.#weights = new GrowingVector(float64);
      for (let row = 0; row < this.rows; ++row) this.#weights.push(1);
    }
    // -0, whose sign would be taken for that of a label, becomes 0
    this.#weights.push(weight + 0);
  }

  #encode(y: Labels, rows: number): Uint8Array {
    const codes = new Uint8Array(rows);
    const labels = [...this.#labels];
    for (let i = 0; i < rows; ++i) {
      const label = y[i];
      const code = labels.indexOf(label as Label);
      codes[i] = code === -1 ? addLabel(labels, label, this.rows + i) : code;
    }
    this.#labels.splice(0, this.#labels.length, ...labels);
    return codes;
  }
}

function float64(length: number): Float64Array<ArrayBuffer> {
  return new Float64Array(length);
}

function addLabel(labels: Label[], value: unknown, row: number): number {
  const [first, second] = labels;
  const label = checkLabel(value, row);
  if (second !== undefined) {
    const expected = `${shown(first)} or ${shown(second)}`;
    throw new LogitRangeError("INVALID_LABELS", `y: expected ${expected}, got ${shown(label)} at row ${row}`);
  }
  if (first !== undefined) checkSameType(first, label, row);
  return labels.push(label) - 1;
}

function checkLength(values: unknown, rows: number, name: string, code: ErrorCode): void {
  const expected = `expected ${rows} entries, one a row of X`;
  if (!isList(values)) throw new LogitTypeError(code, `${name}: ${expected}, got ${shown(values)}`);
  if (values.length !== rows) {
    throw new LogitRangeError("SHAPE_MISMATCH", `${name}: ${expected}, got ${values.length}`);
  }
}
