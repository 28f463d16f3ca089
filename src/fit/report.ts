import type { Driven } from "../driver/drive.ts";
import { unpackPoint } from "../rows/scaling.ts";
import type { MeasuredRows } from "../rows/trainingRows.ts";
import type { Fallback, StopReason } from "../solver/protocol.ts";
import type { MissingReport } from "../table/encodedTable.ts";
import type { Precision } from "../types.ts";
import type { SolverName } from "./options.ts";

/** How a fit went. Not converging is a result, not an exception. */
export interface FitReport {
  /** Whether the fit reached its tolerance. */
  readonly converged: boolean;
  /**
   * `tolerance`: reached it. `max-epochs`: ran out of them. `stopped`: onEpoch returned false. `separation`: the
   * classes are separable and there is no penalty, so no finite optimum exists; the coefficients are finite and
   * separate the rows. `precision`: rounding allows no further progress, or the learning rate is too large for any.
   * `stream`: partialFit, which has no end; objective and gradient are then those of the rows of the last call, and
   * iterations are steps.
   */
  readonly reason: StopReason;
  /** Where the solver went on by a safer method than the one it would have taken; empty, as a rule. */
  readonly fallbacks: readonly Fallback[];
  /** The solver that was asked for; "auto" stays "auto". */
  readonly solver: SolverName;
  /** The type in which the rows were stored and each row's arithmetic was done. */
  readonly precision: Precision;
  /** Steps of the solver. */
  readonly iterations: number;
  /** Passes over the rows: a Hessian counts as one, a sample of the rows as its fraction. */
  readonly epochs: number;
  /** Hessians of all rows that were formed. */
  readonly hessians: number;
  /**
   * Mean loss plus penalty at the coefficients. Of a Firth fit: minus the penalised log-likelihood, log |X' D X| / 2
   * included (logistf's), over the sum of the weights; it may be below 0.
   */
  readonly objective: number;
  /** Mean loss plus penalty where the solver started. */
  readonly initialObjective: number;
  /**
   * The KKT residual: largest absolute entry of the objective's gradient (with l1, of its subgradient of least norm),
   * on columns that are centred and scaled to a deviation of about 1 (gradient descent without `standardize`: as they
   * are).
   */
  readonly gradientNorm: number;
  /**
   * Where converged: upper estimate of (J - J*) / J before the last step, from the decrement; gradient descent makes
   * none.
   */
  readonly suboptimality?: number;
  /** Where reason is `separation`. */
  readonly separation?: Separation;
  /**
   * Columns of a fit without a penalty that say nothing new, each with the columns that it is made of; absent if there
   * is none. Not looked for in streams and on paths, nor where there are no more rows than columns or the search would
   * take more than half a second or so.
   */
  readonly aliased?: readonly AliasedColumn[];
  /** Whether the penalty was Firth's; absent where it was not. */
  readonly firth?: true;
  /** What was done about missing values of a table, if there were any. */
  readonly missing?: MissingReport;
  /** Time of the fit. Models that were read have none, as files do not depend on it. */
  readonly seconds?: number;
}

/** A column that is a constant plus multiples of others, exactly: its coefficient is 0. R gives it NA. */
export interface AliasedColumn {
  /** Its name ("plan=pro" of a level), or its index where columns have no names. */
  readonly column: string | number;
  /** The columns that it is made of; none of a column that is constant. */
  readonly by: readonly (string | number)[];
}

/** A direction that separates the classes, which is why there is no finite optimum. */
export interface Separation {
  /** The columns that the direction moves, by their part in it: the largest first. */
  readonly columns: readonly number[];
  /** Their names, if columns have names. */
  readonly names?: readonly string[];
  /** Going along it, the loss of no row rises: largest entry 1 per deviation of a column. In the units of X. */
  readonly coef: readonly number[];
  /** The part of the direction in the intercept, in the units of X. */
  readonly intercept: number;
}

/**
 * Part of the largest entry of a separating direction, per deviation of a column, below which a column is not named in
 * `columns`. A choice of what is worth a name.
 */
const SMALL_PART = 0.01;

/** From a direction (b last) on the packed columns, whose deviations are about 1. */
export function separationOf({ scaling }: MeasuredRows, direction: Float64Array): Separation {
  const n = direction.length - 1;
  const part = (j: number): number => Math.abs(direction[j] ?? 0);
  let largest = 0;
  for (let j = 0; j < n; ++j) largest = Math.max(largest, part(j));
  const unit = direction.map((value) => value / (largest || 1));
  const { w, b } = unpackPoint(scaling, unit.subarray(0, n), unit[n] ?? 0);
  const columns = Array.from(w.keys()).filter((j) => part(j) > SMALL_PART * largest);
  columns.sort((j, k) => part(k) - part(j) || j - k);
  const coef = Array.from(w, (value) => value + 0);
  return Object.freeze({ columns: Object.freeze(columns), coef: Object.freeze(coef), intercept: b + 0 });
}

/** @param solver the name that the options gave */
export function reportOf(rows: MeasuredRows, driven: Driven, solver: SolverName, seconds: number): FitReport {
  const { reason, iterations, epochs, hessians, objective, initialObjective, gradientNorm } = driven;
  const { suboptimality, separating, fallbacks = [] } = driven;
  return Object.freeze({
    converged: reason === "tolerance",
    reason,
    fallbacks: Object.freeze([...fallbacks]),
    solver,
    precision: rows.holder.precision,
    iterations,
    epochs,
    hessians,
    objective,
    initialObjective,
    gradientNorm,
    // before convergence an estimate need not be an upper bound
    ...(reason === "tolerance" && Number.isFinite(suboptimality) && { suboptimality: Math.max(0, suboptimality) }),
    ...(separating && { separation: separationOf(rows, separating) }),
    seconds,
  });
}

/** The report with what was done about missing values, if there were any. */
export function withMissing(report: FitReport, missing: MissingReport | undefined): FitReport {
  const some = missing !== undefined && missing.droppedRows + missing.filledCells > 0;
  return some ? Object.freeze({ ...report, missing }) : report;
}
