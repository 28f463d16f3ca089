import type { Csr } from "../input/csr.ts";
import { forParts } from "../input/rowVector.ts";
import type { SignedWeights } from "../input/weights.ts";
import { type SparseKernels, type SparsePointers, sparseRowVectorBytes } from "../kernel/sparse.ts";
import type { Arena } from "../wasm/arena.ts";
import type { Pointer } from "../wasm/kernelExports.ts";
import { LeverageSums } from "./leverages.ts";
import { gradientLength, hessianLength, productLength, type RowShape, type RowSums } from "./rowHolder.ts";
import { forSampledBlocks, type RowSample } from "./rowSample.ts";
import type { ShareSums } from "./shareSums.ts";
import { addShares, bySharesOf } from "./shares.ts";
import { SideTally, type Slack } from "./sides.ts";
import type { SparseStore } from "./sparseStore.ts";

/** What d, the curvature of each row, was last computed for. */
interface CurvatureAt {
  readonly w: Float64Array;
  readonly b: number;
  /** Of the rows, where a sample was asked. */
  readonly fraction: number | undefined;
}

/**
 * The sums over sparse rows that a solver asks for: all that a worker does with them. Sums are float64, whatever the
 * type of the values; offsets are added by the kernel.
 */
export class SparseSums implements RowShape, RowSums<Float64Array | ShareSums> {
  readonly rows: number;
  readonly columns: number;
  readonly precision = "f64";
  readonly blockRows: number;
  readonly nonZeros: number;
  /** Products of two non-zeros of a row, over all rows: what a Hessian costs. */
  readonly pairs: number;
  readonly weights: SignedWeights;
  readonly store: SparseStore;
  readonly #arena: Arena;
  readonly #kernels: SparseKernels;
  readonly #at: SparsePointers;
  protected readonly vPtr: Pointer;
  readonly #offsetPtr: Pointer;
  readonly #dPtr: Pointer;
  #curvatureAt: CurvatureAt | undefined;

  /** All rows of the store must have come; v is copied in behind them. */
  constructor(store: SparseStore, weights: SignedWeights) {
    const { arena, rows } = store;
    this.rows = rows;
    this.columns = store.columns;
    this.blockRows = arena.kernel.block_rows();
    this.nonZeros = store.nonZeros;
    this.pairs = store.pairs;
    this.weights = weights;
    this.store = store;
    this.#arena = arena;
    this.#kernels = store.kernels;
    this.#at = store.at;
    this.#offsetPtr = store.offsetPtr;
    const bytes = sparseRowVectorBytes(rows);
    this.vPtr = arena.reserve(bytes);
    this.#dPtr = arena.reserve(bytes);
    const v = arena.float64(this.vPtr, bytes / 8);
    v.fill(0, rows);
    forParts(weights.signed, (part, first) => v.set(part, first));
  }

  addGradient(w: Float64Array, b: number, record: Float64Array | ShareSums, sample?: RowSample): void {
    this.#addShares(gradientLength(this.columns), record, sample, w, (out, workspace, wPtr, first, count) => {
      const { indptr, v, offset } = this.#from(first);
      const { indices, data } = this.#at;
      this.#kernels.epoch(
        out,
        workspace,
        indptr,
        indices,
        data,
        v,
        wPtr,
        offset,
        count,
        this.columns,
        b,
        this.weights.unit,
      );
    });
  }

  addHessian(w: Float64Array, b: number, record: Float64Array | ShareSums, sample?: RowSample): void {
    this.#curvature(w, b, sample);
    this.#addShares(hessianLength(this.columns), record, sample, w, (out, _workspace, _w, first, count) => {
      const { indptr, d } = this.#from(first);
      this.#kernels.hessian(out, indptr, this.#at.indices, this.#at.data, d, count, this.columns);
    });
  }

  addProduct(
    w: Float64Array,
    b: number,
    r: Float64Array,
    c: number,
    record: Float64Array | ShareSums,
    sample?: RowSample,
  ): void {
    this.#curvature(w, b, sample);
    this.#addShares(productLength(this.columns), record, sample, r, (out, workspace, rPtr, first, count) => {
      const { indptr, d } = this.#from(first);
      this.#kernels.product(out, workspace, indptr, this.#at.indices, this.#at.data, d, rPtr, count, this.columns, c);
    });
  }

  addSides(w: Float64Array, b: number, slack: Slack, record: Float64Array | ShareSums, sample?: RowSample): void {
    const { csr } = this.store;
    const { indptr, indices, data } = csr;
    const n = this.columns;
    bySharesOf(this.rows, this.#arena.kernel.share_rows(), record, (first, end, own) => {
      const tally = new SideTally(slack, own);
      const use = (from: number, count: number): void => {
        const v = this.weights.signed.subarray(from, from + count);
        for (let i = 0; i < count; ++i) {
          const [start, stop] = [indptr[from + i] as number, indptr[from + i + 1] as number];
          let z = b;
          let size = Math.abs(b);
          for (let k = start; k < stop; ++k) {
            const product = (data === undefined ? 1 : (data[k] as number)) * (w[indices[k] as number] as number);
            z += product;
            size += Math.abs(product);
          }
          if (tally.add(v[i] ?? 0, z, size) && own.length > 3) addPairs(own, n, csr, start, stop);
        }
      };
      if (sample === undefined) use(first, end - first);
      else forSampledBlocks(first, end, this.blockRows, sample, use);
    });
  }

  addLeverages(w: Float64Array, b: number, inverse: Float64Array, record: Float64Array | ShareSums): void {
    const { csr, offsets } = this.store;
    bySharesOf(this.rows, this.#arena.kernel.share_rows(), record, (first, end, own) => {
      new LeverageSums(w, b, inverse, own).addSparse(csr, this.weights.signed, offsets, first, end - first);
    });
  }

  /**
   * Puts the curvature of each row at (w, b) in place, unless it is there: a step asks for many products at one point.
   */
  #curvature(w: Float64Array, b: number, sample: RowSample | undefined): void {
    const at = this.#curvatureAt;
    const fraction = sample?.fraction;
    if (at?.b === b && at.fraction === fraction && at.w.every((value, j) => Object.is(value, w[j]))) return;
    this.#curvatureAt = undefined;
    this.within((reserve) => {
      const wPtr = reserve(this.columns * 8);
      this.#arena.float64(wPtr, this.columns).set(w);
      const use = (first: number, count: number): void => {
        const { indptr, v, d, offset } = this.#from(first);
        // z has its place where d will be
        this.#kernels.forward(d, indptr, this.#at.indices, this.#at.data, wPtr, offset, count, this.columns, b);
        this.#arena.float64(d, sparseRowVectorBytes(count) / 8).fill(0, count);
        this.#kernels.curvature(d, d, v, count);
      };
      if (sample === undefined) use(0, this.rows);
      else forSampledBlocks(0, this.rows, this.blockRows, sample, use);
    });
    this.#curvatureAt = { w: w.slice(), b, fraction };
  }

  /** Where the rows from `first` on begin, a row at a block boundary. */
  #from(first: number): {
    readonly indptr: Pointer;
    readonly v: Pointer;
    readonly d: Pointer;
    readonly offset: Pointer;
  } {
    return {
      indptr: this.#at.indptr + 4 * first,
      v: this.vPtr + 8 * first,
      d: this.#dPtr + 8 * first,
      offset: this.#offsetPtr === 0 ? 0 : this.#offsetPtr + 8 * first,
    };
  }

  #addShares(
    outLength: number,
    record: Float64Array | ShareSums,
    sample: RowSample | undefined,
    vector: Float64Array,
    kernel: (out: Pointer, workspace: Pointer, vector: Pointer, first: number, count: number) => void,
  ): void {
    this.within((reserve) => {
      const outPtr = reserve(outLength * 8);
      const vectorPtr = reserve(this.columns * 8);
      const workspacePtr = reserve(this.#kernels.workspaceBytes);
      this.#arena.float64(vectorPtr, this.columns).set(vector);
      const use = (first: number, count: number): void => kernel(outPtr, workspacePtr, vectorPtr, first, count);
      addShares(this.#arena, outPtr, this.rows, record, (first, end) => {
        if (sample === undefined) use(first, end - first);
        else forSampledBlocks(first, end, this.blockRows, sample, use);
      });
    });
  }

  /** What is reserved is free again afterwards. */
  protected within<Result>(use: (reserve: (bytes: number) => Pointer) => Result): Result {
    const top = this.#arena.top;
    try {
      return use((bytes) => this.#arena.reserve(bytes));
    } finally {
      this.#arena.release(top);
    }
  }
}

/** Sums of x_j and of x_j x_k, j <= k, of one row behind the counts of sides. */
function addPairs(record: Float64Array, n: number, { indices, data }: Csr, start: number, stop: number): void {
  const value = (k: number): number => (data === undefined ? 1 : (data[k] as number));
  for (let a = start; a < stop; ++a) {
    const j = indices[a] as number;
    record[3 + j] = (record[3 + j] ?? 0) + value(a);
    for (let k = a; k < stop; ++k) {
      const at = 3 + n + j * n + (indices[k] as number);
      record[at] = (record[at] ?? 0) + value(a) * value(k);
    }
  }
}
