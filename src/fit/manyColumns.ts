import type { Driven, FitState } from "../driver/drive.ts";
import type { Paced } from "../driver/paced.ts";
import type { ColumnRows } from "../rows/columnRows.ts";
import type { Coordinates } from "../solver/coordinates.ts";
import type { ElasticNetProblem } from "../solver/elasticNetObjective.ts";
import type { SolverOptions } from "../solver/protocol.ts";
import type { Arena } from "../wasm/arena.ts";
import { WorkingSet } from "./workingSet.ts";

/**
 * Factor between one penalty of the short path and the next, near enough for the strong rule to leave few columns. At
 * 1.6, with sets without a bound, 200 x 10,000 took 30 s of processor time in place of 0.5 (docs/internals/solvers.md).
 */
const FACTOR = 1.3;
/** Tolerance of the solutions on the way, as a part of the objective. Chosen by trial with the same data. */
const ROUGH = 1e-3;

/**
 * Columns from which on a working set is used, where rows are fewer than four a column; the quadratic model of fewer
 * columns is small and is kept whole. Chosen by trial with the data of docs/internals/solvers.md, "More columns than
 * rows".
 */
const FEWEST = 256;
/** Columns from which on a working set is used whatever the rows: a model of all would have 8 MB. */
const MANY = 1024;

/**
 * Whether the quadratic model is better that of a working set: one of all columns has n^2 numbers, all of which a step
 * reads, and a Hessian costs n / 8 epochs.
 */
export function isWide(rows: number, columns: number): boolean {
  return columns >= FEWEST && (4 * columns > rows || columns >= MANY);
}

/**
 * One l1 penalty where the columns are many: a short path towards it, roughly solved, so that most columns never enter,
 * and at its end the problem itself, to the tolerance and with the KKT conditions of all columns.
 */
export function* fitWide(
  rows: ColumnRows,
  problem: ElasticNetProblem,
  coordinates: Coordinates | undefined,
  options: SolverOptions,
  onEpoch: ((state: FitState) => unknown) | undefined,
  arena: Arena,
): Paced<Driven> {
  const set = new WorkingSet(rows, problem, coordinates, arena, onEpoch);
  const { l1, l2 } = problem;
  const rough = { ...options, tolerance: Math.max(ROUGH, options.tolerance), polish: false, stopAtEstimate: true };
  const work = set.work(options);
  const counts = { epochs: 0, hessians: 0, iterations: 0 };
  const solve = function* (multiple: number): Paced<Driven> {
    const last = multiple === 1;
    const left = { ...(last ? options : rough), maxEpochs: options.maxEpochs - counts.epochs };
    const driven = yield* set.solving(last ? l1 : l1.map((weight) => multiple * weight), l2, left, last, work);
    counts.epochs += driven.epochs;
    counts.hessians += driven.hessians;
    counts.iterations += driven.iterations;
    return driven;
  };
  const initialObjective = yield* set.objective(l1, l2);
  for (const multiple of fallingTo1(set.slopes(), l1)) {
    const { reason } = yield* solve(multiple);
    if (reason === "stopped" || reason === "max-epochs" || work.products <= 0) break;
  }
  return { ...(yield* solve(1)), ...counts, initialObjective };
}

/** Multiples of l1 above 1, from the first at which a column would leave 0. */
function fallingTo1(slopes: Float64Array, l1: Float64Array): number[] {
  let largest = 0;
  for (let j = 0; j < l1.length; ++j) {
    const weight = l1[j] ?? 0;
    if (weight > 0) largest = Math.max(largest, Math.abs(slopes[j] ?? 0) / weight);
  }
  const multiples: number[] = [];
  if (Number.isFinite(largest)) for (let m = largest / FACTOR; m > FACTOR; m /= FACTOR) multiples.push(m);
  return multiples;
}
