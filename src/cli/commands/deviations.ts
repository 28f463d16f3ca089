import type { RowMajorMatrix } from "../../types.ts";

/**
 * The standard deviation of each column (population formula, weighted). A coefficient times it says how much z changes
 * per standard deviation, which can be compared between columns of different units.
 */
export function standardDeviations({ data, rows, columns }: RowMajorMatrix, weights?: readonly number[]): Float64Array {
  const means = new Float64Array(columns);
  const squares = new Float64Array(columns);
  let sum = 0;
  // Weighted form of B. P. Welford's update (1962; D. H. D. West, 1979): stable however far the mean is from zero.
  for (let row = 0; row < rows; row++) {
    const weight = weights?.[row] ?? 1;
    if (weight === 0) continue;
    sum += weight;
    for (let j = 0; j < columns; j++) {
      const mean = means[j] ?? 0;
      const distance = (data[row * columns + j] ?? 0) - mean;
      const shift = (distance * weight) / sum;
      means[j] = mean + shift;
      squares[j] = (squares[j] ?? 0) + distance * (distance - shift) * weight;
    }
  }
  return squares.map((square) => Math.sqrt(square / sum));
}
