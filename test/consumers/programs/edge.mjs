import * as main from "logit-wasm";
import * as metrics from "logit-wasm/metrics";
import * as predict from "logit-wasm/predict";
import { exercise } from "../exercise.mjs";

globalThis.result = exercise(main, metrics, predict);
