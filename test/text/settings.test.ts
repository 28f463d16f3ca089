import { describe, expect, it } from "vitest";
import { type TextSettings, textSettings } from "../../src/text/settings.ts";

const refused = (settings: object): string => {
  try {
    textSettings(settings as TextSettings, "columns.message");
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return `${code}: ${message}`;
  }
  return "nothing";
};

describe("settings of texts", () => {
  it("are words of one, tf-idf and lower case where nothing is said", () => {
    expect(textSettings({}, "columns.message")).toEqual({
      where: "columns.message",
      words: [1, 1],
      minCount: 1,
      maxShare: 1,
      maxTerms: Number.MAX_SAFE_INTEGER,
      weighting: "tfidf",
      lowercase: true,
      stopWords: [],
    });
  });

  it("are characters alone where these are given alone, both where both are", () => {
    expect(textSettings({ characters: [3, 5] }, "")).not.toHaveProperty("words");
    expect(textSettings({ words: [1, 2], characters: [3, 5] }, "")).toMatchObject({
      words: [1, 2],
      characters: [3, 5],
    });
  });

  it("have stop words as they are among those of a text, each once", () => {
    const stopWords = ["The", "don't", "and the", "e\u0301te\u0301", "I"];
    expect(textSettings({ stopWords }, "").stopWords).toEqual(["and", "don", "the", "été"]);
    expect(textSettings({ stopWords: ["The"], lowercase: false }, "").stopWords).toEqual(["The"]);
  });

  const RANGE = "expected [fewest, most], two whole numbers from 1 to 100";
  const cases: readonly (readonly [object, string])[] = [
    [{ words: 2 }, `INVALID_OPTION: columns.message.words: ${RANGE}, got 2`],
    [{ words: [2] }, `INVALID_OPTION: columns.message.words: ${RANGE}, got an array of 1`],
    [{ words: [0, 1] }, `INVALID_OPTION: columns.message.words: ${RANGE}, got [0, 1]`],
    [{ words: [2, 1] }, `INVALID_OPTION: columns.message.words: ${RANGE}, got [2, 1]`],
    [{ characters: ["3", 5] }, `INVALID_OPTION: columns.message.characters: ${RANGE}, got ["3", 5]`],
    [{ characters: [3, 5.5] }, `INVALID_OPTION: columns.message.characters: ${RANGE}, got [3, 5.5]`],
    [{ words: [1, 101] }, `INVALID_OPTION: columns.message.words: ${RANGE}, got [1, 101]`],
    [{ minCount: 0 }, "INVALID_OPTION: columns.message.minCount: expected a whole number, 1 or above, got 0"],
    [{ maxShare: 5 }, "INVALID_OPTION: columns.message.maxShare: expected a number above 0, at most 1, got 5"],
    [{ maxTerms: "9" }, 'INVALID_OPTION: columns.message.maxTerms: expected a whole number, 1 or above, got "9"'],
    [{ lowercase: "no" }, 'INVALID_OPTION: columns.message.lowercase: expected true or false, got "no"'],
    [{ stopWords: "english" }, 'INVALID_OPTION: columns.message.stopWords: expected an array, got "english"'],
    [{ stopWords: ["a", 1] }, "INVALID_OPTION: columns.message.stopWords: expected words, got 1 at entry 1"],
    [
      { weighting: "tfdif" },
      'INVALID_OPTION: columns.message.weighting: expected one of tfidf, count, binary; got "tfdif"',
    ],
  ];
  it.each(cases)("refuse %o", (settings, said) => expect(refused(settings)).toBe(said));

  it.each([
    ["min_df", "minCount"],
    ["max_df", "maxShare"],
    ["max_features", "maxTerms"],
    ["ngram_range", "words"],
    ["stop_words", "stopWords"],
  ])("say what %s of scikit-learn is called here", (theirs, ours) => {
    const names = "words, characters, minCount, maxShare, maxTerms, weighting, lowercase, stopWords";
    const said = `INVALID_OPTION: columns.message: expected options ${names}; got "${theirs}": say ${ours}`;
    expect(refused({ [theirs]: 1 })).toBe(said);
  });
});
