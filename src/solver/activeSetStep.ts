import { Cholesky } from "./cholesky.ts";
import { type CoordinateSet, submatrix } from "./coordinateDescent.ts";
import { dot } from "./vectors.ts";

/** A slope this small beside what it is a difference of is 0. */
const NOISE = 1e-10;

/**
 * With the signs of v given, q is a quadratic on the coordinates that are not 0, and its minimum is one linear system away:
 *
 *     B_SS x = -(r_S + l1_S sign(v_S))
 *
 * Goes there, or, where a sign would change on the way, to the first 0 on the way, which leaves S (the active set method of
 * quadratic programming; Lee, Battle, Raina, Ng 2006). Where B_SS is singular and q has a slope along its null space (collinear
 * columns whose l1 weights differ in sum), goes along that to the first 0.
 *
 * @returns whether it is at the minimum for these signs
 */
export function activeSetStep(set: CoordinateSet): boolean {
  const support = supportOf(set);
  const part = submatrix(set.B, set.v.length, support);
  const factor = new Cholesky(part);
  const slopes = slopesOf(set, support);
  const x = factor.solve(slopes).map((value) => -value);
  if (!x.every(Number.isFinite)) return false;
  if (moveToFirstZero(set, support, x, 1)) return false;
  if (factor.omitted === 0) return true;
  return !alongNullSpace(set, support, part, factor);
}

/** Coordinates that are not 0 and those that are free to be. */
function supportOf({ v, l1 }: CoordinateSet): number[] {
  const support: number[] = [];
  for (let t = 0; t < v.length; ++t) if (v[t] !== 0 || l1[t] === 0) support.push(t);
  return support;
}

function slopesOf({ v, r, l1 }: CoordinateSet, support: readonly number[]): Float64Array {
  return Float64Array.from(support, (t) => (r[t] ?? 0) + (l1[t] ?? 0) * Math.sign(v[t] ?? 0));
}

/** Moves by length x, or less if a penalised coordinate would change its sign. Returns whether one became 0. */
function moveToFirstZero(set: CoordinateSet, support: readonly number[], x: Float64Array, most: number): boolean {
  const crossing = (i: number, t: number): number => {
    const ratio = -(set.v[t] ?? 0) / (x[i] ?? 0);
    return set.l1[t] !== 0 && ratio > 0 ? ratio : Number.POSITIVE_INFINITY;
  };
  let length = most;
  for (const [i, t] of support.entries()) length = Math.min(length, crossing(i, t));
  if (!Number.isFinite(length)) return false;
  const zero = new Set(support.filter((t, i) => crossing(i, t) <= length));
  set.moveBy(support, x, length, zero);
  return zero.size > 0;
}

/**
 * The slopes that are left at the solution of a singular system belong to the pivots that were left out. Coordinate o with the
 * largest gives the null vector z: z_o = 1, B_SS z = 0.
 */
function alongNullSpace(set: CoordinateSet, support: readonly number[], part: Float64Array, factor: Cholesky): boolean {
  const size = support.length;
  const left = slopesOf(set, support);
  let o = 0;
  for (let i = 1; i < size; ++i) if (Math.abs(left[i] ?? 0) > Math.abs(left[o] ?? 0)) o = i;
  const t = support[o] ?? 0;
  const slope = left[o] ?? 0;
  if (!(Math.abs(slope) > NOISE * (Math.abs(set.r[t] ?? 0) + (set.l1[t] ?? 0)))) return false;
  const z = factor.solve(part.slice(o * size, (o + 1) * size)).map((value) => -value);
  z[o] = (z[o] ?? 0) + 1;
  const along = dot(left, z);
  if (!z.every(Number.isFinite) || along === 0) return false;
  return moveToFirstZero(
    set,
    support,
    z.map((value) => -Math.sign(along) * value),
    Number.POSITIVE_INFINITY,
  );
}
