import { describe, expect, it } from "vitest";
import { encodeLabels } from "../../src/input/labels.ts";
import { random } from "../support/random.ts";

/** Labels as arrays are the oracle: the typed arrays have a loop of their own. */
function inEveryArray(labels: readonly number[]): ArrayLike<number>[] {
  const all = [Float64Array, Float32Array, Int32Array, Int16Array, Int8Array, Uint32Array, Uint8Array];
  const copies: ArrayLike<number>[] = all.map((Kind) => Kind.from(labels));
  return copies.filter((copy) => labels.every((label, row) => copy[row] === label));
}

describe("labels in typed arrays", () => {
  for (const [a, b] of [
    [0, 1],
    [-1, 1],
    [1, 0],
    [3, 7],
    [-0.5, 1e-300],
    [1e308, -1e308],
    [5e-324, 0],
    [2 ** 53, -1],
  ] as const) {
    it(`are encoded as those in arrays: ${a} and ${b}`, () => {
      const uniform = random(1);
      const labels = [a, b, ...Array.from({ length: 99 }, () => (uniform() < 0.4 ? a : b))];
      const expected = encodeLabels(labels, labels.length, undefined);
      expect(Array.from(expected.positive.subarray(0, labels.length))).toEqual(
        labels.map((label) => (label === Math.max(a, b) ? 1 : 0)),
      );
      const copies = inEveryArray(labels);
      expect(copies.length).toBeGreaterThan(0);
      for (const copy of copies) expect(encodeLabels(copy, labels.length, undefined)).toEqual(expected);
      const swapped = encodeLabels(Float64Array.from(labels), labels.length, [
        expected.classes[1],
        expected.classes[0],
      ]);
      const positive = expected.positive.slice(0, labels.length);
      expect(swapped.positive).toEqual(positive.map((bit) => 1 - bit));
    });
  }

  it("may hold both zeros, which are one label", () => {
    expect(encodeLabels(Float64Array.of(0, -0, 1, -0), 4, undefined)).toEqual(
      encodeLabels([0, -0, 1, -0], 4, undefined),
    );
  });

  for (const third of [0.5, 2, -1, Number.MAX_VALUE, 1 + 2 ** -52, Number.MIN_VALUE]) {
    it(`name a third label by its row: ${third}`, () => {
      const y = Float64Array.of(1, 0, 0, 1, third, 1);
      const message = `y: expected two classes, 1 and 0, got a third, ${third}, at row 4`;
      expect(() => encodeLabels(y, 6, undefined)).toThrow(message);
      expect(() => encodeLabels(y, 6, [0, 1])).toThrow(`y: expected 0 or 1, got ${third} at row 4`);
    });
  }

  it("are no numbers in a BigInt64Array", () => {
    expect(() => encodeLabels(BigInt64Array.of(0n, 1n), 2, undefined)).toThrow(
      "a finite number, a string or a boolean",
    );
  });
});
