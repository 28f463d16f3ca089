import { expect } from "vitest";

/** Every number is the same, -0 and NaN included. */
export function expectBits(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; ++i) {
    if (!Object.is(actual[i], expected[i])) expect.fail(`number ${i}: expected ${expected[i]}, got ${actual[i]}`);
  }
}
