import { isArray } from "../check/values.ts";
import { LogitRangeError, shown } from "../errors.ts";
import type { ColumnEncoding, LevelEncoding, TableEncoding } from "./encoding.ts";
import type { CheckedSettings, CheckedTableOptions, Missing } from "./tableOptions.ts";

/** Where an encoding that is taken over comes from. */
export type KnownFrom = "start" | "prior" | "first rows";

/**
 * Options that say how columns are encoded have to agree with an encoding that is taken over. What it does not tell is
 * not compared: `minCount` and `maxLevels`, and whether a mean or a median stands in.
 * @throws LogitRangeError INVALID_OPTION naming the option, what the encoding has, and what came
 */
export function checkKnown(
  { columns, interactions = [] }: TableEncoding,
  options: CheckedTableOptions,
  from: KnownFrom,
): void {
  const names = columns.map(({ name }) => name);
  const expect = (option: string, isSame: boolean, expected: unknown, got: unknown): void => {
    if (isSame) return;
    const next = from === "first rows" ? "the first call fixes the columns" : `the fit takes over its columns`;
    const has = expected === undefined ? "none" : written(expected);
    const message = `${option}: expected ${has} as in the ${from}, got ${written(got)}: ${next}, so leave the option out`;
    throw new LogitRangeError("INVALID_OPTION", message);
  };
  const { features, drop = [], interactions: asked } = options;
  if (features !== undefined) expect("features", isSameList(features, names), names, features);
  const left = drop.find((name) => names.includes(name));
  if (left !== undefined) {
    const message = `drop: expected columns that are not among those of the ${from}, got ${shown(left)}`;
    throw new LogitRangeError("INVALID_OPTION", message);
  }
  if (asked !== undefined) expect("interactions", isSameList(asked.flat(), interactions.flat()), interactions, asked);
  for (const name of Object.keys(options.columns)) if (!names.includes(name)) expect("columns", false, names, name);
  for (const column of columns) {
    const settings = Object.hasOwn(options.columns, column.name) ? options.columns[column.name] : undefined;
    const compare = (setting: string, isSame: boolean, expected: unknown, got: unknown): void =>
      expect(`columns.${column.name}.${setting}`, isSame, expected, got);
    if (settings !== undefined) checkSettings(column, settings, compare);
    const missing = options.missingOf(column.name);
    if (missing !== undefined) {
      expect(`missing of "${column.name}"`, isSameMissing(column, missing), missingIn(column), missing);
    }
    const isFirst = options.reference === "first" && settings?.reference === undefined && column.kind === "category";
    if (isFirst && column.reference !== column.levels[0]) expect("reference", false, column.reference, "first");
  }
}

type Compare = (setting: string, isSame: boolean, expected: unknown, got: unknown) => void;

function checkSettings(column: ColumnEncoding, settings: CheckedSettings, compare: Compare): void {
  const { kind, transform, levels, reference, minCount, unknown, text } = settings;
  // terms of few texts are left out by the same setting as levels of few rows
  const ofLevels = levels ?? reference ?? unknown ?? (column.kind === "text" ? undefined : minCount);
  const wanted = kind ?? (transform && "number") ?? (ofLevels === undefined ? column.kind : "category");
  compare("kind", wanted === column.kind, column.kind, wanted);
  if (column.kind === "number") {
    const { knots } = column;
    const taken = column.transform ?? (knots && { splines: knots.length });
    const isSame = JSON.stringify(taken) === JSON.stringify(transform);
    if (transform !== undefined) compare("transform", isSame, taken, transform);
    return;
  }
  if (column.kind === "text") {
    if (text === undefined) return;
    for (const setting of ["words", "characters", "lowercase", "stopWords", "weighting"] as const) {
      const isSame = JSON.stringify(column[setting]) === JSON.stringify(text[setting]);
      compare(setting, isSame, column[setting], text[setting]);
    }
    return;
  }
  const known = [...column.levels, ...(column.pooled ?? [])];
  if (levels !== undefined) compare("levels", isSameList([...levels].sort(), known.sort()), known, levels);
  if (reference !== undefined)
    compare("reference", column.reference === levelMeant(column, reference), column.reference, reference);
  const other = column.other === undefined ? "error" : "other";
  if (unknown !== undefined) compare("unknown", unknown === other, other, unknown);
}

/** "first" is the first level by code unit, unless a level is called so. */
function levelMeant({ levels }: LevelEncoding, reference: string): string | undefined {
  return reference === "first" && !levels.includes("first") ? levels[0] : reference;
}

/** An indicator has no column where nothing was missing. */
function isSameMissing({ fill, indicator }: ColumnEncoding, missing: Missing): boolean {
  if (missing === "drop") return fill === undefined;
  return fill !== undefined && (missing === "indicator" || indicator === undefined);
}

function missingIn({ fill, indicator }: ColumnEncoding): string | undefined {
  if (fill === undefined) return undefined;
  return indicator ? "indicator" : "mean";
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function written(value: unknown): string {
  return isArray(value) || typeof value === "object" ? JSON.stringify(value) : shown(value);
}
