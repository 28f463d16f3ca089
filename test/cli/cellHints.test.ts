import { expect, test } from "vitest";
import { decimalNumber, numberOf } from "../../src/cli/read/cells.ts";

const place = () => ({ label: "data.csv", line: 2, column: "a" });

function hintOf(cell: string): string {
  try {
    numberOf(cell, place);
  } catch (error) {
    return /, got ".*?"(?: \((.*)\))?$/s.exec((error as Error).message)?.[1] ?? "";
  }
  return "a number";
}

test.each([
  ["thousands", ["86,000", "1,234,567", "-1,234.5", "12,34,567", " 86,000 "], /comma.* separate.? thousands/],
  ["grouped thousands", ["1 234", "1'234", "1\u202f234,5", "1.234.567"], /thousands/],
  ["decimal commas", ["1,5", "0,125", "12,3456", ",5", "1234,5", "-0,1", "1,5e3"], /^decimals need a point$/],
  ["both", ["1.234,5"], /^decimals need a point, and thousands no separator$/],
  ["money", ["$12", "-$1.50", "12 €", "€ 5", "USD 12", "$1,234.50", "12 EUR"], /money/],
  ["per cent", ["12%", "12.5 %", "%12"], /per cent/],
  ["dates", ["2024-01-02", "1/2/2024", "31.12.99", "2024-01-02T03:04:05Z", "03-Jan-2024", "Jan 3, 2024"], /date/],
  ["times", ["12:30", "1:02:03.5", "9:15 PM"], /time/],
  ["missing values", ["NA", "n/a", "?", "NULL", "-"], /^a missing value\?$/],
  ["booleans", ["TRUE", "false"], /^write 1 for true and 0 for false$/],
  ["other texts", ["abc", "12 apples", "1,2,3", "x,5", "a-b", "USD"], /^$/],
])("%s are called so", (_, cells, hint) => {
  for (const cell of cells) {
    expect(decimalNumber(cell.trim()), cell).toBe(undefined);
    expect(hintOf(cell), cell).toMatch(hint);
  }
});
