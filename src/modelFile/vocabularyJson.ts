import { isArray } from "../check/values.ts";
import { compareCodePoints } from "../text/codePoints.ts";
import { LONGEST_RUN } from "../text/terms.ts";
import type { Vocabulary } from "../text/vocabulary.ts";
import { invalidModel, isString, readEntries } from "./entries.ts";

/** The entries of a vocabulary, which JSON has as they are. */
export const VOCABULARY = [
  "words",
  "characters",
  "lowercase",
  "stopWords",
  "weighting",
  "texts",
  "wordTerms",
  "characterTerms",
  "documents",
];

/**
 * The vocabulary in a section of a model, whose other entries are not looked at.
 * @throws LogitTypeError INVALID_MODEL
 */
export function readVocabulary(section: Record<string, unknown>, where: string): Vocabulary {
  const { words, characters, lowercase, weighting, texts } = section;
  const [wordTerms, characterTerms] = ["wordTerms", "characterTerms", "stopWords"].map((name) =>
    ascending(`${where}.${name}`, section[name]),
  ) as [string[], string[], string[]];
  for (const [name, range, terms] of [
    ["words", words, wordTerms],
    ["characters", characters, characterTerms],
  ] as const) {
    // there are none of a kind that was not asked for
    const fits = range === undefined ? terms.length === 0 : isRange(range);
    if (!fits)
      throw invalidModel(`${where}.${name} to be two whole numbers from 1 to ${LONGEST_RUN}, ascending`, range);
  }
  if (typeof lowercase !== "boolean") throw invalidModel(`${where}.lowercase to be true or false`, lowercase);
  if (!["tfidf", "count", "binary"].includes(weighting as string)) {
    throw invalidModel(`${where}.weighting to be "tfidf", "count" or "binary"`, weighting);
  }
  if (!isUpTo(texts, Number.MAX_SAFE_INTEGER)) throw invalidModel(`${where}.texts to be a whole number`, texts);
  const columns = wordTerms.length + characterTerms.length;
  if (columns === 0) throw invalidModel(`${where}.wordTerms or characterTerms to have a term`, section.wordTerms);
  const isCount = (count: unknown): count is number => isUpTo(count, texts);
  const documents = `${columns} whole numbers from 1 to ${texts}, one a term`;
  readEntries(`${where}.documents`, documents, section.documents, isCount, columns);
  return section as unknown as Vocabulary;
}

function isUpTo(value: unknown, most: number): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most;
}

function isRange(range: unknown): boolean {
  return isArray(range) && range.length === 2 && isUpTo(range[1], LONGEST_RUN) && isUpTo(range[0], range[1]);
}

/** Different texts in the order of their code points, or none. */
function ascending(name: string, value: unknown): string[] {
  if (isArray(value) && value.length === 0) return [];
  let before: string | undefined;
  return readEntries(name, "different texts, ascending by code point", value, (text): text is string => {
    const ascends = isString(text) && (before === undefined || compareCodePoints(before, text) < 0);
    if (ascends) before = text;
    return ascends;
  });
}
