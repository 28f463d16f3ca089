import { drive } from "../driver/drive.ts";
import { LogitRangeError } from "../errors.ts";
import { coordinatesOf } from "../fit/coordinates.ts";
import type { DependentColumn } from "../fit/dependentColumns.ts";
import { firthPenalty } from "../fit/firthPenalty.ts";
import { checkOptions } from "../fit/options.ts";
import { problemOf } from "../fit/problem.ts";
import { spread } from "../rows/leverages.ts";
import { packPoint } from "../rows/scaling.ts";
import type { TrainingRows } from "../rows/trainingRows.ts";
import { Cholesky } from "../solver/cholesky.ts";
import { type Coordinates, inCoordinates, toOuter } from "../solver/coordinates.ts";
import { pointVector, record } from "../solver/objective.ts";
import type { Point, Problem, Solver, SolverResult } from "../solver/protocol.ts";
import { type FirthPenalty, firth, meanOf } from "../solver/smooth/firth.ts";

/** 95 % quantile of chi squared with one degree of freedom. */
const QUANTILE = 3.841458820694124;

/** Length of a step of the fits on a profile, in standard errors: its square is what they leave of the likelihood. */
const TOLERANCE = 1e-9;

/** Distance, as a part of that of the bound, within which a bound is known. */
const CLOSE = 1e-10;

/** By how much a distance grows while the profile is above the bound, and how often at most: to 1.5^60 errors. */
const GROWTH = 1.5;
const MOST_GROWTHS = 60;

/** Trials of the root; a profile is smooth, and a dozen lead to the last digits. */
const MOST_TRIALS = 100;

/** What the profile of a coefficient's penalised likelihood says. */
export interface FirthInterval {
  /** The bounds, infinite where the profile stays above them. */
  readonly lower: number;
  readonly upper: number;
  /** Twice the fall of the penalised log-likelihood where the coefficient is 0: chi squared, one degree of freedom. */
  readonly chiSquared: number;
}

/** A Firth fit, of which profiles are wanted. */
export interface FirthFitted {
  readonly coef: Float64Array;
  readonly intercept: number;
  readonly fitIntercept: boolean;
  /** Columns that were left out: they have no interval. */
  readonly aliased?: readonly DependentColumn[];
}

/**
 * Profile penalised-likelihood intervals (Heinze and Schemper 2002, as logistf has them): the values of a coefficient
 * for which twice the log-likelihood with log |I|, at its maximum over all other coefficients, is below that of the fit
 * by no more than the quantile. I is the information of all coefficients, that of the profile included.
 *
 * @param rows those that the fit was to, under its weights and offsets
 * @param quantile of chi squared with one degree of freedom. Default: that of 95 %, 3.84
 * @returns an interval a coefficient in the units of X, the intercept first where there is one; undefined for aliased
 * columns
 */
export function firthIntervals(
  rows: TrainingRows,
  fitted: FirthFitted,
  quantile: number = QUANTILE,
): (FirthInterval | undefined)[] {
  const { fitIntercept, aliased = [] } = fitted;
  const left = new Set(aliased.map(({ column }) => column));
  const packed = fitIntercept ? profilesOf(rows, fitted, false) : undefined;
  const plain = profilesOf(rows, fitted, true);
  const slopes = Array.from(fitted.coef.keys(), (j) => {
    const { profiles, factor } = packed ?? plain;
    return left.has(j) ? undefined : scaled(profiles.interval(j, quantile), factor(j));
  });
  return fitIntercept ? [plain.profiles.interval(fitted.coef.length, quantile), ...slopes] : slopes;
}

/**
 * The profiles in the packed coordinates, which round least, or in those of columns as they are but for a power of two,
 * in which b is the intercept that people mean.
 */
function profilesOf(rows: TrainingRows, { coef, intercept, fitIntercept, aliased = [] }: FirthFitted, plain: boolean) {
  const { scaling, holder } = rows;
  const options = checkOptions({ firth: true, fitIntercept });
  const extras = { start: undefined, penaltyFactors: undefined, prior: undefined, curvature: false, aliased };
  const coordinates = plain ? coordinatesOf(rows, { ...options, fitIntercept: false }) : undefined;
  const problem = problemOf(rows, options, extras, coordinates);
  const at = packPoint(scaling, coef, intercept);
  const start = coordinates === undefined ? at : toOuter(coordinates, at);
  // beside columns far from 0 the difference is not exactly 0
  const optimum = fitIntercept ? start : { w: start.w, b: 0 };
  const run = (solver: Solver): SolverResult =>
    drive(coordinates === undefined ? solver : inCoordinates(solver, coordinates), holder, undefined, undefined);
  const profiles = new Profiles({ ...problem, start: optimum }, firthPenalty(rows, options, extras), run, coordinates);
  return { profiles, factor: (j: number): number => scaling.scale[j] ?? 1 };
}

/** A packed column is `factor` times that of X, and so its coefficient that part of X's. */
function scaled({ lower, upper, chiSquared }: FirthInterval, factor: number): FirthInterval {
  return { lower: lower * factor, upper: upper * factor, chiSquared };
}

/** Two points of a profile, one after the other. */
interface Known {
  readonly last: Float64Array;
  readonly before: Float64Array;
}

interface Maximum {
  readonly at: Point;
  readonly objective: number;
}

/** The profiles of the penalised likelihood about its maximum, which is where the problem starts. */
class Profiles {
  readonly #problem: Problem;
  readonly #penalty: FirthPenalty;
  readonly #run: (solver: Solver) => SolverResult;
  readonly #coordinates: Coordinates | undefined;
  readonly #optimum: Float64Array;
  readonly #objective: number;
  /** The covariance of all coordinates there, row-major; 0 of those that are not free. */
  readonly #covariance: Float64Array;

  constructor(
    problem: Problem,
    penalty: FirthPenalty,
    run: (solver: Solver) => SolverResult,
    coordinates: Coordinates | undefined,
  ) {
    this.#problem = problem;
    this.#penalty = penalty;
    this.#run = run;
    this.#coordinates = coordinates;
    const { at, objective } = this.#maximum(problem.start, []);
    this.#optimum = pointVector(at);
    this.#objective = objective;
    this.#covariance = this.#covarianceAt(at);
  }

  interval(j: number, quantile: number): FirthInterval {
    const best = this.#optimum[j] ?? 0;
    const bound = (sign: 1 | -1): number => best + sign * this.#distance(j, sign, Math.sqrt(quantile));
    return { lower: bound(-1), upper: bound(1), chiSquared: this.#fall(j, 0, this.#begun(j)).fall };
  }

  /**
   * How far from its best value the root of the fall of a coefficient's profile is `root`. That is nearly a straight
   * line, so the secant through the last point below and the last above leads there soon (Illinois: Dowell and Jarratt
   * 1971).
   */
  #distance(j: number, sign: 1 | -1, root: number): number {
    const best = this.#optimum[j] ?? 0;
    let known = this.#begun(j);
    const above = (distance: number): number => {
      const there = this.#fall(j, best + sign * distance, known);
      if (there.at !== undefined) known = { last: there.at, before: known.last };
      return Math.sqrt(Math.max(0, there.fall)) - root;
    };
    let [low, lowValue] = [0, -root];
    let high = root * Math.sqrt(this.#covariance[j * this.#optimum.length + j] ?? 1);
    let highValue = above(high);
    for (let times = 0; highValue < 0; ++times) {
      if (times === MOST_GROWTHS) return Number.POSITIVE_INFINITY;
      [low, lowValue] = [high, highValue];
      high *= GROWTH;
      highValue = above(high);
    }
    let side = 0;
    for (let trial = 0; trial < MOST_TRIALS && high - low > CLOSE * high; ++trial) {
      const canInterpolate = Number.isFinite(highValue);
      const middle = canInterpolate ? high - (highValue * (high - low)) / (highValue - lowValue) : (low + high) / 2;
      const value = above(middle);
      if (Math.abs(value) <= CLOSE * root) return middle;
      // an end that stays a second time would hold the secant back: its value is halved
      if (value < 0) {
        [low, lowValue] = [middle, value];
        if (side < 0) highValue /= 2;
        side = -1;
      } else {
        [high, highValue] = [middle, value];
        if (side > 0) lowValue /= 2;
        side = 1;
      }
    }
    return (low + high) / 2;
  }

  /** The optimum, and a point before it on the line along which the others follow coordinate j there. */
  #begun(j: number): Known {
    const size = this.#optimum.length;
    const variance = this.#covariance[j * size + j] || 1;
    const before = this.#optimum.map((value, k) => value - (this.#covariance[j * size + k] ?? 0) / variance);
    return { last: this.#optimum, before };
  }

  /**
   * Twice the fall of the penalised log-likelihood where coordinate j has this value, and the point of its maximum. Far
   * out, of separated rows, there may be several, of which the highest is that of the profile: the search begins where
   * the points before lead to, at the last of them, and where all others are 0, and the best end counts.
   */
  #fall(j: number, value: number, { last, before }: Known): { readonly fall: number; readonly at?: Float64Array } {
    const times = (value - (last[j] ?? 0)) / ((last[j] ?? 0) - (before[j] ?? 0));
    const led = last.map((entry, k) => entry + times * (entry - (before[k] ?? 0)));
    let found: { readonly fall: number; readonly at?: Float64Array } = { fall: Number.POSITIVE_INFINITY };
    for (const start of [led, last.slice(), new Float64Array(last.length)]) {
      start[j] = value;
      if (!start.every(Number.isFinite)) continue;
      const end = this.#maximumOrNone(pointOf(start), [j]);
      const fall = end && 2 * this.#penalty.weight * (end.objective - this.#objective);
      if (end !== undefined && fall !== undefined && fall < found.fall) found = { fall, at: pointVector(end.at) };
    }
    return found;
  }

  /** Undefined so far out that all rows are saturated. */
  #maximumOrNone(start: Point, held: readonly number[]): Maximum | undefined {
    try {
      return this.#maximum(start, held);
    } catch (error) {
      if (error instanceof LogitRangeError && error.code === "INVALID_MATRIX") return undefined;
      throw error;
    }
  }

  #maximum(start: Point, held: readonly number[]): Maximum {
    const solver = firth({ ...this.#problem, start }, { ...this.#penalty, held }, undefined, {
      tolerance: TOLERANCE,
      maxEpochs: 10_000,
    });
    const result = this.#run(solver);
    const at = this.#coordinates === undefined ? result : toOuter(this.#coordinates, result);
    return { at: this.#problem.intercept ? at : { w: at.w, b: 0 }, objective: result.objective };
  }

  #covarianceAt(at: Point): Float64Array {
    const { free, weight } = this.#penalty;
    const problem = this.#problem;
    const size = problem.columns + 1;
    let covariance = new Float64Array(size * size);
    const asking = function* (): Solver {
      const hessian = record(yield { kind: "hessian", at, sampled: false });
      const inverse = new Cholesky(meanOf(hessian, problem, free)).inverse();
      covariance = spread(inverse, free, size).map((entry) => entry / weight);
      const none = { iterations: 0, objective: 0, initialObjective: 0, gradientNorm: 0, suboptimality: 0 };
      return { ...at, reason: "tolerance", ...none };
    };
    this.#run(asking());
    return covariance;
  }
}

function pointOf(all: Float64Array): Point {
  return { w: all.slice(0, -1), b: all[all.length - 1] ?? 0 };
}
