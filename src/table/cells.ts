/** What a cell means: the same rule where a column is learnt and where a row is predicted. */
import { shown } from "../errors.ts";

/**
 * A plain decimal, as forms, CSV readers and R write numbers: no leading zero and at most 15 digits before the point,
 * so that codes like 007 and ids of 64 bits stay texts.
 */
const DECIMAL = /^[+-]?(?:(?:0|[1-9]\d{0,14})(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * The number that a cell is or spells; NaN where it is missing for a column of numbers; undefined for anything else.
 */
export function numberOf(cell: unknown): number | undefined {
  if (typeof cell === "number") return Math.abs(cell) === Number.POSITIVE_INFINITY ? undefined : cell;
  if (cell === null || cell === undefined) return Number.NaN;
  if (typeof cell === "bigint") return Number.isSafeInteger(Number(cell)) ? Number(cell) : undefined;
  if (typeof cell !== "string") return undefined;
  const text = cell.trim();
  if (text === "") return Number.NaN;
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** The level that a cell names; null where it is missing for a column of levels; undefined for anything else. */
export function levelOf(cell: unknown): string | null | undefined {
  if (typeof cell === "string") return cell;
  if (cell === null || cell === undefined || Number.isNaN(cell)) return null;
  return typeof cell === "object" || typeof cell === "function" || typeof cell === "symbol" ? undefined : String(cell);
}

/** What to do with a cell that is no number, as the end of a message. */
export function adviceOn(cell: unknown): string {
  if (cell instanceof Date) return " (make a number of it, such as its days since another date)";
  return /Decimal/.test(shown(cell)) ? " (cast a column of decimals to float64)" : "";
}

/**
 * The cell of a row object. What every object inherits is none: a row without the key "constructor" misses that cell. A
 * class of rows may have its cells as getters, which are inherited as well.
 */
export function cellIn(row: unknown, name: string): unknown {
  const isInherited = name in Object.prototype && !Object.hasOwn(row as object, name);
  return isInherited ? undefined : (row as Readonly<Record<string, unknown>>)[name];
}
