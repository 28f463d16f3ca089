/** What an encoding learns from rows, written anew from its definitions for the tests to compare with. */

/** The mean of the numbers that are there. */
export function meanOf(numbers: readonly (number | null)[]): number {
  const known = numbers.filter((value) => value !== null);
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Quantile p of the numbers that are there: R's type 7, linear between the order statistics. */
export function quantileOf(numbers: readonly (number | null)[], p: number): number {
  const sorted = numbers.filter((value) => value !== null).sort((a, b) => a - b);
  const at = p * (sorted.length - 1);
  const low = sorted[Math.floor(at)] as number;
  const high = sorted[Math.min(Math.floor(at) + 1, sorted.length - 1)] as number;
  return low + (at - Math.floor(at)) * (high - low);
}

/** Where Harrell (Regression Modeling Strategies, 2015, table 2.3) has the knots. */
const KNOTS_AT: Readonly<Record<number, readonly number[]>> = {
  3: [0.1, 0.5, 0.9],
  4: [0.05, 0.35, 0.65, 0.95],
  5: [0.05, 0.275, 0.5, 0.725, 0.95],
};

export function knotsOf(numbers: readonly number[], count: number): number[] {
  return (KNOTS_AT[count] as readonly number[]).map((p) => quantileOf(numbers, p));
}

/** The restricted cubic basis of x in truncated powers (the same book, 2.25), unscaled: x, then k - 2 bends. */
export function splineOf(x: number, knots: readonly number[]): number[] {
  const power = (knot: number): number => Math.max(x - knot, 0) ** 3;
  const last = knots[knots.length - 1] as number;
  const before = knots[knots.length - 2] as number;
  const bends = knots.slice(0, -2).map((knot) => {
    const tail = power(before) * (last - knot) - power(last) * (before - knot);
    return power(knot) - tail / (last - before);
  });
  return [x, ...bends];
}
