const main = require("logit-wasm");
const metrics = require("logit-wasm/metrics");
const predict = require("logit-wasm/predict");
const { exercise } = require("../exercise.mjs");

globalThis.result = exercise(main, metrics, predict);
