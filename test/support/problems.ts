import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

export interface Problem {
  readonly X: { readonly data: Float64Array<ArrayBuffer>; readonly rows: number; readonly columns: number };
  readonly y: number[];
}

/** One entry of fixtures/solutions.json. */
export interface Solution {
  readonly name: string;
  readonly rows: number;
  readonly features: number;
  readonly standardize: boolean;
  readonly weighted: boolean;
  readonly l1: number;
  readonly l2: number;
  readonly objective: number;
  readonly intercept: number;
  readonly coef: number[];
  readonly accuracy: number;
  readonly auc: number;
}

export function fixture(name: string): string {
  const file = fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
  const bytes = readFileSync(file);
  return (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

export function solutions(): Solution[] {
  return JSON.parse(fixture("solutions.json")).cases;
}

/** The data set that a solution's name begins with. */
export function problemOf(solution: Solution): Problem {
  const columns = solution.features;
  switch (solution.name.split(" ")[0]) {
    case "breast_cancer":
      return table(fixture("breast_cancer.csv"), ",", 1, columns, "last");
    case "spambase":
      return table(fixture("spambase.csv.gz"), ",", 1, columns, "last");
    case "higgs7k":
      return table(fixture("higgs7k.train.tsv.gz"), "\t", 0, columns, "first");
    case "heart_scale":
      return svmlight(fixture("heart_scale.svm.gz"), columns);
    case "a9a":
      return svmlight(fixture("a9a.train.svm.gz"), columns);
    case "agaricus":
      return svmlight(fixture("agaricus.train.svm.gz"), columns);
    default:
      throw new Error(`no data for ${solution.name}`);
  }
}

export function higgsWeights(): number[] {
  return fixture("higgs7k.train.weight.tsv.gz").trim().split("\n").map(Number);
}

function table(text: string, separator: string, headers: number, columns: number, label: "first" | "last"): Problem {
  const lines = text.trim().split(/\r?\n/).slice(headers);
  const data = new Float64Array(lines.length * columns);
  const y: number[] = [];
  for (const [i, line] of lines.entries()) {
    const values = line.split(separator).map(Number);
    y.push((label === "first" ? values.shift() : values.pop()) ?? Number.NaN);
    data.set(values, i * columns);
  }
  return { X: { data, rows: lines.length, columns }, y };
}

function svmlight(text: string, columns: number): Problem {
  const lines = text.trim().split("\n");
  const data = new Float64Array(lines.length * columns);
  const y: number[] = [];
  for (const [i, line] of lines.entries()) {
    const [label, ...pairs] = line.trim().split(/\s+/);
    y.push(Number(label));
    for (const pair of pairs) {
      const [index, value] = pair.split(":").map(Number);
      data[i * columns + (index ?? 0) - 1] = value ?? 0;
    }
  }
  return { X: { data, rows: lines.length, columns }, y };
}
