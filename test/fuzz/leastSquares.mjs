/**
 * Householder's QR with column pivoting (Golub 1965), columns as arrays. The condition is never squared, so that the
 * reference tells columns apart that differ in their twelfth digit.
 */

/** Pivots below this part of the largest are directions that nothing is known of. */
const RANK = 1e-13;

/** @param columns arrays of one length, which are overwritten */
export function factorise(columns) {
  const count = columns.length;
  const scale = columns.map((column) => normOf(column, 0) || 1);
  for (const [j, column] of columns.entries()) for (let i = 0; i < column.length; ++i) column[i] /= scale[j];
  const order = [...columns.keys()];
  const diagonal = new Float64Array(count);
  const length = columns[0]?.length ?? 0;
  let rank = 0;
  for (let k = 0; k < Math.min(count, length); ++k) {
    let best = k;
    let largest = -1;
    for (let j = k; j < count; ++j) {
      const norm = normOf(columns[order[j]], k);
      if (norm > largest) [best, largest] = [j, norm];
    }
    if (!(largest > RANK)) break;
    [order[k], order[best]] = [order[best], order[k]];
    const pivot = columns[order[k]];
    const alpha = pivot[k] > 0 ? -largest : largest;
    diagonal[k] = alpha;
    pivot[k] -= alpha;
    let square = 0;
    for (let i = k; i < length; ++i) square += pivot[i] * pivot[i];
    for (let j = k + 1; j < count; ++j) {
      const column = columns[order[j]];
      let product = 0;
      for (let i = k; i < length; ++i) product += pivot[i] * column[i];
      const times = (2 * product) / square;
      for (let i = k; i < length; ++i) column[i] -= times * pivot[i];
    }
    rank = k + 1;
  }
  return { columns, order, diagonal, scale, rank };
}

/** The solution of A'A x = g of least entries in the order of the pivots: unknown directions stay 0. */
export function solveNormal({ columns, order, diagonal, scale, rank }, g) {
  const half = new Float64Array(rank);
  for (let k = 0; k < rank; ++k) {
    let value = g[order[k]] / scale[order[k]];
    for (let i = 0; i < k; ++i) value -= columns[order[k]][i] * half[i];
    half[k] = value / diagonal[k];
  }
  const x = new Float64Array(g.length);
  for (let k = rank - 1; k >= 0; --k) {
    let value = half[k];
    for (let j = k + 1; j < rank; ++j) value -= columns[order[j]][k] * (x[order[j]] * scale[order[j]]);
    x[order[k]] = value / diagonal[k] / scale[order[k]];
  }
  return x;
}

function normOf(column, from) {
  let largest = 0;
  for (let i = from; i < column.length; ++i) largest = Math.max(largest, Math.abs(column[i]));
  if (largest === 0) return 0;
  let sum = 0;
  for (let i = from; i < column.length; ++i) sum += (column[i] / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/** The upper factor C of a symmetric positive semi-definite matrix, C'C = A, by rows; what is not positive is left out. */
export function cholesky(A, size) {
  const rows = [];
  const rest = Float64Array.from(A);
  for (let k = 0; k < size; ++k) {
    const pivot = rest[k * (size + 1)];
    if (!(pivot > 1e-15 * Math.abs(A[k * (size + 1)]))) continue;
    const row = new Float64Array(size);
    for (let j = k; j < size; ++j) row[j] = rest[k * size + j] / Math.sqrt(pivot);
    for (let i = k; i < size; ++i) for (let j = k; j < size; ++j) rest[i * size + j] -= row[i] * row[j];
    rows.push(row);
  }
  return rows;
}
