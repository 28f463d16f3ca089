import { contiguousRows, type Numbers, type RowSource } from "../input/matrix.ts";
import type { SignedWeights } from "../input/weights.ts";
import { type Kernels, kernelsOf } from "../kernel/kernels.ts";
import type { Precision } from "../types.ts";
import { Arena } from "../wasm/arena.ts";
import type { Pointer } from "../wasm/kernelExports.ts";
import { reserveColumnVector } from "./columnVector.ts";
import type { MomentShift } from "./momentShift.ts";
import { MomentSums } from "./moments.ts";
import { offsetHolder } from "./offsetRows.ts";
import { ResidentRows } from "./residentRows.ts";
import type { RowHolder } from "./rowHolder.ts";
import type { ColumnScaling } from "./scaling.ts";
import { ShareSums } from "./shareSums.ts";
import { Window } from "./window.ts";
import { WINDOWED_BYTES, WindowedRows } from "./windowedRows.ts";

/** One share of the rows; it has a holder `resident` once it is packed. */
interface Share {
  /** Which of all shares it is. */
  readonly index: number;
  readonly weights: SignedWeights;
  readonly source: RowSource | undefined;
  resident?: ResidentRows;
}

/**
 * The rows of a worker: whole shares, each with a holder of its own, so that the worker can answer with the nodes of
 * its run of shares (shareSums.ts).
 */
export class OwnedShares {
  readonly #arena = new Arena();
  readonly #kernels: Kernels;
  readonly #columns: number;
  readonly #shares: Share[] = [];
  #moments: ShareSums | undefined;
  #scaling: ColumnScaling | undefined;
  /** Whether the last column is the rows' offsets. */
  #offsets = false;

  constructor(precision: Precision, columns: number) {
    this.#kernels = kernelsOf(this.#arena, precision);
    this.#columns = columns;
  }

  /** The number of the first share. */
  get first(): number {
    return this.#shares[0]?.index ?? 0;
  }

  /** Takes in the rows of a share as they are: row-major, of either precision. */
  addRows(index: number, rows: Numbers, weights: SignedWeights): void {
    const source = contiguousRows(rows, rows.length / this.#columns, this.#columns);
    this.#shares.push({ index, weights, source });
  }

  /** Takes in the panels of a share, centred and scaled; there are `rows` rows in all shares of this worker. */
  addPanels(index: number, panels: Uint8Array, weights: SignedWeights, rows: number): void {
    const panelsPtr = this.#arena.reserve(panels.length + this.#arena.kernel.over_read_bytes());
    this.#arena.bytes(panelsPtr, panels.length).set(panels);
    this.#shares.push({ index, weights, source: undefined, resident: this.#resident(panelsPtr, weights, rows) });
  }

  /** Adds the sums of MomentSums over the share that came last, by the weights `measured`, to `moments`. */
  measure(shift: MomentShift, measured: SignedWeights): void {
    const { source } = this.#shares.at(-1) ?? {};
    if (source === undefined) return;
    this.#moments ??= new ShareSums(2 * this.#columns, this.first);
    const top = this.#arena.top;
    try {
      const sums = new MomentSums(this.#arena, this.#kernels, this.#columns, shift);
      const { bytesPerNumber, precision } = this.#kernels;
      const window = new Window(this.#arena, this.#kernels, this.#columns, source.rows);
      const vPtr = measured.unit ? 0 : this.#arena.reserve(window.rows * bytesPerNumber);
      window.through(source, (first, count) => {
        if (vPtr !== 0) this.#arena.view(precision, vPtr, count).set(measured.signed.subarray(first, first + count));
        sums.add(window.pointer, vPtr, count);
      });
      this.#moments.add(sums.takeSums());
    } finally {
      this.#arena.release(top);
    }
  }

  /** The sums of MomentSums over all shares that were measured. */
  get moments(): ShareSums {
    return this.#moments ?? new ShareSums(2 * this.#columns);
  }

  /**
   * Says how columns are centred and scaled: from here on shares can be asked. Few rows are packed, if they are not
   * yet; many stay where they are, and so do those in shared memory, of which there is to be no copy.
   */
  scale(scaling: ColumnScaling, offsets: boolean): void {
    this.#scaling = scaling;
    this.#offsets = offsets;
    let rows = 0;
    for (const { source } of this.#shares) rows += source?.rows ?? 0;
    const shared = this.#shares.some(({ source }) => source?.shared !== undefined);
    if (rows === 0 || shared || rows * this.#columns * this.#kernels.bytesPerNumber > WINDOWED_BYTES) return;
    const centrePtr = reserveColumnVector(this.#arena, this.#kernels, scaling.centre);
    const scalePtr = reserveColumnVector(this.#arena, this.#kernels, scaling.scale);
    const window = new Window(this.#arena, this.#kernels, this.#columns, rows);
    const pack = (source: RowSource): Pointer => {
      const { rowVectorBytes, bytesPerNumber } = this.#kernels;
      const bytes = rowVectorBytes(source.rows) * this.#columns;
      const panelsPtr = this.#arena.reserve(bytes + this.#arena.kernel.over_read_bytes());
      window.through(source, (first, count) => {
        const at = panelsPtr + first * this.#columns * bytesPerNumber;
        this.#kernels.pack(at, window.pointer, centrePtr, scalePtr, count, this.#columns);
      });
      return panelsPtr;
    };
    for (const [at, { index, weights, source }] of this.#shares.entries()) {
      if (source === undefined) continue;
      this.#shares[at] = { index, weights, source: undefined, resident: this.#resident(pack(source), weights, rows) };
    }
  }

  /** Calls `use` with a holder of each share, in order. */
  forEach(use: (holder: RowHolder, index: number) => void): void {
    const scaling = this.#scaling;
    const withoutOffsets = (holder: RowHolder): RowHolder =>
      this.#offsets && scaling !== undefined ? offsetHolder(holder, scaling) : holder;
    for (const { index, weights, source, resident } of this.#shares) {
      if (resident !== undefined) use(withoutOffsets(resident), index);
      else if (source !== undefined && scaling !== undefined) {
        // the holder is made anew for each share, so that all shares use the same window
        const top = this.#arena.top;
        try {
          use(withoutOffsets(new WindowedRows(this.#arena, this.#kernels, source, weights, scaling)), index);
        } finally {
          this.#arena.release(top);
        }
      }
    }
  }

  #resident(panelsPtr: Pointer, weights: SignedWeights, rows: number): ResidentRows {
    return new ResidentRows(this.#arena, this.#kernels, this.#columns, panelsPtr, weights, rows);
  }
}
