import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { LogisticRegression } from "../../src/index.ts";
import { messages } from "../table/messages.ts";
import { workspace } from "./run.ts";

const { succeed, fail, write, path } = workspace();
const csvOf = (rows: readonly { text: string; hour: number; label: string }[]): string =>
  `text,hour,label\n${rows.map(({ text, hour, label }) => `${text && `"${text}"`},${hour},${label}\n`).join("")}`;
const rows = messages.map(({ text, label }, i) => ({ text: `${text}, ok`, hour: (i * 7) % 24, label }));
write("sms.csv", csvOf(rows));
write("sms.jsonl", rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
write("holes.csv", csvOf(rows.map((row, i) => ({ ...row, text: i % 20 === 4 ? "" : row.text }))));
const trained = succeed(["train", "sms.csv", "-t", "label", "--out", "model.json"]);
const model = LogisticRegression.fromJSON(readFileSync(path("model.json"), "utf8"));
const encodedIn = (text: string): string | undefined => /^encoded +(.*(?:\n {12}.*)*)$/m.exec(text)?.[1];

describe("a file of messages", () => {
  test("has a column of texts, which is found, and said", () => {
    expect(encodedIn(trained)).toBe("text: 21 words of 80 texts, by tf-idf");
    expect(trained).toMatch(/^text=\S+ +[+-]0\.\d+ +[+-]\d\.\d+$/m);
    const given = new LogisticRegression().fit(rows, { target: "label" });
    expect(model.encoding).toEqual(given.encoding);
    expect(model.coef).toEqual(given.coef);
  });

  test("is predicted and measured", () => {
    const lines = succeed(["predict", "model.json", "sms.csv"]).trimEnd().split("\n");
    expect(lines[0]).toBe("prediction,probability");
    expect(lines.slice(1).map((line) => Number(line.split(",")[1]))).toEqual(Array.from(model.predictProba(rows)));
    const { measures } = JSON.parse(succeed(["evaluate", "model.json", "sms.csv", "--json"]));
    const labels = rows.map(({ label }) => label);
    expect(measures).toMatchObject({ rows: 80, accuracy: model.score(rows, labels) });
  });

  test("may be JSON lines", () => {
    const text = succeed(["train", "sms.jsonl", "-t", "label", "--out", "lines.json"]);
    expect(encodedIn(text)).toBe("text: 21 words of 80 texts, by tf-idf");
    const lines = LogisticRegression.fromJSON(readFileSync(path("lines.json"), "utf8"));
    expect(lines.coef).toEqual(model.coef);
    expect(succeed(["predict", "lines.json", "sms.jsonl"])).toBe(succeed(["predict", "model.json", "sms.csv"]));
  });

  test("is described as one", () => {
    expect(succeed(["describe", "sms.csv"])).toMatch(/^text +text +0 +80 texts, such as tomorrow you dinner/m);
    const json = JSON.parse(succeed(["describe", "sms.csv", "--json"]));
    expect(json.columns[0]).toMatchObject({ name: "text", kind: "text", missing: 0 });
  });

  test("is compared with a model: texts of which it knows no term, and missing ones", () => {
    const others = rows.map((row, i) => ({ ...row, text: i < 3 ? "quite unheard of" : i === 3 ? "" : row.text }));
    write("others.csv", csvOf(others));
    expect(succeed(["describe", "others.csv", "--against", "model.json"])).toMatch(
      /^text +text +1 +1 missing, which the model refuses; 3 texts without a term that the model knows$/m,
    );
    // two words are no text by themselves, but the model has one
    write("short.csv", csvOf(rows.map((row, i) => ({ ...row, text: `prize number${i}` }))));
    expect(succeed(["describe", "short.csv", "--against", "model.json"])).toMatch(/^text +text +0 +as in fit$/m);
  });

  test("is shown by its strongest terms, all of them in --json", () => {
    const many = rows.map((row, i) => ({ ...row, text: `${row.text} w${i}` }));
    write("many.csv", csvOf(many));
    succeed(["train", "many.csv", "-t", "label", "--out", "many.json", "-q"]);
    const text = succeed(["show", "many.json"]);
    expect(encodedIn(text)).toBe("text: 101 words of 80 texts, by tf-idf");
    const terms = Array.from(text.matchAll(/^text=\S+.* ([+-]\d\S*)$/gm), ([, estimate]) => Math.abs(Number(estimate)));
    expect(terms).toHaveLength(20);
    expect(terms).toEqual([...terms].sort((a, b) => b - a));
    expect(text).toMatch(/^hour +/m);
    expect(text).toMatch(/\nand 81 weaker terms of text, which --json has\n$/);
    expect(JSON.parse(succeed(["show", "many.json", "--json"])).coefficients).toHaveLength(103);
  });

  test("may miss texts where something is said of them", () => {
    expect(fail(1, ["train", "holes.csv", "-t", "label"])).toMatch(
      /^holes.csv: expected no missing values, got them in 1 column \("text" 4; 4 of 80 rows in all\): say --missing drop,/,
    );
    const text = succeed(["train", "holes.csv", "-t", "label", "--missing", "text=indicator"]);
    expect(encodedIn(text)).toBe("text: 21 words of 80 texts, by tf-idf, missing as no terms, 0/1 for missing");
    expect(fail(1, ["predict", "model.json", "holes.csv"])).toMatch(
      /^holes.csv: line 6, column "text": expected a value, got a missing one/,
    );
  });

  test("is measured by folds and chosen a penalty for", () => {
    const text = succeed(["train", "sms.csv", "-t", "label", "--cv", "--l1-ratio", "0", "--folds", "4"]);
    expect(text).toMatch(/by 4-fold cross-validation/);
    expect(succeed(["train", "sms.csv", "-t", "label", "--folds", "4"])).toMatch(/^Over 4 folds, each held out once/m);
  });
});

describe("--text", () => {
  test("asks for columns of texts, whatever their cells", () => {
    const args = ["train", "sms.csv", "-t", "label", "--text", "text,hour", "--json"];
    const { encoded } = JSON.parse(succeed(args));
    expect(encoded.text.kind).toBe("text");
    expect(encoded.hour).toMatchObject({ kind: "text", texts: 80 });
    expect(encoded.hour.wordTerms).toContain("23");
  });

  test("asks for texts without a penalty, which are no identifier then", () => {
    const args = ["train", "sms.csv", "-t", "label", "--l2", "0"];
    expect(fail(1, args)).toMatch(
      /^sms.csv: column "text": 80 distinct texts in 80 rows, such as "[^"]*": likely an identifier: say --drop text, or --text text$/,
    );
    expect(encodedIn(succeed([...args, "--text", "text"]))).toBe("text: 21 words of 80 texts, by tf-idf");
  });

  test("keeps more texts than levels may be", () => {
    const short = Array.from({ length: 1200 }, (_, i) => ({ text: `prize n${i}`, hour: i % 24, label: String(i % 2) }));
    write("short.csv", csvOf(short));
    const args = ["train", "short.csv", "-t", "label"];
    expect(fail(1, args)).toMatch(/^short.csv: column "text": more than 1000 distinct texts \(--max-levels\)/);
    expect(encodedIn(succeed([...args, "--text", "text"]))).toBe("text: 1,201 words of 1,200 texts, by tf-idf");
  });

  test("takes the settings of a column, as the library has them", () => {
    const settings = "words=1-2,characters=3,minCount=2,maxShare=0.9,maxTerms=30,weighting=count,lowercase=false";
    const args = ["train", "sms.csv", "-t", "label", "--drop", "hour", "--test-fraction", "0"];
    const asked = [...args, "--text", `text:${settings},stopWords=the now`];
    succeed([...asked, "-o", "asked.json", "-q"]);
    const { encoder } = JSON.parse(readFileSync(path("asked.json"), "utf8"));
    const given = rows.map(({ text, label }) => ({ text, label }));
    const model = new LogisticRegression().fit(given, {
      target: "label",
      columns: {
        text: {
          kind: "text",
          ...{ words: [1, 2], characters: [3, 3], minCount: 2, maxShare: 0.9, maxTerms: 30 },
          ...{ weighting: "count", lowercase: false, stopWords: ["the", "now"] },
        },
      },
    });
    expect(encoder).toEqual(JSON.parse(JSON.stringify(model)).encoder);
    expect(encoder.columns[0]).toMatchObject({ words: [1, 2], characters: [3, 3], lowercase: false });
    const both = JSON.parse(succeed([...args.slice(0, 4), "--text", "text:words=2", "--text", "hour", "--json"]));
    expect(both.encoded.text.wordTerms.every((term: string) => term.split(" ").length === 2)).toBe(true);
    expect(both.encoded.hour.kind).toBe("text");
  });

  test.each([
    [
      ["--text", "text:words=0"],
      "--text: text.words: expected [fewest, most], two whole numbers from 1 to 100, got [0, 0]",
    ],
    [["--text", "text:words=a"], '--text: words: expected a number or a range, as in 1-2, got "a"'],
    [["--text", "text:minCount=few"], '--text: text.minCount: expected a whole number, 1 or above, got "few"'],
    [["--text", "text:maxShare=2"], "--text: text.maxShare: expected a number above 0, at most 1, got 2"],
    [["--text", "text:weighting=tf"], '--text: text.weighting: expected one of tfidf, count, binary; got "tf"'],
    [["--text", "text:lowercase=no"], '--text: text.lowercase: expected true or false, got "no"'],
    [["--text", "text:words=1,words=2"], '--text: expected words of "text" once, got it twice'],
    [["--text", "tex:words=1"], '--text: expected a column to learn from, got "tex" (did you mean "text"?)'],
    ...["text:mincount=2", "text:mincount", "text:words=1, mincount=2"].map((value) => [
      ["--text", value],
      '--text: expected settings of "text" as in words=1-2,minCount=2, of words, characters, minCount, maxShare, ' +
        `maxTerms, weighting, lowercase, stopWords, got "${value.replace(/^.*[:, ]/, "")}" (did you mean "minCount"?)`,
    ]),
    [["--text", "tex"], '--text: expected a column to learn from, got "tex" (did you mean "text"?)'],
    [
      ["--text", "text", "--categories", "text"],
      '--text: expected no column of --categories or --reference, got "text"',
    ],
    [
      ["--text", "hour", "--reference", "hour=3"],
      '--text: expected no column of --categories or --reference, got "hour"',
    ],
    [
      ["--interact", "text:hour"],
      '--interact: expected columns of numbers or levels, got "text", which is one of texts',
    ],
  ])("%j is refused", (options, message) => {
    expect(fail(2, ["train", "sms.csv", "-t", "label", ...options])).toBe(message);
  });
});
