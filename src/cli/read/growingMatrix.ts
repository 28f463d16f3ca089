import type { RowMajorMatrix } from "../../types.ts";
import { Failure } from "../failure.ts";

/** Row-major float64 rows that arrive one by one, in one buffer that doubles. */
export class GrowingMatrix {
  readonly columns: number;
  #data: Float64Array;
  #rows = 0;

  constructor(columns: number) {
    this.columns = columns;
    this.#data = new Float64Array(64 * columns);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Adds a row whose cells are `valueAt(0)`, `valueAt(1)`, ...; if that throws the row is not there. */
  push(valueAt: (column: number) => number): void {
    const start = this.#rows * this.columns;
    if (start + this.columns > this.#data.length) this.#grow();
    for (let j = 0; j < this.columns; j++) this.#data[start + j] = valueAt(j);
    this.#rows++;
  }

  /** Forgets the rows and keeps the buffer. Earlier views are overwritten. */
  clear(): void {
    this.#rows = 0;
  }

  /** A view of the rows so far, valid until the next push. */
  view(): RowMajorMatrix {
    return { data: this.#data.subarray(0, this.#rows * this.columns), rows: this.#rows, columns: this.columns };
  }

  /** Moves the rows where `moved` is 1 to a matrix of their own and closes the gaps; the order is kept in both. */
  takeOut(moved: Uint8Array): GrowingMatrix {
    const taken = new GrowingMatrix(this.columns);
    const n = this.columns;
    let kept = 0;
    for (let row = 0; row < this.#rows; row++) {
      if (moved[row] === 1) {
        const start = row * n;
        taken.push((j) => this.#data[start + j] ?? 0);
      } else {
        this.#data.copyWithin(kept * n, row * n, (row + 1) * n);
        kept++;
      }
    }
    this.#rows = kept;
    return taken;
  }

  #grow(): void {
    try {
      const larger = new Float64Array(2 * this.#data.length);
      larger.set(this.#data);
      this.#data = larger;
    } catch {
      const gigabytes = ((16 * this.#data.length) / 1e9).toFixed(1);
      throw new Failure(`the data does not fit into memory (${this.#rows} rows read, ${gigabytes} GB needed)`);
    }
  }
}
