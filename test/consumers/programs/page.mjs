import * as main from "logit-wasm";
import * as metrics from "logit-wasm/metrics";
import * as predict from "logit-wasm/predict";
import { exercise } from "../exercise.mjs";

try {
  globalThis.result = exercise(main, metrics, predict);
} catch (error) {
  globalThis.result = String(error);
}
