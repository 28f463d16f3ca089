import { sortByCodePoint } from "./codePoints.ts";
import { RowCounts } from "./rowCounts.ts";
import { RunTable } from "./runTable.ts";
import { isInChunk, isInWord, normalised, piecesOf, type TermSettings } from "./terms.ts";
import { TokenTable } from "./tokenTable.ts";

/**
 * Texts once read: how often each term is in each of them. Vocabularies are learnt from some of them without reading
 * any text again.
 */
export interface TermCounts {
  readonly rows: number;
  /** Terms of words, then those of characters, each kind by code point, without those of too few texts (minCount). */
  readonly terms: readonly string[];
  /** How many of them are of words. */
  readonly wordTerms: number;
  /** Row i has the entries indptr[i] .. indptr[i + 1] - 1. */
  readonly indptr: Uint32Array<ArrayBuffer>;
  /** A term each, ascending in a row. */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** How often it is there. */
  readonly counts: Uint32Array<ArrayBuffer>;
}

/** Reads texts for terms of one kind. */
interface TermReader {
  readonly found: RowCounts;
  /** Adds the terms of a text that is normalised to those of the row. */
  readonly read: (text: string) => void;
  readonly spell: (term: number) => string;
}

/** Counts the terms of texts, those of `minCount` texts or more; a text that is missing (null) has none. */
export function countTerms(
  texts: Iterable<string | null>,
  settings: TermSettings & { readonly minCount?: number },
): TermCounts {
  const { words, characters, lowercase, minCount = 1 } = settings;
  const ofWords = words && wordReader(words, settings.stopWords);
  const ofCharacters = characters && characterReader(characters);
  const readers = [ofWords, ofCharacters].filter((reader) => reader !== undefined);
  for (const text of texts) {
    const plain = text === null ? "" : normalised(text, lowercase);
    for (const { read, found } of readers) {
      read(plain);
      found.endRow();
    }
  }
  const ordered = readers.map((reader) => inOrder(reader, minCount));
  return joined(readers, ordered, ofWords === undefined ? 0 : (ordered[0] as Ordered).terms.length);
}

function wordReader([first, last]: readonly [number, number], stopWords: readonly string[]): TermReader {
  const found = new RowCounts();
  const table = new TokenTable(isInWord, 2);
  const runs = new RunTable();
  const stops = new Set(stopWords);
  /** The run of each token alone, -1 where it is a stop word, and what each run is made of. */
  const runOf: number[] = [];
  const before: number[] = [];
  const after: number[] = [];
  const newRun = (run: number, token: number): number => {
    before.push(run);
    after.push(token);
    return found.newTerm();
  };
  const tokens: number[] = [];
  return {
    found,
    read: (text) => {
      table.find(text, tokens);
      let count = 0;
      for (let at = 0; at < tokens.length; ++at) {
        const token = tokens[at] as number;
        if (token === runOf.length) runOf.push(stops.has(table.tokens[token] as string) ? -1 : newRun(-1, token));
        if ((runOf[token] as number) >= 0) tokens[count++] = token;
      }
      for (let at = 0; at < count; ++at) {
        let run = runOf[tokens[at] as number] as number;
        if (first === 1) found.add(run);
        for (let n = 2; n <= last && at + n <= count; ++n) {
          const token = tokens[at + n - 1] as number;
          const shorter = run;
          run = runs.numberOf(shorter, token, () => newRun(shorter, token));
          if (n >= first) found.add(run);
        }
      }
    },
    spell: (term) => {
      let text = table.tokens[after[term] as number] as string;
      for (let run = before[term] as number; run >= 0; run = before[run] as number) {
        text = `${table.tokens[after[run] as number]} ${text}`;
      }
      return text;
    },
  };
}

/** The pieces of a chunk are made when it first comes. */
function characterReader(range: readonly [number, number]): TermReader {
  const found = new RowCounts();
  const table = new TokenTable(isInChunk, 1);
  const spelt: string[] = [];
  const terms = new Map<string, number>();
  const termsOf: number[][] = [];
  const numberOf = (piece: string): number => {
    let term = terms.get(piece);
    if (term === undefined) {
      term = found.newTerm();
      terms.set(piece, term);
      spelt.push(piece);
    }
    return term;
  };
  const chunks: number[] = [];
  return {
    found,
    read: (text) => {
      table.find(text, chunks);
      for (const chunk of chunks) {
        if (chunk === termsOf.length) termsOf.push(piecesOf(table.tokens[chunk] as string, range).map(numberOf));
        for (const term of termsOf[chunk] as number[]) found.add(term);
      }
    },
    spell: (term) => spelt[term] as string,
  };
}

/** The terms of a reader that are in enough texts, by code point; of all its terms the place among these, or -1. */
interface Ordered {
  readonly terms: readonly string[];
  readonly placeOf: Int32Array;
}

function inOrder({ found: { documents }, spell }: TermReader, minCount: number): Ordered {
  const spelt = documents.map((count, term) => (count >= minCount ? spell(term) : undefined));
  const terms = sortByCodePoint(spelt.filter((text) => text !== undefined));
  const places = new Map(terms.map((text, place) => [text, place]));
  const placeOf = Int32Array.from(spelt, (text) => (text === undefined ? -1 : (places.get(text) as number)));
  return { terms, placeOf };
}

/** The rows with their terms in order. */
function joined(readers: readonly TermReader[], ordered: readonly Ordered[], wordTerms: number): TermCounts {
  const terms = ordered.flatMap(({ terms }) => terms);
  const rows = (readers[0] as TermReader).found.starts.length - 1;
  const indptr = new Uint32Array(rows + 1);
  const most = readers.reduce((sum, { found }) => sum + (found.starts[rows] as number), 0);
  const indices = new Uint32Array(most);
  const counts = new Uint32Array(most);
  /** How often each term is in the row at hand. */
  const countOf = new Uint32Array(terms.length);
  let end = 0;
  for (let row = 0; row < rows; ++row) {
    const from = end;
    let first = 0;
    for (const [k, { found }] of readers.entries()) {
      const { placeOf, terms: own } = ordered[k] as Ordered;
      for (let entry = found.starts[row] as number; entry < (found.starts[row + 1] as number); ++entry) {
        const place = placeOf[found.terms[entry] as number] as number;
        if (place < 0) continue;
        countOf[first + place] = found.counts[entry] as number;
        indices[end++] = first + place;
      }
      first += own.length;
    }
    indices.subarray(from, end).sort();
    for (let entry = from; entry < end; ++entry) counts[entry] = countOf[indices[entry] as number] as number;
    indptr[row + 1] = end;
  }
  return { rows, terms, wordTerms, indptr, indices: indices.subarray(0, end), counts: counts.subarray(0, end) };
}
