import * as main from "logit-wasm";
import * as metrics from "logit-wasm/metrics";
import * as predict from "logit-wasm/predict";
import { exercise, exerciseWorker } from "../exercise.mjs";

exerciseWorker(main).then(() => console.log(exercise(main, metrics, predict)));
