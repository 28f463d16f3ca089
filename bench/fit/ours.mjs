// Child process: logit-wasm itself.   node ours.mjs FOLDER f32|f64
import { LogisticRegression } from "../../build/index.js";
import { load } from "./cache.mjs";
import { serve } from "./serve.mjs";

const [folder, dtype] = process.argv.slice(2);
const { x, y, rows, columns, l2 } = load(folder, dtype);
const X = { data: x, rows, columns };

await serve({}, (setting) => {
  const { coef, intercept, report } = new LogisticRegression({ l2, standardize: false, ...setting }).fit(X, y);
  const { epochs, hessians, reason } = report;
  return { coef, intercept, counts: { epochs, hessians, reason } };
});
