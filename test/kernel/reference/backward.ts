import { arithmeticOf, type Numbers } from "./arithmetic.ts";
import { element, entry, type Rows } from "./rows.ts";
import { blocksOf, sumOfLines } from "./sums.ts";

/**
 * backward_panels: out[0] += sum dz, out[1 + j] += sum x_j dz. Products are rounded, then added line by line; each block
 * ends with one float64 addition to out.
 */
export function backward(X: Rows, dz: Numbers, out: Float64Array = new Float64Array(1 + X.columns)): Float64Array {
  const arithmetic = arithmeticOf(X.data);
  for (const block of blocksOf(X.rows)) {
    out[0] = entry(out, 0) + sumOfLines(arithmetic, block, (i) => entry(dz, i));
    for (let j = 0; j < X.columns; ++j) {
      const sum = sumOfLines(arithmetic, block, (i) => arithmetic.round(element(X, i, j) * entry(dz, i)));
      out[1 + j] = entry(out, 1 + j) + sum;
    }
  }
  return out;
}
