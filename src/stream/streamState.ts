import type { SeenRows } from "../fit/seenRows.ts";
import type { ClassMeansState } from "./classMeans.ts";
import type { RobustState } from "./robustMoments.ts";
import { noMoments } from "./runningMoments.ts";

/**
 * Where a stream stands, beside the coefficients of the model, which are the average of its points. Plain numbers, so
 * that a stream can go on after JSON. Vectors have the n columns first; point and velocity have the intercept last.
 */
export interface StreamState {
  /** Rows taken, those of weight 0 left out, and the sum of their weights. */
  readonly rows: number;
  readonly weight: number;
  /** Batches taken. */
  readonly steps: number;
  readonly moments: RobustState;
  readonly classes: ClassMeansState;
  /** In the units of X. */
  readonly point: Float64Array;
  /** In standardised units. */
  readonly velocity: Float64Array;
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
  const begin = { classes: noClasses(n), point, velocity: new Float64Array(n + 1) };
  if (seen === undefined) {
    const moments = { current: noMoments(n), next: noMoments(n), mark: 0, since: 0 };
    return { rows: 0, weight: 0, steps: 0, moments, ...begin };
  }
  const { rows, weight } = seen;
  const { mean, deviation } = seen.moments;
  const moments = momentsOf(
    weight,
    mean,
    deviation.map((value) => value * value),
  );
  return { rows, weight, steps: Math.ceil(rows / batchSize), moments, ...begin };
}

/** Moments of rows that weigh `weight`, to go on from; of their range no more is known than that the mean is in it. */
export function momentsOf(weight: number, mean: Float64Array, variance: Float64Array): RobustState {
  const n = mean.length;
  const current = { weights: new Float64Array(n).fill(weight), mean, variance, low: mean, high: mean };
  return { current, next: noMoments(n), mark: weight, since: 0 };
}

export function noClasses(n: number): ClassMeansState {
  return { weights: new Float64Array(2), means: new Float64Array(2 * n) };
}
