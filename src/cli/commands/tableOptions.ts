import { nameKey } from "../../csv/names.ts";
import type { Advice } from "../../table/advice.ts";
import type { ColumnSettings, Missing, TableOptions } from "../../table/tableOptions.ts";
import { sameCommand, shellWord } from "../commandLine.ts";
import { listed, quoted, usageFailure } from "../failure.ts";
import { isNamed } from "../read/table.ts";
import { columnNamed, onlySplit, pairIn, splitsAt, splitUnless } from "./columnValues.ts";
import { textColumns } from "./textOption.ts";
import type { TrainOptions } from "./trainOptions.ts";

const MISSING: readonly Missing[] = ["drop", "mean", "median", "indicator"];

/** What --missing says, of all columns and of single ones. */
export interface MissingChoice {
  readonly all: Missing | undefined;
  readonly byName: ReadonlyMap<string, Missing>;
  /** Whether rows without a label are left out. */
  readonly dropsLabels: boolean;
}

export function missingChoice(options: TrainOptions, features: readonly string[], target: string): MissingChoice {
  const byName = new Map<string, Missing>();
  let all: Missing | undefined;
  let dropsLabels = false;
  const isPairOfColumn = (text: string): boolean => {
    const { name } = pairIn(text);
    return name !== undefined && [...features, target].some((column) => nameKey(column) === nameKey(name));
  };
  for (const text of splitUnless(options.missing, isPairOfColumn)) {
    const { name, value } = pairIn(text);
    if (!MISSING.includes(value as Missing)) {
      throw usageFailure(`--missing: expected ${listed(MISSING, "or")}, got ${quoted(value)}`);
    }
    if (name === undefined) all = value as Missing;
    else if (nameKey(name) === nameKey(target)) {
      if (value !== "drop") {
        throw usageFailure(
          `--missing: expected "drop" of ${quoted(target)}, which is the target, got ${quoted(value)}`,
        );
      }
      dropsLabels = true;
    } else byName.set(columnNamed(name, features, "--missing"), value as Missing);
  }
  return { all, byName, dropsLabels: dropsLabels || all === "drop" };
}

/** What --reference says: the first level of every category, and the levels of single columns. */
interface ReferenceChoice {
  readonly first: boolean;
  readonly byName: ReadonlyMap<string, string>;
}

function referenceChoice({ reference = [] }: TrainOptions, features: readonly string[]): ReferenceChoice {
  const byName = new Map<string, string>();
  for (const text of reference.filter((one) => one !== "first")) {
    const found = onlySplit("--reference", text, splitsAt(text, "=", isNamed(features)));
    const [name, level] = found ?? splitsAt(text, "=", () => true)[0] ?? [];
    if (name === undefined || level === undefined)
      throw usageFailure(`--reference: expected first or <column>=<level>, got ${quoted(text)}`);
    byName.set(columnNamed(name, features, "--reference"), level);
  }
  return { first: reference.includes("first"), byName };
}

/** Columns that are categories even if they are numbers: those of --categories, and those that have a reference. */
export function categoriesOf(options: TrainOptions, features: readonly string[]): string[] {
  const named = splitUnless(options.categories, isNamed(features));
  return [...named, ...referenceChoice(options, features).byName.keys()];
}

/** What can be said of columns on the command line, as the library has it, for a file of these columns. */
export function tableOptionsOf(
  options: TrainOptions,
  features: readonly string[],
  { all: missing, byName }: MissingChoice,
): TableOptions {
  const columns: Record<string, ColumnSettings> = {};
  const set = (name: string, settings: ColumnSettings): void => {
    columns[name] = { ...columns[name], ...settings };
  };
  for (const [name, way] of byName) set(name, { missing: way });
  for (const name of splitUnless(options.categories, isNamed(features)))
    set(columnNamed(name, features, "--categories"), { kind: "category" });
  const isCategory = isNamed(categoriesOf(options, features));
  for (const { name, settings } of textColumns(options.text, features)) {
    if (isCategory(name))
      throw usageFailure(`--text: expected no column of --categories or --reference, got ${quoted(name)}`);
    set(name, { ...settings, kind: "text" });
  }
  const { first, byName: levels } = referenceChoice(options, features);
  for (const [name, reference] of levels) set(name, { reference });
  const pairsIn = (text: string) =>
    splitsAt(text, ":", (one, other) => isNamed(features)(one) && isNamed(features)(other));
  const pairs = splitUnless(options.interact, (text) => pairsIn(text).length > 0);
  const interactions = pairs.map((text): [string, string] => {
    const parts = onlySplit("--interact", text, pairsIn(text)) ?? text.split(":");
    if (parts.length !== 2) throw usageFailure(`--interact: expected <column>:<column>, got ${quoted(text)}`);
    const [a = "", b = ""] = parts.map((name) => columnNamed(name, features, "--interact"));
    if (a === b) throw usageFailure(`--interact: expected two columns, got ${quoted(a)} twice`);
    return [a, b];
  });
  return {
    columns,
    maxLevels: options.maxLevels,
    ...(missing && { missing }),
    ...(first && { reference: "first" as const }),
    ...(interactions.length > 0 && { interactions }),
  };
}

/** An option of these columns, repeated where a name holds a comma. */
function listOption(option: string, names: readonly string[]): string {
  const values = names.some((name) => name.includes(",")) ? names : [names.join(",")];
  return values.map((value) => `${option} ${shellWord(value)}`).join(" ");
}

/** The ways out that a message names. */
export const ADVICE: Advice = {
  drop: (names) => listOption("--drop", names),
  kind: (names, kind) => listOption(kind === "text" ? "--text" : "--categories", names),
  missing: (names) => {
    const ways = `--missing drop, mean, median or indicator, or ${ADVICE.drop(names)}`;
    return `${ways}, as in: ${sameCommand("--missing", "mean")}`;
  },
  dropRows: "--missing drop",
  words: (texts) => (texts.some((text) => /[,\n]/.test(text)) ? undefined : `--na ${shellWord(texts.join(","))}`),
};
