import { claimOf, goalFor } from "../estimate.ts";
import { LbfgsPairs } from "../lbfgsPairs.ts";
import { search } from "../lineSearch.ts";
import { diagonalMetric, hessianMetric, type Metric } from "../metric.ts";
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
import { isSuspicious, movesNoRow, SeparationWatch, separatingDirection } from "../separation.ts";
import { dot } from "../vectors.ts";
import { exactStep, type System } from "./conjugateGradient.ts";
import { learnOmitted } from "./omitted.ts";
import { leftAtThisRate, renewalPays } from "./rate.ts";
import { sampleOptimum } from "./sampleOptimum.ts";

/** When the metric becomes the Hessian where the solver stands: when that pays, at every step, or never. */
export type Renewal = "when-it-pays" | "always" | "never";

/** Most columns for which a Hessian is formed to polish the optimum: factorising a larger one takes a noticeable fraction of a second. */
export const MOST_COLUMNS_TO_POLISH = 512;
/**
 * With more than MOST_COLUMNS_TO_POLISH columns, a Hessian that costs more than this many epochs is never formed: the measured rate of
 * convergence is too noisy to justify the cost.
 */
const MOST_EPOCHS_OF_HESSIAN = 500;
/** Least maxEpochs for which the optimum of a sample is sought first. */
const LEAST_FOR_SAMPLE = 10;
/**
 * Steps after which L-BFGS, which should have ended in a few hundred, is given Hessians where they are affordable: so many, or this part of
 * the epochs that there are, where these are not so few that they bound the fit on purpose.
 */
const MOST_STEPS_WITHOUT = 1000;
const MOST_PART_WITHOUT = 0.6;
const LEAST_EPOCHS_TO_DIVIDE = 400;
/**
 * Newton's method goes on as "when-it-pays" where so many Hessians, which cost so many epochs, have left J - J* such a part of J: many
 * rows are saturated then, and steps in an earlier Hessian lead as far.
 */
const MOST_FAR_HESSIANS = 10;
const MOST_FAR_EPOCHS = 500;
const FAR = 0.02;
/** A slope of fewer roundoffs than this counts as 0. */
const SLOPE_ROUNDINGS = 2 ** 10;
/** A slope per deviation that stays as it is however often it is gone down: rounding of the gradient, in problems of any size. */
const STUBBORN_SLOPE = 1e-11;
/** Times that a fit which went down the slope of saturated rows comes back to its own metric. */
const MOST_RETURNS = 20;
/** Steps in a row without a decrease of J or of the decrement, after which the fit ends by `precision`. */
const MOST_IDLE_STEPS = 5;
/** Where half the squared decrement is below this part of J, a step that is still long hints at separation. */
const NEAR = 1e-3;
/** Safety factor of the decrement in a diagonal metric, which ignores all correlations of the columns. */
const DIAGONAL_DISTRUST = 1e4;
/**
 * A Hessian of so few products takes some tens of microseconds, and no estimate of J - J* is believed without it; L-BFGS, which is
 * chosen to do without, asks only for one of some microseconds.
 */
export const CHEAP_HESSIAN = 2 ** 18;
const TINY_HESSIAN = 2 ** 15;
/** An estimate below this part of the rounding error of J is not examined further. */
const LEAST_DECREMENT = 2 ** -10;
/** Safety factor of the claim where the metric is the Hessian of an earlier point. */
const STALE_DISTRUST = 100;
/** Safety factor of the geometric series that predicts J - J*: directions that converge more slowly dominate its end. */
const SERIES_DISTRUST = 10;

/**
 * Quasi-Newton descent in a metric that is renewed when that pays. L-BFGS pairs sit on top of the metric; a renewed metric
 * starts them afresh, and the unit step is tried first. "always" is Newton's method (Boyd and Vandenberghe 2004, 9.5), "never"
 * is L-BFGS (Liu and Nocedal 1989) in the diagonal metric.
 *
 * Where there is a sample of the rows, its optimum is the start and its Hessian the metric, if they prove themselves: where
 * rows are alike, a few per cent of them know the curvature within a few per cent.
 *
 * Stops when half the squared decrement, which estimates J - J*, is at most tolerance times J in a metric made of a Hessian;
 * the step that was computed for the test is still taken, so that the error left is smaller yet, unless `stopAtEstimate` asks for no
 * more than the tolerance and the estimate is half of it. With `polish` that step is
 * Newton's own, in the Hessian where it starts: the error left is then about the square of the estimate.
 */
export function* quasiNewton(problem: Problem, options: SolverOptions, renewal: Renewal): Solver {
  const affordable = canAffordHessian(problem);
  const started = yield* begin(problem, options, renewal);
  const { initialObjective } = started;
  let { now, epochs, memory } = started;
  let decrements: number[] = [];
  const fallbacks = new Set<Fallback>();
  /** objectives[k] is J at the iterate whose squared decrement is decrements[k]. */
  let objectives: number[] = [];
  let returns = 0;
  let hessians = 0;
  /** Directions that the metric's Hessian left out and products know; and whether they knew none, once asked. */
  let learnt = 0;
  let allNull = false;
  const part = options.maxEpochs < LEAST_EPOCHS_TO_DIVIDE ? 1 : MOST_PART_WITHOUT;
  const patience = Math.floor(Math.min(MOST_STEPS_WITHOUT, part * options.maxEpochs));
  const checks = problem.hessianProducts <= (renewal === "never" ? TINY_HESSIAN : CHEAP_HESSIAN);
  const renew = (metric: Metric): void => {
    memory = new LbfgsPairs(metric, pairsOf(renewal));
    decrements = [];
    objectives = [];
    learnt = 0;
  };
  /** Whether the metric is the Hessian of the point, with what products add to it. */
  const isNewton = (): boolean => memory.metric.quality === "full" && memory.pairs === learnt;
  /** Makes the Hessian of the point the metric; whether it is finite. */
  const renewFully = function* (near: boolean): Generator<Question, boolean, Answer> {
    const hessian = yield* hessianAt(problem, now.at);
    epochs += 1;
    hessians += 1;
    if (!hessian.every(Number.isFinite)) return false;
    renew(hessianMetric(hessian, "full"));
    if (memory.metric.omitted === 0) return true;
    fallbacks.add("singular");
    if (!near || !checks || allNull) return true;
    const more = yield* learnOmitted(problem, now.at, memory, options.maxEpochs - epochs - 1);
    epochs += more.epochs;
    learnt = more.learnt;
    allNull = more.epochs > 0 && learnt === 0;
    return true;
  };
  if (started.unfit) fallbacks.add("sample");
  /**
   * Safety factor, at least 1: far from the optimum the estimate falls short of J - J* (estimate.ts). It is applied twice where the metric
   * or the series is some steps old.
   */
  const caution = options.tolerance / goalFor(options.tolerance);
  let suboptimality = Number.POSITIVE_INFINITY;
  /** Line searches in a row that found nothing. */
  let failures = 0;
  let idle = 0;
  let least = now.objective;
  /** Steps that the next one is begun with. */
  let stride = 1;
  let leastDecrement2 = Number.POSITIVE_INFINITY;
  let policy = renewal;
  const watch = new SeparationWatch(problem);
  const end = (reason: StopReason, iterations: number, separating?: Float64Array): SolverResult => ({
    ...now.at,
    reason,
    fallbacks,
    iterations,
    objective: now.objective,
    initialObjective,
    gradientNorm: gradientNorm(now),
    suboptimality,
    memory,
    ...(separating && { separating }),
  });
  for (let iteration = 0; ; ++iteration) {
    const goOn = yield { kind: "iterate", iteration, objective: now.objective, gradientNorm: gradientNorm(now) };
    if (goOn === false) return end("stopped", iteration);
    const seen = yield* watch.at(now, options.maxEpochs - epochs);
    epochs += seen.epochs;
    if (seen.direction !== undefined) return end("separation", iteration, seen.direction);
    const gradient = gradientVector(now);
    let direction = memory.solve(gradient);
    let decrement2 = dot(direction, gradient);
    const target = goalFor(options.tolerance) * Math.abs(now.objective);
    // L-BFGS alone has no Hessian to fall back on, and goes on until nothing is left
    const rounding = (policy === "never" ? 1 : 8) * problem.roundoff * Math.abs(now.objective);
    const small = decrement2 / 2 <= target;
    decrements.push(decrement2);
    objectives.push(now.objective);
    const polish = (options.polish && problem.columns <= MOST_COLUMNS_TO_POLISH) || checks;
    const pays =
      (small && polish) ||
      renewalPays(decrements, now.objective, goalOf(memory.metric, target, rounding), problem.hessianEpochs);
    if (policy !== renewal && small && returns < MOST_RETURNS) {
      // rows have come back from saturation: the Hessian may be asked again
      policy = renewal;
      returns += 1;
    } else if (policy === "never" && affordable && iteration === patience) {
      policy = "when-it-pays";
      fallbacks.add("hessian");
    }
    if (policy === "always" && hessians >= MOST_FAR_HESSIANS && hessians * problem.hessianEpochs > MOST_FAR_EPOCHS) {
      if (decrement2 / 2 > FAR * Math.abs(now.objective)) policy = "when-it-pays";
    }
    if (failures > 1) {
      // neither the pairs nor a new Hessian helped: down the slope, each column by its own scale
      renew(diagonalMetric(problem.diagonal));
      fallbacks.add("diagonal");
    } else if (policy === "always" || (policy === "when-it-pays" && affordable && (pays || failures === 1))) {
      if (epochs + 2 > options.maxEpochs) return end("max-epochs", iteration);
      if (!(yield* renewFully(small))) return end("precision", iteration);
    } else if (failures === 1) renew(memory.metric);
    if (decrements.length === 0) {
      direction = memory.solve(gradient);
      decrement2 = dot(direction, gradient);
      decrements.push(decrement2);
      objectives.push(now.objective);
    }
    let goal = goalOf(memory.metric, isNewton() || memory.pairs === 0 ? target : target / caution, rounding);
    let last = decrement2 / 2 <= goal;
    if (last && policy === "never" && checks && !isNewton() && epochs + 1 < options.maxEpochs) {
      if (!(yield* renewFully(true))) return end("precision", iteration);
      direction = memory.solve(gradient);
      decrement2 = dot(direction, gradient);
      decrements.push(decrement2);
      objectives.push(now.objective);
      goal = Math.max(target, rounding);
      last = decrement2 / 2 <= goal;
      if (!last) fallbacks.add("hessian");
    }
    const distrust = memory.metric.quality === "diagonal" ? DIAGONAL_DISTRUST : 1;
    const estimate = (distrust * decrement2) / 2 / Math.abs(now.objective);
    suboptimality = claimOf(estimate, options.tolerance);
    const series =
      small && policy === "when-it-pays" ? leftAtThisRate(decrements, objectives) : Number.POSITIVE_INFINITY;
    // near enough by twice: a step more would be for digits that nobody asked for
    let enough = options.stopAtEstimate && (decrement2 <= goal || series <= target / (SERIES_DISTRUST * caution));
    if (epochs >= options.maxEpochs && !enough) return end("max-epochs", iteration);
    const newton = isNewton();
    const telling = last || enough || (newton && decrement2 / 2 <= NEAR * Math.abs(now.objective));
    if (telling && isSuspicious(problem, direction) && epochs + 2 <= options.maxEpochs) {
      const system = { at: now.at, gradient, metric: memory };
      const { step, spent } = newton
        ? { step: memory.solve(gradient), spent: 0 }
        : yield* newtonStep(problem, system, affordable, options.maxEpochs - epochs - 1);
      const away = step.map((change) => -change);
      const found = yield* separatingDirection(problem, away, options.maxEpochs - epochs - spent);
      epochs += spent + found.epochs;
      if (found.direction !== undefined) return end("separation", iteration, found.direction);
    }
    if ((last || enough) && checks && decrement2 / 2 > LEAST_DECREMENT * rounding) {
      if (epochs >= options.maxEpochs) return end("max-epochs", iteration);
      const moved = yield* movesNoRow(problem, direction);
      epochs += moved.epochs;
      if (!moved.still) {
        last = false;
        enough = false;
      }
    }
    if (last || enough) {
      const seen = learnt > 0 && learnt === memory.metric.omitted;
      const unseen = seen ? 0 : unseenSlope(memory.metric, gradient, problem.diagonal);
      if (unseen > Math.max(goal, SLOPE_ROUNDINGS * problem.roundoff)) {
        // nearly collinear columns have a slope and no curvature that a Hessian could show, again and again
        if (returns < MOST_RETURNS) {
          // rows that are saturated have no curvature, but a slope: down that, each column by its own scale
          policy = "never";
          renew(diagonalMetric(problem.diagonal));
          fallbacks.add("diagonal");
          continue;
        }
        if (unseen > Math.max(goal, STUBBORN_SLOPE)) return end("precision", iteration);
      }
    }
    if (enough) {
      if (decrement2 > goal)
        suboptimality = claimOf((SERIES_DISTRUST * series) / Math.abs(now.objective), options.tolerance);
      else if (!newton) suboptimality = claimOf(estimate, options.tolerance, STALE_DISTRUST);
      return end("tolerance", iteration);
    }
    const left = options.maxEpochs - epochs;
    const first = last ? 1 : stride;
    const { reached, trials, straight, length } = yield* search(
      problem,
      now,
      direction,
      last ? Math.min(1, left) : left,
      first,
    );
    // without curvature on the way the next step is twice as long
    stride = straight ? 2 * Math.max(1, length) : 1;
    epochs += trials;
    if (last) {
      now = reached ?? now;
      return end("tolerance", iteration + 1);
    }
    if (reached === undefined) {
      if (epochs >= options.maxEpochs) return end("max-epochs", iteration);
      if (failures === 2) return end("precision", iteration);
      failures += 1;
      fallbacks.add("line-search");
      continue;
    }
    failures = 0;
    // where J is so small that a loss is lost in its rounding, the slope still tells
    idle = reached.objective < least || decrement2 < leastDecrement2 / 2 ? 0 : idle + 1;
    leastDecrement2 = Math.min(leastDecrement2, decrement2);
    least = Math.min(least, reached.objective);
    if (idle > MOST_IDLE_STEPS) return end("precision", iteration);
    memory.learn(difference(reached, now), gradientDifference(reached, now));
    now = reached;
  }
}

/**
 * More pairs make fewer steps (20 instead of 10: a third fewer on spambase), but let plain L-BFGS go so far out where the
 * classes are separable that rounding hides it from the Hessian.
 */
const pairsOf = (renewal: Renewal): number => (renewal === "never" ? 10 : 20);

interface Start {
  readonly now: Evaluation;
  readonly initialObjective: number;
  readonly epochs: number;
  readonly memory: LbfgsPairs;
  /** There is a sample, and it did not prove itself. */
  readonly unfit: boolean;
}

/** At the sample's optimum with the sample's Hessian if they prove themselves, otherwise at the problem's start. */
function* begin(problem: Problem, options: SolverOptions, renewal: Renewal): Generator<Question, Start, Answer> {
  const { start, startObjective } = problem;
  const wanted = renewal === "when-it-pays" && options.maxEpochs >= LEAST_FOR_SAMPLE;
  // two are left for the points that are compared
  const most = options.maxEpochs - 2;
  const sampled = wanted
    ? yield* sampleOptimum(problem, most, (part, own) => quasiNewton(part, own, renewal))
    : undefined;
  const trial = sampled && (yield* evaluate(problem, sampled.at));
  const epochs = sampled === undefined ? 0 : 1 + sampled.epochs;
  const proved = (initialObjective: number, spent: number): Start | undefined =>
    sampled && trial && trial.objective < initialObjective
      ? { now: trial, initialObjective, epochs: spent, memory: sampled.memory, unfit: false }
      : undefined;
  // where the objective at the start is known, a pass over all rows is saved: its gradient is not needed
  const early = startObjective === undefined ? undefined : proved(startObjective, epochs);
  if (early !== undefined) return early;
  const now = yield* evaluate(problem, start);
  const fresh = new LbfgsPairs(diagonalMetric(problem.diagonal), pairsOf(renewal));
  const unfit = wanted && problem.sample !== undefined;
  const initialObjective = now.objective;
  return proved(initialObjective, epochs + 1) ?? { now, initialObjective, epochs: epochs + 1, memory: fresh, unfit };
}

/**
 * The slope, in units of the null model's diagonal, of what a metric does not see: the part of the gradient that is left at
 * its solution. Beside rounding it is nothing if the directions that were left out are those of collinear columns; where rows are
 * saturated the objective falls along it as a straight line does, by as much and more.
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

/** Whether "when-it-pays" may form a Hessian at all. */
export function canAffordHessian({ columns, hessianEpochs }: Problem): boolean {
  return columns <= MOST_COLUMNS_TO_POLISH || hessianEpochs <= MOST_EPOCHS_OF_HESSIAN;
}

/** Newton's step by a Hessian or, where that is not affordable, by products; and the epochs spent. */
function* newtonStep(
  problem: Problem,
  system: Pick<System, "at" | "gradient" | "metric">,
  affordable: boolean,
  mostEpochs: number,
): Generator<Question, { readonly step: Float64Array; readonly spent: number }, Answer> {
  if (affordable) {
    const metric = hessianMetric(yield* hessianAt(problem, system.at), "full");
    return { step: metric.solve(system.gradient), spent: 1 };
  }
  const { direction, products } = yield* exactStep(problem, system, Math.max(1, mostEpochs));
  return { step: direction, spent: products };
}

/** What half the squared decrement has to reach: less in a diagonal metric, but what rounds to nothing beside J is enough. */
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
