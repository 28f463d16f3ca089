import type { LbfgsPairs } from "../lbfgsPairs.ts";
import { hessianTimes } from "../objective.ts";
import type { Answer, Point, Problem, Question } from "../protocol.ts";
import { addScaled, dot } from "../vectors.ts";

/**
 * Most pairs of a vector and its product with the Hessian that a system passes on to the next as a preconditioner. Ten
 * take 14 % more epochs (docs/internals/solvers.md); each pair costs 4 n multiplications an iteration in plain
 * JavaScript.
 */
export const MOST_PRODUCTS_KEPT = 20;

/**
 * Curvature along a direction, in n roundoffs of the largest one seen, below which it is rounding error: the direction
 * counts as flat, as in cholesky.ts. Chosen by trial; the tests of claims, separation and hard problems pass at 0 too.
 */
const NO_CURVATURE = 4;
/**
 * Curvature of a pair, in square roots of the roundoff times the largest one seen, below which the pair is dropped: in
 * a preconditioner it would let steps grow without bound inside the trust region, which once ran coefficients up to
 * 1e10. Chosen by trial; the tests of claims, separation and hard problems pass at 0 too.
 */
const LEAST_CURVATURE = 0.01;

/** H d = g to be solved inside a trust region. */
export interface System {
  readonly at: Point;
  /** g: n weights first, the intercept last. */
  readonly gradient: Float64Array;
  /** M, the preconditioner; the norm of the trust region is sqrt(d' M d). */
  readonly metric: LbfgsPairs;
  readonly radius: number;
  /**
   * Where half the squared decrement is known to be above this, `loose` is exact enough, elsewhere `tight` is asked
   * for.
   */
  readonly target: number;
  /** The relative residuals, in the norm sqrt(r' M^-1 r), to which the system is solved. */
  readonly loose: number;
  readonly tight: number;
  readonly mostProducts: number;
}

export interface TruncatedStep {
  /** d: the step is -d. */
  readonly direction: Float64Array;
  /** A lower bound of g' H^-1 g, the squared decrement. */
  readonly decrement2: number;
  /** What the quadratic model says that the objective decreases by. */
  readonly predicted: number;
  /** sqrt(d' M d). */
  readonly length: number;
  readonly products: number;
  /** The last of the vectors p that the Hessian was multiplied with, and H p. */
  readonly pairs: readonly (readonly [p: Float64Array, Hp: Float64Array])[];
  /**
   * Why it ended. `tight`, `loose`: solved to that relative residual; `boundary`: the step reached the boundary of the
   * trust region; `flat`: the next direction has no curvature; `limit`: `mostProducts` were made.
   */
  readonly end: "tight" | "loose" | "boundary" | "flat" | "limit";
}

/**
 * Conjugate gradients, preconditioned, from d = 0 until the system is solved well enough or the trust region ends
 * (Steihaug 1983). Their iterates only grow longer in the metric's norm, so the first that lies outside ends it. Each
 * adds alpha r'M^-1 r to what is known of the squared decrement (Hestenes and Stiefel 1952).
 */
export function* truncatedStep(problem: Problem, system: System): Generator<Question, TruncatedStep, Answer> {
  const { at, gradient, metric, radius, target, loose, tight, mostProducts } = system;
  const direction = new Float64Array(gradient.length);
  const pairs: [Float64Array, Float64Array][] = [];
  const r = gradient.slice();
  let z = metric.solve(r);
  let p = z.slice();
  let rz = dot(r, z);
  const first = rz;
  let decrement2 = 0;
  // d'Md, d'Mp and p'Mp by their recurrences (Conn, Gould, Toint 2000, 7.5.1): M itself is not at hand
  let dd = 0;
  let dp = 0;
  let pp = rz;
  /** The largest curvature so far in units of the problem's diagonal. */
  let steepest = 0;
  const result = (end: TruncatedStep["end"], products: number, more = 0): TruncatedStep => {
    return { direction, decrement2, predicted: decrement2 / 2 + more, length: Math.sqrt(dd), products, pairs, end };
  };
  for (let products = 0; ; ++products) {
    if (rz <= tight * tight * first) return result("tight", products);
    if (decrement2 / 2 > target && rz <= loose * loose * first) return result("loose", products);
    if (products >= mostProducts) return result("limit", products);
    const Hp = yield* hessianTimes(problem, at, p);
    const curvature = dot(p, Hp);
    const size = problem.diagonal.reduce((sum, entry, i) => sum + entry * (p[i] ?? 0) ** 2, 0);
    steepest = Math.max(steepest, curvature / size);
    if (!(curvature > NO_CURVATURE * p.length * problem.roundoff * steepest * size)) {
      if (products > 0) return result("flat", products + 1);
      // only the slope is known: a step as long as the metric alone would make it
      return { ...result("flat", 1, rz), direction: p, decrement2: rz, length: Math.sqrt(pp) };
    }
    const alpha = rz / curvature;
    const longer = dd + alpha * (2 * dp + alpha * pp);
    if (longer > radius * radius) {
      const part = (Math.sqrt(dp * dp + pp * (radius * radius - dd)) - dp) / pp;
      addScaled(direction, p, part);
      dd = radius * radius;
      return result("boundary", products + 1, part * rz - (part * part * curvature) / 2);
    }
    addScaled(direction, p, alpha);
    addScaled(r, Hp, -alpha);
    if (curvature > LEAST_CURVATURE * Math.sqrt(problem.roundoff) * steepest * size) pairs.push([p, Hp]);
    if (pairs.length > MOST_PRODUCTS_KEPT) pairs.shift();
    decrement2 += alpha * rz;
    z = metric.solve(r);
    const before = rz;
    rz = dot(r, z);
    const beta = rz / before;
    dd = longer;
    dp = beta * (dp + alpha * pp);
    pp = rz + beta * beta * pp;
    const along = p;
    p = z.map((value, i) => value + beta * (along[i] ?? 0));
  }
}

/**
 * Relative residual to which a system is solved where its step is followed to the horizon, as in the proof of
 * separation. Chosen by trial; the tests of claims, separation and hard problems pass at 1e-2 too.
 */
const NOTHING = 1e-10;
/**
 * Most products of a system, in numbers of columns; without rounding one such number would do. Chosen without a
 * measurement: a safety net.
 */
const MOST_ROUNDS = 10;

/** Most products that a system may take. */
export function mostProductsOf({ columns }: Problem): number {
  return MOST_ROUNDS * (columns + 1);
}

/** Newton's step as exactly as products can tell it, in at most `mostEpochs` of them. */
export function exactStep(
  problem: Problem,
  { at, gradient, metric }: Pick<System, "at" | "gradient" | "metric">,
  mostEpochs: number,
): Generator<Question, TruncatedStep, Answer> {
  const mostProducts = Math.min(mostEpochs, mostProductsOf(problem));
  const parts = { loose: NOTHING, tight: NOTHING };
  return truncatedStep(problem, { at, gradient, metric, radius: Infinity, target: 0, ...parts, mostProducts });
}
