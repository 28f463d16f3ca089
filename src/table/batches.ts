import { isArray, isObject } from "../check/values.ts";
import { isNumberCells, type NumberCells } from "./columnCells.ts";

/** Arrow's ids of the types Int and FloatingPoint. */
const INTEGER = 2;
const FLOAT = 3;

type Unknown = Readonly<Record<string, unknown>>;

/**
 * The arrays of a vector of Arrow that has several, of numbers of which none is missing: its own array would be a copy
 * of them. Undefined for anything else.
 */
export function batchesOf(vector: unknown): readonly NumberCells[] | undefined {
  if (!isObject(vector)) return undefined;
  const { nullCount, type, data, length } = vector as Unknown;
  const typeId = (type as Unknown | undefined)?.typeId;
  if (nullCount !== 0 || (typeId !== INTEGER && typeId !== FLOAT) || !isArray(data) || data.length < 2)
    return undefined;
  const batches = (data as readonly Unknown[]).map(({ values, length: rows }) =>
    // floats of 16 bits are there as their bits
    isNumberCells(values) && !(values instanceof Uint16Array) ? values.subarray(0, rows as number) : undefined,
  );
  const whole = batches.filter((values) => values !== undefined);
  return whole.reduce((sum, batch) => sum + batch.length, 0) === length ? whole : undefined;
}
