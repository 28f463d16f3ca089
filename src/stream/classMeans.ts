export interface ClassMeansState {
  /** What the rows of each class weigh, [negative, positive]. */
  readonly weights: Float64Array;
  /** Their means: n numbers of the negative class, then n of the positive one. */
  readonly means: Float64Array;
  /** The means of their offsets; 0 without. */
  readonly offsets?: Float64Array | undefined;
}

/**
 * Weight of each class and mean of its rows, late ones counting more: those up to a weight of W have a part of W^4 in
 * all. So an outlier of 1e9 deviations in the first row of a class is a thousandth of a deviation after a thousand
 * rows, and the mean is as exact as that of 7/16 of the rows.
 */
export class ClassMeans implements ClassMeansState {
  readonly weights: Float64Array<ArrayBuffer>;
  readonly means: Float64Array<ArrayBuffer>;
  readonly offsets: Float64Array<ArrayBuffer>;

  /** Goes on from `from`, which is copied. */
  constructor(from: ClassMeansState) {
    this.weights = Float64Array.from(from.weights);
    this.means = Float64Array.from(from.means);
    this.offsets = Float64Array.from(from.offsets ?? [0, 0]);
  }

  /** The part of a class, 0 or 1, in what all rows weigh. */
  share(side: number): number {
    const [negative = 0, positive = 0] = this.weights;
    return (side === 1 ? positive : negative) / (negative + positive || 1);
  }

  /** Takes in rows with their offsets, if they have any; v: a row's weight, negative for y = 1. */
  add(rows: Float64Array, v: Float64Array, offsets: Float64Array | undefined): void {
    const { weights, means } = this;
    const n = means.length / 2;
    for (let row = 0; row < v.length; ++row) {
      const vi = v[row] ?? 0;
      const side = vi < 0 ? 1 : 0;
      const before = weights[side] ?? 0;
      const after = before + Math.abs(vi);
      weights[side] = after;
      // by products, since Math.pow differs between engines
      const square = (before / after) * (before / after);
      const part = 1 - square * square;
      for (let j = 0; j < n; ++j) {
        means[side * n + j] = moved(means[side * n + j] ?? 0, rows[row * n + j] ?? 0, part);
      }
      this.offsets[side] = moved(this.offsets[side] ?? 0, offsets?.[row] ?? 0, part);
    }
  }
}

/** Some part of the way from a mean to a value. */
function moved(mean: number, value: number, part: number): number {
  return part === 1 ? value : mean + part * (value - mean);
}
