import { nameKey } from "../../csv/names.ts";
import { quoted } from "../failure.ts";
import { decimalNumber } from "./cells.ts";

/**
 * A label that is a number when read and the very same text when printed: "1", not "1.0", "01", "1E2" or an id beyond
 * 2^53.
 */
export function isShortestDecimal(text: string): boolean {
  const value = decimalNumber(text);
  return value !== undefined && String(value) === text;
}

/** The exact number that a decimal spells, as a text that is the same for all of its spellings; else undefined. */
export function decimalKey(text: string): string | undefined {
  const [, sign, whole = "", point = "", exponent = "0"] =
    /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const digits = (whole + point).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  return `${sign === "-" ? "-" : ""}${significant}e${Number(exponent) - point.length + digits.length - significant.length}`;
}

/**
 * Which of the labels is meant: the one of the same text, else the only one that spells the same number (1 finds 1.0,
 * unless 1.00 is a label too). -1 where there is none.
 */
export function labelIndex(labels: readonly string[], text: string): number {
  const key = nameKey(text);
  const keys = labels.map(nameKey);
  const exact = labels.indexOf(text);
  if (exact >= 0) return exact;
  const same = onlyIndex(keys, (other) => other === key);
  if (same >= 0) return same;
  const number = decimalKey(key);
  return number === undefined ? -1 : onlyIndex(keys, (other) => numberKey(other) === number);
}

/**
 * The same of a label that is written as numbers are: leading zeros are those of a code, such as a postcode, which only
 * its own text means.
 */
function numberKey(text: string): string | undefined {
  return /^[+-]?0\d/.test(text) ? undefined : decimalKey(text);
}

function onlyIndex(texts: readonly string[], fits: (text: string) => boolean): number {
  const first = texts.findIndex(fits);
  const isOnly = texts.every((text, index) => index <= first || !fits(text));
  return isOnly ? first : -1;
}

/** What may have made two labels of one, in brackets with a blank before, or nothing. */
export function likeLabelsHint(texts: readonly string[]): string {
  const pairs: readonly (readonly [key: (text: string) => string | undefined, hint: string])[] = [
    [decimalKey, "are spellings of one number: write it in one way"],
    [(text) => text.toLowerCase(), "differ only in case"],
  ];
  for (const [keyOf, hint] of pairs) {
    const seen = new Map<string, string>();
    for (const text of texts) {
      const key = keyOf(nameKey(text));
      if (key === undefined) continue;
      const other = seen.get(key);
      if (other !== undefined) return ` (${quoted(other)} and ${quoted(text)} ${hint})`;
      seen.set(key, text);
    }
  }
  return "";
}

/** Do the labels come in this order? Numbers by size, however they are spelled, other texts by code unit. */
export function isSorted(first: string, second: string): boolean {
  const [a, b] = [decimalNumber(first), decimalNumber(second)];
  return a === undefined || b === undefined || a === b ? first < second : a < b;
}
