// The data sets of bench/sparseFit.mjs as CSR with labels: real ones from test/fixtures, and seeded text and clicks whose labels
// follow a logistic model.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** Uniform numbers in (0, 1), the same each time. */
function uniforms(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

/**
 * Rows of about `each` draws of terms by Zipf's law. With tf-idf each row has length 1, else every value is 1. A term's
 * coefficient is normal; P(y = 1) is logistic in their mean over the row.
 */
function drawn(seed, rows, columns, each, tfidf) {
  const uniform = uniforms(seed);
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const truth = Float64Array.from({ length: columns }, normal);
  const indptr = new Uint32Array(rows + 1);
  const indices = [];
  const counts = [];
  const y = new Uint8Array(rows);
  const documents = new Float64Array(columns);
  const terms = new Map();
  for (let row = 0; row < rows; ++row) {
    terms.clear();
    const length = Math.max(3, Math.round(each * (0.3 + 1.4 * uniform())));
    let z = 0;
    for (let k = 0; k < length; ++k) {
      const term = Math.floor((columns + 1) ** uniform() - 1) % columns;
      terms.set(term, (terms.get(term) ?? 0) + 1);
      z += truth[term];
    }
    for (const term of Array.from(terms.keys()).sort((a, b) => a - b)) {
      indices.push(term);
      counts.push(terms.get(term));
      ++documents[term];
    }
    indptr[row + 1] = indices.length;
    y[row] = uniform() < 1 / (1 + Math.exp((-2 * z) / Math.sqrt(length))) ? 1 : 0;
  }
  const X = { indices: Uint32Array.from(indices), indptr, rows, columns };
  if (!tfidf) return { X, y };
  const data = Float64Array.from(counts);
  for (let row = 0; row < rows; ++row) {
    let sum = 0;
    for (let k = indptr[row]; k < indptr[row + 1]; ++k) {
      data[k] *= Math.log((1 + rows) / (1 + documents[indices[k]])) + 1;
      sum += data[k] ** 2;
    }
    for (let k = indptr[row]; k < indptr[row + 1]; ++k) data[k] /= Math.sqrt(sum);
  }
  return { X: { ...X, data }, y };
}

function svmlight(file, columns) {
  const text = gunzipSync(readFileSync(new URL(`../../test/fixtures/${file}`, import.meta.url))).toString();
  const indptr = [0];
  const indices = [];
  const data = [];
  const y = [];
  for (const line of text.split("\n")) {
    const [label, ...pairs] = line.trim().split(/\s+/);
    if (label === "") continue;
    y.push(Number(label) > 0 ? 1 : 0);
    for (const pair of pairs) {
      const [column, value] = pair.split(":").map(Number);
      indices.push(column - 1);
      data.push(value);
    }
    indptr.push(indices.length);
  }
  const ones = data.every((value) => value === 1);
  const X = { indices: Uint32Array.from(indices), indptr: Uint32Array.from(indptr), rows: y.length, columns };
  return { X: ones ? X : { ...X, data: Float64Array.from(data) }, y: Uint8Array.from(y) };
}

export const DATA_SETS = [
  { id: "a9a", title: "a9a, 32,561 x 123, ones", make: () => svmlight("a9a.train.svm.gz", 123) },
  { id: "agaricus", title: "agaricus, 6,513 x 126, ones", make: () => svmlight("agaricus.train.svm.gz", 126) },
  { id: "text47k", title: "text, 20,000 x 47,000, 80 words", make: () => drawn(1, 20_000, 47_000, 80, true) },
  { id: "text20k", title: "text, 100,000 x 20,000, 40 words", make: () => drawn(2, 100_000, 20_000, 40, true) },
  { id: "text130k", title: "text, 11,000 x 130,000, 150 words", make: () => drawn(3, 11_000, 130_000, 150, true) },
  { id: "clicks", title: "clicks, 1,000,000 x 100,000, 20 ones", make: () => drawn(4, 1_000_000, 100_000, 20, false) },
];
