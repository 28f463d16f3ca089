import { drive } from "../driver/drive.ts";
import { isWide } from "../fit/manyColumns.ts";
import type { PathPoint, PathSolver } from "../fit/penaltySolver.ts";
import { WorkingSet } from "../fit/workingSet.ts";
import { columnRowsOf } from "../rows/columnRows.ts";
import type { RowHolder } from "../rows/rowHolder.ts";
import type { TrainingRows } from "../rows/trainingRows.ts";
import { type Coordinates, inCoordinates } from "../solver/coordinates.ts";
import type { Kept } from "../solver/elasticNet/proximalDescent.ts";
import { proximalNewton } from "../solver/elasticNet/proximalNewton.ts";
import type { ElasticNetProblem } from "../solver/elasticNetObjective.ts";
import type { SolverOptions } from "../solver/protocol.ts";
import { withArena } from "../wasm/pool.ts";

/**
 * Runs `use` with a solver for these rows. @param problem its penalty is not used; `coordinates` as fitRows has them
 */
export function withPathSolver<Result>(
  { holder }: TrainingRows,
  problem: ElasticNetProblem,
  coordinates: Coordinates | undefined,
  use: (solver: PathSolver) => Result,
): Result {
  const all = isWide(holder.rows, holder.columns) ? columnRowsOf(holder) : undefined;
  if (all === undefined) return use(new NarrowPath(holder, problem, coordinates));
  return withArena((arena) => use(new WorkingSet(all, problem, coordinates, arena)));
}

/**
 * Solves with all columns in the quadratic model. It keeps the curvature and the sums of the last solution, so that a
 * penalty near the last one costs an epoch or two.
 */
class NarrowPath implements PathSolver {
  readonly #holder: RowHolder;
  readonly #problem: ElasticNetProblem;
  readonly #coordinates: Coordinates | undefined;
  readonly #kept: Kept = { curvature: undefined };

  constructor(holder: RowHolder, problem: ElasticNetProblem, coordinates: Coordinates | undefined) {
    this.#holder = holder;
    this.#problem = problem;
    this.#coordinates = coordinates;
  }

  slopes(): Float64Array {
    const { total, columns } = this.#problem;
    return Float64Array.from({ length: columns }, (_, j) => (this.#kept.end?.sums[2 + j] ?? 0) / total);
  }

  solve(l1: Float64Array, l2: Float64Array, options: SolverOptions): PathPoint {
    const kept = this.#kept;
    const diagonal = this.#problem.diagonal.map((value, j) => value + (l2[j] ?? 0));
    const start = kept.end?.at ?? this.#problem.start;
    const problem = { ...this.#problem, l1, l2, diagonal, start };
    const plain = proximalNewton(problem, options, kept);
    const solver = this.#coordinates === undefined ? plain : inCoordinates(plain, this.#coordinates);
    const driven = drive(solver, this.#holder, problem.sample, undefined);
    return { ...driven, cost: (kept.end?.sums[0] ?? 0) / problem.total };
  }
}
