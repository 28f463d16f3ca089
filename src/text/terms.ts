/**
 * What the terms of a text are: the same where a vocabulary is learnt and where a text is predicted, and the same as
 * scikit-learn's. docs/internals/text.md has the definitions.
 */

/** Which terms a text has. */
export interface TermSettings {
  /** From how many words on, and up to how many, a run of words is a term. Undefined: no words. */
  readonly words?: readonly [number, number];
  /** The same of the characters between two white spaces, each side with a blank of its own. Undefined: none. */
  readonly characters?: readonly [number, number];
  /** Whether "Free" is the same as "free". */
  readonly lowercase: boolean;
  /** Words that are left out before runs are made: as `wordsIn` has them, no two the same. */
  readonly stopWords: readonly string[];
}

/** A run has at most so many words or characters: more make columns that no two texts have in common. */
export const LONGEST_RUN = 100;

/** Two letters, digits (of any script) or underscores, or more. Marks are none of these. */
const WORD = /[\p{L}\p{N}_]{2,}/gu;
/** What Python takes for white space: \s without the byte order mark, and five controls. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are white space here
const CHUNK = /(?:[^\s\x1c-\x1f\x85]|\ufeff)+/g;

/** Whether a character may be in a word. */
export function isInWord(character: string): boolean {
  return /[\p{L}\p{N}_]/u.test(character);
}

/** Whether a character is no white space. */
export function isInChunk(character: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
  return /[^\s\x1c-\x1f\x85]|\ufeff/.test(character);
}

/** The text that terms are found in: composed (NFC), then in lower case. */
export function normalised(text: string, lowercase: boolean): string {
  const composed = text.normalize("NFC");
  return lowercase ? composed.toLowerCase() : composed;
}

/** The words of a text that is normalised. */
export function wordsIn(text: string): readonly string[] {
  return text.match(WORD) ?? [];
}

/** What stands between white spaces of a text that is normalised. */
export function chunksIn(text: string): readonly string[] {
  return text.match(CHUNK) ?? [];
}

/** The runs of `first` to `last` characters (code points) of a chunk between two blanks; the whole if it is shorter. */
export function piecesOf(chunk: string, [first, last]: readonly [number, number]): string[] {
  const text = ` ${chunk} `;
  // where each character begins, and the last ends
  const starts = [0];
  for (const { length } of text) starts.push((starts.at(-1) as number) + length);
  const longest = Math.min(last, starts.length - 1);
  const pieces: string[] = [];
  for (let n = Math.min(first, longest); n <= longest; ++n) {
    for (let at = 0; at + n < starts.length; ++at) pieces.push(text.slice(starts[at], starts[at + n]));
  }
  return pieces;
}

/** A function that calls `useWord` with every term of words of a text, and `usePiece` with every one of characters. */
export function forTerms({
  words,
  characters,
  lowercase,
  stopWords,
}: TermSettings): (text: string, useWord: (term: string) => void, usePiece: (term: string) => void) => void {
  const stops = new Set(stopWords);
  return (text, useWord, usePiece) => {
    const plain = normalised(text, lowercase);
    if (words !== undefined) {
      const [first, last] = words;
      const found = wordsIn(plain).filter((word) => !stops.has(word));
      for (let at = 0; at < found.length; ++at) {
        let term = "";
        for (let n = 1; n <= last && at + n <= found.length; ++n) {
          term += (n > 1 ? " " : "") + found[at + n - 1];
          if (n >= first) useWord(term);
        }
      }
    }
    if (characters !== undefined) {
      for (const chunk of chunksIn(plain)) for (const piece of piecesOf(chunk, characters)) usePiece(piece);
    }
  };
}
