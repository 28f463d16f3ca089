import { checkCallback, checkNumber, rejectUnknown } from "../check/options.ts";
import { checkFinite, checkVector } from "../check/vector.ts";
import { type Dataset, isDataset } from "../dataset/dataset.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { encodeZeroOne } from "../input/labels.ts";
import { denseSourceOf } from "../input/matrix.ts";
import { unitWeights } from "../input/weights.ts";
import { gradientLength, type RowHolder } from "../rows/rowHolder.ts";
import { packTrainingRows } from "../rows/trainingRows.ts";
import type { DenseMatrix, Labels } from "../types.ts";
import { withArena } from "../wasm/pool.ts";

/** Where the loop stands, before the step of an epoch. */
export interface GradientDescentState {
  /** The number of steps taken so far, from 0. */
  readonly epoch: number;
  /** J at w, b, before the step of this epoch. */
  readonly cost: number;
  /** n coefficients, in the units of X. */
  readonly w: Float64Array<ArrayBuffer>;
  /** The intercept. */
  readonly b: number;
}

/** Options of gradientDescent; each has a default. */
export interface GradientDescentOptions {
  /** alpha. Default 0.1. */
  readonly learningRate?: number;
  /** Steps to take. Default 100. */
  readonly epochs?: number;
  /** Where to start: n numbers. Default zeros. */
  readonly w?: ArrayLike<number>;
  /** Where to start. Default 0. */
  readonly b?: number;
  /** Called before each step; return false to stop. */
  readonly onEpoch?: (state: GradientDescentState) => unknown;
}

/** The point after the last step, and the cost on the way there. */
export interface GradientDescentResult {
  /** n coefficients, in the units of X. */
  readonly w: Float64Array<ArrayBuffer>;
  /** The intercept. */
  readonly b: number;
  /** J at the start of each epoch. */
  readonly costs: Float64Array<ArrayBuffer>;
}

/**
 * The training loop of the mathematics and nothing else, no penalty, no scaling:
 *
 *     w := w - alpha dw        b := b - alpha db
 *
 * For a classifier use LogisticRegression, which finds the optimum; this is the loop to learn from and to compare with.
 *
 * @param X m x n, or a Dataset (then y is undefined)
 * @param y m labels, 0 or 1
 * @throws LogitTypeError, LogitRangeError naming what was expected, what came and where
 * @example
 * const { w, b, costs } = gradientDescent([[0], [1], [2], [3]], [0, 0, 1, 1], { learningRate: 0.5, epochs: 200 });
 * costs[0]; // Math.log(2)
 * costs[199] < 0.3; // true
 */
export function gradientDescent(
  dataset: Dataset,
  y?: undefined,
  options?: GradientDescentOptions,
): GradientDescentResult;
export function gradientDescent(X: DenseMatrix, y: Labels, options?: GradientDescentOptions): GradientDescentResult;
export function gradientDescent(
  X: DenseMatrix | Dataset,
  y?: Labels,
  options: GradientDescentOptions = {},
): GradientDescentResult {
  rejectUnknown(options, ["learningRate", "epochs", "w", "b", "onEpoch"], "gradientDescent");
  const { learningRate = 0.1, epochs = 100 } = options;
  checkNumber("learningRate", learningRate, "a finite number above 0", (value) => value > 0 && Number.isFinite(value));
  checkNumber("epochs", epochs, "a whole number", (value) => value >= 0 && Number.isSafeInteger(value));
  checkCallback("onEpoch", options.onEpoch);
  if (isDataset(X)) {
    if (y !== undefined) {
      throw new LogitTypeError("INVALID_LABELS", `y: expected none with a Dataset, which has its own, got ${shown(y)}`);
    }
    return descend(X.columns, { ...options, learningRate, epochs }, (w, b) => X.propagate(w, b));
  }
  const source = denseSourceOf(X, "gradientDescent");
  const weights = unitWeights(encodeZeroOne(y, source.rows));
  return withArena((arena) => {
    const { holder } = packTrainingRows(arena, source, weights, source.precision, false);
    return descend(source.columns, { ...options, learningRate, epochs }, (w, b) => meansOf(holder, w, b));
  });
}

type Propagate = (w: Float64Array, b: number) => { cost: number; dw: Float64Array; db: number };

function descend(
  columns: number,
  options: GradientDescentOptions & { readonly learningRate: number; readonly epochs: number },
  propagate: Propagate,
): GradientDescentResult {
  const { learningRate: alpha, epochs, onEpoch } = options;
  const w = options.w === undefined ? new Float64Array(columns) : checkVector(options.w, columns, "w");
  let b = options.b === undefined ? 0 : checkFinite(options.b, "b");
  const costs: number[] = [];
  for (let epoch = 0; epoch < epochs; ++epoch) {
    const { cost, dw, db } = propagate(w, b);
    if (!Number.isFinite(cost)) throw diverged(alpha, epoch, cost);
    costs.push(cost);
    if (onEpoch?.({ epoch, cost, w: w.slice(), b }) === false) break;
    for (let j = 0; j < columns; ++j) w[j] = (w[j] ?? 0) - alpha * (dw[j] ?? 0);
    b -= alpha * db;
  }
  return { w, b, costs: Float64Array.from(costs) };
}

function meansOf(holder: RowHolder, w: Float64Array, b: number): ReturnType<Propagate> {
  const record = new Float64Array(gradientLength(holder.columns));
  holder.addGradient(w, b, record);
  const means = record.map((sum) => sum / holder.rows);
  return { cost: means[0] ?? 0, db: means[1] ?? 0, dw: means.subarray(2) };
}

function diverged(alpha: number, epoch: number, cost: number): LogitRangeError {
  const expected = "one that keeps the cost finite";
  return new LogitRangeError(
    "INVALID_OPTION",
    `learningRate: expected ${expected}, got ${alpha}: cost ${cost} at epoch ${epoch}`,
  );
}
