import { type ColumnScaling, unpackPoint } from "../data/scaling.ts";
import type { TrainingRows } from "../data/trainingRows.ts";
import { type Driven, drive } from "../driver/drive.ts";
import { type Coordinates, inCoordinates } from "../solver/coordinates.ts";
import { gradientDescent } from "../solver/gradientDescent.ts";
import { newton } from "../solver/newton.ts";
import type { Problem, SolverOptions } from "../solver/protocol.ts";
import type { CheckedOptions } from "./options.ts";

export interface Fitted {
  readonly coef: Float64Array<ArrayBuffer>;
  readonly intercept: number;
  readonly driven: Driven;
}

/** Runs the solver that the options name on rows that are ready. */
export function fitRows(rows: TrainingRows, options: CheckedOptions): Fitted {
  const f32 = rows.holder.precision === "f32";
  const common = { maxEpochs: options.maxEpochs, learningRate: options.learningRate };
  const driven =
    options.solver === "newton"
      ? runNewton(rows, options, { ...common, tolerance: options.tolerance ?? (f32 ? 1e-9 : 1e-12) })
      : runGradientDescent(rows, options, { ...common, tolerance: options.tolerance ?? 1e-6 });
  const { w, b } = unpackPoint(rows.scaling, driven.w, driven.b);
  // + 0: a coefficient of -0 would come back from JSON as 0
  return { coef: w.map((value) => value + 0), intercept: b + 0, driven };
}

/** Newton does not mind the scale of the columns, so it works on them as they are packed, which is kind to rounding. */
function runNewton(rows: TrainingRows, options: CheckedOptions, solverOptions: SolverOptions): Driven {
  const { positiveTotal, total } = rows.weights;
  const ratio = penaltyRatio(rows, options.standardize);
  const l2 = ratio.map((value) => penalty(rows, options) * value * value);
  const logOdds = Math.log(positiveTotal) - Math.log(total - positiveTotal);
  const problem = problemOf(rows, l2, logOdds);
  return drive(newton(problem, solverOptions), [rows.holder], options.onEpoch);
}

/** Gradient descent means the user's coordinates: columns of deviation 1, or as they are. It starts from zero. */
function runGradientDescent(rows: TrainingRows, options: CheckedOptions, solverOptions: SolverOptions): Driven {
  const ratio = penaltyRatio(rows, options.standardize);
  const coordinates: Coordinates = { ratio, shift: interceptShift(rows, options.standardize) };
  const l2 = new Float64Array(rows.holder.columns).fill(penalty(rows, options));
  const solver = inCoordinates(gradientDescent(problemOf(rows, l2, 0), solverOptions), coordinates);
  return drive(solver, [rows.holder], options.onEpoch);
}

function penalty(rows: TrainingRows, options: CheckedOptions): number {
  return options.l2 ?? 1 / rows.weights.givenTotal;
}

function problemOf({ holder, weights }: TrainingRows, l2: Float64Array, b: number): Problem {
  return {
    columns: holder.columns,
    total: weights.total,
    smallestWeight: weights.smallest,
    l2,
    start: { w: new Float64Array(holder.columns), b },
    roundoff: holder.precision === "f32" ? 2 ** -24 : 2 ** -53,
  };
}

/** Coefficient that is penalised = ratio x coefficient of the packed column. A constant column counts as of deviation 1. */
function penaltyRatio({ scaling, moments }: TrainingRows, standardize: boolean): Float64Array {
  if (!standardize) return scaling.scale;
  return scaling.scale.map((scale, j) => scale * (moments.deviation[j] || 1));
}

/** What the packed intercept gains per unit of a penalised coefficient: the packed column is centred, the other may not be. */
function interceptShift({ scaling, moments }: TrainingRows, standardize: boolean): Float64Array {
  const centre: ColumnScaling["centre"] = scaling.centre;
  if (!standardize) return centre;
  return centre.map((value, j) => (value - (moments.mean[j] ?? 0)) / (moments.deviation[j] || 1));
}
