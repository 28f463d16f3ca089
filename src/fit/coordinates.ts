import type { MeasuredRows } from "../rows/trainingRows.ts";
import type { Coordinates } from "../solver/coordinates.ts";
import type { CheckedOptions } from "./options.ts";
import { penaltyRatio, standardizing } from "./problem.ts";

/**
 * Newton's and quasi-Newton methods hardly depend on the scale of the columns, so they work on the packed columns,
 * whose sums round least. Gradient descent depends on the scale and is promised in the coordinates of the user: columns
 * of deviation 1, or as they are. sgd always works on columns of deviation 1, so that its steps do not depend on units.
 * Without an intercept the columns must not be centred, and sgd scales them to a mean square of 1.
 */
export function coordinatesOf(
  rows: MeasuredRows,
  { solver, standardize, fitIntercept }: CheckedOptions,
): Coordinates | undefined {
  const { scaling, moments, holder } = rows;
  const stochastic = solver === "sgd";
  const descent = solver === "gradient-descent" || stochastic;
  if (!descent && fitIntercept) return undefined;
  const own = stochastic || standardize;
  const isOwn = standardizing(own, holder.columns);
  const plain = descent ? penaltyRatio(rows, own) : new Float64Array(holder.columns).fill(1);
  const ratio = stochastic && !fitIntercept ? rootMeanSquares(rows) : plain;
  const shift = scaling.centre.map((centre, j) => {
    const from = fitIntercept && isOwn(j) ? (moments.mean[j] ?? 0) : 0;
    return ((centre - from) * (scaling.scale[j] ?? 1)) / (ratio[j] ?? 1);
  });
  return { ratio, shift };
}

/** The root of the mean square of each column in units of the packed one. */
function rootMeanSquares({ scaling, moments }: MeasuredRows): Float64Array {
  return scaling.scale.map((scale, j) => {
    const mean = scale * (moments.mean[j] ?? 0);
    const deviation = scale * (moments.deviation[j] ?? 0);
    return Math.sqrt(mean * mean + deviation * deviation) || 1;
  });
}
