import { checkChoice, checkNumber, rejectUnknown } from "../check/options.ts";
import { isArray, isLabel, isObject } from "../check/values.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { type CheckedTextSettings, TEXT_SETTINGS, type TextSettings, textSettings } from "../text/settings.ts";
import type { ColumnTable, FrameTable, Label, Weights } from "../types.ts";
import { GROUPED_NAMES, type GroupedOptions } from "./grouped.ts";

/** What is done with missing values of a column: see TableOptions. */
export type Missing = "drop" | "mean" | "median" | "indicator";

/**
 * What can be asked of one column of a table. Those of TextSettings make of a column one of texts, but for minCount,
 * which levels have as well.
 */
export interface ColumnSettings extends Omit<TextSettings, "minCount"> {
  /**
   * "number": every cell has to be a number or spell one. "category": every distinct cell is a level. Default: numbers
   * where all cells are numbers or plain decimals; under a penalty a "text" where most cells are texts of their own,
   * the median one of three words or more; else a category. "text": every cell is made of terms, such as its words, and
   * each term has a column.
   */
  readonly kind?: "number" | "category" | "text" | undefined;
  /**
   * The levels there are, as texts, numbers or booleans (1 and "1" are one level); one that is not among them is
   * refused. Default: those of the rows.
   */
  readonly levels?: readonly Label[] | undefined;
  /**
   * The level whose columns are all 0, or "first" by code unit. Default: none under a penalty, else the most frequent;
   * of two levels the first.
   */
  readonly reference?: Label | undefined;
  /**
   * Levels of fewer rows than this, be it one alone, share one column; terms of fewer texts are left out. Default 0.
   */
  readonly minCount?: number | undefined;
  /**
   * What a level means that was not there in fit: "error" (the default), or "other": the column of the rare levels if
   * there is one, else the shares of the levels in fit, which is the average row.
   */
  readonly unknown?: "error" | "other" | undefined;
  /** What is done with missing values of this column. */
  readonly missing?: Missing | undefined;
  /**
   * What is taken of each number: its logarithm, that of 1 plus it, or a restricted cubic spline of 3 to 7 knots at
   * quantiles (F. E. Harrell, Regression Modeling Strategies, 2015), which is a straight line beyond the outer two.
   */
  readonly transform?: "log" | "log1p" | { readonly splines: number } | undefined;
}

/** Labels that cells of a column can be. */
export type LabelIn<Cell> = unknown extends Cell ? Label : Extract<Cell, Label>;

/** A row of a table whose type says nothing of its columns. */
type AnyRow = Readonly<Record<string, unknown>>;

/** The rows of a table, as far as its type says what they have. */
export type RowOf<X> = X extends FrameTable
  ? AnyRow
  : X extends Iterable<infer Row>
    ? [keyof Row] extends [never]
      ? AnyRow
      : Row
    : X extends ColumnTable
      ? { [Name in keyof X]: X[Name][number] }
      : AnyRow;

/** How the columns of a table of rows Row are read. */
export interface TableOptions<
  Row = Readonly<Record<string, unknown>>,
  Target extends keyof Row & string = keyof Row & string,
> {
  /** The column of the labels. */
  readonly target?: Target | undefined;
  /** The label whose probability is predicted. Default: the second in sorted order. */
  readonly positive?: LabelIn<Row[Target]> | undefined;
  /** The columns to learn from, in their order. Default: all that have no other use. */
  readonly features?: readonly (keyof Row & string)[] | undefined;
  /** Columns to leave out, in place of `features`. */
  readonly drop?: readonly (keyof Row & string)[] | undefined;
  /** What is asked of single columns, by name. */
  readonly columns?: { readonly [column in keyof Row & string]?: ColumnSettings } | undefined;
  /**
   * What is done with missing values (null, undefined, an absent key, NaN, "" among numbers), for all columns or by
   * name. "drop": the row is left out. "mean": the mean stands in, of levels the average row. "median": the median, of
   * levels the most frequent. "indicator": the mean, and a column that is 1 where the value is missing. Default: they
   * are refused. Of the target only "drop" is an answer.
   */
  readonly missing?: Missing | { readonly [column in keyof Row & string]?: Missing } | undefined;
  /** Most levels of a column. Default 1,000. */
  readonly maxLevels?: number | undefined;
  /** Pairs of columns whose products are columns as well. */
  readonly interactions?: readonly (readonly [keyof Row & string, keyof Row & string])[] | undefined;
  /** "first": the reference of every category is its first level by code unit, under a penalty as well. */
  readonly reference?: "first" | undefined;
  /** The column of the weights, or one weight a row, 0 or above. Default: 1 each. */
  readonly weights?: (keyof Row & string) | Weights | undefined;
  /** The column of the offsets, or one number a row that is added to z. Default: 0 each. */
  readonly offsets?: (keyof Row & string) | ArrayLike<number> | undefined;
}

/** Those that only tables have. */
export const TABLE_ONLY = ["drop", "columns", "missing", "maxLevels", "interactions", "reference", ...GROUPED_NAMES];
export const TABLE_NAMES = [
  "target",
  "positive",
  "features",
  "weights",
  "offsets",
  "drop",
  "columns",
  "missing",
  "maxLevels",
  "interactions",
  "reference",
];

const MISSING: readonly Missing[] = ["drop", "mean", "median", "indicator"];
const SETTINGS = ["kind", "levels", "reference", "minCount", "unknown", "missing", "transform"];
/** Settings that only texts have. */
const OF_TEXTS = /* @__PURE__ */ TEXT_SETTINGS.filter((name) => !SETTINGS.includes(name));

/** Settings of a column, its levels as the texts that they are among cells. */
export interface CheckedSettings
  extends Pick<ColumnSettings, "kind" | "minCount" | "unknown" | "missing" | "transform"> {
  readonly levels?: readonly string[] | undefined;
  readonly reference?: string | undefined;
  /** Those of a column that is asked to be one of texts. */
  readonly text?: CheckedTextSettings | undefined;
}

/** Once checked, but for the names, which are those of a table. */
export interface CheckedTableOptions extends TableOptions, GroupedOptions {
  readonly maxLevels: number;
  readonly columns: Readonly<Record<string, CheckedSettings>>;
  /** What is done with missing values of a column. */
  readonly missingOf: (name: string) => Missing | undefined;
}

/** @throws LogitTypeError, LogitRangeError INVALID_OPTION */
export function checkTableOptions(options: TableOptions & GroupedOptions): CheckedTableOptions {
  const { target, features, drop, columns = {}, missing, maxLevels = 1000, interactions, reference } = options;
  if (target !== undefined) checkText("target", target);
  if (features !== undefined && drop !== undefined) {
    throw new LogitTypeError("INVALID_OPTION", `drop: expected none beside features, got ${shown(drop)}`);
  }
  checkTexts("features", features);
  checkTexts("drop", drop);
  checkNumber("maxLevels", maxLevels, "a whole number above 1", (value) => value > 1 && value % 1 === 0);
  if (reference !== undefined) checkChoice("reference", reference, ["first"]);
  const pairs = new Set<string>();
  for (const pair of checkList("interactions", interactions)) {
    if (!isArray(pair) || pair.length !== 2 || pair[0] === pair[1]) {
      const message = `interactions: expected pairs of two columns, got ${shown(pair)}`;
      throw new LogitTypeError("INVALID_OPTION", message);
    }
    checkTexts("interactions", pair);
    const both = JSON.stringify([...pair].sort());
    if (pairs.has(both)) {
      const got = `${shown(pair[0])} and ${shown(pair[1])} twice: leave one out`;
      throw new LogitRangeError("INVALID_OPTION", `interactions: expected each pair once, got ${got}`);
    }
    pairs.add(both);
  }
  if (!isObject(columns) || isArray(columns)) {
    throw new LogitTypeError(
      "INVALID_OPTION",
      `columns: expected an object of settings by column, got ${shown(columns)}`,
    );
  }
  const checked = Object.fromEntries(
    Object.entries(columns).map(([name, settings]) => [name, checkSettings(name, settings)]),
  );
  return { ...options, maxLevels, columns: checked, missingOf: missingBy(missing, checked) };
}

function missingBy(
  missing: unknown,
  columns: Readonly<Record<string, CheckedSettings>>,
): (name: string) => Missing | undefined {
  // a column may be called "constructor"
  const own = (name: string) => (Object.hasOwn(columns, name) ? columns[name]?.missing : undefined);
  if (isObject(missing) && !isArray(missing)) {
    const by = missing as Readonly<Record<string, Missing | undefined>>;
    for (const [name, one] of Object.entries(by)) if (one !== undefined) checkChoice(`missing.${name}`, one, MISSING);
    return (name) => own(name) ?? (Object.hasOwn(by, name) ? by[name] : undefined);
  }
  if (missing !== undefined) checkChoice("missing", missing, MISSING);
  return (name) => own(name) ?? missing;
}

function checkSettings(name: string, settings: unknown): CheckedSettings {
  const where = `columns.${name}`;
  rejectUnknown(settings ?? {}, [...SETTINGS, ...OF_TEXTS], where);
  const { kind, levels, reference, minCount, unknown, missing, transform } = (settings ?? {}) as ColumnSettings;
  if (kind !== undefined) checkChoice(`${where}.kind`, kind, ["number", "category", "text"]);
  if (missing !== undefined) checkChoice(`${where}.missing`, missing, MISSING);
  if (unknown !== undefined) checkChoice(`${where}.unknown`, unknown, ["error", "other"]);
  const own = (settings ?? {}) as Readonly<Record<string, unknown>>;
  if (kind === "text" || OF_TEXTS.some((setting) => own[setting] !== undefined)) return settingsOfText(where, own);
  const texts: CheckedSettings = {
    ...((settings ?? {}) as CheckedSettings),
    ...(levels !== undefined && {
      levels: checkList(`${where}.levels`, levels).map((one) => level(`${where}.levels`, one)),
    }),
    ...(reference !== undefined && { reference: level(`${where}.reference`, reference) }),
  };
  checkNumber(`${where}.minCount`, minCount, "a whole number, 0 or above", (value) => value >= 0 && value % 1 === 0);
  const ofLevels = kind === "category" || (levels ?? reference ?? minCount ?? unknown) !== undefined;
  if (ofLevels && (kind === "number" || transform !== undefined)) {
    throw new LogitTypeError("INVALID_OPTION", `${where}: expected settings of numbers or of levels, got both`);
  }
  if (transform === undefined) return texts;
  const { splines } = (isObject(transform) ? transform : {}) as { splines?: unknown };
  const isSpline = Number.isInteger(splines) && (splines as number) >= 3 && (splines as number) <= 7;
  if (isSpline || transform === "log" || transform === "log1p") return texts;
  const expected = `"log", "log1p" or { splines: 3 to 7 }`;
  throw new LogitRangeError(
    "INVALID_OPTION",
    `${where}.transform: expected ${expected}, got ${shown(splines ?? transform)}`,
  );
}

/** @throws LogitTypeError, LogitRangeError INVALID_OPTION */
function settingsOfText(where: string, { kind, missing, ...own }: Readonly<Record<string, unknown>>): CheckedSettings {
  const others = SETTINGS.filter((name) => name !== "minCount");
  const other = others.find((name) => own[name] !== undefined);
  if ((kind !== undefined && kind !== "text") || other !== undefined) {
    const got = other === undefined ? `kind ${shown(kind)}` : other;
    throw new LogitTypeError("INVALID_OPTION", `${where}: expected settings of texts alone, got ${got} beside them`);
  }
  const settings = Object.fromEntries(TEXT_SETTINGS.map((name) => [name, own[name]]));
  return { kind: "text", missing: missing as Missing | undefined, text: textSettings(settings, where) };
}

/** The text that a level is among cells. */
function level(name: string, value: unknown): string {
  if (isLabel(value)) return String(value);
  throw new LogitTypeError("INVALID_OPTION", `${name}: expected a text, a number or a boolean, got ${shown(value)}`);
}

function checkText(name: string, value: unknown): void {
  if (typeof value !== "string") {
    throw new LogitTypeError("INVALID_OPTION", `${name}: expected a string, got ${shown(value)}`);
  }
}

function checkList(name: string, value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  if (isArray(value)) return value;
  throw new LogitTypeError("INVALID_OPTION", `${name}: expected an array, got ${shown(value)}`);
}

function checkTexts(name: string, value: unknown): void {
  for (const text of checkList(name, value)) checkText(name, text);
}
