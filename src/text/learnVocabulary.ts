import { LogitRangeError } from "../errors.ts";
import type { CheckedTextSettings } from "./settings.ts";
import type { TermCounts } from "./termCounts.ts";
import type { Vocabulary } from "./vocabulary.ts";

/**
 * The vocabulary of the texts that count.
 * @param weights rows of weight 0 do not count, all others as one text each; all without
 * @throws LogitRangeError INVALID_OPTION where no term is left
 */
export function learnVocabulary(
  found: TermCounts,
  settings: CheckedTextSettings,
  weights?: ArrayLike<number>,
): Vocabulary {
  const { where, words, characters, lowercase, stopWords, weighting, minCount, maxShare, maxTerms } = settings;
  const { rows, terms, indptr, indices, counts } = found;
  const documents = new Float64Array(terms.length);
  const frequency = weighting === "binary" ? documents : new Float64Array(terms.length);
  let texts = 0;
  for (let row = 0; row < rows; ++row) {
    if (weights?.[row] === 0) continue;
    ++texts;
    for (let entry = indptr[row] as number; entry < (indptr[row + 1] as number); ++entry) {
      const term = indices[entry] as number;
      documents[term] = (documents[term] as number) + 1;
      if (frequency !== documents) frequency[term] = (frequency[term] as number) + (counts[entry] as number);
    }
  }
  const most = maxShare * texts;
  const isKept = (term: number): boolean => {
    const count = documents[term] as number;
    return count > 0 && count >= minCount && count <= most;
  };
  let kept = Array.from(terms.keys()).filter(isKept);
  if (kept.length === 0) throw noTerms(where, settings, texts);
  if (kept.length > maxTerms) {
    // sort is stable, so of equals the first stay
    kept.sort((a, b) => (frequency[b] as number) - (frequency[a] as number));
    kept = kept.slice(0, maxTerms).sort((a, b) => a - b);
  }
  const wordTerms = kept.filter((term) => term < found.wordTerms).length;
  const texted = kept.map((term) => terms[term] as string);
  return {
    ...(words && { words }),
    ...(characters && { characters }),
    lowercase,
    stopWords,
    weighting,
    texts,
    wordTerms: texted.slice(0, wordTerms),
    characterTerms: texted.slice(wordTerms),
    documents: kept.map((term) => documents[term] as number),
  };
}

function noTerms(where: string, { minCount, maxShare }: CheckedTextSettings, texts: number): LogitRangeError {
  const some = [
    ...(minCount > 1 ? [`at least ${minCount} texts (minCount)`] : []),
    ...(maxShare < 1 ? [`at most ${maxShare} of them (maxShare)`] : []),
  ];
  const expected = some.length === 0 ? "" : ` in ${some.join(" and ")}`;
  const hint = some.length === 0 ? ": words have two or more letters or digits and are no stopWords" : "";
  return new LogitRangeError(
    "INVALID_OPTION",
    `${where}: expected terms${expected}, got none in ${texts} texts${hint}`,
  );
}
