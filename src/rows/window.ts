import { LogitRangeError } from "../errors.ts";
import type { RowSource } from "../input/matrix.ts";
import type { MathematicsKernels } from "../kernel/mathematics.ts";
import type { Arena } from "../wasm/arena.ts";
import type { Pointer } from "../wasm/kernelExports.ts";

/**
 * Bytes of a window: small enough that rows, packed and worked on, stay in a second-level cache. A block of many
 * columns may take more. docs/internals/kernel.md; results do not depend on it.
 */
const WINDOW_BYTES = 256 * 1024;
/**
 * Bytes behind a window that a kernel may read and not use: three numbers past the last row, rounded up to a cache
 * line.
 */
const OVER_READ_BYTES = 64;

/**
 * Most columns: with more, sizes would not fit the 32 bits in which the kernel counts bytes. They are refused
 * (test/rows/outOfMemory.test.ts).
 */
const MOST_COLUMNS = 2 ** 23;
/** Rows of a panel in the precision that has more, f32. */
const MOST_PANEL_ROWS = 16;

/** A part of linear memory through which row-major rows pass, some whole blocks at a time. */
export class Window {
  readonly pointer: Pointer;
  /** Rows that fit: a whole number of blocks, or of panels where there is less than a block. */
  readonly rows: number;
  readonly #arena: Arena;
  readonly #kernels: MathematicsKernels;
  readonly #columns: number;

  constructor(arena: Arena, kernels: MathematicsKernels, columns: number, mostRows = Number.POSITIVE_INFINITY) {
    if (columns > MOST_COLUMNS) {
      throw new LogitRangeError("OUT_OF_MEMORY", `X: expected at most ${MOST_COLUMNS} columns, got ${columns}`);
    }
    const block = arena.kernel.block_rows();
    const fitting = Math.floor(WINDOW_BYTES / (columns * kernels.bytesPerNumber * block)) * block;
    const unit = Math.min(block, Math.ceil(mostRows / MOST_PANEL_ROWS) * MOST_PANEL_ROWS);
    const needed = Math.ceil(mostRows / unit) * unit;
    this.rows = Math.max(unit, Math.min(fitting, needed));
    this.pointer = arena.reserve(this.rows * columns * kernels.bytesPerNumber + OVER_READ_BYTES);
    this.#arena = arena;
    this.#kernels = kernels;
    this.#columns = columns;
  }

  /** Copies rows first .. first + count - 1 in, with zeros up to a whole panel. */
  load(source: RowSource, first: number, count: number): void {
    const view = this.view();
    source.copyRows(view, first, count);
    this.padTo(count, view);
  }

  /** Passes all rows through: calls `use` with the first row and the number of those that are loaded. */
  through(source: RowSource, use: (first: number, count: number) => void): void {
    for (let first = 0; first < source.rows; first += this.rows) {
      const count = Math.min(this.rows, source.rows - first);
      this.load(source, first, count);
      use(first, count);
    }
  }

  view(): Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> {
    return this.#arena.view(this.#kernels.precision, this.pointer, this.rows * this.#columns);
  }

  padTo(count: number, view = this.view()): void {
    const ragged = count % this.#kernels.panelRows;
    if (ragged === 0) return;
    view.fill(0, count * this.#columns, (count - ragged + this.#kernels.panelRows) * this.#columns);
  }
}
