import { rejectUnknown } from "../check/options.ts";
import { LogitTypeError, shown } from "../errors.ts";
import { ColumnBuilder, type CsvColumn } from "./cells.ts";
import { missingTexts } from "./missingTexts.ts";
import { type CsvSink, parseText } from "./records.ts";
import { sniff, withPoint } from "./sniff.ts";
import { type CsvSource, textOf } from "./sources.ts";

/** How a CSV text is to be read, where what is found out is wrong. */
export interface CsvOptions {
  /**
   * One character that separates cells. Default: the one of comma, semicolon, tab and bar that fits the first lines.
   */
  readonly delimiter?: string;
  /**
   * Whether the first line holds the names of the columns. Default: unless it has numbers. Without names they are V1,
   * V2, ...
   */
  readonly header?: boolean;
  /** The encoding of bytes, as TextDecoder names it. Default: UTF-16 where a byte order mark says so, else "utf-8". */
  readonly encoding?: string;
  /**
   * Cells that mean a missing value, in quotes too. Default: NA, N/A, NaN, NULL, None, ? and their spellings, unless in
   * quotes.
   */
  readonly missing?: readonly string[];
}

/** The columns of a CSV text by name: a table as `fit` takes it. */
export type CsvColumns = Record<string, CsvColumn>;

/** A line that is an address or a path, and no line of CSV. */
const ADDRESS = /^(?:[a-z]+:\/\/\S+|[^\n\r,;\t|]*\.(?:csv|tsv|txt)(?:\.gz)?)$/i;
/** As many characters tell how a text is to be read. */
const START = 2 ** 16;

/**
 * Reads CSV into columns by name, which every entry of the library takes as a table: the cells of a column as numbers
 * (NaN where missing) where all of them spell one, else as texts (null where missing). Delimiter, decimal comma, a
 * header, gzip and a first line `sep=;` are found out. A cell is missing where it is empty and not in quotes, or where
 * it is one of `missing`.
 *
 * @param source a text, bytes, a File or Blob, a Response of fetch, a stream, or an iterable of pieces
 * @throws LogitTypeError INVALID_CSV naming the line: no rows, a row of another length, a quote that is never closed,
 * two columns of
 *   one name, bytes of another encoding, a response that is not ok; INVALID_OPTION
 * @example
 * const { age, plan } = await readCsv("age,plan,churned\n45,pro,yes\n31,basic,no\n,pro,no\n");
 * age; // [45, 31, NaN]
 * plan; // ["pro", "basic", "pro"]
 */
export async function readCsv(source: CsvSource, options: CsvOptions = {}): Promise<CsvColumns> {
  rejectUnknown(options, ["delimiter", "header", "encoding", "missing"], "readCsv");
  checkOptions(options);
  if (typeof source === "string" && ADDRESS.test(source)) {
    const got = `${shown(source)}, which is the name of one: read it first, or give the response of fetch`;
    throw new LogitTypeError("INVALID_CSV", `readCsv: expected the text of a file, got ${got}`);
  }
  const { text, isWhole, pieces } = await beginning(textOf(source, options.encoding));
  const found = sniff(text, options.delimiter ?? ",", [], isWhole);
  const delimiter = options.delimiter ?? found.delimiter;
  const { cell } = missingTexts(options.missing);
  const points = found.decimalComma && delimiter !== ",";
  let names: readonly string[] = [];
  let builders: readonly ColumnBuilder[] = [];
  const sink: CsvSink = {
    header(given) {
      const doubled = given.find((name, j) => given.indexOf(name) !== j);
      if (doubled !== undefined) {
        throw new LogitTypeError(
          "INVALID_CSV",
          `readCsv: expected columns of different names, got two of ${shown(doubled)}`,
        );
      }
      names = given;
      builders = given.map(() => new ColumnBuilder());
    },
    row(cells, _, inQuotes) {
      for (const [j, builder] of builders.entries()) {
        const given = cells[j] ?? "";
        builder.push(cell(points ? withPoint(given) : given, inQuotes?.includes(j) === true));
      }
    },
  };
  await parseText("readCsv", pieces, { delimiter, hasHeader: options.header ?? found.hasHeader }, sink);
  return Object.fromEntries(builders.map((builder, j) => [names[j] ?? "", builder.finish()]));
}

function checkOptions({
  delimiter,
  header,
  encoding,
  missing,
}: Readonly<Record<keyof CsvOptions, unknown>> | CsvOptions): void {
  const refuse = (name: string, expected: string, got: unknown): never => {
    throw new LogitTypeError("INVALID_OPTION", `${name}: expected ${expected}, got ${shown(got)}`);
  };
  if (delimiter !== undefined && (typeof delimiter !== "string" || !/^[^\w"'.+\r\n-]$/u.test(delimiter))) {
    refuse("delimiter", "one character that separates cells", delimiter);
  }
  if (header !== undefined && typeof header !== "boolean") refuse("header", "true or false", header);
  if (encoding !== undefined && typeof encoding !== "string") refuse("encoding", 'a name such as "latin1"', encoding);
  const areTexts = Array.isArray(missing) && missing.every((text) => typeof text === "string");
  if (missing !== undefined && !areTexts) refuse("missing", "an array of texts", missing);
}

/** The first characters of a text, whether that is all of it, and all of it in pieces. */
async function beginning(
  pieces: AsyncGenerator<string>,
): Promise<{ readonly text: string; readonly isWhole: boolean; readonly pieces: AsyncGenerator<string> }> {
  let text = "";
  let isWhole = false;
  while (text.length < START && !isWhole) {
    const { value, done } = await pieces.next();
    if (done === true) isWhole = true;
    else text += value;
  }
  async function* all(): AsyncGenerator<string> {
    if (text !== "") yield text;
    yield* pieces;
  }
  return { text, isWhole, pieces: all() };
}
