/**
 * What happens between the halves: from z of one panel to dz and the loss.
 *
 * A row's label and weight are one number v = s (y = 0) or -s (y = 1), so that with u = z (y = 0) or -z (y = 1)
 *
 *     loss  = |v| (max(u, 0) + log1p(e))      dz = v sigma(u)      d = |v| e / (1 + e)^2      e = exp(-|z|)
 *
 * each with full relative accuracy: a - y is never formed by subtraction. Padding rows have v = 0.
 *
 * Sums of a block live in memory at sumsPtr, one lane a row of the panel:
 *
 *     0 .. 63     max(u, 0) |v| (and |v| log1p(e) if weighted)     64 .. 79   dz, the four vectors of a line added
 *     80 .. 207   the running product of (1 + |v| e), in float64, four vectors (f64) or eight (f32)
 *
 * With unit weights (every |v| is 1, padding 0) the logarithm is taken once a block, of the product: log1p(e) of 256
 * rows is log of at most 2^256, and the float64 product loses less than 256 half-ulps. With other weights each row has
 * its own log1p.
 *
 * The four vectors of a panel are worked on in step, with fences between the steps: one after the other, their chains
 * of some 80 cycles fill the scheduler and wait.
 */
import { LINE_BYTES, blockPanels, entered, panelCount } from "../layout";
import { log1pVector, logScalar } from "../math/log";
import { lossVector } from "../math/loss";
import { expMinusAbsVector, sigmoidOfExpVector, sigmoidVector } from "../math/sigmoid";
import { fence, laneSum, lineSum } from "../simd/lanes";

const DZ: usize = 64;
const PRODUCT: usize = 80;
export const SUMS_BYTES: usize = 256;

// @ts-ignore: decorator
@inline
function multiplyProduct<T>(sumsPtr: usize, vector: usize, se: v128): void {
  if (sizeof<T>() == 4) {
    const product = sumsPtr + PRODUCT + vector * 32;
    const low = v128.load(product);
    const high = v128.load(product, 16);
    const seLow = f64x2.promote_low_f32x4(se);
    const seHigh = f64x2.promote_low_f32x4(i32x4.shuffle(se, se, 2, 3, 2, 3));
    v128.store(product, f64x2.add(low, f64x2.mul(low, seLow)));
    v128.store(product, f64x2.add(high, f64x2.mul(high, seHigh)), 16);
  } else {
    const product = sumsPtr + PRODUCT + vector * 16;
    const p = v128.load(product);
    v128.store(product, f64x2.add(p, f64x2.mul(p, se)));
  }
}

// @ts-ignore: decorator
@inline
function addLoss<T>(sumsPtr: usize, vector: usize, v: v128, loss: v128): void {
  const sum = sumsPtr + vector * 16;
  v128.store(sum, v128.add<T>(v128.load(sum), v128.mul<T>(v128.andnot(v, v128.splat<T>(-0.0 as T)), loss)));
}

// @ts-ignore: decorator
@inline
function relu<T>(u: v128): v128 {
  return v128.pmax<T>(u, v128.splat<T>(0));
}

/** Not inlined: four copies of log1p would be a tenth of the kernel. */
function weightedLoss<T>(sumPtr: usize, u: v128, v: v128, e: v128): void {
  addLoss<T>(sumPtr, 0, v, v128.add<T>(relu<T>(u), log1pVector<T>(e)));
}

/** dz (64 bytes at dzPtr) from z (64 bytes at zPtr, may be the same place); the loss and sum of dz go to the sums. */
// @ts-ignore: decorator
@inline
function panelGradient<T>(dzPtr: usize, zPtr: usize, vPtr: usize, sumsPtr: usize, unit: bool): void {
  const sign = v128.splat<T>(-0.0 as T);
  const z0 = v128.load(zPtr);
  const z1 = v128.load(zPtr, 16);
  const z2 = v128.load(zPtr, 32);
  const z3 = v128.load(zPtr, 48);
  const e0 = expMinusAbsVector<T>(z0);
  const e1 = expMinusAbsVector<T>(z1);
  const e2 = expMinusAbsVector<T>(z2);
  const e3 = expMinusAbsVector<T>(z3);
  fence(zPtr, 1, e0, e1, e2, e3);
  const v0 = v128.load(vPtr);
  const v1 = v128.load(vPtr, 16);
  const v2 = v128.load(vPtr, 32);
  const v3 = v128.load(vPtr, 48);
  const u0 = v128.xor(z0, v128.and(v0, sign));
  const u1 = v128.xor(z1, v128.and(v1, sign));
  const u2 = v128.xor(z2, v128.and(v2, sign));
  const u3 = v128.xor(z3, v128.and(v3, sign));
  const g0 = sigmoidOfExpVector<T>(u0, e0);
  const g1 = sigmoidOfExpVector<T>(u1, e1);
  const g2 = sigmoidOfExpVector<T>(u2, e2);
  const g3 = sigmoidOfExpVector<T>(u3, e3);
  fence(zPtr, 2, g0, g1, g2, g3);
  if (unit) {
    addLoss<T>(sumsPtr, 0, v0, relu<T>(u0));
    addLoss<T>(sumsPtr, 1, v1, relu<T>(u1));
    addLoss<T>(sumsPtr, 2, v2, relu<T>(u2));
    addLoss<T>(sumsPtr, 3, v3, relu<T>(u3));
    multiplyProduct<T>(sumsPtr, 0, v128.mul<T>(v128.andnot(v0, sign), e0));
    multiplyProduct<T>(sumsPtr, 1, v128.mul<T>(v128.andnot(v1, sign), e1));
    multiplyProduct<T>(sumsPtr, 2, v128.mul<T>(v128.andnot(v2, sign), e2));
    multiplyProduct<T>(sumsPtr, 3, v128.mul<T>(v128.andnot(v3, sign), e3));
  } else {
    weightedLoss<T>(sumsPtr, u0, v0, e0);
    weightedLoss<T>(sumsPtr + 16, u1, v1, e1);
    weightedLoss<T>(sumsPtr + 32, u2, v2, e2);
    weightedLoss<T>(sumsPtr + 48, u3, v3, e3);
  }
  const d0 = v128.mul<T>(g0, v0);
  const d1 = v128.mul<T>(g1, v1);
  const d2 = v128.mul<T>(g2, v2);
  const d3 = v128.mul<T>(g3, v3);
  v128.store(dzPtr, d0);
  v128.store(dzPtr, d1, 16);
  v128.store(dzPtr, d2, 32);
  v128.store(dzPtr, d3, 48);
  v128.store(sumsPtr, v128.add<T>(v128.load(sumsPtr, DZ), lineSum<T>(d0, d1, d2, d3)), DZ);
}

/**
 * dz from z for `panels` (at least one) panels. Inlined, and its loop tested at the end, so that V8 can move the
 * constants of exp out of all loops of the epoch: made anew for every chunk they cost a quarter of the row mathematics.
 */
// @ts-ignore: decorator
@inline
export function gradientPanels<T>(dzPtr: usize, zPtr: usize, vPtr: usize, sumsPtr: usize, panels: i32, unit: bool): void {
  const end = (<usize>panels) << 6;
  let offset: usize = 0;
  do {
    panelGradient<T>(dzPtr + offset, zPtr + offset, vPtr + offset, sumsPtr, unit);
    offset += LINE_BYTES;
  } while (offset < end);
}

/** d = |v| e / (1 + e)^2 as ((|v| e) g) g with g = 1 / (1 + e), for `panels` panels. */
export function curvature<T>(dPtr: usize, zPtr: usize, vPtr: usize, panels: i32): void {
  const sign = v128.splat<T>(-0.0 as T);
  const one = v128.splat<T>(1);
  const end = (<usize>panels) << 6;
  let offset: usize = 0;
  do {
    const e = expMinusAbsVector<T>(v128.load(zPtr + offset));
    const g = v128.div<T>(one, v128.add<T>(one, e));
    const s = v128.andnot(v128.load(vPtr + offset), sign);
    v128.store(dPtr + offset, v128.mul<T>(v128.mul<T>(v128.mul<T>(s, e), g), g));
    offset += 16;
  } while (offset < end);
}

/** The sums of a block before its first row. */
export function clearSums(sumsPtr: usize): void {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  for (let offset: usize = 0; offset < PRODUCT; offset += 16) v128.store(sumsPtr + offset, zero);
  for (let offset: usize = PRODUCT; offset < PRODUCT + 128; offset += 16) v128.store(sumsPtr + offset, one);
}

/** Sum of the losses of the block. */
export function blockLoss<T>(sumsPtr: usize, unit: bool): f64 {
  const linear = laneSum<T>(
    lineSum<T>(
      v128.load(sumsPtr),
      v128.load(sumsPtr, 16),
      v128.load(sumsPtr, 32),
      v128.load(sumsPtr, 48),
    ),
  );
  if (!unit) return linear;
  let p = f64x2.mul(
    f64x2.mul(v128.load(sumsPtr, PRODUCT), v128.load(sumsPtr, PRODUCT + 16)),
    f64x2.mul(v128.load(sumsPtr, PRODUCT + 32), v128.load(sumsPtr, PRODUCT + 48)),
  );
  if (sizeof<T>() == 4) {
    const upper = f64x2.mul(
      f64x2.mul(v128.load(sumsPtr, PRODUCT + 64), v128.load(sumsPtr, PRODUCT + 80)),
      f64x2.mul(v128.load(sumsPtr, PRODUCT + 96), v128.load(sumsPtr, PRODUCT + 112)),
    );
    p = f64x2.mul(p, upper);
  }
  return linear + logScalar<f64>(f64x2.extract_lane(p, 0) * f64x2.extract_lane(p, 1));
}

/** Sum of dz of the block. */
// @ts-ignore: decorator
@inline
export function blockDzSum<T>(sumsPtr: usize): f64 {
  return laneSum<T>(v128.load(sumsPtr, DZ));
}

/** a = sigma(z) for `rows` rows, padded to whole vectors. */
export function sigmoidRows<T>(aPtr: usize, zPtr: usize, rows: i32): void {
  assert(entered(aPtr | zPtr, rows, 0));
  if (rows <= 0) return;
  const end = aPtr + (<usize>rows) * sizeof<T>();
  // Tested at the end, as in gradientPanels: the constants of exp leave the loop.
  do {
    v128.store(aPtr, sigmoidVector<T>(v128.load(zPtr)));
    aPtr += 16;
    zPtr += 16;
  } while (aPtr < end);
}

/**
 * Sum of the losses of `rows` rows, each with its own log1p, vector after vector within a block; padded to whole
 * panels.
 */
export function lossRows<T>(zPtr: usize, vPtr: usize, rows: i32): f64 {
  assert(entered(zPtr | vPtr, rows, 0));
  const sign = v128.splat<T>(-0.0 as T);
  let total: f64 = 0;
  let left = panelCount<T>(rows);
  while (left > 0) {
    const panels = min(blockPanels<T>(), left);
    let sum = v128.splat<T>(0);
    let vectors = panels << 2;
    do {
      const v = v128.load(vPtr);
      const u = v128.xor(v128.load(zPtr), v128.and(v, sign));
      sum = v128.add<T>(sum, v128.mul<T>(v128.andnot(v, sign), lossVector<T>(u)));
      zPtr += 16;
      vPtr += 16;
    } while (--vectors > 0);
    total += laneSum<T>(sum);
    left -= panels;
  }
  return total;
}
