/**
 * assembly/math in TypeScript: the same operations in the same order, hence the same bits in every engine (Math.exp and
 * Math.log differ between engines). The derivations, domains and error bounds stand in assembly/math/*.ts; the names
 * and constants are theirs. In the f32 functions every operation is rounded by fround: one double operation followed by
 * that is the correctly rounded f32 operation, since 53 >= 2 * 24 + 2 (Figueroa, SIGNUM Newsletter 30, 1995).
 */

const fround = Math.fround;

// Little-endian, as linear memory is: word 1 is the upper half of the double. PURE: bundles leave out the one that they
// do not use
const float64 = /* @__PURE__ */ new Float64Array(1);
const words = /* @__PURE__ */ wordsOf(float64);
const float32 = /* @__PURE__ */ new Float32Array(1);
const word = /* @__PURE__ */ wordsOf(float32);

function wordsOf(view: Float64Array | Float32Array): Int32Array {
  return new Int32Array(view.buffer);
}

const LN2_HIGH_F32 = 0.693145751953125;
const LN2_LOW_F32 = 1.428606765330187e-6;
const LN2_HIGH_F64 = 0.6931471805598903;
const LN2_LOW_F64 = 5.497923018708371e-14;

const LOG2E_F32 = 1.4426950216293335;
const LOG2E_F64 = Math.LOG2E;
const MAGIC_F32 = 1.5 * 2 ** 23;
const MAGIC_F64 = 1.5 * 2 ** 52;
/** K and the bias of the exponent: in assembly/math/exp.ts they are part of the magic addend. */
const SCALE_F32 = 64 + 127;
const SCALE_F64 = 512 + 1023;
const UNSCALE_F32 = 2 ** -64;
const UNSCALE_F64 = 2 ** -512;

/** e^x for x <= 0. */
export function expF32(x: number): number {
  const clamped = Math.max(x, -104);
  const magic = MAGIC_F32 + SCALE_F32;
  const n = fround(fround(fround(clamped * LOG2E_F32) + magic) - magic);
  const high = fround(clamped - fround(n * LN2_HIGH_F32));
  const r = fround(high - fround(n * LN2_LOW_F32));
  const r2 = fround(r * r);
  let q = fround(0.04166896268725395 + fround(r * 0.008368670009076595));
  q = fround(q + fround(r2 * 0.0013782469322904944));
  q = fround(fround(0.49999991059303284 + fround(r * 0.1666652113199234)) + fround(r2 * q));
  word[0] = (n + SCALE_F32) << 23;
  const s = float32[0] as number;
  const t = fround(r + fround(r2 * q));
  return fround(fround(s + fround(s * t)) * UNSCALE_F32);
}

/** e^x for x <= 0. */
export function expF64(x: number): number {
  const clamped = Math.max(x, -746);
  const magic = MAGIC_F64 + SCALE_F64;
  const n = clamped * LOG2E_F64 + magic - magic;
  const high = clamped - n * LN2_HIGH_F64;
  const r = high - n * LN2_LOW_F64;
  const r2 = r * r;
  let q = 2.763044226304812e-7 + r * 2.500449024148374e-8;
  q = 2.480149248774563e-5 + r * 2.7557572282131484e-6 + r2 * q;
  q = 0.0013888888944310267 + r * 0.00019841269522482036 + r2 * q;
  q = 0.041666666666527054 + r * 0.008333333333487045 + r2 * q;
  q = 0.5000000000000011 + r * 0.16666666666666424 + r2 * q;
  words[0] = 0;
  words[1] = (n + SCALE_F64) << 20;
  const s = float64[0] as number;
  const t = r + r2 * q;
  return (s + s * t) * UNSCALE_F64;
}

/** log(1 + e) for e in [0, 1]. */
export function log1pF32(e: number): number {
  const s = fround(e / fround(e + 2));
  const w = fround(s * s);
  const w2 = fround(w * w);
  const upper = fround(0.2800309658050537 + fround(w * 0.2800637185573578));
  const p = fround(fround(0.666664183139801 + fround(w * 0.4002143442630768)) + fround(w2 * upper));
  return fround(e - fround(s * fround(e - fround(w * p))));
}

/** log(1 + e) for e in [0, 1]. */
export function log1pF64(e: number): number {
  const s = e / (e + 2);
  const w = s * s;
  const w2 = w * w;
  let p = 0.13301099205474362 + w * 0.12105107054186434 + w2 * (0.08344310848426312 + w * 0.170109064766755);
  p = 0.1818174438290832 + w * 0.1538655023960516 + w2 * p;
  p = 0.2857142854806024 + w * 0.22222223956733128 + w2 * p;
  p = 0.6666666666666631 + w * 0.4000000000015567 + w2 * p;
  return e - s * (e - w * p);
}

/** log(x), every x. */
export function logF32(x: number): number {
  if (x <= 0) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (!(x < Number.POSITIVE_INFINITY)) return x;
  const subnormal = x < 2 ** -126;
  float32[0] = subnormal ? x * 2 ** 25 : x;
  const i = (word[0] as number) + (0x3f800000 - 0x3f3504f3);
  const k = (i >>> 23) - 127 - (subnormal ? 25 : 0);
  word[0] = (i & 0x007fffff) + 0x3f3504f3;
  const f = fround((float32[0] as number) - 1);
  const s = fround(f / fround(f + 2));
  const w = fround(s * s);
  let p = fround(0.39977583289146423 + fround(w * 0.298708438873291));
  p = fround(0.6666677594184875 + fround(w * p));
  const half = fround(fround(f * f) * 0.5);
  const high = fround(k * LN2_HIGH_F32);
  const low = fround(k * LN2_LOW_F32);
  const tail = fround(fround(s * fround(half + fround(w * p))) + low);
  return fround(high - fround(fround(half - tail) - f));
}

/** log(x), every x. */
export function logF64(x: number): number {
  if (x <= 0) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (!(x < Number.POSITIVE_INFINITY)) return x;
  const subnormal = x < 2 ** -1022;
  float64[0] = subnormal ? x * 2 ** 54 : x;
  // The lower word of the threshold is 0, so the upper words alone carry
  const i = (words[1] as number) + (0x3ff00000 - 0x3fe6a09e);
  const k = (i >>> 20) - 1023 - (subnormal ? 54 : 0);
  words[1] = (i & 0x000fffff) + 0x3fe6a09e;
  const f = (float64[0] as number) - 1;
  const s = f / (f + 2);
  const w = s * s;
  const w2 = w * w;
  let p = 0.18183563321585017 + w * 0.153140685889478 + w2 * 0.14795837844632592;
  p = 0.28571428742057264 + w * 0.22222198599136617 + w2 * p;
  p = 0.6666666666666734 + w * 0.39999999999416613 + w2 * p;
  const half = f * f * 0.5;
  const tail = s * (half + w * p) + k * LN2_LOW_F64;
  return k * LN2_HIGH_F64 - (half - tail - f);
}

/** 1 / (1 + e^-u), every u. */
export function sigmoidF32(u: number): number {
  const e = expF32(-Math.abs(u));
  return fround((u >= 0 ? 1 : e) / fround(e + 1));
}

/** 1 / (1 + e^-u), every u. */
export function sigmoidF64(u: number): number {
  const e = expF64(-Math.abs(u));
  return (u >= 0 ? 1 : e) / (e + 1);
}

/** log(1 + e^u), every u. */
export function lossF32(u: number): number {
  return fround(Math.max(u, 0) + log1pF32(expF32(-Math.abs(u))));
}

/** log(1 + e^u), every u. */
export function lossF64(u: number): number {
  return Math.max(u, 0) + log1pF64(expF64(-Math.abs(u)));
}
