import { random } from "../support/random.ts";

/** Letters, marks, digits, blanks and signs of many scripts, halves of pairs included: most come again and again. */
const ALPHABETS = [
  "aabA  ",
  "bbA  ",
  "aab  ",
  "ccd ",
  "aA_9 .,\n",
  "éÀßİıſﬁ e\u0301 \u0327",
  "ДдЁё ий",
  "ΣσςΑάὈ ' ",
  "كتاب \u064e\u200c١",
  "हिन्दी क़ ०",
  "น้ำ ฟรี ๑",
  "人免費 、。𠮷㐂",
  "ガか\u3099 ｶﾞ々ー ",
  "한글 \u1112\u1161\u11ab",
  "🎉👩\u200d👧🇫🇷\ufe0f\u20e3 1",
  "𝓯𝐖𐐀𐐨 ",
  "\ud83d\ude00\ud83d \ude00a",
  " \t\u00a0\u0085\u001c\ufeff\u2028\u3000x",
];

/** A text of up to `longest` characters, of one alphabet for most of it. */
export function randomText(next: () => number, longest: number): string {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)] as Item;
  let letters = Array.from(pick(ALPHABETS));
  let text = "";
  for (let left = Math.floor(next() * longest); left > 0; --left) {
    if (next() < 0.03) letters = Array.from(pick(ALPHABETS));
    // now and then any character at all
    text += next() < 0.01 ? String.fromCodePoint(Math.floor(next() * 0x110000)) : pick(letters);
  }
  return text;
}

export function randomTexts(seed: number, count: number, longest: number): string[] {
  const next = random(seed);
  return Array.from({ length: count }, () => randomText(next, longest));
}
