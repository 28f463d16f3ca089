// What exp and log share. Constants are exact bits; the decimal beside them is for the reader (coefficients.sollya
// makes them).

/** The constant of the data type in hand: compiles to that constant alone. */
// @ts-ignore: decorator
@inline
export function pick<T>(f32Value: f32, f64Value: f64): T {
  if (sizeof<T>() == 4) return f32Value as T;
  return f64Value as T;
}

// ln 2 in two parts, so that n LN2_HIGH is exact for the n of either data type: 16 + 8 <= 24 bits, 42 + 11 <= 53 bits
export const LN2_HIGH_F32: f32 = reinterpret<f32>(0x3f317200); // 0.693145751953125
export const LN2_LOW_F32: f32 = reinterpret<f32>(0x35bfbe8e); // 1.428606765330187e-6
export const LN2_HIGH_F64: f64 = reinterpret<f64>(0x3fe62e42fefa3800); // 0.6931471805598903
export const LN2_LOW_F64: f64 = reinterpret<f64>(0x3d2ef35793c76730); // 5.497923018708371e-14

/** low + high x: one step of an even-odd (second-order Horner) scheme, which takes no more operations than Horner's. */
// @ts-ignore: decorator
@inline
export function pairVector<T>(low: T, high: T, x: v128): v128 {
  return v128.add<T>(v128.splat<T>(low), v128.mul<T>(x, v128.splat<T>(high)));
}
