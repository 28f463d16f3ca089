const NO_RUN = -1;

/**
 * Runs of tokens by number, as a tree: a run is one token, or another run and the token after it. Tokens are numbers as
 * well (of words, or of characters), so that no text is put together while texts are read.
 */
export class Runs {
  /** The run that each run goes on from, `NO_RUN` of one token, and its last token. */
  readonly #before: number[] = [];
  readonly #last: number[] = [];
  /** The run of each token alone. */
  readonly #alone: number[] = [];
  /** Each longer run plus 1 at the hash of both numbers, or at the next place that was free, where 0 is. Half are. */
  #slots = new Int32Array(1024);

  /** The run of one token. */
  of(token: number): number {
    const run = this.#alone[token];
    if (run !== undefined) return run;
    this.#alone[token] = this.#new(NO_RUN, token);
    return this.#last.length - 1;
  }

  /** The run of another run and a token. */
  after(before: number, token: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hashOf(before, token) & mask;
    for (;;) {
      const run = (slots[slot] as number) - 1;
      if (run < 0) break;
      if (this.#last[run] === token && this.#before[run] === before) return run;
      slot = (slot + 1) & mask;
    }
    const run = this.#new(before, token);
    slots[slot] = run + 1;
    if (2 * run > slots.length) this.#grow();
    return run;
  }

  #new(before: number, token: number): number {
    this.#before.push(before);
    return this.#last.push(token) - 1;
  }

  /** The text of a run of tokens of these texts. */
  textOf(run: number, tokens: readonly string[], between: string): string {
    const token = tokens[this.#last[run] as number] as string;
    const before = this.#before[run] as number;
    return before === NO_RUN ? token : this.textOf(before, tokens, between) + between + token;
  }

  /**
   * All runs in the order of their tokens, of which the first that differs decides; a run comes before those that go on
   * from it. That is the order of their texts by code point: the blank between two words comes before all that words
   * are made of.
   * @param rankOf the rank of each token among all
   */
  inOrder(rankOf: Uint32Array): Uint32Array<ArrayBuffer> {
    const count = this.#last.length;
    const ranked = new Int32Array(rankOf.length).fill(-1);
    const next = new Int32Array(count);
    // a chain of the runs that end in each token, then, from the last token down, a chain of those that go on from each
    // run, each put before those that are there
    for (let run = 0; run < count; ++run) {
      const rank = rankOf[this.#last[run] as number] as number;
      next[run] = ranked[rank] as number;
      ranked[rank] = run;
    }
    const first = new Int32Array(count + 1).fill(-1);
    for (let rank = rankOf.length - 1; rank >= 0; --rank) {
      let run = ranked[rank] as number;
      while (run >= 0) {
        const another = next[run] as number;
        const before = (this.#before[run] as number) + 1;
        next[run] = first[before] as number;
        first[before] = run;
        run = another;
      }
    }
    const order = new Uint32Array(count);
    let run = first[0] as number;
    for (let place = 0; place < count; ++place) {
      order[place] = run;
      let follower = first[run + 1] as number;
      while (follower < 0 && run >= 0) {
        follower = next[run] as number;
        run = this.#before[run] as number;
      }
      run = follower;
    }
    return order;
  }

  #grow(): void {
    const slots = new Int32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let run = 0; run < this.#last.length; ++run) {
      if (this.#before[run] === NO_RUN) continue;
      let slot = hashOf(this.#before[run] as number, this.#last[run] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = run + 1;
    }
    this.#slots = slots;
  }
}

function hashOf(before: number, token: number): number {
  const hash = Math.imul(Math.imul(before, 0x5bd1e995) ^ token, 0x9e3779b1);
  return hash ^ (hash >>> 15);
}
