import type { ColumnMoments } from "../data/moments.ts";

/** What a fit knew of its rows. */
export interface SeenRows {
  readonly rows: number;
  readonly weight: number;
  readonly moments: ColumnMoments;
}

/**
 * Where a stream stands, beside the coefficients of the model, which are the average of its points. Plain numbers, so that a
 * stream can go on after JSON. Vectors have the n columns first; point and velocity have the intercept last.
 */
export interface StreamState {
  /** Rows taken, those of weight 0 left out, and the sum of their weights. */
  readonly rows: number;
  readonly weight: number;
  /** Batches taken. */
  readonly steps: number;
  /** Weighted mean of each column, and weighted sum of the squared deviations from it. */
  readonly mean: Float64Array;
  readonly squares: Float64Array;
  /** In the units of X. */
  readonly point: Float64Array;
  /** In standardised units. */
  readonly velocity: Float64Array;
}

export interface StreamJson extends Omit<StreamState, "mean" | "squares" | "point" | "velocity"> {
  readonly mean: readonly number[];
  readonly squares: readonly number[];
  readonly point: readonly number[];
  readonly velocity: readonly number[];
}

/** A stream that begins at a model: after `seen` rows, as if they had come through it, or after none. */
export function startStream(
  coef: Float64Array,
  intercept: number,
  seen: SeenRows | undefined,
  batchSize: number,
): StreamState {
  const n = coef.length;
  const point = new Float64Array(n + 1);
  point.set(coef);
  point[n] = intercept;
  const velocity = new Float64Array(n + 1);
  if (seen === undefined) {
    return { rows: 0, weight: 0, steps: 0, mean: new Float64Array(n), squares: new Float64Array(n), point, velocity };
  }
  const { rows, weight, moments } = seen;
  const { mean, deviation } = moments;
  const squares = deviation.map((value) => value * value * weight);
  return { rows, weight, steps: Math.ceil(rows / batchSize), mean, squares, point, velocity };
}

export function writeStream({ mean, squares, point, velocity, ...counts }: StreamState): StreamJson {
  const vectors = { mean: Array.from(mean), squares: Array.from(squares) };
  return { ...counts, ...vectors, point: Array.from(point), velocity: Array.from(velocity) };
}

/** Undefined if it is not what writeStream writes for a model of n columns. */
export function readStream(value: Record<string, unknown>, n: number): StreamState | undefined {
  const { rows, weight, steps, mean, squares, point, velocity, ...others } = value;
  if (Object.keys(others).length > 0 || !isCount(rows) || !isWeight(weight) || !isCount(steps)) return undefined;
  if (!isVector(mean, n) || !isVector(squares, n) || !squares.every(isNotNegative)) return undefined;
  if (!isVector(point, n + 1) || !isVector(velocity, n + 1)) return undefined;
  const moments = { mean: Float64Array.from(mean), squares: Float64Array.from(squares) };
  return { rows, weight, steps, ...moments, point: Float64Array.from(point), velocity: Float64Array.from(velocity) };
}

/** What a fit knew of its rows, as a model file has it. */
export interface SeenJson {
  readonly rows: number;
  readonly weight: number;
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

export function writeSeen({ rows, weight, moments }: SeenRows): SeenJson {
  return { rows, weight, mean: Array.from(moments.mean), deviation: Array.from(moments.deviation) };
}

/** Undefined if it is not what writeSeen writes for a model of n columns. */
export function readSeen(value: Record<string, unknown>, n: number): SeenRows | undefined {
  const { rows, weight, mean, deviation, ...others } = value;
  if (Object.keys(others).length > 0 || !isCount(rows) || !isWeight(weight)) return undefined;
  if (!isVector(mean, n) || !isVector(deviation, n) || !deviation.every(isNotNegative)) return undefined;
  return { rows, weight, moments: { mean: Float64Array.from(mean), deviation: Float64Array.from(deviation) } };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function isWeight(value: unknown): value is number {
  return Number.isFinite(value) && Number(value) > 0;
}

/** A hole in an array is no number: `every` would skip it. */
function isVector(value: unknown, length: number): value is number[] {
  return Array.isArray(value) && value.length === length && Array.from(value).every(Number.isFinite);
}

function isNotNegative(value: number): boolean {
  return value >= 0;
}
