import * as main from "logit-wasm";
import kernel from "logit-wasm/kernel.wasm?module";
import * as metrics from "logit-wasm/metrics";
import * as predict from "logit-wasm/predict";
import { exercise } from "../exercise.mjs";

main.setKernelModule(kernel);
globalThis.result = exercise(main, metrics, predict);
