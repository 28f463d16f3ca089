import { claimOf, goalFor, upperEstimate } from "../estimate.ts";
import { LbfgsPairs } from "../lbfgsPairs.ts";
import { diagonalMetric, hessianMetric } from "../metric.ts";
import { type Evaluation, evaluate, gradientNorm, gradientVector, hessianAt } from "../objective.ts";
import type {
  Answer,
  Fallback,
  Problem,
  Question,
  Solver,
  SolverOptions,
  SolverResult,
  StopReason,
} from "../protocol.ts";
import { roundingOf } from "../rounding.ts";
import { isSuspicious, movesNoRow, SeparationWatch, separatingDirection } from "../separation.ts";
import { dot } from "../vectors.ts";
import {
  exactStep,
  MOST_PRODUCTS_KEPT,
  mostProductsOf,
  type System,
  type TruncatedStep,
  truncatedStep,
} from "./conjugateGradient.ts";
import { CHEAP_HESSIAN, MOST_COLUMNS_TO_POLISH } from "./hessianCost.ts";
import { learnOmitted } from "./omitted.ts";

/**
 * Relative residual, in the norm of the preconditioner, to which conjugate gradients solve a system far from the
 * optimum. At 0.3 near the optimum the estimate of the decrement was once 25 times too small
 * (docs/internals/solvers.md), hence TIGHT.
 */
const LOOSE = 0.3;
/**
 * The same near the optimum. It bounds the relative error of the squared decrement: within 5 % on the reference data
 * (docs/internals/solvers.md).
 */
const TIGHT = 0.1;
/**
 * The same of the last system with `polish`: coefficients to more digits than the objective needs. Chosen by trial;
 * test/fit/newtonCg.test.ts fails at 0.1.
 */
const TIGHT_TO_POLISH = 1e-3;
/**
 * Actual decrease over the one that the quadratic model predicts: below this a step is rejected and the trust region
 * shrinks. The value of TRON (Lin, Weng, Keerthi 2008).
 */
const LEAST_RATIO = 1e-4;
/** The same ratio above which the region grows, if the step ended on its boundary. The value of TRON. */
const GOOD_RATIO = 0.75;
/** Radius after a step that was rejected, as a multiple of the length of that step. The value of TRON. */
const SHRINK = 0.25;
/** Factor by which the region grows. The value of TRON. */
const GROW = 4;
/**
 * The same ratio from which a step down a slope without curvature shows that the slope went on to the end of it: the
 * next such step is twice as long. Chosen by trial; test/fit/claims.test.ts fails at 2.
 */
const STRAIGHT = 0.99;
/**
 * Part of J that the square of the length of a step on the boundary, in the norm of the preconditioner, must exceed to
 * hint at a direction without curvature: near an optimum no other step is that long. Chosen by trial;
 * test/solver/newtonCg.test.ts fails at 0.
 */
const FAR = 1e-3;
/**
 * Radius of the trust region after the first accepted step, as a multiple of the length of that step. Without a bound
 * coefficients of columns that differ by rounding ran up to 1e10. Chosen by trial; the tests of claims, separation and
 * hard problems pass at 1e6 too.
 */
const FIRST_REGION = 4;
/**
 * Steps in a row that may be rejected before the fit ends by `precision`: the region has then shrunk by 4^20. Chosen
 * without a measurement: a safety net.
 */
const MOST_FAILURES = 20;
/** Steps in a row without a new least objective, after which the fit ends by `precision`. As in descent.ts. */
const MOST_IDLE_STEPS = 5;

/**
 * Newton's method where n^2 numbers are too many: each step solves H d = g by conjugate gradients, of which an
 * iteration costs a product of the Hessian with a vector, one pass over the rows, within a trust region (Steihaug 1983;
 * for logistic regression Lin, Weng, Keerthi 2008). The first step has no region; the region then starts at
 * FIRST_REGION lengths of that step.
 *
 * The preconditioner is the Hessian's diagonal at the null model, which the column moments give for nothing, and on top
 * of it, as L-BFGS pairs, the last products (Morales and Nocedal 2000): so that each system speeds up the next.
 *
 * Systems are solved the better the nearer the optimum is, so that convergence is superlinear (Dembo, Eisenstat,
 * Steihaug 1982). Stops when half the squared decrement, of which conjugate gradients give a lower bound, is at most
 * tolerance times J with the system solved well enough for the bound to be good; that step is still taken.
 */
export function* newtonCg(problem: Problem, options: SolverOptions): Solver {
  let now = yield* evaluate(problem, problem.start);
  const initialObjective = now.objective;
  let epochs = 1;
  const metric = new LbfgsPairs(diagonalMetric(problem.diagonal), MOST_PRODUCTS_KEPT);
  let radius = Number.POSITIVE_INFINITY;
  /** The estimate of (J - J*) / J. */
  let estimate = Number.POSITIVE_INFINITY;
  let failures = 0;
  let stride = 1;
  const checks = problem.hessianProducts <= CHEAP_HESSIAN;
  const watch = new SeparationWatch(problem);
  let idle = 0;
  let least = now.objective;
  const fallbacks = new Set<Fallback>();
  const end = (reason: StopReason, iterations: number, separating?: Float64Array): SolverResult => ({
    ...now.at,
    reason,
    fallbacks,
    iterations,
    objective: now.objective,
    initialObjective,
    gradientNorm: gradientNorm(now),
    suboptimality: checks ? claimOf(estimate, options.tolerance) : upperEstimate(estimate),
    ...(separating && { separating }),
  });
  for (let iteration = 0; ; ++iteration) {
    const goOn = yield { kind: "iterate", iteration, objective: now.objective, gradientNorm: gradientNorm(now) };
    if (goOn === false) return end("stopped", iteration);
    const seen = yield* watch.at(now, options.maxEpochs - epochs);
    epochs += seen.epochs;
    if (seen.direction !== undefined) return end("separation", iteration, seen.direction);
    // one for the first product, one for the step
    if (epochs + 2 > options.maxEpochs) return end("max-epochs", iteration);
    const target = goalFor(options.tolerance) * Math.abs(now.objective);
    const system: System = {
      at: now.at,
      gradient: gradientVector(now),
      metric,
      radius,
      target,
      loose: LOOSE * Math.min(1, Math.sqrt(Math.sqrt(2 * estimate))),
      tight: options.polish && problem.columns <= MOST_COLUMNS_TO_POLISH ? TIGHT_TO_POLISH : TIGHT,
      mostProducts: Math.min(options.maxEpochs - epochs - 1, mostProductsOf(problem)),
    };
    let step = yield* truncatedStep(problem, system);
    epochs += step.products;
    // a system that ran out of products gives too small an estimate
    if (step.end !== "limit") estimate = step.decrement2 / 2 / Math.abs(now.objective);
    let last = step.predicted <= target && isTelling(step, now);
    if (last && isSuspicious(problem, step.direction) && epochs + 2 < options.maxEpochs) {
      const exact = yield* exactStep(problem, system, options.maxEpochs - epochs - 2);
      const away = exact.direction.map((change) => -change);
      const found = yield* separatingDirection(problem, away, options.maxEpochs - epochs - exact.products - 1);
      epochs += exact.products + found.epochs;
      if (found.direction !== undefined) return end("separation", iteration, found.direction);
    }
    if (last && checks && epochs + 3 <= options.maxEpochs) {
      const full = yield* hessianStep(problem, now, options.maxEpochs - epochs - 2);
      epochs += full.epochs;
      if (full.decrement2 / 2 > Math.max(target, 8 * problem.roundoff * Math.abs(now.objective))) {
        // a direction of little curvature and little slope, which conjugate gradients had left for later
        const { direction, decrement2 } = full;
        estimate = decrement2 / 2 / Math.abs(now.objective);
        step = { ...step, direction, decrement2, predicted: decrement2 / 2, pairs: [], end: "tight" };
        last = false;
        fallbacks.add("hessian");
      }
    }
    const matters = step.predicted > problem.roundoff ** 2 * Math.abs(now.objective);
    if (last && matters && checks && epochs + 2 <= options.maxEpochs) {
      const moved = yield* movesNoRow(problem, step.direction);
      epochs += moved.epochs;
      last = moved.still;
    }
    const slopeAlone = step.end === "flat" && step.products === 1 && !last;
    if (slopeAlone) step = lengthened(step, Math.max(1, Math.min(stride, radius / step.length)));
    const trial = yield* evaluate(problem, moved(now, step));
    epochs += 1;
    const slack = roundingOf(problem, now.objective);
    const ratio = (now.objective - trial.objective + slack) / (step.predicted + slack);
    // rows that are saturated have a slope alone: where that was right to the end, the next step is twice as long
    stride = slopeAlone && ratio >= STRAIGHT ? 2 * stride : 1;
    if (step.end === "flat") fallbacks.add("singular");
    for (const [p, Hp] of step.pairs) metric.learn(p, Hp);
    if (ratio >= LEAST_RATIO) {
      if (ratio > GOOD_RATIO && step.end === "boundary") radius *= GROW;
      if (radius === Number.POSITIVE_INFINITY) radius = FIRST_REGION * step.length;
      failures = 0;
      // less than ever before: two points may take turns, each less than the other by rounding
      idle = trial.objective < least ? 0 : idle + 1;
      least = Math.min(least, trial.objective);
      now = trial;
    } else {
      fallbacks.add("damped");
      // no mean loss falls below 0: a model that promises more knows nothing of the curvature of rows that are
      // saturated
      radius = SHRINK * step.length * Math.min(1, Math.abs(now.objective) / step.predicted);
      failures += 1;
    }
    if (last) return end("tolerance", iteration + 1);
    if (failures > MOST_FAILURES || idle > MOST_IDLE_STEPS) return end("precision", iteration + 1);
  }
}

/**
 * Whether the decrease that the model predicts estimates J - J*: the system was solved, or only directions without
 * curvature are left, or the boundary that ended it is far out. A small trust region says nothing about the optimum.
 */
function isTelling({ end, length }: TruncatedStep, { objective }: Evaluation): boolean {
  return end === "tight" || end === "flat" || (end === "boundary" && length * length >= FAR * Math.abs(objective));
}

/**
 * Newton's step by the Hessian of the point, with what products know of the directions that its factorisation leaves
 * out.
 */
function* hessianStep(
  problem: Problem,
  now: Evaluation,
  mostEpochs: number,
): Generator<
  Question,
  { readonly direction: Float64Array; readonly decrement2: number; readonly epochs: number },
  Answer
> {
  const memory = new LbfgsPairs(hessianMetric(yield* hessianAt(problem, now.at), "full"), MOST_PRODUCTS_KEPT);
  const { epochs } = yield* learnOmitted(problem, now.at, memory, mostEpochs);
  const gradient = gradientVector(now);
  const direction = memory.solve(gradient);
  return { direction, decrement2: dot(direction, gradient), epochs: 1 + epochs };
}

/** A step down a slope without curvature, some times as long. */
function lengthened(step: TruncatedStep, times: number): TruncatedStep {
  const { direction, predicted, length } = step;
  return {
    ...step,
    direction: direction.map((value) => times * value),
    predicted: times * predicted,
    length: times * length,
  };
}

/** The point that a step leads to. */
function moved({ at: { w, b } }: Evaluation, { direction }: TruncatedStep): Evaluation["at"] {
  return { w: w.map((value, j) => value - (direction[j] ?? 0)), b: b - (direction[w.length] ?? 0) };
}
