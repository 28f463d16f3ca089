import type { Driven } from "../driver/drive.ts";
import type { SolverOptions } from "../solver/protocol.ts";

/** A solution on a path, in packed coordinates. */
export interface PathPoint extends Driven {
  /** Mean loss without the penalty. */
  readonly cost: number;
}

/** Solves a problem for one penalty after another, each from where it stands. */
export interface PathSolver {
  /** Slopes of the mean loss in w where it stands, in the coordinates of the problem. */
  slopes(): Float64Array;
  solve(l1: Float64Array, l2: Float64Array, options: SolverOptions): PathPoint;
}
