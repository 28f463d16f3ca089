import * as main from "logit-wasm";
import * as metrics from "logit-wasm/metrics";
import * as predict from "logit-wasm/predict";
import { exercise, exerciseWorker } from "../exercise.mjs";

exerciseWorker(main)
  .then(() => exercise(main, metrics, predict))
  .catch(String)
  .then((result) => {
    globalThis.result = result;
  });
