import { Failure, quoted } from "../failure.ts";
import { cellHint } from "./cellHints.ts";

/** A cell's place, put into words only when something is wrong with it. */
export interface Place {
  readonly label: string;
  readonly line: number;
  readonly column: string;
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The number that a text spells in decimal notation, else undefined: no hexadecimal, no "Infinity", no "". */
export function decimalNumber(text: string): number | undefined {
  if (!decimal.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Blanks around the number do not count, within quotes either. */
export function numberOf(cell: string, place: () => Place): number {
  return decimalNumber(cell) ?? decimalNumber(cell.trim()) ?? fail(cell, place());
}

function fail(cell: string, place: Place): never {
  const text = cell.trim();
  if (text === "") throw cellFailure(place, "missing value (empty cell)");
  throw cellFailure(
    place,
    `expected a ${isFiniteText(text) ? "" : "finite "}number, got ${quoted(cell)}${cellHint(text)}`,
  );
}

/** NaN, an infinity, or a decimal beyond the range of float64. */
function isFiniteText(cell: string): boolean {
  return !decimal.test(cell) && !/^[+-]?(?:nan|inf|infinity)$/i.test(cell);
}

export function cellFailure(place: Place, message: string): Failure {
  return new Failure(`${place.label}: line ${place.line}, column ${quoted(place.column)}: ${message}`);
}

/** A count of successes or failures. @throws Failure where it is none */
export function countOf(cell: string, place: () => Place): number {
  const count = numberOf(cell, place);
  if (count < 0) throw cellFailure(place(), `expected a count of 0 or more, got ${count}`);
  return count;
}
