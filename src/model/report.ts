import type { StopReason } from "../solver/protocol.ts";
import type { Precision } from "../types.ts";
import type { SolverName } from "./options.ts";

/** How a fit went. Not converging is a result, not an exception. */
export interface FitReport {
  readonly converged: boolean;
  /**
   * `tolerance`: reached it. `max-epochs`: ran out of them. `stopped`: onEpoch returned false. `separation`: the classes are
   * separable and there is no penalty, so no finite optimum exists; the coefficients are finite and separate the rows.
   * `precision`: rounding allows no further progress, or the learning rate is too large for any.
   */
  readonly reason: StopReason;
  readonly solver: SolverName;
  readonly precision: Precision;
  readonly iterations: number;
  /** Passes over the rows: a Hessian counts as one, a sample of the rows as its fraction. */
  readonly epochs: number;
  /** Hessians of all rows that were formed. */
  readonly hessians: number;
  /** Mean loss plus penalty at the coefficients. */
  readonly objective: number;
  readonly initialObjective: number;
  /**
   * Largest absolute entry of the objective's gradient, on columns that are centred and scaled to a deviation of about 1
   * (gradient descent without `standardize`: on columns as they are).
   */
  readonly gradientNorm: number;
  readonly seconds: number;
}
