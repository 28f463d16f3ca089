import { describe, expect, it } from "vitest";
import { csrOf } from "../../src/input/csr.ts";
import { learnVocabulary } from "../../src/text/learnVocabulary.ts";
import { type TextSettings, textSettings } from "../../src/text/settings.ts";
import { countTerms, TermCounter } from "../../src/text/termCounts.ts";
import { type TermRows, termRows } from "../../src/text/termRows.ts";
import { chunksIn, normalised, piecesOf, wordsIn } from "../../src/text/terms.ts";
import { columnsOf, termNames, type Vocabulary, vectoriserOf } from "../../src/text/vocabulary.ts";
import { random } from "../support/random.ts";
import { randomTexts } from "./randomTexts.ts";

function learnt(texts: readonly (string | null)[], settings: TextSettings = {}, weights?: number[]): Vocabulary {
  const checked = textSettings(settings, "columns.text");
  return learnVocabulary(countTerms(texts, checked), checked, weights);
}

/** Kind and text of each term of a text, as often as it is there, by the definition. */
function termsOf(text: string, { words, characters, lowercase, stopWords }: Vocabulary): string[] {
  const plain = normalised(text, lowercase);
  const kept = wordsIn(plain).filter((word) => !stopWords.includes(word));
  const terms: string[] = [];
  if (words) {
    for (let n = words[0]; n <= words[1]; ++n) {
      for (let at = 0; at + n <= kept.length; ++at) terms.push(`w${kept.slice(at, at + n).join(" ")}`);
    }
  }
  if (characters) for (const chunk of chunksIn(plain)) for (const p of piecesOf(chunk, characters)) terms.push(`c${p}`);
  return terms;
}

function count(terms: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/** By code point, words first. */
function inOrder(a: string, b: string): number {
  if (a[0] !== b[0]) return a.startsWith("w") ? -1 : 1;
  const [one, other] = [a, b].map((text) => Array.from(text, (character) => character.codePointAt(0) as number));
  for (const [k, code] of (one as number[]).entries()) {
    const unlike = code - (other?.[k] ?? -1);
    if (unlike !== 0) return unlike;
  }
  return (one as number[]).length - (other as number[]).length;
}

function entriesOf({ indptr, indices, data }: TermRows, row: number): [number[], number[]] {
  const [from, end] = [indptr[row] as number, indptr[row + 1] as number];
  const columns = Array.from(indices.slice(from, end));
  return [columns, data === undefined ? columns.map(() => 1) : Array.from(data.slice(from, end))];
}

const SEED = 4711;

const some: TextSettings[] = [
  {},
  { words: [1, 2] },
  { words: [2, 4], minCount: 2 },
  { words: [1, 3], maxTerms: 40, stopWords: ["ab", "каф"] },
  { characters: [2, 4], maxShare: 0.2 },
  { characters: [3, 3], lowercase: false, weighting: "count" },
  { words: [1, 2], characters: [1, 2], minCount: 3, maxShare: 0.5, weighting: "count" },
  { words: [1, 1], characters: [3, 5], maxTerms: 100, weighting: "binary" },
];

describe.each(some)(`a vocabulary of random texts (seed ${SEED}) with %o`, (settings) => {
  const texts = randomTexts(SEED, 400, 90);
  const checked = textSettings(settings, "columns.text");
  const found = countTerms(texts, checked);
  const next = random(SEED);
  const weights = texts.map(() => (next() < 0.3 ? 0 : next()));
  const inFold = texts.filter((_, row) => weights[row] !== 0);
  const vocabulary = learnVocabulary(found, checked, weights);
  const rows = termRows(found, vocabulary);

  it("has the terms that the definition says, in their order, with the number of texts", () => {
    const counted = inFold.map((text) => count(termsOf(text, vocabulary)));
    const documents = count(counted.flatMap((terms) => Array.from(terms.keys())));
    const total = new Map(Array.from(documents.keys(), (term) => [term, 0]));
    for (const terms of counted) for (const [term, n] of terms) total.set(term, (total.get(term) ?? 0) + n);
    const { minCount = 1, maxShare = 1, maxTerms = Number.POSITIVE_INFINITY } = settings;
    const frequency = settings.weighting === "binary" ? documents : total;
    const kept = Array.from(documents.keys())
      .filter((term) => Number(documents.get(term)) >= minCount)
      .filter((term) => Number(documents.get(term)) <= maxShare * inFold.length)
      .sort(inOrder)
      .sort((a, b) => Number(frequency.get(b)) - Number(frequency.get(a)))
      .slice(0, maxTerms)
      .sort(inOrder);
    expect(kept.length).toBeGreaterThan(10);
    expect(vocabulary.wordTerms).toEqual(kept.filter((term) => term[0] === "w").map((term) => term.slice(1)));
    expect(vocabulary.characterTerms).toEqual(kept.filter((term) => term[0] === "c").map((term) => term.slice(1)));
    expect(vocabulary.documents).toEqual(kept.map((term) => documents.get(term)));
    expect(vocabulary.texts).toBe(inFold.length);
    expect(new Set(termNames(vocabulary)).size).toBe(columnsOf(vocabulary));
  });

  it("is that of the texts of the fold alone", () => expect(learnt(inFold, settings)).toEqual(vocabulary));

  it("gives each text, be it in the fold or not, the same bits alone and among the rows", () => {
    const vectorise = vectoriserOf(vocabulary);
    for (const [row, text] of texts.entries()) {
      const { indices, values } = vectorise(text);
      expect([Array.from(indices), Array.from(values)]).toEqual(entriesOf(rows, row));
    }
  });

  it("gives the same rows where the texts are read for it, whatever is left out of the texts of a fold", () => {
    expect(termRows(countTerms(texts, vocabulary), vocabulary)).toEqual(rows);
  });

  it("makes rows that are sparse rows as they are", () => {
    expect(csrOf({ ...rows })).toEqual(rows);
  });
});

it("counts of the texts so far can be taken while more come", () => {
  const texts = randomTexts(SEED, 60, 60);
  const settings = textSettings({ words: [1, 2], characters: [2, 2] }, "text");
  const counter = new TermCounter(settings);
  for (const [row, text] of texts.entries()) {
    counter.add(text);
    if (row % 20 === 0) expect(counter.counts).toEqual(countTerms(texts.slice(0, row + 1), settings));
  }
});

describe("numbers", () => {
  it("are counts times log((1 + n) / (1 + d)) + 1, over the root of the sum of squares", () => {
    const vocabulary = learnt(["free free money", "money now", "now"]);
    const { indices, values } = vectoriserOf(vocabulary)("Free money, free!");
    const [free, money] = [2 * (Math.log(4 / 2) + 1), Math.log(4 / 3) + 1];
    expect(Array.from(indices)).toEqual([0, 1]);
    expect(values[0]).toBeCloseTo(free / Math.hypot(free, money), 14);
    expect(values[1]).toBeCloseTo(money / Math.hypot(free, money), 14);
  });

  it("are none where no term is known, in an empty text, and in one that is missing", () => {
    const vectorise = vectoriserOf(learnt(["free money"]));
    for (const text of ["", "other words", "..."]) expect(vectorise(text).indices.length).toBe(0);
    const settings = textSettings({}, "text");
    const found = countTerms(["free", null, "", "money"], settings);
    expect(Array.from(termRows(found, learnVocabulary(found, settings)).indptr)).toEqual([0, 1, 1, 1, 2]);
  });

  it("have no data where all of them are 1", () => {
    const settings = textSettings({ weighting: "binary" }, "text");
    const found = countTerms(["free free money"], settings);
    expect(termRows(found, learnVocabulary(found, settings)).data).toBeUndefined();
  });
});

describe("of equally frequent terms maxTerms keeps", () => {
  it("those that come first by code point, words before characters", () => {
    expect(learnt(["bb aa", "aa bb cc"], { maxTerms: 1 }).wordTerms).toEqual(["aa"]);
    const { wordTerms, characterTerms } = learnt(["zz"], { words: [1, 1], characters: [2, 2], maxTerms: 2 });
    expect([wordTerms, characterTerms]).toEqual([["zz"], [" z"]]);
  });

  it("those of code points, where units would be in another order", () => {
    expect(learnt(["ﬁx 𝓯x ﬁx", "𝓯x"], { maxTerms: 1 }).wordTerms).toEqual(["ﬁx"]);
  });
});

describe("without any term there is an error by the column's name", () => {
  const cases: readonly (readonly [string, (string | null)[], TextSettings, string])[] = [
    [
      "empty texts",
      ["", null],
      {},
      "terms, got none in 2 texts: words have two or more letters or digits and are no stopWords",
    ],
    [
      "short words",
      ["a b", "c"],
      {},
      "terms, got none in 2 texts: words have two or more letters or digits and are no stopWords",
    ],
    [
      "stop words alone",
      ["The AND", "the"],
      { stopWords: ["the and"] },
      "terms, got none in 2 texts: words have two or more letters or digits and are no stopWords",
    ],
    [
      "too rare terms",
      ["one two", "two"],
      { minCount: 3 },
      "terms in at least 3 texts (minCount), got none in 2 texts",
    ],
    [
      "too frequent terms",
      ["one", "one"],
      { maxShare: 0.5 },
      "terms in at most 0.5 of them (maxShare), got none in 2 texts",
    ],
    [
      "both",
      ["one", "two"],
      { minCount: 2, maxShare: 0.9 },
      "terms in at least 2 texts (minCount) and at most 0.9 of them (maxShare), got none in 2 texts",
    ],
  ];
  it.each(cases)("%s", (_, texts, settings, said) => {
    expect(() => learnt(texts, settings)).toThrow(`columns.text: expected ${said}`);
  });

  it("in a fold whose texts are empty, though others have words", () => {
    expect(() => learnt(["free money", ""], {}, [0, 1])).toThrow("columns.text: expected terms, got none in 1 texts");
  });
});
