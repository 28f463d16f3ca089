// e^x for x <= 0, the only half that the kernel needs: everything about one z comes from e^-|z|.
//
//   n = round(x log2 e)        r = x - n ln 2 in two parts, |r| <= 0.3466
//   e^x = 2^n (1 + t)          t = r + r^2 q(r) = e^r - 1
//
// Two-part reduction: Cody and Waite, Software Manual for the Elementary Functions, 1980. Rounding by a magic addend,
// whose sum holds n in its low bits: folklore. q: minimax over numbers of the data type, Brisebarre and Chevillard,
// ARITH 18, 2007 (coefficients.sollya).
//
// The magic addend also holds K and the bias of the exponent, so one shift makes s = 2^(n + K). s + s t rounds once;
// the multiplication by 2^-K then rounds only a subnormal. The scale is a product, not an addition to the exponent bits
// of 1 + t, so that a NaN of any payload stays one.
//
//   domain         x <= 0 or NaN; meaningless for x > 0
//   special        NaN -> NaN, -inf -> 0, 0 and -0 -> 1; gradual underflow, 0 below ln of half the least subnormal
//   worst error    f32 0.987 ULP (every input)      f64 0.98 ULP (sampled)      scripts/ulp.mjs
//   instructions   f32 23, f64 33, constants apart
import { LN2_HIGH_F32, LN2_HIGH_F64, LN2_LOW_F32, LN2_LOW_F64, pairVector, pick } from "./constants";

const LOWEST_F32: f32 = -104; // below it e^x rounds to 0: ln 2^-150 = -103.97
const LOWEST_F64: f64 = -746; // ln 2^-1075 = -745.13
const LOG2E_F32: f32 = reinterpret<f32>(0x3fb8aa3b); // 1.4426950216293335
const LOG2E_F64: f64 = reinterpret<f64>(0x3ff71547652b82fe); // 1.4426950408889634
const MAGIC_F32: f32 = reinterpret<f32>(0x4b4000bf); // 1.5 * 2^23 + 127 + K, K = 64
const MAGIC_F64: f64 = reinterpret<f64>(0x43380000000005ff); // 1.5 * 2^52 + 1023 + K, K = 512
const UNSCALE_F32: f32 = reinterpret<f32>(0x1f800000); // 2^-64
const UNSCALE_F64: f64 = reinterpret<f64>(0x1ff0000000000000); // 2^-512

// q for f32, degree 4
const A2: f32 = reinterpret<f32>(0x3efffffd); // 0.49999991059303284
const A3: f32 = reinterpret<f32>(0x3e2aaa49); // 0.1666652113199234
const A4: f32 = reinterpret<f32>(0x3d2aad13); // 0.04166896268725395
const A5: f32 = reinterpret<f32>(0x3c091cbf); // 0.008368670009076595
const A6: f32 = reinterpret<f32>(0x3ab4a64b); // 0.0013782469322904944

// q for f64, degree 9
const C2: f64 = reinterpret<f64>(0x3fe000000000000a); // 0.5000000000000011
const C3: f64 = reinterpret<f64>(0x3fc55555555554fe); // 0.16666666666666424
const C4: f64 = reinterpret<f64>(0x3fa55555555506bd); // 0.041666666666527054
const C5: f64 = reinterpret<f64>(0x3f81111111126b32); // 0.008333333333487045
const C6: f64 = reinterpret<f64>(0x3f56c16c18476a5e); // 0.0013888888944310267
const C7: f64 = reinterpret<f64>(0x3f2a01a012ff0275); // 0.00019841269522482036
const C8: f64 = reinterpret<f64>(0x3efa019996060b1b); // 2.480149248774563e-5
const C9: f64 = reinterpret<f64>(0x3ec71df18ed0d594); // 2.7557572282131484e-6
const C10: f64 = reinterpret<f64>(0x3e928adfb3b32a46); // 2.763044226304812e-7
const C11: f64 = reinterpret<f64>(0x3e5ad92e93bc8dfc); // 2.500449024148374e-8

/** e^x, x <= 0. */
// @ts-ignore: decorator
@inline
export function expVector<T>(x: v128): v128 {
  // pmax(a, b) is a < b ? b : a, one instruction, and a NaN in a stays
  const clamped = v128.pmax<T>(x, v128.splat<T>(pick<T>(LOWEST_F32, LOWEST_F64)));
  const magic = v128.splat<T>(pick<T>(MAGIC_F32, MAGIC_F64));
  const biased = v128.add<T>(v128.mul<T>(clamped, v128.splat<T>(pick<T>(LOG2E_F32, LOG2E_F64))), magic);
  const n = v128.sub<T>(biased, magic);
  const high = v128.sub<T>(clamped, v128.mul<T>(n, v128.splat<T>(pick<T>(LN2_HIGH_F32, LN2_HIGH_F64))));
  const r = v128.sub<T>(high, v128.mul<T>(n, v128.splat<T>(pick<T>(LN2_LOW_F32, LN2_LOW_F64))));
  const r2 = v128.mul<T>(r, r);
  let q: v128;
  let s: v128;
  if (sizeof<T>() == 4) {
    q = pairVector<f32>(A4, A5, r);
    q = v128.add<f32>(q, v128.mul<f32>(r2, v128.splat<f32>(A6)));
    q = v128.add<f32>(pairVector<f32>(A2, A3, r), v128.mul<f32>(r2, q));
    s = v128.shl<i32>(biased, 23);
  } else {
    q = pairVector<f64>(C10, C11, r);
    q = v128.add<f64>(pairVector<f64>(C8, C9, r), v128.mul<f64>(r2, q));
    q = v128.add<f64>(pairVector<f64>(C6, C7, r), v128.mul<f64>(r2, q));
    q = v128.add<f64>(pairVector<f64>(C4, C5, r), v128.mul<f64>(r2, q));
    q = v128.add<f64>(pairVector<f64>(C2, C3, r), v128.mul<f64>(r2, q));
    s = v128.shl<i64>(biased, 52);
  }
  const t = v128.add<T>(r, v128.mul<T>(r2, q));
  const scaled = v128.add<T>(s, v128.mul<T>(s, t));
  return v128.mul<T>(scaled, v128.splat<T>(pick<T>(UNSCALE_F32, UNSCALE_F64)));
}

/** The scalar twin of expVector: the same operations in the same order. */
// @ts-ignore: decorator
@inline
export function expScalar<T>(x: T): T {
  const lowest = pick<T>(LOWEST_F32, LOWEST_F64);
  const clamped = x < lowest ? lowest : x;
  const magic = pick<T>(MAGIC_F32, MAGIC_F64);
  const biased = clamped * pick<T>(LOG2E_F32, LOG2E_F64) + magic;
  const n = biased - magic;
  const high = clamped - n * pick<T>(LN2_HIGH_F32, LN2_HIGH_F64);
  const r = high - n * pick<T>(LN2_LOW_F32, LN2_LOW_F64);
  const r2 = r * r;
  if (sizeof<T>() == 4) {
    const q = A2 + r * A3 + r2 * (A4 + r * A5 + r2 * A6);
    const s = reinterpret<f32>(reinterpret<i32>(biased) << 23);
    const t = r + r2 * q;
    return (s + s * t) * UNSCALE_F32;
  } else {
    let q = C8 + r * C9 + r2 * (C10 + r * C11);
    q = C6 + r * C7 + r2 * q;
    q = C4 + r * C5 + r2 * q;
    q = C2 + r * C3 + r2 * q;
    const s = reinterpret<f64>(reinterpret<i64>(biased) << 52);
    const t = r + r2 * q;
    return (s + s * t) * UNSCALE_F64;
  }
}
