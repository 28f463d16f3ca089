/** What can be asked of a column of texts. */
import { checkChoice, checkNumber, rejectUnknown } from "../check/options.ts";
import { isArray } from "../check/values.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import { sortByCodePoint } from "./codePoints.ts";
import { LONGEST_RUN, normalised, type TermSettings, wordsIn } from "./terms.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Which terms the texts of a column are made of, and what their numbers are. */
export interface TextSettings {
  /**
   * Terms are runs of that many words: [1, 2] for single words and pairs. A word has two or more letters or digits.
   * Default [1, 1], or none where there are `characters`.
   */
  readonly words?: readonly [number, number] | undefined;
  /**
   * Terms are runs of that many characters within what stands between white spaces, a blank at either side of it: of
   * "to go" with [3, 3] these are " to", "to ", " go", "go ". Beside `words` both are terms. Default: none.
   */
  readonly characters?: readonly [number, number] | undefined;
  /** Terms of fewer texts than this are left out. Default 1. */
  readonly minCount?: number | undefined;
  /** Terms of a larger share of the texts than this are left out. Default 1. */
  readonly maxShare?: number | undefined;
  /**
   * At most so many terms: those that are there most often in all texts together, with "binary" those of the most
   * texts; of equals the first by code point, words before characters. Default: all.
   */
  readonly maxTerms?: number | undefined;
  /**
   * "tfidf": how often a term is in the text, times log((1 + texts) / (1 + texts with the term)) + 1, the numbers of a
   * text divided by the root of their sum of squares. "count": how often. "binary": 1. Default "tfidf".
   */
  readonly weighting?: "tfidf" | "count" | "binary" | undefined;
  /** Whether "Free" and "free" are one word. Default true. */
  readonly lowercase?: boolean | undefined;
  /** The words of these texts are left out, before words are put together. Default: none. */
  readonly stopWords?: readonly string[] | undefined;
}

/** Once checked. */
export interface CheckedTextSettings extends TermSettings, Pick<Vocabulary, "weighting"> {
  /** What they are called in messages, such as "columns.message". */
  readonly where: string;
  readonly minCount: number;
  readonly maxShare: number;
  readonly maxTerms: number;
}

/** The names of all of them. */
export const TEXT_SETTINGS = [
  "words",
  "characters",
  "minCount",
  "maxShare",
  "maxTerms",
  "weighting",
  "lowercase",
  "stopWords",
];

/**
 * Settings with defaults in the place of what is not said.
 * @param where what has them, for messages
 * @throws LogitTypeError, LogitRangeError INVALID_OPTION
 */
export function textSettings(settings: TextSettings, where: string): CheckedTextSettings {
  rejectUnknown(settings, TEXT_SETTINGS, where);
  const { characters, words = characters === undefined ? ([1, 1] as const) : undefined } = settings;
  const { minCount = 1, maxShare = 1, maxTerms = Number.MAX_SAFE_INTEGER, weighting = "tfidf" } = settings;
  const { lowercase = true, stopWords = [] } = settings;
  checkRange(`${where}.words`, words);
  checkRange(`${where}.characters`, characters);
  checkNumber(`${where}.minCount`, minCount, "a whole number, 1 or above", isCount);
  checkNumber(`${where}.maxShare`, maxShare, "a number above 0, at most 1", (value) => value > 0 && value <= 1);
  checkNumber(`${where}.maxTerms`, maxTerms, "a whole number, 1 or above", isCount);
  checkChoice(`${where}.weighting`, weighting, ["tfidf", "count", "binary"]);
  if (typeof lowercase !== "boolean") {
    const message = `${where}.lowercase: expected true or false, got ${shown(lowercase)}`;
    throw new LogitTypeError("INVALID_OPTION", message);
  }
  return {
    where,
    ...(words && { words: [words[0], words[1]] }),
    ...(characters && { characters: [characters[0], characters[1]] }),
    minCount,
    maxShare,
    maxTerms,
    weighting,
    lowercase,
    stopWords: stopsOf(`${where}.stopWords`, stopWords, lowercase),
  };
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

function checkRange(name: string, range: unknown): void {
  if (range === undefined) return;
  const expected = `[fewest, most], two whole numbers from 1 to ${LONGEST_RUN}`;
  if (!isArray(range)) {
    throw new LogitTypeError("INVALID_OPTION", `${name}: expected ${expected}, got ${shown(range)}`);
  }
  const [first, last] = range;
  const isUpTo = (value: unknown, most: unknown): boolean => isCount(value) && (value as number) <= (most as number);
  if (range.length === 2 && isUpTo(last, LONGEST_RUN) && isUpTo(first, last)) return;
  const got = range.length === 2 ? `[${shown(first)}, ${shown(last)}]` : shown(range);
  throw new LogitRangeError("INVALID_OPTION", `${name}: expected ${expected}, got ${got}`);
}

/** The words that are in the texts, as they are among those of a text: "don't" stops "don". */
function stopsOf(name: string, texts: unknown, lowercase: boolean): string[] {
  if (!isArray(texts)) throw new LogitTypeError("INVALID_OPTION", `${name}: expected an array, got ${shown(texts)}`);
  const stops = texts.flatMap((text, i) => {
    if (typeof text === "string") return wordsIn(normalised(text, lowercase));
    throw new LogitTypeError("INVALID_OPTION", `${name}: expected words, got ${shown(text)} at entry ${i}`);
  });
  return sortByCodePoint(Array.from(new Set(stops)));
}
