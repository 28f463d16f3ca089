/** What is known of the terms of a column of texts, and the numbers of one text: all that predictions need. */
import { logF64 } from "../math/elementary.ts";
import { forTerms, type TermSettings } from "./terms.ts";

/** The terms that texts have, as they were learnt: plain data, a part of the model file. */
export interface Vocabulary extends TermSettings {
  /**
   * What the number of a term is in a text: "count", how often it is there; "binary", 1; "tfidf", its count times
   * log((1 + texts) / (1 + documents)) + 1, all of a text divided by the root of their sum of squares.
   */
  readonly weighting: "tfidf" | "count" | "binary";
  /** How many texts it was learnt from. */
  readonly texts: number;
  /** Words, or runs of them joined by one blank, in the order of their code points. The columns begin with these. */
  readonly wordTerms: readonly string[];
  /** Runs of characters in the order of their code points. The columns end with these. */
  readonly characterTerms: readonly string[];
  /** In how many of the texts each term is: one number a column. */
  readonly documents: readonly number[];
}

/** The columns of a text that are not 0, ascending, and their numbers. */
export interface TextVector {
  readonly indices: Uint32Array<ArrayBuffer>;
  readonly values: Float64Array<ArrayBuffer>;
}

/** How many columns of numbers the texts become. */
export function columnsOf({ documents }: Vocabulary): number {
  return documents.length;
}

/**
 * What the column of each term is called: a word, or a run of words, as it is; a run of characters in quotes, since
 * blanks matter there. No two are the same, for a word has no quotes in it.
 */
export function termNames({ wordTerms, characterTerms }: Vocabulary): string[] {
  return [...wordTerms, ...characterTerms.map((term) => `"${term}"`)];
}

/** A function that gives the numbers of one text: terms that are not in the vocabulary count nothing. */
export function vectoriserOf(vocabulary: Vocabulary): (text: string) => TextVector {
  const { word, characters } = indexOf(vocabulary);
  const weigh = weigherOf(vocabulary);
  const termsOf = forTerms(vocabulary);
  return (text) => {
    const found: number[] = [];
    const use = (index: number | undefined): void => {
      if (index !== undefined) found.push(index);
    };
    termsOf(
      text,
      (term) => use(word.get(term)),
      (term) => use(characters.get(term)),
    );
    const indices = Uint32Array.from(found).sort();
    const values = new Float64Array(indices.length);
    let end = 0;
    for (const index of indices) {
      if (end === 0 || indices[end - 1] !== index) indices[end++] = index;
      values[end - 1] = (values[end - 1] as number) + 1;
    }
    weigh(indices, values, 0, end);
    return { indices: indices.subarray(0, end), values: values.subarray(0, end) };
  };
}

/** The column of each term, by kind: a word and a run of characters may read the same. */
function indexOf({ wordTerms, characterTerms }: Vocabulary): {
  readonly word: ReadonlyMap<string, number>;
  readonly characters: ReadonlyMap<string, number>;
} {
  return {
    word: new Map(wordTerms.map((term, i) => [term, i])),
    characters: new Map(characterTerms.map((term, i) => [term, wordTerms.length + i])),
  };
}

/**
 * A function that turns the counts of one text, the entries from `from` to `end` in ascending order of their columns,
 * into its numbers, in place. Squares are added in that order, from left to right.
 */
export function weigherOf({
  weighting,
  texts,
  documents,
}: Vocabulary): (indices: Uint32Array, values: Float64Array, from: number, end: number) => void {
  if (weighting === "count") return () => {};
  if (weighting === "binary") return (_, values, from, end) => values.fill(1, from, end);
  const idf = Float64Array.from(documents, (count) => logF64((1 + texts) / (1 + count)) + 1);
  return (indices, values, from, end) => {
    let sum = 0;
    for (let k = from; k < end; ++k) {
      const value = (values[k] as number) * (idf[indices[k] as number] as number);
      values[k] = value;
      sum += value * value;
    }
    // a text without terms has no entries to divide
    const norm = Math.sqrt(sum);
    for (let k = from; k < end; ++k) values[k] = (values[k] as number) / norm;
  };
}
