import {
  type ElasticNetEvaluation,
  type ElasticNetProblem,
  elasticNetOf,
  evaluateElasticNet,
  KKT_TOLERANCES,
  kktResidual,
  tieSlack,
  zerosHold,
} from "../elasticNetObjective.ts";
import { goalFor, upperEstimate } from "../estimate.ts";
import { gradientVector, hessianAt } from "../objective.ts";
import type { Fallback, Point, Solver, SolverOptions, SolverResult, StopReason } from "../protocol.ts";
import { isSuspicious, SeparationWatch, separatingDirection } from "../separation.ts";
import { BfgsMatrix } from "./bfgsMatrix.ts";
import { contractionOf, distrustOf } from "./claim.ts";
import { dualBound } from "./dualBound.ts";
import { elasticNetSample } from "./sample.ts";
import { searchElasticNet } from "./search.ts";
import { type Care, elasticNetStep } from "./step.ts";
import { believableStep, isBelievable } from "./trust.ts";
import { type Work, workOf } from "./work.ts";

/** What one fit leaves to the next on a path of penalties, whose fits share their rows. */
export interface Kept {
  /** The curvature where it ended. */
  curvature: BfgsMatrix | undefined;
  /** Where it ended and the sums there, which save a fit that starts there an epoch. */
  end?: { readonly at: Point; readonly sums: Float64Array };
  /** Epochs that fits have taken since the curvature was renewed, beyond those of a fit whose curvature is right. */
  excess?: number;
  /** Contraction of the decrement at the last step that the curvature was tried by. */
  contraction?: number | undefined;
  /** Mean loss where the curvature was renewed. */
  renewalCost?: number;
  /** What the models may still take, where several fits have to make do with it together. */
  work?: Work;
}

/** Epochs that a fit usually takes after its curvature was renewed: the cost that a renewal is compared with. */
const EPOCHS_AFTER_RENEWAL = 4;
/**
 * On a path: the epochs that a solution takes with the right curvature, and the excess over these, as a part of a Hessian's cost, at which
 * it is renewed.
 */
const USUAL_EPOCHS = 2;
const EXCESS_PART = 0.5;
/** Steps over which the rate of the decrease is taken. */
const RATE_STEPS = 4;
/** Where the estimate of J - J* is a larger part of J than this, a Hessian is out of date after few steps. */
const FAR = 0.02;
const MOST_FAR_STEPS = 20;
/** Steps in a row without a decrease beyond rounding, after which the fit ends by `precision`. */
const MOST_IDLE_STEPS = 8;
/** Products of a Hessian that takes less time than a claim that is wrong: the curvature is not guessed then. On a path, fits are many. */
const CHEAP = 2 ** 20;
const TINY = 2 ** 16;
/** Steps in a row that promise no less than those before: the model is then solved exactly, whose minimum may lie far off. */
const SLOW_STEPS = 3;
/** Most columns for which that is done; with more, coordinate descent goes on at the next step. */
const FEW = 64;
/** Steps in a row that may bring less than this part of what they promise, while they promise no less. */
const BARREN = 0.01;
const MOST_BARREN_STEPS = 12;
/** Line searches in a row that may fail: the first renews the curvature, the others damp it, more and more. */
const MOST_FAILURES = 5;
const LEAST_DAMPING = 1e-10;
/** Below this many squared roundoffs of the objective, the change of the slopes is rounding. */
const LEARNABLE = 1e4;
/** Steps beyond the tolerance that may be taken for the sake of these. */
const MOST_FINISHING_STEPS = 8;

/**
 * Proximal Newton method for l1 and elastic net (Lee, Sun, Saunders 2014; for the lasso GLM, Friedman, Hastie, Tibshirani 2010):
 * each step goes towards the minimum of a quadratic model of the smooth part plus the l1 norm as it is, so that coefficients are 0
 * exactly.
 *
 * The model's curvature is that of a sample of the rows, if there is one and its optimum proves itself as the start; otherwise the
 * Hessian where the solver starts. It learns from every step (BFGS), which costs n^2 operations and no epoch, and is renewed by the
 * Hessian at the point when that pays, as in quasiNewton.
 *
 * Stops when the decrease of the model, which estimates J - J*, is at most tolerance times J; the step is still taken. With `polish`
 * that is done with the Hessian of the point, which squares the error, or, where a few more epochs come cheaper, the same is asked
 * of the estimate itself. With `stopAtEstimate` it ends there instead. A few steps more are taken if the KKT conditions of coefficients at 0 do not hold yet as exactly as the
 * objective does.
 */
export function* proximalNewton(
  problem: ElasticNetProblem,
  options: SolverOptions,
  kept: Kept = { curvature: undefined },
): Solver {
  const { hessianEpochs } = problem;
  const sums = kept.end?.at.w === problem.start.w ? kept.end.sums : undefined;
  let now =
    sums === undefined ? yield* evaluateElasticNet(problem, problem.start) : elasticNetOf(problem, problem.start, sums);
  const initialObjective = now.objective;
  let epochs = sums === undefined ? 1 : 0;
  let { curvature } = kept;
  const fallbacks = new Set<Fallback>();
  curvature?.setPenalty(problem.l2);
  if (curvature === undefined) {
    const sampled = yield* elasticNetSample(problem);
    if (sampled !== undefined) {
      const trial = yield* evaluateElasticNet(problem, sampled.at);
      epochs += 1 + sampled.epochs;
      if (trial.objective < now.objective) {
        now = trial;
        curvature = sampled.curvature;
      }
    }
    if (problem.sample !== undefined && curvature === undefined) fallbacks.add("sample");
  }
  curvature ??= BfgsMatrix.ofDiagonal(problem.diagonal, problem.l2);
  let suboptimality = Number.POSITIVE_INFINITY;
  let decreases: number[] = [];
  /** Whether the curvature is the Hessian of the point. */
  let fresh = false;
  let failures = 0;
  let least = Number.POSITIVE_INFINITY;
  let idle = 0;
  let slow = 0;
  let barren = 0;
  let finishing = 0;
  const work = kept.work ?? workOf(problem, options);
  /** Whether the step is one that has no end, by a curvature that may be out of date. */
  let suspicious = false;
  let renewedAt = 0;
  const watch = new SeparationWatch(problem);
  const onPath = kept.end !== undefined;
  let inherited = kept.contraction;
  const excess = (): number => (kept.excess ?? 0) + Math.max(0, epochs - renewedAt - USUAL_EPOCHS);
  const end = (ending: StopReason, iterations: number, separating?: Float64Array): SolverResult => {
    const unproved = ending === "tolerance" && problem.lost === true && !isProved(problem, now, options.tolerance);
    const reason = unproved ? "precision" : ending;
    kept.curvature = curvature?.quality === "diagonal" ? undefined : curvature;
    kept.excess = excess();
    kept.contraction = fresh ? undefined : contractionOf({ decreases, inherited });
    kept.end = now.smooth;
    const { objective } = now;
    const gradientNorm = kktResidual(problem, now);
    const values = { objective, initialObjective, gradientNorm, suboptimality };
    return { ...now.smooth.at, reason, fallbacks, iterations, ...values, ...(separating && { separating }) };
  };
  for (let iteration = 0; ; ++iteration) {
    const residual = kktResidual(problem, now);
    const goOn = yield { kind: "iterate", iteration, objective: now.objective, gradientNorm: residual };
    if (goOn === false) return end("stopped", iteration);
    const seen = yield* watch.at(now.smooth, options.maxEpochs - epochs);
    epochs += seen.epochs;
    if (seen.direction !== undefined) return end("separation", iteration, seen.direction);
    // a sum of losses and penalties is never below 0
    if (now.objective === 0) {
      suboptimality = 0;
      return end("tolerance", iteration);
    }
    const target = goalFor(options.tolerance) * Math.abs(now.objective);
    const polished = options.polish ? options.tolerance * target : target;
    let step = elasticNetStep(problem, now, curvature, careOf(fresh, problem.columns, slow));
    decreases.push(step.decrease);
    work.products -= step.products;
    const ignorant = curvature.quality === "diagonal" && curvature.steps === 0;
    const pays = renewalPays(decreases, now.objective, target, polished, hessianEpochs);
    /** Near the null model the diagonal is about right, and nothing but the intercept is to move. */
    const nearNull = !problem.offsets && problem.prior === undefined && isZero(now.smooth.at.w) && isZero(step.to.w);
    const overdue = options.stopAtEstimate === true && excess() > EXCESS_PART * hessianEpochs && !fresh;
    if (
      (failures > 0 && !fresh) ||
      suspicious ||
      pays ||
      overdue ||
      (!isBelievable(now, step) && !fresh) ||
      (ignorant && !nearNull)
    ) {
      if (epochs + 2 > options.maxEpochs) return end("max-epochs", iteration);
      curvature = new BfgsMatrix(yield* hessianAt(problem, now.smooth.at), "full", problem.l2);
      epochs += 1;
      fresh = true;
      inherited = undefined;
      kept.excess = 0;
      kept.renewalCost = now.smooth.cost;
      renewedAt = epochs;
      step = elasticNetStep(problem, now, curvature, careOf(fresh, problem.columns, slow));
      decreases = [step.decrease];
      work.products -= step.products;
    }
    const damped = fresh && !isBelievable(now, step);
    if (damped) {
      step = believableStep(problem, now, curvature);
      work.products -= step.products;
    }
    const faded = Math.max(1, (kept.renewalCost ?? 0) / now.smooth.cost);
    const trust = { curvature, fresh, decreases, inherited, faded };
    const estimate = (): number => {
      if (damped) return Number.POSITIVE_INFINITY;
      return step.decrease * distrustOf(now, step, trust);
    };
    const goal = fresh ? target : polished;
    if (estimate() <= goal && !nearNull) {
      // the decrease of the model at its minimum is what can be claimed, not that on the way there
      step = elasticNetStep(problem, now, curvature, "exact");
      decreases[decreases.length - 1] = step.decrease;
      work.products -= step.products;
    }
    suboptimality = upperEstimate(estimate() / Math.abs(now.objective));
    const last = estimate() <= goal;
    idle = step.decrease > least / 2 && step.decrease <= 8 * problem.roundoff * Math.abs(now.objective) ? idle + 1 : 0;
    const large = last && isSuspicious(problem, change(now.smooth.at, step.to));
    const unproved = last && options.stopAtEstimate === true && problem.hessianProducts <= (onPath ? TINY : CHEAP);
    suspicious = (large || unproved) && !fresh;
    // only the Hessian of the point tells
    if (suspicious && epochs + 2 <= options.maxEpochs) continue;
    if (large && epochs < options.maxEpochs) {
      const away = change(now.smooth.at, step.to);
      const found = yield* separatingDirection(problem, away, options.maxEpochs - epochs);
      epochs += found.epochs;
      if (found.direction !== undefined) return end("separation", iteration, found.direction);
    }
    if (last && options.stopAtEstimate) return end("tolerance", iteration);
    const spent = work.products <= 0 && !last;
    if (spent || idle >= MOST_IDLE_STEPS || barren >= MOST_BARREN_STEPS) return end("precision", iteration);
    if (epochs >= options.maxEpochs) return end("max-epochs", iteration);
    const { reached, trials } = yield* searchElasticNet(problem, now, step, last ? 1 : options.maxEpochs - epochs);
    epochs += trials;
    if (reached === undefined) {
      if (last) return end("tolerance", iteration + 1);
      if (epochs >= options.maxEpochs) return end("max-epochs", iteration);
      failures += 1;
      if (failures > MOST_FAILURES) return end("precision", iteration);
      fallbacks.add(fresh ? "damped" : "line-search");
      if (fresh) curvature.damp(LEAST_DAMPING * 100 ** failures);
      continue;
    }
    failures = 0;
    fresh = false;
    slow = step.decrease > least / 2 ? slow + 1 : 0;
    least = Math.min(least, step.decrease);
    const little = now.objective - reached.objective < BARREN * step.decrease;
    barren = little && slow > 0 ? barren + 1 : 0;
    if (step.decrease > LEARNABLE * problem.roundoff ** 2 * Math.abs(now.objective)) learn(curvature, reached, now);
    now = reached;
    if (!last) continue;
    const part = KKT_TOLERANCES * options.tolerance;
    const done = zerosHold(problem, now, tieSlack(problem, curvature.matrix), part);
    if (done || finishing >= MOST_FINISHING_STEPS) return end("tolerance", iteration + 1);
    finishing += 1;
  }
}

/**
 * Whether the epochs that are left at the present rate cost more than a Hessian and what comes after it, as in quasiNewton; where
 * only the polish is left, one step comes after it.
 */
function renewalPays(
  decreases: readonly number[],
  objective: number,
  target: number,
  polished: number,
  hessianEpochs: number,
): boolean {
  const last = decreases.at(-1) ?? 0;
  if (last <= polished) return false;
  const near = last <= target;
  // over one, two or four steps: their contraction takes square roots, which all engines round alike, and no logarithm
  const steps = near && decreases.length <= RATE_STEPS ? Math.min(2, decreases.length - 1) : RATE_STEPS;
  const first = decreases.at(-1 - steps);
  if (first === undefined || steps === 0) return false;
  if (last > FAR * Math.abs(objective) && decreases.length < MOST_FAR_STEPS) return false;
  let contraction = last / first;
  for (let power = steps; power > 1; power /= 2) contraction = Math.sqrt(contraction);
  let left = last;
  for (let step = 0; step < hessianEpochs + (near ? 1 : EPOCHS_AFTER_RENEWAL); ++step) {
    if (left <= polished) return false;
    left *= contraction;
  }
  return left > polished;
}

/** Whether the tolerance holds by a bound that no curvature is needed for. */
function isProved(problem: ElasticNetProblem, now: ElasticNetEvaluation, tolerance: number): boolean {
  if (now.objective === 0) return true;
  return problem.prior === undefined && now.objective - dualBound(problem, now) <= tolerance * now.objective;
}

function careOf(fresh: boolean, columns: number, slow: number): Care {
  if (slow >= SLOW_STEPS && columns <= FEW) return "exact";
  return fresh ? "close" : "rough";
}

function isZero(w: Float64Array): boolean {
  return w.every((value) => value === 0);
}

function learn(
  curvature: BfgsMatrix,
  { smooth: to }: ElasticNetEvaluation,
  { smooth: from }: ElasticNetEvaluation,
): void {
  const s = change(from.at, to.at);
  const earlier = gradientVector(from);
  const y = gradientVector(to).map((value, i) => value - (earlier[i] ?? 0));
  curvature.learn(s, y);
}

/** b last. */
function change(from: Point, to: Point): Float64Array {
  const n = to.w.length;
  const s = new Float64Array(n + 1);
  for (let j = 0; j < n; ++j) s[j] = (to.w[j] ?? 0) - (from.w[j] ?? 0);
  s[n] = to.b - from.b;
  return s;
}
