import {
  type ElasticNetEvaluation,
  type ElasticNetProblem,
  KKT_TOLERANCES,
  kktResidual,
  tieSlack,
  zerosHold,
} from "../elasticNetObjective.ts";
import type { Asking, Ending } from "../ending.ts";
import { goalFor, upperEstimate } from "../estimate.ts";
import { gradientVector, hessianAt } from "../objective.ts";
import type { Fallback, Iterate, Point, SolverOptions, SolverResult } from "../protocol.ts";
import { EPOCHS_AFTER_RENEWAL, FAR, RATE_STEPS, rateOf } from "../rate.ts";
import { isSuspicious, SeparationWatch, separatingDirection } from "../separation.ts";
import { BfgsMatrix } from "./bfgsMatrix.ts";
import { contractionOf, distrustOf } from "./claim.ts";
import { dualBound } from "./dualBound.ts";
import { searchElasticNet } from "./search.ts";
import { type Care, type ElasticNetStep, elasticNetStep } from "./step.ts";
import { believableStep, isBelievable } from "./trust.ts";
import { type Work, workOf } from "./work.ts";

/** What one fit leaves to the next on a path of penalties, whose fits share their rows. */
export interface Kept {
  /** The curvature at its end. */
  curvature: BfgsMatrix | undefined;
  /** The point where it ended and the sums there, which save the next fit an epoch if it starts there. */
  end?: { readonly at: Point; readonly sums: Float64Array };
  /** Epochs that fits have taken since the curvature was renewed, beyond those of a fit whose curvature is right. */
  excess?: number;
  /** Contraction of the decrement at the last step that the curvature was tried by. */
  contraction?: number | undefined;
  /** Mean loss where the curvature was renewed. */
  renewalCost?: number;
  /** The work that the models may still take, where several fits share one budget. */
  work?: Work;
}

/**
 * On a path: epochs that a solution takes while the curvature is right. One to three were counted for a lambda on
 * spambase and higgs7k (docs/internals/solvers.md).
 */
const USUAL_EPOCHS = 2;
/**
 * On a path: epochs beyond USUAL_EPOCHS, added up over its fits, as a part of a Hessian's cost, from which the
 * curvature is renewed. Chosen by trial with the paths of docs/internals/solvers.md.
 */
const EXCESS_PART = 0.5;
/**
 * Steps in an earlier Hessian after which it counts as out of date, also where the estimate of J - J* is above FAR of J
 * (rate.ts). Chosen by trial; the tests of proximal Newton pass at 1e9 too.
 */
const MOST_FAR_STEPS = 20;
/**
 * Steps in a row that promise nothing beyond rounding, and no less than those before, after which the fit ends by
 * `precision`. Chosen by trial; test/solver/proximalNewtonProperties.test.ts fails at 1.
 */
const MOST_IDLE_STEPS = 8;
/**
 * Rows times columns squared, in products, up to which a Hessian takes less time than a wrong claim costs: a fit that
 * stops at its estimate then claims by the Hessian of the point alone. Chosen by trial.
 */
const CHEAP = 2 ** 20;
/** The same on a path, whose fits are many. Chosen by trial. */
const TINY = 2 ** 16;
/**
 * Steps in a row that promise no less than half of what those before did, after which the model is solved exactly: its
 * minimum may lie far off. Chosen by trial; the tests of proximal Newton pass at 1e9 too.
 */
const SLOW_STEPS = 3;
/**
 * Most columns for which that is done; with more, coordinate descent goes on at the next step. Chosen by trial; the
 * tests of proximal Newton pass at 0 too.
 */
const FEW = 64;
/**
 * Part of what a step promises below which it counts as having brought nothing. Chosen by trial; the tests of proximal
 * Newton pass at 0 too.
 */
const BARREN = 0.01;
/**
 * Steps in a row that bring nothing while they promise no less than before, after which the fit ends by `precision`.
 * Chosen by trial.
 */
const MOST_BARREN_STEPS = 12;
/**
 * Line searches in a row that may fail: the first renews the curvature, the others damp it, each 100 times as much.
 * Chosen by trial; the tests of proximal Newton pass at 1 too.
 */
const MOST_FAILURES = 5;
/**
 * Part of its diagonal by which the first such damping, times 100 for each failure, raises the curvature. Chosen by
 * trial.
 */
const LEAST_DAMPING = 1e-10;
/**
 * Squared roundoffs of the objective, times the objective, below which the decrease of a step is so small that the
 * change of the slopes along it is rounding, and BFGS does not learn from it. Chosen by trial; the tests of proximal
 * Newton pass at 0 too.
 */
const LEARNABLE = 1e4;
/**
 * Steps beyond the tolerance that may be taken for KKT conditions at 0 that do not hold yet (KKT_TOLERANCES). Chosen by
 * trial; test/solver/proximalNewtonProperties.test.ts fails at 0.
 */
const MOST_FINISHING_STEPS = 8;

/** Where a descent begins. */
export interface Start {
  readonly now: ElasticNetEvaluation;
  readonly initialObjective: number;
  readonly epochs: number;
  readonly curvature: BfgsMatrix;
  /** Whether there is a sample whose optimum was no better than the start of the problem. */
  readonly unfit: boolean;
}

/**
 * Where a proximal Newton descent stands, and the steps of its loop: the model and its step; are we done; take the
 * step.
 */
export class ProximalDescent {
  readonly #problem: ElasticNetProblem;
  readonly #options: SolverOptions;
  readonly #kept: Kept;
  /** The work that the models may still take. */
  readonly #work: Work;
  readonly #watch: SeparationWatch;
  /** Whether the fit follows another one on a path. */
  readonly #onPath: boolean;
  readonly #initialObjective: number;
  readonly #fallbacks = new Set<Fallback>();

  #now: ElasticNetEvaluation;
  #epochs: number;
  #curvature: BfgsMatrix;
  /** Whether the curvature is the Hessian of the point. */
  #fresh = false;
  /** Epochs when the curvature was renewed. */
  #renewedAt = 0;
  /** Contraction that the curvature had in the fit before, until it is renewed. */
  #inherited: number | undefined;
  /** What the models promised since the curvature was renewed. */
  #decreases: number[] = [];
  #suboptimality = Number.POSITIVE_INFINITY;
  /** Line searches in a row that found nothing. */
  #failures = 0;
  /** The least decrease that a model promised. */
  #least = Number.POSITIVE_INFINITY;
  /** Steps in a row that promise nothing beyond rounding, and no less than those before. */
  #idle = 0;
  /** Steps in a row that promise no less than those before. */
  #slow = 0;
  /** Steps in a row that promise no less than those before and brought less than BARREN of it. */
  #barren = 0;
  /** Steps that were taken beyond the tolerance. */
  #finishing = 0;
  /**
   * Whether a step that is long for one near an optimum, or a claim, has to be confirmed by the Hessian of the point.
   */
  #suspicious = false;

  // of the iteration
  #step: ElasticNetStep | undefined;
  /** The goals for half the squared decrement: that of the tolerance, and that of `polish`. */
  #target = 0;
  #polished = 0;
  /** Whether the step is that of a damped model, with more curvature than the Hessian (trust.ts). */
  #damped = false;
  /**
   * Whether point and step have w = 0: at the null model the diagonal curvature is exact enough, since only the
   * intercept moves.
   */
  #nearNull = false;
  /** Whether the step to come is the last one. */
  #last = false;

  constructor(problem: ElasticNetProblem, options: SolverOptions, kept: Kept, start: Start) {
    this.#problem = problem;
    this.#options = options;
    this.#kept = kept;
    this.#work = kept.work ?? workOf(problem, options);
    this.#watch = new SeparationWatch(problem);
    this.#onPath = kept.end !== undefined;
    this.#inherited = kept.contraction;
    this.#now = start.now;
    this.#epochs = start.epochs;
    this.#curvature = start.curvature;
    this.#initialObjective = start.initialObjective;
    if (start.unfit) this.#fallbacks.add("sample");
  }

  /** What the driver is told before each step. */
  iterate(iteration: number): Iterate {
    const gradientNorm = kktResidual(this.#problem, this.#now);
    return { kind: "iterate", iteration, objective: this.#now.objective, gradientNorm };
  }

  /** The end of the fit, and what it leaves to the next one. */
  result({ reason: ending, separating, stepped = false }: Exclude<Ending, "again">, iteration: number): SolverResult {
    const { lost } = this.#problem;
    const isUnproved =
      ending === "tolerance" && lost === true && !isProved(this.#problem, this.#now, this.#options.tolerance);
    const kept = this.#kept;
    kept.curvature = this.#curvature.quality === "diagonal" ? undefined : this.#curvature;
    kept.excess = this.#excess;
    const [decreases, inherited] = [this.#decreases, this.#inherited];
    kept.contraction = this.#fresh ? undefined : contractionOf({ decreases, inherited });
    kept.end = this.#now.smooth;
    return {
      ...this.#now.smooth.at,
      reason: isUnproved ? "precision" : ending,
      fallbacks: this.#fallbacks,
      iterations: iteration + (stepped ? 1 : 0),
      objective: this.#now.objective,
      initialObjective: this.#initialObjective,
      gradientNorm: kktResidual(this.#problem, this.#now),
      suboptimality: this.#suboptimality,
      ...(separating && { separating }),
    };
  }

  *watchForSeparation(): Asking<Ending | undefined> {
    const { epochs, direction } = yield* this.#watch.at(this.#now.smooth, this.#left);
    this.#epochs += epochs;
    if (direction !== undefined) return { reason: "separation", separating: direction };
    // a sum of losses and penalties is never below 0
    if (this.#now.objective !== 0) return undefined;
    this.#suboptimality = 0;
    return { reason: "tolerance" };
  }

  /**
   * The step towards the minimum of the model. Its curvature is renewed first where that saves epochs or where the old
   * one is not reliable.
   */
  *modelStep(): Asking<Ending | undefined> {
    const { tolerance, polish, maxEpochs } = this.#options;
    this.#target = goalFor(tolerance) * Math.abs(this.#now.objective);
    this.#polished = polish ? tolerance * this.#target : this.#target;
    let step = this.#solve(this.#care);
    this.#decreases.push(step.decrease);
    if (this.#isOutOfDate(step)) {
      if (this.#epochs + 2 > maxEpochs) return { reason: "max-epochs" };
      yield* this.#renew();
      step = this.#solve(this.#care);
      this.#decreases = [step.decrease];
    }
    this.#damped = this.#fresh && !isBelievable(this.#now, step);
    if (this.#damped) {
      step = believableStep(this.#problem, this.#now, this.#curvature);
      this.#work.products -= step.products;
    }
    this.#step = step;
    return undefined;
  }

  #isOutOfDate(step: ElasticNetStep): boolean {
    const { offsets, prior, hessianEpochs } = this.#problem;
    const pays = renewalPays(this.#decreases, this.#now.objective, this.#target, this.#polished, hessianEpochs);
    this.#nearNull = !offsets && prior === undefined && isZero(this.#now.smooth.at.w) && isZero(step.to.w);
    const isIgnorant = this.#curvature.quality === "diagonal" && this.#curvature.steps === 0 && !this.#nearNull;
    if (this.#suspicious || pays || isIgnorant) return true;
    if (this.#fresh) return false;
    const isOverdue = this.#options.stopAtEstimate === true && this.#excess > EXCESS_PART * hessianEpochs;
    return this.#failures > 0 || isOverdue || !isBelievable(this.#now, step);
  }

  /** Makes the Hessian of the point the curvature. */
  *#renew(): Asking<void> {
    const { at, cost } = this.#now.smooth;
    this.#curvature = new BfgsMatrix(yield* hessianAt(this.#problem, at), "full", this.#problem.l2);
    this.#epochs += 1;
    this.#fresh = true;
    this.#inherited = undefined;
    this.#kept.excess = 0;
    this.#kept.renewalCost = cost;
    this.#renewedAt = this.#epochs;
  }

  /**
   * The test of convergence: what suboptimality is claimed, and whether the step to come is the last one or not needed
   * at all.
   */
  *judgeStep(): Asking<Ending | undefined> {
    const { maxEpochs, stopAtEstimate } = this.#options;
    const size = Math.abs(this.#now.objective);
    const goal = this.#fresh ? this.#target : this.#polished;
    if (this.#estimate() <= goal && !this.#nearNull) {
      // the decrease of the model at its minimum is what can be claimed, not that on the way there
      this.#step = this.#solve("exact");
      this.#decreases[this.#decreases.length - 1] = this.#step.decrease;
    }
    const { decrease, to } = this.#step as ElasticNetStep;
    this.#suboptimality = upperEstimate(this.#estimate() / size);
    this.#last = this.#estimate() <= goal;
    const brings = decrease <= this.#least / 2 || decrease > 8 * this.#problem.roundoff * size;
    this.#idle = brings ? 0 : this.#idle + 1;
    const away = change(this.#now.smooth.at, to);
    const isLong = this.#last && isSuspicious(this.#problem, away);
    const most = this.#onPath ? TINY : CHEAP;
    const isUnproved = this.#last && stopAtEstimate === true && this.#problem.hessianProducts <= most;
    this.#suspicious = (isLong || isUnproved) && !this.#fresh;
    // only the Hessian of the point decides
    if (this.#suspicious && this.#epochs + 2 <= maxEpochs) return "again";
    if (isLong && this.#left > 0) {
      const found = yield* separatingDirection(this.#problem, away, this.#left);
      this.#epochs += found.epochs;
      if (found.direction !== undefined) return { reason: "separation", separating: found.direction };
    }
    if (this.#last && stopAtEstimate) return { reason: "tolerance" };
    const isSpent = this.#work.products <= 0 && !this.#last;
    if (isSpent || this.#idle >= MOST_IDLE_STEPS || this.#barren >= MOST_BARREN_STEPS) return { reason: "precision" };
    return this.#left <= 0 ? { reason: "max-epochs" } : undefined;
  }

  *takeStep(): Asking<Ending | undefined> {
    const step = this.#step as ElasticNetStep;
    const last = this.#last;
    const { reached, trials } = yield* searchElasticNet(this.#problem, this.#now, step, last ? 1 : this.#left);
    this.#epochs += trials;
    if (reached === undefined) return last ? { reason: "tolerance", stepped: true } : this.#fail();
    this.#failures = 0;
    this.#fresh = false;
    this.#slow = step.decrease > this.#least / 2 ? this.#slow + 1 : 0;
    this.#least = Math.min(this.#least, step.decrease);
    const isLittle = this.#now.objective - reached.objective < BARREN * step.decrease;
    this.#barren = isLittle && this.#slow > 0 ? this.#barren + 1 : 0;
    const rounding = LEARNABLE * this.#problem.roundoff ** 2 * Math.abs(this.#now.objective);
    if (step.decrease > rounding) learn(this.#curvature, reached, this.#now);
    this.#now = reached;
    return last ? this.#finish() : undefined;
  }

  #fail(): Ending | undefined {
    if (this.#left <= 0) return { reason: "max-epochs" };
    this.#failures += 1;
    if (this.#failures > MOST_FAILURES) return { reason: "precision" };
    this.#fallbacks.add(this.#fresh ? "damped" : "line-search");
    if (this.#fresh) this.#curvature.damp(LEAST_DAMPING * 100 ** this.#failures);
    return undefined;
  }

  /**
   * Ends the fit, or takes a few steps more where KKT conditions of coefficients at 0 do not hold to the tolerance yet.
   */
  #finish(): Ending | undefined {
    const part = KKT_TOLERANCES * this.#options.tolerance;
    const hold = zerosHold(this.#problem, this.#now, tieSlack(this.#problem, this.#curvature.matrix), part);
    if (hold || this.#finishing >= MOST_FINISHING_STEPS) return { reason: "tolerance", stepped: true };
    this.#finishing += 1;
    return undefined;
  }

  get #left(): number {
    return this.#options.maxEpochs - this.#epochs;
  }

  /** Epochs since the curvature was renewed, those of fits before included, beyond what is usual. */
  get #excess(): number {
    return (this.#kept.excess ?? 0) + Math.max(0, this.#epochs - this.#renewedAt - USUAL_EPOCHS);
  }

  get #care(): Care {
    if (this.#slow >= SLOW_STEPS && this.#problem.columns <= FEW) return "exact";
    return this.#fresh ? "close" : "rough";
  }

  #solve(care: Care): ElasticNetStep {
    const step = elasticNetStep(this.#problem, this.#now, this.#curvature, care);
    this.#work.products -= step.products;
    return step;
  }

  /** An upper estimate of J - J*: the decrease of the model times the safety factor of the claim. */
  #estimate(): number {
    if (this.#damped) return Number.POSITIVE_INFINITY;
    const step = this.#step as ElasticNetStep;
    const faded = Math.max(1, (this.#kept.renewalCost ?? 0) / this.#now.smooth.cost);
    const [curvature, fresh, decreases, inherited] = [this.#curvature, this.#fresh, this.#decreases, this.#inherited];
    return step.decrease * distrustOf(this.#now, step, { curvature, fresh, decreases, inherited, faded });
  }
}

/**
 * Whether the epochs that are left at the present rate cost more than a Hessian and what comes after it, as in
 * quasiNewton; where only the polish is left, one step comes after it.
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
  // over one, two or four steps
  const steps = near && decreases.length <= RATE_STEPS ? Math.min(2, decreases.length - 1) : RATE_STEPS;
  const first = decreases.at(-1 - steps);
  if (first === undefined || steps === 0) return false;
  if (last > FAR * Math.abs(objective) && decreases.length < MOST_FAR_STEPS) return false;
  const contraction = rateOf(first, last, steps);
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
