import { quoted, usageFailure } from "../failure.ts";
import { decimalNumber } from "../read/cells.ts";

export interface NumberRange {
  readonly min?: number;
  /** The smallest value that is too small. */
  readonly above?: number;
  readonly max?: number;
  /** The smallest value that is too large. */
  readonly below?: number;
  readonly integer?: boolean;
}

/** A parser of one numeric option for commander; a value out of range is a usage failure. */
export function numberOption(flag: string, range: NumberRange): (text: string) => number {
  return (text) => {
    const value = decimalNumber(text);
    if (value !== undefined && isWithin(value, range)) return value;
    throw usageFailure(`${flag}: expected ${describe(range)}, got ${quoted(text)}`);
  };
}

function isWithin(value: number, { min, above, max, below, integer }: NumberRange): boolean {
  if (integer && !Number.isInteger(value)) return false;
  return (
    value >= (min ?? -Infinity) &&
    value <= (max ?? Infinity) &&
    value > (above ?? -Infinity) &&
    value < (below ?? Infinity)
  );
}

function describe({ min, above, max, below, integer }: NumberRange): string {
  const bounds: string[] = [];
  if (above !== undefined) bounds.push(`above ${above}`);
  if (min !== undefined) bounds.push(max === undefined && below === undefined ? `of ${min} or more` : `from ${min}`);
  if (max !== undefined) bounds.push(`to ${max}`);
  if (below !== undefined) bounds.push(`below ${below}`);
  return [integer ? "a whole number" : "a number", ...bounds].join(" ");
}
