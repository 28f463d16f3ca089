import { sortByCodePoint } from "./codePoints.ts";
import { RowCounts } from "./rowCounts.ts";
import { Runs } from "./runs.ts";
import { isInChunk, isInWord, normalised, type TermSettings } from "./terms.ts";
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

/** Reads texts for terms of one kind, which are runs of tokens. */
interface TermReader {
  readonly found: RowCounts;
  readonly runs: Runs;
  /** Adds the terms of a text that is normalised to those of the row. */
  readonly read: (text: string) => void;
  /** The text of each token. */
  readonly tokens: readonly string[];
  /** What stands between two tokens of a term. */
  readonly between: string;
}

/** Counts the terms of texts, one text after the other, none of which it keeps. */
export class TermCounter {
  readonly #lowercase: boolean;
  readonly #minCount: number;
  readonly #ofWords: TermReader | undefined;
  readonly #readers: readonly TermReader[];

  /** Of the terms those of `minCount` texts or more will be there. */
  constructor({
    words,
    characters,
    lowercase,
    stopWords,
    minCount = 1,
  }: TermSettings & { readonly minCount?: number }) {
    this.#lowercase = lowercase;
    this.#minCount = minCount;
    this.#ofWords = words && wordReader(words, stopWords);
    const ofCharacters = characters && characterReader(characters);
    this.#readers = [this.#ofWords, ofCharacters].filter((reader) => reader !== undefined);
  }

  /** The text of the next row; one that is missing (null) has no terms. */
  add(text: string | null): void {
    const plain = text === null ? "" : normalised(text, this.#lowercase);
    for (const { read, found } of this.#readers) {
      read(plain);
      found.endRow();
    }
  }

  /** The counts of all texts so far. */
  get counts(): TermCounts {
    const ordered = this.#readers.map((reader) => inOrder(reader, this.#minCount));
    return joined(this.#readers, ordered, this.#ofWords === undefined ? 0 : (ordered[0] as Ordered).terms.length);
  }
}

/** The counts of texts in one go. */
export function countTerms(
  texts: Iterable<string | null>,
  settings: TermSettings & { readonly minCount?: number },
): TermCounts {
  const counter = new TermCounter(settings);
  for (const text of texts) counter.add(text);
  return counter.counts;
}

function wordReader([first, last]: readonly [number, number], stopWords: readonly string[]): TermReader {
  const [found, runs, table] = [new RowCounts(), new Runs(), new TokenTable(isInWord, 2)];
  const stops = new Set(stopWords);
  const isStop: boolean[] = [];
  const words: number[] = [];
  const add = (run: number): void => found.add(run);
  return {
    found,
    runs,
    read: (text) => {
      table.find(text, words);
      let count = 0;
      for (let at = 0; at < words.length; ++at) {
        const word = words[at] as number;
        if (word === isStop.length) isStop.push(stops.has(table.tokens[word] as string));
        if (!isStop[word]) words[count++] = word;
      }
      words.length = count;
      forRuns(runs, words, first, last, add);
    },
    tokens: table.tokens,
    between: " ",
  };
}

/** The runs of a chunk are made when it first comes. */
function characterReader([first, last]: readonly [number, number]): TermReader {
  const [found, runs, table] = [new RowCounts(), new Runs(), new TokenTable(isInChunk, 1)];
  const letters: string[] = [];
  const letterOf = new Map<string, number>();
  const numberOf = (letter: string): number => {
    let number = letterOf.get(letter);
    if (number === undefined) {
      number = letters.push(letter) - 1;
      letterOf.set(letter, number);
    }
    return number;
  };
  const runsOf = (chunk: string): number[] => {
    const tokens = Array.from(` ${chunk} `, numberOf);
    const pieces: number[] = [];
    forRuns(runs, tokens, Math.min(first, tokens.length), last, (run) => pieces.push(run));
    return pieces;
  };
  const piecesOf: number[][] = [];
  const chunks: number[] = [];
  return {
    found,
    runs,
    read: (text) => {
      table.find(text, chunks);
      for (const chunk of chunks) {
        if (chunk === piecesOf.length) piecesOf.push(runsOf(table.tokens[chunk] as string));
        for (const run of piecesOf[chunk] as number[]) found.add(run);
      }
    },
    tokens: letters,
    between: "",
  };
}

/** Calls `use` with every run of `first` to `last` of the tokens. */
function forRuns(runs: Runs, tokens: readonly number[], first: number, last: number, use: (run: number) => void): void {
  for (let at = 0; at < tokens.length; ++at) {
    let run = runs.of(tokens[at] as number);
    if (first <= 1) use(run);
    for (let n = 2; n <= last && at + n <= tokens.length; ++n) {
      run = runs.after(run, tokens[at + n - 1] as number);
      if (n >= first) use(run);
    }
  }
}

/** The terms of a reader that are in enough texts, by code point; of all its runs the place among these, or -1. */
interface Ordered {
  readonly terms: readonly string[];
  readonly placeOf: Int32Array;
}

function inOrder({ found: { documents }, runs, tokens, between }: TermReader, minCount: number): Ordered {
  const ranks = new Map(sortByCodePoint([...tokens]).map((token, rank) => [token, rank]));
  const order = runs.inOrder(Uint32Array.from(tokens, (token) => ranks.get(token) as number));
  const placeOf = new Int32Array(order.length).fill(-1);
  const terms: string[] = [];
  for (const run of order) {
    // a run that only longer ones go on from is in no text as a term
    if (!((documents[run] ?? 0) >= minCount)) continue;
    placeOf[run] = terms.push(runs.textOf(run, tokens, between)) - 1;
  }
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
