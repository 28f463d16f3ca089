import { LogitRangeError } from "../errors.ts";
import { denseSourceOf, type RowSource, rejectNonFinite } from "../input/matrix.ts";
import { type MathematicsKernels, mathematicsOf } from "../kernel/mathematics.ts";
import { reserveColumnVector } from "../rows/columnVector.ts";
import { identityScaling } from "../rows/scaling.ts";
import { Window } from "../rows/window.ts";
import type { DenseMatrix } from "../types.ts";
import type { Arena } from "../wasm/arena.ts";
import type { Pointer } from "../wasm/kernelExports.ts";
import { withArena } from "../wasm/pool.ts";

/** X in panels as it is, neither centred nor scaled, while `use` runs. */
export interface PackedMatrix {
  readonly arena: Arena;
  readonly kernels: MathematicsKernels;
  readonly source: RowSource;
  readonly panelsPtr: Pointer;
}

/** Packs X, checked to be a finite matrix, into an arena for the time of `use`. */
export function withPacked<Result>(X: DenseMatrix, use: (packed: PackedMatrix) => Result): Result {
  const source = denseSourceOf(X, "the functions of the mathematics");
  rejectNonFinite(source, 0, source.rows);
  return withArena((arena) => {
    const kernels = mathematicsOf(arena, source.precision);
    const identity = identityScaling(source.columns);
    const centrePtr = reserveColumnVector(arena, kernels, identity.centre);
    const scalePtr = reserveColumnVector(arena, kernels, identity.scale);
    const window = new Window(arena, kernels, source.columns, source.rows);
    const panelsPtr = arena.reserve(kernels.panelsBytes(source.rows, source.columns));
    for (let first = 0; first < source.rows; first += window.rows) {
      const count = Math.min(window.rows, source.rows - first);
      window.load(source, first, count);
      const at = panelsPtr + first * source.columns * kernels.bytesPerNumber;
      kernels.pack(at, window.pointer, centrePtr, scalePtr, count, source.columns);
    }
    return use({ arena, kernels, source, panelsPtr });
  });
}

/** Finite numbers in, a number that is not out: the sums overflowed. */
export function rejectOverflow(name: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; ++i) {
    if (Number.isNaN(values[i])) throw new LogitRangeError("NON_FINITE", `${name}[${i}]: expected a number, got NaN`);
  }
}
