// Child process: plain gradient descent of a fixed number of steps on a Dataset.   node oursSteps.mjs FOLDER
import { Dataset, LogisticRegression } from "../../build/index.js";
import { load } from "./cache.mjs";
import { serve } from "./serve.mjs";

/** A tolerance that no gradient meets, so that the number of steps is what ends it. */
const NEVER = 1e-300;

const { x, y, rows, columns, l2 } = load(process.argv[2], "f32");
const dataset = Dataset.from({ data: x, rows, columns }, y);

await serve({}, ({ steps, learningRate }) => {
  // the start is an epoch too
  const options = { solver: "gradient-descent", maxEpochs: steps + 1, tolerance: NEVER, learningRate };
  const { coef, intercept } = new LogisticRegression({ ...options, l2, standardize: false }).fit(dataset);
  return { coef, intercept, counts: { steps } };
});
