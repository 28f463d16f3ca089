import type { RowSource } from "../input/matrix.ts";
import type { SignedWeights } from "../input/weights.ts";
import { type Kernels, kernelsOf } from "../kernel/kernels.ts";
import type { Arena } from "../wasm/arena.ts";
import type { Pointer } from "../wasm/kernelExports.ts";
import { forBatchParts } from "./batch.ts";
import { reserveColumnVector } from "./columnVector.ts";
import { LeverageSums } from "./leverages.ts";
import { ResidentRows } from "./residentRows.ts";
import { gradientLength, hessianLength, productLength, type RowHolder } from "./rowHolder.ts";
import { forSampledBlocks, type RowSample } from "./rowSample.ts";
import type { ColumnScaling } from "./scaling.ts";
import { addShares, bySharesOf } from "./shares.ts";
import { SideCounter, type Slack } from "./sides.ts";
import { Window } from "./window.ts";

/**
 * Bytes of one typed array above which its rows stay there and pass through a window: touching as much fresh memory
 * would cost more than all epochs. Up to this the pool keeps the memory for the next fit anyway
 * (docs/internals/memory.md).
 */
export const WINDOWED_BYTES = 32 * 1024 * 1024;

/**
 * Rows that stay in the caller's array and pass through a window at every question: copied, packed and used while they
 * are in cache, with the bits of ResidentRows. For large one-off fits, where touching fresh memory would cost more than
 * all epochs together.
 */
export class WindowedRows implements RowHolder {
  readonly rows: number;
  readonly columns: number;
  readonly precision;
  readonly blockRows;
  readonly weights: SignedWeights;
  readonly #arena: Arena;
  readonly #kernels: Kernels;
  readonly #source: RowSource;
  readonly #scaling: ColumnScaling;
  readonly #window: Window;
  readonly #vPtr: Pointer;
  readonly #centrePtr: Pointer;
  readonly #scalePtr: Pointer;

  constructor(arena: Arena, kernels: Kernels, source: RowSource, weights: SignedWeights, scaling: ColumnScaling) {
    this.rows = source.rows;
    this.columns = source.columns;
    this.precision = kernels.precision;
    this.blockRows = arena.kernel.block_rows();
    this.#arena = arena;
    this.#kernels = kernels;
    this.#source = source;
    this.weights = weights;
    this.#scaling = scaling;
    this.#window = new Window(arena, kernels, source.columns, source.rows);
    this.#vPtr = arena.reserve(this.#window.rows * kernels.bytesPerNumber);
    this.#centrePtr = reserveColumnVector(arena, kernels, scaling.centre);
    this.#scalePtr = reserveColumnVector(arena, kernels, scaling.scale);
  }

  addGradient(w: Float64Array, b: number, record: Float64Array, sample?: RowSample): void {
    const workspaceBytes = this.#kernels.epochRowsWorkspaceBytes(this.columns);
    const { unit } = this.weights;
    this.#addWindows(w, workspaceBytes, gradientLength(this.columns), record, sample, (out, workspace, wPtr, rows) => {
      const x = this.#window.pointer;
      const { epochRows } = this.#kernels;
      epochRows(out, workspace, x, this.#vPtr, wPtr, this.#centrePtr, this.#scalePtr, rows, this.columns, b, unit);
    });
  }

  addHessian(w: Float64Array, b: number, record: Float64Array, sample?: RowSample): void {
    const workspaceBytes = this.#kernels.hessianRowsWorkspaceBytes(this.columns);
    this.#addWindows(w, workspaceBytes, hessianLength(this.columns), record, sample, (out, workspace, wPtr, rows) => {
      const x = this.#window.pointer;
      const { hessianRows } = this.#kernels;
      hessianRows(out, workspace, x, this.#vPtr, wPtr, this.#centrePtr, this.#scalePtr, rows, this.columns, b);
    });
  }

  addBatch(rows: Uint32Array, w: Float64Array, b: number, record: Float64Array): void {
    const { signed, unit } = this.weights;
    const { columns } = this;
    const top = this.#arena.top;
    try {
      const outPtr = this.#arena.reserve(record.length * 8);
      const wPtr = reserveColumnVector(this.#arena, this.#kernels, w);
      const workspacePtr = this.#arena.reserve(this.#kernels.epochRowsWorkspaceBytes(columns));
      const x = this.#window.view();
      const v = this.#arena.view(this.precision, this.#vPtr, this.#window.rows);
      this.#arena.float64(outPtr, record.length).set(record);
      forBatchParts(rows, this.blockRows, (part) => {
        for (const [i, row] of part.entries()) {
          this.#source.copyRows(x.subarray(i * columns, (i + 1) * columns), row, 1);
          v[i] = signed.subarray(row, row + 1)[0] ?? 0;
        }
        this.#window.padTo(part.length, x);
        v.fill(0, part.length);
        const { epochRows } = this.#kernels;
        const scaling = [this.#centrePtr, this.#scalePtr] as const;
        epochRows(
          outPtr,
          workspacePtr,
          this.#window.pointer,
          this.#vPtr,
          wPtr,
          ...scaling,
          part.length,
          columns,
          b,
          unit,
        );
      });
      record.set(this.#arena.float64(outPtr, record.length));
    } finally {
      this.#arena.release(top);
    }
  }

  addProduct(w: Float64Array, b: number, r: Float64Array, c: number, record: Float64Array, sample?: RowSample): void {
    const workspaceBytes = this.#kernels.productRowsWorkspaceBytes(this.columns);
    const top = this.#arena.top;
    try {
      const rPtr = reserveColumnVector(this.#arena, this.#kernels, r);
      this.#addWindows(w, workspaceBytes, productLength(this.columns), record, sample, (out, workspace, wPtr, rows) => {
        const x = this.#window.pointer;
        const { productRows } = this.#kernels;
        productRows(
          out,
          workspace,
          x,
          this.#vPtr,
          wPtr,
          rPtr,
          this.#centrePtr,
          this.#scalePtr,
          rows,
          this.columns,
          b,
          c,
        );
      });
    } finally {
      this.#arena.release(top);
    }
  }

  addSides(w: Float64Array, b: number, slack: Slack, record: Float64Array, sample?: RowSample): void {
    const { panelRows, pack, panelsBytes } = this.#kernels;
    const { columns, rows } = this;
    const top = this.#arena.top;
    try {
      const panelsPtr = this.#arena.reserve(panelsBytes(this.#window.rows, columns));
      const panels = this.#arena.view(this.precision, panelsPtr, this.#window.rows * columns);
      bySharesOf(rows, this.#arena.kernel.share_rows(), record, (first, end, own) => {
        const counter = new SideCounter(w, b, slack, own, panelRows);
        const use = (from: number, count: number): void => {
          this.#window.load(this.#source, from, count);
          pack(panelsPtr, this.#window.pointer, this.#centrePtr, this.#scalePtr, count, columns);
          counter.add(panels, 0, this.weights.signed, from, count);
        };
        if (sample !== undefined) forSampledBlocks(first, end, this.blockRows, sample, use);
        else
          for (let row = first; row < end; row += this.#window.rows) use(row, Math.min(this.#window.rows, end - row));
      });
    } finally {
      this.#arena.release(top);
    }
  }

  addLeverages(w: Float64Array, b: number, inverse: Float64Array, record: Float64Array): void {
    const { columns, rows } = this;
    const { panelRows, pack, panelsBytes } = this.#kernels;
    const top = this.#arena.top;
    try {
      const panelsPtr = this.#arena.reserve(panelsBytes(this.#window.rows, columns));
      const panels = this.#arena.view(this.precision, panelsPtr, this.#window.rows * columns);
      bySharesOf(rows, this.#arena.kernel.share_rows(), record, (first, end, own) => {
        const sums = new LeverageSums(w, b, inverse, own, panelRows);
        for (let row = first; row < end; row += this.#window.rows) {
          const count = Math.min(this.#window.rows, end - row);
          this.#window.load(this.#source, row, count);
          pack(panelsPtr, this.#window.pointer, this.#centrePtr, this.#scalePtr, count, columns);
          sums.add(panels, 0, this.weights.signed, row, count);
        }
      });
    } finally {
      this.#arena.release(top);
    }
  }

  /** All rows pass through the window; what is taken out of it is packed with the centre and scale of its columns. */
  gather(arena: Arena, columns: readonly number[], weights: SignedWeights): ResidentRows {
    const kernels = kernelsOf(arena, this.precision);
    const size = columns.length;
    const pointer = arena.reserve(kernels.panelsBytes(this.rows, size));
    if (size > 0) this.#packColumns(arena, kernels, columns, pointer);
    return new ResidentRows(arena, kernels, size, pointer, weights);
  }

  #packColumns(arena: Arena, kernels: Kernels, columns: readonly number[], pointer: Pointer): void {
    const size = columns.length;
    const { top } = arena;
    const some = new Window(arena, kernels, size, this.#window.rows);
    const part = (all: Float64Array): Float64Array => Float64Array.from(columns, (j) => all[j] ?? 0);
    const centrePtr = reserveColumnVector(arena, kernels, part(this.#scaling.centre));
    const scalePtr = reserveColumnVector(arena, kernels, part(this.#scaling.scale));
    const to = some.view();
    const from = this.#window.view();
    for (let first = 0; first < this.rows; first += some.rows) {
      const count = Math.min(some.rows, this.rows - first);
      this.#window.load(this.#source, first, count);
      for (let i = 0, at = 0; i < count; ++i) {
        const row = i * this.columns;
        for (const column of columns) to[at++] = from[row + column] ?? 0;
      }
      some.padTo(count, to);
      const panelsPtr = pointer + first * size * kernels.bytesPerNumber;
      kernels.pack(panelsPtr, some.pointer, centrePtr, scalePtr, count, size);
    }
    arena.release(top);
  }

  #addWindows(
    w: Float64Array,
    workspaceBytes: number,
    outLength: number,
    record: Float64Array,
    sample: RowSample | undefined,
    kernel: (out: Pointer, workspace: Pointer, w: Pointer, rows: number) => void,
  ): void {
    const top = this.#arena.top;
    try {
      const outPtr = this.#arena.reserve(outLength * 8);
      const wPtr = this.#arena.reserve(this.columns * this.#kernels.bytesPerNumber);
      const workspacePtr = this.#arena.reserve(workspaceBytes);
      this.#arena.view(this.precision, wPtr, this.columns).set(w);
      const use = (first: number, count: number): void => {
        this.#window.load(this.#source, first, count);
        this.#loadWeights(first, count);
        kernel(outPtr, workspacePtr, wPtr, count);
      };
      addShares(this.#arena, outPtr, this.rows, record, (first, end) => {
        if (sample !== undefined) forSampledBlocks(first, end, this.blockRows, sample, use);
        else
          for (let row = first; row < end; row += this.#window.rows) use(row, Math.min(this.#window.rows, end - row));
      });
    } finally {
      this.#arena.release(top);
    }
  }

  #loadWeights(first: number, count: number): void {
    const v = this.#arena.view(this.precision, this.#vPtr, this.#window.rows);
    v.set(this.weights.signed.subarray(first, first + count));
    v.fill(0, count);
  }
}
