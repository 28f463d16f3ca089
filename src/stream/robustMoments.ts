import { HEAVY, type Moments, momentsOfBatch, noMoments, RunningMoments } from "./runningMoments.ts";

export interface RobustState {
  /** The moments in force. */
  readonly current: Moments;
  /** Those of the rows since `mark`, which `current` is checked against. */
  readonly next: Moments;
  /** What all rows weighed when `next` began, and the rows since. */
  readonly mark: number;
  readonly since: number;
}

/**
 * Deviations from the mean within which a value is never too far out, however few rows there were. Chosen by trial;
 * test/stream/streamSurprises.test.ts fails at 1e9.
 */
export const NEVER_FAR = 10;
/**
 * Ratio of the variance of all rows to that of their later half, from which on it is owed to what came before that
 * half, which is forgotten. Chosen by trial; test/stream/streamSurprises.test.ts fails at 1e9.
 */
const SPOILT = 10;
/**
 * Rows of the later half from which on its variance is known well enough for that: of normal values it is that much
 * smaller by chance less than once in 1e6 times. Chosen by trial; test/stream/partialFit.test.ts fails at 1.
 */
const ENOUGH_ROWS = 16;

/**
 * Moments of a stream, robust against single rows; without outliers they are those of all rows.
 *
 * They are wary: a value counts as so far from the mean at most that its square is the sum of the squares of all rows
 * before. So one row at most doubles a variance, be it 1e6 or 1e9 deviations out, while the variance of a column that
 * has really grown a thousandfold follows in twenty rows. A value between those that there have been is never too far
 * out, be it the 1 of a dummy that has hardly been anything but 0.
 *
 * And they forget: an outlier among the first rows, beside which the others look like a constant, cannot be told then.
 * When the rows have doubled in weight, and a column has varied in the later half ten times less than all along, the
 * later half is what holds.
 */
export class RobustMoments {
  readonly #current: RunningMoments;
  #next: RunningMoments;
  #mark: number;
  #since: number;

  /** Goes on from `state`, which is copied. */
  constructor({ current, next, mark, since }: RobustState) {
    this.#current = new RunningMoments(current);
    this.#next = new RunningMoments(next);
    this.#mark = mark;
    this.#since = since;
  }

  get mean(): Float64Array {
    return this.#current.mean;
  }

  get variance(): Float64Array {
    return this.#current.variance;
  }

  get state(): RobustState {
    return { current: this.#current, next: this.#next, mark: this.#mark, since: this.#since };
  }

  /** The rows x, which weigh |v|, with values that are too far out brought in; x itself where there are none. */
  broughtIn(x: Float64Array, v: Float64Array): Float64Array {
    const { weights, mean, variance, low, high } = this.#current;
    const n = mean.length;
    let rows = x;
    for (let row = 0, i = 0; row < v.length; ++row) {
      for (let j = 0; j < n; ++j, ++i) {
        const known = variance[j] ?? 0;
        const value = x[i] ?? 0;
        if (value >= (low[j] ?? 0) && value <= (high[j] ?? 0)) continue;
        const off = value - (mean[j] ?? 0);
        if (known === 0 || off * off <= NEVER_FAR * NEVER_FAR * known) continue;
        const rowsBefore = (weights[j] ?? 0) / Math.abs(v[row] ?? 0);
        const most = Math.max(NEVER_FAR * NEVER_FAR, rowsBefore) * known;
        if (off * off <= most) continue;
        if (rows === x) rows = x.slice();
        rows[i] = (mean[j] ?? 0) + Math.sign(off) * Math.sqrt(most);
      }
    }
    return rows;
  }

  /** Takes in a batch of rows, which weigh |v|, after `rowsBefore` others. */
  add(rows: Float64Array, v: Float64Array, rowsBefore: number): void {
    const batch = momentsOfBatch(rows, v, this.#current.mean.length);
    const most = Math.max(1, (HEAVY * v.length) / rowsBefore);
    this.#current.add(batch, most);
    this.#next.add(batch, most);
    this.#since += v.length;
  }

  /**
   * Forgets where that is due, now that all rows weigh `total`, and says whether it looked. To be called between
   * batches.
   */
  forget(total: number): boolean {
    if (total < 2 * this.#mark || this.#since < ENOUGH_ROWS) return false;
    const current = this.#current;
    const next = this.#next;
    for (let j = 0; j < current.mean.length; ++j) {
      const later = next.variance[j] ?? 0;
      if (later === 0 || (current.variance[j] ?? 0) < SPOILT * later) continue;
      current.weights[j] = next.weights[j] ?? 0;
      current.mean[j] = next.mean[j] ?? 0;
      current.variance[j] = later;
      current.low[j] = next.low[j] ?? 0;
      current.high[j] = next.high[j] ?? 0;
    }
    this.#next = new RunningMoments(noMoments(current.mean.length));
    this.#mark = total;
    this.#since = 0;
    return true;
  }
}
