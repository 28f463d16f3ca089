import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as main from "logit-wasm";
import * as metrics from "logit-wasm/metrics";
import * as predict from "logit-wasm/predict";
import { exercise } from "../exercise.mjs";

const file = createRequire(import.meta.url).resolve("logit-wasm/kernel.wasm");
const kernel = new WebAssembly.Module(readFileSync(file));
// from here on nothing compiles any more
WebAssembly.Module = class {
  constructor() {
    throw new Error("compiled all the same");
  }
};
main.setKernelModule(kernel);
console.log(exercise(main, metrics, predict));
