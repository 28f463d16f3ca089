import type { SeenRows } from "../fit/seenRows.ts";
import type { Moments } from "../stream/runningMoments.ts";
import { momentsOf, noClasses, type StreamState } from "../stream/streamState.ts";
import { isRecord } from "./entries.ts";

interface MomentsJson {
  readonly weights: readonly number[];
  readonly mean: readonly number[];
  readonly variance: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

export interface StreamJson {
  readonly rows: number;
  readonly weight: number;
  readonly steps: number;
  readonly moments: {
    readonly current: MomentsJson;
    readonly next: MomentsJson;
    readonly mark: number;
    readonly since: number;
  };
  readonly classes: {
    readonly weights: readonly number[];
    readonly means: readonly number[];
    /** The mean offset of each class, of a stream with offsets. */
    readonly offsets?: readonly number[];
  };
  readonly point: readonly number[];
  readonly velocity: readonly number[];
}

export function writeStream({ rows, weight, steps, moments, classes, point, velocity }: StreamState): StreamJson {
  const { current, next, mark, since } = moments;
  return {
    rows,
    weight,
    steps,
    moments: { current: writeMoments(current), next: writeMoments(next), mark, since },
    classes: {
      weights: Array.from(classes.weights),
      means: Array.from(classes.means),
      ...(classes.offsets?.some((offset) => offset !== 0) && { offsets: Array.from(classes.offsets) }),
    },
    point: Array.from(point),
    velocity: Array.from(velocity),
  };
}

function writeMoments({ weights, mean, variance, low, high }: Moments): MomentsJson {
  return {
    weights: Array.from(weights),
    mean: Array.from(mean),
    variance: Array.from(variance),
    low: Array.from(low),
    high: Array.from(high),
  };
}

/**
 * Undefined if it is not what writeStream writes for a model of n columns, or wrote into files of version 1: moments of
 * all rows, as `mean` and `squares`, the weighted sums of the squared deviations, in place of `moments` and `classes`.
 */
export function readStream(value: Record<string, unknown>, n: number): StreamState | undefined {
  const { rows, weight, steps, point, velocity, ...others } = value;
  if (!isCount(rows) || !isWeight(weight) || !isCount(steps)) return undefined;
  if (!isVector(point, n + 1) || !isVector(velocity, n + 1)) return undefined;
  const known = "squares" in others ? readAllMoments(others, weight, n) : readRobust(others, n);
  if (known === undefined) return undefined;
  return { rows, weight, steps, ...known, point: Float64Array.from(point), velocity: Float64Array.from(velocity) };
}

type Known = Pick<StreamState, "moments" | "classes">;

function readAllMoments(value: Record<string, unknown>, weight: number, n: number): Known | undefined {
  const { mean, squares, ...others } = value;
  if (Object.keys(others).length > 0 || !isVector(mean, n) || !areAtLeast0(squares, n)) return undefined;
  const variance = Float64Array.from(squares, (square) => square / weight);
  return { moments: momentsOf(weight, Float64Array.from(mean), variance), classes: noClasses(n) };
}

function readRobust(value: Record<string, unknown>, n: number): Known | undefined {
  const { moments, classes, ...others } = value;
  if (Object.keys(others).length > 0 || !isRecord(moments) || !isRecord(classes)) return undefined;
  const { current, next, mark, since, ...more } = moments;
  const { weights, means, offsets = [0, 0], ...most } = classes;
  if (Object.keys(more).length + Object.keys(most).length > 0) return undefined;
  const now = readMoments(current, n);
  const then = readMoments(next, n);
  if (now === undefined || then === undefined) return undefined;
  if (!areAtLeast0([mark, since], 2) || !Number.isSafeInteger(since)) return undefined;
  if (!areAtLeast0(weights, 2) || !isVector(means, 2 * n) || !isVector(offsets, 2)) return undefined;
  return {
    moments: { current: now, next: then, mark: Number(mark), since: Number(since) },
    classes: {
      weights: Float64Array.from(weights),
      means: Float64Array.from(means),
      offsets: Float64Array.from(offsets),
    },
  };
}

function readMoments(value: unknown, n: number): Moments | undefined {
  if (!isRecord(value)) return undefined;
  const { weights, mean, variance, low, high, ...others } = value;
  if (Object.keys(others).length > 0) return undefined;
  if (!areAtLeast0(weights, n) || !isVector(mean, n) || !areAtLeast0(variance, n)) return undefined;
  if (!isVector(low, n) || !isVector(high, n) || low.some((value, j) => value > (high[j] ?? 0))) return undefined;
  return {
    weights: Float64Array.from(weights),
    mean: Float64Array.from(mean),
    variance: Float64Array.from(variance),
    low: Float64Array.from(low),
    high: Float64Array.from(high),
  };
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
  if (!isVector(mean, n) || !areAtLeast0(deviation, n)) return undefined;
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

function areAtLeast0(value: unknown, length: number): value is number[] {
  return isVector(value, length) && value.every((entry) => entry >= 0);
}
