import { LogitRangeError } from "../errors.ts";
import type { Csr } from "../input/csr.ts";
import {
  indicesFor,
  reserveSparse,
  type SparseKernels,
  type SparsePointers,
  sparseKernelsOf,
  sparseRowVectorBytes,
} from "../kernel/sparse.ts";
import type { Arena } from "../wasm/arena.ts";
import type { Pointer, SparseValues } from "../wasm/kernelExports.ts";

/** What is known of sparse rows before they come. */
export interface SparseRoom {
  readonly rows: number;
  readonly columns: number;
  readonly nonZeros: number;
  readonly values: SparseValues;
  /** Whether each row has an offset. */
  readonly offsets: boolean;
}

/**
 * Room in an arena for sparse rows, whatever their weights. They are pushed in order, all at once or some at a time.
 */
export class SparseStore {
  readonly arena: Arena;
  readonly kernels: SparseKernels;
  readonly rows: number;
  readonly columns: number;
  readonly nonZeros: number;
  readonly at: SparsePointers;
  /** 0 where rows have no offsets. */
  readonly offsetPtr: Pointer;
  #pairs = 0;
  /** Rows and entries that have come. */
  #rowsIn = 0;
  #entriesIn = 0;

  constructor(arena: Arena, { rows, columns, nonZeros, values, offsets }: SparseRoom) {
    this.arena = arena;
    this.kernels = sparseKernelsOf(arena, values, indicesFor(columns));
    this.rows = rows;
    this.columns = columns;
    this.nonZeros = nonZeros;
    this.at = reserveSparse(arena, this.kernels, rows, nonZeros);
    this.offsetPtr = offsets ? arena.reserve(sparseRowVectorBytes(rows)) : 0;
  }

  /** Copies the next rows in, which have values and offsets as the room was made for. */
  push(csr: Csr, offsets: Float64Array | undefined): void {
    const { indptr, indices, data } = this.csr;
    const [row, entry] = [this.#rowsIn, this.#entriesIn];
    const starts = indptr.subarray(row, row + csr.rows + 1);
    starts.set(csr.indptr);
    if (entry > 0) for (let i = 0; i < starts.length; ++i) starts[i] = (starts[i] as number) + entry;
    indices.set(csr.indices, entry);
    if (data !== undefined && csr.data !== undefined) data.set(csr.data, entry);
    if (offsets !== undefined) this.offsets?.set(offsets, row);
    this.#pairs += pairsOf(csr);
    this.#rowsIn += csr.rows;
    this.#entriesIn += csr.indices.length;
  }

  /** Products of two entries of a row, over all rows. */
  get pairs(): number {
    return this.#pairs;
  }

  /** The rows where they lie, good until the memory grows. */
  get csr() {
    const { arena, rows, columns, nonZeros } = this;
    const { values, indices } = this.kernels;
    const width = indices === "u16" ? Uint16Array : Uint32Array;
    return {
      ...{ rows, columns },
      indptr: viewOf(arena, Uint32Array, this.at.indptr, rows + 1),
      indices: viewOf<Uint16Array | Uint32Array>(arena, width, this.at.indices, nonZeros),
      data: values === "ones" ? undefined : arena.view(values, this.at.data, nonZeros),
    } satisfies Csr;
  }

  /** Good until the memory grows. */
  get offsets(): Float64Array | undefined {
    return this.offsetPtr === 0 ? undefined : this.arena.float64(this.offsetPtr, this.rows);
  }
}

/** The room that sparse rows take. */
export function roomFor({ rows, columns, indices, data }: Csr, offsets: boolean): SparseRoom {
  const values = data === undefined ? "ones" : data instanceof Float32Array ? "f32" : "f64";
  return { rows, columns, nonZeros: indices.length, values, offsets };
}

/** The room for rows first .. end - 1 of them. */
export function roomForPart(csr: Csr, offsets: boolean, first: number, end: number): SparseRoom {
  const [from, to] = entriesOf(csr, first, end);
  return { ...roomFor(csr, offsets), rows: end - first, nonZeros: to - from };
}

/**
 * Where the entries of rows first .. end - 1 begin and end.
 * @throws LogitRangeError INVALID_MATRIX where an array has gone that they were in, as only what runs between two parts
 * can make it
 */
function entriesOf({ indptr, indices, data }: Csr, first: number, end: number): [from: number, to: number] {
  const [from, to] = [indptr[first] as number, indptr[end] as number];
  if (indices.length >= to && (data?.length ?? to) >= to) return [from, to];
  throw new LogitRangeError("INVALID_MATRIX", "X: expected its arrays to stay, got one detached");
}

/** Products of two entries of a row, over all rows: what a Hessian costs. */
export function pairsOf({ rows, indptr }: Csr): number {
  let pairs = 0;
  for (let row = 0; row < rows; ++row) {
    const length = (indptr[row + 1] as number) - (indptr[row] as number);
    pairs += (length * (length + 1)) / 2;
  }
  return pairs;
}

/** Sparse rows in memory that is theirs alone, to be handed over. */
export interface SparsePart extends Csr {
  readonly indptr: Uint32Array<ArrayBuffer>;
  readonly indices: Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
  readonly data: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | undefined;
}

/** A copy of rows first .. end - 1, indices as small as they can be. */
export function partOf(csr: Csr, first: number, end: number): SparsePart {
  const { columns, indptr, indices, data } = csr;
  const [from, to] = entriesOf(csr, first, end);
  const starts = Uint32Array.from({ length: end - first + 1 }, (_, i) => (indptr[first + i] as number) - from);
  const own = new (indicesFor(columns) === "u16" ? Uint16Array : Uint32Array)(to - from);
  own.set(ArrayBuffer.isView(indices) ? (indices as Uint32Array).subarray(from, to) : sliceOf(indices, from, to));
  const values = data?.slice(from, to) as SparsePart["data"];
  return { rows: end - first, columns, indptr: starts, indices: own, data: values };
}

function sliceOf(list: ArrayLike<number>, from: number, to: number): number[] {
  return Array.prototype.slice.call(list, from, to);
}

function viewOf<View>(
  arena: Arena,
  type: new (buffer: ArrayBuffer, pointer: number, length: number) => View,
  pointer: Pointer,
  length: number,
): View {
  return new type(arena.bytes(0, 0).buffer, pointer, length);
}
