import type { Precision } from "../types.ts";
import { spread } from "./leverages.ts";
import {
  gradientLength,
  hessianLength,
  leveragesLength,
  productLength,
  type RowHolder,
  sidesLength,
} from "./rowHolder.ts";
import type { RowSample } from "./rowSample.ts";
import type { ColumnScaling } from "./scaling.ts";
import type { Slack } from "./sides.ts";
import type { MeasuredRows, TrainingRows } from "./trainingRows.ts";

/**
 * Rows with offsets as rows of n columns: z = Xw + b + offset. What was packed as the last column has the coefficient
 * that undoes its scale, and its mean goes into b.
 */
export function offsetTrainingRows(rows: TrainingRows): TrainingRows {
  return { ...offsetMeasuredRows(rows), holder: offsetHolder(rows.holder, rows.scaling) };
}

/** The measured rows of offsetTrainingRows: their shape, weights and moments without the column of offsets. */
export function offsetMeasuredRows({ holder, weights, moments, scaling }: MeasuredRows): MeasuredRows {
  const { rows, precision, blockRows } = holder;
  const n = holder.columns - 1;
  return {
    holder: { rows, columns: n, precision, blockRows },
    weights,
    moments: { mean: moments.mean.slice(0, n), deviation: moments.deviation.slice(0, n) },
    scaling: { centre: scaling.centre.slice(0, n), scale: scaling.scale.slice(0, n) },
    offsetMean: scaling.centre[n] ?? 0,
  };
}

/**
 * The row holder of offsetTrainingRows, which asks `wide`, the holder of all columns; the scaling is that of all
 * columns.
 */
export function offsetHolder(wide: RowHolder, { scale, centre }: ColumnScaling): RowHolder {
  const n = wide.columns - 1;
  return new OffsetRows(wide, 1 / (scale[n] ?? 1), centre[n] ?? 0);
}

class OffsetRows implements RowHolder {
  readonly rows: number;
  readonly columns: number;
  readonly precision: Precision;
  readonly blockRows: number;
  readonly #wide: RowHolder;
  readonly #coefficient: number;
  readonly #mean: number;

  constructor(wide: RowHolder, coefficient: number, mean: number) {
    this.rows = wide.rows;
    this.columns = wide.columns - 1;
    this.precision = wide.precision;
    this.blockRows = wide.blockRows;
    this.#wide = wide;
    this.#coefficient = coefficient;
    this.#mean = mean;
  }

  addGradient(w: Float64Array, b: number, record: Float64Array, sample?: RowSample): void {
    const wide = new Float64Array(gradientLength(this.columns + 1));
    this.#wide.addGradient(this.#widened(w), b + this.#mean, wide, sample);
    for (let i = 0; i < record.length; ++i) record[i] = (record[i] ?? 0) + (wide[i] ?? 0);
  }

  addHessian(w: Float64Array, b: number, record: Float64Array, sample?: RowSample): void {
    const n = this.columns;
    const wide = new Float64Array(hessianLength(n + 1));
    this.#wide.addHessian(this.#widened(w), b + this.#mean, wide, sample);
    for (let i = 0; i <= n; ++i) record[i] = (record[i] ?? 0) + (wide[i] ?? 0);
    for (let j = 0; j < n; ++j) {
      const from = 2 + n + j * (n + 1);
      const to = 1 + n + j * n;
      for (let k = j; k < n; ++k) record[to + k] = (record[to + k] ?? 0) + (wide[from + k] ?? 0);
    }
  }

  addProduct(w: Float64Array, b: number, r: Float64Array, c: number, record: Float64Array, sample?: RowSample): void {
    const wide = new Float64Array(productLength(this.columns + 1));
    const direction = new Float64Array(this.columns + 1);
    direction.set(r);
    this.#wide.addProduct(this.#widened(w), b + this.#mean, direction, c, wide, sample);
    for (let i = 0; i < record.length; ++i) record[i] = (record[i] ?? 0) + (wide[i] ?? 0);
  }

  addBatch(rows: Uint32Array, w: Float64Array, b: number, record: Float64Array): void {
    const wide = new Float64Array(gradientLength(this.columns + 1));
    this.#wide.addBatch(rows, this.#widened(w), b + this.#mean, wide);
    for (let i = 0; i < record.length; ++i) record[i] = (record[i] ?? 0) + (wide[i] ?? 0);
  }

  addSides(w: Float64Array, b: number, slack: Slack, record: Float64Array, sample?: RowSample): void {
    const n = this.columns;
    const products = record.length > sidesLength(n, false);
    const wide = new Float64Array(sidesLength(n + 1, products));
    const direction = new Float64Array(n + 1);
    direction.set(w);
    this.#wide.addSides(direction, b, slack, wide, sample);
    const add = (to: number, from: number, count: number): void => {
      for (let i = 0; i < count; ++i) record[to + i] = (record[to + i] ?? 0) + (wide[from + i] ?? 0);
    };
    add(0, 0, 3);
    if (!products) return;
    add(3, 3, n);
    for (let j = 0; j < n; ++j) add(3 + n + j * n, 4 + n + j * (n + 1), n);
  }

  addLeverages(w: Float64Array, b: number, inverse: Float64Array, record: Float64Array): void {
    const n = this.columns;
    const all = Uint32Array.from({ length: n + 1 }, (_, j) => (j === n ? n + 1 : j));
    // the column of the offsets, which stands before the intercept, has no part in leverages
    const widened = spread(inverse, all, n + 2);
    const wide = new Float64Array(leveragesLength(n + 1));
    this.#wide.addLeverages(this.#widened(w), b + this.#mean, widened, wide);
    for (let i = 0; i < record.length; ++i) record[i] = (record[i] ?? 0) + (wide[i] ?? 0);
  }

  #widened(w: Float64Array): Float64Array {
    const wide = new Float64Array(w.length + 1);
    wide.set(w);
    wide[w.length] = this.#coefficient;
    return wide;
  }
}
