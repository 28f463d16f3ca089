import type { Csr } from "../input/csr.ts";
import { type RowSource, sparseSource } from "../input/matrix.ts";
import { momentWeights, type RowWeights, type SignedWeights } from "../input/weights.ts";
import { sparseRowVectorBytes } from "../kernel/sparse.ts";
import type { Arena } from "../wasm/arena.ts";
import type { ColumnMoments } from "./moments.ts";
import type { KeptRows } from "./rowHolder.ts";
import { sparseMoments, weightedMean } from "./sparseMoments.ts";
import { roomFor, SparseStore } from "./sparseStore.ts";
import { SparseSums } from "./sparseSums.ts";

/** Sparse rows in linear memory, packed as packedCsr has them. */
export class SparseRows extends SparseSums implements KeptRows {
  /** Copies the rows in, values as 32 bits if they are, indices as 16 bits where the columns are few enough. */
  static copied(arena: Arena, csr: Csr, weights: SignedWeights, offsets?: Float64Array): SparseRows {
    const store = new SparseStore(arena, roomFor(csr, offsets !== undefined));
    store.push(csr, offsets);
    return new SparseRows(store, weights);
  }

  withWeights<Result>(weights: SignedWeights, use: (holder: SparseRows) => Result): Result {
    return this.within(() => use(new SparseRows(this.store, weights)));
  }

  get source(): RowSource {
    return sparseSource(this.store.csr);
  }

  momentsUnder(weights: RowWeights): ColumnMoments {
    return sparseMoments(this.store.csr, momentWeights(weights, "f64"));
  }

  /** The mean of the offsets, which is to stand beside moments; nothing of rows without offsets. */
  offsetMean(weights: RowWeights): { readonly offsetMean?: number } {
    const { offsets } = this.store;
    return offsets === undefined ? {} : { offsetMean: weightedMean(offsets, momentWeights(weights, "f64")) };
  }

  gather(arena: Arena, columns: readonly number[], weights: SignedWeights): SparseRows {
    return SparseRows.copied(arena, columnsOf(this.store.csr, columns), weights, this.store.offsets);
  }

  forward(w: Float64Array, b: number): Float64Array<ArrayBuffer> {
    const { arena, kernels, at } = this.store;
    return this.within((reserve) => {
      const wPtr = reserve(this.columns * 8);
      const zPtr = reserve(sparseRowVectorBytes(this.rows));
      arena.float64(wPtr, this.columns).set(w);
      kernels.forward(zPtr, at.indptr, at.indices, at.data, wPtr, 0, this.rows, this.columns, b);
      return arena.float64(zPtr, this.rows).slice();
    });
  }

  addBatch(rows: Uint32Array, w: Float64Array, b: number, record: Float64Array): void {
    const { arena, kernels, at, offsetPtr: offsetsPtr } = this.store;
    const { columns } = this;
    this.within((reserve) => {
      const outPtr = reserve(record.length * 8);
      const wPtr = reserve(columns * 8);
      const workspacePtr = reserve(kernels.workspaceBytes);
      const [vPtr, offsetPtr] = [reserve(64), offsetsPtr === 0 ? 0 : reserve(64)];
      arena.float64(wPtr, columns).set(w);
      arena.float64(outPtr, record.length).set(record);
      const all = arena.float64(this.vPtr, this.rows);
      const offsets = arena.float64(offsetsPtr, offsetsPtr === 0 ? 0 : this.rows);
      const v = arena.float64(vPtr, 8).fill(0);
      const offset = arena.float64(offsetPtr, offsetPtr === 0 ? 0 : 1);
      for (const row of rows) {
        v[0] = all[row] ?? 0;
        offset.set(offsets.subarray(row, row + 1));
        const { unit } = this.weights;
        const first = at.indptr + 4 * row;
        kernels.epoch(outPtr, workspacePtr, first, at.indices, at.data, vPtr, wPtr, offsetPtr, 1, columns, b, unit);
      }
      record.set(arena.float64(outPtr, record.length));
    });
  }
}

/** These columns alone, rising, of all rows. */
function columnsOf(csr: Csr, columns: readonly number[]): Csr {
  const { rows, indptr, indices, data } = csr;
  // where each column is among those that are wanted, -1 where it is not
  const at = new Int32Array(csr.columns).fill(-1);
  for (const [position, column] of columns.entries()) at[column] = position;
  const starts = new Uint32Array(rows + 1);
  for (let row = 0, count = 0; row < rows; ++row) {
    const end = indptr[row + 1] as number;
    for (let k = indptr[row] as number; k < end; ++k) if ((at[indices[k] as number] as number) >= 0) ++count;
    starts[row + 1] = count;
  }
  const length = starts[rows] as number;
  const some = new Uint32Array(length);
  const values = data && new (data instanceof Float32Array ? Float32Array : Float64Array)(length);
  for (let k = 0, to = 0; to < length; ++k) {
    const position = at[indices[k] as number] as number;
    if (position < 0) continue;
    some[to] = position;
    if (values !== undefined && data !== undefined) values[to] = data[k] as number;
    ++to;
  }
  return { rows, columns: columns.length, indptr: starts, indices: some, data: values };
}
