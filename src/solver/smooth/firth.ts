import { LogitRangeError } from "../../errors.ts";
import { logF64 } from "../../math/elementary.ts";
import { Cholesky } from "../cholesky.ts";
import { LbfgsPairs } from "../lbfgsPairs.ts";
import type { Metric } from "../metric.ts";
import { pointVector, record } from "../objective.ts";
import type {
  Answer,
  Fallback,
  Point,
  Problem,
  Question,
  Solver,
  SolverOptions,
  SolverResult,
  StopReason,
} from "../protocol.ts";
import { roundingOf } from "../rounding.ts";
import { dot } from "../vectors.ts";

/** Passes over the rows that a point takes: its gradient, its information, and the leverages of its rows. */
const PASSES = 3;
/** Those that tell the objective of a point, which is all that is asked of one that is not taken. */
const PASSES_OF_TRIAL = 2;
/** Pairs of steps and changes of the gradient that correct the metric. Chosen by trial. */
const MOST_PAIRS = 20;
/**
 * Length of a step, in standard errors, up to which it teaches how the curvature of the penalty differs from none:
 * farther from the optimum pairs are soon out of date. Chosen by trial.
 */
const TELLING = 1;
/**
 * Halvings of a step after which the pairs that it was corrected by are forgotten: the objective is not convex, and far
 * from the optimum they may lead astray. Chosen by trial.
 */
const MOST_HALVINGS_OF_PAIRS = 3;
/** Halvings of a step after which the fit ends by `precision`. As in lineSearch.ts. */
const MOST_HALVINGS = 30;
/** Steps in a row, neither the shortest so far nor down by more than rounding, that are the last. As in descent.ts. */
const MOST_IDLE_STEPS = 5;

/** What a Firth fit minimises besides the mean loss: -log |I| / (2 weight), I the information in the units of X. */
export interface FirthPenalty {
  /** Sum of the weights as they were given. */
  readonly weight: number;
  /** What is added to log |I| of the rows as they are asked for log |I| in the units of X. */
  readonly logUnits: number;
  /** The coordinates that are free, the intercept being number n: all but aliased columns and an absent intercept. */
  readonly free: readonly number[];
  /** Those of them that stay at the start, as a profile has one: they are part of |I| all the same. Default: none. */
  readonly held?: readonly number[];
}

/** How far a Firth fit goes: a length in standard errors, and passes over the rows. */
export interface FirthOptions extends Pick<SolverOptions, "tolerance" | "maxEpochs"> {
  /** A longer one, which is enough where rounding allows no further progress. Default: the tolerance. */
  readonly enough?: number;
}

/** A point with the objective there, the information of the mean loss, and an inverse. */
interface Trial {
  readonly at: Point;
  readonly objective: number;
  readonly sums: Float64Array;
  /** The record of the Hessian there, and its factors over the free coordinates. */
  readonly hessian: Float64Array;
  readonly information: Cholesky;
}

interface Evaluated extends Trial {
  /** Slope of the objective in the coordinates that move. */
  readonly slope: Float64Array;
}

/**
 * Firth's bias-reduced fit (Firth 1993; for logistic regression Heinze and Schemper 2002): the maximum of the
 * likelihood times Jeffreys's prior |I|^1/2, which is finite whether or not the classes are separated.
 *
 * Newton's method in the information I, which is the Hessian of the mean loss, as logistf has it; steps are halved
 * until the objective falls. That metric knows nothing of the curvature of the penalty, a part of about columns /
 * rows, so that its steps alone converge linearly. The last steps and changes of the gradient correct it (L-BFGS pairs
 * on top of a metric that is renewed at every step), so that even a fit of few rows ends to full precision.
 *
 * `tolerance` is the length of a step in standard errors, (U' I^-1 U)^1/2 for the slope U of the penalised likelihood.
 * The step that was computed for the test is still taken.
 */
export function* firth(
  problem: Problem,
  penalty: FirthPenalty,
  safe: Point | undefined,
  options: FirthOptions,
): Solver {
  const { free, held = [], weight } = penalty;
  const moving = free.filter((j) => !held.includes(j));
  const fallbacks = new Set<Fallback>();
  let epochs = PASSES_OF_TRIAL;
  let first = yield* trialAt(problem, penalty, problem.start);
  const isOwn = safe !== undefined;
  if (isOwn && epochs + PASSES < options.maxEpochs) {
    const other = yield* trialAt(problem, penalty, safe);
    epochs += PASSES_OF_TRIAL;
    if (!(first.objective <= other.objective)) {
      first = other;
      fallbacks.add("start");
    }
  }
  if (!Number.isFinite(first.objective)) throw singular(free, first.information);
  let now = yield* evaluated(problem, penalty, moving, first);
  epochs += 1;
  const initialObjective = now.objective;
  const pairs: (readonly [s: Float64Array, y: Float64Array])[] = [];
  let estimate = Number.POSITIVE_INFINITY;
  let least = Number.POSITIVE_INFINITY;
  let lowest = Number.POSITIVE_INFINITY;
  let idle = 0;
  const largest = (): number => now.slope.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const end = (reason: StopReason, iterations: number): SolverResult => ({
    ...now.at,
    reason,
    fallbacks,
    iterations,
    objective: now.objective,
    initialObjective,
    gradientNorm: largest(),
    suboptimality: estimate / Math.abs(now.objective),
  });
  for (let iteration = 0; ; ++iteration) {
    const goOn = yield { kind: "iterate", iteration, objective: now.objective, gradientNorm: largest() };
    if (goOn === false) return end("stopped", iteration);
    const memory = new LbfgsPairs(metricOf(now, problem, moving), MOST_PAIRS);
    for (const [s, y] of pairs) memory.learn(s, y);
    const direction = memory.solve(now.slope);
    const decrement2 = dot(direction, now.slope);
    const errors = Math.sqrt(weight * decrement2);
    estimate = decrement2 / 2;
    const last = errors <= options.tolerance;
    const slack = roundingOf(problem, now.objective);
    idle = errors < least || now.objective < lowest - slack ? 0 : idle + 1;
    least = Math.min(least, errors);
    lowest = Math.min(lowest, now.objective);
    const stuck = errors <= (options.enough ?? options.tolerance) ? "tolerance" : "precision";
    if (!last && idle > MOST_IDLE_STEPS) return end(stuck, iteration);
    let reached: Trial | undefined;
    let isAstray = false;
    let length = 1;
    for (let halvings = 0; reached === undefined; ++halvings) {
      if (epochs + PASSES > options.maxEpochs) return end(last ? "tolerance" : "max-epochs", iteration);
      if (memory.pairs > 0 && halvings > MOST_HALVINGS_OF_PAIRS && !last) {
        isAstray = true;
        break;
      }
      if (halvings > MOST_HALVINGS) return end(stuck, iteration);
      const trial = yield* trialAt(problem, penalty, moved(now.at, moving, direction, length));
      epochs += PASSES_OF_TRIAL;
      if (trial.objective <= now.objective + slack) reached = trial;
      else length /= 2;
    }
    if (isAstray || reached === undefined) {
      pairs.length = 0;
      continue;
    }
    const next = yield* evaluated(problem, penalty, moving, reached);
    epochs += 1;
    const s = direction.map((value) => -length * value);
    const y = next.slope.map((value, k) => value - (now.slope[k] ?? 0));
    if (errors <= TELLING) pairs.push([s, y]);
    if (pairs.length > MOST_PAIRS) pairs.shift();
    now = next;
    if (last) return end("tolerance", iteration + 1);
  }
}

/** The objective and the information at a point; infinite where that is singular, all rows being saturated. */
function* trialAt(problem: Problem, penalty: FirthPenalty, at: Point): Generator<Question, Trial, Answer> {
  const sums = record(yield { kind: "gradient", at, sampled: false });
  const hessian = record(yield { kind: "hessian", at, sampled: false });
  const { weight, logUnits, free } = penalty;
  const information = new Cholesky(meanOf(hessian, problem, free));
  // the sum over rows is `weight` times the mean
  const logDeterminant = information.logDeterminant + free.length * logF64(weight) + logUnits;
  const objective = (sums[0] ?? 0) / problem.total - logDeterminant / (2 * weight);
  return { at, objective: information.omitted > 0 ? Number.POSITIVE_INFINITY : objective, sums, hessian, information };
}

/** The slope there too. */
function* evaluated(
  { columns: n, total }: Problem,
  { weight, free }: FirthPenalty,
  moving: readonly number[],
  trial: Trial,
): Generator<Question, Evaluated, Answer> {
  const { at, sums, information } = trial;
  const own = information.inverse();
  const inverse = new Float64Array((n + 1) ** 2);
  for (const [k, j] of free.entries()) {
    // of the mean over rows, while leverages are of their sum
    for (const [l, i] of free.entries()) inverse[j * (n + 1) + i] = (own[k * free.length + l] ?? 0) / total;
  }
  const leverages = record(yield { kind: "leverages", at, inverse, sampled: false });
  // the intercept comes first in records
  const place = (j: number): number => (j === n ? 0 : 1 + j);
  const slope = Float64Array.from(moving, (j) => {
    return (sums[1 + place(j)] ?? 0) / total + (leverages[place(j)] ?? 0) / weight;
  });
  return { ...trial, slope };
}

/** Some coordinates of a Hessian's record, as a mean over the rows: row-major, symmetric. */
export function meanOf(sums: Float64Array, { columns: n, total }: Problem, free: readonly number[]): Float64Array {
  const entry = (j: number, k: number): number => {
    if (j > k) return entry(k, j);
    if (k === n) return (j === n ? sums[0] : sums[1 + j]) ?? 0;
    return sums[1 + n + j * n + k] ?? 0;
  };
  const size = free.length;
  const mean = new Float64Array(size * size);
  for (const [a, j] of free.entries()) for (const [b, k] of free.entries()) mean[a * size + b] = entry(j, k) / total;
  return mean;
}

function metricOf({ information, hessian }: Trial, problem: Problem, moving: readonly number[]): Metric {
  const isAll = moving.length === information.size;
  const factor = isAll ? information : new Cholesky(meanOf(hessian, problem, moving));
  return { quality: "full", omitted: 0, solve: (gradient) => factor.solve(gradient) };
}

function moved(at: Point, free: readonly number[], direction: Float64Array, length: number): Point {
  const all = pointVector(at);
  for (const [k, j] of free.entries()) all[j] = (all[j] ?? 0) - length * (direction[k] ?? 0);
  return { w: all.slice(0, -1), b: all[at.w.length] ?? 0 };
}

function singular(free: readonly number[], { omittedAt }: Cholesky): LogitRangeError {
  const columns = omittedAt.map((k) => free[k]).join(", ");
  const expected = "columns of X that are independent over the rows, which are more, beside firth";
  const next = "leave columns out, or take an l2 above 0 in place of firth";
  return new LogitRangeError(
    "INVALID_MATRIX",
    `X: expected ${expected}, got column ${columns} made of others; ${next}`,
  );
}
