import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type CsvOptions, type CsvSource, readCsv } from "../../src/csv/index.ts";
import { type ErrorCode, LogisticRegression, LogitRangeError, LogitTypeError } from "../../src/index.ts";

const text = 'age,plan,churned\n45,pro,yes\n31,"a, ""b""",no\n,pro,no\n';
const columns = {
  age: Float64Array.of(45, 31, Number.NaN),
  plan: ["pro", 'a, "b"', "pro"],
  churned: ["yes", "no", "no"],
};
const bytes = new TextEncoder().encode(text);

async function* pieces<Piece>(all: readonly Piece[]): AsyncGenerator<Piece> {
  for (const piece of all) yield piece;
}

async function refusal(source: unknown, options?: CsvOptions): Promise<{ code: ErrorCode; message: string }> {
  try {
    await readCsv(source as CsvSource, options);
  } catch (error) {
    if (error instanceof LogitTypeError || error instanceof LogitRangeError)
      return { code: error.code, message: error.message };
    throw error;
  }
  throw new Error("expected an error");
}

describe("readCsv takes", () => {
  const sources: readonly [what: string, source: () => CsvSource][] = [
    ["a text", () => text],
    ["a text with a byte order mark", () => `\ufeff${text}`],
    ["bytes", () => bytes],
    ["an ArrayBuffer", () => bytes.slice().buffer],
    ["a Blob", () => new Blob([text])],
    ["a Response", () => new Response(text)],
    ["a stream of bytes", () => new Blob([text]).stream()],
    ["lines of text", () => text.split(/(?<=\n)/)],
    ["bytes one by one", () => Array.from(bytes, (byte) => Uint8Array.of(byte))],
    ["pieces that come later", () => pieces([text.slice(0, 20), text.slice(20)])],
    ["gzip", () => gzipSync(text)],
    ["gzip in pieces of one byte", () => pieces(Array.from(gzipSync(text), (byte) => Uint8Array.of(byte)))],
    ["UTF-16 with a mark", () => new Uint8Array(Buffer.from(`\ufeff${text}`, "utf16le"))],
  ];
  it.each(sources)("%s", async (_, source) => {
    expect(await readCsv(source())).toEqual(columns);
  });

  it.each([
    ["a text above numbers is a name, also where other names are numbers", "code,0.5\n1,2\n3,4\n", ["code", "0.5"]],
    ["a missing value above numbers is none", "NA,1990\n1,2\n3,4\n", ["V1", "V2"]],
    ["nor is a text above texts", "red,1990\nblue,2\nred,4\n", ["V1", "V2"]],
    ["nor a number", "5,1990\n1,2\n3,4\n", ["V1", "V2"]],
  ])("%s", async (_, text, names) => {
    expect(Object.keys(await readCsv(text))).toEqual(names);
  });

  it("a file of thousands of rows, cut anywhere, as its lines say", async () => {
    const file = readFileSync(new URL("../fixtures/breast_cancer.csv", import.meta.url), "utf8");
    const [header = "", ...rows] = file.trim().split("\r\n");
    const read = await readCsv(pieces(file.match(/[\s\S]{1,997}/g) ?? []));
    for (const [j, name] of header.split(",").entries()) {
      expect(read[name], name).toEqual(Float64Array.from(rows, (row) => Number(row.split(",")[j])));
    }
  });
});

describe("readCsv finds out", () => {
  it("semicolons and decimal commas", async () => {
    expect(await readCsv("a;b\n1,5;x\n2;y\n")).toEqual({ a: Float64Array.of(1.5, 2), b: ["x", "y"] });
    expect(await readCsv("sep=|\na|b\n1|x\n")).toEqual({ a: Float64Array.of(1), b: ["x"] });
  });

  it("a header, or that there is none; header says it", async () => {
    expect(await readCsv("1,x\n2,y\n")).toEqual({ V1: Float64Array.of(1, 2), V2: ["x", "y"] });
    expect(await readCsv("a,b\nc,d\n", { header: false })).toEqual({ V1: ["a", "c"], V2: ["b", "d"] });
    expect(await readCsv("1,2\n3,4\n", { header: true })).toEqual({ 1: Float64Array.of(3), 2: Float64Array.of(4) });
  });

  it("what is missing: empty cells and customary texts outside of quotes, or those that are named", async () => {
    const given = 'a,b\n1,NA\n?,"NA"\nnull,x\n,\n3,""\n';
    expect(await readCsv(given)).toEqual({
      a: Float64Array.of(1, Number.NaN, Number.NaN, Number.NaN, 3),
      b: [null, "NA", "x", null, ""],
    });
    expect(await readCsv('a,b\n1,-99\n-99,"-99"\n', { missing: ["-99"] })).toEqual({
      a: Float64Array.of(1, Number.NaN),
      b: [null, null],
    });
  });

  it("numbers by the rule of tables: codes with leading zeros and ids of more than 15 digits are texts", async () => {
    const given = "zip,id,x\n01234,1234567890123456,1e3\n90210,1234567890123457,.5\n";
    expect(await readCsv(given)).toEqual({
      zip: ["01234", "90210"],
      id: ["1234567890123456", "1234567890123457"],
      x: Float64Array.of(1000, 0.5),
    });
  });
});

it("what readCsv gives is a table for fit, as the rows are", async () => {
  const rows = Array.from({ length: 40 }, (_, i) => ({
    age: 20 + ((i * 7) % 31),
    plan: ["a", "b", "c"][i % 3] ?? "",
    y: (i * 11) % 5 < 2 ? "no" : "yes",
  }));
  const csv = `age,plan,y\n${rows.map(({ age, plan, y }) => `${age},${plan},${y}`).join("\n")}\n`;
  const model = new LogisticRegression().fit(await readCsv(csv), { target: "y" });
  expect(model.coef).toEqual(new LogisticRegression().fit(rows, { target: "y" }).coef);
});

describe("readCsv refuses", () => {
  // biome-ignore format: a table
  const cases: readonly [what: string, source: unknown, message: string][] = [
    ["an empty text", "", "readCsv: the file is empty"],
    ["the name of a file", "data/my file.csv", 'readCsv: expected the text of a file, got "data/my file.csv", which is the name of one: read it first, or give the response of fetch'],
    ["an address", "https://example.org/data?as=csv", 'readCsv: expected the text of a file, got "https://example.org/data?as=csv", which is the name of one: read it first, or give the response of fetch'],
    ["a header alone", "a,b\n", "readCsv: a header but no rows"],
    ["a ragged row", "a,b\n1,2\n3\n", "readCsv: line 3: expected 2 cells as in the header, got 1"],
    ["a quote that stays open", 'a,b\n1,"2\n3,4\n', 'readCsv: line 2, column "b": a quote is opened and never closed'],
    ["two columns of one name", "a,a\n1,2\n", 'readCsv: expected columns of different names, got two of "a"'],
    ["bytes of another encoding", Buffer.from("a,b\n1,x\n2,\xe4\n", "latin1"), 'readCsv: line 3: expected utf-8, got other bytes: say encoding, "latin1" for instance'],
    ["bytes that end within a character", Uint8Array.of(97, 10, 0xc3), 'readCsv: line 2: expected utf-8, got other bytes: say encoding, "latin1" for instance'],
    ["binary data", Buffer.from("PAR1\0\0\0"), "readCsv: expected text, got binary data (a spreadsheet, Parquet, Arrow?)"],
    ["damaged gzip data", gzipSync(text.repeat(99)).subarray(0, 40), "readCsv: expected gzip data, got damaged ones"],
    ["a response that is not ok", new Response("no", { status: 404 }), "readCsv: expected a response that is ok, got status 404"],
    ["a path of a file that is no source", { path: "a.csv" }, "readCsv: expected text, bytes, a File or Blob, a Response, a stream or an iterable of pieces, got an Object"],
    ["pieces of two kinds", ["a,b\n", bytes], "readCsv: expected pieces of text, got a Uint8Array of 53"],
  ];
  it.each(cases)("%s", async (_, source, message) => {
    expect(await refusal(source)).toEqual({ code: "INVALID_CSV", message });
  });

  it("options that are unknown or of another kind", async () => {
    const of = async (options: object) => (await refusal(text, options as CsvOptions)).message;
    expect(await of({ sep: ";" })).toBe('readCsv: expected options delimiter, header, encoding, missing; got "sep"');
    expect(await of({ delimiter: ";;" })).toBe('delimiter: expected one character that separates cells, got ";;"');
    expect(await of({ header: 1 })).toBe("header: expected true or false, got 1");
    expect(await of({ encoding: 8 })).toBe('encoding: expected a name such as "latin1", got 8');
    expect(await of({ missing: "NA" })).toBe('missing: expected an array of texts, got "NA"');
    const { code, message } = await refusal(bytes, { encoding: "klingon" });
    expect(code).toBe("INVALID_OPTION");
    expect(message).toBe('encoding: expected a name such as "utf-8", "latin1" or "utf-16le", got "klingon"');
  });

  it("an error of the source is passed on as it is", async () => {
    const broken = (async function* () {
      yield "a,b\n";
      throw new Error("the line is dead");
    })();
    await expect(readCsv(broken)).rejects.toThrow("the line is dead");
  });
});
