import { extname } from "node:path";
import { quoted, usageFailure } from "../failure.ts";

const named: Readonly<Record<string, string>> = {
  comma: ",",
  semicolon: ";",
  tab: "\t",
  "\\t": "\t",
  pipe: "|",
  space: " ",
};

/** The value of --delimiter: one character, or its name. */
export function delimiterOption(text: string): string {
  const delimiter = named[text] ?? text;
  if ([...delimiter].length === 1 && !/["\r\n]/.test(delimiter)) return delimiter;
  const names = Object.keys(named).filter((name) => name !== "\\t");
  throw usageFailure(`--delimiter: expected one character or ${names.join(", ")}, got ${quoted(text)}`);
}

/** How a delimiter is given to --delimiter: by its name where it would not be seen. */
export function delimiterWord(delimiter: string): string {
  return delimiter === "\t" ? "tab" : delimiter === " " ? "space" : delimiter;
}

/** What separates the cells where --delimiter does not say. */
export function delimiterOf(file: string, given: string | undefined): string {
  return given ?? ([".tsv", ".tab"].includes(extname(file).toLowerCase()) ? "\t" : ",");
}
