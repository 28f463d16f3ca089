import { LogitRangeError } from "../errors.ts";
import type { Kernels } from "../kernel/kernels.ts";
import type { Arena } from "../wasm/arena.ts";
import type { Pointer } from "../wasm/kernelExports.ts";
import { type MomentShift, shiftOf } from "./momentShift.ts";
import { ShareSums } from "./shareSums.ts";

/**
 * Mean and population standard deviation of each column, weighted as the rows are, so that weight 2 is the row twice.
 * A constant column has deviation exactly 0.
 */
export interface ColumnMoments {
  readonly mean: Float64Array<ArrayBuffer>;
  readonly deviation: Float64Array<ArrayBuffer>;
}

/**
 * Gathers the moments of the columns about a shift near their mean (Chan, Golub and LeVeque 1983), block after block as
 * rows pass through a window. Without a shift it is the mean of the first block that is added, which serves where every
 * weight is 1 (momentShift.ts).
 */
export class MomentSums {
  readonly #arena: Arena;
  readonly #kernels: Kernels;
  readonly #columns: number;
  readonly #shiftPtr: Pointer;
  readonly #outPtr: Pointer;
  readonly #shares: ShareSums;
  #shift: MomentShift | undefined;
  #rows = 0;

  /**
   * Without `shift` the shift is taken from the first rows that are added, which must then be the first of all rows and
   * have weight 1 each.
   */
  constructor(arena: Arena, kernels: Kernels, columns: number, shift?: MomentShift) {
    this.#arena = arena;
    this.#kernels = kernels;
    this.#columns = columns;
    this.#shiftPtr = arena.reserve((columns + 4) * 8);
    this.#outPtr = arena.reserve(2 * columns * 8);
    this.#shares = new ShareSums(2 * columns);
    if (shift !== undefined) this.#setShift(shift);
  }

  /** Forgets all rows so far and begins anew about another shift. */
  restart(shift: MomentShift): void {
    this.#setShift(shift);
    this.#shares.take();
    this.#rows = 0;
  }

  /**
   * Takes in `count` row-major rows at rowsPtr, a whole number of blocks unless they are the last, and their weights in
   * the kernel's type at vPtr, or 0 where every weight is 1. Returns false if a number among them is not finite (or too
   * large to square).
   */
  add(rowsPtr: Pointer, vPtr: Pointer, count: number): boolean {
    const block = this.#arena.kernel.block_rows();
    const shareRows = this.#arena.kernel.share_rows();
    if (this.#shift === undefined) {
      const rows = Math.min(block, count);
      const x = this.#arena.view(this.#kernels.precision, rowsPtr, rows * this.#columns);
      this.#setShift(shiftOf(x, undefined, rows, this.#columns));
    }
    for (let first = 0; first < count; first += block) {
      if (this.#rows > 0 && this.#rows % shareRows === 0) this.#endShare();
      const rows = Math.min(block, count - first);
      const { bytesPerNumber } = this.#kernels;
      const pointer = rowsPtr + first * this.#columns * bytesPerNumber;
      const v = vPtr === 0 ? 0 : vPtr + first * bytesPerNumber;
      this.#kernels.moments(this.#outPtr, pointer, v, this.#shiftPtr, rows, this.#columns);
      this.#rows += rows;
    }
    const share = this.#arena.float64(this.#outPtr, 2 * this.#columns);
    return share.every(Number.isFinite) && this.#shares.finite;
  }

  /** The shift that the sums are taken about, once there are rows. */
  get shift(): MomentShift | undefined {
    return this.#shift;
  }

  /** The sums of the rows so far, which are then forgotten: 2n numbers. */
  takeSums(): Float64Array<ArrayBuffer> {
    this.#endShare();
    this.#rows = 0;
    return this.#shares.take();
  }

  #setShift(shift: MomentShift): void {
    this.#shift = shift;
    this.#arena.float64(this.#shiftPtr, this.#columns).set(shift.values);
    this.#arena.float64(this.#outPtr, 2 * this.#columns).fill(0);
  }

  #endShare(): void {
    const record = this.#arena.float64(this.#outPtr, 2 * this.#columns);
    this.#shares.add(record);
    record.fill(0);
  }
}

/** The moments of all rows; `total` is the sum of their weights. */
export function momentsOf(sums: MomentSums, total: number): ColumnMoments {
  return momentsAbout(sums.shift, sums.takeSums(), total);
}

/** The moments from the sums of all rows about the shift. */
export function momentsAbout(shift: MomentShift | undefined, sums: Float64Array, total: number): ColumnMoments {
  const n = sums.length / 2;
  const mean = new Float64Array(n);
  const deviation = new Float64Array(n);
  for (let j = 0; j < n; ++j) {
    const offset = (sums[j] ?? 0) / total;
    const variance = (sums[n + j] ?? 0) / total - offset * offset;
    // squares of numbers below 1e-154 underflow, so that such a column would look constant
    if (variance < 1e-290 && (offset !== 0 || variance !== 0 || shift?.varies[j] === 1)) throw tooSmall(j);
    mean[j] = (shift?.values[j] ?? 0) + offset;
    deviation[j] = Math.sqrt(Math.max(0, variance));
  }
  return { mean, deviation };
}

/** The error for a column whose deviation is above 0 but whose variance underflows. */
export function tooSmall(column: number): LogitRangeError {
  const expected = "columns that are constant or vary by more than 1e-145";
  return new LogitRangeError("NON_FINITE", `X: expected ${expected}, got less in column ${column}`);
}
