import type { LbfgsPairs } from "./lbfgsPairs.ts";
import type { LeadingBlock } from "./metric.ts";

/**
 * A solver is a generator: it yields requests about a point and receives answers. It knows no data, no memory, no
 * promise. A driver (src/driver) runs it against row holders.
 */

/** A point: w has n entries, b is the intercept. */
export interface Point {
  readonly w: Float64Array;
  readonly b: number;
}

/**
 * Sums at `at` over all rows or, where `sampled`, over the fixed sample of the problem, or, of a gradient, over the
 * `rows` listed; float64, not divided by anything. The record layouts are those of RowHolder.
 */
export type Question =
  | { readonly kind: "gradient"; readonly at: Point; readonly sampled: boolean; readonly rows?: Uint32Array }
  | { readonly kind: "hessian"; readonly at: Point; readonly sampled: boolean; readonly rows?: undefined }
  /** The Hessian at `at` times `direction`. */
  | {
      readonly kind: "product";
      readonly at: Point;
      readonly direction: Point;
      readonly sampled: boolean;
      readonly rows?: undefined;
    }
  /**
   * Counts the rows of a weight above 0 by the side of the plane x . w + b = 0 on which they lie, with (w, b) = `at`
   * and without offsets: on the wrong side, on their own, and near the plane, where |z| <= slack.part (sum |x_j w_j| +
   * |b|) + slack.least. With `products` also the Gram matrix of the rows near the plane.
   */
  | {
      readonly kind: "sides";
      readonly at: Point;
      readonly slack: { readonly part: number; readonly least: number };
      readonly products: boolean;
      readonly sampled: boolean;
      readonly rows?: undefined;
    }
  /**
   * The slope of Firth's penalty at `at` over all rows, from an inverse of the Hessian there, (n + 1) x (n + 1),
   * row-major, symmetric and b last: see LeverageSums.
   */
  | {
      readonly kind: "leverages";
      readonly at: Point;
      readonly inverse: Float64Array;
      readonly sampled: false;
      readonly rows?: undefined;
    };

/** Tells the driver where the solver stands; the answer is whether to go on. */
export interface Iterate {
  readonly kind: "iterate";
  readonly iteration: number;
  readonly objective: number;
  /** Largest absolute entry of the objective's gradient, intercept included. */
  readonly gradientNorm: number;
}

export type Request = Question | Iterate;
export type Answer = Float64Array | boolean;

/** Why a fit ended: see `reason` of FitReport. */
export type StopReason = "tolerance" | "max-epochs" | "stopped" | "separation" | "precision" | "stream";

/**
 * Where a solver went on by a safer method than the one it would have taken. `start`: the model to start from was worse
 * than the null model, which took its place. `sample`: the optimum of the sample was no better a start than the model
 * to start from. `singular`: the Hessian has directions without curvature, which were left out of the step.
 * `line-search`: a step found no decrease, and the curvature was computed anew. `diagonal`: that failed too, and the
 * next step was steepest descent scaled by the Hessian's diagonal. `damped`: that failed too, and the Hessian's
 * diagonal was raised (Levenberg 1944), or in newton-cg the trust region was shrunk. `hessian`: steps in a diagonal
 * metric ended where the Hessian found a direction of descent, and it became the metric.
 */
export type Fallback = "start" | "hessian" | "sample" | "singular" | "line-search" | "diagonal" | "damped";

export interface SolverResult extends Point {
  readonly reason: StopReason;
  /** In the order in which they came, each once. */
  readonly fallbacks?: Iterable<Fallback>;
  readonly iterations: number;
  readonly objective: number;
  readonly initialObjective: number;
  readonly gradientNorm: number;
  /** Estimate of (J - J*) / J before the last step, from the decrement; infinite if the solver makes none. */
  readonly suboptimality: number;
  /** Where reason is "separation": a direction, b last, along which the objective falls for ever. */
  readonly separating?: Float64Array;
  /** The Hessian at the end, where it was asked for. */
  readonly hessian?: Float64Array;
  /** The metric and the pairs that it ended with, if it keeps them. */
  readonly memory?: LbfgsPairs | undefined;
}

export type Solver = Generator<Request, SolverResult, Answer>;

/** (theta - centre)' P (theta - centre) / 2 on theta = (w, b): what a Gaussian prior adds to the objective. */
export interface Prior {
  readonly centre: Point;
  /** P: (n + 1) x (n + 1), row-major, symmetric, positive semidefinite. */
  readonly precision: Float64Array;
  /** P v, where that can be told more exactly than by the matrix, whose roundings may not be semidefinite. */
  readonly times?: (v: Float64Array) => Float64Array;
}

/**
 * The objective J(w, b) = (1 / total) sum s loss + sum_j l2_j w_j^2 / 2, and the prior if there is one, in the
 * coordinates of the questions.
 */
export interface Problem {
  readonly columns: number;
  /** Sum of the sample weights. */
  readonly total: number;
  /** Smallest weight above 0: when the sum of losses is below ln 2 times it, every row is on its side. */
  readonly smallestWeight: number;
  readonly l2: Float64Array;
  /** Whether rows have offsets, which are part of z but not of the point. */
  readonly offsets: boolean;
  readonly prior?: Prior | undefined;
  /**
   * Projects a direction, b last, on the subspace that no penalty acts on, in coordinates where that is not a set of
   * coordinates. Undefined where it is.
   */
  readonly unpenalised?: ((direction: Float64Array) => Float64Array) | undefined;
  /** Whether b is free; otherwise it stays at 0. */
  readonly intercept: boolean;
  readonly start: Point;
  /** The objective at the start where that is known without asking, as at the null model. */
  readonly startObjective?: number | undefined;
  /** Approximate diagonal of the Hessian, that at the null model: n entries and one for the intercept, all above 0. */
  readonly diagonal: Float64Array;
  /** A block of that Hessian, if one is known. */
  readonly leading?: LeadingBlock | undefined;
  /** Multiplications of a Hessian: rows times columns squared, of sparse rows those of entries and columns squared. */
  readonly hessianProducts: number;
  /** What a Hessian costs, in epochs. */
  readonly hessianEpochs: number;
  /** A sample of the rows that is worth asking first, if there is one. */
  readonly sample: { readonly fraction: number; readonly rows: number; readonly total: number } | undefined;
  /** Whether this problem is that of the sample, not of all rows. */
  readonly sampled: boolean;
  /** Unit roundoff of the kernel's data type: what the objective's value can be trusted to. */
  readonly roundoff: number;
}

export interface SolverOptions {
  readonly tolerance: number;
  readonly maxEpochs: number;
  readonly learningRate: number | undefined;
  /** Whether the last step is to be exact: for coefficients good to more digits than the objective needs. */
  readonly polish: boolean;
  /** Whether to end where the estimate allows it, without the step that it was computed for: an epoch less. */
  readonly stopAtEstimate?: boolean;
}
