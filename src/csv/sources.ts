import { isObject } from "../check/values.ts";
import { LogitTypeError, shown } from "../errors.ts";
import { lineBreaks } from "./csvText.ts";

/**
 * What CSV can be read from: a text, its bytes, a file, a response of fetch, a stream, or anything that gives pieces of
 * it.
 */
export type CsvSource =
  | string
  | ArrayBuffer
  | Uint8Array
  | Blob
  | Response
  | ReadableStream<Uint8Array | string>
  | AsyncIterable<Uint8Array | string>
  | Iterable<Uint8Array | string>;

type Pieces = AsyncIterable<unknown> | Iterable<unknown>;

/**
 * The text of a source in pieces: bytes are unpacked where gzip packed them, and decoded. @throws LogitTypeError
 * INVALID_CSV
 */
export async function* textOf(source: unknown, encoding: string | undefined): AsyncGenerator<string> {
  const pieces = piecesOf(source);
  const iterator = Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
  const first = await iterator.next();
  const all = resumed(first, iterator);
  if (first.done !== true && typeof first.value === "string") return yield* texts(all);
  yield* decoded(await unpacked(bytesOf(all)), encoding);
}

function piecesOf(source: unknown): Pieces {
  if (typeof source === "string" || source instanceof Uint8Array) return [source];
  if (source instanceof ArrayBuffer) return [new Uint8Array(source)];
  if (isObject(source)) {
    const { ok, status, body, stream, getReader } = source as Readonly<Record<string, unknown>>;
    if (ok === false && status !== undefined) {
      throw new LogitTypeError("INVALID_CSV", `readCsv: expected a response that is ok, got status ${shown(status)}`);
    }
    // a Blob, a Response, a ReadableStream
    if (typeof stream === "function") return piecesOf(stream.call(source));
    if (ok === true && isObject(body)) return piecesOf(body);
    if (typeof getReader === "function") return read(source as ReadableStream<unknown>);
    if (Symbol.asyncIterator in source || Symbol.iterator in source) return source as Pieces;
  }
  const expected = "text, bytes, a File or Blob, a Response, a stream or an iterable of pieces";
  throw new LogitTypeError("INVALID_CSV", `readCsv: expected ${expected}, got ${shown(source)}`);
}

/** Not every engine iterates over a ReadableStream. */
async function* read(stream: ReadableStream<unknown>): AsyncGenerator<unknown> {
  const reader = stream.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    await reader.cancel();
  }
}

async function* resumed(
  first: IteratorResult<unknown>,
  iterator: AsyncIterator<unknown> | Iterator<unknown>,
): AsyncGenerator<unknown> {
  try {
    for (let next = first; next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

async function* texts(pieces: AsyncIterable<unknown>): AsyncGenerator<string> {
  let isFirst = true;
  for await (const piece of pieces) {
    if (typeof piece !== "string") throw mixed("text", piece);
    yield isFirst ? piece.replace(/^\uFEFF/, "") : piece;
    isFirst = false;
  }
}

async function* bytesOf(pieces: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    if (!(piece instanceof Uint8Array)) throw mixed("bytes (Uint8Array)", piece);
    if (piece.length > 0) yield piece;
  }
}

function mixed(expected: string, piece: unknown): LogitTypeError {
  return new LogitTypeError("INVALID_CSV", `readCsv: expected pieces of ${expected}, got ${shown(piece)}`);
}

/**
 * The bytes that gzip packed, if it did; those of a response were unpacked by fetch already where its headers say so.
 */
async function unpacked(bytes: AsyncGenerator<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const first = await bytes.next();
  const all = resumed(first, bytes) as AsyncGenerator<Uint8Array>;
  if (first.done || first.value[0] !== 0x1f || (first.value[1] ?? 0x8b) !== 0x8b) return all;
  const stream = new ReadableStream<BufferSource>({
    async pull(controller) {
      const { done, value } = await all.next();
      if (done === true) controller.close();
      else controller.enqueue(value as Uint8Array<ArrayBuffer>);
    },
  });
  return damaged(read(stream.pipeThrough(new DecompressionStream("gzip"))) as AsyncGenerator<Uint8Array>);
}

async function* damaged(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (cause) {
    if (cause instanceof LogitTypeError) throw cause;
    const error = new LogitTypeError("INVALID_CSV", "readCsv: expected gzip data, got damaged ones");
    error.cause = cause;
    throw error;
  }
}

/** Text of bytes: in UTF-16 where a byte order mark says so, else in UTF-8 or what is said. */
async function* decoded(chunks: AsyncIterable<Uint8Array>, encoding: string | undefined): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let lines = 1;
  for await (const chunk of chunks) {
    decoder ??= decoderOf(encoding ?? encodingBy(chunk));
    if (encoding === undefined && decoder.encoding === "utf-8" && chunk.includes(0)) {
      throw new LogitTypeError(
        "INVALID_CSV",
        "readCsv: expected text, got binary data (a spreadsheet, Parquet, Arrow?)",
      );
    }
    const text = good(decoder, chunk, lines);
    lines += lineBreaks(text);
    yield text;
  }
  if (decoder !== undefined) yield good(decoder, undefined, lines);
}

function encodingBy([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

function decoderOf(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch {
    const expected = 'a name such as "utf-8", "latin1" or "utf-16le"';
    throw new LogitTypeError("INVALID_OPTION", `encoding: expected ${expected}, got ${shown(encoding)}`);
  }
}

function good(decoder: TextDecoder, chunk: Uint8Array | undefined, line: number): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    const { encoding } = decoder;
    const lax = chunk === undefined ? "" : new TextDecoder(encoding).decode(chunk);
    const at = line + lineBreaks(lax.slice(0, Math.max(0, lax.indexOf("\uFFFD"))));
    const remedy = encoding === "utf-8" ? ': say encoding, "latin1" for instance' : "";
    throw new LogitTypeError("INVALID_CSV", `readCsv: line ${at}: expected ${encoding}, got other bytes${remedy}`);
  }
}
