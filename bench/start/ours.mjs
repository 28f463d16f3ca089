// Child process: logit-wasm.
import { timed } from "./breastCancer.mjs";

await timed(
  () => import("../../build/index.js"),
  ({ LogisticRegression }, { x, y, rows, columns }) => {
    const model = new LogisticRegression().fit({ data: x, rows, columns }, y);
    return model.predictProba({ data: x.subarray(0, columns), rows: 1, columns })[0];
  },
);
