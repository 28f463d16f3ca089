import type { SignedWeights } from "../input/weights.ts";
import type { Kernels } from "../kernel/kernels.ts";
import type { Arena } from "../wasm/arena.ts";
import type { Pointer } from "../wasm/kernelExports.ts";
import { reserveColumnVector } from "./columnVector.ts";
import { type MomentShift, shiftFor } from "./momentShift.ts";
import { type ColumnMoments, MomentSums, momentsOf } from "./moments.ts";
import { panelSource } from "./panelSource.ts";
import { type ColumnScaling, identityScaling, scalingOf } from "./scaling.ts";
import { Window } from "./window.ts";

/** Rows packed, with what was learnt about their columns on the way. */
export interface PackedRows {
  readonly panelsPtr: Pointer;
  readonly moments: ColumnMoments;
  readonly scaling: ColumnScaling;
}

/**
 * Packs rows as they arrive in a window, a whole number of blocks at a time. Panels are the last reservation of the
 * arena and grow at its top, so nothing is held twice; centring waits for the end, when the means are known.
 */
export class RowPacker {
  readonly window: Window;
  readonly #arena: Arena;
  readonly #kernels: Kernels;
  readonly #columns: number;
  readonly #moments: MomentSums;
  readonly #zeroPtr: Pointer;
  readonly #onePtr: Pointer;
  readonly #centrePtr: Pointer;
  readonly #scalePtr: Pointer;
  readonly #weightsPtr: Pointer;
  readonly #panelsPtr: Pointer;
  #rows = 0;

  /**
   * `shift` is that of all rows (see momentShift.ts); without it rows count as weighing 1 each, unless they are
   * measured again.
   */
  constructor(arena: Arena, kernels: Kernels, columns: number, mostRows: number, shift?: MomentShift) {
    this.#arena = arena;
    this.#kernels = kernels;
    this.#columns = columns;
    this.window = new Window(arena, kernels, columns, mostRows);
    this.#moments = new MomentSums(arena, kernels, columns, shift);
    const identity = identityScaling(columns);
    this.#zeroPtr = reserveColumnVector(arena, kernels, identity.centre);
    this.#onePtr = reserveColumnVector(arena, kernels, identity.scale);
    this.#centrePtr = reserveColumnVector(arena, kernels, identity.centre);
    this.#scalePtr = reserveColumnVector(arena, kernels, identity.scale);
    this.#weightsPtr = arena.reserve(this.window.rows * kernels.bytesPerNumber);
    this.#panelsPtr = arena.top;
  }

  get rows(): number {
    return this.#rows;
  }

  /**
   * Makes room for all panels of `rows` rows and their weights at once, so that memory is refused before anything is
   * packed.
   */
  expect(rows: number): void {
    this.#arena.reserve(this.#kernels.panelsBytes(rows, this.#columns + 1));
    this.#arena.release(this.#panelsPtr);
  }

  /**
   * Packs the first `count` rows of the window; `weights` are theirs, signed or not, or absent where every one is 1.
   * Returns false if a number among the rows is not finite.
   */
  packWindow(count: number, weights: ArrayLike<number> | undefined): boolean {
    this.window.padTo(count);
    const bytes = this.#kernels.rowVectorBytes(this.#rows + count) * this.#columns;
    this.#arena.release(this.#panelsPtr);
    this.#arena.reserve(bytes);
    const at = this.#panelsPtr + this.#rows * this.#columns * this.#kernels.bytesPerNumber;
    this.#kernels.pack(at, this.window.pointer, this.#zeroPtr, this.#onePtr, count, this.#columns);
    this.#rows += count;
    if (weights === undefined) return this.#moments.add(this.window.pointer, 0, count);
    this.#arena.view(this.#kernels.precision, this.#weightsPtr, count).set(weights);
    return this.#moments.add(this.window.pointer, this.#weightsPtr, count);
  }

  /**
   * Takes the moments of all rows anew, by weights that were not known when the rows came: the same bits as if they had
   * been.
   */
  measureAgain(weights: SignedWeights): void {
    if (weights.unit) return;
    const { precision } = this.#kernels;
    const source = panelSource(this.#arena, this.#kernels, this.#panelsPtr, this.#rows, this.#columns);
    this.#moments.restart(shiftFor(source, weights, precision));
    this.window.through(source, (first, count) => {
      this.#arena.view(precision, this.#weightsPtr, count).set(weights.signed.subarray(first, first + count));
      this.#moments.add(this.window.pointer, this.#weightsPtr, count);
    });
  }

  /**
   * Centres and scales what was packed, and closes the panels with the lines that kernels may read past the end.
   * `total` is the sum of the weights.
   */
  finish(scaled: boolean, total: number): PackedRows {
    const panelsPtr = this.#panelsPtr;
    const moments = momentsOf(this.#moments, total);
    const scaling = scaled ? scalingOf(moments, this.#kernels.precision) : identityScaling(this.#columns);
    if (scaled) {
      const { precision } = this.#kernels;
      this.#arena.view(precision, this.#centrePtr, this.#columns).set(scaling.centre);
      this.#arena.view(precision, this.#scalePtr, this.#columns).set(scaling.scale);
      this.#kernels.centre(panelsPtr, this.#centrePtr, this.#scalePtr, this.#rows, this.#columns);
    }
    this.#arena.reserve(this.#arena.kernel.over_read_bytes());
    return { panelsPtr, moments, scaling };
  }
}
