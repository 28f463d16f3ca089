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
  const counts = [rows, weight, steps];
  if (Object.keys(others).length > 0 || !counts.every((count) => Number.isFinite(count) && Number(count) > 0)) {
    return undefined;
  }
  const vectors = [mean, squares, point, velocity];
  const lengths = [n, n, n + 1, n + 1];
  const fits = (vector: unknown, length: number | undefined): vector is number[] =>
    Array.isArray(vector) && vector.length === length && vector.every(Number.isFinite);
  if (!vectors.every((vector, i) => fits(vector, lengths[i]))) return undefined;
  const [a, b, c, d] = vectors.map((vector) => Float64Array.from(vector as number[]));
  if (a === undefined || b === undefined || c === undefined || d === undefined) return undefined;
  if (b.some((square) => square < 0)) return undefined;
  return {
    rows: Number(rows),
    weight: Number(weight),
    steps: Number(steps),
    mean: a,
    squares: b,
    point: c,
    velocity: d,
  };
}
