/**
 * a . b over the length of a, in four partial sums: additions need not wait for each other (1000 entries: 2.5 times as
 * fast).
 */
export function dot(a: Float64Array, b: Float64Array): number {
  return dotRange(a, 0, b, 0, a.length);
}

/** The same over `length` entries from a[i] and b[k] on. */
export function dotRange(a: Float64Array, i: number, b: Float64Array, k: number, length: number): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  const end = i + length;
  for (; i + 3 < end; i += 4, k += 4) {
    sum0 += (a[i] ?? 0) * (b[k] ?? 0);
    sum1 += (a[i + 1] ?? 0) * (b[k + 1] ?? 0);
    sum2 += (a[i + 2] ?? 0) * (b[k + 2] ?? 0);
    sum3 += (a[i + 3] ?? 0) * (b[k + 3] ?? 0);
  }
  for (; i < end; ++i, ++k) sum0 += (a[i] ?? 0) * (b[k] ?? 0);
  return sum0 + sum1 + (sum2 + sum3);
}

/** to += factor x */
export function addScaled(to: Float64Array, x: Float64Array, factor: number): void {
  for (let i = 0; i < to.length; ++i) to[i] = (to[i] ?? 0) + factor * (x[i] ?? 0);
}

/**
 * to += factor x, and then to . b, in one pass: the bits of addScaled and dot. Where vectors are longer than a cache,
 * each pass that is saved counts (20 pairs of 47,000 numbers: half the time).
 */
export function addScaledAndDot(to: Float64Array, x: Float64Array, factor: number, b: Float64Array): number {
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  let i = 0;
  for (const most = to.length - 3; i < most; i += 4) {
    const to0 = (to[i] as number) + factor * (x[i] as number);
    const to1 = (to[i + 1] as number) + factor * (x[i + 1] as number);
    const to2 = (to[i + 2] as number) + factor * (x[i + 2] as number);
    const to3 = (to[i + 3] as number) + factor * (x[i + 3] as number);
    to[i] = to0;
    to[i + 1] = to1;
    to[i + 2] = to2;
    to[i + 3] = to3;
    sum0 += to0 * (b[i] as number);
    sum1 += to1 * (b[i + 1] as number);
    sum2 += to2 * (b[i + 2] as number);
    sum3 += to3 * (b[i + 3] as number);
  }
  for (; i < to.length; ++i) {
    const last = (to[i] as number) + factor * (x[i] as number);
    to[i] = last;
    sum0 += last * (b[i] as number);
  }
  return sum0 + sum1 + (sum2 + sum3);
}
