import { LogitRangeError } from "../errors.ts";
import { coordinatesOf } from "../fit/coordinates.ts";
import { checkExtras } from "../fit/fitExtras.ts";
import type { PathPoint } from "../fit/penaltySolver.ts";
import { checkPenalties, problemOf } from "../fit/problem.ts";
import type { TrainingRows } from "../rows/trainingRows.ts";
import type { SolverOptions, StopReason } from "../solver/protocol.ts";
import { geometricGrid, largestLambda } from "./pathGrid.ts";
import type { CheckedPathOptions } from "./pathOptions.ts";
import { withPathSolver } from "./pathSolver.ts";

/** Why a path ended: all lambdas solved, or no use in smaller ones, or none solvable. */
export type PathReason = "complete" | "saturated" | Exclude<StopReason, "tolerance">;

export interface FittedPath {
  readonly lambdas: Float64Array<ArrayBuffer>;
  /** The solutions, in packed coordinates. */
  readonly points: readonly PathPoint[];
  /** Seconds that each solution took. */
  readonly seconds: readonly number[];
  /** Mean loss of the null model: an intercept alone, beside the offsets. */
  readonly nullCost: number;
  readonly reason: PathReason;
}

/** Lambdas after which a path may end early: glmnet's mnlam (glmnet.control). */
const FEWEST = 5;
/**
 * Rise of the deviance explained from one lambda to the next, as a part of the null deviance, below which a path ends:
 * glmnet's fdev.
 */
const LEAST_RISE = 1e-5;
/** Deviance explained, as a part of the null deviance, above which a path ends: glmnet's devmax. */
const ENOUGH = 0.999;
/** An l1 weight that no slope reaches: it leaves unpenalised columns alone. */
const BARRED = 1e300;

/**
 * The solutions for all lambdas on rows that are packed.
 * @param lambdas instead of those that the options ask for: all are solved
 */
export function fitPath(
  rows: TrainingRows,
  options: CheckedPathOptions,
  penaltyFactors: ArrayLike<number> | undefined,
  lambdas = options.lambdas,
): FittedPath {
  const extras = checkExtras({ penaltyFactors }, rows.holder.columns);
  const { fit, l1Ratio } = options;
  const coordinates = coordinatesOf(rows, fit);
  const problem = problemOf(rows, { ...fit, l1: 1, l2: 0 }, extras, coordinates);
  if (lambdas === undefined && problem.l1.every((unit) => unit === 0)) {
    throw new LogitRangeError("INVALID_OPTION", "penaltyFactors: expected one above 0 for a path, got none");
  }
  const ridge = problemOf(rows, { ...fit, l1: 1, l2: 1 }, extras, coordinates).l2;
  const f64 = rows.holder.precision === "f64";
  const solving: SolverOptions = {
    tolerance: fit.tolerance ?? (f64 ? 1e-8 : 1e-7),
    maxEpochs: fit.maxEpochs,
    learningRate: undefined,
    polish: false,
    stopAtEstimate: true,
  };
  return withPathSolver(rows, problem, coordinates, (solver) => {
    const none = new Float64Array(problem.columns);
    const barred = problem.l1.map((unit) => (unit > 0 ? BARRED : 0));
    // beside offsets the log-odds of the classes, where a fit starts, are not the optimum of the intercept
    const alone =
      rows.offsetMean === undefined
        ? undefined
        : solver.solve(
            none.map(() => BARRED),
            none,
            solving,
          );
    const nullModel = solver.solve(barred, none, solving);
    const nullCost = alone?.cost ?? nullModel.initialObjective;
    const grid = lambdas ?? gridOf(rows, problem.l1, solver.slopes(), options);
    const penalties = (lambda: number): [Float64Array, Float64Array] => {
      const l1 = problem.l1.map((unit) => lambda * l1Ratio * unit);
      const l2 = ridge.map((unit) => lambda * (1 - l1Ratio) * unit);
      for (const penalty of [l1, l2]) checkPenalties("lambdas", lambda, penalty, extras);
      return [l1, l2];
    };
    const points: PathPoint[] = [];
    const seconds: number[] = [];
    let reason: PathReason = nullModel.reason === "separation" ? "separation" : "complete";
    let explained = 0;
    for (const lambda of reason === "complete" ? grid : []) {
      const started = performance.now();
      const point = solver.solve(...penalties(lambda), solving);
      points.push(point);
      seconds.push((performance.now() - started) / 1000);
      const before = explained;
      explained = 1 - point.cost / nullCost;
      if (point.reason !== "tolerance") {
        reason = point.reason;
        break;
      }
      if (options.stopEarly && points.length >= FEWEST && (explained > ENOUGH || explained - before < LEAST_RISE)) {
        reason = "saturated";
        break;
      }
    }
    return { lambdas: grid.slice(0, points.length), points, seconds, nullCost, reason };
  });
}

function gridOf(
  { holder }: TrainingRows,
  unit: Float64Array,
  slopes: Float64Array,
  { l1Ratio, count, minRatio }: CheckedPathOptions,
): Float64Array<ArrayBuffer> {
  const ratio = minRatio ?? (holder.rows < holder.columns ? 1e-2 : 1e-4);
  return geometricGrid(largestLambda(slopes, unit, l1Ratio), ratio, count);
}
