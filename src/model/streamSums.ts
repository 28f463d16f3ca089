import { forwardRow } from "../kernel/reference/forwardRow.ts";
import { lossF64, sigmoidF64 } from "../kernel/reference/math.ts";
import type { StreamUnits } from "./streamUnits.ts";

/** Sums over rows of their loss and of its gradient on standardised columns, the intercept last. */
export class StreamSums {
  readonly gradient: Float64Array<ArrayBuffer>;
  cost = 0;
  /** Bound of the trace of the Hessian. */
  curvature = 0;
  readonly #units: StreamUnits;
  readonly #fitIntercept: boolean;
  /** A row on standardised columns. */
  readonly #x: Float64Array;

  constructor(units: StreamUnits, fitIntercept: boolean) {
    this.#units = units;
    this.#fitIntercept = fitIntercept;
    this.#x = new Float64Array(units.centre.length);
    this.gradient = new Float64Array(units.centre.length + 1);
  }

  /**
   * Adds the row of X at `at`, times |v|; y = 1 where v is negative. Returns the part of it that was taken, which is below 1 where
   * its curvature would exceed `most`.
   */
  add(rows: Float64Array, at: number, v: number, point: Float64Array, most: number): number {
    const { centre, perUnit } = this.#units;
    const x = this.#x;
    const { gradient } = this;
    const n = x.length;
    const z = forwardRow(rows, point.subarray(0, n), point[n] ?? 0, at);
    const u = v < 0 ? -z : z;
    let squares = this.#fitIntercept ? 1 : 0;
    for (let j = 0; j < n; ++j) {
      const value = ((rows[at + j] ?? 0) - (centre[j] ?? 0)) * (perUnit[j] ?? 0);
      x[j] = value;
      squares += value * value;
    }
    const curvature = (Math.abs(v) * squares) / 4;
    const taken = curvature > most ? most / curvature : 1;
    const dz = taken * v * sigmoidF64(u);
    for (let j = 0; j < n; ++j) gradient[j] = (gradient[j] ?? 0) + dz * (x[j] ?? 0);
    if (this.#fitIntercept) gradient[n] = (gradient[n] ?? 0) + dz;
    this.cost += Math.abs(v) * lossF64(u);
    this.curvature += taken * curvature;
    return taken;
  }

  /** Multiplies the gradient. */
  scale(factor: number): void {
    const { gradient } = this;
    for (let j = 0; j < gradient.length; ++j) gradient[j] = (gradient[j] ?? 0) * factor;
  }

  /** Adds the gradient of the penalty at a point; returns the penalty. */
  addPenalty(point: Float64Array): number {
    const { penalty, perUnit } = this.#units;
    let sum = 0;
    for (let j = 0; j < perUnit.length; ++j) {
      const wj = point[j] ?? 0;
      const slope = (penalty[j] ?? 0) * wj;
      this.gradient[j] = (this.gradient[j] ?? 0) + slope * (perUnit[j] ?? 0);
      sum += slope * wj;
    }
    return sum / 2;
  }
}
