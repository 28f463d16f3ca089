/** The kinds of array that hold one number a row. */
export type RowNumbers =
  | Uint8Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** One number a row, in order. A typed array is one. */
export interface RowVector<Numbers extends RowNumbers = RowNumbers> {
  readonly length: number;
  /** The numbers of rows first .. end - 1, valid until the next call. */
  subarray(first: number, end: number): Numbers;
  /** A copy of the numbers of rows first .. end - 1. */
  slice(first: number, end: number): Numbers;
}

/**
 * A vector above this many bytes is computed anew whenever some of it is asked for. Beside X of few columns it would
 * take as much memory as X itself.
 */
const KEPT_BYTES = 8 * 1024 * 1024;
/** Rows that are looked at together. */
const PART_ROWS = 4096;

/** Computed when it is read, from what the caller has. */
class ComputedVector<Numbers extends RowNumbers> implements RowVector<Numbers> {
  readonly length: number;
  readonly #make: (length: number) => Numbers;
  readonly #fill: (target: Numbers, first: number) => void;
  #scratch: Numbers;

  constructor(length: number, make: (length: number) => Numbers, fill: (target: Numbers, first: number) => void) {
    this.length = length;
    this.#make = make;
    this.#fill = fill;
    this.#scratch = make(0);
  }

  subarray(first: number, end: number): Numbers {
    if (end - first > this.#scratch.length)
      this.#scratch = this.#make(Math.max(end - first, Math.min(this.length, PART_ROWS)));
    const part = this.#scratch.subarray(0, end - first) as Numbers;
    this.#fill(part, first);
    return part;
  }

  slice(first: number, end: number): Numbers {
    const copy = this.#make(end - first);
    this.#fill(copy, first);
    return copy;
  }
}

/**
 * `fill(target, first)` writes the numbers from row `first` on: at once if they take little memory, else whenever they
 * are read.
 */
export function rowVector<Numbers extends RowNumbers>(
  length: number,
  make: (length: number) => Numbers,
  fill: (target: Numbers, first: number) => void,
): RowVector<Numbers> {
  const computed = computedVector(length, make, fill);
  if (length * make(0).BYTES_PER_ELEMENT > KEPT_BYTES) return computed;
  const kept: RowVector = computed.slice(0, length);
  return kept as RowVector<Numbers>;
}

/**
 * A vector that is computed whenever it is read, however little memory it would take: for one that is read once or
 * twice.
 */
export function computedVector<Numbers extends RowNumbers>(
  length: number,
  make: (length: number) => Numbers,
  fill: (target: Numbers, first: number) => void,
): RowVector<Numbers> {
  return new ComputedVector(length, make, fill);
}

/** Calls `use` with one part of the vector after the other; false ends it. */
export function forParts<Numbers extends RowNumbers>(
  vector: RowVector<Numbers>,
  use: (part: Numbers, first: number) => unknown,
): void {
  for (let first = 0; first < vector.length; first += PART_ROWS) {
    if (use(vector.subarray(first, Math.min(vector.length, first + PART_ROWS)), first) === false) return;
  }
}

/** The vector in memory of its own, whatever becomes of what it was computed from. */
export function owned(vector: RowVector): RowNumbers {
  return ArrayBuffer.isView(vector) ? (vector as RowNumbers) : vector.slice(0, vector.length);
}
