// Seeded texts for bench/text.mjs: words by Zipf's law, some with a capital, with commas and full stops.
import { generator } from "../workload.mjs";

const LETTERS = "etaoinshrdlucmfwypvbgkjqxz";

export function zipfTexts(texts, words, differentWords, seed = 1) {
  const next = generator(seed);
  const uniform = () => (next() + 1) / 2;
  const vocabulary = new Set();
  while (vocabulary.size < differentWords) {
    const length = 2 + Math.floor(10 * uniform() * uniform());
    const letter = () => LETTERS[Math.floor(LETTERS.length * uniform() * uniform())];
    vocabulary.add(Array.from({ length }, letter).join(""));
  }
  const all = Array.from(vocabulary);
  const word = () => {
    const drawn = all[Math.floor((differentWords + 1) ** uniform() - 1) % differentWords];
    return uniform() < 0.1 ? drawn[0].toUpperCase() + drawn.slice(1) : drawn;
  };
  const end = () => (uniform() < 0.1 ? ", " : uniform() < 0.05 ? ". " : " ");
  return Array.from({ length: texts }, () => Array.from({ length: words }, () => word() + end()).join(""));
}
