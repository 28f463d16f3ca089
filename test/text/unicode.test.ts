import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isInChunk, isInWord, normalised } from "../../src/text/terms.ts";

const golden: Readonly<Record<"assigned" | "word" | "space" | "lower" | "composed", string>> = JSON.parse(
  readFileSync(new URL("../fixtures/text/unicode13.json", import.meta.url), "utf8"),
);
const CHARACTERS = 0x110000;

/** 1 for each character in a set that is written as the lengths of runs outside, inside, outside, ... */
function setOf(runs: string): Uint8Array {
  const set = new Uint8Array(CHARACTERS);
  let at = 0;
  for (const [k, run] of runs.split(" ").entries()) {
    const end = at + Number.parseInt(run, 36);
    set.fill(k % 2, at, end);
    at = end;
  }
  expect(at).toBe(CHARACTERS);
  return set;
}

const assigned = setOf(golden.assigned);
const codes = Array.from({ length: CHARACTERS }, (_, code) => code).filter((code) => assigned[code] === 1);

function unlike(set: Uint8Array, has: (character: string) => boolean): string[] {
  return codes
    .filter((code) => has(String.fromCodePoint(code)) !== (set[code] === 1))
    .map((code) => `U+${code.toString(16)}`);
}

function digestOf(change: (character: string) => string): string {
  const isHalf = (code: number) => code >= 0xd800 && code < 0xe000;
  const hash = createHash("sha256");
  for (const code of codes) {
    const character = String.fromCodePoint(code);
    const changed = change(character);
    if (!isHalf(code) && changed !== character) hash.update(`${code} ${changed}\n`);
  }
  return hash.digest("hex");
}

describe("of every character of Unicode 13, Python and we", () => {
  it("take the same for a part of a word", () => expect(unlike(setOf(golden.word), isInWord)).toEqual([]));

  it("take the same for white space", () => {
    expect(unlike(setOf(golden.space), (character) => !isInChunk(character))).toEqual([]);
  });

  it("compose the same", () => expect(digestOf((text) => normalised(text, false))).toBe(golden.composed));

  it("have the same in lower case", () => {
    // composed first, it would be the lower case of another character: these lines are of the character itself
    const isComposed = (text: string) => text.normalize("NFC") === text;
    expect(digestOf((text) => (isComposed(text) ? normalised(text, true) : text.toLowerCase()))).toBe(golden.lower);
  });
});
