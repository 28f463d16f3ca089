import { random } from "../support/random.ts";

/** The test table of texts: messages with a number and a category of three levels. */

export interface Message {
  readonly text: string;
  readonly length: number;
  readonly from: string;
  readonly label: string;
}

const SPAM = ["free", "prize", "Prize", "claim", "cash", "winner", "urgent"];
const HAM = ["lunch", "meeting", "tomorrow", "thanks", "home", "Später", "dinner"];
const ANY = ["now", "you", "the", "to", "call", "is", "please"];

/** 80 messages of three to nine words, drawn from three lists of seven. */
export const messages: readonly Message[] = made(80);

function made(count: number): Message[] {
  const next = random(20);
  const of = <One>(list: readonly One[]): One => list[Math.floor(next() * list.length)] as One;
  return Array.from({ length: count }, () => {
    const label = next() < 0.4 ? "spam" : "ham";
    const words = Array.from({ length: 3 + Math.floor(next() * 7) }, () => {
      const kind = next();
      return of(kind < 0.5 ? ANY : kind < 0.75 === (label === "spam") ? SPAM : HAM);
    });
    const text = words.join(" ");
    return { text, length: text.length, from: of(["mail", "phone", "web"]), label };
  });
}

export const TARGET = { target: "label" } as const;
