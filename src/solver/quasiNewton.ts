import { search } from "./lineSearch.ts";
import { CurvatureMemory } from "./memory.ts";
import { diagonalMetric, hessianMetric, type Metric } from "./metric.ts";
import { type Evaluation, evaluate, gradientNorm, gradientVector, hessianAt, pointVector } from "./objective.ts";
import type { Fallback, Problem, Solver, SolverOptions, SolverResult, StopReason } from "./protocol.ts";
import { sampleOptimum } from "./sampleOptimum.ts";
import { isSeparated, isSuspicious, recedes } from "./separation.ts";
import { dot } from "./vectors.ts";

/** When the metric becomes the Hessian where the solver stands: when that pays, at every step, or never. */
export type Renewal = "when-it-pays" | "always" | "never";

/** Epochs that are left, as a rule, after the metric was renewed. */
const EPOCHS_AFTER_RENEWAL = 4;
/** With more columns the factorisation takes longer than a person notices; the diagonal's stricter standard has to do. */
const MOST_COLUMNS_TO_POLISH = 512;
/** A sample's optimum may take this many epochs. */
const LEAST_FOR_SAMPLE = 10;
/** Steps without any decrease, after which rounding has the last word. */
const MOST_IDLE_STEPS = 5;
/** Steps over which the rate of the decrement is taken. */
const RATE_STEPS = 4;
/** Where J - J*, estimated from the decrement, is a larger part of J than this, a Hessian is soon out of date. */
const FAR = 0.02;
/** Near enough for a step that is still large to be a sign of separation. */
const NEAR = 1e-3;
const MOST_FAR_STEPS = 30;
/** A diagonal metric knows nothing of correlations, so what it estimates must be this much smaller. */
const DIAGONAL_DISTRUST = 1e4;

/**
 * Quasi-Newton descent in a metric that is renewed when that pays. L-BFGS pairs sit on top of the metric; a renewed metric
 * starts them afresh, and the unit step is tried first. "always" is Newton's method (Boyd and Vandenberghe 2004, 9.5), "never"
 * is L-BFGS (Liu and Nocedal 1989) in the diagonal metric.
 *
 * Where there is a sample of the rows, its optimum is the start and its Hessian the metric, if they prove themselves: where
 * rows are alike, a few per cent of them know the curvature within a few per cent.
 *
 * Stops when half the squared decrement, which estimates J - J*, is at most tolerance times J in a metric made of a Hessian;
 * the step that was computed for the test is still taken, so that the error left is smaller yet. With `polish` that step is
 * Newton's own, in the Hessian where it starts: the error left is then about the square of the estimate.
 */
export function* quasiNewton(problem: Problem, options: SolverOptions, renewal: Renewal): Solver {
  let now = yield* evaluate(problem, problem.start);
  const initialObjective = now.objective;
  let epochs = 1;
  let memory = new CurvatureMemory(diagonalMetric(problem.diagonal));
  let decrements: number[] = [];
  const fallbacks = new Set<Fallback>();
  const renew = (metric: Metric): void => {
    memory = new CurvatureMemory(metric);
    decrements = [];
  };
  if (renewal === "when-it-pays" && options.maxEpochs >= LEAST_FOR_SAMPLE) {
    const sampled = yield* sampleOptimum(problem);
    if (sampled !== undefined) {
      const trial = yield* evaluate(problem, sampled.at);
      epochs += 1 + sampled.epochs;
      if (trial.objective < now.objective) {
        now = trial;
        renew(sampled.metric);
      }
    }
    if (problem.sample !== undefined && memory.metric.quality !== "sample") fallbacks.add("sample");
  }
  let suboptimality = Number.POSITIVE_INFINITY;
  /** Line searches in a row that found nothing. */
  let failures = 0;
  let idle = 0;
  const end = (reason: StopReason, iterations: number, separating?: Float64Array): SolverResult => ({
    ...now.at,
    reason,
    fallbacks,
    iterations,
    objective: now.objective,
    initialObjective,
    gradientNorm: gradientNorm(now),
    suboptimality,
    ...(separating && { separating }),
  });
  for (let iteration = 0; ; ++iteration) {
    const goOn = yield { kind: "iterate", iteration, objective: now.objective, gradientNorm: gradientNorm(now) };
    if (goOn === false) return end("stopped", iteration);
    if (isSeparated(problem, now.cost)) return end("separation", iteration, pointVector(now.at));
    const gradient = gradientVector(now);
    let direction = memory.solve(gradient);
    let decrement2 = dot(direction, gradient);
    const target = options.tolerance * Math.abs(now.objective);
    // L-BFGS alone has no Hessian to fall back on, and goes on until nothing is left
    const rounding = (renewal === "never" ? 1 : 8) * problem.roundoff * Math.abs(now.objective);
    const small = decrement2 / 2 <= target;
    decrements.push(decrement2);
    const goal = goalOf(memory.metric, target, rounding);
    const polish = options.polish && problem.columns <= MOST_COLUMNS_TO_POLISH;
    const pays = (small && polish) || renewalPays(decrements, now.objective, goal, problem.hessianEpochs);
    if (failures > 1) {
      // neither the pairs nor a new Hessian helped: down the slope, each column by its own scale
      renew(diagonalMetric(problem.diagonal));
      fallbacks.add("diagonal");
    } else if (renewal === "always" || (renewal === "when-it-pays" && (pays || failures === 1))) {
      if (epochs + 2 > options.maxEpochs) return end("max-epochs", iteration);
      const hessian = yield* hessianAt(problem, now.at);
      epochs += 1;
      if (!hessian.every(Number.isFinite)) return end("precision", iteration);
      renew(hessianMetric(hessian, "full"));
      if (memory.metric.omitted > 0) fallbacks.add("singular");
    } else if (failures === 1) renew(memory.metric);
    if (decrements.length === 0) {
      direction = memory.solve(gradient);
      decrement2 = dot(direction, gradient);
      decrements.push(decrement2);
    }
    suboptimality = decrement2 / 2 / Math.abs(now.objective);
    const last = decrement2 / 2 <= goalOf(memory.metric, target, rounding);
    if (epochs >= options.maxEpochs) return end("max-epochs", iteration);
    const newton = memory.metric.quality === "full" && memory.pairs === 0;
    if (isSuspicious(problem, direction) && (last || (newton && decrement2 / 2 <= NEAR * Math.abs(now.objective)))) {
      epochs += newton ? 1 : 2;
      const metric = newton ? memory.metric : hessianMetric(yield* hessianAt(problem, now.at), "full");
      const step = metric.solve(gradient);
      if (yield* recedes(problem, step))
        return end(
          "separation",
          iteration,
          step.map((change) => -change),
        );
    }
    const { reached, trials } = yield* search(problem, now, direction, last ? 1 : options.maxEpochs - epochs);
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
    idle = reached.objective < now.objective ? 0 : idle + 1;
    if (idle > MOST_IDLE_STEPS) return end("precision", iteration);
    memory.learn(difference(reached, now), gradientDifference(reached, now));
    now = reached;
  }
}

/** What half the squared decrement has to reach: less in a diagonal metric, but what rounds to nothing beside J is enough. */
function goalOf({ quality }: Metric, target: number, rounding: number): number {
  return quality === "diagonal" ? Math.min(target, Math.max(target / DIAGONAL_DISTRUST, rounding)) : target;
}

/**
 * Whether the epochs that are left at the present rate cost more than a Hessian and what comes after it. The rate is that of
 * the decrement over the last steps in this metric. Far from the optimum the Hessian is soon out of date, and a step in an
 * earlier metric does as well: it waits until the decrement is small, or has been large for too long.
 */
function renewalPays(decrements: readonly number[], objective: number, target: number, hessianEpochs: number): boolean {
  const recent = decrements.slice(-RATE_STEPS - 1);
  const [first] = recent;
  const last = recent[RATE_STEPS];
  if (first === undefined || last === undefined) return false;
  if (last / 2 > FAR * Math.abs(objective) && decrements.length < MOST_FAR_STEPS) return false;
  // the fourth root is two square roots, which all engines round alike; their logarithms differ
  const contraction = Math.sqrt(Math.sqrt(last / first));
  let left = last / 2;
  for (let steps = 0; steps < hessianEpochs + EPOCHS_AFTER_RENEWAL; ++steps) {
    if (left <= target) return false;
    left *= contraction;
  }
  return true;
}

function difference({ at: to }: Evaluation, { at: from }: Evaluation): Float64Array {
  const s = new Float64Array(to.w.length + 1);
  for (let j = 0; j < to.w.length; ++j) s[j] = (to.w[j] ?? 0) - (from.w[j] ?? 0);
  s[to.w.length] = to.b - from.b;
  return s;
}

function gradientDifference(to: Evaluation, from: Evaluation): Float64Array {
  const earlier = gradientVector(from);
  return gradientVector(to).map((value, i) => value - (earlier[i] ?? 0));
}
