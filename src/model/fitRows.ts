import { ResidentRows } from "../data/residentRows.ts";
import type { RowHolder } from "../data/rowHolder.ts";
import { unpackPoint } from "../data/scaling.ts";
import type { TrainingRows } from "../data/trainingRows.ts";
import { type Driven, drive } from "../driver/drive.ts";
import { type Coordinates, inCoordinates } from "../solver/coordinates.ts";
import type { ElasticNetProblem } from "../solver/elasticNet.ts";
import { gradientDescent } from "../solver/gradientDescent.ts";
import { keepingHessian } from "../solver/objective.ts";
import type { Solver, SolverOptions } from "../solver/protocol.ts";
import { proximalNewton } from "../solver/proximalNewton.ts";
import { quasiNewton } from "../solver/quasiNewton.ts";
import { sgd } from "../solver/sgd.ts";
import { coordinatesOf } from "./coordinates.ts";
import { type Curvature, curvatureOf } from "./curvature.ts";
import type { FitExtras } from "./fitExtras.ts";
import type { CheckedOptions } from "./options.ts";
import { isWide } from "./pathSolver.ts";
import { problemOf } from "./problem.ts";
import type { SeenRows } from "./streamState.ts";
import { fitWide } from "./wideFit.ts";

export interface Fitted {
  readonly coef: Float64Array<ArrayBuffer>;
  readonly intercept: number;
  readonly curvature: Curvature | undefined;
  readonly seen: SeenRows;
  readonly driven: Driven;
}

/** Runs the solver that the options name on rows that are ready. */
export function fitRows(rows: TrainingRows, options: CheckedOptions, extras: FitExtras): Fitted {
  const coordinates = coordinatesOf(rows, options);
  const problem = problemOf(rows, options, extras, coordinates);
  const driven = solved(rows, options, extras, problem, coordinates);
  const { w, b } = unpackPoint(rows.scaling, driven.w, driven.b);
  return {
    // + 0: a coefficient of -0 would come back from JSON as 0
    coef: w.map((value) => value + 0),
    intercept: options.fitIntercept ? b + 0 : 0,
    curvature: driven.hessian && curvatureOf(rows, driven.hessian),
    seen: { rows: rows.holder.rows, weight: rows.weights.givenTotal, moments: rows.moments },
    driven,
  };
}

function solved(
  { holder }: TrainingRows,
  options: CheckedOptions,
  extras: FitExtras,
  problem: ElasticNetProblem,
  coordinates: Coordinates | undefined,
): Driven {
  const f64 = holder.precision === "f64";
  const many = options.l1 > 0 && extras.prior === undefined && !extras.curvature;
  if (many && holder instanceof ResidentRows && isWide(holder.rows, holder.columns)) {
    return fitWide(holder, problem, coordinates, relativeOptions(options, f64), options.onEpoch);
  }
  const named = solverOf(problem, options, holder);
  const plain = extras.curvature ? keepingHessian(named, problem) : named;
  const solver = coordinates === undefined ? plain : inCoordinates(plain, coordinates);
  return drive(solver, [holder], problem.sample, options.onEpoch);
}

/** For the solvers whose tolerance is a relative suboptimality. */
function relativeOptions({ maxEpochs, learningRate, tolerance }: CheckedOptions, f64: boolean): SolverOptions {
  const stopAtEstimate = tolerance !== undefined;
  const polish = f64 && !stopAtEstimate;
  return { maxEpochs, learningRate, polish, stopAtEstimate, tolerance: tolerance ?? (f64 ? 1e-12 : 1e-9) };
}

function solverOf(problem: ElasticNetProblem, options: CheckedOptions, { precision, rows }: RowHolder): Solver {
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
    case "proximal-newton":
      return proximalNewton(problem, relative);
    case "auto":
      if (options.l1 > 0) return proximalNewton(problem, relative);
      return quasiNewton(problem, relative, "when-it-pays");
  }
}
