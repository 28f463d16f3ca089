import type { Numbers } from "./arithmetic.ts";
import { element, entry, type Rows } from "./rows.ts";

/**
 * moments_rows: the weighted first two moments of the columns of raw rows about a shift, in float64 for either data type.
 *
 *     out[j] += sum |v| x'_j        out[columns + j] += sum (|v| x'_j) x'_j        x' = x - shift
 *
 * Without v every weight is 1.
 * Each column on its own, row after row from 0 within a call; the call's sum is then added to out.
 */
export function moments(
  X: Rows,
  v: Numbers | undefined,
  shift: Float64Array,
  out: Float64Array = new Float64Array(2 * X.columns),
): Float64Array {
  for (let j = 0; j < X.columns; ++j) {
    let sum = 0;
    let square = 0;
    for (let i = 0; i < X.rows; ++i) {
      const x = element(X, i, j) - entry(shift, j);
      const sx = v === undefined ? x : Math.abs(entry(v, i)) * x;
      sum += sx;
      square += sx * x;
    }
    out[j] = entry(out, j) + sum;
    out[X.columns + j] = entry(out, X.columns + j) + square;
  }
  return out;
}
