export function assert(condition, message) {
  if (!condition) throw new Error(message);
}

/** Values that are equal as text; strings, numbers and plain arrays of them. */
export function assertEqual(actual, expected, what) {
  assert(
    JSON.stringify(actual) === JSON.stringify(expected),
    `${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`,
  );
}

/** Two arrays of numbers, or of arrays of numbers, of the same bits: -0 is not 0. */
export function assertSameBits(actual, expected, what) {
  assert(actual.length === expected.length, `${what}: expected ${expected.length} numbers, got ${actual.length}`);
  for (let i = 0; i < expected.length; ++i) {
    if (typeof expected[i] === "object") assertSameBits(actual[i], expected[i], `${what}[${i}]`);
    else assert(Object.is(actual[i], expected[i]), `${what}[${i}]: expected ${expected[i]}, got ${actual[i]}`);
  }
}
