import type { Csr } from "../input/csr.ts";
import { type RowSource, sparseSource } from "../input/matrix.ts";
import { forParts } from "../input/rowVector.ts";
import { momentWeights, type RowWeights, type SignedWeights } from "../input/weights.ts";
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
import type { ColumnMoments } from "./moments.ts";
import { gradientLength, hessianLength, type KeptRows, productLength } from "./rowHolder.ts";
import { forSampledBlocks, type RowSample } from "./rowSample.ts";
import { addShares, bySharesOf } from "./shares.ts";
import { SideTally, type Slack } from "./sides.ts";
import { sparseMoments, weightedMean } from "./sparseMoments.ts";

/** The point and the sample that d, the curvature of each row, was last computed for. */
interface CurvatureAt {
  readonly w: Float64Array;
  readonly b: number;
  readonly sample: RowSample | undefined;
}

/** Sparse rows as they lie in an arena, whatever their weights. */
interface Stored {
  readonly arena: Arena;
  readonly kernels: SparseKernels;
  readonly at: SparsePointers;
  readonly rows: number;
  readonly columns: number;
  readonly nonZeros: number;
  readonly pairs: number;
  /** 0 where rows have no offsets. */
  readonly offsetPtr: Pointer;
}

/**
 * Sparse rows in linear memory, packed as packedCsr has them. Sums are float64, whatever the type of the values;
 * offsets are added by the kernel.
 */
export class SparseRows implements KeptRows {
  readonly rows: number;
  readonly columns: number;
  readonly precision = "f64";
  readonly blockRows: number;
  readonly nonZeros: number;
  /** Products of two non-zeros of a row, over all rows: what a Hessian costs. */
  readonly pairs: number;
  readonly weights: SignedWeights;
  readonly #arena: Arena;
  readonly #kernels: SparseKernels;
  readonly #stored: Stored;
  readonly #at: SparsePointers;
  readonly #vPtr: Pointer;
  readonly #offsetPtr: Pointer;
  readonly #dPtr: Pointer;
  #curvatureAt: CurvatureAt | undefined;

  /** Copies the rows in, values as 32 bits if they are, indices as 16 bits where the columns are few enough. */
  static copied(arena: Arena, csr: Csr, weights: SignedWeights, offsets?: Float64Array): SparseRows {
    return new SparseRows(stored(arena, csr, offsets), weights);
  }

  private constructor(rows: Stored, weights: SignedWeights) {
    const { arena } = rows;
    this.rows = rows.rows;
    this.columns = rows.columns;
    this.blockRows = arena.kernel.block_rows();
    this.nonZeros = rows.nonZeros;
    this.pairs = rows.pairs;
    this.weights = weights;
    this.#stored = rows;
    this.#arena = arena;
    this.#kernels = rows.kernels;
    this.#at = rows.at;
    this.#offsetPtr = rows.offsetPtr;
    const bytes = sparseRowVectorBytes(rows.rows);
    this.#vPtr = arena.reserve(bytes);
    this.#dPtr = arena.reserve(bytes);
    const v = arena.float64(this.#vPtr, bytes / 8);
    v.fill(0, rows.rows);
    forParts(weights.signed, (part, first) => v.set(part, first));
  }

  withWeights<Result>(weights: SignedWeights, use: (holder: SparseRows) => Result): Result {
    const { top } = this.#arena;
    try {
      return use(new SparseRows(this.#stored, weights));
    } finally {
      this.#arena.release(top);
    }
  }

  get source(): RowSource {
    return sparseSource(this.#csr);
  }

  momentsUnder(weights: RowWeights): ColumnMoments {
    return sparseMoments(this.#csr, momentWeights(weights, "f64"));
  }

  /** The mean of the offsets, which is to stand beside moments; nothing of rows without offsets. */
  offsetMean(weights: RowWeights): { readonly offsetMean?: number } {
    const offsets = this.#offsets;
    return offsets === undefined ? {} : { offsetMean: weightedMean(offsets, momentWeights(weights, "f64")) };
  }

  gather(arena: Arena, columns: readonly number[], weights: SignedWeights): SparseRows {
    return SparseRows.copied(arena, columnsOf(this.#csr, columns), weights, this.#offsets);
  }

  forward(w: Float64Array, b: number): Float64Array<ArrayBuffer> {
    return this.#within((reserve) => {
      const wPtr = reserve(this.columns * 8);
      const zPtr = reserve(sparseRowVectorBytes(this.rows));
      this.#arena.float64(wPtr, this.columns).set(w);
      const { indptr, indices, data } = this.#at;
      this.#kernels.forward(zPtr, indptr, indices, data, wPtr, 0, this.rows, this.columns, b);
      return this.#arena.float64(zPtr, this.rows).slice();
    });
  }

  /** The rows where they lie, good until the memory grows. */
  get #csr(): Csr {
    const { rows, columns, nonZeros } = this;
    const { values, indices } = this.#kernels;
    const data = values === "ones" ? undefined : this.#arena.view(values, this.#at.data, nonZeros);
    const width = indices === "u16" ? Uint16Array : Uint32Array;
    return {
      ...{ rows, columns, data },
      indptr: viewOf(this.#arena, Uint32Array, this.#at.indptr, rows + 1),
      indices: viewOf<Uint16Array | Uint32Array>(this.#arena, width, this.#at.indices, nonZeros),
    };
  }

  get #offsets(): Float64Array | undefined {
    return this.#offsetPtr === 0 ? undefined : this.#arena.float64(this.#offsetPtr, this.rows);
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
    const csr = this.#csr;
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

  /**
   * Computes d, the curvature of each row at (w, b), unless it is known already: a step asks for many products at one
   * point.
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

  #within<Result>(use: (reserve: (bytes: number) => Pointer) => Result): Result {
    const top = this.#arena.top;
    try {
      return use((bytes) => this.#arena.reserve(bytes));
    } finally {
      this.#arena.release(top);
    }
  }
}

function stored(arena: Arena, csr: Csr, offsets: Float64Array | undefined): Stored {
  const { rows, columns, indptr, indices, data } = csr;
  const nonZeros = indices.length;
  const values = data === undefined ? "ones" : data instanceof Float32Array ? "f32" : "f64";
  const kernels = sparseKernelsOf(arena, values, indicesFor(columns));
  const at = reserveSparse(arena, kernels, rows, nonZeros);
  const offsetPtr = offsets === undefined ? 0 : arena.reserve(sparseRowVectorBytes(rows));
  const starts = viewOf(arena, Uint32Array, at.indptr, rows + 1);
  starts.set(indptr);
  viewOf<Uint16Array | Uint32Array>(
    arena,
    kernels.indices === "u16" ? Uint16Array : Uint32Array,
    at.indices,
    nonZeros,
  ).set(indices);
  if (values !== "ones" && data !== undefined) arena.view(values, at.data, nonZeros).set(data);
  if (offsets !== undefined) arena.float64(offsetPtr, rows).set(offsets);
  let pairs = 0;
  for (let row = 0; row < rows; ++row) {
    const length = (starts[row + 1] as number) - (starts[row] as number);
    pairs += (length * (length + 1)) / 2;
  }
  return { arena, kernels, at, rows, columns, nonZeros, pairs, offsetPtr };
}

function viewOf<View>(
  arena: Arena,
  type: new (buffer: ArrayBuffer, pointer: number, length: number) => View,
  pointer: Pointer,
  length: number,
): View {
  return new type(arena.bytes(0, 0).buffer, pointer, length);
}

/** These columns alone, rising, of all rows. */
function columnsOf({ rows, indptr, indices, data }: Csr, columns: readonly number[]): Csr {
  // where each column is among those that are wanted, if it is
  const at = new Int32Array((columns.at(-1) ?? -1) + 1).fill(-1);
  for (const [position, column] of columns.entries()) at[column] = position;
  const starts = new Uint32Array(rows + 1);
  for (let row = 0, count = 0; row < rows; ++row) {
    const end = indptr[row + 1] as number;
    for (let k = indptr[row] as number; k < end; ++k) if ((at[indices[k] as number] ?? -1) >= 0) ++count;
    starts[row + 1] = count;
  }
  const length = starts[rows] as number;
  const some = new Uint32Array(length);
  const values =
    data === undefined ? undefined : data instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
  for (let k = 0, to = 0; to < length; ++k) {
    const position = at[indices[k] as number] ?? -1;
    if (position < 0) continue;
    some[to] = position;
    if (values !== undefined && data !== undefined) values[to] = data[k] as number;
    ++to;
  }
  return { rows, columns: columns.length, indptr: starts, indices: some, data: values };
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
