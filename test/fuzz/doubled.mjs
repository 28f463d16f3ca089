/**
 * Arithmetic on unevaluated sums of two float64 (Dekker 1971), some 106 bits: what the fuzz evaluates objectives in, so that
 * a gap that it finds is no rounding of its own.
 */

/** Veltkamp's constant, 2^27 + 1: splits a float64 into halves whose products are exact. */
const SPLIT = 134217729;

/**
 * The sum of products a_k b_k, begun at `hi + lo`, into `out` as two numbers. Entries must be below 1e290 in size, so that the
 * splitting does not overflow.
 */
export class DoubledSum {
  hi = 0;
  lo = 0;

  reset(hi = 0, lo = 0) {
    this.hi = hi;
    this.lo = lo;
    return this;
  }

  add(x) {
    const sum = this.hi + x;
    const part = sum - this.hi;
    this.lo += this.hi - (sum - part) + (x - part);
    this.hi = sum;
    return this;
  }

  addProduct(x, y) {
    const product = x * y;
    if (product === 0 || Math.abs(x) > 1e290 || Math.abs(y) > 1e290) return this.add(product);
    let big = SPLIT * x;
    const x1 = big - (big - x);
    const x2 = x - x1;
    big = SPLIT * y;
    const y1 = big - (big - y);
    const y2 = y - y1;
    const error = x2 * y2 - (product - x1 * y1 - x2 * y1 - x1 * y2);
    this.add(product);
    this.lo += error;
    return this;
  }

  /** Both parts, the first the sum rounded. */
  settle() {
    const sum = this.hi + this.lo;
    this.lo = this.lo - (sum - this.hi);
    this.hi = sum;
    return this;
  }

  get value() {
    return this.hi + this.lo;
  }
}

/** x / y as two numbers. */
export function quotient(x, y) {
  const hi = x / y;
  if (!Number.isFinite(hi) || hi === 0) return [hi, 0];
  const rest = new DoubledSum().reset(x).addProduct(-hi, y).value;
  return [hi, rest / y];
}
