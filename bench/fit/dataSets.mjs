// The problems of bench/fit.mjs. Penalty of all: l2 = 1 / rows (scikit-learn's C = 1) on the columns as they are here.
import { csv, standardised, svmlight, tsv } from "./fixtures.mjs";
import { synthetic } from "./synthetic.mjs";

/** Part of the cache's key: count up when numbers change. */
export const VERSION = 1;

export const DATA_SETS = [
  { id: "breast_cancer", title: "breast cancer, raw", make: () => csv("breast_cancer.csv") },
  {
    id: "breast_cancer-std",
    title: "breast cancer, standardised",
    make: () => standardised(csv("breast_cancer.csv")),
  },
  { id: "spambase", title: "spambase, raw", make: () => csv("spambase.csv.gz") },
  { id: "higgs7k", title: "higgs7k", make: () => tsv("higgs7k.train.tsv.gz") },
  { id: "a9a", title: "a9a, dense", make: () => svmlight("a9a.train.svm.gz", 123) },
  { id: "agaricus", title: "agaricus, dense", make: () => svmlight("agaricus.train.svm.gz", 127) },
  {
    id: "n100k-28",
    title: "normal",
    make: () => synthetic({ rows: 100_000, columns: 28, seed: 1 }),
  },
  { id: "n1m-28", title: "normal", make: () => synthetic({ rows: 1_000_000, columns: 28, seed: 2 }) },
  {
    id: "n1m-28-k1e3",
    title: "normal, condition 1e3",
    make: () => synthetic({ rows: 1_000_000, columns: 28, condition: 1e3, seed: 3 }),
  },
  { id: "n20k-200", title: "normal", make: () => synthetic({ rows: 20_000, columns: 200, seed: 4 }) },
  { id: "n2k-2k", title: "normal", make: () => synthetic({ rows: 2000, columns: 2000, seed: 5 }) },
];

export const QUICK = ["breast_cancer", "breast_cancer-std", "spambase", "higgs7k"];
