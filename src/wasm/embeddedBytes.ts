/**
 * Bytes embedded as text: most bytes are one printable character and the others two, so that gzip still sees the
 * repetitions (of 32 KB of kernel 8.8 are left; hexadecimal leaves 9.1 of 30 KB, base64 13.6). scripts/embeddedText.mjs
 * writes the text.
 */
const SHIFT = 38;
const FIRST_OF_TWO = 123;
/** A line's end stands for 0, so that lines are short. */
const LINE_END = 10;

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; ++at) {
    const code = text.charCodeAt(at);
    const value = code < FIRST_OF_TWO ? code : (code - FIRST_OF_TWO) * 64 + text.charCodeAt(++at) - 48;
    bytes[length++] = code === LINE_END ? 0 : value - SHIFT;
  }
  return bytes.slice(0, length);
}
