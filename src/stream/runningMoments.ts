/** What rows that come batch by batch are like, column by column. */
export interface Moments {
  /** What the rows that a column is measured by weigh; 0 before the first. */
  readonly weights: Float64Array;
  readonly mean: Float64Array;
  /** Exactly 0 for a constant column. */
  readonly variance: Float64Array;
  /** The least and the largest value. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** The moments of one batch, and its total weight. */
export interface BatchMoments extends Omit<Moments, "weights"> {
  readonly weight: number;
}

/**
 * Weighted mean and variance of each column as batches come (Chan, Golub and LeVeque 1983). Every operation scales
 * exactly with a column's units where these change by a power of two.
 *
 * A column that has been constant tells nothing of how it varies: when it first does, its past counts no more than the
 * batch that brings the change. Otherwise a dummy that first appears after 2500 rows would have a deviation of next to
 * nothing over these, and its coefficient would take steps as large as that is small.
 */
export class RunningMoments implements Moments {
  readonly weights: Float64Array<ArrayBuffer>;
  readonly mean: Float64Array<ArrayBuffer>;
  readonly variance: Float64Array<ArrayBuffer>;
  readonly low: Float64Array<ArrayBuffer>;
  readonly high: Float64Array<ArrayBuffer>;

  /** Goes on from `from`, which is copied. */
  constructor(from: Moments) {
    this.weights = Float64Array.from(from.weights);
    this.mean = Float64Array.from(from.mean);
    this.variance = Float64Array.from(from.variance);
    this.low = Float64Array.from(from.low);
    this.high = Float64Array.from(from.high);
  }

  /** Takes in a batch, which counts at most `most` times as much as all before it. */
  add(batch: BatchMoments, most: number): void {
    for (let j = 0; j < this.mean.length; ++j) {
      const before = this.weights[j] ?? 0;
      const known = this.variance[j] ?? 0;
      const spread = batch.variance[j] ?? 0;
      const move = (batch.mean[j] ?? 0) - (this.mean[j] ?? 0);
      const changes = known === 0 && (spread > 0 || move !== 0);
      const past = changes ? Math.min(before, batch.weight) : before;
      const counted = past === 0 ? batch.weight : Math.min(batch.weight, most * past);
      const part = counted / (past + counted);
      const [low = 0, high = 0] = [batch.low[j], batch.high[j]];
      this.low[j] = before === 0 ? low : Math.min(low, this.low[j] ?? 0);
      this.high[j] = before === 0 ? high : Math.max(high, this.high[j] ?? 0);
      this.weights[j] = past + counted;
      this.mean[j] = past === 0 ? (batch.mean[j] ?? 0) : (this.mean[j] ?? 0) + move * part;
      this.variance[j] = (1 - part) * known + part * spread + part * (1 - part) * move * move;
    }
  }
}

/**
 * Times as much as the rows beside it that a row may count in the moments of its batch, and that a batch may count per
 * row as those before it: beside one row of a million times their weight, the others still say how the columns vary.
 * Chosen by trial; the tests of streams pass at 1e9 too.
 */
export const HEAVY = 4;

export function noMoments(columns: number): Moments {
  const none = () => new Float64Array(columns);
  return { weights: none(), mean: none(), variance: none(), low: none(), high: none() };
}

/**
 * The moments of a batch of rows x of weights |v|, in two passes, so that no difference cancels. No row counts more
 * than four times as much as all others together: beside one row of a million times their weight, the others still say
 * how the columns vary.
 */
export function momentsOfBatch(x: Float64Array, v: Float64Array, columns: number): BatchMoments {
  const all = weightOf(v);
  const weights = v.map((value) => (v.length === 1 ? all : Math.min(Math.abs(value), HEAVY * (all - Math.abs(value)))));
  const counted = weightOf(weights);
  const mean = new Float64Array(columns);
  const variance = new Float64Array(columns);
  const low = x.slice(0, columns);
  const high = x.slice(0, columns);
  // about the first row: a constant column then has exactly its value as its mean
  for (let row = 0; row < v.length; ++row) {
    const part = (weights[row] ?? 0) / counted;
    for (let j = 0; j < columns; ++j) {
      const value = x[row * columns + j] ?? 0;
      mean[j] = (mean[j] ?? 0) + part * (value - (x[j] ?? 0));
      if (value < (low[j] ?? 0)) low[j] = value;
      if (value > (high[j] ?? 0)) high[j] = value;
    }
  }
  for (let j = 0; j < columns; ++j) mean[j] = (mean[j] ?? 0) + (x[j] ?? 0);
  for (let row = 0; row < v.length; ++row) {
    const part = (weights[row] ?? 0) / counted;
    for (let j = 0; j < columns; ++j) {
      const off = (x[row * columns + j] ?? 0) - (mean[j] ?? 0);
      variance[j] = (variance[j] ?? 0) + part * off * off;
    }
  }
  return { weight: all, mean, variance, low, high };
}

/** The total weight of rows; v is the weight of a row, negative for y = 1. */
export function weightOf(v: Float64Array): number {
  let sum = 0;
  for (const value of v) sum += Math.abs(value);
  return sum;
}
