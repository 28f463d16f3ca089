import { isList, notFinite } from "../check/vector.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";

/**
 * z with offsets: one a row, or one number for all rows.
 * @param needed whether the model was fitted with offsets
 * @throws LogitTypeError INVALID_OPTION if they are no numbers, or needed and not given; LogitRangeError
 * SHAPE_MISMATCH, NON_FINITE
 */
export function withPredictOffsets(
  z: Float64Array<ArrayBuffer>,
  offsets: unknown,
  needed: boolean | undefined,
): Float64Array<ArrayBuffer> {
  if (offsets === undefined && !needed) return z;
  const single = typeof offsets === "number";
  const list: ArrayLike<unknown> | undefined = isList(offsets) ? offsets : undefined;
  if (!single && list?.length !== z.length) {
    const expected = `offsets: expected ${z.length} numbers, or 0 for none${needed ? ", as the fit had offsets" : ""}`;
    if (list !== undefined) throw new LogitRangeError("SHAPE_MISMATCH", `${expected}, got ${list.length}`);
    throw new LogitTypeError("INVALID_OPTION", `${expected}, got ${shown(offsets)}`);
  }
  return z.map((value, row) => {
    const offset = single ? offsets : list?.[row];
    if (Number.isFinite(offset)) return value + (offset as number);
    throw notFinite("offsets", offset, `row ${row}`, "INVALID_OPTION");
  });
}

/**
 * z of one row with its offset.
 * @throws LogitTypeError INVALID_OPTION unless it is a finite number, or is not given and not needed
 */
export function withPredictOffset(z: number, offset: unknown, needed: boolean | undefined): number {
  if (offset === undefined && !needed) return z;
  if (typeof offset === "number" && Number.isFinite(offset)) return z + offset;
  const expected = `a finite number${needed ? ", as the fit had offsets; 0 for none" : ""}`;
  throw new LogitTypeError("INVALID_OPTION", `offset: expected ${expected}, got ${shown(offset)}`);
}
