/** A typed array that doubles as it fills. */
export class Growable<Numbers extends Uint8Array<ArrayBuffer> | Float64Array<ArrayBuffer>> {
  #values: Numbers;
  #length = 0;
  readonly #make: (length: number) => Numbers;

  constructor(make: (length: number) => Numbers) {
    this.#make = make;
    this.#values = make(256);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = this.#make(2 * this.#length);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  /** The values so far, not copied. */
  values(): Numbers {
    return this.#values.subarray(0, this.#length) as Numbers;
  }
}
