import { type Driven, drive } from "../driver/drive.ts";
import { atOnce, type Paced } from "../driver/paced.ts";
import { forParts } from "../input/rowVector.ts";
import { type ColumnRows, columnRowsOf } from "../rows/columnRows.ts";
import type { RowShape } from "../rows/rowHolder.ts";
import type { RowSample } from "../rows/rowSample.ts";
import { unpackPoint } from "../rows/scaling.ts";
import type { MeasuredRows, TrainingRows } from "../rows/trainingRows.ts";
import { epochBudget, withinBudget } from "../solver/budget.ts";
import { inCoordinates } from "../solver/coordinates.ts";
import { proximalNewton } from "../solver/elasticNet/proximalNewton.ts";
import type { ElasticNetProblem } from "../solver/elasticNetObjective.ts";
import { leavingOut } from "../solver/leavingOut.ts";
import { keepingHessian } from "../solver/objective.ts";
import type { Solver, SolverOptions } from "../solver/protocol.ts";
import { fromSafeStart } from "../solver/safeStart.ts";
import { firth } from "../solver/smooth/firth.ts";
import { canAffordHessian } from "../solver/smooth/hessianCost.ts";
import { newtonCg } from "../solver/smooth/newtonCg.ts";
import { quasiNewton } from "../solver/smooth/quasiNewton.ts";
import { gradientDescent } from "../solver/textbook/gradientDescent.ts";
import { sgd } from "../solver/textbook/sgd.ts";
import type { Arena } from "../wasm/arena.ts";
import { withArena } from "../wasm/pool.ts";
import { coordinatesOf } from "./coordinates.ts";
import { type Curvature, curvatureOf } from "./curvature.ts";
import type { DependentColumn } from "./dependentColumns.ts";
import { firthPenalty } from "./firthPenalty.ts";
import type { FitExtras } from "./fitExtras.ts";
import { fitWide, isWide } from "./manyColumns.ts";
import type { CheckedOptions } from "./options.ts";
import { meanAxisOf, nullModel, problemOf, ridgeOfAliased } from "./problem.ts";
import type { SeenRows } from "./seenRows.ts";
import { askingOf, ofColumns } from "./someColumns.ts";

export interface Fitted {
  readonly coef: Float64Array<ArrayBuffer>;
  readonly intercept: number;
  readonly curvature: Curvature | undefined;
  readonly seen: SeenRows;
  readonly driven: Driven;
}

/** A fit that waits for its questions to be answered. */
export interface PreparedFit {
  readonly solver: Solver;
  readonly sample: RowSample | undefined;
  /** What the solver's end means in the units of X. */
  readonly finish: (driven: Driven) => Fitted;
}

/** Runs the solver that the options name on rows that are ready. */
export function fitRows(rows: TrainingRows, options: CheckedOptions, extras: FitExtras): Fitted {
  const { holder } = rows;
  const all = takesWorkingSets(holder, options, extras) ? columnRowsOf(holder) : undefined;
  if (all !== undefined) return withArena((arena) => atOnce(fitWorkingSets(rows, all, options, extras, arena)));
  const { solver, sample, finish } = prepareFit(rows, options, extras);
  return finish(drive(solver, holder, sample, options.onEpoch));
}

/** The fit on working sets, copied into the arena; `all` are the rows under their weights. */
export function* fitWorkingSets(
  rows: MeasuredRows,
  all: ColumnRows,
  options: CheckedOptions,
  extras: FitExtras,
  arena: Arena,
): Paced<Fitted> {
  const coordinates = coordinatesOf(rows, options);
  const problem = problemOf(rows, options, extras, coordinates);
  const relative = relativeOptions(options, all.precision === "f64");
  const driven = yield* fitWide(all, problem, coordinates, relative, options.onEpoch, arena);
  return fittedOf(rows, options, driven);
}

export function prepareFit(all: MeasuredRows, options: CheckedOptions, extras: FitExtras): PreparedFit {
  const rows = ofColumns(all, extras.columns);
  const coordinates = coordinatesOf(rows, options);
  const axis = options.firth ? undefined : meanAxisOf(rows, options, extras, coordinates);
  const problem = problemOf(rows, options, extras, coordinates, axis);
  const safe = nullModel(rows, options, extras);
  // the Hessian at the end is one epoch; where only one epoch is allowed the solver needs it
  const keeping = extras.curvature && options.maxEpochs > 1;
  const budget = options.budgeted ? epochBudget(rows.holder.rows, rows.holder.columns) : Number.POSITIVE_INFINITY;
  const maxEpochs = Math.min(options.maxEpochs, budget) - (keeping ? 1 : 0);
  const solve = (from: ElasticNetProblem, most: number): Solver =>
    solverOf(from, { ...options, maxEpochs: most }, rows.holder);
  const biasReduced = (): Solver => {
    const far = rows.holder.precision === "f64" ? { tolerance: 1e-10, enough: 1e-6 } : { tolerance: 1e-4 };
    const given = options.tolerance === undefined ? far : { tolerance: options.tolerance };
    return firth(problem, firthPenalty(rows, options, extras), safe?.at, { ...given, maxEpochs });
  };
  const elastic = (): Solver =>
    safe === undefined ? solve(problem, maxEpochs) : fromSafeStart(problem, safe, maxEpochs, solve);
  const named = options.firth ? biasReduced() : elastic();
  const proximal = options.solver === "proximal-newton" || options.l1 > 0;
  const bounded = withinBudget(named, problem, { rows: rows.holder.rows, mostEpochs: budget, proximal });
  const aliased = extras.aliased ?? [];
  const left = aliased.map(({ column }) => column);
  const lean = left.length === 0 || options.firth ? bounded : leavingOut(left, bounded);
  // the Hessian that is kept is of all columns, and of the packed ones: on its way through coordinates that are not
  // centred it would lose what columns far from 0 have
  const onAxis = keeping && axis !== undefined ? keepingHessian(lean, problem) : lean;
  const moved = axis?.run(onAxis) ?? (coordinates === undefined ? lean : inCoordinates(lean, coordinates));
  const packed = coordinates === undefined ? problem : problemOf(rows, options, extras, undefined);
  const own = keeping && axis === undefined ? keepingHessian(moved, packed) : moved;
  const solver = extras.columns === undefined ? own : askingOf(extras.columns, all.holder.columns, own);
  return { solver, sample: problem.sample, finish: (driven) => fittedOf(rows, options, driven, aliased) };
}

function fittedOf(
  rows: MeasuredRows,
  { fitIntercept }: CheckedOptions,
  driven: Driven,
  aliased: readonly DependentColumn[] = [],
): Fitted {
  // the ridge only serves the solver and is no part of the objective
  for (const { column } of aliased) takeFromDiagonal(driven.hessian, column, ridgeOfAliased(rows));
  const { w, b } = unpackPoint(rows.scaling, driven.w, driven.b);
  return {
    // + 0: a coefficient of -0 would come back from JSON as 0
    coef: w.map((value) => value + 0),
    intercept: fitIntercept ? b + 0 : 0,
    curvature: driven.hessian && curvatureOf(rows, driven.hessian),
    seen: { rows: rowsThatCount(rows), weight: rows.weights.givenTotal, moments: rows.moments },
    driven,
  };
}

function takeFromDiagonal(matrix: Float64Array | undefined, j: number, value: number): void {
  if (matrix === undefined) return;
  const size = Math.sqrt(matrix.length);
  matrix[j * size + j] = (matrix[j * size + j] ?? 0) - value;
}

/** The number of rows of a weight above 0. A stream that goes on from the fit counts no others. */
function rowsThatCount({ holder, weights }: MeasuredRows): number {
  if (weights.unit) return holder.rows;
  let count = 0;
  forParts(weights.signed, (part) => {
    for (let i = 0; i < part.length; ++i) if (part[i] !== 0) ++count;
  });
  return count;
}

/**
 * Whether an l1 fit restricts its quadratic model to working sets of the columns. Its row holder must then be able to
 * copy columns together.
 */
export function takesWorkingSets(
  { rows, columns }: Pick<RowShape, "rows" | "columns">,
  { l1 }: CheckedOptions,
  { prior, curvature, columns: some }: FitExtras,
): boolean {
  return l1 > 0 && prior === undefined && !curvature && some === undefined && isWide(rows, columns);
}

/** Options of the solvers whose tolerance is a relative suboptimality: all but those of the textbook. */
function relativeOptions({ maxEpochs, learningRate, tolerance }: CheckedOptions, f64: boolean): SolverOptions {
  const stopAtEstimate = tolerance !== undefined;
  const polish = f64 && !stopAtEstimate;
  return { maxEpochs, learningRate, polish, stopAtEstimate, tolerance: tolerance ?? (f64 ? 1e-12 : 1e-9) };
}

function solverOf(problem: ElasticNetProblem, options: CheckedOptions, { precision, rows }: RowShape): Solver {
  const { solver, tolerance } = options;
  const relative = relativeOptions(options, precision === "f64");
  switch (solver) {
    case "gradient-descent":
      return gradientDescent(problem, { ...relative, tolerance: tolerance ?? 1e-6 });
    case "sgd":
      return sgd(problem, { ...relative, ...options.stochastic, tolerance: tolerance ?? 1e-3, rows });
    case "newton":
      return quasiNewton(problem, relative, "always");
    case "lbfgs":
      return quasiNewton(problem, relative, "never");
    case "newton-cg":
      return newtonCg(problem, relative);
    case "proximal-newton":
      return proximalNewton(problem, relative);
    case "auto":
      if (options.l1 > 0) return proximalNewton(problem, relative);
      // without a penalty only Newton's step tells separation from an optimum
      if (problem.l2.includes(0) && !canAffordHessian(problem)) return newtonCg(problem, relative);
      return quasiNewton(problem, relative, "when-it-pays");
  }
}
