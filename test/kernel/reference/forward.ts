import { forwardRow } from "../../../src/math/forwardRow.ts";
import { arithmeticOf, type Numbers } from "./arithmetic.ts";
import { element, entry, type Rows } from "./rows.ts";

/**
 * forward_panels: z = Xw + b in the data type of X. A row starts from b and adds x_j w_j for j = 0, 1, ..., each product
 * rounded, each sum rounded; rows do not meet.
 */
export function forward(X: Rows, w: Numbers, b: number): Numbers {
  const { round, zeros } = arithmeticOf(X.data);
  const z = zeros(X.rows);
  for (let i = 0; i < X.rows; ++i) {
    let zi = round(b);
    for (let j = 0; j < X.columns; ++j) zi = round(zi + round(element(X, i, j) * entry(w, j)));
    z[i] = zi;
  }
  return z;
}

/** forward_rows: the same in float64 for X of either data type. w is in float64. */
export function forwardRows(X: Rows, w: Float64Array, b: number): Float64Array {
  return Float64Array.from({ length: X.rows }, (_, i) => forwardRow(X.data, w, b, i * X.columns));
}
