/** SHA-256, in hexadecimal, of texts and arrays of float64 one after the other; a number keeps all its 64 bits. */
export async function digestOf(parts) {
  const encoder = new TextEncoder();
  const bytes = parts.map((part) =>
    typeof part === "string" ? encoder.encode(part) : new Uint8Array(part.buffer, part.byteOffset, part.byteLength),
  );
  const all = new Uint8Array(bytes.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of bytes) {
    all.set(part, at);
    at += part.length;
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", all));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
