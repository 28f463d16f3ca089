/** The real data sets of the suite in one file that every runtime can read: see suite/data.mjs for its form. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { csv, svmlight, tsv } from "../../bench/fit/fixtures.mjs";
import { unevenWeights } from "./suite/data.mjs";

export function packData() {
  const higgsWeights = new URL("../fixtures/higgs7k.train.weight.tsv.gz", import.meta.url);
  const sets = {
    "breast cancer": csv("breast_cancer.csv"),
    spambase: csv("spambase.csv.gz"),
    higgs7k: {
      ...tsv("higgs7k.train.tsv.gz"),
      weights: Float64Array.from(gunzipSync(readFileSync(higgsWeights)).toString().trim().split("\n"), Number),
    },
    heart: svmlight("heart_scale.svm.gz", 13),
    agaricus: svmlight("agaricus.train.svm.gz", 127),
    a9a: svmlight("a9a.train.svm.gz", 123),
  };
  const parts = [];
  let at = 0;
  /** Numbers that f32 can hold take half the room. */
  const put = (numbers) => {
    const exact = numbers.every((value) => Math.fround(value) === value);
    const array = exact ? Float32Array.from(numbers) : numbers;
    parts.push({ at, bytes: new Uint8Array(array.buffer) });
    const entry = { type: exact ? "f32" : "f64", at, length: array.length };
    at += Math.ceil(array.byteLength / 8) * 8;
    return entry;
  };
  const header = Object.entries(sets).map(([name, { x, y, rows, columns, weights = unevenWeights(rows) }]) => {
    return { name, rows, columns, x: put(x), y: put(y), weights: put(weights) };
  });
  const text = new TextEncoder().encode(JSON.stringify(header));
  const first = 8 + Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(first + at);
  file.set(new Uint8Array(Uint32Array.of(text.length).buffer));
  file.set(text, 8);
  for (const { at: offset, bytes } of parts) file.set(bytes, first + offset);
  return file;
}
