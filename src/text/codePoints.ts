/** Sorts texts by code point, as Python does: by UTF-16 unit, which is sort's order, emoji come before some others. */
export function sortByCodePoint(texts: string[]): string[] {
  return texts.some((text) => /[\ud800-\udfff]/.test(text)) ? texts.sort(compareCodePoints) : texts.sort();
}

export function compareCodePoints(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; ++at) {
    const [one, other] = [a.codePointAt(at) as number, b.codePointAt(at) as number];
    if (one !== other) return one - other;
    if (one > 0xffff) ++at;
  }
  return a.length - b.length;
}
