import { type RowSource, rejectNonFinite } from "../data/matrix.ts";
import { Window } from "../data/window.ts";
import { LogitRangeError } from "../errors.ts";
import { kernelsOf } from "../kernel/kernels.ts";
import { sigmoidF64 } from "../kernel/reference/math.ts";
import { withArena } from "../wasm/pool.ts";

/** Up to this many rows plain JavaScript is faster than crossing into the kernel, and has the same bits. */
const FEW_ROWS = 16;

/** z = X coef + intercept in float64, columns from left to right, whatever the type of X. */
export function decisionValues(source: RowSource, coef: Float64Array, intercept: number): Float64Array<ArrayBuffer> {
  const z = new Float64Array(source.rows);
  if (source.rows <= FEW_ROWS) fewRows(source, coef, intercept, z);
  else manyRows(source, coef, intercept, z, undefined);
  rejectOverflow(source, z);
  return z;
}

/** a = 1 / (1 + e^-z), in [0, 1]. */
export function probabilities(source: RowSource, coef: Float64Array, intercept: number): Float64Array<ArrayBuffer> {
  const z = new Float64Array(source.rows);
  if (source.rows <= FEW_ROWS) {
    fewRows(source, coef, intercept, z);
    rejectOverflow(source, z);
    for (let row = 0; row < z.length; ++row) z[row] = sigmoidF64(z[row] ?? 0);
    return z;
  }
  const a = new Float64Array(source.rows);
  manyRows(source, coef, intercept, z, a);
  rejectOverflow(source, z);
  return a;
}

function fewRows(source: RowSource, coef: Float64Array, intercept: number, z: Float64Array): void {
  for (let row = 0; row < z.length; ++row) {
    let sum = intercept;
    for (let j = 0; j < coef.length; ++j) sum += source.valueAt(row, j) * (coef[j] ?? 0);
    z[row] = sum;
  }
}

function manyRows(
  source: RowSource,
  coef: Float64Array,
  intercept: number,
  z: Float64Array,
  a: Float64Array | undefined,
): void {
  withArena((arena) => {
    const kernels = kernelsOf(arena.kernel, source.precision);
    const forwardRows = arena.kernel[`forward_rows_${source.precision}`];
    const window = new Window(arena, kernels, source.columns, source.rows);
    const wPtr = arena.reserve((coef.length + 4) * 8);
    const zPtr = arena.reserve(window.rows * 8);
    const aPtr = arena.reserve(window.rows * 8);
    arena.float64(wPtr, coef.length).set(coef);
    for (let first = 0; first < source.rows; first += window.rows) {
      const count = Math.min(window.rows, source.rows - first);
      window.load(source, first, count);
      forwardRows(zPtr, window.pointer, wPtr, count, source.columns, intercept);
      z.set(arena.float64(zPtr, count), first);
      if (a === undefined) continue;
      arena.kernel.sigmoid_f64(aPtr, zPtr, count);
      a.set(arena.float64(aPtr, count), first);
    }
  });
}

/** Infinity from finite numbers is a fair z; NaN is not. */
function rejectOverflow(source: RowSource, z: Float64Array): void {
  for (let row = 0; row < z.length; ++row) {
    const value = z[row] ?? 0;
    if (Number.isFinite(value)) continue;
    rejectNonFinite(source, row, row + 1);
    if (Number.isNaN(value)) {
      throw new LogitRangeError(
        "NON_FINITE",
        `X: expected row ${row} x coefficients to be a number, got Infinity - Infinity`,
      );
    }
  }
}
