import type { Csr } from "../input/csr.ts";
import { forParts } from "../input/rowVector.ts";
import type { RowWeights } from "../input/weights.ts";
import {
  indicesFor,
  reserveSparse,
  type SparseKernels,
  type SparsePointers,
  sparseKernelsOf,
  sparseRowVectorBytes,
} from "../kernel/sparse.ts";
import type { Arena } from "../wasm/arena.ts";
import type { Pointer } from "../wasm/kernelExports.ts";
import { gradientLength, hessianLength, productLength, type RowHolder } from "./rowHolder.ts";
import { forSampledBlocks, type RowSample } from "./rowSample.ts";
import { addShares, bySharesOf } from "./shares.ts";
import { SideTally, type Slack } from "./sides.ts";

/** What d, the curvature of each row, was last computed for. */
interface CurvatureAt {
  readonly w: Float64Array;
  readonly b: number;
  readonly sample: RowSample | undefined;
}

/**
 * Sparse rows in linear memory, as they are: neither centred nor scaled, so that what is 0 stays 0. Sums are float64,
 * whatever the type of the values; offsets are added by the kernel.
 */
export class SparseRows implements RowHolder {
  readonly rows: number;
  readonly columns: number;
  readonly precision = "f64";
  readonly blockRows: number;
  readonly nonZeros: number;
  /** Products of two non-zeros of a row, over all rows: what a Hessian costs. */
  readonly pairs: number;
  readonly weights: RowWeights;
  readonly #arena: Arena;
  readonly #csr: Csr;
  readonly #kernels: SparseKernels;
  readonly #at: SparsePointers;
  readonly #vPtr: Pointer;
  readonly #offsetPtr: Pointer;
  readonly #dPtr: Pointer;
  #curvatureAt: CurvatureAt | undefined;

  /** Copies the rows in, values as 32 bits if they are, indices as 16 bits where the columns are few enough. */
  constructor(arena: Arena, csr: Csr, weights: RowWeights, offsets?: Float64Array) {
    const { rows, columns, indptr, indices, data } = csr;
    this.rows = rows;
    this.columns = columns;
    this.blockRows = arena.kernel.block_rows();
    this.nonZeros = indices.length;
    this.weights = weights;
    this.#csr = csr;
    this.#arena = arena;
    const values = data === undefined ? "ones" : data instanceof Float32Array ? "f32" : "f64";
    this.#kernels = sparseKernelsOf(arena, values, indicesFor(columns));
    this.#at = reserveSparse(arena, this.#kernels, rows, indices.length);
    const bytes = sparseRowVectorBytes(rows);
    this.#vPtr = arena.reserve(bytes);
    this.#offsetPtr = offsets === undefined ? 0 : arena.reserve(bytes);
    this.#dPtr = arena.reserve(bytes);
    const starts = this.#view(Uint32Array, this.#at.indptr, rows + 1);
    starts.set(indptr);
    if (columns <= 65536) this.#view(Uint16Array, this.#at.indices, indices.length).set(indices);
    else this.#view(Uint32Array, this.#at.indices, indices.length).set(indices);
    if (data !== undefined) {
      const precision = data instanceof Float32Array ? "f32" : "f64";
      arena.view(precision, this.#at.data, data.length).set(data);
    }
    const v = arena.float64(this.#vPtr, bytes / 8);
    v.fill(0, rows);
    forParts(weights.signed, (part, first) => v.set(part, first));
    if (offsets !== undefined) arena.float64(this.#offsetPtr, rows).set(offsets);
    let pairs = 0;
    for (let row = 0; row < rows; ++row) {
      const length = (starts[row + 1] as number) - (starts[row] as number);
      pairs += (length * (length + 1)) / 2;
    }
    this.pairs = pairs;
  }

  addGradient(w: Float64Array, b: number, record: Float64Array, sample?: RowSample): void {
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

  addHessian(w: Float64Array, b: number, record: Float64Array, sample?: RowSample): void {
    this.#curvature(w, b, sample);
    this.#addShares(hessianLength(this.columns), record, sample, w, (out, _workspace, _w, first, count) => {
      const { indptr, d } = this.#from(first);
      this.#kernels.hessian(out, indptr, this.#at.indices, this.#at.data, d, count, this.columns);
    });
  }

  addProduct(w: Float64Array, b: number, r: Float64Array, c: number, record: Float64Array, sample?: RowSample): void {
    this.#curvature(w, b, sample);
    this.#addShares(productLength(this.columns), record, sample, r, (out, workspace, rPtr, first, count) => {
      const { indptr, d } = this.#from(first);
      this.#kernels.product(out, workspace, indptr, this.#at.indices, this.#at.data, d, rPtr, count, this.columns, c);
    });
  }

  addBatch(rows: Uint32Array, w: Float64Array, b: number, record: Float64Array): void {
    const { indices, data, indptr } = this.#at;
    const { columns } = this;
    this.#within((reserve) => {
      const outPtr = reserve(record.length * 8);
      const wPtr = reserve(columns * 8);
      const workspacePtr = reserve(this.#kernels.workspaceBytes);
      const [vPtr, offsetPtr] = [reserve(64), this.#offsetPtr === 0 ? 0 : reserve(64)];
      this.#arena.float64(wPtr, columns).set(w);
      this.#arena.float64(outPtr, record.length).set(record);
      const all = this.#arena.float64(this.#vPtr, this.rows);
      const offsets = this.#arena.float64(this.#offsetPtr, this.#offsetPtr === 0 ? 0 : this.rows);
      const v = this.#arena.float64(vPtr, 8).fill(0);
      const offset = this.#arena.float64(offsetPtr, offsetPtr === 0 ? 0 : 1);
      for (const row of rows) {
        v[0] = all[row] ?? 0;
        offset.set(offsets.subarray(row, row + 1));
        const { unit } = this.weights;
        const at = indptr + 4 * row;
        this.#kernels.epoch(outPtr, workspacePtr, at, indices, data, vPtr, wPtr, offsetPtr, 1, columns, b, unit);
      }
      record.set(this.#arena.float64(outPtr, record.length));
    });
  }

  addSides(w: Float64Array, b: number, slack: Slack, record: Float64Array, sample?: RowSample): void {
    const { indptr, indices, data } = this.#csr;
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
          if (tally.add(v[i] ?? 0, z, size) && own.length > 3) addPairs(own, n, this.#csr, start, stop);
        }
      };
      if (sample === undefined) use(first, end - first);
      else forSampledBlocks(first, end, this.blockRows, sample, use);
    });
  }

  /**
   * Puts the curvature of each row at (w, b) in place, unless it is there: a step asks for many products at one point.
   */
  #curvature(w: Float64Array, b: number, sample: RowSample | undefined): void {
    const at = this.#curvatureAt;
    if (at !== undefined && at.b === b && at.sample === sample && at.w.every((value, j) => Object.is(value, w[j])))
      return;
    this.#curvatureAt = undefined;
    this.#within((reserve) => {
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
    this.#curvatureAt = { w: w.slice(), b, sample };
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
      v: this.#vPtr + 8 * first,
      d: this.#dPtr + 8 * first,
      offset: this.#offsetPtr === 0 ? 0 : this.#offsetPtr + 8 * first,
    };
  }

  #addShares(
    outLength: number,
    record: Float64Array,
    sample: RowSample | undefined,
    vector: Float64Array,
    kernel: (out: Pointer, workspace: Pointer, vector: Pointer, first: number, count: number) => void,
  ): void {
    this.#within((reserve) => {
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

  #within(use: (reserve: (bytes: number) => Pointer) => void): void {
    const top = this.#arena.top;
    try {
      use((bytes) => this.#arena.reserve(bytes));
    } finally {
      this.#arena.release(top);
    }
  }

  #view<View>(
    type: new (buffer: ArrayBuffer, pointer: number, length: number) => View,
    pointer: Pointer,
    length: number,
  ): View {
    return new type(this.#arena.bytes(0, 0).buffer, pointer, length);
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
