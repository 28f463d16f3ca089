const main = require("logit-wasm");
const metrics = require("logit-wasm/metrics");
const predict = require("logit-wasm/predict");

import("../exercise.mjs").then(({ exercise }) => console.log(exercise(main, metrics, predict)));
