import { describe, expect, it } from "vitest";
import { looksLikeText } from "../../src/text/looksLikeText.ts";

describe("a column looks like text", () => {
  it("where half of the cells that are there have three words, or more do", () => {
    expect(looksLikeText(["free money now", null, undefined, Number.NaN, "ok"])).toBe(true);
    expect(looksLikeText(["free money now", "ok", "no"])).toBe(false);
    expect(looksLikeText(["Все люди рождаются свободными"])).toBe(true);
  });

  it("but not where cells are dates, numbers in groups, codes, empty, numbers, or all missing", () => {
    expect(looksLikeText(["2026-06-13 10:00:00 UTC", "1 234 567", "A-12-b"])).toBe(false);
    expect(looksLikeText(["", "   ", 1, true])).toBe(false);
    expect(looksLikeText([null, undefined])).toBe(false);
    expect(looksLikeText([])).toBe(false);
  });

  it("by how often each level is there", () => {
    expect(looksLikeText(["free money now", "ok"], [2, 3])).toBe(false);
    expect(looksLikeText(["free money now", "ok"], [3, 2])).toBe(true);
    expect(looksLikeText(["free money now"], [0])).toBe(false);
  });

  it("at once for cells that are very long", () => {
    expect(looksLikeText(["1".repeat(1e6), ".".repeat(1e6), "a".repeat(1e6)])).toBe(false);
  });
});
