import { lossF64, sigmoidF64 } from "../math/elementary.ts";
import { forwardRow } from "../math/forwardRow.ts";
import type { StreamUnits } from "./streamUnits.ts";

/** Sums over rows of their loss at a point and of its gradient on standardised columns, the intercept last. */
export class StreamSums {
  readonly gradient: Float64Array<ArrayBuffer>;
  cost = 0;
  /** Bound of the trace of the Hessian. */
  curvature = 0;
  readonly #units: StreamUnits;
  readonly #fitIntercept: boolean;
  /** A row on standardised columns. */
  readonly #x: Float64Array;

  readonly #w: Float64Array;
  readonly #b: number;

  /** The point is not copied. */
  constructor(units: StreamUnits, point: Float64Array, fitIntercept: boolean) {
    this.#units = units;
    this.#w = point.subarray(0, -1);
    this.#b = point.at(-1) ?? 0;
    this.#fitIntercept = fitIntercept;
    this.#x = new Float64Array(units.centre.length);
    this.gradient = new Float64Array(units.centre.length + 1);
  }

  /**
   * Adds the row of X at `at`, whose y is `side`, times `weight`, which may be negative. `offset` is added to its z.
   * Returns how much of the weight was taken, which is less than all where its curvature would exceed `most`.
   */
  add(rows: Float64Array, at: number, offset: number, side: 0 | 1, weight: number, most: number): number {
    const { centre, perUnit } = this.#units;
    const x = this.#x;
    const { gradient } = this;
    const n = x.length;
    const z = forwardRow(rows, this.#w, this.#b, at) + offset;
    const u = side === 1 ? -z : z;
    let squares = this.#fitIntercept ? 1 : 0;
    for (let j = 0; j < n; ++j) {
      const value = ((rows[at + j] ?? 0) - (centre[j] ?? 0)) * (perUnit[j] ?? 0);
      x[j] = value;
      squares += value * value;
    }
    const curvature = (Math.abs(weight) * squares) / 4;
    const taken = curvature > most ? weight * (most / curvature) : weight;
    const distance = sigmoidF64(u);
    const dz = taken * (side === 1 ? -distance : distance);
    for (let j = 0; j < n; ++j) gradient[j] = (gradient[j] ?? 0) + dz * (x[j] ?? 0);
    if (this.#fitIntercept) gradient[n] = (gradient[n] ?? 0) + dz;
    this.cost += weight * lossF64(u);
    this.curvature += Math.min(curvature, most);
    return taken;
  }

  /** Multiplies the gradient. */
  scale(factor: number): void {
    const { gradient } = this;
    for (let j = 0; j < gradient.length; ++j) gradient[j] = (gradient[j] ?? 0) * factor;
  }

  /** Adds the gradient of the penalty; returns the penalty. */
  addPenalty(): number {
    const { penalty, perUnit } = this.#units;
    let sum = 0;
    for (let j = 0; j < perUnit.length; ++j) {
      const wj = this.#w[j] ?? 0;
      const slope = (penalty[j] ?? 0) * wj;
      this.gradient[j] = (this.gradient[j] ?? 0) + slope * (perUnit[j] ?? 0);
      sum += slope * wj;
    }
    return sum / 2;
  }
}
