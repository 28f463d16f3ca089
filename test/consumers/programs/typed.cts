import main = require("logit-wasm");
import metrics = require("logit-wasm/metrics");
import predict = require("logit-wasm/predict");

const X: main.Matrix = [[1], [2], [3], [4]];
const model: main.LogisticRegression = new main.LogisticRegression({ solver: "newton", l2: 0.1 }).fit(X, [0, 1, 0, 1]);
const report: main.FitReport = model.report;
const matrix: metrics.ConfusionMatrix = metrics.confusionMatrix([0, 1], [0, 1]);
const predictor: predict.Predictor = predict.loadModel(model.toJSON());
if ([report, matrix, predictor].includes(undefined as never)) throw new Error("undefined");

// @ts-expect-error: no such solver
if (Math.random() > 2) new main.LogisticRegression({ solver: "magic" });

import("../exercise.mjs").then(({ exercise }) => console.log(exercise(main, metrics, predict)));
