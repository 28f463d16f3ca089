/** What has to hold in every engine and is no number to compare: a name, and what throws if it does not hold. */
import { assert, assertEqual, assertSameBits } from "./assert.mjs";
import { toF32, toRows, unevenWeights } from "./data.mjs";

/** Coefficients, intercept and probabilities of a model, to be compared bit by bit. */
function numbersOf(model, X) {
  return [model.coef, [model.intercept], model.predictProba(X)];
}

export const CHECKS = [
  [
    "a fit on breast cancer separates its classes well",
    ({ LogisticRegression }, data) => {
      const { X, y } = data.get("breast cancer");
      for (const rows of [X, toF32(X)]) {
        const model = new LogisticRegression().fit(rows, y);
        assert(model.score(rows, y) > 0.98, `score: expected above 0.98, got ${model.score(rows, y)}`);
        assertEqual(model.report.precision, rows === X ? "f64" : "f32", "precision");
        const labels = Array.from(model.predictProba(rows), (a) => (a >= 0.5 ? 1 : 0));
        assertEqual(model.predict(rows), labels, "labels");
      }
    },
  ],
  [
    "the gradient of the objective vanishes at the optimum",
    ({ LogisticRegression, propagate }, data) => {
      const { X, y } = data.get("heart");
      const { coef, intercept } = new LogisticRegression({ l2: 0.1, standardize: false }).fit(X, y);
      const { dw, db } = propagate(X, y, { w: coef, b: intercept });
      const largest = Math.max(Math.abs(db), ...dw.map((slope, j) => Math.abs(slope + 0.1 * coef[j])));
      assert(largest < 1e-12, `largest entry: expected below 1e-12, got ${largest}`);
    },
  ],
  [
    "rows as arrays, as typed arrays, as one array and as a Dataset give the same bits",
    ({ LogisticRegression, Dataset }, data) => {
      const { X, y } = data.get("breast cancer");
      for (const precision of ["f64", "f32"]) {
        const model = () => new LogisticRegression({ precision });
        const expected = numbersOf(model().fit(X, y), X);
        const rows = toRows(X);
        const typed = rows.map((row) => Float64Array.from(row));
        assertSameBits(numbersOf(model().fit(rows, y), rows), expected, "rows");
        assertSameBits(numbersOf(model().fit(typed, y), typed), expected, "typed rows");
        assertSameBits(numbersOf(model().fit(Dataset.from(X, y, { precision })), X), expected, "Dataset");
      }
    },
  ],
  [
    "rows streamed through a window and rows packed give the same bits",
    ({ LogisticRegression, Dataset }, data) => {
      const { X, y } = data.get("large");
      const few = { data: X.data.subarray(0, 100 * X.columns), rows: 100, columns: X.columns };
      for (const rows of [X, toF32(X)]) {
        const expected = numbersOf(new LogisticRegression().fit(Dataset.from(rows, y)), few);
        assertSameBits(numbersOf(new LogisticRegression().fit(rows, y), few), expected, "streamed");
      }
    },
  ],
  [
    "one probability is the same whatever rows are around it",
    ({ LogisticRegression }, data) => {
      const { X, y } = data.get("heart");
      const model = new LogisticRegression().fit(X, y);
      const single = toRows(X).flatMap((row) => Array.from(model.predictProba([row])));
      assertSameBits(single, model.predictProba(X), "probability");
    },
  ],
  [
    "a second fit, after others of another precision and shape, gives the bits of the first",
    ({ LogisticRegression }, data) => {
      const { X, y } = data.get("spambase");
      const expected = numbersOf(new LogisticRegression().fit(X, y), X);
      const heart = data.get("heart");
      for (const rows of [heart.X, toF32(heart.X)]) new LogisticRegression().fit(rows, heart.y);
      assertSameBits(numbersOf(new LogisticRegression().fit(X, y), X), expected, "second fit");
    },
  ],
  [
    "weight 3 is the row three times",
    ({ LogisticRegression }, data) => {
      const { X, y } = data.get("heart");
      const times = y.map((_, row) => 1 + (row % 3));
      const repeat = (rows) => rows.flatMap((row, i) => Array.from({ length: times[i] }, () => row));
      // the default l2 is 1 / (sum of weights), and deviations count weights, so both fits have the same problem
      const weighted = new LogisticRegression().fit(X, y, { weights: times });
      const repeated = new LogisticRegression().fit(repeat(toRows(X)), repeat(y));
      for (const [j, w] of weighted.coef.entries()) {
        const gap = Math.abs(w - repeated.coef[j]);
        assert(gap < 1e-9, `coef[${j}]: expected ${repeated.coef[j]}, got ${w}`);
      }
    },
  ],
  [
    "a model saved and loaded predicts the same and is saved as the same text",
    ({ LogisticRegression }, data) => {
      const { X, y } = data.get("heart");
      const features = Array.from({ length: X.columns }, (_, j) => `column ${j} \u00e9\u{1f600}`);
      const labels = y.map((label) => label === 1);
      const model = new LogisticRegression().fit(X, labels, { features, target: "disease" });
      const loaded = LogisticRegression.fromJSON(JSON.parse(JSON.stringify(model)));
      assertSameBits(numbersOf(loaded, X), numbersOf(model, X), "loaded");
      assertEqual(loaded.predict(X), model.predict(X), "labels");
      assertEqual(loaded.features, features, "features");
      assertEqual(JSON.stringify(loaded), JSON.stringify(model), "text");
    },
  ],
  [
    "logit-wasm/predict gives the bits of the whole library from a saved model",
    ({ LogisticRegression, loadModel }, data) => {
      const { X, y } = data.get("spambase");
      for (const rows of [X, toF32(X)]) {
        const model = new LogisticRegression().fit(rows, y);
        const loaded = loadModel(JSON.stringify(model));
        assertSameBits(loaded.predictProba(rows), model.predictProba(rows), "probability");
        assertEqual(loaded.predict(rows), model.predict(rows), "labels");
      }
    },
  ],
  [
    "a refit that throws leaves the model as it was",
    ({ LogisticRegression }, data) => {
      const { X, y } = data.get("heart");
      let fail = false;
      const onEpoch = () => {
        if (fail) throw new Error("from the callback");
      };
      const model = new LogisticRegression({ onEpoch }).fit(X, y);
      const before = JSON.stringify(model);
      fail = true;
      let message = "nothing";
      try {
        model.fit(toF32(X), y);
      } catch (error) {
        message = error.message;
      }
      assertEqual(message, "from the callback", "thrown");
      assertEqual(JSON.stringify(model), before, "model");
    },
  ],
  [
    "onEpoch sees the objective fall and stops the fit where it says so",
    ({ LogisticRegression }, data) => {
      const { X, y } = data.get("spambase");
      const objectives = [];
      const onEpoch = ({ objective }) => objectives.push(objective) < 4;
      const { report } = new LogisticRegression({ onEpoch, solver: "newton" }).fit(X, y);
      assertEqual([report.reason, report.converged], ["stopped", false], "report");
      assertEqual(objectives.length, 4, "calls");
      assert(objectives[3] < objectives[0], `objectives: expected to fall, got ${objectives}`);
    },
  ],
  [
    "a prediction within a callback of a fit disturbs neither",
    ({ LogisticRegression }, data) => {
      const { X, y } = data.get("heart");
      const other = new LogisticRegression().fit(X, y);
      const expected = numbersOf(other, X);
      const onEpoch = () => assertSameBits(numbersOf(other, X), expected, "within");
      const model = new LogisticRegression({ onEpoch }).fit(X, y, { weights: unevenWeights(X.rows) });
      const plain = new LogisticRegression().fit(X, y, { weights: unevenWeights(X.rows) });
      assertSameBits(numbersOf(model, X), numbersOf(plain, X), "around");
    },
  ],
];
