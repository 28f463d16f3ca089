import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { learnVocabulary } from "../../src/text/learnVocabulary.ts";
import { type TextSettings, textSettings } from "../../src/text/settings.ts";
import { countTerms } from "../../src/text/termCounts.ts";
import { termRows } from "../../src/text/termRows.ts";
import { normalised, wordsIn } from "../../src/text/terms.ts";
import { vectoriserOf } from "../../src/text/vocabulary.ts";

interface Golden {
  readonly script: string;
  readonly texts: readonly string[];
  readonly cases: readonly {
    readonly settings: TextSettings;
    readonly wordTerms: readonly string[];
    readonly characterTerms: readonly string[];
    readonly tokens?: readonly (readonly string[])[];
    readonly indptr: readonly number[];
    readonly indices: readonly number[];
    readonly data: readonly number[];
  }[];
}

const corpora: readonly Golden[] = JSON.parse(
  readFileSync(new URL("../fixtures/text/golden.json", import.meta.url), "utf8"),
);

/** Above rounding: scikit-learn adds the squares of a row in another order, and its logarithm is numpy's. */
const ROUNDING = 1e-14;

describe.each(corpora)("texts in $script", ({ texts, cases }) => {
  it("have the words of scikit-learn", () => {
    const tokens = cases.find((one) => one.tokens !== undefined)?.tokens ?? [];
    expect(tokens.length).toBe(texts.length);
    for (const [i, text] of texts.entries()) expect(wordsIn(normalised(text, true))).toEqual(tokens[i]);
  });

  it.each(cases)("have its terms and numbers with $settings", (golden) => {
    const settings = textSettings(golden.settings, "columns.text");
    const found = countTerms(texts, settings);
    const vocabulary = learnVocabulary(found, settings);
    expect(vocabulary.wordTerms).toEqual(golden.wordTerms);
    expect(vocabulary.characterTerms).toEqual(golden.characterTerms);
    const rows = termRows(found, vocabulary);
    expect(rows.columns).toBe(golden.wordTerms.length + golden.characterTerms.length);
    expect(Array.from(rows.indptr)).toEqual(golden.indptr);
    expect(Array.from(rows.indices)).toEqual(golden.indices);
    const data = rows.data ?? golden.data.map(() => 1);
    for (const [k, value] of golden.data.entries()) expect(Math.abs((data[k] ?? 0) - value)).toBeLessThan(ROUNDING);
    const vectorise = vectoriserOf(vocabulary);
    for (const [i, text] of texts.entries()) {
      const { indices, values } = vectorise(text);
      const [from, end] = [golden.indptr[i], golden.indptr[i + 1]];
      expect(Array.from(indices)).toEqual(golden.indices.slice(from, end));
      expect(Array.from(values), "the bits of the rows").toEqual(Array.from(data.slice(from, end)));
    }
  });
});
