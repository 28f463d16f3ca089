import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { refuseOtherKinds } from "../../src/cli/read/fileKind.ts";
import { patientsCsv, workspace } from "./run.ts";

const { succeed, fail, write } = workspace();

function refusal(label: string, start: string | Uint8Array): string {
  try {
    refuseOtherKinds(label, typeof start === "string" ? Buffer.from(start, "latin1") : start);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

describe("files of other kinds", () => {
  // biome-ignore format: a table
  const cases: readonly [label: string, start: string | Uint8Array, message: string][] = [
    ["my a.tsv.zst", "\x28\xb5\x2f\xfd....", "my a.tsv.zst: expected CSV, got zstd; unpack it: zstd -dc 'my a.tsv.zst' > 'my a.tsv'"],
    ["a.bz2", "BZh91AY&SY\x1f\x02", "a.bz2: expected CSV, got bzip2; unpack it: bzip2 -dc a.bz2 > a.csv"],
    ["a.xz", "\xfd7zXZ\0", "a.xz: expected CSV, got xz; unpack it: xz -dc a.xz > a.csv"],
    ["a.zip", "PK\x03\x04\x14\0\0\0a.csv", "a.zip: expected CSV, got zip; unpack it: unzip -p a.zip > a.csv"],
    ["it's.parquet", "PAR1\x15\x04", `it's.parquet: expected CSV, got Parquet; convert it: duckdb -c "copy (from 'it''s.parquet') to 'it''s.csv' (header)"`],
    ["a b.arrow", "ARROW1\0\0", `a b.arrow: expected CSV, got Arrow; convert it: python3 -c "import sys, pyarrow.csv as c, pyarrow.feather as f; c.write_csv(f.read_table(sys.argv[1]), sys.argv[2])" 'a b.arrow' 'a b.csv'`],
    ["a.feather", "FEA1\0\0", `a.feather: expected CSV, got Feather; convert it: python3 -c "import sys, pyarrow.csv as c, pyarrow.feather as f; c.write_csv(f.read_table(sys.argv[1]), sys.argv[2])" a.feather a.csv`],
    ["a.xlsx", "PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0[Content_Types].xml", "a.xlsx: expected CSV, got an xlsx workbook; save it as CSV, or: soffice --convert-to csv a.xlsx"],
    ["a.ods", "PK\x03\x04\x14\0mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK", "a.ods: expected CSV, got an ods workbook; save it as CSV, or: soffice --convert-to csv a.ods"],
    ["a.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls: expected CSV, got an xls workbook; save it as CSV, or: soffice --convert-to csv a.xls"],
    ["a.db", "SQLite format 3\0", "a.db: expected CSV, got SQLite; convert it: sqlite3 -header -csv a.db 'select * from data' > a.csv"],
    ["a.json", '\ufeff[\n  { "a": 1 }\n]', `a.json: expected CSV, got JSON; convert it: duckdb -c "copy (from read_json_auto('a.json')) to 'a.csv' (header)"`],
    ["a.json", '{\n  "a": [1, 2]\n}', `a.json: expected CSV, got JSON; convert it: duckdb -c "copy (from read_json_auto('a.json')) to 'a.csv' (header)"`],
    ["a.csv", "<!DOCTYPE html><html>", "a.csv: expected CSV, got an HTML or XML page; download the data itself"],
    ["a.csv", Buffer.from("a,b\n1,2", "utf16le"), "a.csv: expected CSV, got UTF-16 without a byte order mark; convert it: iconv -f utf-16le -t utf8 a.csv > a.csv.csv"],
  ];
  test.each(cases)("%s", (label, start, message) => {
    const bytes = typeof start === "string" && start.startsWith("\ufeff") ? Buffer.from(start) : start;
    expect(refusal(label, bytes)).toBe(message);
  });

  test("text with delimiters is none of them", () => {
    const texts = [
      "a,b\n1,2\n",
      "[id],a\n1,2\n",
      "{id},a\n",
      "[1],2\n",
      '"{""a"":1}",b\n',
      "PARTY,t\n",
      "ORC,t\n",
      "7z,t\n",
    ];
    for (const text of [...texts, "", "é", "1 2:3\n", "3:1 2:1\n", "PK,t\n", "PAR1,t\n", "BZh,t\n", "a<b,c\n"]) {
      expect(refusal("a.csv", text), text).toBe("");
    }
  });

  test("every command says so, of stdin too", () => {
    write("patients.csv", patientsCsv());
    write("patients.csv.gz", gzipSync(patientsCsv()));
    const zst = Buffer.from("\x28\xb5\x2f\xfd....", "latin1");
    write("patients.zst", zst);
    succeed(["train", "patients.csv", "-t", "ill", "--out", "model.json", "--quiet"]);
    for (const args of [
      ["train", "-t", "ill"],
      ["predict", "model.json"],
      ["evaluate", "model.json"],
    ]) {
      expect(fail(1, [...args, "patients.zst"])).toMatch(/^patients\.zst: expected CSV, got zstd; /);
      expect(fail(1, [...args, "-"], zst)).toMatch(/^stdin: expected CSV, got zstd; /);
    }
    expect(fail(1, ["predict", "model.json", "model.json"])).toBe(
      "model.json: expected CSV, got a model file; are the model and the data in the wrong order?",
    );
    expect(fail(1, ["predict", "patients.csv.gz", "patients.csv"])).toBe(
      "patients.csv.gz: expected a model file, got gzip",
    );
  });
});
