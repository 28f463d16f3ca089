/** How values of options name columns, and what they say of them. */
import { nearestName } from "../../check/nearestName.ts";
import { nameKey } from "../../csv/names.ts";
import { quoted, usageFailure } from "../failure.ts";

/** Values that are separated by commas, of an option that may be given several times. */
export function splitAll(values: readonly string[] | undefined): string[] {
  return (values ?? []).flatMap((value) => value.split(",")).map((text) => text.trim());
}

/** The same, but that a value of which `isWhole` says so is taken as it stands: names of columns may hold a comma. */
export function splitUnless(values: readonly string[] | undefined, isWhole: (value: string) => boolean): string[] {
  return (values ?? []).flatMap((value) => (isWhole(value) ? [value] : splitAll([value])));
}

export type Split = readonly [before: string, after: string];

/** What is before and after each separator, as far as it fits: names of columns and levels may hold one. */
export function splitsAt(text: string, separator: string, fits: (before: string, after: string) => boolean): Split[] {
  const parts = text.split(separator);
  return parts
    .slice(1)
    .map((_, i): Split => [parts.slice(0, i + 1).join(separator), parts.slice(i + 1).join(separator)])
    .filter(([before, after]) => fits(before, after));
}

/** The one way to read a value, undefined where there is none. */
export function onlySplit(option: string, text: string, splits: readonly Split[]): Split | undefined {
  const [first, second] = splits;
  if (first === undefined || second === undefined) return first;
  const ways = [first, second].map((split) => split.map(quoted).join(" and ")).join(", or ");
  throw usageFailure(
    `${option}: expected a value with one meaning, got ${quoted(text)}, which is ${ways}: rename a column`,
  );
}

export function pairIn(text: string): { readonly name: string | undefined; readonly value: string } {
  const at = text.lastIndexOf("=");
  return at < 0 ? { name: undefined, value: text } : { name: text.slice(0, at), value: text.slice(at + 1) };
}

export function columnNamed(name: string, features: readonly string[], option: string): string {
  const found = features.find((feature) => nameKey(feature) === nameKey(name));
  if (found !== undefined) return found;
  const nearest = nearestName(name, features);
  const hint = nearest === undefined ? "" : ` (did you mean ${quoted(nearest)}?)`;
  throw usageFailure(`${option}: expected a column to learn from, got ${quoted(name)}${hint}`);
}
