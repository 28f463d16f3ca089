import { arithmeticOf, type Numbers } from "./arithmetic.ts";
import { forward } from "./forward.ts";
import { curvatureRows } from "./rowMath.ts";
import { element, entry, type Rows } from "./rows.ts";
import { blocksOf, sumOfLines, sumOfVectors } from "./sums.ts";

/**
 * hessian_panels, and hessian_rows over centred rows: the sums of X^T diag(d) X, intercept included, d = |v| a (1 - a).
 *
 *     out[0] += sum d        out[1 + j] += sum d x_j        H[j, k] += sum (d x_j) x_k for k >= j
 *
 * H is row-major, columns x columns, from out[1 + columns] on; only its upper triangle has a meaning. d x_j is rounded before it
 * is multiplied by x_k. The first two sums add line by line, those of H vector by vector.
 */
export function hessian(
  X: Rows,
  v: Numbers,
  w: Numbers,
  b: number,
  out: Float64Array = new Float64Array(1 + X.columns + X.columns ** 2),
): Float64Array {
  const arithmetic = arithmeticOf(X.data);
  const { round, zeros } = arithmetic;
  const n = X.columns;
  const d = curvatureRows(forward(X, w, b), v);
  const dx = zeros(X.rows);
  for (const block of blocksOf(X.rows)) {
    out[0] = entry(out, 0) + sumOfLines(arithmetic, block, (i) => entry(d, i));
    for (let j = 0; j < n; ++j) {
      for (let i = block.first; i < block.end; ++i) dx[i] = round(entry(d, i) * element(X, i, j));
      out[1 + j] = entry(out, 1 + j) + sumOfLines(arithmetic, block, (i) => entry(dx, i));
      for (let k = j; k < n; ++k) {
        const at = 1 + n + j * n + k;
        out[at] = entry(out, at) + sumOfVectors(arithmetic, block, (i) => round(entry(dx, i) * element(X, i, k)));
      }
    }
  }
  return out;
}
