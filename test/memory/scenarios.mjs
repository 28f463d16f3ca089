// What the memory tests do, each in a process of its own: a function of plain arguments that returns plain results.
import { Dataset, LogisticRegression } from "../../build/index.js";
import { measured, settled } from "./memory.mjs";
import { problem, tile } from "./problem.mjs";

const MIB = 2 ** 20;

function warmUp(dtype, columns) {
  const small = problem(dtype, 64 * 1024 + 320 * columns * 8, columns);
  new LogisticRegression({ maxEpochs: 20 }).fit(small.X, small.y);
  Dataset.from(small.X, small.y);
}

/** The rise of memory during a fit beside X, y and the weights, which the caller has. */
function oneFit({ dtype, mib, columns, weighted = false, options = {} }) {
  warmUp(dtype, columns);
  const { X, y } = problem(dtype, mib * MIB, columns);
  const weights = weighted ? new Float64Array(X.rows) : undefined;
  if (weighted) for (let row = 0; row < X.rows; ++row) weights[row] = 1 + (row % 3);
  const { result, rise, left } = measured(() =>
    new LogisticRegression(options).fit(X, y, weights === undefined ? {} : { weights }),
  );
  const nonZeros = result.coef.filter((value) => value !== 0).length;
  return { rise, left, reason: result.report.reason, bytes: X.data.byteLength, rows: X.rows, nonZeros };
}

/** The same while a Dataset is made. */
function oneDataset({ dtype, mib, columns, pushes = 0 }) {
  warmUp(dtype, columns);
  const { X, y } = problem(dtype, mib * MIB, columns);
  const build = () => {
    const builder = Dataset.builder(columns, { precision: dtype });
    for (let first = 0; first < X.rows; first += pushes) {
      const end = Math.min(X.rows, first + pushes);
      const data = X.data.subarray(first * columns, end * columns);
      builder.pushRows({ data, rows: end - first, columns }, y.subarray(first, end));
    }
    return builder.build();
  };
  const { rise, left, result } = measured(() => (pushes === 0 ? Dataset.from(X, y) : build()));
  return { rise, left, rows: result.rows, bytes: X.data.byteLength };
}

/** What memory grows by in the second half of many calls: in the first the engine finds out how large its heap should be. */
function manyTimes({ kind, times }) {
  const shapes = [1, 3, 8].map((columns) => problem(columns === 3 ? "f32" : "f64", 40_000, columns));
  const large = problem("f32", 34 * MIB, 28);
  const calls = {
    fit: ({ X, y }) => new LogisticRegression().fit(X, y),
    dataset: ({ X, y }) => new LogisticRegression({ solver: "newton" }).fit(Dataset.from(X, y)),
    streamed: () => new LogisticRegression({ maxEpochs: 3 }).fit(large.X, large.y),
    "a fit that throws": ({ X }) => {
      const y = new Uint8Array(X.rows);
      y[1] = 1;
      const data = X.data.slice();
      data[data.length - 1] = Number.NaN;
      try {
        new LogisticRegression().fit({ ...X, data }, y);
      } catch (error) {
        if (error.code !== "NON_FINITE") throw error;
      }
    },
  };
  let half = 0;
  for (let i = 0; i < times; ++i) {
    calls[kind](shapes[i % shapes.length]);
    if (i === Math.floor(times / 2)) half = settled();
  }
  return { growth: settled() - half };
}

/** What is left of a fit once the model is all that is kept: X as one array, and as rows, which are packed. */
function givenBack({ mib, packed }) {
  const columns = 512;
  warmUp("f32", columns);
  const before = settled();
  const fitted = () => {
    const { X, y } = problem("f32", mib * MIB, columns);
    // few rows, lest what is left of the views themselves is taken for X
    const rows = packed && Array.from({ length: X.rows }, (_, i) => X.data.subarray(i * columns, (i + 1) * columns));
    return new LogisticRegression({ maxEpochs: 5, solver: "lbfgs" }).fit(packed ? rows : X, y);
  };
  const { result, rise } = measured(fitted);
  return { rise, left: settled() - before, columns: result.coef.length };
}

/**
 * X of more than 4 GiB: one pattern of rows again and again, beyond a point another. `expected` is the fit of the two patterns
 * in f64, weighted by how often they come.
 */
function beyondFourGiB({ rows, change, columns }) {
  const patterns = [1, 2].map((seed) => problem("f32", 8000 * columns * 4, columns, seed));
  const data = new Float32Array(rows * columns);
  const y = new Uint8Array(rows);
  tile(data, y, patterns[0], 0, change);
  tile(data, y, patterns[1], change, rows);
  const { result, rise } = measured(() =>
    new LogisticRegression({ l2: 0.01, maxEpochs: 40 }).fit({ data, rows, columns }, y),
  );
  const both = [0, 1].flatMap((k) => {
    const { X } = patterns[k];
    return Array.from({ length: X.rows }, (_, i) => X.data.subarray(i * columns, (i + 1) * columns));
  });
  const labels = [...patterns[0].y, ...patterns[1].y];
  const times = [change, rows - change];
  const weights = labels.map((_, i) => times[i < patterns[0].X.rows ? 0 : 1]);
  const oracle = new LogisticRegression({ l2: 0.01, precision: "f64" }).fit(both, labels, { weights });
  return {
    rise,
    bytes: data.byteLength,
    converged: result.report.converged,
    actual: [...result.coef, result.intercept],
    expected: [...oracle.coef, oracle.intercept],
  };
}

/** A Dataset whose panels reach beyond 2 GiB, made of few rows that come again and again; and those few rows alone. */
function beyondTwoGiB({ rows, columns, distinct }) {
  const { X, y } = problem("f64", distinct * columns * 8, columns);
  const row = (i) => X.data.subarray((i % distinct) * columns, ((i % distinct) + 1) * columns);
  const many = Dataset.from(
    Array.from({ length: rows }, (_, i) => row(i)),
    Uint8Array.from({ length: rows }, (_, i) => y[i % distinct]),
  );
  const w = Float64Array.from({ length: columns }, (_, j) => Math.sin(j) / columns);
  const [actual, expected] = [many, Dataset.from(X, y)].map((dataset) => dataset.propagate(w, 0.1));
  return { actual: [actual.cost, actual.db, ...actual.dw], expected: [expected.cost, expected.db, ...expected.dw] };
}

/** Datasets that are all kept until there is no room for another, then dropped. */
function tooManyKept() {
  const { X, y } = problem("f64", 4000, 4);
  const coefficients = () => [...new LogisticRegression().fit(X, y).coef];
  const expected = coefficients();
  let kept = [];
  let code = "none";
  try {
    while (kept.length < 100_000) kept.push(Dataset.from(X, y));
  } catch (error) {
    code = error.code;
  }
  const count = kept.length;
  const meanwhile = coefficients();
  kept = [];
  globalThis.gc();
  const afterwards = [...new LogisticRegression().fit(Dataset.from(X, y)).coef];
  return { code, count, expected, meanwhile, afterwards };
}

export const SCENARIOS = { oneFit, oneDataset, manyTimes, givenBack, beyondFourGiB, beyondTwoGiB, tooManyKept };
