import { describe, expect, it } from "vitest";
import { readVocabulary, VOCABULARY } from "../../src/modelFile/vocabularyJson.ts";
import { learnVocabulary } from "../../src/text/learnVocabulary.ts";
import { type TextSettings, textSettings } from "../../src/text/settings.ts";
import { countTerms } from "../../src/text/termCounts.ts";
import { type Vocabulary, vectoriserOf } from "../../src/text/vocabulary.ts";

function learnt(settings: TextSettings): Vocabulary {
  const checked = textSettings(settings, "columns.text");
  const texts = ["Free money now 🎉", "money ﬁx the 𝓯x", "half \ud83d of it", "free the money"];
  return learnVocabulary(countTerms(texts, checked), checked);
}

const written = (vocabulary: object): Record<string, unknown> => JSON.parse(JSON.stringify(vocabulary));

describe("a vocabulary in a model file", () => {
  it.each<TextSettings>([
    {},
    { words: [1, 2], stopWords: ["the", "of"] },
    { characters: [2, 3], weighting: "binary", lowercase: false },
    { words: [1, 1], characters: [1, 2], weighting: "count", maxTerms: 9 },
  ])("is read as it was written: %o", (settings) => {
    const vocabulary = learnt(settings);
    const read = readVocabulary(written(vocabulary), "encoder.columns[0]");
    expect(read).toEqual(vocabulary);
    const text = "free money, the half \ud83d of 𝓯x ﬁx 🎉";
    expect(vectoriserOf(read)(text)).toEqual(vectoriserOf(vocabulary)(text));
    for (const name of Object.keys(written(vocabulary))) expect(VOCABULARY).toContain(name);
  });

  const both = written(learnt({ words: [1, 2], characters: [1, 1] }));
  const texts = "different texts, ascending by code point";
  const range = "two whole numbers from 1 to 100, ascending";
  const count = (both.wordTerms as string[]).length + (both.characterTerms as string[]).length;
  it.each<[object, string]>([
    [{ words: [2, 1] }, `e.words to be ${range}, got an array of 2`],
    [{ words: undefined }, `e.words to be ${range}, got undefined`],
    [{ characters: [1] }, `e.characters to be ${range}, got an array of 1`],
    [{ characters: [1, 101] }, `e.characters to be ${range}, got an array of 2`],
    [{ characters: "1,2" }, `e.characters to be ${range}, got "1,2"`],
    [{ lowercase: 1 }, "e.lowercase to be true or false, got 1"],
    [{ weighting: "tf" }, 'e.weighting to be "tfidf", "count" or "binary", got "tf"'],
    [{ texts: 0 }, "e.texts to be a whole number, got 0"],
    [{ texts: 2.5 }, "e.texts to be a whole number, got 2.5"],
    [{ wordTerms: "free" }, `e.wordTerms to be ${texts}, got "free"`],
    [{ wordTerms: ["free", "free"] }, `e.wordTerms to be ${texts}, got "free" at entry 1`],
    [{ wordTerms: ["𝓯x", "ﬁx"] }, `e.wordTerms to be ${texts}, got "ﬁx" at entry 1`],
    [{ characterTerms: ["a", 1] }, `e.characterTerms to be ${texts}, got 1 at entry 1`],
    [{ stopWords: undefined }, `e.stopWords to be ${texts}, got undefined`],
    [{ wordTerms: [], characterTerms: [] }, "e.wordTerms or characterTerms to have a term, got an array of 0"],
    [{ documents: [1] }, `e.documents to be ${count} whole numbers from 1 to 4, one a term, got an array of 1`],
    [
      { documents: (both.documents as number[]).map((documents, i) => (i === 2 ? 5 : documents)) },
      `e.documents to be ${count} whole numbers from 1 to 4, one a term, got 5 at entry 2`,
    ],
  ])("is refused with %o", (change, said) => {
    expect(() => readVocabulary({ ...both, ...change }, "e")).toThrow(`model: expected ${said}`);
  });
});
