import type { CsvSink } from "../../csv/records.ts";
import { sniff, withPoint } from "../../csv/sniff.ts";
import { Failure, fileLabel, quoted } from "../failure.ts";
import { chunksOf, decodedPieces, isGzip, unpacked, withStart } from "./bytes.ts";
import { delimiterOf } from "./delimiter.ts";
import { isJsonLines, isSvmlight } from "./fileKind.ts";
import { parsePieces } from "./readCsv.ts";
import type { HowRead, ReadOptions } from "./readOptions.ts";
import { type SvmlightRow, svmlightRow } from "./svmlight.ts";

/** Characters at the beginning of a file by which its format is found out. */
const START = 2 ** 16;

/** Where the rows of a file go, as they are read: those of cells, or the sparse ones of an svmlight file. */
export interface RowSink extends CsvSink {
  /** Called instead of `header` where it is an svmlight file: before any row, to refuse options of named columns. */
  svmlight(): void;
  /** Called instead of `row`. */
  sparseRow(row: SvmlightRow): void;
}

/**
 * Streams the rows of a data file ("-" is stdin) into a sink: CSV of any delimiter, JSON lines or svmlight, packed by
 * gzip or not.
 *
 * @param wanted columns that are looked for: a first line that has one is a header
 * @returns what was found out about the file
 */
export async function readRows(
  file: string,
  options: ReadOptions,
  wanted: readonly string[],
  sink: RowSink,
): Promise<HowRead> {
  const label = fileLabel(file);
  const { start, all } = await withStart(chunksOf(file));
  const packed = isGzip(start);
  const bytes = packed ? unpacked(label, all) : all;
  const { text, isWhole, pieces } = await beginning(decodedPieces(label, bytes, options.encoding));
  const gzip = packed ? ["gzip"] : [];
  const formatOf = (name?: string): Pick<HowRead, "format"> => {
    const parts = name === undefined ? gzip : [...gzip, name];
    return parts.length === 0 ? {} : { format: parts.join(", ") };
  };
  if (isJsonLines(text)) {
    await readJsonLines(label, pieces, text, sink);
    return formatOf("JSON lines");
  }
  if (isSvmlight(text, isWhole)) {
    sink.svmlight();
    await readSvmlight(label, pieces, sink);
    return formatOf("svmlight: the columns are label, 1, 2, ...");
  }
  const usual = delimiterOf(file.replace(/\.gz$/i, ""), undefined);
  const found = sniff(text, options.delimiter ?? usual, wanted, isWhole);
  const delimiter = options.delimiter ?? found.delimiter;
  const hasHeader = options.header ?? found.hasHeader;
  const points = found.decimalComma && delimiter !== ",";
  const csv: CsvSink = points
    ? { ...bound(sink), row: (cells, line, inQuotes) => sink.row(cells.map(withPoint), line, inQuotes) }
    : sink;
  await parsePieces(label, pieces, { delimiter, hasHeader }, csv);
  return {
    ...formatOf(),
    ...(options.delimiter === undefined && delimiter !== usual && { delimiter }),
    ...(points && { decimalComma: true }),
    ...(!hasHeader && options.header === undefined && { noHeader: true }),
  };
}

function bound(sink: CsvSink): CsvSink {
  return {
    header: (names, place) => sink.header(names, place),
    ...(sink.columnsRead && { columnsRead: () => sink.columnsRead?.() ?? [] }),
    ...(sink.chunkRead && { chunkRead: () => sink.chunkRead?.() }),
    row: (cells, line, inQuotes) => sink.row(cells, line, inQuotes),
  };
}

/** The first characters of a text, and all of it. What is wrong with it comes with the pieces. */
async function beginning(
  pieces: AsyncGenerator<string>,
): Promise<{ readonly text: string; readonly isWhole: boolean; readonly pieces: AsyncGenerator<string> }> {
  let text = "";
  let failure: unknown;
  let isWhole = false;
  try {
    while (text.length < START && !isWhole) {
      const { value, done } = await pieces.next();
      if (done === true) isWhole = true;
      else text += value;
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    failure = error;
  }
  async function* all(): AsyncGenerator<string> {
    if (text !== "") yield text;
    if (failure !== undefined) throw failure;
    yield* pieces;
  }
  return { text, isWhole, pieces: all() };
}

/** Lines with their numbers, blank ones left out. */
async function* linesOf(
  pieces: AsyncIterable<string>,
): AsyncGenerator<{ readonly line: string; readonly number: number }> {
  let rest = "";
  let number = 0;
  for await (const piece of pieces) {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    for (const line of lines) {
      number++;
      if (line.trim() !== "") yield { line, number };
    }
  }
  if (rest.trim() !== "") yield { line: rest, number: number + 1 };
}

/** Objects, one a line, whose names are those of the first lines. */
async function readJsonLines(
  label: string,
  pieces: AsyncIterable<string>,
  start: string,
  sink: CsvSink,
): Promise<void> {
  const names = new Set<string>();
  const whole = start.slice(0, start.lastIndexOf("\n") + 1) || start;
  for (const [i, line] of whole.split(/\r?\n/).entries()) {
    if (line.trim() !== "") for (const name of Object.keys(objectIn(label, line, i + 1))) names.add(name);
  }
  const all = Array.from(names);
  sink.header(all, { line: 1, delimiter: "," });
  let rows = 0;
  for await (const { line, number } of linesOf(pieces)) {
    const record = objectIn(label, line, number);
    const unknown = Object.keys(record).find((name) => !names.has(name));
    if (unknown !== undefined) {
      const message = `expected the names of the first lines, got ${quoted(unknown)} as well`;
      throw new Failure(`${label}: line ${number}: ${message}`);
    }
    const inQuotes: number[] = [];
    const cells = all.map((name, index) => {
      const value = record[name];
      if (typeof value === "string") inQuotes.push(index);
      if (value === null || value === undefined) return "";
      if (typeof value !== "object") return String(value);
      throw new Failure(`${label}: line ${number}, column ${quoted(name)}: expected a number or a text, got an object`);
    });
    sink.row(cells, number, inQuotes);
    if (++rows % 4096 === 0) await sink.chunkRead?.();
  }
  await sink.chunkRead?.();
}

function objectIn(label: string, line: string, number: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // the same message
  }
  throw new Failure(`${label}: line ${number}: expected a JSON object, got ${quoted(line.trim())}`);
}

/** Row by row. */
async function readSvmlight(label: string, pieces: AsyncIterable<string>, sink: RowSink): Promise<void> {
  let rows = 0;
  for await (const { line, number } of linesOf(pieces)) {
    const row = svmlightRow(label, line, number);
    if (row === undefined) continue;
    sink.sparseRow(row);
    if (++rows % 4096 === 0) await sink.chunkRead?.();
  }
  await sink.chunkRead?.();
}
