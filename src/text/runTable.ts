/**
 * Numbers of pairs of whole numbers, each the number of a run of words and the word after it, by a hash table of typed
 * arrays: a run of three words is the pair of (the run of the first two) and the third.
 */
export class RunTable {
  /** Where each pair is, by its hash or at the next place that was free: its number plus 1; 0 is free, as half are. */
  #slots = new Int32Array(1024);
  readonly #before: number[] = [];
  readonly #after: number[] = [];
  readonly #numbers: number[] = [];

  /** The number of the pair (before, after): `next()` if it is new. */
  numberOf(before: number, after: number, next: () => number): number {
    const mask = this.#slots.length - 1;
    let slot = hashOf(before, after) & mask;
    for (;;) {
      const pair = (this.#slots[slot] as number) - 1;
      if (pair < 0) break;
      if (this.#before[pair] === before && this.#after[pair] === after) return this.#numbers[pair] as number;
      slot = (slot + 1) & mask;
    }
    const number = next();
    this.#before.push(before);
    this.#after.push(after);
    this.#slots[slot] = this.#numbers.push(number);
    if (2 * this.#numbers.length > this.#slots.length) this.#grow();
    return number;
  }

  #grow(): void {
    const slots = new Int32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let pair = 0; pair < this.#numbers.length; ++pair) {
      let slot = hashOf(this.#before[pair] as number, this.#after[pair] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = pair + 1;
    }
    this.#slots = slots;
  }
}

function hashOf(before: number, after: number): number {
  const hash = Math.imul(Math.imul(before, 0x5bd1e995) ^ after, 0x9e3779b1);
  return hash ^ (hash >>> 15);
}
