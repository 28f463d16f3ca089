const main = require("logit-wasm");
const metrics = require("logit-wasm/metrics");
const predict = require("logit-wasm/predict");
const { exercise, exerciseWorker } = require("../exercise.mjs");

exerciseWorker(main)
  .then(() => exercise(main, metrics, predict))
  .catch(String)
  .then((result) => {
    globalThis.result = result;
  });
