import { type RowSample, sampleOf } from "../data/rowSample.ts";
import { type ColumnScaling, unpackPoint } from "../data/scaling.ts";
import type { TrainingRows } from "../data/trainingRows.ts";
import { type Driven, drive } from "../driver/drive.ts";
import { type Coordinates, inCoordinates } from "../solver/coordinates.ts";
import { gradientDescent } from "../solver/gradientDescent.ts";
import type { Problem, SolverOptions } from "../solver/protocol.ts";
import { quasiNewton } from "../solver/quasiNewton.ts";
import type { CheckedOptions } from "./options.ts";

export interface Fitted {
  readonly coef: Float64Array<ArrayBuffer>;
  readonly intercept: number;
  readonly driven: Driven;
}

const RENEWAL = { auto: "when-it-pays", newton: "always", lbfgs: "never" } as const;

/** Runs the solver that the options name on rows that are ready. */
export function fitRows(rows: TrainingRows, options: CheckedOptions): Fitted {
  const driven = options.solver === "gradient-descent" ? descend(rows, options) : runQuasiNewton(rows, options);
  const { w, b } = unpackPoint(rows.scaling, driven.w, driven.b);
  // + 0: a coefficient of -0 would come back from JSON as 0
  return { coef: w.map((value) => value + 0), intercept: b + 0, driven };
}

/** These solvers do not mind the scale of the columns, so they work on them as they are packed, which is kind to rounding. */
function runQuasiNewton(rows: TrainingRows, options: CheckedOptions): Driven {
  const { positiveTotal, total } = rows.weights;
  const ratio = penaltyRatio(rows, options.standardize);
  const l2 = ratio.map((value) => penalty(rows, options) * value * value);
  const logOdds = Math.log(positiveTotal) - Math.log(total - positiveTotal);
  const problem = problemOf(rows, l2, logOdds);
  const f64 = rows.holder.precision === "f64";
  const polish = f64 && options.tolerance === undefined;
  const solver = quasiNewton(
    problem,
    { ...solverOptions(options, f64 ? 1e-12 : 1e-9), polish },
    RENEWAL[options.solver === "gradient-descent" ? "auto" : options.solver],
  );
  return drive(solver, [rows.holder], problem.sample, options.onEpoch);
}

function solverOptions(
  { maxEpochs, learningRate, tolerance }: CheckedOptions,
  defaultTolerance: number,
): SolverOptions {
  return { maxEpochs, learningRate, tolerance: tolerance ?? defaultTolerance, polish: false };
}

/** Gradient descent means the user's coordinates: columns of deviation 1, or as they are. It starts from zero. */
function descend(rows: TrainingRows, options: CheckedOptions): Driven {
  const ratio = penaltyRatio(rows, options.standardize);
  const coordinates: Coordinates = { ratio, shift: interceptShift(rows, options.standardize) };
  const l2 = new Float64Array(rows.holder.columns).fill(penalty(rows, options));
  const solver = inCoordinates(gradientDescent(problemOf(rows, l2, 0), solverOptions(options, 1e-6)), coordinates);
  return drive(solver, [rows.holder], undefined, options.onEpoch);
}

function penalty(rows: TrainingRows, options: CheckedOptions): number {
  return options.l2 ?? 1 / rows.weights.givenTotal;
}

function problemOf(rows: TrainingRows, l2: Float64Array, b: number): Problem {
  const { holder, weights } = rows;
  const { columns } = holder;
  return {
    columns,
    total: weights.total,
    smallestWeight: weights.smallest,
    l2,
    start: { w: new Float64Array(columns), b },
    diagonal: diagonalAtStart(rows, l2),
    hessianEpochs: 0.5 + columns / 8,
    sample: sampleFor(rows),
    sampled: false,
    roundoff: holder.precision === "f32" ? 2 ** -24 : 2 ** -53,
  };
}

/** At w = 0 every row has a (1 - a) = p (1 - p), p the share of the positive class, so the moments know the diagonal. */
function diagonalAtStart({ weights, scaling, moments }: TrainingRows, l2: Float64Array): Float64Array {
  const p = weights.positiveTotal / weights.total;
  const variance = p * (1 - p);
  const diagonal = new Float64Array(l2.length + 1).fill(variance);
  for (let j = 0; j < l2.length; ++j) {
    const deviation = (scaling.scale[j] ?? 1) * (moments.deviation[j] ?? 0);
    diagonal[j] = variance * deviation * deviation + (l2[j] ?? 0) || variance;
  }
  return diagonal;
}

/**
 * A sample has to know every entry of the Hessian within some per cent, so it needs many rows a column; and it only saves time
 * where it is a small part of the rows.
 */
function sampleFor({ holder, weights }: TrainingRows): RowSample | undefined {
  const rows = Math.max(2048, 64 * holder.columns, 0.02 * holder.rows);
  if (rows > holder.rows / 4) return undefined;
  return sampleOf(weights, holder.blockRows, rows / holder.rows);
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
