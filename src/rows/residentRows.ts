import type { RowSource } from "../input/matrix.ts";
import { forParts } from "../input/rowVector.ts";
import type { RowWeights, SignedWeights } from "../input/weights.ts";
import { type Kernels, kernelsOf } from "../kernel/kernels.ts";
import type { Arena } from "../wasm/arena.ts";
import type { Pointer } from "../wasm/kernelExports.ts";
import { forBatchParts, gatherRows } from "./batch.ts";
import { reserveColumnVector } from "./columnVector.ts";
import { LeverageSums } from "./leverages.ts";
import { measureRows } from "./measureRows.ts";
import type { ColumnMoments } from "./moments.ts";
import { panelSource } from "./panelSource.ts";
import { gradientLength, hessianLength, type KeptRows, productLength } from "./rowHolder.ts";
import { forSampledBlocks, type RowSample } from "./rowSample.ts";
import { addShares, bySharesOf } from "./shares.ts";
import { SideCounter, type Slack } from "./sides.ts";

/**
 * Bytes of X up to which it is taken to be in the second-level cache after its first epoch, where the kernel does
 * better with two panels in step; the bits are the same (docs/internals/kernel.md).
 */
const IN_CACHE_BYTES = 1024 * 1024;

/** Rows that lie packed in linear memory. */
export class ResidentRows implements KeptRows {
  readonly rows: number;
  readonly columns: number;
  readonly precision;
  readonly blockRows;
  readonly weights: SignedWeights;
  readonly #arena: Arena;
  readonly #kernels: Kernels;
  readonly #panelsPtr: Pointer;
  readonly #vPtr: Pointer;
  readonly #inStep: boolean;

  /**
   * The panels at panelsPtr are those of `weights.signed.length` rows; v is copied in behind them. `residents` is how
   * many rows there are in memory, if others are asked between two questions to these.
   */
  constructor(
    arena: Arena,
    kernels: Kernels,
    columns: number,
    panelsPtr: Pointer,
    weights: SignedWeights,
    residents = weights.signed.length,
  ) {
    this.rows = weights.signed.length;
    this.columns = columns;
    this.precision = kernels.precision;
    this.blockRows = arena.kernel.block_rows();
    this.#arena = arena;
    this.#kernels = kernels;
    this.#panelsPtr = panelsPtr;
    this.#vPtr = arena.reserve(kernels.rowVectorBytes(this.rows));
    const v = arena.view(kernels.precision, this.#vPtr, kernels.rowVectorBytes(this.rows) / kernels.bytesPerNumber);
    v.fill(0, this.rows);
    forParts(weights.signed, (part, first) => v.set(part, first));
    this.weights = weights;
    this.#inStep = residents * columns * kernels.bytesPerNumber <= IN_CACHE_BYTES;
  }

  /** Runs `use` with the same panels under other weights: only the weights take memory, and only while it runs. */
  withWeights<Result>(weights: SignedWeights, use: (holder: ResidentRows) => Result): Result {
    const top = this.#arena.top;
    try {
      return use(new ResidentRows(this.#arena, this.#kernels, this.columns, this.#panelsPtr, weights));
    } finally {
      this.#arena.release(top);
    }
  }

  /** A column of a panel is one line of 64 bytes, so a copy is as quick as reading them. */
  gather(arena: Arena, columns: readonly number[], weights: SignedWeights): ResidentRows {
    const { panelRows, precision } = this.#kernels;
    const kernels = kernelsOf(arena, precision);
    const pointer = arena.reserve(kernels.panelsBytes(this.rows, columns.length));
    const panels = Math.ceil(this.rows / panelRows);
    const from = this.#arena.view(precision, this.#panelsPtr, panels * this.columns * panelRows);
    const to = arena.view(precision, pointer, panels * columns.length * panelRows);
    let at = 0;
    for (let panel = 0; panel < panels; ++panel) {
      for (const column of columns) {
        const line = (panel * this.columns + column) * panelRows;
        for (let lane = 0; lane < panelRows; ++lane) to[at++] = from[line + lane] ?? 0;
      }
    }
    return new ResidentRows(arena, kernels, columns.length, pointer, weights);
  }

  /** The packed rows, to be read again. */
  get source(): RowSource {
    return panelSource(this.#arena, this.#kernels, this.#panelsPtr, this.rows, this.columns);
  }

  /** Weighted mean and deviation of the packed columns. */
  momentsUnder(weights: RowWeights): ColumnMoments {
    return measureRows(this.#arena, this.#kernels, this.source, weights);
  }

  addGradient(w: Float64Array, b: number, record: Float64Array, sample?: RowSample): void {
    const workspaceBytes = this.#kernels.epochWorkspaceBytes(this.columns);
    this.#addShares(
      w,
      workspaceBytes,
      gradientLength(this.columns),
      record,
      sample,
      (out, workspace, x, v, wPtr, rows) =>
        this.#kernels.epoch(out, workspace, x, v, wPtr, rows, this.columns, b, this.weights.unit, this.#inStep),
    );
  }

  addHessian(w: Float64Array, b: number, record: Float64Array, sample?: RowSample): void {
    const workspaceBytes = this.#kernels.hessianWorkspaceBytes();
    this.#addShares(
      w,
      workspaceBytes,
      hessianLength(this.columns),
      record,
      sample,
      (out, workspace, x, v, wPtr, rows) => this.#kernels.hessian(out, workspace, x, v, wPtr, rows, this.columns, b),
    );
  }

  addBatch(rows: Uint32Array, w: Float64Array, b: number, record: Float64Array): void {
    const { panelRows, precision } = this.#kernels;
    const { columns, blockRows } = this;
    const top = this.#arena.top;
    try {
      const outPtr = this.#arena.reserve(record.length * 8);
      const wPtr = this.#arena.reserve(columns * this.#kernels.bytesPerNumber);
      const workspacePtr = this.#arena.reserve(this.#kernels.epochWorkspaceBytes(columns));
      const most = Math.min(blockRows, rows.length);
      const xPtr = this.#arena.reserve(this.#kernels.panelsBytes(most, columns));
      const vPtr = this.#arena.reserve(this.#kernels.rowVectorBytes(most));
      const panels = this.#arena.view(
        precision,
        this.#panelsPtr,
        Math.ceil(this.rows / panelRows) * panelRows * columns,
      );
      const x = this.#arena.view(precision, xPtr, Math.ceil(most / panelRows) * panelRows * columns);
      const allV = this.#arena.view(precision, this.#vPtr, this.rows);
      const v = this.#arena.view(precision, vPtr, Math.ceil(most / panelRows) * panelRows);
      this.#arena.view(precision, wPtr, columns).set(w);
      this.#arena.float64(outPtr, record.length).set(record);
      forBatchParts(rows, blockRows, (part) => {
        gatherRows(x, panels, part, columns, panelRows);
        for (const [i, row] of part.entries()) v[i] = allV[row] ?? 0;
        v.fill(0, part.length);
        this.#kernels.epoch(outPtr, workspacePtr, xPtr, vPtr, wPtr, part.length, columns, b, this.weights.unit, true);
      });
      record.set(this.#arena.float64(outPtr, record.length));
    } finally {
      this.#arena.release(top);
    }
  }

  /** A copy of the panels of rows first .. end - 1, `first` being the first row of a panel. */
  copyPanels(first: number, end: number): Uint8Array<ArrayBuffer> {
    const rowBytes = this.columns * this.#kernels.bytesPerNumber;
    const bytes = this.#kernels.rowVectorBytes(end - first) * this.columns;
    return this.#arena.bytes(this.#panelsPtr + first * rowBytes, bytes).slice();
  }

  addProduct(w: Float64Array, b: number, r: Float64Array, c: number, record: Float64Array, sample?: RowSample): void {
    const workspaceBytes = this.#kernels.productWorkspaceBytes(this.columns);
    const top = this.#arena.top;
    try {
      const rPtr = reserveColumnVector(this.#arena, this.#kernels, r);
      this.#addShares(
        w,
        workspaceBytes,
        productLength(this.columns),
        record,
        sample,
        (out, workspace, x, v, wPtr, rows) =>
          this.#kernels.product(out, workspace, x, v, wPtr, rPtr, rows, this.columns, b, c),
      );
    } finally {
      this.#arena.release(top);
    }
  }

  addSides(w: Float64Array, b: number, slack: Slack, record: Float64Array, sample?: RowSample): void {
    const { panelRows, precision } = this.#kernels;
    const { columns, rows } = this;
    const panels = this.#arena.view(precision, this.#panelsPtr, Math.ceil(rows / panelRows) * panelRows * columns);
    const shareRows = this.#arena.kernel.share_rows();
    bySharesOf(rows, shareRows, record, (first, end, own) => {
      const counter = new SideCounter(w, b, slack, own, panelRows);
      const use = (from: number, count: number): void =>
        counter.add(panels, from * columns, this.weights.signed, from, count);
      if (sample === undefined) use(first, end - first);
      else forSampledBlocks(first, end, this.blockRows, sample, use);
    });
  }

  addLeverages(w: Float64Array, b: number, inverse: Float64Array, record: Float64Array): void {
    const { panelRows, precision } = this.#kernels;
    const { columns, rows } = this;
    const panels = this.#arena.view(precision, this.#panelsPtr, Math.ceil(rows / panelRows) * panelRows * columns);
    bySharesOf(rows, this.#arena.kernel.share_rows(), record, (first, end, own) => {
      const sums = new LeverageSums(w, b, inverse, own, panelRows);
      sums.add(panels, first * columns, this.weights.signed, first, end - first);
    });
  }

  /** z of every row in the kernel's precision. */
  forward(w: Float64Array, b: number): Float64Array<ArrayBuffer> {
    const { bytesPerNumber, precision } = this.#kernels;
    const top = this.#arena.top;
    try {
      const wPtr = this.#arena.reserve(this.columns * bytesPerNumber);
      const shareRows = this.#arena.kernel.share_rows();
      const zPtr = this.#arena.reserve(this.#kernels.rowVectorBytes(shareRows));
      this.#arena.view(precision, wPtr, this.columns).set(w);
      const z = new Float64Array(this.rows);
      for (let first = 0; first < this.rows; first += shareRows) {
        const count = Math.min(shareRows, this.rows - first);
        const xPtr = this.#panelsPtr + first * this.columns * bytesPerNumber;
        this.#kernels.forward(zPtr, xPtr, wPtr, count, this.columns, b);
        z.set(this.#arena.view(precision, zPtr, count), first);
      }
      return z;
    } finally {
      this.#arena.release(top);
    }
  }

  #addShares(
    w: Float64Array,
    workspaceBytes: number,
    outLength: number,
    record: Float64Array,
    sample: RowSample | undefined,
    kernel: (out: Pointer, workspace: Pointer, x: Pointer, v: Pointer, w: Pointer, rows: number) => void,
  ): void {
    const { bytesPerNumber, precision } = this.#kernels;
    const top = this.#arena.top;
    try {
      const outPtr = this.#arena.reserve(outLength * 8);
      const wPtr = this.#arena.reserve(this.columns * bytesPerNumber);
      const workspacePtr = this.#arena.reserve(workspaceBytes);
      this.#arena.view(precision, wPtr, this.columns).set(w);
      const use = (first: number, count: number): void => {
        const xPtr = this.#panelsPtr + first * this.columns * bytesPerNumber;
        kernel(outPtr, workspacePtr, xPtr, this.#vPtr + first * bytesPerNumber, wPtr, count);
      };
      addShares(this.#arena, outPtr, this.rows, record, (first, end) => {
        if (sample === undefined) use(first, end - first);
        else forSampledBlocks(first, end, this.blockRows, sample, use);
      });
    } finally {
      this.#arena.release(top);
    }
  }
}
