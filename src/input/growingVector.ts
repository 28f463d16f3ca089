import type { RowNumbers } from "./rowVector.ts";

const PIECE_LENGTH = 65536;

/** Numbers that arrive one by one and are kept in pieces, so that none is copied when they become many. */
export class GrowingVector {
  readonly #make: (length: number) => RowNumbers;
  readonly #pieces: RowNumbers[] = [];
  #length = 0;

  constructor(make: (length: number) => RowNumbers) {
    this.#make = make;
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    const at = this.#length % PIECE_LENGTH;
    if (at === 0) this.#pieces.push(this.#make(PIECE_LENGTH));
    const piece = this.#pieces.at(-1);
    if (piece !== undefined) piece[at] = value;
    this.#length += 1;
  }

  /** Copies the numbers from `first` on into all of `target`. */
  read(target: RowNumbers, first: number): void {
    for (let done = 0; done < target.length; ) {
      const at = (first + done) % PIECE_LENGTH;
      const piece = this.#pieces[(first + done - at) / PIECE_LENGTH];
      const part = piece?.subarray(at, at + target.length - done) ?? [];
      target.set(part, done);
      done += part.length;
    }
  }
}
