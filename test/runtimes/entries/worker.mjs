// workerd: answers any request with what the suite returns. Bundled; the data is a module of the configuration.

import data from "data.bin";
import * as library from "logit-wasm";
import * as metrics from "logit-wasm/metrics";
import * as predict from "logit-wasm/predict";
import { conformance } from "./suite/conformance.mjs";

// biome-ignore lint/style/noDefaultExport: what workerd takes a worker from
export default {
  async fetch() {
    return Response.json(await conformance({ ...library, ...metrics, ...predict }, data));
  },
};
