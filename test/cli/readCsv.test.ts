import { describe, expect, test } from "vitest";
import { parseCsv } from "../../src/cli/read/readCsv.ts";

type Row = readonly [line: number, ...cells: string[]];

async function* chunksOf(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const cut of [...cuts, bytes.length]) {
    yield bytes.subarray(start, cut);
    start = cut;
  }
}

async function read(content: string | Uint8Array, delimiter = ",", cuts: readonly number[] = []) {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  const rows: Row[] = [];
  let header: readonly string[] = [];
  await parseCsv("data.csv", chunksOf(bytes, cuts), delimiter, {
    header: (names) => {
      header = names;
    },
    row: (cells, line) => {
      rows.push([line, ...cells]);
    },
  });
  return { header, rows };
}

function utf16le(text: string): Uint8Array {
  return Buffer.from(`\ufeff${text}`, "utf16le");
}

function utf16be(text: string): Uint8Array {
  return Buffer.from(utf16le(text)).swap16();
}

const tricky = '\ufeff"a ""x""",b\r\n1, "2,5" \r\n\n"3\r\n4\n",5\n6,é\r\n';
const trickyRead = {
  header: ['a "x"', "b"],
  rows: [
    [2, "1", "2,5"],
    [4, "3\r\n4\n", "5"],
    [7, "6", "é"],
  ],
};

describe("what a file says", () => {
  test("quotes, a byte order mark, CRLF and LF mixed, blank lines and line breaks in cells", async () => {
    expect(await read(tricky)).toEqual(trickyRead);
  });

  test("a file reads the same wherever it is cut into chunks", async () => {
    const bytes = Buffer.from(tricky);
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(await read(bytes, ",", [cut]), `cut at ${cut}`).toEqual(trickyRead);
    }
    const everyByte = Array.from(bytes, (_, i) => i);
    expect(await read(bytes, ",", everyByte)).toEqual(trickyRead);
  });

  test("UTF-16 with a byte order mark, as spreadsheets export it, at every cut", async () => {
    const expected = { header: ["é", "b"], rows: [[2, "1", "2"]] };
    for (const bytes of [utf16le("é\tb\r\n1\t2\r\n"), utf16be("é\tb\r\n1\t2\r\n")]) {
      for (let cut = 0; cut <= bytes.length; cut++) {
        expect(await read(bytes, "\t", [cut]), `cut at ${cut}`).toEqual(expected);
      }
    }
  });

  test("the last line needs no line break, and blank lines at the end are none", async () => {
    expect((await read("a,b\n1,2")).rows).toEqual([[2, "1", "2"]]);
    expect((await read("\n\na,b\n1,2\n\n \n\n")).rows).toEqual([[4, "1", "2"]]);
    expect((await read("a\n1\n\n\n")).rows).toEqual([[2, "1"]]);
  });

  test("cells are trimmed outside of quotes only; a tab is a delimiter where it is said to be", async () => {
    expect((await read('a , b\n 1\t,"  2 "\n')).rows).toEqual([[2, "1", "  2 "]]);
    expect(await read("a\tb\tc\n1\t\t3\n", "\t")).toEqual({ header: ["a", "b", "c"], rows: [[2, "1", "", "3"]] });
    expect((await read("a\rb\r1\r")).rows).toEqual([
      [2, "b"],
      [3, "1"],
    ]);
  });

  test("a long file in many chunks keeps its line numbers", async () => {
    const lines = Array.from({ length: 5000 }, (_, i) => (i % 10 === 0 ? `"${i}\r\n",x` : `${i},x`));
    const bytes = Buffer.from(`n,t\r\n${lines.join("\r\n")}\r\n`);
    const cuts = Array.from({ length: Math.floor(bytes.length / 777) }, (_, i) => (i + 1) * 777);
    const { rows } = await read(bytes, ",", cuts);
    expect(rows).toHaveLength(5000);
    // Every tenth row takes two lines, and there have been 500 of them.
    expect(rows[4999]).toEqual([5000 + 1 + 500, "4999", "x"]);
  });

  test("the sink's errors come through as they are", async () => {
    const error = new Error("from the sink");
    const sink = {
      header() {},
      row() {
        throw error;
      },
    };
    await expect(parseCsv("data.csv", chunksOf(Buffer.from("a\n1\n2\n"), []), ",", sink)).rejects.toBe(error);
    await expect(parseCsv("data.csv", chunksOf(Buffer.from("a\n1\n2"), [2]), ",", sink)).rejects.toBe(error);
  });
});

describe("what is wrong with a file", () => {
  // biome-ignore format: a table
  const cases: readonly [what: string, content: string, message: string][] = [
    ["an empty file", "", "data.csv: the file is empty"],
    ["a byte order mark and nothing else", "\ufeff", "data.csv: the file is empty"],
    ["blank lines and nothing else", "\n\r\n\n", "data.csv: the file is empty"],
    ["a header without rows", "a,b\n\n", "data.csv: a header but no rows"],
    ["a row too short", "a,b\n1,2\n3\n", "data.csv: line 3: expected 2 cells as in the header, got 1"],
    ["a row too long", "a\n1\n2,3\n", "data.csv: line 3: expected 1 cell as in the header, got 2"],
    ["the right line after line breaks in cells", 'a,b\n"1\r\n",2\n3', "data.csv: line 4: expected 2 cells as in the header, got 1"],
    ["a quote that never closes", 'a,b\n1,2\n3,"4\n5,6\n', 'data.csv: line 3, column "b": a quote is opened and never closed'],
    ["a quote that never closes in the header", 'a,"b\n1,2\n', "data.csv: line 1: a quote is opened and never closed"],
    ["a quote that closes at another one", 'a,b\n1,"2\n3,"4\n', 'data.csv: line 2, column "b": text after a closing quote (or an earlier quote was never closed)'],
    ["text after a quote", 'a,b\n"1" x,2\n', 'data.csv: line 2, column "a": text after a closing quote (or an earlier quote was never closed)'],
    ["a quote within a cell", 'a,b\n1,2"\n', 'data.csv: line 2, column "b": a quote inside a cell that does not begin with one'],
    ["a blank line between the rows of a single column", "a\n1\n\n2\n", 'data.csv: line 3, column "a": missing value (blank line)'],
  ];
  test.each(cases)("%s", async (_, content, message) => {
    await expect(read(content)).rejects.toThrow(message);
    const everyByte = Array.from(Buffer.from(content), (_, i) => i);
    await expect(read(content, ",", everyByte)).rejects.toThrow(message);
  });

  test("a record without end stops before memory is full", async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a,b\n1,"');
      for (;;) yield Buffer.alloc(2 ** 20, "x");
    }
    const sink = { header() {}, row() {} };
    await expect(parseCsv("data.csv", endless(), ",", sink)).rejects.toThrow(
      'data.csv: line 2, column "b": a row of more than 16 MiB (is a quote left open?)',
    );
  });
});
