import { claimOf, goalFor, upperEstimate } from "../estimate.ts";
import { LbfgsPairs } from "../lbfgsPairs.ts";
import { hessianMetric, leadingMetric } from "../metric.ts";
import { type Evaluation, evaluate, gradientNorm, gradientVector, hessianAt } from "../objective.ts";
import type {
  Answer,
  Fallback,
  Iterate,
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
  const descent = new TrustRegion(problem, options, yield* evaluate(problem, problem.start));
  for (let iteration = 0; ; ++iteration) {
    const goOn = yield descent.iterate(iteration);
    if (goOn === false) return descent.result({ reason: "stopped" }, iteration);
    const solved = (yield* descent.watchForSeparation()) ?? (yield* descent.solveSystem());
    const judged = "reason" in solved ? solved : yield* descent.judgeStep(solved);
    if ("reason" in judged) return descent.result(judged, iteration);
    const ending = yield* descent.takeStep(judged);
    if (ending !== undefined) return descent.result(ending, iteration + 1);
  }
}

/** Why a descent ends, with the direction that separates the classes if that is why. */
interface Ending {
  readonly reason: StopReason;
  readonly separating?: Float64Array;
}

/** A system that was solved, and the step that it gives. */
interface Solved {
  readonly system: System;
  readonly step: TruncatedStep;
  /** Whether the step is the last one. */
  readonly last: boolean;
}

/** A descent within a trust region: the point it is at, the region, and what it knows of the curvature. */
class TrustRegion {
  readonly #problem: Problem;
  readonly #options: SolverOptions;
  readonly #metric: LbfgsPairs;
  readonly #watch: SeparationWatch;
  /** Whether a Hessian is cheap enough to check by it what the products claim. */
  readonly #checks: boolean;
  readonly #initialObjective: number;
  readonly #fallbacks = new Set<Fallback>();
  #now: Evaluation;
  #epochs = 1;
  #radius = Number.POSITIVE_INFINITY;
  /** The estimate of (J - J*) / J. */
  #estimate = Number.POSITIVE_INFINITY;
  /** Length of a step down a slope without curvature, as a multiple of the first of its kind. */
  #stride = 1;
  #failures = 0;
  #idle = 0;
  #least: number;

  constructor(problem: Problem, options: SolverOptions, start: Evaluation) {
    this.#problem = problem;
    this.#options = options;
    this.#metric = new LbfgsPairs(leadingMetric(problem.diagonal, problem.l2, problem.leading), MOST_PRODUCTS_KEPT);
    this.#watch = new SeparationWatch(problem);
    this.#checks = problem.hessianProducts <= CHEAP_HESSIAN;
    this.#initialObjective = start.objective;
    this.#now = start;
    this.#least = start.objective;
  }

  iterate(iteration: number): Iterate {
    const { objective } = this.#now;
    return { kind: "iterate", iteration, objective, gradientNorm: gradientNorm(this.#now) };
  }

  result({ reason, separating }: Ending, iterations: number): SolverResult {
    return {
      ...this.#now.at,
      reason,
      fallbacks: this.#fallbacks,
      iterations,
      objective: this.#now.objective,
      initialObjective: this.#initialObjective,
      gradientNorm: gradientNorm(this.#now),
      suboptimality: this.#checks ? claimOf(this.#estimate, this.#options.tolerance) : upperEstimate(this.#estimate),
      ...(separating && { separating }),
    };
  }

  get #epochsLeft(): number {
    return this.#options.maxEpochs - this.#epochs;
  }

  *watchForSeparation(): Generator<Question, Ending | undefined, Answer> {
    const { direction, epochs } = yield* this.#watch.at(this.#now, this.#epochsLeft);
    this.#epochs += epochs;
    return direction && { reason: "separation", separating: direction };
  }

  /** Solves H d = g as well as the distance to the optimum asks for, and estimates that distance. */
  *solveSystem(): Generator<Question, Ending | Solved, Answer> {
    // one for the first product, one for the step
    if (this.#epochsLeft < 2) return { reason: "max-epochs" };
    const problem = this.#problem;
    const { tolerance, polish } = this.#options;
    const now = this.#now;
    const target = goalFor(tolerance) * Math.abs(now.objective);
    const system: System = {
      at: now.at,
      gradient: gradientVector(now),
      metric: this.#metric,
      radius: this.#radius,
      target,
      loose: LOOSE * Math.min(1, Math.sqrt(Math.sqrt(2 * this.#estimate))),
      tight: polish && problem.columns <= MOST_COLUMNS_TO_POLISH ? TIGHT_TO_POLISH : TIGHT,
      mostProducts: Math.min(this.#epochsLeft - 1, mostProductsOf(problem)),
    };
    const step = yield* truncatedStep(problem, system);
    this.#epochs += step.products;
    // a system that ran out of products gives too small an estimate
    if (step.end !== "limit") this.#estimate = step.decrement2 / 2 / Math.abs(now.objective);
    return { system, step, last: step.predicted <= target && isTelling(step, now) };
  }

  /** Tries a step that seems to be the last one: whether it separates, by the Hessian, and whether it moves any row. */
  *judgeStep(solved: Solved): Generator<Question, Ending | Solved, Answer> {
    if (!solved.last) return solved;
    const separating = yield* this.#separatingDirection(solved);
    if (separating !== undefined) return { reason: "separation", separating };
    const judged = yield* this.#byHessian(solved);
    const { step, last } = judged;
    const matters = step.predicted > this.#problem.roundoff ** 2 * Math.abs(this.#now.objective);
    if (!last || !matters || !this.#checks || this.#epochsLeft < 2) return judged;
    const { still, epochs } = yield* movesNoRow(this.#problem, step.direction);
    this.#epochs += epochs;
    return { ...judged, last: still };
  }

  *#separatingDirection({ system, step }: Solved): Generator<Question, Float64Array | undefined, Answer> {
    if (!isSuspicious(this.#problem, step.direction) || this.#epochsLeft <= 2) return undefined;
    const exact = yield* exactStep(this.#problem, system, this.#epochsLeft - 2);
    this.#epochs += exact.products;
    const away = exact.direction.map((change) => -change);
    const found = yield* separatingDirection(this.#problem, away, this.#epochsLeft - 1);
    this.#epochs += found.epochs;
    return found.direction;
  }

  /** Newton's step in the place of one that leaves more than it claims. */
  *#byHessian(solved: Solved): Generator<Question, Solved, Answer> {
    if (!this.#checks || this.#epochsLeft < 3) return solved;
    const now = this.#now;
    const { direction, decrement2, epochs } = yield* hessianStep(this.#problem, now, this.#epochsLeft - 2);
    this.#epochs += epochs;
    const size = Math.abs(now.objective);
    if (!(decrement2 / 2 > Math.max(solved.system.target, 8 * this.#problem.roundoff * size))) return solved;
    // a direction of little curvature and little slope, which conjugate gradients had left for later
    this.#estimate = decrement2 / 2 / size;
    this.#fallbacks.add("hessian");
    const step: TruncatedStep = {
      ...solved.step,
      ...{ direction, decrement2, predicted: decrement2 / 2, pairs: [], end: "tight" },
    };
    return { ...solved, step, last: false };
  }

  /** Goes where the step leads if J falls as the model says, and sets the trust region by how well that was said. */
  *takeStep({ step: solved, last }: Solved): Generator<Question, Ending | undefined, Answer> {
    const now = this.#now;
    const slopeAlone = solved.end === "flat" && solved.products === 1 && !last;
    const step = slopeAlone
      ? lengthened(solved, Math.max(1, Math.min(this.#stride, this.#radius / solved.length)))
      : solved;
    const trial = yield* evaluate(this.#problem, moved(now, step));
    this.#epochs += 1;
    const slack = roundingOf(this.#problem, now.objective);
    const ratio = (now.objective - trial.objective + slack) / (step.predicted + slack);
    // rows that are saturated have a slope alone: where that was right to the end, the next step is twice as long
    this.#stride = slopeAlone && ratio >= STRAIGHT ? 2 * this.#stride : 1;
    if (step.end === "flat") this.#fallbacks.add("singular");
    for (const [p, Hp] of step.pairs) this.#metric.learn(p, Hp);
    if (ratio >= LEAST_RATIO) this.#accept(trial, step, ratio);
    else this.#reject(step);
    if (last) return { reason: "tolerance" };
    return this.#failures > MOST_FAILURES || this.#idle > MOST_IDLE_STEPS ? { reason: "precision" } : undefined;
  }

  #accept(trial: Evaluation, { end, length }: TruncatedStep, ratio: number): void {
    if (ratio > GOOD_RATIO && end === "boundary") this.#radius *= GROW;
    if (this.#radius === Number.POSITIVE_INFINITY) this.#radius = FIRST_REGION * length;
    this.#failures = 0;
    // less than ever before: two points may take turns, each less than the other by rounding
    this.#idle = trial.objective < this.#least ? 0 : this.#idle + 1;
    this.#least = Math.min(this.#least, trial.objective);
    this.#now = trial;
  }

  #reject({ length, predicted }: TruncatedStep): void {
    this.#fallbacks.add("damped");
    // no mean loss falls below 0: a model that promises more knows nothing of the curvature of saturated rows
    this.#radius = SHRINK * length * Math.min(1, Math.abs(this.#now.objective) / predicted);
    this.#failures += 1;
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
