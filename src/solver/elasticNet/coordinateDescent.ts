import { violation } from "../elasticNetObjective.ts";

/**
 * Some coordinates of the problem
 *
 *     minimise  q(v) = g.(v - u) + (v - u)' B (v - u) / 2 + sum_t l1_t |v_t|
 *
 * with their rows and columns of B copied together, the point v and the slopes r = g + B (v - u) of the smooth part
 * there.
 */
export class CoordinateSet {
  /** Which coordinates of the whole problem. */
  readonly coordinates: readonly number[];
  /** Rows and columns of B, row-major, symmetric. */
  readonly B: Float64Array;
  readonly v: Float64Array;
  readonly r: Float64Array;
  readonly l1: Float64Array;
  /** What a slope may exceed l1_t by while v_t = 0 stays: what rounding can make of a tie. */
  readonly slack: Float64Array;
  /** Multiplications that the work on this set has taken. */
  products = 0;

  constructor(
    coordinates: readonly number[],
    B: Float64Array,
    v: Float64Array,
    r: Float64Array,
    l1: Float64Array,
    slack: Float64Array,
  ) {
    const gathered = (from: Float64Array) => Float64Array.from(coordinates, (j) => from[j] ?? 0);
    this.coordinates = coordinates;
    this.v = gathered(v);
    this.r = gathered(r);
    this.l1 = gathered(l1);
    this.slack = gathered(slack);
    this.B = submatrix(B, v.length, coordinates);
  }

  /**
   * One cyclic pass of coordinate descent (Friedman, Hastie, Tibshirani 2010): each v_t in turn to its own minimum,
   *
   *     v_t := soft(B_tt v_t - r_t, l1_t) / B_tt
   *
   * A coordinate without curvature goes to 0 if that is where its minimum is, and else stays.
   *
   * @returns a lower bound of the decrease of q, and whether any sign changed
   */
  pass(): { decrease: number; signsChanged: boolean } {
    const { B, v, r, l1, slack } = this;
    const size = v.length;
    let decrease = 0;
    let signsChanged = false;
    for (let t = 0; t < size; ++t) {
      const old = v[t] ?? 0;
      const slope = r[t] ?? 0;
      const weight = l1[t] ?? 0;
      if (old === 0 && weight > 0 && Math.abs(slope) <= weight + (slack[t] ?? 0)) continue;
      const curvature = B[t * size + t] ?? 0;
      const value = curvature > 0 ? soft(curvature * old - slope, weight) / curvature : flat(old, slope, weight);
      const move = value - old;
      if (move === 0 || !Number.isFinite(move)) continue;
      this.#move(t, value, move);
      decrease += curvature > 0 ? (curvature * move * move) / 2 : (weight - Math.abs(slope)) * Math.abs(move);
      if (weight > 0 && Math.sign(value) !== Math.sign(old)) signsChanged = true;
    }
    return { decrease, signsChanged };
  }

  /** v_t := value, and r with it. */
  #move(t: number, value: number, move: number): void {
    const { B, r, v } = this;
    const size = v.length;
    this.products += size;
    v[t] = value;
    for (let k = 0, at = t * size; k < size; ++k, ++at) r[k] = (r[k] ?? 0) + move * (B[at] ?? 0);
  }

  /** v := target at `positions`, and r with it. */
  moveTo(positions: readonly number[], target: Float64Array): void {
    for (const [i, t] of positions.entries()) {
      const move = (target[i] ?? 0) - (this.v[t] ?? 0);
      if (move !== 0) this.#move(t, target[i] ?? 0, move);
    }
  }

  /** Whether every coordinate that is 0 is to stay there, to a part of its l1 weight. */
  zerosHold(part: number): boolean {
    const { v, r, l1, slack } = this;
    return v.every((value, t) => {
      const weight = l1[t] ?? 0;
      return value !== 0 || weight === 0 || Math.abs(r[t] ?? 0) <= weight * (1 + part) + (slack[t] ?? 0);
    });
  }

  /** An estimate of what q can still decrease by: the sum of (violation of the KKT condition)^2 / (2 B_tt). */
  remaining(): number {
    const { B, v, r, l1, slack } = this;
    const size = v.length;
    let sum = 0;
    for (let t = 0; t < size; ++t) {
      const weight = l1[t] ?? 0;
      const value = v[t] ?? 0;
      const curvature = B[t * size + t] ?? 0;
      const allowed = weight > 0 ? (slack[t] ?? 0) : 0;
      if (curvature > 0) {
        sum += Math.max(0, violation(value, r[t] ?? 0, weight) - (value === 0 ? allowed : 0)) ** 2 / (2 * curvature);
      }
    }
    return sum;
  }
}

/** Rows and columns of a size x size matrix. */
export function submatrix(A: Float64Array, size: number, chosen: readonly number[]): Float64Array {
  const part = new Float64Array(chosen.length * chosen.length);
  const count = chosen.length;
  for (let i = 0, at = 0; i < count; ++i) {
    const row = (chosen[i] ?? 0) * size;
    for (let k = 0; k < count; ++k, ++at) part[at] = A[row + (chosen[k] ?? 0)] ?? 0;
  }
  return part;
}

function soft(value: number, weight: number): number {
  if (value > weight) return value - weight;
  return value < -weight ? value + weight : 0;
}

function flat(old: number, slope: number, weight: number): number {
  return Math.abs(slope) < weight ? 0 : old;
}
