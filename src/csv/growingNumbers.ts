import { LogitRangeError } from "../errors.ts";

type Numbers = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** Numbers that arrive one by one, in one typed array that doubles. */
export class GrowingNumbers<Kept extends Numbers> {
  readonly #make: (length: number) => Kept;
  #data: Kept;
  #length = 0;

  constructor(make: (length: number) => Kept) {
    this.#make = make;
    this.#data = make(64);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#data.length) this.#grow();
    this.#data[this.#length++] = value;
  }

  /** A view, valid until the next push. */
  all(): Kept {
    return this.#data.subarray(0, this.#length) as Kept;
  }

  clear(): void {
    this.#data = this.#make(64);
    this.#length = 0;
  }

  #grow(): void {
    try {
      const larger = this.#make(2 * this.#data.length);
      larger.set(this.#data);
      this.#data = larger;
    } catch {
      const gigabytes = ((2 * this.#data.byteLength) / 1e9).toFixed(1);
      const read = `${this.#length} rows read, ${gigabytes} GB a column needed`;
      throw new LogitRangeError("OUT_OF_MEMORY", `the data does not fit into memory (${read})`);
    }
  }
}
