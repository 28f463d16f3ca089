import type { Numbers } from "../reference/arithmetic.ts";
import { SEED } from "./random.ts";

function words(numbers: Numbers): Uint32Array {
  return new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.byteLength / 4);
}

/** The first place where the bits differ, or undefined. 0 is not -0, and NaN is a difference even from itself. */
export function firstDifference(actual: Numbers, expected: Numbers): string | undefined {
  if (actual.length !== expected.length) return `${actual.length} numbers instead of ${expected.length}`;
  const [found, wanted] = [words(actual), words(expected)];
  const wordsEach = expected.BYTES_PER_ELEMENT / 4;
  for (let i = 0; i < expected.length; ++i) {
    let same = !Number.isNaN(expected[i]);
    for (let word = i * wordsEach; word < (i + 1) * wordsEach; ++word) same &&= found[word] === wanted[word];
    if (!same) return `[${i}] is ${actual[i]}, expected ${expected[i]}`;
  }
  return undefined;
}

/** Out of a Hessian record what has a meaning: sums of d, of d x, and the upper triangle. */
export function upperTriangle(record: Numbers, columns: number): Float64Array {
  return Float64Array.from(record).filter((_, at) => {
    const h = at - 1 - columns;
    return h < 0 || h % columns >= Math.floor(h / columns);
  });
}

/** Throws, naming the case and the seed, unless the bits are the same. */
export function expectBits(what: string, actual: Numbers, expected: Numbers): void {
  const difference = firstDifference(actual, expected);
  if (difference) throw new Error(`${what}, seed ${SEED}: ${difference}`);
}
