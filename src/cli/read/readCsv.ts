import { type CsvForm, type CsvSink, parseText } from "../../csv/records.ts";
import { decodedPieces } from "./bytes.ts";
import { BadEncoding, encodingFailure } from "./decoded.ts";

/**
 * Reads the bytes of a CSV file, however they are cut into chunks, into a sink. `label` is what messages call the
 * source.
 */
export function parseCsv(
  label: string,
  chunks: AsyncIterable<Uint8Array>,
  delimiter: string,
  sink: CsvSink,
): Promise<void> {
  return parsePieces(label, decodedPieces(label, chunks), { delimiter, hasHeader: true }, sink);
}

/** The same for its text as decodedPieces gives it. */
export function parsePieces(label: string, pieces: AsyncIterable<string>, form: CsvForm, sink: CsvSink): Promise<void> {
  const explain = (error: unknown, line: number): unknown =>
    error instanceof BadEncoding ? encodingFailure(label, line, error, true) : error;
  return parseText(label, pieces, { ...form, explain }, sink);
}
