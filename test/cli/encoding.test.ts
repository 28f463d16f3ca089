import { describe, expect, test } from "vitest";
import { parseCsv } from "../../src/cli/read/readCsv.ts";
import { patientsCsv, workspace } from "./run.ts";

const { succeed, fail, write, run } = workspace();

async function* chunksOf(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const cut of [...cuts, bytes.length]) {
    yield bytes.subarray(start, cut);
    start = cut;
  }
}

async function read(bytes: Uint8Array, cuts: readonly number[] = []): Promise<string[][]> {
  const rows: string[][] = [];
  await parseCsv("data.csv", chunksOf(bytes, cuts), ",", {
    header: (names) => rows.push([...names]),
    row: (cells) => rows.push([...cells]),
  });
  return rows;
}

const latin1 = (text: string) => Buffer.from(text, "latin1");
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");

describe("bytes that are not UTF-8 are refused by line", () => {
  const remedy = "say --encoding latin1 for instance, or convert it: iconv -f latin1 -t utf8 data.csv > utf8.csv";
  // biome-ignore format: a table
  const cases: readonly [what: string, bytes: Uint8Array, line: number, byte: string][] = [
    ["in the header", latin1("pr\xe9cip,b\n1,2\n"), 1, "e9"],
    ["in a cell", latin1("a,b\n1,2\n3,\xfc\n5,6\n"), 3, "fc"],
    ["after line breaks of every kind, in quotes too", latin1('a,b\r\n"1\r\n\n",2\r3,4\n5,\xe4'), 6, "e4"],
    ["at the end of the file, cut off", latin1("a,b\n1,2\n3,\xc3"), 3, "c3"],
    ["an overlong form", latin1("a,b\n1,\xc0\xaf\n"), 2, "c0"],
    ["a surrogate", latin1("a,b\n1,2\n1,\xed\xa0\x80\n"), 3, "ed"],
    ["beyond the last code point", latin1("a,b\n1,\xf4\x90\x80\x80\n"), 2, "f4"],
    ["a continuation alone", latin1("a,b\n1,\x80\n"), 2, "80"],
    ["after good characters of two to four bytes", Buffer.concat([Buffer.from("é,€\n1,😀"), latin1("\xe9\n")]), 2, "e9"],
    ["cut off by a line break", latin1("a,b\n1,\xe2\x82\n2,3\n"), 2, "e2"],
  ];
  test.each(cases)("%s, wherever the file is cut", async (_, bytes, line, byte) => {
    const message = `data.csv: line ${line}: not UTF-8 (byte 0x${byte}); ${remedy}`;
    await expect(read(bytes)).rejects.toThrow(message);
    for (let cut = 0; cut <= bytes.length; cut++) await expect(read(bytes, [cut])).rejects.toThrow(message);
    await expect(read(bytes, [...bytes.keys()])).rejects.toThrow(message);
  });

  test("the line is right far into a file of many chunks", async () => {
    const good = Buffer.from(`é,b\n${"ü,2\r\n".repeat(70_000)}`);
    const bytes = Buffer.concat([good, latin1("\xe9,2\n")]);
    for (const size of [65_535, 65_536, 100_003]) {
      const cuts = Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => (i + 1) * size);
      await expect(read(bytes, cuts)).rejects.toThrow("data.csv: line 70002: not UTF-8 (byte 0xe9)");
    }
  });

  test("an earlier fault of another kind comes first, in one chunk or two", async () => {
    const bytes = latin1("a,b\n1\n2,\xe9\n");
    await expect(read(bytes)).rejects.toThrow("data.csv: line 2: expected 2 cells as in the header, got 1");
    await expect(read(bytes, [7])).rejects.toThrow("data.csv: line 2: expected 2 cells as in the header, got 1");
  });

  test("good UTF-8 of every length reads the same at every cut, and a mark is no part of a name", async () => {
    const bytes = Buffer.from("\ufeffé,€\n😀,\ufffd\n");
    const expected = [["é", "€"], ["😀", "\ufffd"]]; // biome-ignore format: short
    for (let cut = 0; cut <= bytes.length; cut++) expect(await read(bytes, [cut])).toEqual(expected);
    expect(await read(bytes, [...bytes.keys()])).toEqual(expected);
  });
});

describe("UTF-16", () => {
  const text = "é,b\r\n😀,2\r\n";
  test.each([
    ["little", utf16(text)],
    ["big", utf16(text).swap16()],
  ])("with a mark, %s end first, at every cut", async (_, bytes) => {
    const expected = [["é", "b"], ["😀", "2"]]; // biome-ignore format: short
    for (let cut = 0; cut <= bytes.length; cut++) expect(await read(bytes, [cut])).toEqual(expected);
    expect(await read(bytes, [...bytes.keys()])).toEqual(expected);
  });

  test.each([
    ["half of a pair", utf16("a,b\n1,\ud83d\n"), 2, "half of a surrogate pair"],
    ["the other half", utf16("a,b\n1,2\n1,\ude00\n"), 3, "half of a surrogate pair"],
    ["half of a pair at the end", utf16("a,b\n1,2\n3,\ud83d"), 3, "half of a surrogate pair"],
    ["an odd byte", Buffer.concat([utf16("a,b\n1,2\n"), latin1("3")]), 3, "an odd byte at the end"],
  ])("%s is refused by line", async (_, bytes, line, problem) => {
    const message = `data.csv: line ${line}: not UTF-16 (${problem}); the file is damaged: export it once more, as UTF-8`;
    for (let cut = 0; cut <= bytes.length; cut++) await expect(read(bytes, [cut])).rejects.toThrow(message);
    await expect(read(Buffer.from(bytes).subarray(0, 0), [])).rejects.toThrow("data.csv: the file is empty");
  });
});

describe("two names of Latin-1 never become one", () => {
  test("train, predict and evaluate refuse the file", () => {
    write("patients.csv", patientsCsv());
    succeed(["train", "patients.csv", "-t", "ill", "--out", "model.json", "--quiet"]);
    write("latin1.csv", latin1("age,dose,ill,pr\xe9cip\n1,2,yes,3\n2,3,no,4\n"));
    const refusal = /^latin1\.csv: line 1: not UTF-8 \(byte 0xe9\); .*iconv -f latin1 -t utf8 latin1\.csv > utf8\.csv$/;
    expect(fail(1, ["train", "latin1.csv", "-t", "ill"])).toMatch(refusal);
    expect(fail(1, ["predict", "model.json", "latin1.csv"])).toMatch(refusal);
    expect(fail(1, ["evaluate", "model.json", "latin1.csv"])).toMatch(refusal);
    expect(fail(1, ["train", "-", "-t", "t"], latin1("a,t\n1,Mal\xe9\n2,Mal\xe8\n"))).toMatch(
      /^stdin: line 2: not UTF-8 .*: iconv -f latin1 -t utf8$/,
    );
  });
});

describe("NFC and NFD spell one name", () => {
  const nfc = "pr\u00e9cip";
  const nfd = "pre\u0301cip";
  const data = (name: string) => patientsCsv().replace("dose", name).replace("ill", `t${name}`);

  test("in files, options and models; it is kept as it is written", () => {
    for (const [inFile, inOption] of [
      [nfc, nfd],
      [nfd, nfc],
    ] as const) {
      write("train.csv", data(inFile));
      write("other.csv", data(inOption));
      const target = ["-t", `t${inOption}`, "--test-fraction", "0"];
      const trained = JSON.parse(succeed(["train", "train.csv", ...target, "--json", "--out", "m.json"]));
      expect(trained.target).toBe(`t${inFile}`);
      expect(trained.coefficients.map(({ name }: { name: string }) => name)).toContain(inFile);
      expect(JSON.parse(succeed(["evaluate", "m.json", "other.csv", "--json"])).measures).toEqual(trained.measures);
      expect(succeed(["predict", "m.json", "other.csv"])).toBe(succeed(["predict", "m.json", "train.csv"]));
      expect(JSON.parse(succeed(["train", "train.csv", ...target, "--json", "--drop", inOption])).columns).toBe(1);
      expect(JSON.parse(succeed(["train", "train.csv", ...target, "--json", "--features", inOption])).columns).toBe(1);
      expect(JSON.parse(succeed(["train", "train.csv", ...target, "--json", "--weights", inOption])).columns).toBe(1);
    }
  });

  test("two columns of one name are doubled, in a file and in a model", () => {
    write("doubled.csv", `${nfc},${nfd},t\n1,2,0\n2,3,1\n`);
    expect(fail(1, ["train", "doubled.csv", "-t", "t"])).toMatch(/^doubled\.csv: line 1: two columns have the name /);
    const [first, second] = JSON.parse(
      succeed(["train", "-", "-t", "t", "--out", "-", "--quiet"], "a,b,t\n1,2,0\n2,3,1\n")
        .replace(/^/, "[")
        .concat(",0]"),
    );
    expect(second).toBe(0);
    write("doubled.json", JSON.stringify({ ...first, features: [nfc, nfd] }));
    expect(run(["predict", "doubled.json", "doubled.csv"]).stderr).toMatch(
      /features\[0\] and features\[1\]: expected different names, got /,
    );
  });
});
