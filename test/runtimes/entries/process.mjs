// Node, Bun and Deno: prints what the suite returns as one line of JSON.
import { readFileSync } from "node:fs";
import * as library from "logit-wasm";
import * as metrics from "logit-wasm/metrics";
import * as predict from "logit-wasm/predict";
import { conformance } from "./suite/conformance.mjs";

const { buffer, byteOffset, byteLength } = readFileSync(new URL("data.bin", import.meta.url));
const data = buffer.slice(byteOffset, byteOffset + byteLength);
console.log(JSON.stringify(await conformance({ ...library, ...metrics, ...predict }, data)));
