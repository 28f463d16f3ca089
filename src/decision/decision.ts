import { type RowSource, rejectNonFinite } from "../input/matrix.ts";
import { mathematicsOf } from "../kernel/mathematics.ts";
import { sigmoidF64 } from "../math/elementary.ts";
import { Window } from "../rows/window.ts";
import { withArena } from "../wasm/pool.ts";
import { overflowed, sparseDecisions } from "./sparseDecisions.ts";

/** Up to this many rows plain JavaScript is faster than crossing into the kernel, and has the same bits. */
const FEW_ROWS = 16;

/** z = X coef + intercept in float64, columns from left to right, whatever the type of X. */
export function decisionValues(source: RowSource, coef: Float64Array, intercept: number): Float64Array<ArrayBuffer> {
  if (source.csr !== undefined) return sparseDecisions(source.csr, coef, intercept);
  return source.rows <= FEW_ROWS ? fewRows(source, coef, intercept) : manyRows(source, coef, intercept, false);
}

/** a = 1 / (1 + e^-z), in [0, 1]. */
export function probabilities(source: RowSource, coef: Float64Array, intercept: number): Float64Array<ArrayBuffer> {
  if (source.rows > FEW_ROWS && source.csr === undefined) return manyRows(source, coef, intercept, true);
  const a = decisionValues(source, coef, intercept);
  for (let row = 0; row < a.length; ++row) a[row] = sigmoidF64(a[row] ?? 0);
  return a;
}

function fewRows(source: RowSource, coef: Float64Array, intercept: number): Float64Array<ArrayBuffer> {
  const z = new Float64Array(source.rows);
  for (let row = 0; row < z.length; ++row) {
    let sum = intercept;
    for (let j = 0; j < coef.length; ++j) sum += source.valueAt(row, j) * (coef[j] ?? 0);
    z[row] = sum;
  }
  rejectOverflow(source, z, 0);
  return z;
}

function manyRows(
  source: RowSource,
  coef: Float64Array,
  intercept: number,
  asProbabilities: boolean,
): Float64Array<ArrayBuffer> {
  const out = new Float64Array(source.rows);
  withArena((arena) => {
    const kernels = mathematicsOf(arena, source.precision);
    const forwardRows = arena.kernel[`forward_rows_${source.precision}`];
    const window = new Window(arena, kernels, source.columns, source.rows);
    const wPtr = arena.reserve((coef.length + 4) * 8);
    const zPtr = arena.reserve(window.rows * 8);
    const aPtr = arena.reserve(window.rows * 8);
    arena.float64(wPtr, coef.length).set(coef);
    window.through(source, (first, count) => {
      forwardRows(zPtr, window.pointer, wPtr, count, source.columns, intercept);
      rejectOverflow(source, arena.float64(zPtr, count), first);
      if (asProbabilities) arena.kernel.sigmoid_f64(aPtr, zPtr, count);
      out.set(arena.float64(asProbabilities ? aPtr : zPtr, count), first);
    });
  });
  return out;
}

/**
 * Refuses NaN and what comes from rows that are not finite. An infinite z of finite numbers is allowed: the sum has
 * overflowed, and its sign is right.
 */
function rejectOverflow(source: RowSource, z: Float64Array, first: number): void {
  for (let i = 0; i < z.length; ++i) {
    const value = z[i] ?? 0;
    if (Number.isFinite(value)) continue;
    const row = first + i;
    rejectNonFinite(source, row, row + 1);
    if (Number.isNaN(value)) throw overflowed(row);
  }
}
