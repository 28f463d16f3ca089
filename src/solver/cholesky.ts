/**
 * Solves A x = r for a symmetric positive semidefinite A (size x size, row-major) by Cholesky's L D L^T on the matrix scaled
 * to a unit diagonal. A pivot that vanishes (a column that depends on the ones before it) is left out, which gives the basic
 * solution of the consistent system: zero in that direction (Lawson and Hanson 1974).
 *
 * @returns x, and how many directions were left out
 * @example
 * solveCholesky(Float64Array.of(4, 2, 2, 3), Float64Array.of(2, 5)); // { x: [-0.5, 2], omitted: 0 }
 */
export function solveCholesky(A: Float64Array, r: Float64Array): { x: Float64Array; omitted: number } {
  const size = r.length;
  const scale = new Float64Array(size);
  for (let i = 0; i < size; ++i) {
    const diagonal = A[i * size + i] ?? 0;
    scale[i] = diagonal > 0 ? 1 / Math.sqrt(diagonal) : 0;
  }
  const { lower, pivots, omitted } = factorise(A, scale);
  const x = r.map((value, i) => value * (scale[i] ?? 0));
  for (let i = 0; i < size; ++i) {
    let sum = x[i] ?? 0;
    for (let k = 0; k < i; ++k) sum -= (lower[i * size + k] ?? 0) * (x[k] ?? 0);
    x[i] = pivots[i] === 0 ? 0 : sum;
  }
  for (let i = 0; i < size; ++i) x[i] = pivots[i] === 0 ? 0 : (x[i] ?? 0) / (pivots[i] ?? 1);
  for (let i = size - 1; i >= 0; --i) {
    if (pivots[i] === 0) continue;
    let sum = x[i] ?? 0;
    for (let k = i + 1; k < size; ++k) sum -= (lower[k * size + i] ?? 0) * (x[k] ?? 0);
    x[i] = sum;
  }
  return { x: x.map((value, i) => value * (scale[i] ?? 0)), omitted };
}

/** Unit lower L (row-major) and D of the scaled matrix; D is 0 where a pivot was left out, and so is L's column. */
function factorise(A: Float64Array, scale: Float64Array) {
  const size = scale.length;
  const smallest = 4 * size * 2 ** -52;
  const lower = new Float64Array(size * size);
  const pivots = new Float64Array(size);
  const scaled = new Float64Array(size);
  let omitted = 0;
  for (let i = 0; i < size; ++i) {
    // scaled_k = L_ik D_k, row i of L D
    for (let j = 0; j < i; ++j) {
      let sum = (A[i * size + j] ?? 0) * (scale[i] ?? 0) * (scale[j] ?? 0);
      for (let k = 0; k < j; ++k) sum -= (scaled[k] ?? 0) * (lower[j * size + k] ?? 0);
      scaled[j] = pivots[j] === 0 ? 0 : sum;
    }
    let pivot = scale[i] === 0 ? 0 : 1;
    for (let k = 0; k < i; ++k) {
      const entry = pivots[k] === 0 ? 0 : (scaled[k] ?? 0) / (pivots[k] ?? 1);
      lower[i * size + k] = entry;
      pivot -= entry * (scaled[k] ?? 0);
    }
    if (pivot <= smallest) ++omitted;
    pivots[i] = pivot > smallest ? pivot : 0;
  }
  return { lower, pivots, omitted };
}
