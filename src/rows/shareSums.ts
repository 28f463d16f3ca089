import { orOutOfMemory } from "../wasm/outOfMemory.ts";

/** The sum of the records of 2^level shares. */
export interface ShareNode {
  readonly level: number;
  readonly record: Float64Array<ArrayBuffer>;
}

/**
 * The order in which the records of shares are added (docs/internals/sums.md). A record is a vector of float64 sums
 * over the rows of one share: of a gradient, a Hessian, a product, moments. Records are added in a fixed binary tree
 * over the numbers of the shares:
 *
 *     node (0, s)  = the record of share s
 *     node (k, i)  = node (k - 1, 2i) + node (k - 1, 2i + 1)
 *
 * or the left one alone, where no share is left for the right one. The sum over all shares is the root. Whoever holds
 * an aligned run of 2^k shares answers with its one node, so that any division of the rows among holders, workers or
 * machines gives the same bits; and a sum of S records passes through log2(S) roundings, not S.
 */
export class ShareSums {
  readonly length: number;
  /** Nodes that wait for their right neighbours, from left to right. */
  readonly #waiting: Waiting[] = [];
  /** Records whose numbers are no longer needed. */
  readonly #spare: Float64Array<ArrayBuffer>[] = [];
  /** The number of the share to come. */
  #share: number;

  /** Sums records of `length` numbers; `first` is the number of the first share that is added. */
  constructor(length: number, first = 0) {
    this.length = length;
    this.#share = first;
  }

  /** Adds the node of the next 2^level shares, the record of the next share by default. The record is only read. */
  add(record: Float64Array, level = 0): void {
    const copy = this.#spare.pop() ?? orOutOfMemory("room for the sums", () => new Float64Array(this.length));
    copy.set(record);
    this.#waiting.push({ first: this.#share, level, record: copy });
    this.#share += 2 ** level;
    this.#carry();
  }

  /** Whether all that was added is finite. */
  get finite(): boolean {
    return this.#waiting.every(({ record }) => record.every(Number.isFinite));
  }

  /** The nodes of the run of shares that was added, from left to right, their levels as levelsOf has them. */
  get nodes(): readonly ShareNode[] {
    return this.#waiting;
  }

  /**
   * The sum over all shares, which must have begun with the first; zeros if none was added. They are then forgotten.
   */
  take(): Float64Array<ArrayBuffer> {
    const last = this.#waiting.pop()?.record;
    let sum = last ?? new Float64Array(this.length);
    for (let left = this.#waiting.pop(); left !== undefined; left = this.#waiting.pop()) {
      addRecord(left.record, sum);
      this.#spare.push(sum);
      sum = left.record;
    }
    this.#share = 0;
    return sum;
  }

  /** Adds up neighbours that make a node of the next level, as the carry of a binary counter. */
  #carry(): void {
    for (;;) {
      const right = this.#waiting.at(-1);
      const left = this.#waiting.at(-2);
      if (left === undefined || left.level !== right?.level || left.first % 2 ** (left.level + 1) !== 0) return;
      addRecord(left.record, right.record);
      left.level += 1;
      this.#spare.push(right.record);
      this.#waiting.pop();
    }
  }
}

interface Waiting extends ShareNode {
  readonly first: number;
  level: number;
}

/** Shares first .. end - 1. */
export interface ShareRun {
  readonly first: number;
  readonly end: number;
}

/**
 * The levels of the nodes that a run of shares consists of, from left to right: the fewest, at most twice the log2 of
 * their number.
 */
export function levelsOf({ first, end }: ShareRun): number[] {
  const levels: number[] = [];
  for (let at = first; at < end; ) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= end) level += 1;
    levels.push(level);
    at += 2 ** level;
  }
  return levels;
}

/** The run that is the part of one of `holders` holders who divide `shares` shares evenly. */
export function runOf(holder: number, holders: number, shares: number): ShareRun {
  const start = (index: number): number => Math.floor((index * shares) / holders);
  return { first: start(holder), end: start(holder + 1) };
}

/** total += record */
export function addRecord(total: Float64Array, record: Float64Array): void {
  for (let i = 0; i < total.length; ++i) total[i] = (total[i] ?? 0) + (record[i] ?? 0);
}
