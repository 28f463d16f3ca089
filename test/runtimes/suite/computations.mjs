/** What the digest covers besides fits: the mathematics as functions, predictions of any number of rows, the ranking metrics. */
import { assert } from "./assert.mjs";
import { toF32 } from "./data.mjs";

/** A name and what gives numbers, or arrays of them, from the library and the data sets. */
export const COMPUTATIONS = [
  [
    "forward, backward, cost and propagate, f64",
    (library, data) => propagated(library, data.get("spambase"), (X) => X),
  ],
  ["forward, backward, cost and propagate, f32", (library, data) => propagated(library, data.get("spambase"), toF32)],
  [
    "the loop of gradient descent, f64 and f32",
    ({ gradientDescent }, data) => {
      const { X, y } = data.get("heart");
      return [X, toF32(X)].flatMap((rows) =>
        Object.values(gradientDescent(rows, y, { learningRate: 0.5, epochs: 60 })),
      );
    },
  ],
  [
    "cost and gradient of a Dataset, f64 and f32",
    ({ Dataset }, data) => {
      const { X, y, weights } = data.get("higgs7k");
      const w = Float64Array.from({ length: X.columns }, (_, j) => ((j % 7) - 3) / 8);
      return [X, toF32(X)].flatMap((rows) => Object.values(Dataset.from(rows, y, { weights }).propagate(w, 0.25)));
    },
  ],
  [
    "decisions and probabilities of 1 to 70 rows, and of a Dataset",
    ({ Dataset, LogisticRegression }, data) => {
      const { X, y } = data.get("breast cancer");
      const model = new LogisticRegression().fit(X, y);
      const counts = Array.from({ length: 70 }, (_, i) => i + 1);
      const first = (rows) => ({ data: X.data.slice(0, rows * X.columns), rows, columns: X.columns });
      return [
        ...counts.flatMap((rows) => [model.predictProba(first(rows)), model.decisionFunction(toF32(first(rows)))]),
        model.predictProba(Dataset.from(X, y)),
        [model.score(X, y)],
      ];
    },
  ],
  [
    "a path of l1 penalties, f64 and f32, and one of more columns than rows",
    ({ regularizationPath }, data) => {
      const { X, y } = data.get("breast cancer");
      const few = { data: X.data.slice(0, 20 * X.columns), rows: 20, columns: X.columns };
      const paths = [
        regularizationPath(X, y, { count: 30 }),
        regularizationPath(toF32(X), y, { count: 10, l1Ratio: 0.5 }),
        regularizationPath(few, y.slice(0, 20), { count: 10, classes: [0, 1] }),
      ];
      return paths.flatMap(({ lambdas, intercepts, nonZeros, devianceExplained, coef }) => [
        ...[lambdas, intercepts, nonZeros, devianceExplained],
        ...coef,
      ]);
    },
  ],
  [
    "cross-validation of a path, and the model it chooses",
    ({ crossValidate }, data) => {
      const { X, y } = data.get("heart");
      const { logLoss, auc, accuracy, lambdaMin, lambda1se, model } = crossValidate(X, y, {
        count: 20,
        folds: 5,
        seed: 7,
      });
      const measures = [logLoss, auc, accuracy].flatMap(({ mean, standardError }) => [mean, standardError]);
      return [...measures, [lambdaMin, lambda1se], model.coef];
    },
  ],
  [
    "a table with categories, missing values, logarithms, splines and products",
    ({ LogisticRegression }, data) => {
      const { X, y } = data.get("heart");
      const rows = Array.from({ length: X.rows }, (_, i) => {
        const [a, , c, d] = X.data.subarray(i * X.columns, i * X.columns + 4);
        return { a: i % 7 === 3 ? null : a, b: `level ${i % 5}`, c: Math.abs(c) * 1000 + 1, d: Math.abs(d), y: y[i] };
      });
      const columns = { a: { transform: { splines: 4 } }, c: { transform: "log" }, d: { transform: "log1p" } };
      const options = { target: "y", missing: "indicator", columns, interactions: [["c", "b"]] };
      const model = new LogisticRegression().fit(rows, options);
      const { probability, logOdds } = model.predictOne(rows[0]);
      return [model.coef, [model.intercept, probability, logOdds], model.predictProba(rows)];
    },
  ],
  [
    "metrics that take no logarithm",
    ({ LogisticRegression, accuracy, rocAuc, confusionMatrix, precision, recall, f1 }, data) => {
      const { X, y, weights } = data.get("heart");
      const model = new LogisticRegression().fit(X, y);
      const z = model.decisionFunction(X);
      const matrix = confusionMatrix(y, model.predict(X), { weights });
      const scores = [precision(matrix), recall(matrix), f1(matrix), accuracy(y, model.predict(X)), rocAuc(y, z)];
      return [Object.values(matrix), scores, [rocAuc(y, z, { weights })]];
    },
  ],
];

function propagated({ forward, backward, cost, propagate }, { X, y }, as) {
  const w = Float64Array.from({ length: X.columns }, (_, j) => ((j % 5) - 2) / 64);
  const b = -0.125;
  const { z, a } = forward(as(X), w, b);
  return [
    z,
    a,
    [cost({ z }, y)],
    ...Object.values(backward(as(X), a, y)),
    ...Object.values(propagate(as(X), y, { w, b })),
  ];
}

/** The numbers as float64; none may be NaN, whose bits mean nothing. */
export function compute(library, data, run) {
  return run(library, data).map((values) => {
    const numbers = Float64Array.from(typeof values === "number" ? [values] : values);
    assert(!numbers.includes(Number.NaN), "expected numbers, got NaN");
    return numbers;
  });
}
