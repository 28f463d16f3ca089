import type { RowSource } from "../input/matrix.ts";
import type { RowWeights, SignedWeights } from "../input/weights.ts";
import type { Precision } from "../types.ts";
import type { Arena } from "../wasm/arena.ts";
import type { ColumnMoments } from "./moments.ts";
import type { RowSample } from "./rowSample.ts";
import type { Slack } from "./sides.ts";

/** What is known of rows before a question is asked. */
export interface RowShape {
  readonly rows: number;
  readonly columns: number;
  readonly precision: Precision;
  /** Rows of a block: what a sample is made of. */
  readonly blockRows: number;
  /** Entries that are stored, of sparse rows; of others rows x columns. */
  readonly nonZeros?: number;
  /** Products of two stored entries of a row, over all rows, which a Hessian of sparse rows takes. */
  readonly pairs?: number;
}

/**
 * Owns rows and answers questions about a point (w, b) of the packed coordinates (see scaling.ts): adds its float64
 * sums to a record, share after share, so that any division of the rows into holders gives the same bits.
 *
 *     gradient   [ sum s loss, sum dz, sum dz x_1, ..., sum dz x_n ]                         2 + n numbers
 *     hessian    [ sum d, sum d x_1, ..., sum d x_n, H ]    H: n x n, upper triangle         1 + n + n^2 numbers
 *     product    [ sum d t, sum d t x_1, ..., sum d t x_n ]    t = x . r + c                 1 + n numbers
 *     sides      [ rows on the wrong side, on their own, near the plane ]                    3 numbers
 *                and, if asked for, of those near it [ sum x_1, ..., sum x_n, X^T X ]        n + n^2 more
 *     leverages  [ sum c, sum c x_1, ..., sum c x_n ]    c = h (a - 1/2), see LeverageSums   1 + n numbers
 *
 * H and X^T X are row-major.
 */
export interface RowHolder extends RowShape, RowSums<Float64Array> {
  /** The gradient sums over some rows, in the order in which they are listed. */
  addBatch(rows: Uint32Array, w: Float64Array, b: number, record: Float64Array): void;
}

/** The sums over all rows, or over the sample, added to a record or share by share to what adds records up. */
export interface RowSums<Sums> {
  addGradient(w: Float64Array, b: number, record: Sums, sample?: RowSample): void;
  addHessian(w: Float64Array, b: number, record: Sums, sample?: RowSample): void;
  /** The Hessian at (w, b) times (r, c). */
  addProduct(w: Float64Array, b: number, r: Float64Array, c: number, record: Sums, sample?: RowSample): void;
  /**
   * On which side of x . w + b = 0 rows lie, offsets left aside: see SideCounter. The length of the record says whether
   * the products of the rows near the plane are wanted.
   */
  addSides(w: Float64Array, b: number, slack: Slack, record: Sums, sample?: RowSample): void;
  /** The slope of Firth's penalty over all rows: see LeverageSums, which has what `inverse` is. */
  addLeverages(w: Float64Array, b: number, inverse: Float64Array, record: Sums): void;
}

/** Rows that were copied into an arena once and are used across calls, under other weights too. */
export interface KeptRows extends RowHolder {
  readonly weights: SignedWeights;
  /** The rows as they lie there, to be read again. */
  readonly source: RowSource;
  /** Runs `use` with the same rows under other weights: only these take memory, and only while it runs. */
  withWeights<Result>(weights: SignedWeights, use: (holder: KeptRows) => Result): Result;
  /** Weighted mean and deviation of the columns as they lie there. */
  momentsUnder(weights: RowWeights): ColumnMoments;
  /** z = Xw + b of every row, at a point of the packed coordinates; offsets that stand beside rows are not in it. */
  forward(w: Float64Array, b: number): Float64Array<ArrayBuffer>;
  /** Copies these columns of all rows together, in another arena: rows of these alone, under the weights given. */
  gather(arena: Arena, columns: readonly number[], weights: SignedWeights): RowHolder;
}

export function gradientLength(columns: number): number {
  return 2 + columns;
}

export function productLength(columns: number): number {
  return 1 + columns;
}

export function leveragesLength(columns: number): number {
  return 1 + columns;
}

export function sidesLength(columns: number, products: boolean): number {
  return 3 + (products ? columns + columns * columns : 0);
}

export function hessianLength(columns: number): number {
  return 1 + columns + columns * columns;
}
