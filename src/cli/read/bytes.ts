import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { Failure, fileFailure, fileLabel, quoted, usageFailure } from "../failure.ts";
import { type Decoder, decoderFor } from "./decoded.ts";
import { KIND_BYTES, refuseOtherKinds } from "./fileKind.ts";

/** The bytes of a file, "-" being stdin. */
export async function* chunksOf(file: string): AsyncGenerator<Uint8Array> {
  const stream = file === "-" ? process.stdin : createReadStream(file, { highWaterMark: 2 ** 17 });
  try {
    for await (const chunk of stream) yield chunk;
  } catch (error) {
    throw fileFailure(fileLabel(file), "cannot read it", error);
  }
}

/** Whether these are the first bytes of a gzip file. */
export function isGzip([first, second]: Uint8Array): boolean {
  return first === 0x1f && second === 0x8b;
}

/** The bytes that gzip packed. */
export async function* unpacked(label: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const stream = Readable.from(chunks, { objectMode: false }).pipe(createGunzip());
  try {
    for await (const chunk of stream) yield chunk;
  } catch (error) {
    throw new Failure(`${label}: the gzip file is damaged: ${(error as Error).message}`);
  }
}

/** The chunks, and whether the first of them is that of a gzip file. */
export async function withStart(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ readonly start: Uint8Array; readonly all: AsyncGenerator<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  let start: Uint8Array = new Uint8Array(0);
  let next = await iterator.next();
  while (next.done !== true && start.length < 2) {
    start = Buffer.concat([start, next.value]);
    if (start.length < 2) next = await iterator.next();
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    if (start.length > 0) yield start;
    for (let more = await iterator.next(); more.done !== true; more = await iterator.next()) yield more.value;
  }
  return { start, all: all() };
}

/** The text of bytes, in pieces: of an encoding that is said, else UTF-8, or UTF-16 with a byte order mark. */
export async function* decodedPieces(
  label: string,
  chunks: AsyncIterable<Uint8Array>,
  encoding?: string,
): AsyncGenerator<string> {
  let decoder: Decoder | undefined;
  let start: Uint8Array = new Uint8Array(0);
  const open = (): Decoder => {
    if (encoding !== undefined) return decoderNamed(encoding);
    refuseOtherKinds(label, start);
    return decoderFor(start);
  };
  for await (const chunk of chunks) {
    if (decoder !== undefined) yield* decoder.write(chunk);
    else {
      start = Buffer.concat([start, chunk]);
      if (start.length < KIND_BYTES) continue;
      decoder = open();
      yield* decoder.write(start);
    }
  }
  if (decoder === undefined) {
    decoder = open();
    yield* decoder.write(start);
  }
  yield* decoder.end();
}

function decoderNamed(encoding: string): Decoder {
  const decoder = textDecoder(encoding);
  return {
    write: (bytes) => [decoder.decode(bytes, { stream: true })],
    end: () => [decoder.decode()],
  };
}

function textDecoder(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    const some = "utf-8, latin1, windows-1252, utf-16le, shift_jis";
    throw usageFailure(`--encoding: expected a name such as ${some}, got ${quoted(encoding)}`);
  }
}
