// Node with require: prints what the suite returns as one line of JSON.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const library = require("logit-wasm");
const metrics = require("logit-wasm/metrics");
const predict = require("logit-wasm/predict");

const { buffer, byteOffset, byteLength } = readFileSync(join(__dirname, "data.bin"));
const data = buffer.slice(byteOffset, byteOffset + byteLength);
import("./suite/conformance.mjs")
  .then(({ conformance }) => conformance({ ...library, ...metrics, ...predict }, data))
  .then((result) => console.log(JSON.stringify(result)));
