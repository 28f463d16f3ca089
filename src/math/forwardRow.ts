/**
 * z = x . w + b of one row in float64: starts from b and adds x_j w_j for j = 0, 1, ..., each product and each sum
 * rounded. The same bits as the kernel's forward_rows (and, for float64 rows, forward_panels), without its copy: for
 * predicting one row.
 *
 * The row is x[offset .. offset + w.length - 1]. Nothing is allocated.
 */
export function forwardRow(x: ArrayLike<number>, w: ArrayLike<number>, b: number, offset = 0): number {
  let z = b;
  for (let j = 0; j < w.length; ++j) z += (x[offset + j] as number) * (w[j] as number);
  return z;
}
