import { arithmeticOf, type Numbers } from "./arithmetic.ts";
import { backward } from "./backward.ts";
import { forward } from "./forward.ts";
import { curvatureRows } from "./rowMath.ts";
import { entry, type Rows } from "./rows.ts";

/**
 * product_panels, and product_rows over centred rows: the Hessian at (w, b), intercept included, times (r, c).
 *
 *     t = Xr + c        out[0] += sum d t        out[1 + j] += sum x_j (d t)        d = |v| a (1 - a)
 *
 * d t is rounded before it is multiplied by x_j; the sums are those of backward.
 */
export function product(
  X: Rows,
  v: Numbers,
  at: { readonly w: Numbers; readonly b: number },
  direction: { readonly r: Numbers; readonly c: number },
  out: Float64Array = new Float64Array(1 + X.columns),
): Float64Array {
  const { round } = arithmeticOf(X.data);
  const d = curvatureRows(forward(X, at.w, at.b), v);
  const t = forward(X, direction.r, direction.c);
  return backward(
    X,
    t.map((ti, i) => round(entry(d, i) * ti)),
    out,
  );
}
