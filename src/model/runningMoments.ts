/**
 * Weighted mean and sum of squared deviations of each column as rows come (Welford 1962; West 1979). A constant column has
 * squares of exactly 0. Every operation scales exactly with a column's units where these change by a power of two.
 */
export class RunningMoments {
  readonly mean: Float64Array;
  readonly squares: Float64Array;
  #weight: number;

  /** Goes on from `weight` in rows with these moments; the vectors are copied. */
  constructor(mean: Float64Array, squares: Float64Array, weight: number) {
    this.mean = Float64Array.from(mean);
    this.squares = Float64Array.from(squares);
    this.#weight = weight;
  }

  get weight(): number {
    return this.#weight;
  }

  /** Takes in the row x[offset .. offset + n - 1] of a weight above 0. */
  add(x: Float64Array, offset: number, weight: number): void {
    const { mean, squares } = this;
    this.#weight += weight;
    const part = weight / this.#weight;
    for (let j = 0; j < mean.length; ++j) {
      const value = x[offset + j] ?? 0;
      const difference = value - (mean[j] ?? 0);
      const moved = (mean[j] ?? 0) + difference * part;
      mean[j] = moved;
      squares[j] = (squares[j] ?? 0) + weight * difference * (value - moved);
    }
  }

  /** Into `units` the deviation of each column, or, about 0, the root of its mean square. */
  unitsTo(units: Float64Array, aboutMean: boolean): void {
    const { mean, squares } = this;
    for (let j = 0; j < units.length; ++j) {
      const variance = (squares[j] ?? 0) / this.#weight;
      units[j] = Math.sqrt(aboutMean ? variance : variance + (mean[j] ?? 0) * (mean[j] ?? 0));
    }
  }
}
