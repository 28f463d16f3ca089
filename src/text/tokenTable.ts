/**
 * The tokens of texts by number, without a string for each of them: a text is read once, by code units, and only a
 * token that is new is cut out of it. Half of the time of `match` and a Map; the tokens are the same (a test compares).
 */

/** What a UTF-16 code unit is; 0 is one that was not asked about yet. */
const OUTSIDE = 1;
const INSIDE = 2;
/** The first half of a pair, which says nothing without the second. */
const HALF = 3;

/** Hashes are of so few bits that engines store them as they are, without an object for each. */
const LOW_BITS = 0x3fffffff;

export class TokenTable {
  /** By number, in the order in which they first came. */
  readonly tokens: string[] = [];
  readonly #isInside: (character: string) => boolean;
  readonly #shortest: number;
  readonly #kinds = new Uint8Array(65536);
  readonly #hashes: number[] = [];
  /** The number of a token at its hash, or at the next place that was free; -1 where there is none. Half are free. */
  #slots = new Int32Array(1024).fill(-1);

  /** Tokens are runs of `shortest` or more characters (code points) that are inside, as long as they can be. */
  constructor(isInside: (character: string) => boolean, shortest: number) {
    this.#isInside = isInside;
    this.#shortest = shortest;
  }

  /** Puts the numbers of the tokens of a text, in their order, in the place of what is in `found`. */
  find(text: string, found: number[]): void {
    found.length = 0;
    const kinds = this.#kinds;
    const { length } = text;
    for (let at = 0; at < length; ++at) {
      const from = at;
      let characters = 0;
      let hash = 0;
      for (; at < length; ++at) {
        let code = text.charCodeAt(at);
        const kind = (kinds[code] as number) || this.#learnKind(code);
        if (kind === OUTSIDE) break;
        if (kind === HALF) {
          code = text.codePointAt(at) as number;
          if (!this.#isInside(String.fromCodePoint(code))) break;
          if (code > 0xffff) ++at;
        }
        hash = Math.imul(hash ^ code, 0x5bd1e995);
        hash ^= hash >>> 15;
        ++characters;
      }
      if (characters >= this.#shortest) found.push(this.#numberOf(text, from, at, hash & LOW_BITS));
    }
  }

  #learnKind(unit: number): number {
    const isHalf = unit >= 0xd800 && unit < 0xdc00;
    const kind = isHalf ? HALF : this.#isInside(String.fromCharCode(unit)) ? INSIDE : OUTSIDE;
    this.#kinds[unit] = kind;
    return kind;
  }

  #numberOf(text: string, from: number, end: number, hash: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const token = this.#slots[slot] as number;
      if (token < 0) break;
      if (this.#hashes[token] === hash && isAt(text, from, end, this.tokens[token] as string)) return token;
      slot = (slot + 1) & mask;
    }
    // engines keep the whole text alive for a part of it that is not put together anew
    const token = this.tokens.push(` ${text.slice(from, end)}`.slice(1)) - 1;
    this.#hashes.push(hash);
    this.#slots[slot] = token;
    if (2 * this.tokens.length > this.#slots.length) this.#grow();
    return token;
  }

  #grow(): void {
    const slots = new Int32Array(2 * this.#slots.length).fill(-1);
    const mask = slots.length - 1;
    for (let token = 0; token < this.#hashes.length; ++token) {
      let slot = (this.#hashes[token] as number) & mask;
      while ((slots[slot] as number) >= 0) slot = (slot + 1) & mask;
      slots[slot] = token;
    }
    this.#slots = slots;
  }
}

/** Whether the text from `from` to `end` is the token. */
function isAt(text: string, from: number, end: number, token: string): boolean {
  if (token.length !== end - from) return false;
  for (let k = 0; k < token.length; ++k) if (token.charCodeAt(k) !== text.charCodeAt(from + k)) return false;
  return true;
}
