/** Diagonal entries below this cannot be told from 0: products of roots that small lose digits. */
const SMALLEST_DIAGONAL = 1e-290;

/**
 * Whether a matrix, row-major, is symmetric and positive semidefinite up to `tolerance`, once its diagonal is scaled to
 * 1: by Cholesky's factorisation with the largest pivot first (Higham, Accuracy and Stability of Numerical Algorithms,
 * 10.3). What is left where no pivot is above the tolerance has to be about 0. n^3 / 6 multiplications at most.
 */
export function isSemidefinite(matrix: Float64Array, size: number, tolerance: number): boolean {
  const rest = scaledToOne(matrix, size);
  if (rest === undefined || !isSymmetric(rest, size, tolerance)) return false;
  const column = new Float64Array(size);
  // rising, and of the rest only the lower triangle is kept up
  let left = Array.from(column.keys());
  while (left.length > 0) {
    const diagonal = left.map((j) => rest[j * size + j] ?? 0);
    if (diagonal.some((entry) => entry < -tolerance)) return false;
    const largest = diagonal.reduce((most, entry) => Math.max(most, entry));
    if (largest <= tolerance) return isAboutZero(rest, size, left, 2 * tolerance);
    const pivot = left[diagonal.indexOf(largest)] ?? 0;
    left = left.filter((j) => j !== pivot);
    for (const j of left) column[j] = rest[Math.max(j, pivot) * size + Math.min(j, pivot)] ?? 0;
    for (const [end, j] of left.entries()) {
      const factor = (column[j] ?? 0) / largest;
      if (factor !== 0) subtract(rest, j * size, column, factor, left, end);
    }
  }
  return true;
}

/** Entries k of the row that begins at `row`, for the indices up to and with `end`. */
function subtract(
  rest: Float64Array,
  row: number,
  column: Float64Array,
  factor: number,
  indices: readonly number[],
  end: number,
): void {
  for (let i = 0; i <= end; ++i) {
    const k = indices[i] ?? 0;
    rest[row + k] = (rest[row + k] ?? 0) - factor * (column[k] ?? 0);
  }
}

/** Undefined where the diagonal has a negative entry. */
function scaledToOne(matrix: Float64Array, size: number): Float64Array | undefined {
  const root = new Float64Array(size);
  for (let j = 0; j < size; ++j) {
    const diagonal = matrix[j * size + j] ?? 0;
    if (diagonal < 0) return undefined;
    root[j] = Math.sqrt(Math.max(diagonal, SMALLEST_DIAGONAL));
  }
  // divided one after the other: their product may overflow
  return matrix.map((entry, i) => entry / (root[Math.floor(i / size)] ?? 1) / (root[i % size] ?? 1));
}

function isSymmetric(matrix: Float64Array, size: number, tolerance: number): boolean {
  for (let j = 0; j < size; ++j) {
    for (let k = 0; k < j; ++k) {
      const difference = (matrix[j * size + k] ?? 0) - (matrix[k * size + j] ?? 0);
      if (!(Math.abs(difference) <= tolerance)) return false;
    }
  }
  return true;
}

function isAboutZero(matrix: Float64Array, size: number, indices: readonly number[], tolerance: number): boolean {
  return indices.every((j, end) =>
    indices.slice(0, end + 1).every((k) => Math.abs(matrix[j * size + k] ?? 0) <= tolerance),
  );
}
