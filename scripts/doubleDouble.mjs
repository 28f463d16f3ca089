// exp, log, log1p, sigmoid and softplus of a double to about 2^-95: the oracle for the f64 functions. A value is
// [high, low, exponent], the unevaluated (high + low) 2^exponent. Dekker, Numer. Math. 18, 1971; Knuth, TAOCP 2, 4.2.2.
// Independent of the code under test: Taylor series of expm1 with repeated doubling, logarithms by one Newton step from the
// engine's (whose error the step squares away). Checked against mpmath in test/kernel/math.test.ts.

const LN2 = [Math.LN2, 2.3190468138462996e-17];

function twoSum(a, b) {
  const sum = a + b;
  const rest = sum - a;
  return [sum, a - (sum - rest) + (b - rest)];
}

function twoProduct(a, b) {
  const product = a * b;
  const aScaled = 134217729 * a;
  const aHigh = aScaled - (aScaled - a);
  const aLow = a - aHigh;
  const bScaled = 134217729 * b;
  const bHigh = bScaled - (bScaled - b);
  const bLow = b - bHigh;
  return [product, aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow];
}

function add(a, b) {
  const [high, highRest] = twoSum(a[0], b[0]);
  const [low, lowRest] = twoSum(a[1], b[1]);
  const [sum, rest] = twoSum(high, highRest + low);
  return twoSum(sum, rest + lowRest);
}

function multiply(a, b) {
  const [high, low] = twoProduct(a[0], b[0]);
  return twoSum(high, low + (a[0] * b[1] + a[1] * b[0]));
}

function divide(a, b) {
  const q1 = a[0] / b[0];
  const r1 = add(a, multiply(b, [-q1, 0]));
  const q2 = r1[0] / b[0];
  const r2 = add(r1, multiply(b, [-q2, 0]));
  return add(twoSum(q1, q2), [r2[0] / b[0], 0]);
}

/** x 2^n, exact unless the result is subnormal. */
export function scale(x, n) {
  let scaled = x;
  let left = n;
  for (; left > 1000; left -= 1000) scaled *= 2 ** 1000;
  for (; left < -1000; left += 1000) scaled *= 2 ** -1000;
  return scaled * 2 ** left;
}

const DOUBLINGS = 9;
const INVERSE_FACTORIALS = [[1, 0]];
for (let k = 1; k <= 11; ++k) INVERSE_FACTORIALS.push(divide(INVERSE_FACTORIALS[k - 1], [k, 0]));

/** e^x - 1 for |x| < 1: the series of x / 2^9, then m(2x) = m (2 + m) nine times. */
function expm1(x) {
  const r = [x[0] * 2 ** -DOUBLINGS, x[1] * 2 ** -DOUBLINGS];
  let sum = INVERSE_FACTORIALS[11];
  for (let k = 10; k >= 1; --k) sum = add(multiply(sum, r), INVERSE_FACTORIALS[k]);
  let m = multiply(sum, r);
  for (let k = 0; k < DOUBLINGS; ++k) m = multiply(m, add(m, [2, 0]));
  return m;
}

export function exp(x) {
  const n = Math.round(x / LN2[0]);
  const [high, low] = twoProduct(-n, LN2[0]);
  const r = add(add([x, 0], [high, low]), twoProduct(-n, LN2[1]));
  const value = add([1, 0], expm1(r));
  return [value[0], value[1], n];
}

/** y + log(1 + d), d about 2^-52. */
function corrected(y, d) {
  const value = add([y, 0], [d[0], d[1] - (d[0] * d[0]) / 2]);
  return [value[0], value[1], 0];
}

export function log(x) {
  const y = Math.log(x);
  if (Math.abs(y) < 0.7) return corrected(y, add(twoSum(x, -1), multiply([x, 0], expm1([-y, 0]))));
  const [high, low, n] = exp(-y);
  return corrected(y, add(multiply([scale(x, n), 0], [high, low]), [-1, 0]));
}

/** log(1 + e) for e = [high, low] in [0, 1]. */
function log1pOf(e) {
  const y = Math.log1p(e[0]);
  return corrected(y, add(e, multiply(add([1, 0], e), expm1([-y, 0]))));
}

/** Below 2^-200, e is invisible beside 1. */
const INVISIBLE = -200;

export function log1p(e) {
  return e < 2 ** INVISIBLE ? [e, 0, 0] : log1pOf([e, 0]);
}

export function sigmoid(u) {
  const [high, low, n] = exp(-Math.abs(u));
  if (n < INVISIBLE) return u >= 0 ? [1, 0, 0] : [high, low, n];
  const e = [high * 2 ** n, low * 2 ** n];
  const value = divide(u >= 0 ? [1, 0] : e, add([1, 0], e));
  return [value[0], value[1], 0];
}

export function loss(u) {
  const [high, low, n] = exp(-Math.abs(u));
  if (n < INVISIBLE) return u >= 0 ? [u, 0, 0] : [high, low, n];
  const value = add([Math.max(u, 0), 0], log1pOf([high * 2 ** n, low * 2 ** n]));
  return [value[0], value[1], 0];
}
