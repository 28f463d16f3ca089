import { oneLine } from "../failure.ts";

/** Plain text in aligned columns, and numbers as people read them. */

export type Alignment = "left" | "right";

/** Rows of cells as lines; each column as wide as its widest cell, two spaces between. */
export function table(rows: readonly (readonly string[])[], alignments: readonly Alignment[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [j, cell] of row.entries()) widths[j] = Math.max(widths[j] ?? 0, widthOf(cell));
  }
  return rows.map((row) => {
    const cells = row.map((cell, j) => {
      const padding = " ".repeat((widths[j] ?? 0) - widthOf(cell));
      return alignments[j] === "right" ? padding + cell : cell + padding;
    });
    return cells.join("  ").trimEnd();
  });
}

/** `name  value` lines; the names are padded to one width, so that several blocks stand in one column. */
export function facts(pairs: readonly (readonly [name: string, value: string])[]): string[] {
  return pairs.map(([name, value]) => `${name.padEnd(12)}${value}`.trimEnd());
}

/**
 * Parts in as few lines as hold them beside the name of a fact, so that lines stay within 80 characters where parts do.
 */
export function wrapped(parts: readonly string[], separator: string): string[] {
  const lines: string[] = [];
  for (const [i, part] of parts.entries()) {
    const text = i === parts.length - 1 ? part : `${part}${separator}`;
    const last = lines.at(-1);
    if (last === undefined || widthOf(last) + widthOf(text) > 68) lines.push(text);
    else lines[lines.length - 1] = `${last}${text}`;
  }
  return lines.map((line) => line.trimEnd());
}

/** A name from a file, safe to print: one line, not too long. */
export function nameText(name: string, longest = 40): string {
  const characters = [...oneLine(name)];
  return characters.length > longest ? `${characters.slice(0, longest - 3).join("")}...` : characters.join("");
}

/** 1234567 as "1,234,567"; weights may be fractions. */
export function countText(n: number): string {
  const [whole = "", fraction] = String(Number.isInteger(n) ? n : Number(n.toFixed(2))).split(".");
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

export function plural(n: number, thing: string, things = `${thing}s`): string {
  return `${countText(n)} ${n === 1 ? thing : things}`;
}

/** A share from 0 to 1 with four decimals. */
export function shareText(share: number | null): string {
  return share === null ? "n/a" : share.toFixed(4);
}

/** Six significant digits, an exponent only where it is shorter to read. */
export function numberText(value: number, digits = 6): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e9)
    return value.toPrecision(digits).includes("e") ? value.toFixed(0) : value.toPrecision(digits);
  return value.toExponential(Math.max(digits - 3, 1));
}

export function secondsText(seconds: number): string {
  return seconds < 1 ? `${numberText(seconds * 1000, 3)} ms` : `${numberText(seconds, 3)} s`;
}

function widthOf(text: string): number {
  return [...text].length;
}

/** How many rows were left out beside those that are counted; in brackets with a blank before, or nothing. */
export function leftOutText(rows: number): string {
  return rows === 0 ? "" : ` (${countText(rows)} more left out: a value is missing)`;
}
