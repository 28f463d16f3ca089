import { Cholesky } from "./cholesky.ts";
import { type Evaluation, pointVector, record } from "./objective.ts";
import type { Answer, Point, Problem, Question } from "./protocol.ts";

/**
 * Change of the log-odds per standard deviation of a column that a Newton step near an optimum does not reach; a longer
 * step hints at separation, and rows are asked on which side they lie. Chosen by trial; test/fit/newtonCg.test.ts fails
 * at 1.
 */
const LARGE_STEP = 0.1;
/**
 * Roundoffs of sum |x_j w_j| + |b| below which |z| counts as 0, so that the row lies on the plane: the columns were
 * rounded as they were packed. Chosen by trial; the tests of claims, separation and hard problems pass at 0 too.
 */
const ROUNDINGS = 4;
/**
 * Part of the same sum that is added to ROUNDINGS for the direction, whose own entries are rounded: 8192 roundoffs of
 * float64. Chosen by trial, not varied on its own.
 */
const DIRECTION_ROUNDOFF = 2 ** -40;
/**
 * Parts of the same sum within which rows are taken to lie on the plane, since a step that is not exact may have put
 * them on the wrong side: a coarse guess, then a finer one. Too large a part takes rows for rows on the plane that are
 * not, and what is projected on them separates nothing. Chosen by trial.
 */
const NEAR_PARTS = [1e-3, 1e-6];
/**
 * Part of its diagonal entry below which a pivot of X'X of the rows near the plane is rounding error, of the sums or,
 * in f32, of the packed columns squared: the column then depends on those before it. Chosen by trial; the tests of
 * claims, separation and hard problems pass at 2^-52 too.
 */
const LEAST_PIVOT = 2 ** -40;
/**
 * Most columns for which X'X of the rows near the plane is formed and factorised. With more that would take too long,
 * and what conjugate gradients leave of a direction is borne with (WIDE_PART). The same number as
 * MOST_COLUMNS_TO_POLISH of smooth/hessianCost.ts, for a like cost.
 */
const MOST_COLUMNS = 512;
/**
 * With more columns than that: part of sum |x_j w_j| + |b| within which a row counts as lying on the plane. An optimum
 * that is taken for separation because of it lies a million deviations out. Chosen by trial.
 */
const WIDE_PART = 1e-6;

/** A problem of either kind: without `l1` there is no l1 norm. */
type Penalised = Problem & { readonly l1?: Float64Array };

type Asking = Generator<Question, Float64Array, Answer>;

/** What was found, and the epochs that it took. */
export interface Separation {
  /** A direction along which the objective falls for ever, b last. */
  readonly direction: Float64Array | undefined;
  readonly epochs: number;
}

/**
 * Whether every row lies on its own side of the plane at a point of this cost: a row on the wrong side alone loses ln 2
 * times its weight or more. Without a penalty there is then no finite optimum. Rows that offsets put on their side
 * prove nothing.
 */
export function isSeparated(problem: Problem, cost: number): boolean {
  return (
    !problem.offsets && problem.prior === undefined && isSmall(problem, cost) && problem.l2.every((l2) => l2 === 0)
  );
}

/**
 * Whether a step is larger than it can be near an optimum. Steps shrink towards an optimum; where there is none they
 * keep their size while the decrement fades. Only columns without a penalty can do that.
 */
export function isSuspicious(problem: Penalised, direction: Float64Array): boolean {
  return canSeparate(problem) && largestOf(unpenalised(problem, direction)) >= LARGE_STEP;
}

/**
 * Tells whether the part of a point that no penalty holds is a direction along which the objective falls for ever. Rows
 * are asked only where a row on the wrong side would show in the cost, and only where the cost has halved since they
 * were asked last; without penalties and offsets the cost alone is proof.
 */
export class SeparationWatch {
  readonly #problem: Penalised;
  #asked = Number.POSITIVE_INFINITY;

  constructor(problem: Penalised) {
    this.#problem = problem;
  }

  *at({ at, cost }: Evaluation, mostEpochs: number): Generator<Question, Separation, Answer> {
    const problem = this.#problem;
    const penalised = problem.l1?.some((l1) => l1 !== 0) === true;
    if (isSeparated(problem, cost) && !penalised) return { direction: pointVector(at), epochs: 0 };
    if (!isSmall(problem, cost) || !(cost <= this.#asked / 2) || !canSeparate(problem)) return NOT_SEEN;
    this.#asked = cost;
    return yield* separatingDirection(problem, pointVector(at), mostEpochs);
  }
}

const NOT_SEEN: Separation = { direction: undefined, epochs: 0 };

/**
 * The part of a direction that no penalty holds, b last, if it separates the rows: along it no row gets nearer to the
 * wrong side, and some get farther from it (complete or quasi-complete separation: Albert and Anderson 1984). Neither
 * weights above 0 nor offsets matter: far out along the direction the offsets are negligible.
 *
 * Rows that lie on the plane are put on a side by the rounding of the direction, or by the error of the step that it
 * comes from. So rows near the plane are taken to lie on it: the direction is projected on the planes that hold them
 * all, and what comes of it has to separate the rows without help.
 */
export function* separatingDirection(
  problem: Penalised,
  towards: Float64Array,
  mostEpochs: number,
): Generator<Question, Separation, Answer> {
  const free = unpenalised(problem, towards);
  const largest = largestOf(free);
  if (!canSeparate(problem) || !(largest > 0 && largest < Number.POSITIVE_INFINITY)) return NOT_SEEN;
  const direction = free.map((value) => value / largest);
  const exact = ROUNDINGS * problem.roundoff + DIRECTION_ROUNDOFF;
  let epochs = 0;
  const sidesOf = function* (of: Float64Array, slack: number, products: boolean): Asking {
    epochs += 1;
    const parts = { part: slack, least: 0 };
    return record(yield { kind: "sides", at: pointOf(of), slack: parts, products, sampled: problem.sampled });
  };
  const separates = function* (of: Float64Array, slack: number): Generator<Question, boolean, Answer> {
    const { 0: wrong = 0, 1: own = 0 } = yield* sidesOf(of, slack, false);
    return wrong === 0 && own > 0;
  };
  // where the free subspace is not a set of coordinates there are no products of them either
  const wide = problem.columns > MOST_COLUMNS || problem.unpenalised !== undefined;
  for (const near of NEAR_PARTS) {
    if (epochs + 4 > mostEpochs) break;
    const [wrong = 0, own = 0, on = 0] = yield* sidesOf(direction, near, false);
    if (wrong > 0) break;
    if (own > 0 && on === 0) return { direction, epochs };
    if (own === 0) continue;
    if (wide) {
      const proved = yield* separates(direction, Math.max(WIDE_PART, Math.sqrt(problem.roundoff)));
      return { direction: proved ? direction : undefined, epochs };
    }
    if (yield* separates(direction, exact)) return { direction, epochs };
    const projected = projectedOf(problem, direction, yield* sidesOf(direction, near, true));
    if (yield* separates(projected, exact)) return { direction: projected, epochs };
  }
  return { direction: undefined, epochs };
}

/**
 * Change of a row's log-odds within which its curvature a (1 - a) changes by less than a third (e^0.25 = 1.28). Where a
 * step moves some row further, half the squared decrement is not believed. Chosen by trial; the tests of claims,
 * separation and hard problems pass at 8 too.
 */
const SMALL_CHANGE = 0.25;

/**
 * Whether a step changes the log-odds of no row by much: only then is half the squared decrement what is left of the
 * objective. A few rows far out can make all the curvature of a direction and lose it on the way, when others have all
 * the slope. One epoch, or none where the step is so short that no row can be far enough out.
 */
export function* movesNoRow(
  problem: Problem,
  step: Float64Array,
): Generator<Question, { readonly still: boolean; readonly epochs: number }, Answer> {
  // a row of weight s is at most sqrt(total / s) deviations out, and the columns' are about 1
  const farthest = 2 * Math.sqrt(problem.total / problem.smallestWeight);
  const most = step.reduce((sum, change) => sum + Math.abs(change), 0) * farthest;
  if (most <= SMALL_CHANGE) return { still: true, epochs: 0 };
  const slack = { part: 0, least: SMALL_CHANGE };
  const question: Question = { kind: "sides", at: pointOf(step), slack, products: false, sampled: problem.sampled };
  const { 0: wrong = 0, 1: own = 0 } = record(yield question);
  return { still: wrong === 0 && own === 0, epochs: 1 };
}

/**
 * Projects a direction d of the unpenalised columns on the null space of the rows near the plane: d - e, where G e = G
 * d and G is their Gram matrix X'X.
 */
function projectedOf(problem: Penalised, direction: Float64Array, sides: Float64Array): Float64Array {
  const { columns: n } = problem;
  const corner = sides.subarray(2);
  const entry = (j: number, k: number): number => {
    if (j > k) return entry(k, j);
    if (k === n) return (j === n ? corner[0] : corner[1 + j]) ?? 0;
    return corner[1 + n + j * n + k] ?? 0;
  };
  const free = Array.from(direction.keys()).filter((j) => isFree(problem, j));
  const gram = Float64Array.from({ length: free.length ** 2 }, (_, at) => {
    return entry(free[Math.floor(at / free.length)] ?? 0, free[at % free.length] ?? 0);
  });
  const product = Float64Array.from(free, (j) => free.reduce((sum, k) => sum + entry(j, k) * (direction[k] ?? 0), 0));
  const part = new Cholesky(gram, LEAST_PIVOT).solve(product);
  const projected = direction.slice();
  for (const [at, j] of free.entries()) projected[j] = (projected[j] ?? 0) - (part[at] ?? 0);
  return projected;
}

/**
 * Whether the cost is so small that no row can be on the wrong side: one such row loses ln 2 times its weight or more.
 */
function isSmall({ total, smallestWeight }: Problem, cost: number): boolean {
  return cost * total < Math.LN2 * smallestWeight;
}

/** Whether there are columns that no penalty acts on. */
function canSeparate(problem: Penalised): boolean {
  if (problem.unpenalised !== undefined) return true;
  return problem.l2.some((_, j) => isFree(problem, j));
}

/** The intercept is coordinate n. */
function isFree({ columns, l1, l2, prior, intercept }: Penalised, j: number): boolean {
  const held = prior !== undefined && prior.precision[j * (columns + 2)] !== 0;
  if (j === columns) return intercept && !held;
  return l2[j] === 0 && (l1?.[j] ?? 0) === 0 && !held;
}

function unpenalised(problem: Penalised, direction: Float64Array): Float64Array {
  if (problem.unpenalised !== undefined) return problem.unpenalised(direction);
  return direction.map((change, j) => (isFree(problem, j) ? change : 0));
}

function pointOf(direction: Float64Array): Point {
  const n = direction.length - 1;
  return { w: direction.slice(0, n), b: direction[n] ?? 0 };
}

function largestOf(direction: Float64Array): number {
  let largest = 0;
  for (const change of direction) largest = Math.max(largest, Math.abs(change));
  return largest;
}
