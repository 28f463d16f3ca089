/** Bytes as text that src/wasm/embeddedBytes.ts reads: the shift brings the commonest bytes among the printable characters. */
export function textOf(bytes) {
  const shift = 38;
  const characters = Array.from(bytes, (byte) => {
    const value = (byte + shift) & 255;
    if (value >= 32 && value < 123) return String.fromCharCode(value);
    return "{|}~"[value >> 6] + String.fromCharCode(48 + (value & 63));
  });
  return characters.join("");
}

/** A string of JavaScript as source text in lines of at most `width` characters and an escape. */
export function quotedInLines(text, width = 150) {
  const units =
    JSON.stringify(text)
      .slice(1, -1)
      .match(/\\u....|\\.|[^\\]/gs) ?? [];
  const lines = [""];
  for (const unit of units) {
    if (lines.at(-1).length >= width) lines.push("");
    lines[lines.length - 1] += unit;
  }
  return `"${lines.join("\\\n")}"`;
}
