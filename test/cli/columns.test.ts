import { describe, expect, test } from "vitest";
import { patientsCsv, workspace } from "./run.ts";

const { succeed, fail, write, asIn } = workspace();
write("patients.csv", patientsCsv());
succeed(["train", "patients.csv", "-t", "ill", "--out", "model.json", "--quiet"]);

function features(content: string, ...options: string[]): string[] {
  write("data.csv", content);
  const { coefficients } = JSON.parse(succeed(["train", "data.csv", "-t", "t", "--json", ...options]));
  return coefficients
    .slice(1)
    .map(({ name }: { name: string }) => name)
    .sort();
}

function refusal(content: string, ...options: string[]): string {
  write("data.csv", content);
  return fail(1, ["train", "data.csv", "-t", "t", ...options]);
}

describe("columns without a name and of one name can be left out as the message advises", () => {
  test("several columns without a name", () => {
    const content = ",a,,t, \n0,1,5,0,x\n1,2,6,1,y\n";
    expect(refusal(content)).toBe('data.csv: line 1: column 1 has no name (leave it out with --drop "")');
    expect(features(content, "--drop", "")).toEqual(["a"]);
    expect(refusal(",0,1,t\n0,1,2,0\n1,2,3,1\n")).toMatch(/ \(leave it out with --drop ""\)$/);
  });

  test("two and three columns of one name", () => {
    const content = "id,a,id,t\n0,1,x,0\n1,2,y,1\n";
    expect(refusal(content)).toBe(
      'data.csv: line 1: two columns have the name "id" (leave all of them out with --drop id, or rename them)',
    );
    expect(features(content, "--drop", "id")).toEqual(["a"]);
    expect(refusal("id,a,id,id,t\n0,1,x,0,0\n1,2,y,0,1\n")).toMatch(/3 columns have the name "id"/);
  });

  test("a name that the shell and the list would split is advised whole", () => {
    const content = `"it's, so",a,"it's, so",t\n0,1,x,0\n1,2,y,1\n`;
    expect(refusal(content)).toContain(`--drop 'it'\\''s, so'`);
    expect(features(content, "--drop", "it's, so")).toEqual(["a"]);
  });

  test("both at once, and a doubled column beside those of --features", () => {
    const content = ",a,a,b,t\n0,1,x,0,0\n1,2,y,3,1\n";
    expect(features(content, "--drop", "", "--drop", "a")).toEqual(["b"]);
    expect(features(content, "--drop", ",a")).toEqual(["b"]);
    expect(features(content, "--features", "b")).toEqual(["b"]);
    expect(refusal(content, "--features", "a")).toBe('data.csv: line 1: two columns have the name "a" (rename one)');
  });

  test("a doubled target is refused, and cannot be dropped", () => {
    expect(refusal("a,t,t\n0,1,0\n1,2,1\n")).toBe('data.csv: line 1: two columns have the name "t" (rename one)');
    write("data.csv", "a,b,t\n0,1,0\n1,2,1\n");
    expect(fail(2, ["train", "data.csv", "-t", "t", "--drop", "t"])).toBe(
      '--drop: "t" is the target or has another part',
    );
  });
});

describe("a stray quote in a column that is not read refuses no file", () => {
  const rows = (note: (row: number) => string) =>
    `age,note,dose,ill\n${patientsCsv()
      .trim()
      .split("\n")
      .slice(1)
      .map((line, row) => line.replace(",", `,${note(row)},`))
      .join("\n")}\n`;
  const expected = succeed(["predict", "model.json", "patients.csv"]);

  test.each([
    ["inside", () => 'a 5" disk'],
    ["at the end", () => 'disk 5"'],
    ["after a closing quote", () => '"so" he said'],
    ["twice", () => '"so" he said "no"'],
    ["at the start, never closed", (row: number) => (row === 7 ? '"so he said' : "x")],
    ["at the start, closed by that of another row", (row: number) => (row % 9 === 7 ? '"so he said' : "x")],
    ["at the start, before a cell that is quoted", (row: number) => (row === 7 ? '"so' : '"a, b"')],
    ["at the end of the last line", (row: number) => (row === 39 ? '"' : "x")],
  ])("%s", (_, note) => {
    write("noted.csv", rows(note));
    expect(succeed(["predict", "model.json", "noted.csv"])).toBe(expected);
    const drop = ["-t", "ill", "--json", "--drop", "note"];
    expect(JSON.parse(succeed(["train", "noted.csv", ...drop])).columns).toBe(2);
    expect(JSON.parse(succeed(["evaluate", "model.json", "noted.csv", "--json"])).measures.rows).toBe(40);
  });

  test("in one that is read it is named with its line", () => {
    write(
      "noted.csv",
      rows((row) => (row === 3 ? '"1" x' : "1")),
    );
    expect(fail(1, ["train", "noted.csv", "-t", "ill"])).toBe(
      'noted.csv: line 5, column "note": text after a closing quote (or an earlier quote was never closed)',
    );
  });
});

describe("blanks within quotes", () => {
  const blank = patientsCsv()
    .replace("age,dose,ill", '" age","dose ", ill')
    .replace(/^(\d+),([\d.]+),(\w+)$/gm, '" $1 ","\t$2"," $3 "');

  test("do not matter in numbers, names, labels and options", () => {
    write("blank.csv", blank);
    const plain = JSON.parse(succeed(["train", "patients.csv", "-t", "ill", "--positive", "no", "--json"]));
    const padded = JSON.parse(succeed(["train", "blank.csv", "-t", " ill ", "--positive", " no", "--json"]));
    expect(padded.coefficients).toEqual(plain.coefficients);
    expect(padded.classes).toEqual(plain.classes);
    expect(padded.target).toBe("ill");
    expect(succeed(["predict", "model.json", "blank.csv"])).toBe(succeed(["predict", "model.json", "patients.csv"]));
    const measures = (file: string, ...options: string[]) =>
      JSON.parse(succeed(["evaluate", "model.json", file, "--json", ...options])).measures;
    expect(measures("blank.csv", "-t", " ill")).toEqual(measures("patients.csv"));
    expect(fail(1, ["train", "-", "-t", "t"], 'a,t\n" ",0\n1,1\n')).toBe(
      `stdin: expected no missing values, got them in 1 column ("a" 1; 1 of 2 rows in all): say --missing drop, mean, median or indicator, or --drop a${asIn("train - -t t --missing mean")}`,
    );
  });
});

describe("hints", () => {
  const target = 'data.csv: no column "t" for the target; ';
  const noHeader =
    " (the first line, which has numbers, was taken for a row: if it holds names, the target is none of them)";
  // biome-ignore format: a table
  const cases: readonly [what: string, content: string, hint: string][] = [
    ["no header, labels of text", "5.1,3.5,Iris-setosa\n4.9,3,Iris-virginica\n", noHeader],
    ["no header, mostly text", "39, State-gov, 77516, Bachelors\n50, Private, 83311, HS-grad\n", noHeader],
  ];
  test.each(cases)("%s", (_, content, hint) => {
    const message = refusal(content);
    expect(message.startsWith(target)).toBe(true);
    expect(message.endsWith(hint)).toBe(true);
  });

  test("a header of numbers beside the target is one, and a number twice in it is refused", () => {
    expect(refusal("0.000,1,0.000,t\n1,2,3,g\n")).toBe(
      'data.csv: line 1: two columns have the name "0.000" (the first line has to hold the column names)',
    );
  });

  test("a delimiter that was given is not found out, and a wrong one is named", () => {
    expect(refusal('"a";"b";"t"\n1;2;0\n2;3;1\n', "--delimiter", ",")).toBe(
      'data.csv: no column "t" for the target; the only column is ""a";"b";"t"" (is the delimiter ";"? see --delimiter)',
    );
  });

  test("predict and evaluate see a missing header too", () => {
    write("headless.csv", "44,1.5,yes\n45,2.5,no\n");
    for (const command of ["predict", "evaluate"]) {
      expect(fail(1, [command, "model.json", "headless.csv"])).toMatch(/, was taken for a row: if it holds names, /);
    }
  });
});

describe("Excel's first line sep=", () => {
  test.each([
    ["sep=;\n", ";"],
    ["sep=;\r\n", ";"],
    ['"sep=;"\n', ";"],
    ["SEP=\t\n", "\t"],
    ["sep=|\n", "|"],
    ["sep=,\n", ","],
  ])("%j", (first, delimiter) => {
    const content = first + patientsCsv().replaceAll(",", delimiter).replace("ill", "t");
    expect(features(content)).toEqual(["age", "dose"]);
    expect(features(content, "--delimiter", delimiter)).toEqual(["age", "dose"]);
    expect(succeed(["predict", "model.json", "data.csv"])).toBe(succeed(["predict", "model.json", "patients.csv"]));
  });

  test("is not contradicted in silence, and counts as a line", () => {
    write("data.csv", "sep=;\na;t\n1;0\nx\n");
    expect(fail(2, ["train", "data.csv", "-t", "t", "--delimiter", ","])).toBe(
      '--delimiter: expected ";" as the first line of data.csv says, got ","',
    );
    expect(fail(1, ["train", "data.csv", "-t", "t"])).toMatch(/^data\.csv: line 4: expected 2 cells/);
    expect(refusal("sep=;\na;a;t\n1;0;1\n")).toMatch(/^data\.csv: line 2: two columns/);
  });
});
