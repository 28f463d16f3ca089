import * as main from "logit-wasm";
import * as metrics from "logit-wasm/metrics";
import * as predict from "logit-wasm/predict";
import { exercise } from "../exercise.mjs";

// what a caller may have or not, under exactOptionalPropertyTypes
const maybe: number | undefined = Math.random() > 2 ? 1 : undefined;
const options: main.LogisticRegressionOptions = { l2: maybe, maxEpochs: maybe, tolerance: maybe };
const model = new main.LogisticRegression(options).fit([[1], [2], [3], [4]], [0, 1, 0, 1], { features: undefined });
const numbers: Float64Array = predict.loadModel(model.toJSON()).predictProba([[1]]);
if (numbers.length !== 1) throw new Error("one row, one number");

declare const console: { log(text: string): void };
console.log(exercise(main, metrics, predict));
