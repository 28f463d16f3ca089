import { describe, expect, it } from "vitest";
import { LogisticRegression, LogitRangeError, LogitTypeError } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import { random as seeded } from "../support/random.ts";
import { sparseSample } from "../support/sparse.ts";

const random = seeded(20250103);
const rows = (count: number, scale = 1) =>
  Array.from({ length: count }, () => [scale * random(), random() - 0.5, 10 * random()]);
const bits = (numbers: Float64Array) => Array.from(new BigUint64Array(numbers.buffer));

const X = rows(200);
const y = X.map(([a = 0, b = 0]) => (a + b + random() > 1 ? "yes" : "no"));
const model = new LogisticRegression().fit(X, y);
const loaded = loadModel(JSON.stringify(model));

describe("loadModel", () => {
  const single = { data: Float32Array.from(rows(40).flat()), rows: 40, columns: 3 };
  const double = { data: Float64Array.from(rows(40).flat()), rows: 40, columns: 3 };
  const containers = {
    "one row": rows(1),
    "few rows": rows(16),
    "many rows": rows(1000),
    "rows far out": rows(50, 1e300),
    "rows of Float32Array": rows(20).map((row) => Float32Array.from(row)),
    "rows of Float64Array": rows(20).map((row) => Float64Array.from(row)),
    "row-major f32": single,
    "row-major f64": double,
  };
  for (const [name, matrix] of Object.entries(containers)) {
    it(`gives the bits of LogisticRegression: ${name}`, () => {
      expect(bits(loaded.decisionFunction(matrix))).toEqual(bits(model.decisionFunction(matrix)));
      expect(bits(loaded.predictProba(matrix))).toEqual(bits(model.predictProba(matrix)));
      expect(loaded.predict(matrix)).toEqual(model.predict(matrix));
      expect(loaded.predict(matrix, { threshold: 0.9 })).toEqual(model.predict(matrix, { threshold: 0.9 }));
    });
  }

  it("takes the object as it takes the text, and says the classes", () => {
    expect(loadModel(model.toJSON()).predict(X)).toEqual(model.predict(X));
    expect(loaded.classes).toEqual(["no", "yes"]);
  });

  it("does not change when the object does", () => {
    const json = JSON.parse(JSON.stringify(model));
    const before = loadModel(json);
    json.coef[0] = 1e9;
    expect(bits(before.predictProba(X))).toEqual(bits(model.predictProba(X)));
  });

  const good = model.toJSON();
  const refusedModels: [string, unknown, string][] = [
    ["text that is no JSON", "{", 'model: expected JSON text, got "{"'],
    ["nothing", undefined, "model: expected a model object, got undefined"],
    ["another format", { ...good, format: "other" }, 'model: expected format "logit-wasm/model", got "other"'],
    ["another version", { ...good, version: 9 }, "model: expected version 1 or 2, got 9"],
    [
      "no coefficients",
      { ...good, coef: [] },
      "model: expected coef to be finite numbers, one a column, got an array of 0",
    ],
    [
      "no number",
      { ...good, coef: [1, null, 2] },
      "model: expected coef to be finite numbers, one a column, got null at entry 1",
    ],
    ["no intercept", { ...good, intercept: null }, "model: expected intercept to be a finite number, got null"],
    [
      "one class",
      { ...good, classes: ["a", "a"] },
      "model: expected classes to be two distinct labels, got an array of 2",
    ],
  ];
  for (const [name, json, message] of refusedModels) {
    it(`refuses ${name}, as fromJSON does`, () => {
      expect(() => loadModel(json)).toThrow(message);
      expect(() => LogisticRegression.fromJSON(json)).toThrow(message);
    });
  }

  const refusedRows: [string, unknown, typeof LogitTypeError | typeof LogitRangeError, string][] = [
    ["no matrix", "rows", LogitTypeError, 'X: expected an array of rows or { data, rows, columns }, got "rows"'],
    ["null", null, LogitTypeError, "X: expected an array of rows or { data, rows, columns }, got null"],
    ["a row that is none", [[1, 2, 3], 4], LogitTypeError, "X: expected an array of numbers as row 1, got 4"],
    ["a hole", new Array(1), LogitTypeError, "X: expected an array of numbers as row 0, got undefined"],
    [
      "a short row",
      [
        [1, 2, 3],
        [1, 2],
      ],
      LogitRangeError,
      "X: expected 3 columns as in fit, got 2 at row 1",
    ],
    ["text", [[1, "2", 3]], LogitTypeError, 'X: expected numbers, got "2" at row 0, column 1'],
    [
      "NaN",
      [
        [1, 2, 3],
        [1, 2, Number.NaN],
      ],
      LogitRangeError,
      "X: expected finite numbers, got NaN at row 1, column 2",
    ],
    ["too few numbers", { ...double, rows: 41 }, LogitRangeError, "X.data: expected 41 x 3 numbers, got 120"],
    ["half rows", { ...double, rows: 60.5 }, LogitTypeError, "X: expected an array of rows or { data, rows, columns }"],
    [
      "other columns",
      { ...double, rows: 60, columns: 2 },
      LogitRangeError,
      "X: expected 3 columns as in fit, got 2 at row 0",
    ],
  ];
  for (const [name, matrix, type, message] of refusedRows) {
    it(`refuses ${name}`, () => {
      const call = () => loaded.predictProba(matrix as number[][]);
      expect(call).toThrow(type);
      expect(call).toThrow(message);
    });
  }

  it("refuses Infinity - Infinity and a threshold that is no probability", () => {
    const steep = loadModel({ ...good, coef: [1e200, -1e200, 0] });
    expect(() => steep.predict([[1e200, 1e200, 0]])).toThrow(
      "X: expected row 0 x coefficients to be a number, got Infinity - Infinity",
    );
    expect(() => loaded.predict(X, { threshold: 2 })).toThrow("threshold: expected a number from 0 to 1, got 2");
  });
});

describe("loadModel of sparse rows", () => {
  const shapes = [{ values: "f64" }, { values: "f32" }, { values: "ones" }] as const;
  for (const { values } of shapes) {
    const { sparse, dense, y } = sparseSample(7, { rows: 300, columns: 40, each: 6, values });
    const fitted = new LogisticRegression({ l2: 0.01 }).fit(sparse, y);
    const predictor = loadModel(fitted.toJSON());

    it(`gives the bits of LogisticRegression, and of the rows with their zeros: ${values}`, () => {
      for (const other of [fitted.decisionFunction(sparse), predictor.decisionFunction(dense)]) {
        expect(bits(predictor.decisionFunction(sparse))).toEqual(bits(other));
      }
      expect(bits(predictor.predictProba(sparse))).toEqual(bits(fitted.predictProba(sparse)));
      expect(predictor.predict(sparse, { threshold: 0.3 })).toEqual(fitted.predict(sparse, { threshold: 0.3 }));
      const offsets = y.map((_, i) => i / 8);
      expect(bits(predictor.predictProba(sparse, { offsets }))).toEqual(bits(fitted.predictProba(sparse, { offsets })));
    });
  }

  const known = LogisticRegression.of({ coef: [0.1, -1.3, 2.7], intercept: 0.3, features: ["a", "b", "c"] });
  const predictor = loadModel(known.toJSON());

  it("adds columns that come twice, in any order, as LogisticRegression does, and takes scipy's shape", () => {
    const data = [0.1, 0.2, 0.3, 0.7, 1.1];
    const given = { data, indices: [2, 0, 2, 1, 0], indptr: [0, 3, 3, 5], shape: [3, 3] as const };
    expect(bits(predictor.decisionFunction(given))).toEqual(bits(known.decisionFunction(given)));
    const dense = [
      [0.2, 0, 0.1 + 0.3],
      [0, 0, 0],
      [1.1, 0.7, 0],
    ];
    expect(bits(predictor.decisionFunction(given))).toEqual(bits(known.decisionFunction(dense)));
  });

  // biome-ignore format: a table
  const refused: readonly (readonly [string, object, string])[] = [
    ["other columns", { columns: 4 }, "X: expected 3 columns as in fit, got 4"],
    ["NaN, with the name of its column", { data: [1, Number.NaN] }, 'X: expected finite numbers, got NaN at row 1, column "b"'],
    ["a column beyond the last", { indices: [0, 3] }, "X.indices: expected whole numbers from 0 to 2, got 3 at row 1, entry 0"],
    ["values that are texts", { data: [1, "2"] }, 'X.data: expected numbers, got "2" at entry 1'],
  ];
  it.each(refused)("refuses %s, as LogisticRegression does", (_, changed, message) => {
    const X = { data: [1, 2], indices: [0, 1], indptr: [0, 1, 2], rows: 2, columns: 3, ...changed };
    for (const reader of [predictor, known]) expect(() => reader.predict(X)).toThrow(message);
  });

  it("gives an empty answer of no rows, dense or sparse, as LogisticRegression does", () => {
    const sparse = { data: [], indices: [], indptr: [0], shape: [0, 3] } as const;
    for (const X of [[], { data: [], rows: 0, columns: 3 }, { ...sparse, data: undefined }, sparse]) {
      for (const reader of [predictor, known]) {
        expect(reader.predict(X)).toEqual([]);
        expect(reader.predictProba(X)).toEqual(new Float64Array(0));
        expect(reader.decisionFunction(X)).toEqual(new Float64Array(0));
      }
    }
    expect(() => known.score([], [])).toThrow("X: expected at least one row, got none");
  });

  it("refuses Infinity - Infinity", () => {
    const steep = loadModel({ ...known.toJSON(), coef: [1e300, -1e300, 0] });
    const X = { data: [1e150, 1e150], indices: [0, 1], indptr: [0, 0, 2], rows: 2, columns: 3 };
    expect(() => steep.predict(X)).toThrow("X: expected row 1 x coefficients to be a number, got Infinity - Infinity");
  });

  it("does not name columns of an encoder's table after those of the table", () => {
    const table = { plan: ["a", "b", "c", "a", "b", "c"], age: [1, 2, 3, 4, 5, 7] };
    const encoded = new LogisticRegression().fit(table, [0, 1, 0, 1, 1, 0]);
    const X = { data: [Number.NaN], indices: [1], indptr: [0, 1], rows: 1, columns: encoded.coef.length };
    for (const reader of [encoded, loadModel(encoded.toJSON())]) {
      expect(() => reader.predict(X)).toThrow("got NaN at row 0, column 1");
    }
  });
});
