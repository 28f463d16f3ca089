import { rocAuc } from "../../metrics/index.ts";
import type { ColumnCells, ColumnProblem } from "../../table/columnCells.ts";
import { nameText } from "../write/layout.ts";

/** What is printed of columns: a table with a header, and the same as objects. */
export interface Described {
  readonly table: readonly (readonly string[])[];
  readonly json: readonly object[];
}

/** What a person wants to know of a column before training. */
export interface DescribedColumn {
  readonly name: string;
  readonly kind: "number" | "category" | "text";
  readonly missing: number;
  readonly least?: number;
  readonly mean?: number;
  readonly largest?: number;
  /** Number of levels, and the rows of the most frequent ones. */
  readonly levels?: number;
  readonly frequent?: Readonly<Record<string, number>>;
  /** What speaks against learning from it. */
  readonly notes: readonly string[];
  /** All of that in a line. */
  readonly text: string;
}

/** From this AUC on a column by itself gives the target away. */
const LEAK = 0.99;
/** Levels that a line has room for. */
const MOST_SHOWN = 4;

/** @param labels the cells of the target, if there is one and the column is not the target itself */
export function describedColumn(
  name: string,
  cells: ColumnCells | ColumnProblem,
  rows: number,
  labels: ColumnCells | ColumnProblem | undefined,
): DescribedColumn {
  if ("problem" in cells) {
    const notes = [cells.problem];
    return { name, kind: "text", missing: 0, notes, text: notes.join("; ") };
  }
  const isPositive = labels === undefined ? undefined : codesOf(labels);
  const { missing } = cells;
  if (cells.kind === "number") {
    const { least, mean, largest } = spanOf(cells.numbers);
    const notes = [...numberNotes(cells.numbers, least, largest), ...leakNotes(isPositive, cells.numbers)];
    const span = missing === rows ? "no value" : spanText(least, largest, mean);
    return { name, kind: "number", missing, least, mean, largest, notes, text: [span, ...notes].join("; ") };
  }
  if (cells.kind === "text") {
    const text = `${cells.levels.length} texts, such as ${nameText(cells.levels[0] ?? "", 40)}`;
    return { name, kind: "text", missing, notes: [], text };
  }
  const counts = new Map<number, number>();
  for (const code of cells.codes) if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
  const frequent = Array.from(counts)
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_SHOWN);
  const levels = cells.levels.length;
  const notes = [...(levels === 1 ? ["constant"] : []), ...leakNotes(isPositive, shares(cells.codes, isPositive))];
  const shown = frequent.map(([code, count]) => `${nameText(cells.levels[code] ?? "", 20)} ${count}`).join(", ");
  const more = levels > frequent.length ? `, ... (${levels} levels)` : "";
  return {
    ...{ name, kind: "category", missing, levels, notes },
    frequent: Object.fromEntries(frequent.map(([code, count]) => [cells.levels[code] ?? "", count])),
    text: [`${shown}${more}`, ...notes].join("; "),
  };
}

export function spanText(least: number, largest: number, mean: number): string {
  return `${shortText(least)} to ${shortText(largest)}, mean ${shortText(mean)}`;
}

function shortText(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** 0 and 1 of a column of two values, -1 where it is missing; undefined for any other column. */
export function codesOf(labels: ColumnCells | ColumnProblem): Int32Array | undefined {
  if ("problem" in labels) return undefined;
  if (labels.kind !== "number") return labels.levels.length === 2 ? labels.codes : undefined;
  const values = Array.from(new Set(labels.numbers)).filter((value) => !Number.isNaN(value));
  return values.length === 2 ? Int32Array.from(labels.numbers, (value) => values.indexOf(value)) : undefined;
}

function spanOf(numbers: ArrayLike<number>): { least: number; mean: number; largest: number } {
  let [least, largest, sum, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (let row = 0; row < numbers.length; row++) {
    const value = numbers[row] as number;
    if (Number.isNaN(value)) continue;
    least = Math.min(least, value);
    largest = Math.max(largest, value);
    sum += value;
    count++;
  }
  return { least, mean: sum / count, largest };
}

function numberNotes(numbers: ArrayLike<number>, least: number, largest: number): string[] {
  if (least === largest) return ["constant"];
  const last = numbers.length - 1;
  const isNumbering =
    last > 1 && largest - least === last && Array.from(numbers).every((value, i) => value === least + i);
  return isNumbering ? ["numbers the rows: likely an identifier"] : [];
}

/** The share of positive rows of the level of each row, which ranks levels as the target does. */
function shares(codes: Int32Array, isPositive: Int32Array | undefined): Float64Array {
  const sums = new Map<number, [positive: number, all: number]>();
  for (const [row, code] of codes.entries()) {
    const label = isPositive?.[row] ?? -1;
    if (label < 0) continue;
    const [positive, all] = sums.get(code) ?? [0, 0];
    sums.set(code, [positive + label, all + 1]);
  }
  return Float64Array.from(codes, (code) => {
    const [positive, all] = sums.get(code) ?? [0, 1];
    return positive / all;
  });
}

function leakNotes(isPositive: Int32Array | undefined, score: ArrayLike<number>): string[] {
  if (isPositive === undefined) return [];
  const rows = Array.from(isPositive.keys()).filter((row) => (isPositive[row] ?? -1) >= 0 && !Number.isNaN(score[row]));
  const y = rows.map((row) => isPositive[row] ?? 0);
  if (!y.includes(0) || !y.includes(1)) return [];
  const note = leakNote(
    y,
    rows.map((row) => score[row] ?? 0),
  );
  return note === undefined ? [] : [note];
}

/** Of labels of both classes and a column that tells them apart, if it does. */
export function leakNote(
  y: readonly number[],
  score: readonly number[],
  weights?: readonly number[],
): string | undefined {
  const auc = rocAuc(y, score, weights && { weights });
  const apart = Math.max(auc, 1 - auc);
  return apart < LEAK ? undefined : `tells the target by itself (AUC ${apart.toFixed(4)}): known before the outcome?`;
}
