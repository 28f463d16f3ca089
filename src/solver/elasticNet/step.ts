import { type ElasticNetEvaluation, type ElasticNetProblem, tieSlack, violation } from "../elasticNetObjective.ts";
import { gradientVector, pointVector, withIntercept } from "../objective.ts";
import type { Point } from "../protocol.ts";
import { activeSetSteps } from "./activeSetStep.ts";
import { addProduct, type BfgsMatrix } from "./bfgsMatrix.ts";
import { CoordinateSet } from "./coordinateDescent.ts";
import { candidates, multiples, screened } from "./screening.ts";

/** The minimum of the quadratic model, and what is promised on the way to it. */
export interface ElasticNetStep {
  readonly to: Point;
  /** What the model decreases by, l1 included: an estimate of J - J*. */
  readonly decrease: number;
  /** The directional derivative of J along the step, or an upper bound of it where signs change; below 0. */
  readonly slope: number;
  /** Products that the search for it took. */
  readonly products: number;
}

/**
 * How exactly the model is minimised: `rough` far from the optimum or with a curvature that is not that of the point;
 * `close` with the Hessian of the point; `exact`, by linear systems, where the decrease is to be claimed.
 */
export type Care = "rough" | "close" | "exact";

/** Times that columns which screening left out may be added to a model. Chosen by trial. */
const MOST_SCREENINGS = 50;
/**
 * Times that a set of columns may go from coordinate descent to the active set steps and back. Chosen by trial;
 * test/fit/proximalCorners.test.ts fails at 1.
 */
const MOST_ROUNDS = 60;
/**
 * Products that the factorisations of a model may take beside the first one, about a thousandth of a second: where the
 * signs of hundreds of columns do not settle, the next outer step, which knows more, comes cheaper. Chosen by trial.
 */
const MOST_PRODUCTS = 5e5;
/**
 * The same, some hundredths of a second, where the minimum is to be exact because a decrease is claimed. Chosen by
 * trial.
 */
const MOST_PRODUCTS_EXACT = 2e7;
/**
 * Part of an l1 weight by which the slope of a column at 0 may exceed it at a minimum that counts as exact. Chosen by
 * trial; the tests of proximal Newton pass at 1e-3 too.
 */
const ZEROS_PART = 1e-9;
/** Largest part of the model's decrease that may be left to gain, far from the optimum. Chosen by trial. */
const LOOSEST = 0.1;
/** Smallest such part, near the optimum: below it rounding decides. About a thousand roundoffs of float64. */
const TIGHTEST = 1e-13;
/**
 * Factor of such a part where what is left is seen column by column: correlated columns hide some of it. Chosen by
 * trial; the tests of proximal Newton pass at 1 too.
 */
const CAUTION = 0.1;

/**
 * Minimises the quadratic model of the objective at a point,
 *
 *     q(v) = g.(v - u) + (v - u)' B (v - u) / 2 + sum_j l1_j |v_j|,
 *
 * u being the point and g the slopes of the smooth part there, on the columns that the strong rule leaves, adding those
 * whose KKT condition then fails. On these, rounds of coordinate descent until the signs settle and then steps to the
 * minimum for these signs, which make the solution exact. Where a round does not get there, less will do: far from the
 * optimum, or with a curvature that is not that of the point, a part of the decrease may be left; with the Hessian of
 * the point, a part of about (J - J*) / J, which keeps the outer iteration quadratic (Dembo, Eisenstat, Steihaug 1982;
 * Lee, Sun, Saunders 2014, section 3.3).
 */
export function elasticNetStep(
  problem: ElasticNetProblem,
  now: ElasticNetEvaluation,
  curvature: BfgsMatrix,
  care: Care,
): ElasticNetStep {
  const { columns: n } = problem;
  const { at } = now.smooth;
  const model = new Model(
    curvature.matrix,
    pointVector(at),
    gradientVector(now.smooth),
    withIntercept(problem.l1, 0),
    tieSlack(problem, curvature.matrix),
  );
  const accuracy = (decrease: number): number => {
    if (care === "rough") return LOOSEST;
    return Math.max(TIGHTEST, Math.min(LOOSEST, decrease / Math.abs(now.objective)));
  };
  const most = care === "exact" ? Number.POSITIVE_INFINITY : now.objective;
  model.minimise(accuracy, care === "exact", most);
  return { to: { w: model.v.slice(0, n), b: model.v[n] ?? 0 }, ...model.promised() };
}

/** Multiplications that factorisations may still take. */
interface Budget {
  products: number;
}

class Model {
  readonly v: Float64Array;
  readonly #B: Float64Array;
  readonly #u: Float64Array;
  readonly #g: Float64Array;
  readonly #l1: Float64Array;
  readonly #slack: Float64Array;
  /** Slopes of the smooth part at v. */
  #r: Float64Array;
  #products = 0;

  constructor(B: Float64Array, u: Float64Array, g: Float64Array, l1: Float64Array, slack: Float64Array) {
    this.#B = B;
    this.#u = u;
    this.#g = g;
    this.#l1 = l1;
    this.#slack = slack;
    this.v = u.slice();
    this.#r = g.slice();
  }

  /**
   * @param most the largest decrease that can be true, the objective itself: where the model promises more, its minimum
   * is not sought
   */
  minimise(accuracy: (decrease: number) => number, exact: boolean, most: number): void {
    const budget = { products: exact ? MOST_PRODUCTS_EXACT : MOST_PRODUCTS };
    const start = { u: this.#u, g: this.#g, l1: this.#l1 };
    const path = multiples(start);
    for (const multiple of path) {
      const l1 = this.#l1.map((weight) => multiple * weight);
      this.#on(candidates(this.v, this.#r, l1, 1), l1, (set) => descend(set, 1, mostPasses(set), () => false));
    }
    let chosen = path.length === 0 ? screened(start) : candidates(this.v, this.#r, this.#l1, 1);
    for (let screening = 0; screening < MOST_SCREENINGS; ++screening) {
      this.#on(chosen, this.#l1, (set) => solve(set, accuracy, exact, budget, most));
      if (this.promised().decrease > most) break;
      const inside = new Set(chosen);
      const more = Array.from(this.v.keys()).filter((j) => inside.has(j) || this.#fails(j));
      if (more.length === chosen.length) break;
      chosen = more;
    }
  }

  /** Whether a column that is 0 should not be. */
  #fails(j: number): boolean {
    return Math.abs(this.#r[j] ?? 0) > (this.#l1[j] ?? 0) + (this.#slack[j] ?? 0);
  }

  #on(chosen: readonly number[], l1: Float64Array, use: (set: CoordinateSet) => unknown): void {
    const set = new CoordinateSet(chosen, this.#B, this.v, this.#r, l1, this.#slack);
    use(set);
    this.#products += set.products + this.v.length ** 2 + chosen.length ** 2;
    for (const [t, j] of chosen.entries()) this.v[j] = set.v[t] ?? 0;
    const r = this.#g.slice();
    const move = this.v.map((value, j) => value - (this.#u[j] ?? 0));
    addProduct(r, this.#B, move);
    this.#r = r;
  }

  /**
   * Both sums are taken column by column, so that they keep their digits where the step is small. The decrease is not
   * less than what one column alone could gain, whatever rounding did to the solution: an estimate of 0 must not come
   * from a failure.
   */
  promised(): Pick<ElasticNetStep, "decrease" | "slope" | "products"> {
    const size = this.v.length;
    let decrease = 0;
    let slope = 0;
    let least = 0;
    for (let j = 0; j < size; ++j) {
      const from = this.#u[j] ?? 0;
      const to = this.v[j] ?? 0;
      const g = this.#g[j] ?? 0;
      const weight = this.#l1[j] ?? 0;
      const curvature = this.#B[j * (size + 1)] ?? 0;
      const gap = violation(from, g, weight) - (from === 0 ? (this.#slack[j] ?? 0) : 0);
      // a column that is not 0 may be no further than its kink from its own minimum
      const reach =
        curvature > 0 && weight > 0 && from !== 0 ? Math.min(gap / curvature, Math.abs(from)) : gap / curvature;
      // a slope without curvature: there is no bound of the decrease
      if (!(curvature > 0) && gap > 0) least = Number.POSITIVE_INFINITY;
      if (curvature > 0 && gap > 0) least = Math.max(least, (gap * reach) / 2);
      if (from === to) continue;
      const d = to - from;
      // the average slope of l1 |.| between them
      const kink = from * to >= 0 ? weight * Math.sign(from + to) : (weight * (Math.abs(to) - Math.abs(from))) / d;
      slope += (g + kink) * d;
      decrease -= ((g + (this.#r[j] ?? 0)) / 2 + kink) * d;
    }
    return { decrease: Math.max(decrease, least), slope, products: this.#products };
  }
}

/** Passes until the signs settle, at least `least`, at most `most`, or until that is enough. Returns the decrease. */
function descend(set: CoordinateSet, least: number, most: number, enough: (decrease: number) => boolean): number {
  let decrease = 0;
  for (let pass = 1; pass <= most; ++pass) {
    const done = set.pass();
    decrease += done.decrease;
    if ((!done.signsChanged && pass >= least) || done.decrease === 0 || enough(decrease)) break;
  }
  return decrease;
}

/**
 * Coordinate descent and active set steps in turn. Where the latter do not get to a minimum, the signs had not settled:
 * the next turn of coordinate descent is twice as long, up to about the work of a factorisation. What is left is seen
 * column by column, which where columns are collinear is next to nothing far from the minimum: `exact` trusts the
 * linear systems alone.
 */
function solve(
  set: CoordinateSet,
  accuracy: (decrease: number) => number,
  exact: boolean,
  budget: Budget,
  mostDecrease: number,
): void {
  const most = mostPasses(set);
  let least = 1;
  let decrease = 0;
  const left = (part: number, more: number): boolean => {
    return decrease + more > mostDecrease || set.remaining() <= part * accuracy(decrease + more) * (decrease + more);
  };
  for (let round = 0; round < MOST_ROUNDS; ++round) {
    decrease += descend(set, least, most, (more) => left(CAUTION, more));
    if (!exact && left(CAUTION, 0)) return;
    if (budget.products <= 0) return;
    const steps = activeSetSteps(set);
    budget.products -= steps.products;
    decrease += steps.decrease;
    if (exact ? steps.exact && set.zerosHold(ZEROS_PART) : left(steps.exact ? 1 : CAUTION, 0)) return;
    least = steps.exact ? 1 : Math.min(most, 2 * least);
  }
}

function mostPasses(set: CoordinateSet): number {
  return 4 + Math.floor(set.v.length / 8);
}
