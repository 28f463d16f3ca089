import { writeFileSync } from "node:fs";

/** Bytes as text that src/wasm/embeddedBytes.ts reads: the shift brings the commonest bytes among the printable characters. */
export function textOf(bytes) {
  const shift = 38;
  const characters = Array.from(bytes, (byte) => {
    // every line of source has to end soon, and zeros are everywhere
    if (byte === 0) return "\n";
    const value = (byte + shift) & 255;
    if (value >= 32 && value < 123) return String.fromCharCode(value);
    return "{|}~"[value >> 6] + String.fromCharCode(48 + (value & 63));
  });
  return characters.join("");
}

/** A string of JavaScript as source text that keeps its lines. */
export function literalOf(text) {
  return `\`${text.replace(/[\\`]|\$(?=\{)/g, "\\$&")}\``;
}

/** Writes a module that exports a text: bundlers find nothing to look for. */
export function embedText(moduleFile, text) {
  writeFileSync(`${moduleFile}.js`, `export const text = ${JSON.stringify(text)};\n`);
  writeFileSync(`${moduleFile}.d.ts`, "export declare const text: string;\n");
}
