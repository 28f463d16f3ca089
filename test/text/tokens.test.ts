import { describe, expect, it } from "vitest";
import { countTerms } from "../../src/text/termCounts.ts";
import { chunksIn, isInChunk, isInWord, normalised, piecesOf, wordsIn } from "../../src/text/terms.ts";
import { TokenTable } from "../../src/text/tokenTable.ts";
import { randomTexts } from "./randomTexts.ts";

const SEED = 20260613;
const texts = randomTexts(SEED, 2500, 120);

/** The tokens of each text, by a table that has read those before it. */
function found(table: TokenTable, text: string): (string | undefined)[] {
  const tokens = [1, 2, 3];
  table.find(text, tokens);
  return tokens.map((token) => table.tokens[token]);
}

describe(`a table of tokens, on texts of seed ${SEED}`, () => {
  it("finds the words that the expression finds", () => {
    const table = new TokenTable(isInWord, 2);
    for (const text of texts) expect(found(table, text), JSON.stringify(text)).toEqual(wordsIn(text));
    expect(table.tokens.length).toBeGreaterThan(2000);
  });

  it("finds what stands between white spaces as the expression does", () => {
    const table = new TokenTable(isInChunk, 1);
    for (const text of texts) expect(found(table, text), JSON.stringify(text)).toEqual(chunksIn(text));
  });

  it("has every token once", () => {
    const table = new TokenTable(isInWord, 2);
    for (const text of [...texts, ...texts]) table.find(text, []);
    expect(new Set(table.tokens).size).toBe(table.tokens.length);
    expect(new Set(table.tokens)).toEqual(new Set(texts.flatMap(wordsIn)));
  });
});

describe("words", () => {
  it("are at least two characters, of which a pair of units is one", () => {
    expect(wordsIn("a 𝓯 𝓯a ab _1")).toEqual(["𝓯a", "ab", "_1"]);
  });

  it("are the same of a text that is composed and one that is not, in many scripts", () => {
    for (const text of texts) {
      const [composed, decomposed] = [text.normalize("NFC"), text.normalize("NFD")];
      expect(wordsIn(normalised(decomposed, true))).toEqual(wordsIn(normalised(composed, true)));
    }
  });

  it("do not care for halves of pairs, which are in no word", () => {
    expect(wordsIn("free\ud83dmoney \udf89win\ud83d")).toEqual(["free", "money", "win"]);
  });
});

describe("runs of characters", () => {
  it("lie within what stands between white spaces, with a blank at either side", () => {
    expect(chunksIn("to\u00a0go").flatMap((chunk) => piecesOf(chunk, [3, 3]))).toEqual([" to", "to ", " go", "go "]);
  });

  it("are the whole, once, where it is shorter", () => expect(piecesOf("a", [4, 6])).toEqual([" a "]));

  it("count a pair of units as one character", () => {
    expect(piecesOf("🎉b", [3, 4])).toEqual([" 🎉b", "🎉b ", " 🎉b "]);
  });
});

describe("very long texts", () => {
  const long = 300_000;
  const settings = { lowercase: true, stopWords: [] };

  it("of one word are one term", () => {
    const { terms } = countTerms(["Ab".repeat(long)], { ...settings, words: [1, 2] });
    expect(terms).toEqual(["ab".repeat(long)]);
  });

  it("of many words have the count of each", () => {
    const { terms, counts } = countTerms(["free money ".repeat(long)], { ...settings, words: [1, 2] });
    expect(terms).toEqual(["free", "free money", "money", "money free"]);
    expect(Array.from(counts)).toEqual([long, long, long, long - 1]);
  });

  it("of characters that are no word, without blanks, take a moment", () => {
    const { terms, counts } = countTerms([".".repeat(long)], { ...settings, words: [1, 1], characters: [3, 3] });
    expect(terms).toEqual([" ..", ".. ", "..."]);
    expect(Array.from(counts)).toEqual([1, 1, long - 2]);
  });
});
