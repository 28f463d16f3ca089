import { LogitRangeError, shown } from "../errors.ts";
import type { TextedCells } from "./columnCells.ts";
import type { PlainEncoder } from "./encoding.ts";
import type { KnownFrom } from "./knownOptions.ts";

/** The row of the table that a row of those that are left was. */
export type RowIn = (row: number) => number;

/** A level that is neither 1 in one of its columns nor 0 in all: shares stand in for it, or there is none. */
export const OTHER = -2;

/** What the levels of a category are once encoded. */
export interface LevelCodes {
  /** The one column that is 1, -1 where none is, OTHER where shares stand in; of a missing level and then of each. */
  readonly ones: Int32Array;
  /** The code of each level, for those that are OTHER. */
  readonly byLevel: readonly (number | undefined)[];
}

/** @throws LogitRangeError UNKNOWN_LEVEL for a level that an earlier encoding lacks */
export function levelCodes(
  { codes, levels }: TextedCells,
  { name, code, write, encoded }: PlainEncoder,
  rowIn: RowIn,
  from: KnownFrom,
): LevelCodes {
  const byLevel = levels.map(code);
  const unknown = byLevel.indexOf(undefined);
  if (unknown >= 0) {
    const got = `${shown(levels[unknown])} at row ${rowIn(codes.indexOf(unknown))}, column "${name}"`;
    throw new LogitRangeError("UNKNOWN_LEVEL", `X: expected a level that the ${from} had, got ${got}`);
  }
  const one = new Float64Array(encoded.length);
  const onlyOne = byLevel.map((level) => {
    write(level as number, one, 0);
    const at = one.findIndex((value) => value !== 0);
    return one.every((value, k) => value === (k === at ? 1 : 0)) ? at : OTHER;
  });
  return { ones: Int32Array.from([OTHER, ...onlyOne]), byLevel };
}

/** Of a number that has no finite transform, or is missing without anything that stands in. */
export function notFinite(name: string, value: number, row: number): LogitRangeError {
  const expected = "a number whose transform is finite";
  return new LogitRangeError("NON_FINITE", `X: expected ${expected}, got ${value} at row ${row}, column "${name}"`);
}
