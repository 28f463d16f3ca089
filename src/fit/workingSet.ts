import type { Driven, FitState } from "../driver/drive.ts";
import { atOnce, drivePaced, type Paced } from "../driver/paced.ts";
import { type ColumnRows, gatherer } from "../rows/columnRows.ts";
import { gradientLength, type RowHolder } from "../rows/rowHolder.ts";
import { type Coordinates, inCoordinates, outerGradient, toInner } from "../solver/coordinates.ts";
import type { Kept } from "../solver/elasticNet/proximalDescent.ts";
import { proximalNewton } from "../solver/elasticNet/proximalNewton.ts";
import { screened } from "../solver/elasticNet/screening.ts";
import { type Work, workOf } from "../solver/elasticNet/work.ts";
import {
  type ElasticNetEvaluation,
  type ElasticNetProblem,
  elasticNetOf,
  failingZeros,
  kktResidual,
} from "../solver/elasticNetObjective.ts";
import { gradientVector, pointVector, withIntercept } from "../solver/objective.ts";
import type { Point, SolverOptions } from "../solver/protocol.ts";
import type { Arena } from "../wasm/arena.ts";
import type { PathPoint, PathSolver } from "./penaltySolver.ts";
import { hessianCost } from "./problem.ts";

/**
 * Part of the penalty at hand for which a set is chosen, so that it lasts for some steps of a path. Lower, sets are
 * larger; at 1 a new set is copied at nearly every lambda. Chosen by trial; the tests of many columns pass at 0.5 too.
 */
const MARGIN = 0.97;
/**
 * Columns that a set may have in any case. A set has at most SPARE + SPARE_PART c columns in all, c being those that
 * are certain to be in it (not 0, or without an l1 weight). Chosen by trial; the tests of many columns pass at 1 too.
 */
const SPARE = 32;
/**
 * Columns that it may have for each certain one, which is one of them. Chosen by trial with the data of
 * docs/internals/solvers.md, "More columns than rows".
 */
const SPARE_PART = 2;
/** Times that columns which were left out may be added, after which the fit ends by `precision`. A safety net. */
const MOST_ROUNDS = 30;

/**
 * Solves for one penalty after another where the columns are many: on those that the strong rule leaves, copied
 * together, so that the quadratic model has only these; then one epoch of all columns tells whose KKT condition fails,
 * and these are added (Tibshirani et al. 2012, section 7).
 */
export class WorkingSet implements PathSolver {
  readonly #all: ColumnRows;
  readonly #problem: ElasticNetProblem;
  readonly #coordinates: Coordinates | undefined;
  readonly #gather: ReturnType<typeof gatherer>;
  readonly #onEpoch: ((state: FitState) => unknown) | undefined;
  /** Epochs and iterations before the fit that runs: for onEpoch. */
  #epochs = 0;
  #iterations = 0;
  #at: Point;
  /** The sums of all columns at #at, once they are known. */
  #sums: Float64Array | undefined;
  /**
   * The columns of the set in ascending order, the rows restricted to them, and what the last solution left for the
   * next.
   */
  #columns: readonly number[] = [];
  #some: RowHolder;
  #kept: Kept = { curvature: undefined };

  /** The columns of the set are copied into the arena, which nothing else may use as long as this object does. */
  constructor(
    all: ColumnRows,
    problem: ElasticNetProblem,
    coordinates: Coordinates | undefined,
    arena: Arena,
    onEpoch?: (state: FitState) => unknown,
  ) {
    this.#onEpoch = onEpoch;
    this.#all = all;
    this.#problem = problem;
    this.#coordinates = coordinates;
    this.#gather = gatherer(arena, all);
    this.#at = problem.start;
    this.#some = this.#gather([]);
  }

  slopes(): Float64Array {
    const { total, columns } = this.#problem;
    return Float64Array.from({ length: columns }, (_, j) => (this.#sums?.[2 + j] ?? 0) / total);
  }

  solve(l1: Float64Array, l2: Float64Array, options: SolverOptions): PathPoint {
    return atOnce(this.solving(l1, l2, options, true, this.work(options)));
  }

  /** The work that the quadratic models of a fit may take. */
  work(options: SolverOptions): Work {
    return workOf(this.#problem, options);
  }

  /** @param checked whether the KKT conditions of all columns are to hold at the end, or one round is enough */
  *solving(l1: Float64Array, l2: Float64Array, options: SolverOptions, checked: boolean, work: Work): Paced<PathPoint> {
    const problem = { ...this.#problem, l1, l2 };
    const counts = { epochs: 0, hessians: 0, iterations: 0 };
    const before = this.#epochs;
    let now = yield* this.#evaluation(problem);
    const initialObjective = now.objective;
    const wanted = likely(now, l1, MARGIN);
    yield;
    this.#include(likely(now, l1, 1), () => wanted);
    for (let round = 1; ; ++round) {
      this.#kept.work = work;
      const driven = yield* this.#solveSet(problem, options);
      this.#epochs += driven.epochs * this.#part;
      this.#iterations += driven.iterations;
      now = yield* this.#evaluation(problem);
      counts.epochs = this.#epochs - before;
      counts.hessians += driven.hessians;
      counts.iterations += driven.iterations;
      const zeros = checked && driven.reason === "tolerance" ? failingZeros(problem, now, options.tolerance) : [];
      // the solver has seen to the columns of the set itself
      const failing = zeros.filter((j) => !this.#columns.includes(j));
      const late = counts.epochs >= options.maxEpochs;
      if (failing.length === 0 || late || round >= MOST_ROUNDS) {
        const reason = failing.length === 0 ? driven.reason : late ? "max-epochs" : "precision";
        return { ...driven, ...counts, ...this.#ended(problem, now, driven), initialObjective, reason };
      }
      yield;
      this.#include(failing, () => [...failing, ...this.#columns]);
    }
  }

  /** The objective at the current point. */
  *objective(l1: Float64Array, l2: Float64Array): Paced<number> {
    return (yield* this.#evaluation({ ...this.#problem, l1, l2 })).objective;
  }

  /** The cost of an epoch of the set, as a part of an epoch of all columns. */
  get #part(): number {
    return this.#columns.length / this.#problem.columns;
  }

  /** The objective and its slopes in all columns at the current point: an epoch, unless the sums there are known. */
  *#evaluation(problem: ElasticNetProblem): Paced<ElasticNetEvaluation> {
    if (this.#sums === undefined) {
      yield;
      this.#epochs += 1;
      this.#sums = this.#sumsAt(this.#at);
    }
    return elasticNetOf(problem, this.#at, this.#sums);
  }

  /**
   * Makes sure that the columns `needed` are in the set. If one is not, the set becomes these, those `wanted`, and the
   * columns whose coefficients are not 0.
   */
  #include(needed: readonly number[], wanted: () => readonly number[]): void {
    const present = new Set(this.#columns);
    if (needed.every((j) => present.has(j))) return;
    const chosen = new Set([...needed, ...wanted()]);
    for (const j of this.#columns) if (this.#at.w[j] !== 0) chosen.add(j);
    this.#columns = Array.from(chosen).sort((j, k) => j - k);
    this.#some = this.#gather(this.#columns);
    this.#kept = { curvature: undefined };
  }

  /** Solves the problem restricted to the set, from the current point, and moves the current point to its optimum. */
  *#solveSet(problem: ElasticNetProblem, options: SolverOptions): Paced<Driven> {
    const columns = this.#columns;
    const n = problem.columns;
    const part = (all: Float64Array): Float64Array => Float64Array.from(columns, (j) => all[j] ?? 0);
    const size = columns.length;
    const l2 = part(problem.l2);
    const kept = this.#kept;
    const start = kept.end?.at ?? { w: part(this.#at.w), b: this.#at.b };
    if (kept.end === undefined) {
      const sums = this.#sums ?? new Float64Array(gradientLength(n));
      kept.end = { at: start, sums: Float64Array.of(sums[0] ?? 0, sums[1] ?? 0, ...part(sums.subarray(2))) };
    }
    const diagonal = part(problem.diagonal).map((value, t) => value + (l2[t] ?? 0));
    const restricted: ElasticNetProblem = {
      ...problem,
      columns: size,
      l1: part(problem.l1),
      l2,
      start,
      diagonal: withIntercept(diagonal, problem.diagonal[n] ?? 1),
      leading: undefined,
      hessianEpochs: hessianCost(this.#some).hessianEpochs,
      sample: undefined,
    };
    const coordinates = this.#coordinates && {
      ratio: part(this.#coordinates.ratio),
      shift: part(this.#coordinates.shift),
    };
    const plain = proximalNewton(restricted, options, kept);
    const solver = coordinates === undefined ? plain : inCoordinates(plain, coordinates);
    const onEpoch = this.#onEpoch;
    const shifted = ({ epoch, iteration, ...state }: FitState): unknown =>
      onEpoch?.({ ...state, epoch: this.#epochs + epoch * this.#part, iteration: this.#iterations + iteration });
    const driven = yield* drivePaced(solver, this.#some, onEpoch && shifted);
    const w = new Float64Array(n);
    for (const [t, j] of columns.entries()) w[j] = kept.end.at.w[t] ?? 0;
    this.#at = { w, b: kept.end.at.b };
    this.#sums = undefined;
    return driven;
  }

  #sumsAt(at: Point): Float64Array {
    const inner = this.#coordinates === undefined ? at : toInner(this.#coordinates, at);
    const record = new Float64Array(gradientLength(at.w.length));
    this.#all.addGradient(inner.w, inner.b, record);
    return this.#coordinates === undefined ? record : outerGradient(record, this.#coordinates);
  }

  /** The part of a PathPoint that describes the current point, in packed coordinates. */
  #ended(problem: ElasticNetProblem, now: ElasticNetEvaluation, { separating }: Driven) {
    const inner = this.#coordinates === undefined ? this.#at : toInner(this.#coordinates, this.#at);
    const { objective, smooth } = now;
    const values = { objective, cost: smooth.cost, gradientNorm: kktResidual(problem, now) };
    // only unpenalised columns can separate, and the fit started at w = 0, so that the current point is itself the
    // separating direction
    return { ...inner, ...values, ...(separating && { separating: pointVector(inner) }) };
  }
}

/**
 * The columns that the strong rule leaves for penalties `part` times as large, at most SPARE + SPARE_PART c of them,
 * those with the largest slopes: far from the optimum the rule leaves nearly all columns, and later rounds bring in
 * what is missing.
 */
function likely({ smooth }: ElasticNetEvaluation, l1: Float64Array, part: number): number[] {
  const { at, dw } = smooth;
  const weights = withIntercept(l1, 0).map((weight) => part * weight);
  const chosen = screened({ u: pointVector(at), g: gradientVector(smooth), l1: weights }).filter((j) => j < l1.length);
  const height = (j: number): number => {
    return at.w[j] !== 0 || l1[j] === 0 ? Number.POSITIVE_INFINITY : Math.abs(dw[j] ?? 0) / (l1[j] ?? 1);
  };
  const certain = chosen.filter((j) => height(j) === Number.POSITIVE_INFINITY).length;
  const most = Math.floor(SPARE + SPARE_PART * certain);
  if (chosen.length <= most) return chosen;
  return chosen.sort((j, k) => height(k) - height(j) || j - k).slice(0, most);
}
