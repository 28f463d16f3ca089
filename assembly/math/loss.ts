// The loss of one row as a function of one number, log(1 + e^u) (softplus), from e = e^-|u|:
//
//   loss(u) = max(u, 0) + log1p(e)        u = z for y = 0, u = -z for y = 1
//
// Never log(sigmoid(z)). Maechler, Accurately computing log(1 - exp(-|a|)), 2012, section 3 (log1pexp).
//
//   domain         everything
//   special        NaN -> NaN, +inf -> +inf, -inf -> 0
//   worst error    f32 2.044 ULP (every input)      f64 1.88 ULP (sampled)      scripts/ulp.mjs
//   instructions   given e: f32 16, f64 28; given u: f32 40, f64 62
import { log1pScalar, log1pVector } from "./log";
import { expMinusAbsScalar, expMinusAbsVector } from "./sigmoid";

/** loss(u) given e = e^-|u|. */
// @ts-ignore: decorator
@inline
export function lossOfExpVector<T>(u: v128, e: v128): v128 {
  return v128.add<T>(v128.pmax<T>(u, v128.splat<T>(0 as T)), log1pVector<T>(e));
}

/** The scalar twin of lossOfExpVector. */
// @ts-ignore: decorator
@inline
export function lossOfExpScalar<T>(u: T, e: T): T {
  return (u < (0 as T) ? (0 as T) : u) + log1pScalar<T>(e);
}

// @ts-ignore: decorator
@inline
export function lossVector<T>(u: v128): v128 {
  return lossOfExpVector<T>(u, expMinusAbsVector<T>(u));
}

// @ts-ignore: decorator
@inline
export function lossScalar<T>(u: T): T {
  return lossOfExpScalar<T>(u, expMinusAbsScalar<T>(u));
}
