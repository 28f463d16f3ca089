import { describe, expect, it } from "vitest";
import { levelsOf, runOf, type ShareRun, ShareSums } from "../../src/rows/shareSums.ts";
import { sumOfTree } from "../kernel/reference/sums.ts";
import { EVERY_SIZE } from "../support/everySize.ts";
import { random } from "../support/random.ts";

const MOST_SHARES = 40;
const MOST_RUNS = EVERY_SIZE ? 5 : 4;
const uniform = random(40);
/** Numbers over twelve orders of either sign, so that another order of addition has other bits. */
const RECORDS = Array.from({ length: MOST_SHARES }, () =>
  Float64Array.from({ length: 3 }, () => (uniform() - 0.5) * 10 ** (12 * uniform())),
);

/** What a holder of a run answers with. */
function answerOf(run: ShareRun): ShareSums {
  const sums = new ShareSums(3, run.first);
  for (const record of RECORDS.slice(run.first, run.end)) sums.add(record);
  return sums;
}

const answers = new Map<string, ShareSums>();

function answerOnce(first: number, end: number): ShareSums {
  const key = `${first} ${end}`;
  const answer = answers.get(key) ?? answerOf({ first, end });
  answers.set(key, answer);
  return answer;
}

/** Every division of `shares` shares into at most `most` runs, each as the ends of its runs. */
function* divisions(shares: number, most: number, first = 0): Generator<number[]> {
  yield [shares];
  if (most === 1) return;
  for (let end = first + 1; end < shares; ++end) {
    for (const rest of divisions(shares, most - 1, end)) yield [end, ...rest];
  }
}

/** How the runs of a division add up, by whoever asks their holders. */
function dividedSum(ends: readonly number[]): Float64Array {
  const sums = new ShareSums(3);
  let first = 0;
  for (const end of ends) {
    for (const { record, level } of answerOnce(first, end).nodes) sums.add(record, level);
    first = end;
  }
  return sums.take();
}

describe("the sum over shares", () => {
  it("is that of the tree", () => {
    for (let shares = 1; shares <= MOST_SHARES; ++shares) {
      expect(answerOf({ first: 0, end: shares }).take(), `${shares} shares`).toEqual(
        sumOfTree(RECORDS.slice(0, shares)),
      );
    }
  });

  it("has other bits than the sum of one share after the other, so that these tests can tell", () => {
    const inOrder = RECORDS.reduce((total, record) => total.map((sum, k) => sum + (record[k] ?? Number.NaN)));
    expect(sumOfTree(RECORDS)).not.toEqual(inOrder);
  });

  it(`has the same bits for every division of up to ${MOST_SHARES} shares into up to ${MOST_RUNS} runs`, () => {
    let divided = 0;
    for (let shares = 1; shares <= MOST_SHARES; ++shares) {
      const expected = sumOfTree(RECORDS.slice(0, shares));
      for (const ends of divisions(shares, MOST_RUNS)) {
        const sum = dividedSum(ends);
        divided += 1;
        if (sum.every((value, k) => Object.is(value, expected[k]))) continue;
        expect(sum, `${shares} shares, runs that end at ${ends}`).toEqual(expected);
      }
    }
    // the sum over S up to 40 and r up to MOST_RUNS of (S - 1 choose r - 1)
    expect(divided).toBe(EVERY_SIZE ? 760_098 : 102_090);
  });

  it("is zeros where there is no share, and begins anew once it is taken", () => {
    const sums = new ShareSums(2);
    expect(sums.take()).toEqual(new Float64Array(2));
    for (const factor of [1, 10]) {
      for (const value of [1, 2, 3]) sums.add(Float64Array.of(factor * value, 0));
      expect(sums.take()).toEqual(Float64Array.of(6 * factor, 0));
    }
  });

  it("does not change the records that are added, nor keep them", () => {
    const record = Float64Array.of(1);
    const sums = new ShareSums(1);
    for (let share = 0; share < 5; ++share) {
      record[0] = share;
      sums.add(record);
      expect(record[0]).toBe(share);
    }
    expect(sums.take()).toEqual(Float64Array.of(10));
  });
});

describe("a run of shares", () => {
  it("is answered with the nodes that whoever asks expects, at most 2 log2 of its shares", () => {
    for (let first = 0; first < 100; ++first) {
      for (let end = first + 1; end <= 100; ++end) {
        const levels = levelsOf({ first, end });
        expect(levels.reduce((shares, level) => shares + 2 ** level, 0)).toBe(end - first);
        expect(levels.length).toBeLessThanOrEqual(Math.max(1, 2 * Math.log2(end - first)));
        if (end <= MOST_SHARES) expect(answerOf({ first, end }).nodes.map(({ level }) => level)).toEqual(levels);
      }
    }
  });

  it("that is aligned is one node", () => {
    for (const [first, end] of [
      [0, 32],
      [32, 36],
      [6, 8],
      [7, 8],
    ] as const) {
      expect(levelsOf({ first, end })).toEqual([Math.log2(end - first)]);
    }
  });

  it("is an even part of all: each share has one holder", () => {
    for (let shares = 0; shares < 30; ++shares) {
      for (let holders = 1; holders < 8; ++holders) {
        const runs = Array.from({ length: holders }, (_, holder) => runOf(holder, holders, shares));
        expect(runs[0]?.first).toBe(0);
        expect(runs.at(-1)?.end).toBe(shares);
        for (const [i, { first, end }] of runs.entries()) {
          expect(end).toBe(runs[i + 1]?.first ?? shares);
          expect(end - first).toBeGreaterThanOrEqual(Math.floor(shares / holders));
          expect(end - first).toBeLessThanOrEqual(Math.ceil(shares / holders));
        }
      }
    }
  });
});
