import * as main from "logit-wasm";
import { Dataset, type FitReport, LogisticRegression, LogitRangeError, type Matrix, setKernelModule } from "logit-wasm";
import * as metrics from "logit-wasm/metrics";
import { type ConfusionMatrix, confusionMatrix } from "logit-wasm/metrics";
import * as predict from "logit-wasm/predict";
import { loadModel, type Predictor } from "logit-wasm/predict";
import { exercise } from "../exercise.mjs";

const X: Matrix = [[1], [2], [3], [4]];
const model: LogisticRegression = new LogisticRegression({ solver: "newton", l2: 0.1 }).fit(X, [0, 1, 0, 1]);
const coef: Float64Array = model.coef;
const report: FitReport = model.report;
const rows: number = Dataset.from(X, [0, 1, 0, 1]).rows;
const matrix: ConfusionMatrix = confusionMatrix([0, 1], [0, 1]);
const predictor: Predictor = loadModel(model.toJSON());
const code: string = new LogitRangeError("NON_FINITE", "").code;
const hand: (kernel: WebAssembly.Module) => void = setKernelModule;
if ([coef, report, rows, matrix, predictor, code, hand].includes(undefined as never)) throw new Error("undefined");

// @ts-expect-error: no such solver
if (Math.random() > 2) new LogisticRegression({ solver: "magic" });
// @ts-expect-error: labels are missing
if (Math.random() > 2) model.fit(X);
// @ts-expect-error: no matrix
if (Math.random() > 2) loadModel("").predict("rows");

console.log(exercise(main, metrics, predict));
