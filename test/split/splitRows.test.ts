import { describe, expect, test } from "vitest";
import { mulberry32 } from "../../src/solver/random.ts";
import { heldOutRows } from "../../src/split/splitRows.ts";

const codes = Array.from({ length: 100 }, (_, i) => (i % 4 === 0 ? 1 : 0));

function heldOutOf(codes: readonly number[], fraction: number, seed: number): number[] {
  return [...heldOutRows(codes, fraction, seed).entries()].filter(([, flag]) => flag === 1).map(([row]) => row);
}

describe("the held-out rows", () => {
  test("are the given share of each class", () => {
    const rows = heldOutOf(codes, 0.2, 1);
    expect(rows.filter((row) => codes[row] === 1)).toHaveLength(5);
    expect(rows.filter((row) => codes[row] === 0)).toHaveLength(15);
  });

  test("depend on the seed and on nothing else", () => {
    expect(heldOutOf(codes, 0.2, 1)).toEqual(heldOutOf(codes, 0.2, 1));
    expect(heldOutOf(codes, 0.2, 1)).not.toEqual(heldOutOf(codes, 0.2, 2));
    // Frozen: a change of these rows changes every published result.
    expect(heldOutOf([0, 1, 0, 1, 0, 1, 0, 1, 0, 1], 0.4, 1)).toEqual([2, 5, 6, 9]);
  });

  test("are the same whichever number stands for which class", () => {
    expect(heldOutOf([1, 0, 1, 0, 1, 0, 1, 0, 1, 0], 0.4, 1)).toEqual([2, 5, 6, 9]);
    const swapped = codes.map((code) => 1 - code);
    for (let seed = 0; seed < 20; seed++) expect(heldOutOf(swapped, 0.3, seed)).toEqual(heldOutOf(codes, 0.3, seed));
  });

  test("never take the last row of a class", () => {
    expect(heldOutOf([0, 0, 0, 0, 1], 0.9, 1)).toHaveLength(3);
    expect(heldOutOf([0, 0, 1, 1], 0.999, 1)).toHaveLength(2);
    expect(heldOutOf([0, 1], 0.5, 1)).toEqual([]);
  });

  test("are none for a fraction of 0", () => {
    expect(heldOutOf(codes, 0, 1)).toEqual([]);
  });

  test("are drawn evenly: over many seeds each row comes up about as often as any other", () => {
    const counts = new Array<number>(20).fill(0);
    const half = counts.map((_, row) => row % 2);
    for (let seed = 0; seed < 2000; seed++)
      for (const row of heldOutOf(half, 0.3, seed)) counts[row] = (counts[row] ?? 0) + 1;
    // Binomial(2000, 0.3): mean 600, standard deviation 20.5.
    for (const count of counts) expect(Math.abs(count - 600)).toBeLessThan(5 * 20.5);
  });
});

describe("mulberry32", () => {
  test("gives the published sequence", () => {
    const random = mulberry32(0);
    // From the reference implementation in C, seed 0, as 32-bit integers.
    expect([random(), random(), random()].map((u) => u * 2 ** 32)).toEqual([1144304738, 1416247, 958946056]);
  });
});
