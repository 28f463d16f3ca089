import { isUtf8 } from "node:buffer";
import { extname } from "node:path";
import { lineBreaks } from "../../csv/csvText.ts";
import { fileWord, shellWord } from "../commandLine.ts";
import { Failure } from "../failure.ts";

/** Text that is not in the encoding that it is in by its mark, or in UTF-8 without one. */
export class BadEncoding extends Error {
  readonly problem: string;
  readonly encoding: "UTF-8" | "UTF-16";

  constructor(encoding: "UTF-8" | "UTF-16", problem: string) {
    super(problem);
    this.encoding = encoding;
    this.problem = problem;
  }
}

/** The failure for text whose part up to `line` is good: of data, whose encoding can be said, or of a model. */
export function encodingFailure(
  label: string,
  line: number,
  { encoding, problem }: BadEncoding,
  isData: boolean,
): Failure {
  const file = label === "stdin" ? "" : ` ${shellWord(fileWord(label))} > utf8${extname(label) || ".csv"}`;
  const remedy =
    encoding === "UTF-8"
      ? `${isData ? "say --encoding latin1 for instance, or convert it" : "convert it, from Latin-1 for instance"}: iconv -f latin1 -t utf8${file}`
      : "the file is damaged: export it once more, as UTF-8";
  return new Failure(`${label}: line ${line}: not ${encoding} (${problem}); ${remedy}`);
}

/** Pieces of text from pieces of bytes, however these are cut. All good text comes before the BadEncoding is thrown. */
export interface Decoder {
  write(bytes: Uint8Array): Iterable<string>;
  end(): Iterable<string>;
}

/** Of the first bytes of a file: UTF-16 with a mark, else UTF-8. */
export function decoderFor(start: Uint8Array): Decoder {
  const [first, second, third] = start;
  if (first === 0xff && second === 0xfe) return new Utf16Decoder("little");
  if (first === 0xfe && second === 0xff) return new Utf16Decoder("big");
  return new Utf8Decoder(first === 0xef && second === 0xbb && third === 0xbf);
}

/** The text of a whole file. */
export function decodeWhole(label: string, bytes: Uint8Array): string {
  const decoder = decoderFor(bytes);
  let text = "";
  try {
    for (const part of decoder.write(bytes)) text += part;
    for (const part of decoder.end()) text += part;
  } catch (error) {
    if (!(error instanceof BadEncoding)) throw error;
    throw encodingFailure(label, 1 + lineBreaks(text), error, false);
  }
  return text;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

class Utf8Decoder implements Decoder {
  #rest: Uint8Array = new Uint8Array(0);
  #markBytes: number;

  constructor(hasMark: boolean) {
    this.#markBytes = hasMark ? 3 : 0;
  }

  *write(chunk: Uint8Array): Iterable<string> {
    const bytes = Buffer.concat([this.#rest, chunk]);
    const end = wholeCharacters(bytes);
    this.#rest = bytes.subarray(end);
    yield* this.#text(bytes.subarray(0, end));
  }

  *end(): Iterable<string> {
    yield* this.#text(Buffer.from(this.#rest));
  }

  *#text(bytes: Buffer): Iterable<string> {
    if (!isUtf8(bytes)) {
      const start = badLineStart(bytes);
      yield bytes.toString("utf8", 0, start);
      throw new BadEncoding("UTF-8", `byte 0x${badByte(bytes.subarray(start)).toString(16).padStart(2, "0")}`);
    }
    const mark = Math.min(this.#markBytes, bytes.length);
    this.#markBytes -= mark;
    yield bytes.toString("utf8", mark);
  }
}

/** How many bytes a character has that begins with this one; 1 as well where none does. */
function characterBytes(lead: number): number {
  if (lead >= 0xf0) return 4;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc0 ? 2 : 1;
}

/** Where the last character begins if it is cut off, else the end. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0x80 && byte < 0xc0) continue;
    return characterBytes(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Line breaks are no part of any longer character, so that lines can be tried one by one. */
function badLineStart(bytes: Uint8Array): number {
  let start = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== LINE_FEED && bytes[i] !== CARRIAGE_RETURN) continue;
    if (!isUtf8(bytes.subarray(start, i + 1))) return start;
    start = i + 1;
  }
  return start;
}

function badByte(bytes: Uint8Array): number {
  let at = 0;
  for (;;) {
    const lead = bytes[at] ?? 0;
    const end = at + characterBytes(lead);
    if (end > bytes.length || !isUtf8(bytes.subarray(at, end))) return lead;
    at = end;
  }
}

const HALF_PAIR = /\p{Surrogate}/u;

class Utf16Decoder implements Decoder {
  readonly #order: "little" | "big";
  #rest: Uint8Array = new Uint8Array(0);
  #markUnits = 1;

  constructor(order: "little" | "big") {
    this.#order = order;
  }

  *write(chunk: Uint8Array): Iterable<string> {
    const bytes = Buffer.concat([this.#rest, chunk]);
    let end = bytes.length - (bytes.length % 2);
    if (end > 0 && isHighHalf(this.#unit(bytes, end - 2))) end -= 2;
    this.#rest = bytes.subarray(end);
    const units = Buffer.from(bytes.subarray(0, end));
    const text = (this.#order === "big" ? units.swap16() : units).toString("utf16le");
    const start = Math.min(this.#markUnits, text.length);
    this.#markUnits -= start;
    const bad = text.search(HALF_PAIR);
    yield text.slice(start, bad < 0 ? undefined : bad);
    if (bad >= 0) throw new BadEncoding("UTF-16", "half of a surrogate pair");
  }

  *end(): Iterable<string> {
    const { length } = this.#rest;
    if (length > 0)
      throw new BadEncoding("UTF-16", length % 2 === 1 ? "an odd byte at the end" : "half of a surrogate pair");
    yield "";
  }

  #unit(bytes: Buffer, at: number): number {
    return this.#order === "big" ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at);
  }
}

function isHighHalf(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}
