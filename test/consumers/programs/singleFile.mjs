import { exercise } from "/exercise.mjs";
import * as all from "/node_modules/logit-wasm/build/logit-wasm.min.js";

try {
  globalThis.result = exercise(all, all, all);
} catch (error) {
  globalThis.result = `${error.name} ${error.code} ${error.message}`;
}
