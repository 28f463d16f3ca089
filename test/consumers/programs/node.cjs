const main = require("logit-wasm");
const metrics = require("logit-wasm/metrics");
const predict = require("logit-wasm/predict");

import("../exercise.mjs").then(async ({ exercise, exerciseWorker }) => {
  await exerciseWorker(main);
  console.log(exercise(main, metrics, predict));
});
