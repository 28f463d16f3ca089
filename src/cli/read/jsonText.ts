/**
 * JSON as text: whether it is JSON at all, and what JSON.parse does not say of it: where an object ends, and which keys
 * it has twice.
 */

/** The length of the object or array at the start of a text, by its brackets; undefined where they do not close. */
export function valueLength(text: string): number | undefined {
  let depth = 0;
  for (const { at, token } of tokensOf(text)) {
    if (token === "{" || token === "[") depth++;
    if (token === "}" || token === "]") depth--;
    if (depth === 0) return at + token.length;
  }
  return undefined;
}

/** The first key that an object of a valid JSON text has twice. */
export function doubledKey(text: string): string | undefined {
  /** Of the open objects; undefined stands for an open array. */
  const keys: (Set<string> | undefined)[] = [];
  let isKey = false;
  for (const { token } of tokensOf(text)) {
    const open = keys.at(-1);
    if (isKey && open !== undefined && token.startsWith('"')) {
      const key = String(JSON.parse(token));
      if (open.has(key)) return key;
      open.add(key);
    }
    if (token === "{") keys.push(new Set());
    if (token === "[") keys.push(undefined);
    if (token === "}" || token === "]") keys.pop();
    isKey = token === "{" || (token === "," && keys.at(-1) !== undefined);
  }
  return undefined;
}

/** Brackets, commas and strings, in order. */
function* tokensOf(text: string): Generator<{ at: number; token: string }> {
  for (const match of text.matchAll(/[{}[\],]|"(?:[^"\\]|\\.)*"/gs)) yield { at: match.index, token: match[0] };
}

/** Whether a text is JSON as it stands. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
