import { transformed } from "./coordinates.ts";
import { pointVector, withIntercept } from "./objective.ts";
import type { Answer, Point, Prior, Problem, Request, Solver, SolverResult } from "./protocol.ts";

/**
 * Square of the distance of the mean from 0, in units in which each column's variance and penalty are 1, up to which
 * the columns keep their own coordinates; it is about their condition. Beyond, a diagonal metric estimates nothing.
 * Chosen by trial; the tests of claims, separation and hard problems pass at 1e9 too.
 */
const NEAR = 100;

/**
 * Coordinates u of z = X w without an intercept, for columns whose mean lies far from 0: there z hardly depends on
 * anything but mean . w, so that the condition of w is (mean / deviation)^2, and the centred columns, which rows know,
 * are lost beside it.
 *
 * Rows know x' = x - mean and z = x' . w + c, here with c = mean . w. With columns in units in which variance and
 * penalty together are those of labels (D w, D the `unit`), an orthogonal reflection (Householder 1958) turns the first
 * axis into that of the mean a = mean / D, and u_0 is measured by what it does to z:
 *
 *     D w = Q (u_1, ..., u_p / s, ..., u_n)        c = u_p |a| / s        s = sqrt(1 + |a|^2)
 *
 * so that c is a coordinate, as an intercept would be, and no difference of large numbers. The penalty is no diagonal
 * any more.
 */
export class MeanAxis {
  /** Q = I - 2 h h'. */
  readonly #h: Float64Array;
  readonly #stretch: number;
  readonly #reach: number;
  readonly #mean: Float64Array;
  readonly #unit: Float64Array;
  /** p: columns whose mean is 0 are left as they are, to the bit. */
  readonly #most: number;
  /** The penalties of the columns, once there is a problem. */
  #l2 = new Float64Array(0);

  private constructor(mean: Float64Array, unit: Float64Array, length: number) {
    const h = mean.map((value, j) => value / (unit[j] ?? 1) / length);
    let most = 0;
    for (let j = 0; j < h.length; ++j) if (Math.abs(h[j] ?? 0) > Math.abs(h[most] ?? 0)) most = j;
    this.#most = most;
    const first = h[most] ?? 0;
    // away from the mean, so that nothing cancels: Q e_p is the mean's axis or its opposite
    const sign = first > 0 ? -1 : 1;
    h[most] = first - sign;
    const size = Math.sqrt(h.reduce((sum, value) => sum + value * value, 0));
    this.#h = h.map((value) => value / size);
    this.#stretch = 1 / Math.sqrt(1 + length * length);
    this.#reach = sign * length * this.#stretch;
    this.#mean = mean;
    this.#unit = unit;
  }

  /** The axis of the mean in these units, or undefined where the mean is near 0. */
  static of(mean: Float64Array, unit: Float64Array): MeanAxis | undefined {
    const a = mean.map((value, j) => value / (unit[j] ?? 1));
    let largest = 0;
    for (const value of a) largest = Math.max(largest, Math.abs(value));
    if (largest === 0) return undefined;
    const length = largest * Math.sqrt(a.reduce((sum, value) => sum + (value / largest) ** 2, 0));
    return length * length > NEAR && Number.isFinite(length) ? new MeanAxis(mean, unit, length) : undefined;
  }

  /** u of w; b is 0. */
  fromColumns({ w }: Point): Point {
    const u = this.#reflected(w.map((value, j) => value * (this.#unit[j] ?? 1)));
    u[this.#most] = (u[this.#most] ?? 0) / this.#stretch;
    return { w: u, b: 0 };
  }

  /**
   * The problem of w in these coordinates, which has either a penalty or a prior: `packed`, as rows know the columns.
   * `deviation` is that of the columns, `variance` a (1 - a) at the start.
   */
  problem<P extends Problem>(problem: P, packed: Prior | undefined, deviation: Float64Array, variance: number): P {
    const { columns: n, l2 } = problem;
    this.#l2 = l2.slice();
    const prior = this.#prior(l2, packed);
    const squares = deviation.map((value) => value * value);
    const diagonal = Float64Array.from({ length: n + 1 }, (_, k) => {
      if (k === n) return 1;
      const axis = this.#column(k);
      const spread = axis.reduce((sum, value, j) => sum + value * value * (squares[j] ?? 0), 0);
      const own = variance * (spread + (k === this.#most ? this.#reach ** 2 : 0));
      return own + (prior?.precision[k * (n + 2)] ?? 0) || variance;
    });
    const free = packed === undefined && l2.includes(0) && l2.some((value) => value !== 0);
    const unpenalised = (direction: Float64Array): Float64Array => {
      const { w } = this.#toInner({ w: direction.subarray(0, n), b: 0 });
      return withIntercept(this.fromColumns({ w: w.map((value, j) => (l2[j] === 0 ? value : 0)), b: 0 }).w, 0);
    };
    const held = { l2: l2.map(() => 0), prior, ...(free && { unpenalised }) };
    return { ...problem, ...held, start: this.fromColumns(problem.start), diagonal };
  }

  /** Runs a solver of this problem against rows that know the centred columns. */
  *run(solver: Solver): Solver {
    let next = solver.next();
    while (next.done !== true) next = solver.next(yield* this.#translated(next.value));
    return this.#innerResult(next.value);
  }

  *#translated(request: Request): Generator<Request, Answer, Answer> {
    if (request.kind === "iterate") return yield request;
    const moved = request.kind === "product" ? { direction: this.#toInner(request.direction) } : {};
    const answer = yield { ...request, at: this.#exact(this.#toInner(request.at)), ...moved };
    if (typeof answer === "boolean") return answer;
    if (request.kind === "hessian") return this.#outerHessian(answer, 0);
    if (request.kind === "sides") return request.products ? this.#outerHessian(answer, 2) : answer;
    return this.#outerGradient(answer, request.kind === "gradient" ? 1 : 0);
  }

  #innerResult({ separating, hessian, ...result }: SolverResult): SolverResult {
    const n = this.#h.length;
    const direction = separating && this.#toInner({ w: separating.subarray(0, n), b: 0 });
    // only rounding can leave a part in penalised columns
    for (let j = 0; j < n; ++j) if (direction && this.#l2[j] !== 0) direction.w[j] = 0;
    return {
      ...result,
      ...this.#exact(this.#toInner(result)),
      ...(direction && { separating: pointVector(direction) }),
      ...(hessian && { hessian: this.#innerHessian(hessian) }),
    };
  }

  /**
   * The point with c = mean . w to the last bit: the rounding error of the other axes is corrected in the column whose
   * mean contributes most to c.
   */
  #exact({ w, b: c }: Point): Point {
    const mean = this.#mean;
    let most = 0;
    let left = c;
    for (let j = 0; j < w.length; ++j) {
      left -= (mean[j] ?? 0) * (w[j] ?? 0);
      if (Math.abs((mean[j] ?? 0) / (this.#unit[j] ?? 1)) > Math.abs((mean[most] ?? 0) / (this.#unit[most] ?? 1)))
        most = j;
    }
    const exact = w.slice();
    exact[most] = (w[most] ?? 0) + left / (mean[most] ?? 1);
    return { w: exact, b: c };
  }

  #toInner({ w: u }: Point): Point {
    const first = u[this.#most] ?? 0;
    const stretched = u.slice();
    stretched[this.#most] = first * this.#stretch;
    return { w: this.#measured(this.#reflected(stretched)), b: this.#reach * first };
  }

  /** Number `first` of the record belongs to c, those of the columns follow. */
  #outerGradient(sums: Float64Array, first: number): Float64Array {
    const outer = sums.slice();
    const n = this.#h.length;
    outer.set(this.#transposed(sums.subarray(first + 1, first + 1 + n), sums[first] ?? 0), first + 1);
    return outer;
  }

  /**
   * The record of a Hessian, from number `from` on: its corner, the row of c, and the upper triangle of the columns.
   */
  #outerHessian(record: Float64Array, from: number): Float64Array {
    const n = this.#h.length;
    const outer = record.slice();
    const corner = record[from] ?? 0;
    const cross = this.#outerGradient(record.slice(from, from + 1 + n), 0).subarray(1);
    // that of (w, c), c being coordinate n, by the transpose of toInner on both sides
    const full = new Float64Array((n + 1) ** 2);
    for (let j = 0; j < n; ++j) {
      for (let k = j; k < n; ++k) {
        const entry = record[from + 1 + n + j * n + k] ?? 0;
        full[j * (n + 1) + k] = entry;
        full[k * (n + 1) + j] = entry;
      }
      full[j * (n + 1) + n] = record[from + 1 + j] ?? 0;
      full[n * (n + 1) + j] = record[from + 1 + j] ?? 0;
    }
    full[n * (n + 1) + n] = corner;
    const both = this.#congruent(full);
    outer.set(cross, from + 1);
    for (let j = 0; j < n; ++j) outer.set(both.subarray(j * n, (j + 1) * n), from + 1 + n + j * n);
    return outer;
  }

  /** T' A T, n x n, of A on (w, c). */
  #congruent(A: Float64Array): Float64Array {
    const n = this.#h.length;
    const half = new Float64Array(n * (n + 1));
    for (let i = 0; i <= n; ++i) {
      const row = A.subarray(i * (n + 1), (i + 1) * (n + 1));
      const turned = this.#transposed(row.subarray(0, n), row[n] ?? 0);
      for (let k = 0; k < n; ++k) half[k * (n + 1) + i] = turned[k] ?? 0;
    }
    const result = new Float64Array(n * n);
    for (let k = 0; k < n; ++k) {
      const row = half.subarray(k * (n + 1), (k + 1) * (n + 1));
      result.set(this.#transposed(row.subarray(0, n), row[n] ?? 0), k * n);
    }
    // to the bit symmetric, as sums of products in another order are not
    for (let j = 0; j < n; ++j) for (let k = 0; k < j; ++k) result[j * n + k] = result[k * n + j] ?? 0;
    return result;
  }

  /** The transpose of toInner. */
  #transposed(w: Float64Array, c: number): Float64Array {
    const turned = this.#reflected(this.#measured(w));
    turned[this.#most] = (turned[this.#most] ?? 0) * this.#stretch + this.#reach * c;
    return turned;
  }

  /** The penalty as a prior about 0, or a prior on (x', c) coordinates, as one on (u, b); b stays at 0. */
  #prior(l2: Float64Array, packed: Prior | undefined): Prior | undefined {
    const n = l2.length;
    const size = n + 1;
    if (packed === undefined && l2.every((value) => value === 0)) return undefined;
    const given = packed?.precision ?? diagonalMatrix(l2);
    const turned = this.#congruent(given);
    const precision = new Float64Array(size * size);
    const cross = this.#transposed(given.subarray(n * size, n * size + n), given[n * size + n] ?? 0);
    for (let j = 0; j < n; ++j) {
      precision.set(turned.subarray(j * n, (j + 1) * n), j * size);
      precision[j * size + n] = cross[j] ?? 0;
      precision[n * size + j] = cross[j] ?? 0;
    }
    precision[n * size + n] = given[n * size + n] ?? 0;
    if (packed === undefined) {
      const times = (v: Float64Array): Float64Array => {
        const slopes = this.#toInner({ w: v.subarray(0, n), b: 0 }).w.map((value, j) => value * (l2[j] ?? 0));
        return withIntercept(this.#transposed(slopes, 0), 0);
      };
      return { centre: { w: new Float64Array(n), b: 0 }, precision, times };
    }
    const { w } = this.fromColumns(packed.centre);
    return { centre: { w, b: packed.centre.b - this.#reach * (w[this.#most] ?? 0) }, precision };
  }

  /** Transforms a Hessian from u to (w, b), and from there to the centred columns that rows know. */
  #innerHessian(hessian: Float64Array): Float64Array {
    const n = this.#h.length;
    const size = n + 1;
    const half = new Float64Array(n * n);
    const back = (row: Float64Array): Float64Array => {
      const copy = row.slice();
      copy[this.#most] = (copy[this.#most] ?? 0) / this.#stretch;
      return this.#reflected(copy).map((value, j) => value * (this.#unit[j] ?? 1));
    };
    for (let i = 0; i < n; ++i) {
      const turned = back(hessian.subarray(i * size, i * size + n));
      for (let k = 0; k < n; ++k) half[k * n + i] = turned[k] ?? 0;
    }
    const columns = new Float64Array(size * size);
    for (let k = 0; k < n; ++k) columns.set(back(half.subarray(k * n, (k + 1) * n)), k * size);
    for (let j = 0; j < n; ++j) for (let k = 0; k < j; ++k) columns[j * size + k] = columns[k * size + j] ?? 0;
    columns[n * size + n] = hessian[n * size + n] ?? 1;
    return transformed(
      columns,
      new Float64Array(n).fill(1),
      this.#mean.map((value) => -value),
    );
  }

  /** Column k of D^-1 Q diag(1 / s, 1, ..., 1). */
  #column(k: number): Float64Array {
    const axis = new Float64Array(this.#h.length);
    axis[k] = k === this.#most ? this.#stretch : 1;
    return this.#measured(this.#reflected(axis));
  }

  /** D^-1 x */
  #measured(x: Float64Array): Float64Array {
    return x.map((value, j) => value / (this.#unit[j] ?? 1));
  }

  #reflected(x: Float64Array): Float64Array {
    const h = this.#h;
    let along = 0;
    for (let j = 0; j < h.length; ++j) along += (h[j] ?? 0) * (x[j] ?? 0);
    return x.map((value, j) => value - 2 * along * (h[j] ?? 0));
  }
}

/** The matrix with this diagonal and one more row and column, for the intercept, of zeros. */
function diagonalMatrix(diagonal: Float64Array): Float64Array {
  const size = diagonal.length + 1;
  const matrix = new Float64Array(size * size);
  for (const [j, value] of diagonal.entries()) matrix[j * (size + 1)] = value;
  return matrix;
}
