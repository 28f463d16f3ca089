import { describe, expect, it } from "vitest";
import { backward, cost, Dataset, forward, gradientDescent, LogisticRegression, propagate } from "../../src/index.ts";
import { deviations } from "../support/objective.ts";
import { sample } from "../support/random.ts";

const X = [
  [0, 1],
  [1, 1],
  [2, 0],
  [3, 1],
];
const y = [0, 0, 1, 1];

/** `name code: message` of what the call throws. */
function thrown(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    const { name, code, message } = error as { name: string; code: string; message: string };
    return `${name} ${code}: ${message}`;
  }
  return "nothing";
}

// biome-ignore lint/suspicious/noExplicitAny: the point of these tests is to pass what the types forbid
type Anything = any;

function fitting(rows: Anything, labels: Anything = y, options: Anything = {}): () => unknown {
  return () => new LogisticRegression().fit(rows, labels, options);
}

describe("bad input is named", () => {
  const cases: [string, () => unknown, string][] = [
    [
      "NaN",
      fitting([
        [0, 1],
        [1, Number.NaN],
        [2, 0],
        [3, 1],
      ]),
      "LogitRangeError NON_FINITE: X: expected finite numbers, got NaN at row 1, column 1",
    ],
    [
      "Infinity",
      fitting([
        [0, 1],
        [1, 1],
        [2, 0],
        [-Infinity, 1],
      ]),
      "LogitRangeError NON_FINITE: X: expected finite numbers, got -Infinity at row 3, column 0",
    ],
    [
      "numbers too large to square",
      fitting([[1e200], [1], [2], [3]]),
      "LogitRangeError NON_FINITE: X: expected numbers up to 1e150 in size, got 1e+200 at row 0, column 0",
    ],
    [
      "ragged rows",
      fitting([[0, 1], [1, 1], [2], [3, 1]]),
      "LogitRangeError INVALID_MATRIX: X: expected 2 columns as in row 0, got 1 at row 2",
    ],
    [
      "a row that is no array",
      fitting([[0, 1], [1, 1], 7, [3, 1]]),
      "LogitTypeError INVALID_MATRIX: X: expected an array of numbers or a typed array as row 2, got 7",
    ],
    [
      "text in a row",
      fitting([
        [0, 1],
        [1, "1"],
        [2, 0],
        [3, 1],
      ]),
      'LogitTypeError INVALID_MATRIX: X: expected numbers, got "1" at row 1, column 1',
    ],
    [
      "a hole in a row",
      fitting([
        [0, 1],
        [1, undefined],
        [2, 0],
        [3, 1],
      ]),
      "LogitTypeError INVALID_MATRIX: X: expected numbers, got undefined at row 1, column 1",
    ],
    [
      "no matrix",
      fitting(5),
      "LogitTypeError INVALID_MATRIX: X: expected an array of rows or { data, rows, columns }, got 5",
    ],
    [
      "a missing matrix",
      fitting(undefined),
      "LogitTypeError INVALID_MATRIX: X: expected an array of rows or { data, rows, columns }, got undefined",
    ],
    [
      "data of the wrong type",
      fitting({ data: BigInt64Array.of(1n, 2n), rows: 2, columns: 1 }),
      "LogitTypeError INVALID_MATRIX: X.data: expected a typed array or an array of numbers, got a BigInt64Array of 2",
    ],
    [
      "an entry of data that is no number",
      fitting({ data: [1, 2, 3, "4"], rows: 2, columns: 2 }),
      'LogitTypeError INVALID_MATRIX: X: expected numbers, got "4" at row 1, column 1',
    ],
    [
      "data of the wrong length",
      fitting({ data: new Float64Array(7), rows: 4, columns: 2 }),
      "LogitRangeError INVALID_MATRIX: X.data: expected 4 x 2 = 8 numbers, got 7",
    ],
    [
      "fractional rows",
      fitting({ data: new Float64Array(8), rows: 2.5, columns: 2 }),
      "LogitTypeError INVALID_MATRIX: X.rows: expected a whole number, got 2.5",
    ],
    ["no rows", fitting([], []), "LogitRangeError INVALID_MATRIX: X: expected at least one row, got none"],
    [
      "no columns",
      fitting([[], [], [], []]),
      "LogitRangeError INVALID_MATRIX: X: expected at least one column, got an empty or detached row 0",
    ],
    [
      "too few labels",
      fitting(X, [0, 1, 1]),
      "LogitRangeError SHAPE_MISMATCH: y: expected 4 labels, one a row of X, got 3",
    ],
    [
      "labels that are no array",
      fitting(X, "0011"),
      'LogitTypeError INVALID_LABELS: y: expected an array of labels, got "0011"; the name of a column is an option: { target: "0011" }',
    ],
    ["one class", fitting(X, [1, 1, 1, 1]), "LogitRangeError INVALID_LABELS: y: expected two classes, got only 1"],
    [
      "three classes",
      fitting(X, ["a", "b", "a", "c"]),
      'LogitRangeError INVALID_LABELS: y: expected two classes, "a" and "b", got a third, "c", at row 3',
    ],
    [
      "labels of two types",
      fitting(X, [0, 1, "1", 0]),
      'LogitRangeError INVALID_LABELS: y: expected two classes, 0 and 1, got a third, "1", at row 2',
    ],
    [
      "classes of two types",
      fitting(X, [0, "1", "1", 0]),
      'LogitTypeError INVALID_LABELS: y: expected labels of one type, 0 being a number, got "1" at row 1',
    ],
    [
      "a label that is NaN",
      fitting(X, [0, Number.NaN, 1, 0]),
      "LogitTypeError INVALID_LABELS: y: expected a finite number, a string or a boolean, got NaN at row 1",
    ],
    [
      "negative weights",
      fitting(X, y, { weights: [1, 1, -2, 1] }),
      "LogitRangeError INVALID_WEIGHTS: weights: expected finite numbers, 0 or above, got -2 at row 2",
    ],
    [
      "all-zero weights",
      fitting(X, y, { weights: [0, 0, 0, 0] }),
      "LogitRangeError INVALID_WEIGHTS: weights: expected a sum above 0, got all zeros",
    ],
    [
      "a class without weight",
      fitting(X, y, { weights: [0, 0, 1, 1] }),
      "LogitRangeError INVALID_WEIGHTS: weights: expected both classes to weigh, got 0 for the negative class",
    ],
    [
      "NaN weights",
      fitting(X, y, { weights: [1, 1, Number.NaN, 1] }),
      "LogitRangeError INVALID_WEIGHTS: weights: expected finite numbers, 0 or above, got NaN at row 2",
    ],
    [
      "too many weights",
      fitting(X, y, { weights: [1, 1, 1, 1, 1] }),
      "LogitRangeError SHAPE_MISMATCH: weights: expected 4 numbers, one a row of X, got 5",
    ],
    [
      "text weights",
      fitting(X, y, { weights: ["1", 1, 1, 1] }),
      'LogitTypeError INVALID_WEIGHTS: weights: expected numbers, got "1" at row 0',
    ],
    [
      "an unknown fit option",
      fitting(X, y, { weight: [1, 1, 1, 1] }),
      'LogitRangeError INVALID_OPTION: fit: expected options weights, offsets, penaltyFactors, start, prior, strength, curvature, features, target, positive, strict, drop, columns, missing, maxLevels, interactions, reference, successes, failures; got "weight": say weights',
    ],
    [
      "too few feature names",
      fitting(X, y, { features: ["a"] }),
      "LogitRangeError SHAPE_MISMATCH: features: expected 2 names, got 1",
    ],
    [
      "an unknown option",
      () => new LogisticRegression({ C: 1 } as Anything),
      `LogitRangeError INVALID_OPTION: LogisticRegression: expected options l1, l2, firth, standardize, precision, solver, learningRate, batchSize, momentum, averaging, schedule, seed, maxEpochs, tolerance, fitIntercept, classWeight, classes, positive, onEpoch; got "C": say l2 = 1 / (C m), with standardize: false for scikit-learn's scale`,
    ],
    [
      "options that are no object",
      () => new LogisticRegression(3 as Anything),
      "LogitTypeError INVALID_OPTION: LogisticRegression: expected an object of options, got 3",
    ],
    [
      "a negative penalty",
      () => new LogisticRegression({ l2: -1 }),
      "LogitRangeError INVALID_OPTION: l2: expected a finite number, 0 or above, got -1",
    ],
    [
      "a penalty as text",
      () => new LogisticRegression({ l2: "1" } as Anything),
      'LogitTypeError INVALID_OPTION: l2: expected a finite number, 0 or above, got "1"',
    ],
    [
      "a negative l1 penalty",
      () => new LogisticRegression({ l1: -1 }),
      "LogitRangeError INVALID_OPTION: l1: expected a finite number, 0 or above, got -1",
    ],
    [
      "an l1 penalty beside a solver that cannot make a coefficient 0",
      () => new LogisticRegression({ l1: 1, solver: "newton" }),
      'LogitRangeError INVALID_OPTION: solver: expected "auto" or "proximal-newton" beside an l1 above 0, got "newton"',
    ],
    [
      "an unknown solver",
      () => new LogisticRegression({ solver: "saga" } as Anything),
      'LogitRangeError INVALID_OPTION: solver: expected one of auto, newton, lbfgs, newton-cg, proximal-newton, gradient-descent, sgd; got "saga": say "auto"',
    ],
    [
      "a learning rate without gradient descent",
      () => new LogisticRegression({ learningRate: 1 }),
      'LogitRangeError INVALID_OPTION: solver: expected "gradient-descent" or "sgd" beside learningRate, got "auto"',
    ],
    [
      "a learning rate of 0",
      () => new LogisticRegression({ solver: "gradient-descent", learningRate: 0 }),
      "LogitRangeError INVALID_OPTION: learningRate: expected a finite number above 0, got 0",
    ],
    [
      "maxEpochs of 1.5",
      () => new LogisticRegression({ maxEpochs: 1.5 }),
      "LogitRangeError INVALID_OPTION: maxEpochs: expected a whole number above 0, got 1.5",
    ],
    [
      "a tolerance of NaN",
      () => new LogisticRegression({ tolerance: Number.NaN }),
      "LogitRangeError INVALID_OPTION: tolerance: expected a finite number above 0, got NaN",
    ],
    [
      "an unknown precision",
      () => new LogisticRegression({ precision: "f16" } as Anything),
      'LogitRangeError INVALID_OPTION: precision: expected "f32" or "f64", got "f16"',
    ],
    [
      "standardize as a number",
      () => new LogisticRegression({ standardize: 1 } as Anything),
      "LogitTypeError INVALID_OPTION: standardize: expected true or false, got 1",
    ],
    [
      "classes of one",
      () => new LogisticRegression({ classes: [1] } as Anything),
      "LogitTypeError INVALID_LABELS: classes: expected [negative, positive], got an array of 1",
    ],
    [
      "classes that are equal",
      () => new LogisticRegression({ classes: [1, 1] }),
      "LogitRangeError INVALID_LABELS: classes: expected two distinct labels, got 1 twice",
    ],
    [
      "a label outside the given classes",
      () => new LogisticRegression({ classes: ["a", "b"] }).fit(X, ["a", "b", "c", "a"]),
      'LogitRangeError INVALID_LABELS: y: expected "a" or "b", got "c" at row 2',
    ],
    [
      "classWeight that is neither",
      () => new LogisticRegression({ classWeight: "auto" } as Anything),
      'LogitTypeError INVALID_OPTION: classWeight: expected "balanced" or [negative, positive], finite numbers above 0, got "auto"',
    ],
    [
      "a class weight of 0",
      () => new LogisticRegression({ classWeight: [0, 1] }),
      'LogitRangeError INVALID_OPTION: classWeight: expected "balanced" or [negative, positive], finite numbers above 0, got 0',
    ],
    [
      "fitIntercept as a number",
      () => new LogisticRegression({ fitIntercept: 0 } as Anything),
      "LogitTypeError INVALID_OPTION: fitIntercept: expected true or false, got 0",
    ],
    [
      "a start that is no model",
      fitting(X, y, { start: [1, 2] }),
      "LogitTypeError INVALID_OPTION: start: expected a fitted model, got an array of 2",
    ],
    [
      "a start of other columns",
      fitting(X, y, { start: new LogisticRegression().fit([[1], [2]], [0, 1]) }),
      "LogitRangeError SHAPE_MISMATCH: start.coef: expected 2 numbers, got 1",
    ],
    [
      "too few penalty factors",
      fitting(X, y, { penaltyFactors: [1] }),
      "LogitRangeError SHAPE_MISMATCH: penaltyFactors: expected 2 numbers, got 1",
    ],
    [
      "a negative penalty factor",
      fitting(X, y, { penaltyFactors: [1, -1] }),
      "LogitRangeError INVALID_OPTION: penaltyFactors: expected numbers, 0 or above, got -1",
    ],
    [
      "onEpoch that is no function",
      () => new LogisticRegression({ onEpoch: 1 } as Anything),
      "LogitTypeError INVALID_OPTION: onEpoch: expected a function, got 1",
    ],
    [
      "prediction before fit",
      () => new LogisticRegression().predict(X),
      "LogitTypeError NOT_FITTED: model: expected fit to come first, got a model that is not fitted",
    ],
    [
      "y beside a Dataset",
      () => new LogisticRegression().fit(Dataset.from(X, y) as Anything, y),
      "LogitTypeError INVALID_LABELS: y: expected none with a Dataset, which has its own, got an array of 4",
    ],
    [
      "another precision than the Dataset's",
      () => new LogisticRegression({ precision: "f32" }).fit(Dataset.from(X, y)),
      'LogitRangeError INVALID_OPTION: precision: expected "f64" as in the Dataset, got "f32"',
    ],
    [
      "an unknown Dataset option",
      () => Dataset.from(X, y, { weight: 1 } as Anything),
      'LogitRangeError INVALID_OPTION: Dataset.from: expected options target, positive, features, weights, offsets, drop, columns, missing, maxLevels, interactions, reference, precision, classes; got "weight": say weights',
    ],
    [
      "a builder without columns",
      () => Dataset.builder(0),
      "LogitRangeError INVALID_OPTION: columns: expected a whole number above 0, got 0",
    ],
    [
      "y of the mathematics that is not 0 or 1",
      () => propagate(X, [0, 1, 2, 1], { w: [0, 0], b: 0 }),
      "LogitRangeError INVALID_LABELS: y: expected 0 or 1, got 2 at row 2",
    ],
    ["w of the wrong length", () => forward(X, [1], 0), "LogitRangeError SHAPE_MISMATCH: w: expected 2 numbers, got 1"],
    [
      "w with NaN",
      () => forward(X, [1, Number.NaN], 0),
      "LogitRangeError NON_FINITE: w[1]: expected a finite number, got NaN",
    ],
    [
      "b that is no number",
      () => forward(X, [1, 1], "0" as Anything),
      'LogitTypeError INVALID_VECTOR: b: expected a number, got "0"',
    ],
    [
      "NaN in X of forward",
      () => forward([[1, Number.NaN]], [1, 1], 0),
      "LogitRangeError NON_FINITE: X: expected finite numbers, got NaN at row 0, column 1",
    ],
    [
      "a outside 0 to 1",
      () => backward(X, [0.5, 0.5, 1.5, 0.5], y),
      "LogitRangeError INVALID_VECTOR: a: expected numbers from 0 to 1, got 1.5 at row 2",
    ],
    [
      "a of the wrong length",
      () => backward(X, [0.5], y),
      "LogitRangeError SHAPE_MISMATCH: a: expected 4 numbers, one a row of X, got 1",
    ],
    [
      "z with NaN",
      () => cost({ z: [0, Number.NaN] }, [0, 1]),
      "LogitRangeError NON_FINITE: z: expected numbers, got NaN at row 1",
    ],
    ["no z", () => cost({ z: [] }, []), "LogitRangeError SHAPE_MISMATCH: z: expected at least one number, got none"],
    [
      "epochs below 0",
      () => gradientDescent(X, y, { epochs: -1 }),
      "LogitRangeError INVALID_OPTION: epochs: expected a whole number, got -1",
    ],
    [
      "an unknown gradientDescent option",
      () => gradientDescent(X, y, { alpha: 1 } as Anything),
      'LogitRangeError INVALID_OPTION: gradientDescent: expected options learningRate, epochs, w, b, onEpoch; got "alpha": say learningRate',
    ],
  ];
  for (const [what, call, message] of cases) {
    it(what, () => expect(thrown(call)).toBe(message));
  }

  it("a label that is a text of two lines, on one line", () => {
    expect(thrown(fitting(X, ["a", "b", "c\nd", "a"]))).toMatch(/got a third, "c d", at row 2$/);
  });

  it("weights whose sum overflows, all the same or not", () => {
    for (const last of [1e308, 2e307]) {
      const weights = [1e308, 1e308, 1e308, last];
      expect(thrown(fitting(X, y, { weights }))).toBe(
        "LogitRangeError INVALID_WEIGHTS: weights: expected a sum that is finite and has a finite reciprocal, got Infinity",
      );
    }
  });

  it("numbers that f32 cannot hold, by row and column", () => {
    const rows = [[1], [2], [1e39], [3]];
    expect(thrown(() => new LogisticRegression({ precision: "f32" }).fit(rows, y))).toBe(
      "LogitRangeError NON_FINITE: X: expected numbers that f32 can hold, got 1e+39 at row 2, column 0",
    );
  });

  it("a column that varies by less than its squares can tell", () => {
    expect(thrown(fitting([[1e-200], [2e-200], [3e-200], [4e-200]]))).toBe(
      "LogitRangeError NON_FINITE: X: expected columns that are constant or vary by more than 1e-145, got less in column 0",
    );
  });

  it("options that are there but undefined are as good as absent", () => {
    const { w, costs } = gradientDescent(X, y, { epochs: undefined, learningRate: undefined } as Anything);
    expect([w, costs.length]).toEqual([gradientDescent(X, y).w, 100]);
  });

  it("a detached buffer", () => {
    const data = new Float64Array(8);
    structuredClone(data, { transfer: [data.buffer] });
    expect(thrown(fitting({ data, rows: 4, columns: 2 }))).toBe(
      "LogitRangeError INVALID_MATRIX: X.data: expected 4 x 2 = 8 numbers, got 0 (an empty or detached buffer)",
    );
  });

  it("NaN deep in a large streamed array, by row and column", () => {
    const { X: big, y: labels } = sample(1, 280_000, 16);
    big.data[100_000 * 16 + 7] = Number.NaN;
    expect(thrown(fitting(big, labels))).toBe(
      "LogitRangeError NON_FINITE: X: expected finite numbers, got NaN at row 100000, column 7",
    );
  });

  it("NaN in rows to predict, one or many", () => {
    const model = new LogisticRegression().fit(X, y);
    const many = Array.from({ length: 100 }, () => [1, 2]);
    many[77] = [1, Number.POSITIVE_INFINITY];
    expect(thrown(() => model.predictProba([[1, Number.NaN]]))).toMatch(/got NaN at row 0, column 1/);
    expect(thrown(() => model.decisionFunction(many))).toMatch(/got Infinity at row 77, column 1/);
    expect(thrown(() => model.predict([[1, 2, 3]]))).toMatch(/SHAPE_MISMATCH: X: expected 2 columns as in fit, got 3/);
    expect(thrown(() => model.predict(X, { threshold: 2 }))).toMatch(/threshold: expected a number from 0 to 1, got 2/);
  });
});

describe("a model file", () => {
  const good = JSON.parse(JSON.stringify(new LogisticRegression().fit(X, y)));
  const cases: [string, unknown, string][] = [
    [
      "of another version",
      { ...good, version: 3 },
      "LogitRangeError MODEL_VERSION: model: expected version 1 or 2, got 3",
    ],
    [
      "of another format",
      { ...good, format: "onnx" },
      'LogitTypeError INVALID_MODEL: model: expected format "logit-wasm/model", got "onnx"',
    ],
    [
      "that is truncated",
      JSON.stringify(good).slice(0, 30),
      'LogitTypeError INVALID_MODEL: model: expected JSON text, got "{"format":"logit-wasm/model",""',
    ],
    ["that is not JSON", "hello", 'LogitTypeError INVALID_MODEL: model: expected JSON text, got "hello"'],
    ["that is an array", [good], "LogitTypeError INVALID_MODEL: model: expected a model object, got an array of 1"],
    [
      "without coefficients",
      { ...good, coef: [] },
      "LogitTypeError INVALID_MODEL: model: expected coef to be finite numbers, one a column, got an array of 0",
    ],
    [
      "with a coefficient that is null",
      { ...good, coef: [1, null] },
      "LogitTypeError INVALID_MODEL: model: expected coef to be finite numbers, one a column, got null at entry 1",
    ],
    [
      "without an intercept",
      { ...good, intercept: undefined },
      "LogitTypeError INVALID_MODEL: model: expected intercept to be a finite number, got undefined",
    ],
    [
      "with one class",
      { ...good, classes: [1, 1] },
      "LogitTypeError INVALID_MODEL: model: expected classes to be two distinct labels, got an array of 2",
    ],
    [
      "with an entry too many",
      { ...good, extra: 1 },
      'LogitTypeError INVALID_MODEL: model: expected no other entries, got "extra"',
    ],
    [
      "with a report that is none",
      { ...good, report: null },
      "LogitTypeError INVALID_MODEL: model: expected report to be an object, as toJSON writes it, got null",
    ],
    [
      "with a report of other types",
      { ...good, report: { ...good.report, epochs: "3" } },
      'LogitTypeError INVALID_MODEL: model: expected report.epochs to be a finite number, 0 or above, got "3"',
    ],
    [
      "with too few names",
      { ...good, features: ["a"] },
      "LogitTypeError INVALID_MODEL: model: expected features to be 2 names, got an array of 1",
    ],
  ];
  it("with a report that no version writes is refused", () => {
    const entries = { reason: "banana", precision: "f16", solver: "saga", seconds: -5, objective: null, converged: 1 };
    for (const [name, value] of Object.entries(entries)) {
      const json = { ...good, report: { ...good.report, [name]: value } };
      expect(thrown(() => LogisticRegression.fromJSON(json))).toContain(
        `INVALID_MODEL: model: expected report.${name}`,
      );
    }
  });

  for (const [what, json, message] of cases) {
    it(`${what} is refused`, () => expect(thrown(() => LogisticRegression.fromJSON(json))).toBe(message));
  }
});

describe("what looks bad but has a correct fit", () => {
  it("a constant column gets coefficient 0, with a penalty and without", () => {
    const { X: base, y: labels } = sample(2, 200, 2);
    const rows = labels.map((_, i) => [base.data[2 * i] ?? 0, 0.1, base.data[2 * i + 1] ?? 0]);
    for (const l2 of [0, 0.01]) {
      const model = new LogisticRegression({ l2 }).fit(rows, labels);
      const expected = new LogisticRegression({ l2 }).fit(base, labels);
      expect(model.report.converged).toBe(true);
      expect(model.coef[1]).toBe(0);
      expect(model.coef[0]).toBeCloseTo(expected.coef[0] ?? Number.NaN, 11);
      expect(model.intercept).toBeCloseTo(expected.intercept, 11);
    }
  });

  it("more columns than rows fit, the gradient of the objective vanishing", () => {
    const { X: wide, y: labels } = sample(3, 20, 50);
    const model = new LogisticRegression().fit(wide, labels);
    expect(model.report.converged).toBe(true);
    const sd = deviations(wide);
    const { dw, db } = Dataset.from(wide, labels).propagate(model.coef, model.intercept);
    for (const [j, slope] of dw.entries()) {
      expect(Math.abs(slope + (1 / 20) * (sd[j] ?? 0) ** 2 * (model.coef[j] ?? 0))).toBeLessThan(1e-10);
    }
    expect(Math.abs(db)).toBeLessThan(1e-10);
  });

  it("duplicated columns without a penalty fit, to the cost of the column alone", () => {
    const { X: base, y: labels } = sample(4, 300, 1);
    const twice = labels.map((_, i) => [base.data[i] ?? 0, base.data[i] ?? 0]);
    const model = new LogisticRegression({ l2: 0 }).fit(twice, labels);
    const expected = new LogisticRegression({ l2: 0 }).fit(base, labels);
    expect(model.report.converged).toBe(true);
    expect((model.coef[0] ?? 0) + (model.coef[1] ?? 0)).toBeCloseTo(expected.coef[0] ?? Number.NaN, 8);
    expect(model.report.objective).toBeCloseTo(expected.report.objective, 13);
  });

  it("two rows fit", () => {
    expect(new LogisticRegression().fit([[0], [1]], [0, 1]).report.converged).toBe(true);
  });
});

describe("a model that was there before", () => {
  it("stays as it was when a fit throws, at whatever point", () => {
    let fail = false;
    const model = new LogisticRegression({
      onEpoch: () => {
        if (fail) throw new Error("from the callback");
      },
    }).fit(X, y, { features: ["a", "b"] });
    const before = JSON.stringify(model);
    expect(
      thrown(() =>
        model.fit(
          [
            [Number.NaN, 1],
            [1, 1],
            [2, 0],
            [3, 1],
          ],
          y,
        ),
      ),
    ).toMatch(/NON_FINITE/);
    expect(thrown(() => model.fit(X, [1, 1, 1, 1]))).toMatch(/INVALID_LABELS/);
    expect(thrown(() => model.fit(X, y, { features: ["a"] }))).toMatch(/SHAPE_MISMATCH/);
    fail = true;
    expect(
      thrown(() =>
        model.fit(
          [
            [5, 1],
            [1, 7],
            [2, 0],
            [3, 1],
          ],
          y,
        ),
      ),
    ).toMatch(/from the callback/);
    expect(JSON.stringify(model)).toBe(before);
  });
});
