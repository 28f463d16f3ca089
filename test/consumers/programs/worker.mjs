import * as main from "logit-wasm";
import * as metrics from "logit-wasm/metrics";
import * as predict from "logit-wasm/predict";
import { exercise } from "../exercise.mjs";

// a Cloudflare Worker; `workerd test` calls test
export default { test: () => console.log(exercise(main, metrics, predict)) };
