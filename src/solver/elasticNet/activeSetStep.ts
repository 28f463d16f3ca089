import { Cholesky } from "../cholesky.ts";
import { dot } from "../vectors.ts";
import { addProduct } from "./bfgsMatrix.ts";
import { type CoordinateSet, submatrix } from "./coordinateDescent.ts";

/**
 * Entry of a slope, in units in which B has a diagonal of 1, below which it is rounding error. Chosen by trial;
 * test/solver/proximalNewtonProperties.test.ts fails at 0.
 */
const NO_SLOPE = 1e-12;
/**
 * Entry of a null vector, in the same units, below which it is rounding error. Chosen by trial; the tests of proximal
 * Newton pass at 0 too.
 */
const NO_ENTRY = 1e-9;
/**
 * Lengths of a step that are tried, on a geometric grid that is made coarser where there would be more. Chosen by
 * trial; the tests of proximal Newton pass at 1 too.
 */
const MOST_LENGTHS = 16;
/**
 * Factorisations in a row that leave coordinates out, in sets of up to CHEAP columns; in larger ones a factorisation is
 * expensive and coordinate descent leaves out more. Chosen by trial; test/fit/proximalCorners.test.ts fails at 1.
 */
const MOST_FACTORISATIONS = 8;
/** Columns up to which a factorisation takes some tens of microseconds. A choice by that time. */
const CHEAP = 64;

/**
 * With the signs of v given, q is a quadratic on the coordinates that are not 0, and its minimum is one linear system
 * away:
 *
 *     B_SS x = -(r_S + l1_S sign(v_S))
 *
 * Goes there; where signs would change on the way, those coordinates become 0 and leave S, all of them or only the
 * first on the way, whichever makes q smaller, and the rest goes on (the active set method of quadratic programming;
 * for the l1 norm Lee, Battle, Raina, Ng 2006). Where B_SS is singular and q has a slope along its null space
 * (collinear columns), goes along that to the first 0.
 *
 * @returns the decrease of q, whether v is now the minimum for its signs, and the products that factorisations took
 */
export function activeSetSteps(set: CoordinateSet): {
  readonly decrease: number;
  readonly exact: boolean;
  readonly products: number;
} {
  let decrease = 0;
  let products = 0;
  const most = set.v.length <= CHEAP ? MOST_FACTORISATIONS : 1;
  for (let i = 0; i < most; ++i) {
    const face = new Face(set);
    const done = face.step();
    decrease += done.decrease;
    products += face.products;
    if (done.exact || done.decrease === 0) return { decrease, exact: done.exact, products };
  }
  return { decrease, exact: false, products };
}

/** The points with the signs of v: q is a quadratic there. */
class Face {
  readonly #set: CoordinateSet;
  /** Positions of the coordinates that are not 0 and of those that are free to be. */
  readonly #support: readonly number[];
  readonly #B: Float64Array;
  readonly #factor: Cholesky;
  /** Slopes of q. */
  readonly #slopes: Float64Array;

  constructor(set: CoordinateSet) {
    const { v, l1 } = set;
    this.#set = set;
    this.#support = Array.from(v.keys()).filter((t) => v[t] !== 0 || l1[t] === 0);
    this.#B = submatrix(set.B, v.length, this.#support);
    this.#factor = new Cholesky(this.#B);
    set.products += this.products;
    this.#slopes = this.#slopesNow();
  }

  /** Multiplications of the factorisation. */
  get products(): number {
    return this.#support.length ** 3 / 6;
  }

  step(): { readonly decrease: number; readonly exact: boolean } {
    const x = this.#factor.solve(this.#slopes).map((value) => -value);
    if (!x.every(Number.isFinite)) return { decrease: 0, exact: false };
    const length = Math.min(1, this.#firstZero(x));
    const decrease = this.#moveBest(x, length, 1);
    if (length < 1) return { decrease, exact: false };
    const more = this.#factor.omitted === 0 ? 0 : this.#alongNullSpace();
    return { decrease: decrease + more, exact: more === 0 };
  }

  #slopesNow(): Float64Array {
    const { v, r, l1 } = this.#set;
    return Float64Array.from(this.#support, (t) => (r[t] ?? 0) + (l1[t] ?? 0) * Math.sign(v[t] ?? 0));
  }

  /** The length along x where the first penalised coordinate is 0; infinite if none ever is. */
  #firstZero(x: Float64Array): number {
    const { v, l1 } = this.#set;
    let length = Number.POSITIVE_INFINITY;
    for (const [i, t] of this.#support.entries()) {
      const ratio = -(v[t] ?? 0) / (x[i] ?? 0);
      if (l1[t] !== 0 && ratio > 0) length = Math.min(length, ratio);
    }
    return length;
  }

  /**
   * Moves along x by the length between `first`, where the first coordinate becomes 0, and `most` that makes q least,
   * coordinates that would change their sign being set to 0. Stays where no length decreases q. Returns the decrease.
   */
  #moveBest(x: Float64Array, first: number, most: number): number {
    let best: Float64Array | undefined;
    let decrease = 0;
    let factor = 4;
    while (factor ** MOST_LENGTHS < most / first) factor *= factor;
    for (let length = first; ; length = Math.min(most, factor * length)) {
      const target = this.#moved(x, length);
      const gain = -this.#change(target);
      if (gain > decrease) {
        decrease = gain;
        best = target;
      }
      if (length >= most) break;
    }
    if (best !== undefined) this.#set.moveTo(this.#support, best);
    return decrease;
  }

  #moved(x: Float64Array, length: number): Float64Array {
    const { v, l1 } = this.#set;
    const target = new Float64Array(x.length);
    for (let i = 0; i < target.length; ++i) {
      const t = this.#support[i] ?? 0;
      const old = v[t] ?? 0;
      const ratio = -old / (x[i] ?? 0);
      target[i] = l1[t] !== 0 && ratio > 0 && ratio <= length ? 0 : old + length * (x[i] ?? 0);
    }
    return target;
  }

  /** The change of q from the current point to `target`. */
  #change(target: Float64Array): number {
    const { v, r, l1 } = this.#set;
    const move = target.map((value, i) => value - (v[this.#support[i] ?? 0] ?? 0));
    const bend = new Float64Array(move.length);
    addProduct(bend, this.#B, move);
    this.#set.products += move.length ** 2;
    let change = dot(move, bend) / 2;
    for (let i = 0; i < move.length; ++i) {
      const t = this.#support[i] ?? 0;
      const slope = (r[t] ?? 0) + (l1[t] ?? 0) * Math.sign(v[t] ?? 0);
      change += slope * (move[i] ?? 0);
    }
    return change;
  }

  /**
   * The slopes that are left at the solution of a singular system belong to the pivots that were left out. Coordinate o
   * with the largest gives the null vector z: z_o = 1, B_SS z = 0. Returns the decrease.
   */
  #alongNullSpace(): number {
    const size = this.#support.length;
    const units = Float64Array.from(this.#support, (_, i) => Math.sqrt(Math.max(0, this.#B[i * (size + 1)] ?? 0)));
    const left = this.#slopesNow();
    const height = (i: number) => Math.abs(left[i] ?? 0) / (units[i] || 1);
    let o = 0;
    for (let i = 1; i < size; ++i) if (height(i) > height(o)) o = i;
    if (!(height(o) > NO_SLOPE)) return 0;
    const z = this.#factor.solve(this.#B.slice(o * size, (o + 1) * size)).map((value) => -value);
    z[o] = (z[o] ?? 0) + 1;
    const least = NO_ENTRY * z.reduce((most, value, i) => Math.max(most, Math.abs(value) * (units[i] ?? 0)), 0);
    const down = -Math.sign(dot(left, z));
    const x = z.map((value, i) => (Math.abs(value) * (units[i] || 1) < least ? 0 : down * value));
    const length = this.#firstZero(x);
    if (down === 0 || !x.every(Number.isFinite)) return 0;
    if (Number.isFinite(length)) return this.#moveBest(x, length, 64 * length);
    // no coordinate becomes 0 on the way: the small curvature that is left gives the length, if it is positive
    const bend = new Float64Array(size);
    addProduct(bend, this.#B, x);
    const far = -dot(left, x) / dot(bend, x);
    return far > 0 && Number.isFinite(far) ? this.#moveBest(x, far, far) : 0;
  }
}
