import { activeSetStep } from "./activeSetStep.ts";
import { CoordinateSet } from "./coordinateDescent.ts";
import { addProduct, type Curvature } from "./curvature.ts";
import type { ElasticNetEvaluation, ElasticNetProblem } from "./elasticNet.ts";
import { gradientVector } from "./objective.ts";
import type { Point } from "./protocol.ts";

/** The minimum of the quadratic model, and what is promised on the way to it. */
export interface ElasticNetStep {
  readonly to: Point;
  /** What the model decreases by, l1 included: an estimate of J - J*. */
  readonly decrease: number;
  /** The same without the curvature: the decrease per unit of a short step along the way is at least this. */
  readonly slope: number;
}

/** Part of a tie between a slope and its l1 weight that is left alone, beside rounding: KKT conditions are good to this. */
const TIE = 1e-11;
/** Times that columns which were left out may be added. */
const MOST_SCREENINGS = 50;
/** Times that a set of columns may go from coordinate descent to the active set step. */
const MOST_ROUNDS = 60;
/** Of the model's decrease, the part that may be left to gain far from the optimum. */
const LOOSEST = 1e-2;
const TIGHTEST = 1e-13;

/**
 * Minimises the quadratic model of the objective at a point,
 *
 *     q(v) = g.(v - u) + (v - u)' B (v - u) / 2 + sum_j l1_j |v_j|,   u the point, g the slopes of the smooth part there,
 *
 * on the columns that the strong rule leaves (Tibshirani et al. 2012), adding those whose KKT condition then fails. On these,
 * rounds of coordinate descent until the signs settle and then a step to the minimum for these signs, which makes the solution
 * exact. Where a round does not get there, a relative accuracy of (J - J*) / J is enough to keep the outer iteration's
 * quadratic convergence (Dembo, Eisenstat, Steihaug 1982; Lee, Sun, Saunders 2014, section 3.3).
 */
export function elasticNetStep(
  problem: ElasticNetProblem,
  now: ElasticNetEvaluation,
  curvature: Curvature,
): ElasticNetStep {
  const { columns: n, l1, roundoff } = problem;
  const u = new Float64Array(n + 1);
  u.set(now.smooth.at.w);
  u[n] = now.smooth.at.b;
  const weights = new Float64Array(n + 1);
  weights.set(l1);
  const g = gradientVector(now.smooth);
  const slack = weights.map((weight, j) => {
    return TIE * weight + 4 * roundoff * Math.sqrt(Math.max(0, curvature.matrix[j * (n + 2)] ?? 0));
  });
  const v = u.slice();
  let r = g.slice();
  let chosen = screened(u, g, weights);
  for (let screening = 0; screening < MOST_SCREENINGS; ++screening) {
    const set = new CoordinateSet(chosen, curvature.matrix, v, r, weights, slack);
    minimise(set, now.objective);
    for (const [t, j] of set.coordinates.entries()) v[j] = set.v[t] ?? 0;
    r = g.slice();
    addProduct(
      r,
      curvature.matrix,
      v.map((value, j) => value - (u[j] ?? 0)),
    );
    const inside = new Set(chosen);
    const fails = (j: number) => Math.abs(r[j] ?? 0) > (weights[j] ?? 0) + (slack[j] ?? 0);
    const all = Array.from(v.keys()).filter((j) => inside.has(j) || fails(j));
    if (all.length === chosen.length) break;
    chosen = all;
  }
  return { to: { w: v.slice(0, n), b: v[n] ?? 0 }, ...promised(u, v, g, r, weights) };
}

/**
 * The strong rule: between two penalties on a path the slopes change about as much as the penalty does. At the solution for a
 * penalty rho times as large, the largest |g_j| / l1_j is rho; a column then comes in only if |g_j| >= (2 - rho) l1_j. Where rho is
 * 2 or more, that tells nothing, and only columns whose KKT condition fails already are taken.
 */
function screened(u: Float64Array, g: Float64Array, l1: Float64Array): number[] {
  let rho = 1;
  for (let j = 0; j < g.length; ++j) {
    const weight = l1[j] ?? 0;
    if (weight > 0) rho = Math.max(rho, Math.abs(g[j] ?? 0) / weight);
  }
  const least = rho < 2 ? 2 - rho : 1;
  return Array.from(u.keys()).filter((j) => {
    const weight = l1[j] ?? 0;
    return weight === 0 || u[j] !== 0 || Math.abs(g[j] ?? 0) >= least * weight;
  });
}

/** About as much work goes into coordinate descent as into factorising. */
function minimise(set: CoordinateSet, objective: number): void {
  const passes = 2 + Math.floor(set.v.length / 8);
  let decrease = 0;
  for (let round = 0; round < MOST_ROUNDS; ++round) {
    for (let pass = 0; pass < passes; ++pass) {
      const done = set.pass();
      decrease += done.decrease;
      if (!done.signsChanged) break;
    }
    const exact = activeSetStep(set);
    const accuracy = Math.max(TIGHTEST, Math.min(LOOSEST, decrease / Math.abs(objective)));
    const remaining = set.remaining();
    if (remaining <= (exact ? TIGHTEST : accuracy) * decrease) return;
  }
}

/** Both sums are taken column by column, so that they keep their digits where the step is small. */
function promised(u: Float64Array, v: Float64Array, g: Float64Array, r: Float64Array, l1: Float64Array) {
  let decrease = 0;
  let slope = 0;
  for (let j = 0; j < u.length; ++j) {
    const from = u[j] ?? 0;
    const to = v[j] ?? 0;
    if (from === to) continue;
    const d = to - from;
    const weight = l1[j] ?? 0;
    const sameSide = from * to >= 0;
    // the average slope of l1 |.| between them
    const kink = sameSide ? weight * Math.sign(from + to) : (weight * (Math.abs(to) - Math.abs(from))) / d;
    slope += ((g[j] ?? 0) + kink) * d;
    decrease -= (((g[j] ?? 0) + (r[j] ?? 0)) / 2 + kink) * d;
  }
  return { decrease: Math.max(0, decrease), slope };
}
