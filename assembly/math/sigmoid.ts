// a = 1 / (1 + e^-u), from e = e^-|u|:   u >= 0 ? 1 / (1 + e) : e / (1 + e)
//
// Never one minus the other half, so that both tails keep their relative accuracy and e^-|u| cannot overflow: folklore.
//
//   domain         everything
//   special        NaN -> NaN, +inf -> 1, -inf -> 0, 0 and -0 -> 1/2
//   worst error    f32 2.402 ULP (every input)      f64 2.20 ULP (sampled)      scripts/ulp.mjs
//   instructions   given e: 5, one of them a division; given u: f32 29, f64 39
import { expScalar, expVector } from "./exp";

/** e^-|u| for every u: one instruction more than exp, since -|u| sets the sign bit. */
// @ts-ignore: decorator
@inline
export function expMinusAbsVector<T>(u: v128): v128 {
  return expVector<T>(v128.or(u, v128.splat<T>(-0.0 as T)));
}

/** The scalar twin of expMinusAbsVector. */
// @ts-ignore: decorator
@inline
export function expMinusAbsScalar<T>(u: T): T {
  return expScalar<T>(-abs<T>(u));
}

/**
 * sigmoid(u) given e = e^-|u|. Since e <= 1, the numerator u >= 0 ? 1 : e is max(e, u >= 0 ? 1 : 0), which is no dearer
 * than a bit select and keeps a NaN in e whatever u is.
 */
// @ts-ignore: decorator
@inline
export function sigmoidOfExpVector<T>(u: v128, e: v128): v128 {
  const one = v128.splat<T>(1 as T);
  const step = v128.and(v128.ge<T>(u, v128.splat<T>(0 as T)), one);
  return v128.div<T>(v128.pmax<T>(e, step), v128.add<T>(e, one));
}

/** The scalar twin of sigmoidOfExpVector. */
// @ts-ignore: decorator
@inline
export function sigmoidOfExpScalar<T>(u: T, e: T): T {
  return (u >= (0 as T) ? (1 as T) : e) / (e + (1 as T));
}

// @ts-ignore: decorator
@inline
export function sigmoidVector<T>(u: v128): v128 {
  return sigmoidOfExpVector<T>(u, expMinusAbsVector<T>(u));
}

// @ts-ignore: decorator
@inline
export function sigmoidScalar<T>(u: T): T {
  return sigmoidOfExpScalar<T>(u, expMinusAbsScalar<T>(u));
}
