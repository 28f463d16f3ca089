/**
 * Sparse rows (CSR) at random, one in two of them spoilt: a spoilt one is refused by an error of the library that names X, any
 * other is fitted to the optimum of the same rows with their zeros and predicted with their bits:
 * `node test/fuzz/sparseRows.mjs`, options as in fits.mjs.
 */
import { runIfMain } from "./cases.mjs";
import { randomOf } from "./random.mjs";

/** Objectives of both fits may differ by this part: each is within 1e-12 of the optimum, or says that it is not. */
const CLOSE = 1e-8;

export function sparseRows({ dump = false } = {}) {
  return {
    name: "sparseRows",
    cases: 10_000,
    attempt({ LogisticRegression, LogitTypeError, LogitRangeError }, number) {
      const random = randomOf(number, "sparse");
      const { X, dense, y } = randomSparse(random);
      const spoil = random.chance(0.5) ? random.pick(SPOILS) : undefined;
      const spoilt = spoil === undefined ? X : spoil.of(X, random);
      if (spoilt === undefined) return [];
      const options = random.pick([
        { l2: 0.1 },
        { l2: 1, standardize: false },
        { l1: 0.05 },
        { l2: 0.2, fitIntercept: false },
      ]);
      if (dump) console.log(JSON.stringify({ spoil: spoil?.name, spoilt, y, options }));
      let model;
      try {
        model = new LogisticRegression(options).fit(spoilt, y);
      } catch (error) {
        const isOurs = error instanceof LogitTypeError || error instanceof LogitRangeError;
        if (isOurs && spoil !== undefined && /^X/.test(error.message)) return [];
        return [{ kind: spoil === undefined ? "refused" : "not named", detail: `${spoil?.name}: ${error.message}` }];
      }
      if (spoil !== undefined) return [{ kind: "taken", detail: spoil.name }];
      const expected = new LogisticRegression(options).fit(dense, y);
      const [got, best] = [model.report, expected.report];
      const finds = [];
      const gap = Math.abs(got.objective - best.objective) / Math.max(best.objective, 1e-3);
      if (got.converged && best.converged && gap > CLOSE) finds.push({ kind: "another optimum", detail: `${gap}` });
      const z = expected.decisionFunction(X);
      const zOfDense = expected.decisionFunction(dense);
      if (!z.every((value, row) => Math.abs(value - zOfDense[row]) <= 1e-12 * (1 + Math.abs(value)))) {
        finds.push({ kind: "other predictions", detail: "" });
      }
      return finds;
    },
  };
}

/** Rows with empty ones, empty columns, explicit zeros, columns in any order and values of one column more than once. */
function randomSparse(random) {
  const rows = random.whole(4, 40);
  const columns = random.whole(1, 30);
  const density = random.pick([0.05, 0.2, 0.6]);
  const isOnes = random.chance(0.3);
  const isOrdered = random.chance(0.5);
  const indptr = [0];
  const indices = [];
  const data = [];
  const dense = new Float64Array(rows * columns);
  for (let row = 0; row < rows; ++row) {
    const own = [];
    for (let j = 0; j < columns; ++j) if (random.chance(density)) own.push(j);
    if (!isOrdered) own.sort(() => random.uniform() - 0.5);
    if (!isOrdered && own.length > 0 && random.chance(0.2)) own.push(own[0]);
    for (const j of own) {
      const value = isOnes ? 1 : random.chance(0.1) ? 0 : random.normal() * random.magnitude(-2, 2);
      indices.push(j);
      data.push(value);
      dense[row * columns + j] += value;
    }
    indptr.push(indices.length);
  }
  const y = random.array(rows, (_) => random.whole(0, 1));
  y[0] = 0;
  y[1] = 1;
  const list = random.pick([
    (values) => Uint32Array.from(values),
    (values) => Int32Array.from(values),
    (values) => values,
  ]);
  const shape = random.chance(0.5) ? { shape: [rows, columns] } : { rows, columns };
  const X = {
    ...(!isOnes && { data: Float64Array.from(data) }),
    indices: list(indices),
    indptr: list(indptr),
    ...shape,
  };
  return { X, dense: { data: dense, rows, columns }, y };
}

const put = (list, at, value) => Object.assign(Array.from(list), { [at]: value });
/** A change that makes rows of X invalid, undefined where it cannot. */
const SPOILS = [
  { name: "an index too large", of: (X, random) => atAnyIndex(X, random, () => columnsOf(X)) },
  { name: "a negative index", of: (X, random) => atAnyIndex(X, random, () => -1) },
  { name: "an index with a fraction", of: (X, random) => atAnyIndex(X, random, () => 0.5) },
  { name: "an index that is no number", of: (X, random) => atAnyIndex(X, random, () => "0") },
  { name: "an index of NaN", of: (X, random) => atAnyIndex(X, random, () => Number.NaN) },
  { name: "indptr that does not begin at 0", of: (X) => ({ ...X, indptr: put(X.indptr, 0, 1) }) },
  { name: "indptr that falls", of: (X) => ({ ...X, indptr: put(X.indptr, 1, X.indices.length + 1) }) },
  { name: "indptr of NaN", of: (X) => ({ ...X, indptr: put(X.indptr, 1, Number.NaN) }) },
  { name: "indptr too short", of: (X) => ({ ...X, indptr: X.indptr.slice(0, -1) }) },
  {
    name: "indptr that ends early",
    of: (X) => X.indices.length > 0 && { ...X, indptr: put(X.indptr, X.indptr.length - 1, X.indices.length - 1) },
  },
  { name: "no indptr at all", of: (X) => ({ ...X, indptr: null }) },
  { name: "indices that are no list", of: (X) => ({ ...X, indices: 5 }) },
  { name: "values too few", of: (X) => X.data?.length > 0 && { ...X, data: X.data.slice(1) } },
  {
    name: "a value of NaN",
    of: (X) => X.data?.length > 0 && { ...X, data: Float64Array.from(put(X.data, 0, Number.NaN)) },
  },
  {
    name: "a value of Infinity",
    of: (X) => X.data?.length > 0 && { ...X, data: Float64Array.from(put(X.data, 0, Infinity)) },
  },
  { name: "a value that is a text", of: (X) => X.data?.length > 0 && { ...X, data: put(X.data, 0, "1") } },
  { name: "values that are no list", of: (X) => ({ ...X, data: "1" }) },
  { name: "a shape of one number", of: (X) => ({ ...X, shape: [X.indptr.length - 1] }) },
  {
    name: "a shape unlike rows",
    of: (X) => ({ ...X, shape: [X.indptr.length - 1, columnsOf(X)], rows: X.indptr.length }),
  },
  { name: "columns of NaN", of: (X) => ({ ...X, shape: undefined, rows: X.indptr.length - 1, columns: Number.NaN }) },
].map(({ name, of }) => ({ name, of: (X, random) => of(X, random) || undefined }));

function columnsOf({ shape, columns }) {
  return shape?.[1] ?? columns;
}

function atAnyIndex(X, random, value) {
  if (X.indices.length === 0) return undefined;
  return { ...X, indices: put(X.indices, random.whole(0, X.indices.length - 1), value()) };
}

await runIfMain(import.meta.url, sparseRows);
