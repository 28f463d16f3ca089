import { encodeZeroOne } from "../data/labels.ts";
import { isList } from "../data/vector.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { mathematicsOf } from "../kernel/mathematics.ts";
import type { Labels } from "../types.ts";
import { withArena } from "../wasm/pool.ts";

/**
 * The cost J: mean over the rows of -y log a - (1 - y) log(1 - a), from z rather than from a, so that it is exact where a
 * rounds to 0 or 1: max(z, 0) - z y + log(1 + e^-|z|).
 *
 * @param z m numbers, as `forward` returns them (infinite ones allowed, NaN not)
 * @param y m labels, 0 or 1
 * @throws LogitTypeError, LogitRangeError naming what was expected, what came and where
 * @example
 * cost([0, 2], [0, 1]); // (Math.log(2) + Math.log(1 + Math.exp(-2))) / 2
 */
export function cost(z: ArrayLike<number>, y: Labels): number {
  const rows = checkRows(z, "z");
  const positive = encodeZeroOne(y, rows);
  return withArena((arena) => {
    const kernels = mathematicsOf(arena, "f64");
    const length = kernels.rowVectorBytes(rows) / 8;
    const zPtr = arena.reserve(8 * length);
    const vPtr = arena.reserve(8 * length);
    const zView = arena.float64(zPtr, length);
    zView.set(z);
    zView.fill(0, rows);
    const v = arena.float64(vPtr, length).fill(0);
    for (let row = 0; row < rows; ++row) v[row] = 1 - 2 * (positive[row] ?? 0);
    return kernels.loss(zPtr, vPtr, rows) / rows;
  });
}

/** @throws unless values is an array of at least one number, none of them NaN; returns how many */
export function checkRows(values: unknown, name: string): number {
  if (!isList(values))
    throw new LogitTypeError("INVALID_VECTOR", `${name}: expected an array of numbers, got ${shown(values)}`);
  const given = values;
  if (given.length === 0)
    throw new LogitRangeError("SHAPE_MISMATCH", `${name}: expected at least one number, got none`);
  for (let row = 0; row < given.length; ++row) {
    const value = given[row];
    if (typeof value === "number" && !Number.isNaN(value)) continue;
    throw new LogitRangeError("NON_FINITE", `${name}: expected numbers, got ${shown(value)} at row ${row}`);
  }
  return given.length;
}
