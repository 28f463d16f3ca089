import type { LogisticRegression } from "../../index.ts";
import type { ColumnEncoding } from "../../table/encoding.ts";
import { countText, nameText } from "../write/layout.ts";

/** Levels that a line has room for. */
const MOST_LEVELS = 6;

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
  if (column.indicator) parts.push("0/1 for missing");
  else if (column.fill !== undefined) {
    parts.push(`missing as ${standIn(column)}`);
  }
  return parts.length === 0 ? undefined : parts.join(", ");
}

function partsOf(column: ColumnEncoding): string[] {
  if (column.kind === "number") return numberParts(column);
  return column.kind === "text" ? textParts(column) : [levelsText(column)];
}

function standIn({ kind, fill }: ColumnEncoding): string {
  if (kind === "number") return Number(fill).toPrecision(6);
  return kind === "text" ? "no terms" : "the average row";
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

function numberParts({ transform, knots }: Extract<ColumnEncoding, { kind: "number" }>): string[] {
  return [
    ...(transform === undefined ? [] : [transform === "log" ? "its logarithm" : "the logarithm of 1 more"]),
    ...(knots === undefined ? [] : [`a spline of ${knots.length} knots`]),
  ];
}

function levelsText({ levels, reference, pooled }: Extract<ColumnEncoding, { kind: "category" }>): string {
  const own = levels.filter((level) => level !== reference);
  const [only] = own;
  const quoted = (level: string): string => (level === "" ? '""' : nameText(level, 30));
  if (own.length === 1 && only !== undefined && reference !== undefined && levels.length === 2)
    return `0/1 for ${quoted(only)}`;
  const names = own.slice(0, MOST_LEVELS).map(quoted);
  if (own.length > names.length) names.push(`... (${own.length} levels)`);
  const rare = pooled === undefined || pooled.length === 0 ? "" : `, ${pooled.length} rare ones together`;
  return `${names.join(", ")}${rare}${reference === undefined ? "" : ` against ${quoted(reference)}`}`;
}
