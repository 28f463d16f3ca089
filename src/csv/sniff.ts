import { numberOf } from "../table/cells.ts";
import { CsvText } from "./csvText.ts";
import { missingTexts } from "./missingTexts.ts";
import { nameKey } from "./names.ts";

/** Records of the beginning of a file that are looked at. */
const RECORDS = 50;
const CANDIDATES = [",", ";", "\t", "|"];
const DECIMAL_COMMA = /^[+-]?\d*,\d+(?:[eE][+-]?\d+)?$/;
const DECIMAL_POINT = /^[+-]?\d*\.\d+(?:[eE][+-]?\d+)?$/;

/** What the beginning of a file tells. */
export interface Sniffed {
  readonly delimiter: string;
  readonly decimalComma: boolean;
  /** Whether the first record is one of names: none is a number, one is wanted, or a text stands above numbers. */
  readonly hasHeader: boolean;
}

/**
 * @param start the first characters of the file
 * @param usual what separates cells in a file of its name
 * @param wanted names of columns; a first record with one of them is a header
 * @param isWhole whether the file ends there
 */
export function sniff(start: string, usual: string, wanted: readonly string[], isWhole: boolean): Sniffed {
  const candidates = [usual, ...CANDIDATES.filter((candidate) => candidate !== usual)];
  const read = candidates.map((delimiter) => ({ delimiter, records: recordsOf(start, delimiter, isWhole) }));
  const keys = wanted.map(nameKey);
  const found = read.find(({ records: [first = []] }) => first.some((name) => keys.includes(nameKey(name))));
  const widest = read.reduce((best, one) => (scoreOf(one.records) > scoreOf(best.records) ? one : best));
  // where no delimiter makes records of one width, the one of the longest header
  const longest = read.reduce((best, one) => (headerLength(one.records) > headerLength(best.records) ? one : best));
  const chosen = found ?? (scoreOf(widest.records) > 1 ? widest : longest);
  const [first = [], ...rows] = chosen.records;
  const hasWanted = first.some((name) => keys.includes(nameKey(name)));
  const isNumber = (cell: string): boolean => !Number.isNaN(numberOf(cell) ?? Number.NaN) || DECIMAL_COMMA.test(cell);
  const cells = rows.flat();
  const commas = cells.some((cell) => DECIMAL_COMMA.test(cell)) && !cells.some((cell) => DECIMAL_POINT.test(cell));
  // other names may be numbers, such as years
  const isName = (cell: string, j: number): boolean => {
    const below = rows.map((row) => row[j] ?? "").filter((one) => !isMissing(one));
    return /\p{L}/u.test(cell) && !isNumber(cell) && !isMissing(cell) && below.length > 0 && below.every(isNumber);
  };
  return {
    delimiter: chosen.delimiter,
    decimalComma: commas && chosen.delimiter !== ",",
    hasHeader: hasWanted || !first.some(isNumber) || first.some(isName),
  };
}

function isMissing(cell: string): boolean {
  return missingTexts(undefined).cell(cell, false) === null;
}

/** How well a delimiter fits: the width of the records if they all have one, less than 1 where they differ. */
function scoreOf(records: readonly (readonly string[])[]): number {
  const [first] = records;
  if (first === undefined) return 0;
  return records.every(({ length }) => length === first.length) ? first.length : 1 / 2;
}

function headerLength([first = []]: readonly (readonly string[])[]): number {
  return first.length;
}

/** The first records that are whole, blank lines and a line `sep=` aside. */
function recordsOf(start: string, delimiter: string, isWhole: boolean): string[][] {
  const records: string[][] = [];
  const text = new CsvText(delimiter, (cells) => {
    const isBlank = cells.length === 1 && cells[0]?.trim() === "";
    if (!isBlank && records.length < RECORDS && !/^sep=/i.test(cells[0] ?? "")) records.push(cells);
  });
  try {
    text.write(start);
    if (isWhole) text.end();
  } catch {
    // a record that is too long is for who reads the file to say
  }
  return records;
}

/** A number with a decimal comma as one with a point; anything else as it is. */
export function withPoint(cell: string): string {
  return DECIMAL_COMMA.test(cell) ? cell.replace(",", ".") : cell;
}
