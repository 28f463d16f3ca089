import type { Asking, Ending } from "../ending.ts";
import { claimOf, DIAGONAL_DISTRUST, goalFor } from "../estimate.ts";
import { LbfgsPairs } from "../lbfgsPairs.ts";
import { search } from "../lineSearch.ts";
import { diagonalMetric, hessianMetric, type Metric } from "../metric.ts";
import { type Evaluation, gradientNorm, gradientVector, hessianAt } from "../objective.ts";
import type { Fallback, Iterate, Problem, SolverOptions, SolverResult } from "../protocol.ts";
import { leftAtThisRate, renewalPays } from "../rate.ts";
import { isSuspicious, movesNoRow, SeparationWatch, separatingDirection } from "../separation.ts";
import { dot } from "../vectors.ts";
import { exactStep, type System } from "./conjugateGradient.ts";
import { CHEAP_HESSIAN, canAffordHessian, MOST_COLUMNS_TO_POLISH, TINY_HESSIAN } from "./hessianCost.ts";
import { learnOmitted } from "./omitted.ts";

/**
 * When the metric becomes the Hessian of the current point: where that saves more epochs than it costs
 * ("when-it-pays"), at every step, or never.
 */
export type Renewal = "when-it-pays" | "always" | "never";

/**
 * Steps after which L-BFGS, which should have ended in a few hundred, is given Hessians where they are affordable.
 * Chosen by trial; the tests of claims, separation and hard problems pass at 1e9 too.
 */
const MOST_STEPS_WITHOUT = 1000;
/** Part of `maxEpochs` after which that happens if it comes earlier. Chosen without a measurement. */
const MOST_PART_WITHOUT = 0.6;
/** Least `maxEpochs` of which such a part is taken; fewer are meant to bound the fit. Chosen without a measurement. */
const LEAST_EPOCHS_TO_DIVIDE = 400;
/**
 * Hessians after which Newton's method goes on as "when-it-pays", if they have cost more than MOST_FAR_EPOCHS and left
 * J - J* above FAR of J: many rows are saturated then, and steps in an earlier Hessian lead as far. Chosen by trial;
 * the tests of claims, separation and hard problems pass at 1e9 too.
 */
const MOST_FAR_HESSIANS = 10;
/**
 * Epochs that those Hessians must have cost: below, a new one every step is no burden. From the fits of up to 100
 * seconds that test/solver/budget.test.ts bounds.
 */
const MOST_FAR_EPOCHS = 500;
/** Part of J above which J - J* counts as far from the optimum, as FAR of rate.ts. */
const FAR = 0.02;
/**
 * Roundoffs below which the slope that a factorised Hessian leaves over counts as 0; it is in units of the diagonal at
 * the null model. Above, the Hessian is blind in a direction that still falls. Chosen by trial; the tests of claims,
 * separation and hard problems pass at 1 too.
 */
const SLOPE_ROUNDINGS = 2 ** 10;
/**
 * Slope per deviation below which what is left after MOST_RETURNS attempts to go down it is rounding of the gradient,
 * in problems of any size, and no reason to end by `precision`. Without it 1 % of hard problems without a penalty did.
 * Chosen by trial; the tests of claims, separation and hard problems pass at 0 too.
 */
const STUBBORN_SLOPE = 1e-11;
/**
 * Times that a fit which went down the slope of saturated rows comes back to its own metric. Chosen by trial; the tests
 * of claims, separation and hard problems pass at 1 too.
 */
const MOST_RETURNS = 20;
/**
 * Steps in a row without a decrease of J or of the decrement, after which the fit ends by `precision`. Chosen by trial;
 * the tests of claims, separation and hard problems pass at 1 too.
 */
const MOST_IDLE_STEPS = 5;
/**
 * Part of J below which half the squared decrement means that the optimum is near, so that a Newton step that is still
 * long hints at separation. Chosen by trial; test/fit/separation.test.ts fails at 1e-9.
 */
const NEAR = 1e-3;
/**
 * Part of the rounding error of J below which an estimate of J - J* is not examined further by an epoch that asks how
 * far rows move. Chosen by trial.
 */
const LEAST_DECREMENT = 2 ** -10;
/**
 * Safety factor of the claim where the metric is the Hessian of an earlier point. Chosen by trial; the tests of claims,
 * separation and hard problems pass at 1 too.
 */
const STALE_DISTRUST = 100;
/**
 * Safety factor of the geometric series that predicts J - J*: directions that converge more slowly dominate its end.
 * Chosen by trial; the tests of claims, separation and hard problems pass at 1 too.
 */
const SERIES_DISTRUST = 10;

/**
 * More pairs make fewer steps (20 instead of 10: a third fewer on spambase), but let plain L-BFGS go so far out where
 * the classes are separable that rounding hides it from the Hessian. On top of a leading block 8 make as few as 20, and
 * each pair less spares four readings of a vector of many columns (docs/internals/sparse.md).
 */
export function pairsOf({ leading }: Problem, renewal: Renewal): number {
  if (leading !== undefined) return 8;
  return renewal === "never" ? 10 : 20;
}

/** Where a descent begins. */
export interface Start {
  readonly now: Evaluation;
  readonly initialObjective: number;
  readonly epochs: number;
  readonly memory: LbfgsPairs;
  /** Whether there is a sample whose optimum was no better than the start of the problem. */
  readonly unfit: boolean;
}

/** Where a quasi-Newton descent stands, and the steps of its loop: which metric now; are we done; take the step. */
export class Descent {
  readonly #problem: Problem;
  readonly #options: SolverOptions;
  readonly #renewal: Renewal;
  readonly #affordable: boolean;
  /** Steps without a Hessian after which L-BFGS is given one. */
  readonly #patience: number;
  /** Whether no estimate is believed without the Hessian of the point. */
  readonly #checks: boolean;
  readonly #watch: SeparationWatch;
  readonly #initialObjective: number;
  readonly #fallbacks = new Set<Fallback>();
  /**
   * Safety factor, at least 1: far from the optimum the estimate falls short of J - J* (estimate.ts). It is applied
   * twice where the metric or the series is some steps old.
   */
  readonly #caution: number;

  #now: Evaluation;
  #epochs: number;
  #memory: LbfgsPairs;
  /** The policy in force: `renewal`, unless saturated rows or a fit that does not end have led to another one. */
  #policy: Renewal;
  /** Squared decrements at the iterates since the metric was renewed. */
  #decrements: number[] = [];
  /** objectives[k] is J at the iterate whose squared decrement is decrements[k]. */
  #objectives: number[] = [];
  #hessians = 0;
  /** Times that a fit which went down the slope of saturated rows came back. */
  #returns = 0;
  /**
   * Number of directions that the factorisation of the metric's Hessian left out and products have supplied
   * (omitted.ts).
   */
  #learnt = 0;
  /** Whether products showed no curvature in any of the directions left out. */
  #allNull = false;
  #suboptimality = Number.POSITIVE_INFINITY;
  /** Line searches in a row that found nothing. */
  #failures = 0;
  /** Steps in a row without a decrease. */
  #idle = 0;
  #leastObjective: number;
  #leastDecrement2 = Number.POSITIVE_INFINITY;
  /** Length of the first trial of the next step, in multiples of the direction. */
  #stride = 1;

  // of the iteration
  #gradient: Float64Array = new Float64Array();
  #direction: Float64Array = new Float64Array();
  /** The squared decrement: gradient times direction. */
  #decrement2 = Number.POSITIVE_INFINITY;
  /** The goal for half the squared decrement in a metric made of a Hessian. */
  #target = 0;
  /** The rounding error of J, below which half the squared decrement means nothing. */
  #rounding = 0;
  /** Whether the first estimate of the iteration reached the target. */
  #small = false;
  /** Whether the step to come is the last one. */
  #last = false;

  constructor(problem: Problem, options: SolverOptions, renewal: Renewal, start: Start) {
    this.#problem = problem;
    this.#options = options;
    this.#renewal = renewal;
    this.#policy = renewal;
    this.#affordable = canAffordHessian(problem);
    const part = options.maxEpochs < LEAST_EPOCHS_TO_DIVIDE ? 1 : MOST_PART_WITHOUT;
    this.#patience = Math.floor(Math.min(MOST_STEPS_WITHOUT, part * options.maxEpochs));
    this.#checks = problem.hessianProducts <= (renewal === "never" ? TINY_HESSIAN : CHEAP_HESSIAN);
    this.#watch = new SeparationWatch(problem);
    this.#caution = options.tolerance / goalFor(options.tolerance);
    this.#now = start.now;
    this.#epochs = start.epochs;
    this.#memory = start.memory;
    this.#initialObjective = start.initialObjective;
    this.#leastObjective = start.now.objective;
    if (start.unfit) this.#fallbacks.add("sample");
  }

  /** What the driver is told before each step. */
  iterate(iteration: number): Iterate {
    const { objective } = this.#now;
    return { kind: "iterate", iteration, objective, gradientNorm: gradientNorm(this.#now) };
  }

  result({ reason, separating, stepped = false }: Exclude<Ending, "again">, iteration: number): SolverResult {
    return {
      ...this.#now.at,
      reason,
      fallbacks: this.#fallbacks,
      iterations: iteration + (stepped ? 1 : 0),
      objective: this.#now.objective,
      initialObjective: this.#initialObjective,
      gradientNorm: gradientNorm(this.#now),
      suboptimality: this.#suboptimality,
      memory: this.#memory,
      ...(separating && { separating }),
    };
  }

  *watchForSeparation(): Asking<Ending | undefined> {
    const { epochs, direction } = yield* this.#watch.at(this.#now, this.#left);
    this.#epochs += epochs;
    return direction && { reason: "separation", separating: direction };
  }

  /** Chooses the metric, that of the last step or a new one, and computes the direction in it. */
  *chooseMetric(iteration: number): Asking<Ending | undefined> {
    const { objective } = this.#now;
    this.#gradient = gradientVector(this.#now);
    this.#solve();
    this.#target = goalFor(this.#options.tolerance) * Math.abs(objective);
    // L-BFGS alone has no Hessian to fall back on, and goes on until nothing is left
    this.#rounding = (this.#policy === "never" ? 1 : 8) * this.#problem.roundoff * Math.abs(objective);
    this.#small = this.#decrement2 / 2 <= this.#target;
    const pays = this.#renewalPays();
    this.#choosePolicy(iteration);
    const renews = this.#policy === "when-it-pays" && this.#affordable && (pays || this.#failures === 1);
    if (this.#failures > 1) this.#renewByDiagonal();
    else if (this.#policy === "always" || renews) {
      if (this.#epochs + 2 > this.#options.maxEpochs) return { reason: "max-epochs" };
      if (!(yield* this.#renewByHessian(this.#small))) return { reason: "precision" };
    } else if (this.#failures === 1) this.#renew(this.#memory.metric);
    if (this.#decrements.length === 0) this.#solve();
    return undefined;
  }

  #renewalPays(): boolean {
    const { columns, hessianEpochs } = this.#problem;
    const polishes = (this.#options.polish && columns <= MOST_COLUMNS_TO_POLISH) || this.#checks;
    const goal = goalOf(this.#memory.metric, this.#target, this.#rounding);
    return (this.#small && polishes) || renewalPays(this.#decrements, this.#now.objective, goal, hessianEpochs);
  }

  #choosePolicy(iteration: number): void {
    if (this.#policy !== this.#renewal && this.#small && this.#returns < MOST_RETURNS) {
      // rows have come back from saturation: the Hessian may be asked again
      this.#policy = this.#renewal;
      this.#returns += 1;
    } else if (this.#policy === "never" && this.#affordable && iteration === this.#patience) {
      this.#policy = "when-it-pays";
      this.#fallbacks.add("hessian");
    }
    const isFar = this.#decrement2 / 2 > FAR * Math.abs(this.#now.objective);
    const hasTried =
      this.#hessians >= MOST_FAR_HESSIANS && this.#hessians * this.#problem.hessianEpochs > MOST_FAR_EPOCHS;
    if (this.#policy === "always" && hasTried && isFar) this.#policy = "when-it-pays";
  }

  /**
   * The test of convergence: whether the step to come is the last one or not needed at all, and what suboptimality is
   * claimed.
   */
  *judgeStep(): Asking<Ending | undefined> {
    const { maxEpochs, tolerance, stopAtEstimate } = this.#options;
    const isFresh = this.#isNewton || this.#memory.pairs === 0;
    let goal = goalOf(this.#memory.metric, isFresh ? this.#target : this.#target / this.#caution, this.#rounding);
    this.#last = this.#decrement2 / 2 <= goal;
    if (this.#last && this.#policy === "never" && this.#checks && !this.#isNewton && this.#epochs + 1 < maxEpochs) {
      if (!(yield* this.#renewByHessian(true))) return { reason: "precision" };
      this.#solve();
      goal = Math.max(this.#target, this.#rounding);
      this.#last = this.#decrement2 / 2 <= goal;
      if (!this.#last) this.#fallbacks.add("hessian");
    }
    const size = Math.abs(this.#now.objective);
    const distrust = this.#memory.metric.quality === "diagonal" ? DIAGONAL_DISTRUST : 1;
    const estimate = (distrust * this.#decrement2) / 2 / size;
    this.#suboptimality = claimOf(estimate, tolerance);
    const hasRate = this.#small && this.#policy === "when-it-pays";
    const series = hasRate ? leftAtThisRate(this.#decrements, this.#objectives) : Number.POSITIVE_INFINITY;
    // the estimate is half of the goal: one more step would only add digits that were not asked for
    const isNear = this.#decrement2 <= goal || series <= this.#target / (SERIES_DISTRUST * this.#caution);
    let enough = stopAtEstimate === true && isNear;
    if (this.#epochs >= maxEpochs && !enough) return { reason: "max-epochs" };
    const isNewton = this.#isNewton;
    const isTelling = this.#last || enough || (isNewton && this.#decrement2 / 2 <= NEAR * size);
    const separated = isTelling ? yield* this.#separation() : undefined;
    if (separated !== undefined) return separated;
    if ((this.#last || enough) && this.#checks && this.#decrement2 / 2 > LEAST_DECREMENT * this.#rounding) {
      if (this.#epochs >= maxEpochs) return { reason: "max-epochs" };
      const moved = yield* movesNoRow(this.#problem, this.#direction);
      this.#epochs += moved.epochs;
      if (!moved.still) {
        this.#last = false;
        enough = false;
      }
    }
    const sloped = this.#last || enough ? this.#unseenSlope(goal) : undefined;
    if (sloped !== undefined) return sloped;
    if (!enough) return undefined;
    if (this.#decrement2 > goal) this.#suboptimality = claimOf((SERIES_DISTRUST * series) / size, tolerance);
    else if (!isNewton) this.#suboptimality = claimOf(estimate, tolerance, STALE_DISTRUST);
    return { reason: "tolerance" };
  }

  /** Where a step near the end is still long, tests whether Newton's direction separates the classes. */
  *#separation(): Asking<Ending | undefined> {
    const { maxEpochs } = this.#options;
    if (!isSuspicious(this.#problem, this.#direction) || this.#epochs + 2 > maxEpochs) return undefined;
    const system = { at: this.#now.at, gradient: this.#gradient, metric: this.#memory };
    const { step, spent } = this.#isNewton
      ? { step: this.#memory.solve(this.#gradient), spent: 0 }
      : yield* newtonStep(this.#problem, system, this.#affordable, this.#left - 1);
    const away = step.map((change) => -change);
    const found = yield* separatingDirection(this.#problem, away, this.#left - spent);
    this.#epochs += spent + found.epochs;
    return found.direction && { reason: "separation", separating: found.direction };
  }

  /**
   * Handles a slope that the Hessian shows no curvature for, as nearly collinear columns or saturated rows leave it:
   * the fit goes down it in a diagonal metric, at most MOST_RETURNS times.
   */
  #unseenSlope(goal: number): Ending | undefined {
    const { diagonal, roundoff } = this.#problem;
    const isSeen = this.#learnt > 0 && this.#learnt === this.#memory.metric.omitted;
    const unseen = isSeen ? 0 : unseenSlope(this.#memory.metric, this.#gradient, diagonal);
    if (unseen <= Math.max(goal, SLOPE_ROUNDINGS * roundoff)) return undefined;
    if (this.#returns < MOST_RETURNS) {
      // saturated rows have a slope and no curvature: go down it, each column scaled by the diagonal
      this.#policy = "never";
      this.#renewByDiagonal();
      return "again";
    }
    return unseen > Math.max(goal, STUBBORN_SLOPE) ? { reason: "precision" } : undefined;
  }

  *takeStep(): Asking<Ending | undefined> {
    const left = this.#left;
    const [most, first] = this.#last ? [Math.min(1, left), 1] : [left, this.#stride];
    const { reached, trials, straight, length } = yield* search(this.#problem, this.#now, this.#direction, most, first);
    // without curvature on the way the next step is twice as long
    this.#stride = straight ? 2 * Math.max(1, length) : 1;
    this.#epochs += trials;
    if (this.#last) {
      this.#now = reached ?? this.#now;
      return { reason: "tolerance", stepped: true };
    }
    if (reached === undefined) {
      if (this.#left <= 0) return { reason: "max-epochs" };
      if (this.#failures === 2) return { reason: "precision" };
      this.#failures += 1;
      this.#fallbacks.add("line-search");
      return undefined;
    }
    this.#failures = 0;
    // where J changes by less than its rounding, the decrement still shows progress
    const gains = reached.objective < this.#leastObjective || this.#decrement2 < this.#leastDecrement2 / 2;
    this.#idle = gains ? 0 : this.#idle + 1;
    this.#leastDecrement2 = Math.min(this.#leastDecrement2, this.#decrement2);
    this.#leastObjective = Math.min(this.#leastObjective, reached.objective);
    if (this.#idle > MOST_IDLE_STEPS) return { reason: "precision" };
    this.#memory.learn(difference(reached, this.#now), gradientDifference(reached, this.#now));
    this.#now = reached;
    return undefined;
  }

  get #left(): number {
    return this.#options.maxEpochs - this.#epochs;
  }

  /**
   * Whether the metric is the Hessian of the point, apart from the pairs that products have added for directions left
   * out.
   */
  get #isNewton(): boolean {
    return this.#memory.metric.quality === "full" && this.#memory.pairs === this.#learnt;
  }

  /** Computes the direction in the metric, and records its squared decrement and the objective. */
  #solve(): void {
    this.#direction = this.#memory.solve(this.#gradient);
    this.#decrement2 = dot(this.#direction, this.#gradient);
    this.#decrements.push(this.#decrement2);
    this.#objectives.push(this.#now.objective);
  }

  #renew(metric: Metric): void {
    this.#memory = new LbfgsPairs(metric, pairsOf(this.#problem, this.#renewal));
    this.#decrements = [];
    this.#objectives = [];
    this.#learnt = 0;
  }

  /** Makes the diagonal the metric, where neither the pairs nor a Hessian gave a step that decreases J. */
  #renewByDiagonal(): void {
    this.#renew(diagonalMetric(this.#problem.diagonal));
    this.#fallbacks.add("diagonal");
  }

  /** Makes the Hessian of the point the metric. Returns false if it is not finite. */
  *#renewByHessian(near: boolean): Asking<boolean> {
    const hessian = yield* hessianAt(this.#problem, this.#now.at);
    this.#epochs += 1;
    this.#hessians += 1;
    if (!hessian.every(Number.isFinite)) return false;
    this.#renew(hessianMetric(hessian, "full"));
    if (this.#memory.metric.omitted === 0) return true;
    this.#fallbacks.add("singular");
    if (!near || !this.#checks || this.#allNull) return true;
    const more = yield* learnOmitted(this.#problem, this.#now.at, this.#memory, this.#left - 1);
    this.#epochs += more.epochs;
    this.#learnt = more.learnt;
    this.#allNull = more.epochs > 0 && more.learnt === 0;
    return true;
  }
}

/**
 * The slope, in units of the null model's diagonal, of what a metric does not see: the part of the gradient that is
 * left at its solution. Beside rounding it is nothing if the directions that were left out are those of collinear
 * columns; where rows are saturated the objective falls along it as a straight line does, by as much and more.
 */
function unseenSlope({ hessian, omitted, solve }: Metric, gradient: Float64Array, diagonal: Float64Array): number {
  if (hessian === undefined || omitted === 0) return 0;
  const step = solve(gradient);
  const size = step.length;
  let sum = 0;
  for (let i = 0; i < size; ++i) {
    let rest = gradient[i] ?? 0;
    for (let k = 0; k < size; ++k) rest -= (hessian[i * size + k] ?? 0) * (step[k] ?? 0);
    sum += (rest * rest) / (diagonal[i] ?? 1);
  }
  return Math.sqrt(sum);
}

/** Newton's step by a Hessian or, where that is not affordable, by products; and the epochs spent. */
function* newtonStep(
  problem: Problem,
  system: Pick<System, "at" | "gradient" | "metric">,
  affordable: boolean,
  mostEpochs: number,
): Asking<{ readonly step: Float64Array; readonly spent: number }> {
  if (affordable) {
    const metric = hessianMetric(yield* hessianAt(problem, system.at), "full");
    return { step: metric.solve(system.gradient), spent: 1 };
  }
  const { direction, products } = yield* exactStep(problem, system, Math.max(1, mostEpochs));
  return { step: direction, spent: products };
}

/**
 * What half the squared decrement has to reach: less in a diagonal metric, but what rounds to nothing beside J is
 * enough.
 */
function goalOf({ quality }: Metric, target: number, rounding: number): number {
  return quality === "diagonal" ? Math.min(target, Math.max(target / DIAGONAL_DISTRUST, rounding)) : target;
}

function difference({ at: to }: Evaluation, { at: from }: Evaluation): Float64Array {
  const n = to.w.length;
  const s = new Float64Array(n + 1);
  for (let j = 0; j < n; ++j) s[j] = (to.w[j] ?? 0) - (from.w[j] ?? 0);
  s[n] = to.b - from.b;
  return s;
}

function gradientDifference(to: Evaluation, from: Evaluation): Float64Array {
  const n = to.dw.length;
  const y = new Float64Array(n + 1);
  for (let j = 0; j < n; ++j) y[j] = (to.dw[j] ?? 0) - (from.dw[j] ?? 0);
  y[n] = to.db - from.db;
  return y;
}
