import { checkFinite, checkVector } from "../check/vector.ts";
import type { DenseMatrix } from "../types.ts";
import { rejectOverflow, withPacked } from "./packed.ts";

/** One number a row, of the type of X: Float32Array for f32 rows, Float64Array for all others. */
export type Numbers = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** The log-odds z and the probabilities a of the rows. */
export interface Forward {
  /** z = Xw + b, one a row; of the type of X (Float32Array for f32 rows, else Float64Array). */
  readonly z: Numbers;
  /** a = 1 / (1 + e^-z), one a row. */
  readonly a: Numbers;
}

/**
 * Forward propagation: z = Xw + b, a = 1 / (1 + e^-z).
 *
 * @param X m x n
 * @param w n numbers
 * @param b the intercept
 * @throws LogitTypeError, LogitRangeError naming what was expected, what came and where
 * @example
 * forward([[1, 2], [3, 4]], [2, -1], 0); // { z: [0, 2], a: [0.5, 0.8807970779778823] }
 */
export function forward(X: DenseMatrix, w: ArrayLike<number>, b: number): Forward {
  return withPacked(X, ({ arena, kernels, source, panelsPtr }) => {
    const { precision, bytesPerNumber } = kernels;
    const weights = checkVector(w, source.columns, "w");
    checkFinite(b, "b");
    const wPtr = arena.reserve(source.columns * bytesPerNumber);
    const zPtr = arena.reserve(kernels.rowVectorBytes(source.rows));
    const aPtr = arena.reserve(kernels.rowVectorBytes(source.rows));
    arena.view(precision, wPtr, source.columns).set(weights);
    kernels.forward(zPtr, panelsPtr, wPtr, source.rows, source.columns, b);
    kernels.sigmoid(aPtr, zPtr, source.rows);
    const z = arena.view(precision, zPtr, source.rows).slice();
    rejectOverflow("z", z);
    return { z, a: arena.view(precision, aPtr, source.rows).slice() };
  });
}
