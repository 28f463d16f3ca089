import type { RowHolder } from "../data/rowHolder.ts";
import { unpackPoint } from "../data/scaling.ts";
import type { TrainingRows } from "../data/trainingRows.ts";
import { type Driven, drive } from "../driver/drive.ts";
import { type Coordinates, inCoordinates } from "../solver/coordinates.ts";
import type { ElasticNetProblem } from "../solver/elasticNet.ts";
import { gradientDescent } from "../solver/gradientDescent.ts";
import { newtonCg } from "../solver/newtonCg.ts";
import { keepingHessian } from "../solver/objective.ts";
import type { Solver, SolverOptions } from "../solver/protocol.ts";
import { proximalNewton } from "../solver/proximalNewton.ts";
import { quasiNewton } from "../solver/quasiNewton.ts";
import { sgd } from "../solver/sgd.ts";
import { type Curvature, curvatureOf } from "./curvature.ts";
import type { FitExtras } from "./fitExtras.ts";
import type { CheckedOptions } from "./options.ts";
import { penaltyRatio, problemOf } from "./problem.ts";
import type { SeenRows } from "./streamState.ts";

/** Columns up to which "auto" may form a Hessian: 34 MB, of which it takes some copies, and ten seconds to factorise. */
const MOST_COLUMNS_FOR_HESSIAN = 2048;

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
  const named = solverOf(problem, options, rows.holder);
  const plain = extras.curvature ? keepingHessian(named, problem) : named;
  const solver = coordinates === undefined ? plain : inCoordinates(plain, coordinates);
  const driven = drive(solver, [rows.holder], problem.sample, options.onEpoch);
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

function solverOf(problem: ElasticNetProblem, options: CheckedOptions, { precision, rows }: RowHolder): Solver {
  const f64 = precision === "f64";
  const { solver, maxEpochs, learningRate, tolerance } = options;
  const frugal = tolerance !== undefined;
  const common: Omit<SolverOptions, "tolerance"> = { maxEpochs, learningRate, polish: f64 && !frugal, frugal };
  const relative = { ...common, tolerance: tolerance ?? (f64 ? 1e-12 : 1e-9) };
  switch (solver) {
    case "gradient-descent":
      return gradientDescent(problem, { ...common, tolerance: tolerance ?? 1e-6 });
    case "sgd":
      return sgd(problem, { ...common, ...options.stochastic, tolerance: tolerance ?? 1e-3, rows });
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
      // beyond that even one Hessian is too many, and a sample's is no smaller
      if (problem.columns > MOST_COLUMNS_FOR_HESSIAN) return newtonCg(problem, relative);
      return quasiNewton(problem, relative, "when-it-pays");
  }
}

/**
 * Newton and its kin do not mind the scale of the columns, so they work on them as they are packed, which is kind to rounding.
 * Gradient descent means the user's coordinates: columns of deviation 1, or as they are; sgd always those of deviation 1, since
 * its steps should not depend on units. Without an intercept the columns must not be centred, and sgd has their mean square at 1.
 */
function coordinatesOf(
  rows: TrainingRows,
  { solver, standardize, fitIntercept }: CheckedOptions,
): Coordinates | undefined {
  const { scaling, moments, holder } = rows;
  const stochastic = solver === "sgd";
  const descent = solver === "gradient-descent" || stochastic;
  if (!descent && fitIntercept) return undefined;
  const own = standardize || stochastic;
  const plain = descent ? penaltyRatio(rows, own) : new Float64Array(holder.columns).fill(1);
  const ratio = stochastic && !fitIntercept ? rootMeanSquares(rows) : plain;
  const shift = scaling.centre.map((centre, j) => {
    const from = fitIntercept && own ? (moments.mean[j] ?? 0) : 0;
    return ((centre - from) * (scaling.scale[j] ?? 1)) / (ratio[j] ?? 1);
  });
  return { ratio, shift };
}

/** The root of the mean square of each column in units of the packed one. */
function rootMeanSquares({ scaling, moments }: TrainingRows): Float64Array {
  return scaling.scale.map((scale, j) => {
    const mean = scale * (moments.mean[j] ?? 0);
    const deviation = scale * (moments.deviation[j] ?? 0);
    return Math.sqrt(mean * mean + deviation * deviation) || 1;
  });
}
