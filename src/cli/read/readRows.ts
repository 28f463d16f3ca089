import type { CsvSink } from "../../csv/records.ts";
import { sniff, withPoint } from "../../csv/sniff.ts";
import { Failure, fileLabel, quoted } from "../failure.ts";
import { chunksOf, decodedPieces, isGzip, unpacked, withStart } from "./bytes.ts";
import { delimiterOf } from "./delimiter.ts";
import { isJsonLines, isSvmlight } from "./fileKind.ts";
import { parsePieces } from "./readCsv.ts";
import type { HowRead, ReadOptions } from "./readOptions.ts";

/** Characters at the beginning of a file by which its format is found out. */
const START = 2 ** 16;

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
  sink: CsvSink,
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
    const { leastIndex } = options;
    const largest = await readSvmlight(label, pieces, leastIndex ?? 0, sink);
    const beyond = leastIndex !== undefined && largest > leastIndex ? { beyond: largest } : {};
    return { ...formatOf("svmlight: the columns are label, 1, 2, ..."), ...beyond };
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

/** Most numbers that a dense table of svmlight rows may have. */
const MOST_NUMBERS = 2 ** 28;

/**
 * Rows "label index:value ...", as LIBLINEAR and XGBoost take them, which become as wide as the largest index.
 * @returns the number of columns
 */
async function readSvmlight(
  label: string,
  pieces: AsyncIterable<string>,
  least: number,
  sink: CsvSink,
): Promise<number> {
  const rows: { readonly cells: readonly string[]; readonly number: number }[] = [];
  let columns = least;
  for await (const { line, number } of linesOf(pieces)) {
    const cells = line.replace(/#.*$/, "").trim().split(/\s+/);
    if (cells[0] === "") continue;
    let before = 0;
    for (const cell of cells.slice(1)) {
      const [, index = ""] = /^(\d+):[^:]+$/.exec(cell) ?? [];
      if (/^qid:/.test(cell)) continue;
      if (!(Number(index) > before)) {
        const expected = "index:value with rising indices from 1";
        throw new Failure(`${label}: line ${number}: expected ${expected}, got ${quoted(cell)}`);
      }
      before = Number(index);
    }
    columns = Math.max(columns, before);
    rows.push({ cells, number });
  }
  if (rows.length * columns > MOST_NUMBERS) {
    const got = `${rows.length} rows of ${columns} columns`;
    throw new Failure(`${label}: expected at most ${MOST_NUMBERS} numbers once zeros are written out, got ${got}`);
  }
  sink.header(["label", ...Array.from({ length: columns }, (_, j) => String(j + 1))], { line: 1, delimiter: " " });
  for (const { cells, number } of rows) {
    const row = new Array<string>(columns + 1).fill("0");
    row[0] = cells[0] ?? "";
    for (const cell of cells.slice(1)) {
      const at = cell.indexOf(":");
      if (at > 0 && !cell.startsWith("qid")) row[Number(cell.slice(0, at))] = cell.slice(at + 1);
    }
    sink.row(row, number);
  }
  await sink.chunkRead?.();
  return columns;
}
