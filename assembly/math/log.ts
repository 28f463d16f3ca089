// Natural logarithm. With s = f / (2 + f):   log(1 + f) = 2 atanh(s) = 2s + s R(s^2)
//
//   log1p(e), e in [0, 1]   s <= 1/3, and since 2s = e - s e:   log1p(e) = e - s (e - R)   (no branch, no ln 2)
//   log(x) = k ln 2 + log(1 + f), x = 2^k (1 + f), 1 + f in [sqrt(1/2), sqrt 2):
//                           log(x) = k LN2_HIGH - ((f^2/2 - (s (f^2/2 + R) + k LN2_LOW)) - f)
//
// Both start from the exact e or f rather than from the rounded s, which only enters a smaller term: K. C. Ng, fdlibm,
// 1993. R: minimax over numbers of the data type, Brisebarre and Chevillard, ARITH 18, 2007 (coefficients.sollya).
//
//   log1p  domain         [0, 1] or NaN; outside it R is no approximation
//          special        NaN -> NaN, 0 -> 0, -0 -> -0; a subnormal comes back as it is
//          worst error    f32 1.345 ULP (every input)      f64 1.33 ULP (sampled)      scripts/ulp.mjs
//          instructions   f32 14, f64 26, one of them a division
//   log    domain         everything
//          special        0 and -0 -> -inf, negative -> NaN, NaN -> NaN, +inf -> +inf, 1 -> 0
//          worst error    f32 0.840 ULP (every input)      f64 0.84 ULP (sampled)      scripts/ulp.mjs
import { LN2_HIGH_F32, LN2_HIGH_F64, LN2_LOW_F32, LN2_LOW_F64, pairVector, pick } from "./constants";

// R / w on w = s^2 in [0, 1/9], for log1p
const A1: f32 = reinterpret<f32>(0x3f2aaa81); // 0.666664183139801
const A2: f32 = reinterpret<f32>(0x3ecce8e5); // 0.4002143442630768
const A3: f32 = reinterpret<f32>(0x3e8f6038); // 0.2800309658050537
const A4: f32 = reinterpret<f32>(0x3e8f6483); // 0.2800637185573578
const C1: f64 = reinterpret<f64>(0x3fe5555555555535); // 0.6666666666666631
const C2: f64 = reinterpret<f64>(0x3fd99999999a0725); // 0.4000000000015567
const C3: f64 = reinterpret<f64>(0x3fd249249208e892); // 0.2857142854806024
const C4: f64 = reinterpret<f64>(0x3fcc71c741b15a32); // 0.22222223956733128
const C5: f64 = reinterpret<f64>(0x3fc745cb438b4b19); // 0.1818174438290832
const C6: f64 = reinterpret<f64>(0x3fc3b1dd62630701); // 0.1538655023960516
const C7: f64 = reinterpret<f64>(0x3fc1068112711b1b); // 0.13301099205474362
const C8: f64 = reinterpret<f64>(0x3fbefd33f51f833e); // 0.12105107054186434
const C9: f64 = reinterpret<f64>(0x3fb55c870e0438b4); // 0.08344310848426312
const C10: f64 = reinterpret<f64>(0x3fc5c62242f692eb); // 0.170109064766755

// R / w on w = s^2 in [0, 0.02945], for log
const B1: f32 = reinterpret<f32>(0x3f2aaabd); // 0.6666677594184875
const B2: f32 = reinterpret<f32>(0x3eccaf6b); // 0.39977583289146423
const B3: f32 = reinterpret<f32>(0x3e98f050); // 0.298708438873291
const D1: f64 = reinterpret<f64>(0x3fe5555555555592); // 0.6666666666666734
const D2: f64 = reinterpret<f64>(0x3fd999999997ff14); // 0.39999999999416613
const D3: f64 = reinterpret<f64>(0x3fd24924941e29d7); // 0.28571428742057264
const D4: f64 = reinterpret<f64>(0x3fcc71c521247dc2); // 0.22222198599136617
const D5: f64 = reinterpret<f64>(0x3fc74663d8f46b68); // 0.18183563321585017
const D6: f64 = reinterpret<f64>(0x3fc39a1d2eca895a); // 0.153140685889478
const D7: f64 = reinterpret<f64>(0x3fc2f04cd64c4f02); // 0.14795837844632592


// The exponent of x as a float: its field or-ed into the low bits of 1.5 * 2^23 (2^52), less that and the bias
const MAGIC_F32: f32 = reinterpret<f32>(0x4b400000); // 1.5 * 2^23
const MAGIC_F64: f64 = reinterpret<f64>(0x4338000000000000); // 1.5 * 2^52
const MAGIC_BIASED_F32: f32 = reinterpret<f32>(0x4b40007f); // 1.5 * 2^23 + 127
const MAGIC_BIASED_F64: f64 = reinterpret<f64>(0x43380000000003ff); // 1.5 * 2^52 + 1023
const SQRT_HALF_F32: i32 = 0x3f3504f3; // the bits of 0.70710677
const SQRT_HALF_F64: i64 = 0x3fe6a09e00000000; // 0.7071065902709961: the upper word of sqrt(1/2) is enough
const ONE_F32: i32 = 0x3f800000; // the bits of 1
const ONE_F64: i64 = 0x3ff0000000000000;
const MANTISSA_F32: i32 = 0x007fffff;
const MANTISSA_F64: i64 = 0x000fffffffffffff;
const SMALLEST_NORMAL_F32: f32 = reinterpret<f32>(0x00800000); // 2^-126
const SMALLEST_NORMAL_F64: f64 = reinterpret<f64>(0x0010000000000000); // 2^-1022
const UP_EXPONENT_F32: f32 = 25; // a subnormal is lifted by 2^25 (2^54) first
const UP_EXPONENT_F64: f64 = 54;
const UP_F32: f32 = 33554432; // 2^25
const UP_F64: f64 = 18014398509481984; // 2^54
const INFINITY_F32: f32 = reinterpret<f32>(0x7f800000);
const INFINITY_F64: f64 = reinterpret<f64>(0x7ff0000000000000);
const NAN_F32: f32 = reinterpret<f32>(0x7fc00000);
const NAN_F64: f64 = reinterpret<f64>(0x7ff8000000000000);

/** log(1 + e), e in [0, 1]. */
// @ts-ignore: decorator
@inline
export function log1pVector<T>(e: v128): v128 {
  const s = v128.div<T>(e, v128.add<T>(e, v128.splat<T>(2 as T)));
  const w = v128.mul<T>(s, s);
  const w2 = v128.mul<T>(w, w);
  let p: v128;
  if (sizeof<T>() == 4) {
    p = v128.add<f32>(pairVector<f32>(A1, A2, w), v128.mul<f32>(w2, pairVector<f32>(A3, A4, w)));
  } else {
    p = v128.add<f64>(pairVector<f64>(C7, C8, w), v128.mul<f64>(w2, pairVector<f64>(C9, C10, w)));
    p = v128.add<f64>(pairVector<f64>(C5, C6, w), v128.mul<f64>(w2, p));
    p = v128.add<f64>(pairVector<f64>(C3, C4, w), v128.mul<f64>(w2, p));
    p = v128.add<f64>(pairVector<f64>(C1, C2, w), v128.mul<f64>(w2, p));
  }
  return v128.sub<T>(e, v128.mul<T>(s, v128.sub<T>(e, v128.mul<T>(w, p))));
}

/** The scalar twin of log1pVector. */
// @ts-ignore: decorator
@inline
export function log1pScalar<T>(e: T): T {
  const s = e / (e + (2 as T));
  const w = s * s;
  const w2 = w * w;
  if (sizeof<T>() == 4) {
    const p = A1 + w * A2 + w2 * (A3 + w * A4);
    return e - s * (e - w * p);
  } else {
    let p = C7 + w * C8 + w2 * (C9 + w * C10);
    p = C5 + w * C6 + w2 * p;
    p = C3 + w * C4 + w2 * p;
    p = C1 + w * C2 + w2 * p;
    return e - s * (e - w * p);
  }
}

/** log(x), every x. */
// @ts-ignore: decorator
@inline
export function logVector<T>(x: v128): v128 {
  const subnormal = v128.lt<T>(x, v128.splat<T>(pick<T>(SMALLEST_NORMAL_F32, SMALLEST_NORMAL_F64)));
  const normal = v128.bitselect(v128.mul<T>(x, v128.splat<T>(pick<T>(UP_F32, UP_F64))), x, subnormal);
  let k: v128;
  let m: v128;
  if (sizeof<T>() == 4) {
    const i = v128.add<i32>(normal, v128.splat<i32>(ONE_F32 - SQRT_HALF_F32));
    k = v128.or(v128.shr<u32>(i, 23), v128.splat<f32>(MAGIC_F32));
    m = v128.add<i32>(v128.and(i, v128.splat<i32>(MANTISSA_F32)), v128.splat<i32>(SQRT_HALF_F32));
  } else {
    const i = v128.add<i64>(normal, v128.splat<i64>(ONE_F64 - SQRT_HALF_F64));
    k = v128.or(v128.shr<u64>(i, 52), v128.splat<f64>(MAGIC_F64));
    m = v128.add<i64>(v128.and(i, v128.splat<i64>(MANTISSA_F64)), v128.splat<i64>(SQRT_HALF_F64));
  }
  k = v128.sub<T>(k, v128.splat<T>(pick<T>(MAGIC_BIASED_F32, MAGIC_BIASED_F64)));
  k = v128.sub<T>(k, v128.and(subnormal, v128.splat<T>(pick<T>(UP_EXPONENT_F32, UP_EXPONENT_F64))));
  const f = v128.sub<T>(m, v128.splat<T>(1 as T));
  const s = v128.div<T>(f, v128.add<T>(f, v128.splat<T>(2 as T)));
  const w = v128.mul<T>(s, s);
  let p: v128;
  if (sizeof<T>() == 4) {
    p = pairVector<f32>(B2, B3, w);
    p = v128.add<f32>(v128.splat<f32>(B1), v128.mul<f32>(w, p));
  } else {
    const w2 = v128.mul<f64>(w, w);
    p = v128.add<f64>(pairVector<f64>(D5, D6, w), v128.mul<f64>(w2, v128.splat<f64>(D7)));
    p = v128.add<f64>(pairVector<f64>(D3, D4, w), v128.mul<f64>(w2, p));
    p = v128.add<f64>(pairVector<f64>(D1, D2, w), v128.mul<f64>(w2, p));
  }
  const half = v128.mul<T>(v128.mul<T>(f, f), v128.splat<T>(0.5 as T));
  const high = v128.mul<T>(k, v128.splat<T>(pick<T>(LN2_HIGH_F32, LN2_HIGH_F64)));
  const low = v128.mul<T>(k, v128.splat<T>(pick<T>(LN2_LOW_F32, LN2_LOW_F64)));
  const tail = v128.add<T>(v128.mul<T>(s, v128.add<T>(half, v128.mul<T>(w, p))), low);
  const log = v128.sub<T>(high, v128.sub<T>(v128.sub<T>(half, tail), f));

  const infinity = v128.splat<T>(pick<T>(INFINITY_F32, INFINITY_F64));
  const zero = v128.splat<T>(0 as T);
  const finite = v128.bitselect(log, x, v128.lt<T>(x, infinity));
  const pole = v128.bitselect(v128.neg<T>(infinity), v128.splat<T>(pick<T>(NAN_F32, NAN_F64)), v128.eq<T>(x, zero));
  return v128.bitselect(pole, finite, v128.le<T>(x, zero));
}

/** The scalar twin of logVector. */
// @ts-ignore: decorator
@inline
export function logScalar<T>(x: T): T {
  const subnormal = x < pick<T>(SMALLEST_NORMAL_F32, SMALLEST_NORMAL_F64);
  const normal = subnormal ? x * pick<T>(UP_F32, UP_F64) : x;
  let k: T;
  let m: T;
  if (sizeof<T>() == 4) {
    const i = reinterpret<i32>(normal) + (ONE_F32 - SQRT_HALF_F32);
    k = reinterpret<f32>((i >>> 23) | reinterpret<i32>(MAGIC_F32));
    m = reinterpret<f32>((i & MANTISSA_F32) + SQRT_HALF_F32);
  } else {
    const i = reinterpret<i64>(normal) + (ONE_F64 - SQRT_HALF_F64);
    k = reinterpret<f64>((i >>> 52) | reinterpret<i64>(MAGIC_F64));
    m = reinterpret<f64>((i & MANTISSA_F64) + SQRT_HALF_F64);
  }
  k -= pick<T>(MAGIC_BIASED_F32, MAGIC_BIASED_F64);
  k -= subnormal ? pick<T>(UP_EXPONENT_F32, UP_EXPONENT_F64) : (0 as T);
  const f = m - (1 as T);
  const s = f / (f + (2 as T));
  const w = s * s;
  let p: T;
  if (sizeof<T>() == 4) {
    p = B1 + w * (B2 + w * B3);
  } else {
    const w2 = w * w;
    p = D5 + w * D6 + w2 * D7;
    p = D3 + w * D4 + w2 * p;
    p = D1 + w * D2 + w2 * p;
  }
  const half = f * f * (0.5 as T);
  const high = k * pick<T>(LN2_HIGH_F32, LN2_HIGH_F64);
  const low = k * pick<T>(LN2_LOW_F32, LN2_LOW_F64);
  const tail = s * (half + w * p) + low;
  const log = high - (half - tail - f);

  const infinity = pick<T>(INFINITY_F32, INFINITY_F64);
  if (x <= (0 as T)) return x == (0 as T) ? -infinity : pick<T>(NAN_F32, NAN_F64);
  return x < infinity ? log : x;
}
