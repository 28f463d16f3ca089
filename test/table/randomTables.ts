/** Tables at random with options at random, and an encoder of them that is written from the documentation alone. */
import type { ColumnSettings } from "../../src/index.ts";
import { random as seeded } from "../support/random.ts";
import { knotsOf, splineOf } from "./byHand.ts";

export const SEEDS = Array.from({ length: Number(process.env.TABLES ?? 60) }, (_, i) => i + 1);
const ROWS = 90;

type Cell = number | string | boolean | null;
export type Row = Record<string, Cell>;
type Filling = "mean" | "median" | "indicator";

interface Column {
  readonly name: string;
  readonly settings: ColumnSettings & { readonly missing: Filling };
  readonly cell: () => Cell;
}

function pick<Value>(random: () => number, values: readonly Value[]): Value {
  return values[Math.floor(random() * values.length)] as Value;
}

/** A column of one of the kinds, with what may be asked of it. */
function columnOf(random: () => number, name: string): Column {
  const missing = pick(random, ["mean", "median", "indicator"] as const);
  const [half, third] = [random() < 0.5, random() < 1 / 3];
  const numbers = { settings: { missing, ...(third && { transform: "log1p" as const }) } };
  const bent = { settings: { missing, ...(half && { transform: { splines: 3 + Math.floor(random() * 3) } }) } };
  const levels = ["a", "b", "c", "d", "e", "f"].slice(0, 3 + Math.floor(random() * 4));
  const category: ColumnSettings = {
    ...(half && { minCount: 4 + Math.floor(random() * 12) }),
    ...(third && { reference: "a" }),
    ...(random() < 0.5 && { unknown: "other" }),
  };
  const kinds: readonly Omit<Column, "name">[] = [
    { ...numbers, cell: () => Math.round(random() * 500) / 10 },
    { ...bent, cell: () => 20 * random() ** 3 },
    { ...bent, cell: () => (random() * 40).toFixed(3) },
    { settings: { missing }, cell: () => random() < 0.6 },
    { settings: { missing }, cell: () => (random() < 0.3 ? "yes" : "no") },
    { settings: { ...category, missing }, cell: () => pick(random, levels.slice(0, 1 + Math.floor(random() * 6))) },
    { settings: { ...category, missing }, cell: () => pick(random, levels) },
  ];
  return { name, ...pick(random, kinds) };
}

export interface Encoded {
  readonly isNumber: boolean;
  readonly at: (row: Row) => number;
}

type Weighed = readonly (readonly [row: Row, weight: number])[];

function meanOf(weighed: Weighed, at: (row: Row) => number): number {
  const there = weighed.filter(([row]) => !Number.isNaN(at(row)));
  const total = there.reduce((sum, [, weight]) => sum + weight, 0);
  return there.reduce((sum, [row, weight]) => sum + weight * at(row), 0) / total;
}

/** As often as they weigh: weights are whole numbers here. */
function repeated(weighed: Weighed, at: (row: Row) => number): number[] {
  return weighed
    .flatMap(([row, weight]) => Array.from({ length: weight }, () => at(row)))
    .filter((x) => !Number.isNaN(x));
}

/** The columns that the documentation says a column becomes, as functions of a row. */
function encodedBy({ name, settings }: Column, rows: readonly Row[], weighed: Weighed, penalised: boolean): Encoded[] {
  const { missing, transform } = settings;
  const isMissing = (row: Row): boolean => row[name] === null || row[name] === undefined;
  const hasMissing = rows.some(isMissing);
  const indicator: Encoded[] =
    missing === "indicator" && hasMissing ? [{ isNumber: false, at: (row) => Number(isMissing(row)) }] : [];
  const known = weighed.filter(([row]) => !isMissing(row));
  if (
    known.every(([row]) => typeof row[name] === "number" || Number(row[name]) > -1) &&
    typeof known[0]?.[0][name] !== "boolean"
  ) {
    const raw = (row: Row): number => (isMissing(row) ? Number.NaN : Number(row[name]));
    const sorted = repeated(weighed, raw).sort((a, b) => a - b);
    const middle = ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
    const fill = missing === "median" ? middle : meanOf(weighed, raw);
    const value = (row: Row): number => (isMissing(row) ? fill : raw(row));
    if (typeof transform !== "object") {
      const taken = transform === "log1p" ? Math.log1p : (x: number) => x;
      return [{ isNumber: true, at: (row) => taken(value(row)) }, ...indicator];
    }
    const knots = knotsOf(sorted, transform.splines);
    const span = (knots[knots.length - 1] ?? 0) - (knots[0] ?? 0);
    const bends = Array.from({ length: transform.splines - 2 }, (_, k) => ({
      isNumber: true,
      at: (row: Row) => (splineOf(value(row), knots)[k + 1] ?? 0) / span ** 2,
    }));
    return [{ isNumber: true, at: value }, ...bends, ...indicator];
  }
  const text = (row: Row): string => String(row[name]);
  const weightOf = (level: string): number =>
    known.reduce((sum, [row, weight]) => sum + (text(row) === level ? weight : 0), 0);
  const countOf = (level: string): number => known.filter(([row]) => text(row) === level).length;
  const all = Array.from(new Set(rows.filter((row) => !isMissing(row)).map(text))).sort();
  const rare = all.filter((level) => level !== settings.reference && countOf(level) < (settings.minCount ?? 0));
  const groups = all.filter((level) => !rare.includes(level)).map((level) => [level]);
  const frequent = groups.map(([level = ""]) => level).sort((a, b) => weightOf(b) - weightOf(a) || (a < b ? -1 : 1))[0];
  const count = groups.length + (rare.length > 0 ? 1 : 0);
  const first = groups[0]?.[0];
  const reference = settings.reference ?? (count === 2 ? first : penalised || count === 1 ? undefined : frequent);
  const own = [...groups.filter(([level]) => level !== reference), ...(rare.length > 0 ? [rare] : [])];
  const share = (levels: readonly string[]): number => {
    const total = known.reduce((sum, [, weight]) => sum + weight, 0);
    return levels.reduce((sum, level) => sum + weightOf(level), 0) / total;
  };
  const columns = own.map((levels) => ({
    isNumber: false,
    at: (row: Row): number => {
      if (isMissing(row)) return missing === "median" ? Number(levels.includes(frequent ?? "")) : share(levels);
      if (all.includes(text(row))) return Number(levels.includes(text(row)));
      return rare.length > 0 ? Number(levels === rare) : share(levels);
    },
  }));
  return [...columns, ...indicator];
}

/** The columns that a table becomes, as its rows have them by weights. */
function allEncoded(
  columns: readonly Column[],
  interactions: readonly (readonly [string, string])[],
  {
    rows,
    weights,
    penalised,
  }: { readonly rows: readonly Row[]; readonly weights: readonly number[]; readonly penalised: boolean },
): Encoded[] {
  const weighed = rows.map((row, i) => [row, weights[i] ?? 0] as const).filter(([, weight]) => weight > 0);
  const byColumn = new Map(columns.map((column) => [column.name, encodedBy(column, rows, weighed, penalised)]));
  const single = columns.flatMap(({ name }) => byColumn.get(name) ?? []);
  const products = interactions.flatMap(([a, b]) =>
    (byColumn.get(a) ?? []).flatMap((one) =>
      (byColumn.get(b) ?? []).map((other) => ({
        isNumber: one.isNumber || other.isNumber,
        at: (row: Row) => one.at(row) * other.at(row),
      })),
    ),
  );
  return [...single, ...products];
}

/** A table, what is asked of it, and what its encoded columns have to be where rows have some weights. */
export function problemOf(seed: number) {
  const random = seeded(seed);
  const columns = Array.from({ length: 3 + Math.floor(random() * 3) }, (_, j) => columnOf(random, `x${j}`));
  const holes = random() < 0.7 ? 0.1 : 0;
  const cell = ({ cell }: Column): Cell => {
    const value = cell();
    return random() < holes ? null : value;
  };
  const rowAtRandom = (): Row => Object.fromEntries(columns.map((column) => [column.name, cell(column)]));
  const rows = Array.from({ length: ROWS }, rowAtRandom);
  const weights = random() < 0.5 ? rows.map(() => 1) : rows.map(() => Math.floor(random() * 3));
  const y = rows.map((_, i) => (i % 2 === 0 || random() < 0.2 ? "in" : "out"));
  const interactions = random() < 0.5 ? ([["x0", "x2"]] as const) : [];
  const penalised = random() < 0.7;
  const settings = Object.fromEntries(columns.map(({ name, settings }) => [name, settings]));
  const options = { columns: settings, weights, interactions };
  const later = Array.from({ length: 30 }, rowAtRandom);
  const encodedUnder = (some: readonly number[], penalised: boolean): Encoded[] =>
    allEncoded(columns, interactions, { rows, weights: some, penalised });
  return { columns, rows, weights, y, options, penalised, encodedUnder, later };
}
