import { rejectMore } from "../check/rejectMore.ts";
import { LogitRangeError } from "../errors.ts";
import { encodeZeroOne } from "../input/labels.ts";
import type { DenseMatrix, Labels } from "../types.ts";
import type { Numbers } from "./forward.ts";
import { rejectOverflow, withPacked } from "./packed.ts";
import { rowProbabilities } from "./rowNumbers.ts";

/** The derivatives of the loss of each row by a and z, and of the cost J by w and b. */
export interface Backward {
  /**
   * dL/da = (y - a) / (a (a - 1)), one a row; infinite where a is exactly 0 or 1 on the wrong side, 1 or -1 on the
   * right.
   */
  readonly da: Numbers;
  /** dL/dz = a - y, one a row. */
  readonly dz: Numbers;
  /** dw = X^T dz / m, one a column. */
  readonly dw: Float64Array<ArrayBuffer>;
  /** db = mean of dz. */
  readonly db: number;
}

/**
 * Backward propagation from a = forward(X, w, b).a.
 *
 * @param X m x n
 * @param a m numbers from 0 to 1
 * @param y m labels, 0 or 1
 * @throws LogitTypeError, LogitRangeError naming what was expected, what came and where
 * @example
 * backward([[1, 2], [3, 4]], [0.5, 0.75], [0, 1]);
 * // { da: [2, -1.3333333333333333], dz: [0.5, -0.25], dw: [-0.125, 0], db: 0.125 }
 */
export function backward(X: DenseMatrix, a: ArrayLike<number>, y: Labels, ...more: never[]): Backward {
  rejectMore(more, "backward(X, a, y)");
  return withPacked(X, ({ arena, kernels, source, panelsPtr }) => {
    const { rows, columns } = source;
    const { precision, bytesPerNumber } = kernels;
    const probabilities = probabilitiesOf(a, rows);
    const positive = encodeZeroOne(y, rows);
    const length = kernels.rowVectorBytes(rows) / bytesPerNumber;
    const dzPtr = arena.reserve(kernels.rowVectorBytes(rows));
    const outPtr = arena.reserve((1 + columns) * 8);
    const workspacePtr = arena.reserve(arena.kernel.backward_workspace_bytes(columns));
    const dz = arena.view(precision, dzPtr, length).fill(0);
    for (let row = 0; row < rows; ++row) dz[row] = (probabilities[row] ?? 0) - (positive[row] ?? 0);
    const total = new Float64Array(1 + columns);
    const shareRows = arena.kernel.share_rows();
    for (let first = 0; first < rows; first += shareRows) {
      const out = arena.float64(outPtr, 1 + columns).fill(0);
      const xPtr = panelsPtr + first * columns * bytesPerNumber;
      const count = Math.min(shareRows, rows - first);
      kernels.backward(outPtr, workspacePtr, xPtr, dzPtr + first * bytesPerNumber, count, columns);
      for (let i = 0; i <= columns; ++i) total[i] = (total[i] ?? 0) + (out[i] ?? 0) / rows;
    }
    const dw = total.slice(1);
    rejectOverflow("dw", dw);
    return { da: lossSlopes(dz, probabilities, positive), dz: dz.slice(0, rows), dw, db: total[0] ?? 0 };
  });
}

/**
 * -1 / a for y = 1 and 1 / (1 - a) for y = 0: (y - a) / (a (a - 1)) with the factor that is 0 / 0 at the ends
 * cancelled.
 */
function lossSlopes(dz: Numbers, a: Float64Array, positive: Uint8Array): Numbers {
  const da = dz.slice(0, positive.length);
  for (let row = 0; row < da.length; ++row) {
    const ai = a[row] ?? 0;
    da[row] = positive[row] === 1 ? -1 / ai : 1 / (1 - ai);
  }
  return da;
}

function probabilitiesOf(a: unknown, rows: number): Float64Array {
  const probabilities = rowProbabilities(a, "a");
  if (probabilities.length === rows) return probabilities;
  const message = `a: expected ${rows} numbers, one a row of X, got ${probabilities.length}`;
  throw new LogitRangeError("SHAPE_MISMATCH", message);
}
