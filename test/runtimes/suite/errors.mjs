/**
 * Calls that have to throw, and `name code: message` of what they throw: to the letter, or how it begins where it goes on with
 * a list that grows. The digest has the whole texts.
 */
import { assert, assertEqual } from "./assert.mjs";

const X = [
  [0, 1],
  [1, 1],
  [2, 0],
  [3, 1],
];
const y = [0, 0, 1, 1];

/** X with another row 1. */
const withRow = (row) => [X[0], row, X[2], X[3]];

const fitting =
  (rows, labels = y, extras = {}, options = {}) =>
  ({ LogisticRegression }) =>
    new LogisticRegression(options).fit(rows, labels, extras);

const fitted = ({ LogisticRegression }) => new LogisticRegression().fit(X, y);

/** Reads a good model file after a change to it. */
const loading = (change) => (library) =>
  library.LogisticRegression.fromJSON(change(JSON.parse(JSON.stringify(fitted(library)))));

const matrix = (data, rows, columns) => ({ data, rows, columns });

function detached(length) {
  const data = new Float64Array(length);
  structuredClone(data, { transfer: [data.buffer] });
  return data;
}

const CALLS = {
  NON_FINITE: [
    ["X: expected finite numbers, got NaN at row 1, column 1", fitting(withRow([1, Number.NaN]))],
    ["X: expected finite numbers, got -Infinity at row 1, column 0", fitting(withRow([-Infinity, 1]))],
    [
      "X: expected finite numbers, got NaN at row 2, column 0",
      fitting(matrix(Float32Array.of(0, 1, Number.NaN, 3), 4, 1)),
    ],
    ["X: expected numbers up to 1e150 in size, got 1e+200 at row 0, column 0", fitting([[1e200], [1], [2], [3]])],
    [
      "X: expected numbers that f32 can hold, got 1e+39 at row 2, column 0",
      fitting([[1], [2], [1e39], [3]], y, {}, { precision: "f32" }),
    ],
    [
      "X: expected columns that are constant or vary by more than 1e-145, got less in column 0",
      fitting([[1e-200], [2e-200], [3e-200], [4e-200]]),
    ],
    ["X: expected finite numbers, got NaN at row 0, column 1", (library) => fitted(library).predict([[1, Number.NaN]])],
    ["z: expected numbers, got NaN at row 1", ({ cost }) => cost({ z: [0, Number.NaN] }, [0, 1])],
  ],
  INVALID_MATRIX: [
    ["X: expected 2 columns as in row 0, got 1 at row 1", fitting(withRow([1]))],
    ["X: expected an array of numbers or a typed array as row 1, got 7", fitting(withRow(7)), TypeError],
    ['X: expected numbers, got "1" at row 1, column 1', fitting(withRow([1, "1"])), TypeError],
    ["X: expected an array of rows or { data, rows, columns }, got undefined", fitting(undefined), TypeError],
    ["X: expected an array of rows or { data, rows, columns }, got a Map", fitting(new Map()), TypeError],
    ["X: expected an array of rows or { data, rows, columns }, got Symbol(X)", fitting(Symbol("X")), TypeError],
    ["X: expected an array of rows or { data, rows, columns }, got a function", fitting(fitting), TypeError],
    [
      "X.data: expected a typed array or an array of numbers, got a BigInt64Array of 8",
      fitting(matrix(new BigInt64Array(8), 4, 2)),
      TypeError,
    ],
    ["X.data: expected 4 x 2 = 8 numbers, got 7", fitting(matrix(new Float64Array(7), 4, 2))],
    [
      "X.data: expected 4 x 2 = 8 numbers, got 0 (an empty or detached buffer)",
      (library) => fitting(matrix(detached(8), 4, 2))(library),
    ],
    ["X: expected at least one row, got none", fitting([], [])],
  ],
  SHAPE_MISMATCH: [
    ["y: expected 4 labels, one a row of X, got 3", fitting(X, [0, 1, 1])],
    ["X: expected 2 columns as in fit, got 3", (library) => fitted(library).predictProba([[1, 2, 3]])],
    ["w: expected 2 numbers, got 1", ({ forward }) => forward(X, [1], 0)],
  ],
  INVALID_LABELS: [
    ["y: expected two classes, got only 1", fitting(X, [1, 1, 1, 1])],
    ['y: expected two classes, "a" and "b", got a third, "c d", at row 3', fitting(X, ["a", "b", "a", "c\nd"])],
    [
      "y: expected a finite number, a string or a boolean, got NaN at row 2",
      fitting(X, [0, 1, Number.NaN, 1]),
      TypeError,
    ],
    ["y: expected an array of labels, got 10n", fitting(X, 10n), TypeError],
    ["y: expected 0 or 1, got 2 at row 2", ({ propagate }) => propagate(X, [0, 1, 2, 1], { w: [0, 0], b: 0 })],
  ],
  INVALID_WEIGHTS: [
    ["weights: expected finite numbers, 0 or above, got -1 at row 1", fitting(X, y, { weights: [1, -1, 1, 1] })],
    ["weights: expected a sum above 0, got all zeros", fitting(X, y, { weights: [0, 0, 0, 0] })],
    [
      "weights: expected a sum that is finite and has a finite reciprocal, got Infinity",
      fitting(X, y, { weights: [1e308, 1e308, 1e308, 1e308] }),
    ],
  ],
  INVALID_OPTION: [
    ["fit: expected options ", fitting(X, y, { wieghts: [1] })],
    ["LogisticRegression: expected options ", fitting(X, y, {}, { alpha: 1 })],
    ["solver: expected one of auto, ", fitting(X, y, {}, { solver: "saga" })],
    ["l2: expected a finite number, 0 or above, got -1", fitting(X, y, {}, { l2: -1 })],
    ['tolerance: expected a finite number above 0, got "x"', fitting(X, y, {}, { tolerance: "x" }), TypeError],
    ["penaltyFactors: expected numbers, 0 or above, got -0.5", fitting(X, y, { penaltyFactors: [1, -0.5] })],
    ["columns: expected a whole number above 0, got 0", ({ Dataset }) => Dataset.builder(0)],
  ],
  NOT_FITTED: [
    [
      "model: expected fit to come first, got a model that is not fitted",
      ({ LogisticRegression }) => new LogisticRegression().predict(X),
      TypeError,
    ],
  ],
  INVALID_MODEL: [
    ['model: expected JSON text, got "hello"', loading(() => "hello"), TypeError],
    [
      'model: expected JSON text, got "{"format":"logit-wasm/model",""',
      loading((model) => JSON.stringify(model).slice(0, 30)),
      TypeError,
    ],
    ["model: expected a model object, got null", loading(() => null), TypeError],
    ['model: expected no other entries, got "extra"', loading((model) => ({ ...model, extra: 1 })), TypeError],
    [
      "model: expected coef to be finite numbers, one a column, got null at entry 1",
      loading((model) => ({ ...model, coef: [1, null] })),
      TypeError,
    ],
  ],
  MODEL_VERSION: [["model: expected version 1 or 2, got 3", loading((model) => ({ ...model, version: 3 }))]],
};

/** A name, the call, and what it has to throw. */
export const ERRORS = Object.entries(CALLS).flatMap(([code, calls]) =>
  calls.map(([message, call, type = RangeError]) => ({ name: `${code}: ${message}`, call, code, message, type })),
);

/** The text of what the call throws, which is checked. */
export function thrownBy(library, { call, code, message, type }) {
  let error;
  try {
    call(library);
  } catch (thrown) {
    error = thrown;
  }
  assert(error instanceof type, `expected a ${type.name}, got ${error}`);
  assertEqual(error.name, `Logit${type.name}`, "name");
  assertEqual(error.code, code, "code");
  const whole = !message.endsWith(" ");
  assertEqual(whole ? error.message : error.message.slice(0, message.length), message, "message");
  return `${error.name} ${error.code}: ${error.message}\n`;
}
