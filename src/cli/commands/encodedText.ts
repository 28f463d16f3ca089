import type { LogisticRegression } from "../../index.ts";
import type { ColumnEncoding } from "../../table/encoding.ts";
import { countText, nameText } from "../write/layout.ts";

/** Levels that a line has room for. */
const MOST_LEVELS = 6;

type LevelColumn = Extract<ColumnEncoding, { kind: "category" }>;

/** How each column that is no plain number is encoded, in words. */
export function encodedTexts({ encoding }: LogisticRegression): string[] {
  if (encoding === undefined) return [];
  const columns = encoding.columns.flatMap((column) => {
    const text = textOf(column);
    return text === undefined ? [] : [`${nameText(column.name)}: ${text}`];
  });
  const products = (encoding.interactions ?? []).map(([a, b]) => `${nameText(a)} times ${nameText(b)}`);
  return [...columns, ...products];
}

/** The same for --json: of each column that is no plain number. */
export function encodedJson({ encoding }: LogisticRegression): object {
  const columns = encoding?.columns.filter((column) => textOf(column) !== undefined) ?? [];
  return Object.fromEntries(columns.map(({ name, ...rest }) => [name, rest]));
}

function textOf(column: ColumnEncoding): string | undefined {
  const parts = partsOf(column);
  const fill = standIn(column);
  if (fill !== undefined) parts.push(`missing as ${fill}`);
  if (column.indicator) parts.push("0/1 for missing");
  return parts.length === 0 ? undefined : parts.join(", ");
}

function partsOf(column: ColumnEncoding): string[] {
  if (column.kind === "number") return numberParts(column);
  return column.kind === "text" ? textParts(column) : [levelsText(column)];
}

/** What stands in for a missing value. */
function standIn(column: ColumnEncoding): string | undefined {
  if (column.kind === "number") return column.fill?.toPrecision(6);
  return column.kind === "category" ? fillText(column) : column.fill && "no terms";
}

const WEIGHTINGS = { tfidf: "by tf-idf", count: "by how often they are there", binary: "1 where they are there" };

function textParts({
  texts,
  wordTerms,
  characterTerms,
  weighting,
}: Extract<ColumnEncoding, { kind: "text" }>): string[] {
  const kinds = [
    ...(wordTerms.length > 0 ? [`${countText(wordTerms.length)} words`] : []),
    ...(characterTerms.length > 0 ? [`${countText(characterTerms.length)} runs of characters`] : []),
  ];
  return [`${kinds.join(" and ")} of ${countText(texts)} texts, ${WEIGHTINGS[weighting]}`];
}

/** The level that stands in for a missing one, where shares of all levels do not. */
function fillText({ levels, reference, fill }: LevelColumn): string | undefined {
  if (fill === undefined) return undefined;
  const level = fill.includes(1) ? levels.filter((one) => one !== reference)[fill.indexOf(1)] : reference;
  const isOne = fill.every((share) => share === 0 || share === 1);
  return isOne && level !== undefined ? levelText(level) : "the average row";
}

function numberParts({ transform, knots }: Extract<ColumnEncoding, { kind: "number" }>): string[] {
  return [
    ...(transform === undefined ? [] : [transform === "log" ? "its logarithm" : "the logarithm of 1 more"]),
    ...(knots === undefined ? [] : [`a spline of ${knots.length} knots`]),
  ];
}

function levelsText({ levels, reference, pooled }: LevelColumn): string {
  const own = levels.filter((level) => level !== reference);
  const [only] = own;
  if (own.length === 1 && only !== undefined && reference !== undefined && levels.length === 2)
    return `0/1 for ${levelText(only)}`;
  const names = own.slice(0, MOST_LEVELS).map(levelText);
  if (own.length > names.length) names.push(`... (${own.length} levels)`);
  if (pooled !== undefined && pooled.length > 0) names.push(`${pooled.length} rare ones together`);
  return `${names.join(", ")}${reference === undefined ? "" : ` against ${levelText(reference)}`}`;
}

function levelText(level: string): string {
  return level === "" ? '""' : nameText(level, 30);
}
