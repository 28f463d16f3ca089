import { fileWord, shellWord } from "../commandLine.ts";
import { Failure } from "../failure.ts";
import { isJson } from "./jsonText.ts";

/** Bytes at the beginning of a file by which its kind is found out. */
export const KIND_BYTES = 1024;

interface Kind {
  readonly name: string;
  /** What turns it into CSV: a command where there is a usual one, for the shell. */
  readonly remedy: (file: string, csv: string) => string;
}

const words = (file: string) => shellWord(fileWord(file));
const unpack = (program: string) => (file: string, csv: string) =>
  `unpack it: ${program} ${words(file)} > ${words(csv)}`;
const duckdb = (source: (file: string) => string) => (file: string, csv: string) =>
  `convert it: duckdb -c "copy (from ${source(sqlText(file))}) to ${sqlText(csv)} (header)"`;
const spreadsheet = (file: string) => `save it as CSV, or: soffice --convert-to csv ${words(file)}`;
const pyarrow = (file: string, csv: string) =>
  `convert it: python3 -c "import sys, pyarrow.csv as c, pyarrow.feather as f; ` +
  `c.write_csv(f.read_table(sys.argv[1]), sys.argv[2])" ${words(file)} ${words(csv)}`;
const exportIt = () => "export it as CSV";
const iconv = (from: string) => (file: string, csv: string) =>
  `convert it: iconv -f ${from} -t utf8 ${words(file)} > ${words(csv)}`;

/** As SQL has it, within double quotes of the shell. */
function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''").replace(/["$`\\]/g, "\\$&")}'`;
}

const json: Kind = { name: "JSON", remedy: duckdb((file) => `read_json_auto(${file})`) };
const modelFile: Kind = { name: "a model file", remedy: () => "are the model and the data in the wrong order?" };
const html: Kind = { name: "an HTML or XML page", remedy: () => "download the data itself" };

/** By the first bytes, as Latin-1. */
const byMagic: readonly (readonly [magic: string, kind: Kind])[] = [
  // data that is packed once was unpacked by then
  ["\x1f\x8b", { name: "gzip", remedy: unpack("gzip -dc") }],
  ["\x28\xb5\x2f\xfd", { name: "zstd", remedy: unpack("zstd -dc") }],
  ["BZh", { name: "bzip2", remedy: unpack("bzip2 -dc") }],
  ["\xfd7zXZ\0", { name: "xz", remedy: unpack("xz -dc") }],
  ["7z\xbc\xaf\x27\x1c", { name: "7z", remedy: unpack("7z e -so") }],
  ["PAR1", { name: "Parquet", remedy: duckdb((file) => file) }],
  ["ARROW1", { name: "Arrow", remedy: pyarrow }],
  ["FEA1", { name: "Feather", remedy: pyarrow }],
  ["ORC", { name: "ORC", remedy: exportIt }],
  ["Obj\x01", { name: "Avro", remedy: exportIt }],
  ["\x89HDF\r\n\x1a\n", { name: "HDF5", remedy: exportIt }],
  ["\x93NUMPY", { name: "NumPy", remedy: exportIt }],
  ["\x80\x04\x95", { name: "a Python pickle", remedy: exportIt }],
  ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", { name: "an xls workbook", remedy: spreadsheet }],
  ["%PDF-", { name: "PDF", remedy: exportIt }],
  [
    "SQLite format 3\0",
    {
      name: "SQLite",
      remedy: (file, csv) => `convert it: sqlite3 -header -csv ${words(file)} 'select * from data' > ${words(csv)}`,
    },
  ],
  ["\xff\xfe\0\0", { name: "UTF-32", remedy: iconv("utf-32") }],
  ["\0\0\xfe\xff", { name: "UTF-32", remedy: iconv("utf-32") }],
];

/** Bytes that no text has. */
const BINARY = /[^\P{Cc}\t\r\n\f\x80-\x9f]/u;
/** A column may have a name like these. */
const LETTERS = /^\w+$/;

/** Throws where the first bytes of a data file are those of something else than text with delimiters. */
export function refuseOtherKinds(label: string, start: Uint8Array): void {
  const kind = kindOf(Buffer.from(start).toString("latin1"));
  if (kind === undefined) return;
  const fromStdin = label === "stdin";
  const csv = `${label.replace(/\.(?:gz|zst|bz2|xz|7z|zip|parquet|arrow|feather|xlsx?|ods|json|jsonl|ndjson|db|sqlite3?)$/i, "")}`;
  const target = fromStdin ? "data.csv" : /\.(?:csv|tsv|tab|txt)$/i.test(csv) && csv !== label ? csv : `${csv}.csv`;
  const remedy = kind.remedy(fromStdin ? "/dev/stdin" : label, target);
  throw new Failure(`${label}: expected CSV, got ${kind.name}; ${remedy}`);
}

/** The same for a model file, whose text JSON.parse judges. */
export function refuseBinaryModel(label: string, content: Uint8Array): void {
  const kind = binaryKind(Buffer.from(content.subarray(0, KIND_BYTES)).toString("latin1"));
  if (kind !== undefined) throw new Failure(`${label}: expected a model file, got ${kind.name}`);
}

function kindOf(start: string): Kind | undefined {
  return binaryKind(start) ?? textKind(start.replace(/^\xef\xbb\xbf/, "").trimStart());
}

function binaryKind(start: string): Kind | undefined {
  const isText = !BINARY.test(start);
  const known = byMagic.find(([magic]) => start.startsWith(magic) && !(isText && LETTERS.test(magic)));
  if (known !== undefined) return known[1];
  if (start.startsWith("PK\x03\x04")) return zipKind(start);
  // A character of Latin script is one byte and a 0 in UTF-16.
  if (/^[^\0]\0[^\0]\0/.test(start)) return { name: "UTF-16 without a byte order mark", remedy: iconv("utf-16le") };
  if (/^\0[^\0]\0[^\0]/.test(start)) return { name: "UTF-16 without a byte order mark", remedy: iconv("utf-16be") };
  return undefined;
}

function zipKind(start: string): Kind {
  if (start.includes("opendocument.spreadsheet")) return { name: "an ods workbook", remedy: spreadsheet };
  const isOffice = start.includes("[Content_Types].xml") || start.includes("xl/") || start.includes("_rels/");
  if (isOffice) return { name: "an xlsx workbook", remedy: spreadsheet };
  return { name: "zip", remedy: unpack("unzip -p") };
}

/** A label and pairs of an index and a value, or a label alone. */
const SVMLIGHT_LINE = /^[+-]?[\d.]+(?:[eE][+-]?\d+)?(?:\s+qid:\d+)?(?:\s+\d+:[+-]?[\d.eE+-]+)*\s*(?:#.*)?$/;
/** Lines at the beginning of a file by which svmlight is recognised: some of them may be a label alone. */
const SVMLIGHT_LINES = 20;

function textKind(start: string): Kind | undefined {
  if (/^<(?:!doctype|html|\?xml)/i.test(start)) return html;
  if (!/^(?:\{\s*(?:"[^"]*"\s*:|\}|$)|\[\s*(?:\{\s*["}]|\[\s*["\d\]-]))/.test(start)) return undefined;
  if (start.includes('"logit-wasm/model"')) return modelFile;
  return isJsonLines(start) ? undefined : json;
}

/** Whether the first line is a JSON object, and no model file. */
export function isJsonLines(start: string): boolean {
  const text = start.trimStart();
  return text.startsWith("{") && !text.includes('"logit-wasm/model"') && isJson(text.split(/\r\n|\r|\n/, 1)[0] ?? "");
}

/** Whether the first lines are labels with pairs of an index and a value, or without any. */
export function isSvmlight(start: string, isWholeFile: boolean): boolean {
  const lines = start.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.trimStart().startsWith("#"));
  // the last line may be cut off
  const whole = lines.slice(0, Math.min(SVMLIGHT_LINES, isWholeFile ? lines.length : Math.max(1, lines.length - 1)));
  return whole.every((line) => SVMLIGHT_LINE.test(line.trim())) && whole.some((line) => /\s\d+:/.test(line));
}
