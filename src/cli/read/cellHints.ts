const number = String.raw`[+-]?\d[\d.,'\u2019\u00a0\u202f ]*`;
const currency = String.raw`(?:\p{Sc}|[A-Z]{3})`;

/** What a text that is no number looks like, and how the number would be written; the first that fits. */
const hints: readonly (readonly [looks: RegExp, hint: string])[] = [
  [/^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/, "the comma separates thousands: leave it out"],
  [/^[+-]?\d{1,3}(?:(?:,\d{2})+,\d{3})(?:\.\d+)?$/, "the commas separate thousands: leave them out"],
  [/^[+-]?\d{1,3}(?:['\u2019\u00a0\u202f ]\d{3})+(?:[.,]\d+)?$/, "thousands are separated: write the digits together"],
  [/^[+-]?\d{1,3}(?:\.\d{3})+,\d+$/, "decimals need a point, and thousands no separator"],
  [/^[+-]?\d{1,3}(?:\.\d{3}){2,}$/, "the points separate thousands: leave them out"],
  [/^[+-]?\d*,\d+(?:[eE][+-]?\d+)?$/, "decimals need a point"],
  [new RegExp(`^(?:${number}[%\u2030]|[%\u2030]\\s*${number})$`, "u"), "a per cent: write the number alone"],
  [
    new RegExp(`^(?:[+-]?${currency}\\s*${number}|${number}${currency})$`, "u"),
    "an amount of money: write the number alone",
  ],
  [/^\(\s*\p{Sc}?\s*[\d.,]+\s*\)$/u, "a negative amount as accountants write it: -1 for (1)"],
  [
    /^(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:\d{4}|\d{2}))(?:[T ].*)?$/,
    "a date: write it as a number, of days for instance",
  ],
  [
    /^\d{1,2}[- /]?[A-Z][a-z]{2}[a-z]*\.?[- /]?\d{2,4}$|^[A-Z][a-z]{2}[a-z]*\.? \d{1,2},? \d{4}$/,
    "a date: write it as a number, of days for instance",
  ],
  [/^\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?$/, "a time: write it as a number, of seconds for instance"],
  [/^(?:na|n\/a|<na>|null|none|nil|missing|unknown|\?|-|\.)$/i, "a missing value?"],
  [/^(?:true|false)$/i, "write 1 for true and 0 for false"],
];

/** In brackets, with a blank before, or nothing. */
export function cellHint(text: string): string {
  const found = hints.find(([looks]) => looks.test(text));
  return found === undefined ? "" : ` (${found[1]})`;
}
