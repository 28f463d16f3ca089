// Gradient steps per second, full batch, float32, the data resident in each library's own memory: ours (an epoch of ours also
// gives the cost) against those that know nothing else.
import { fileURLToPath } from "node:url";
import { race } from "./race.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const node = (id, title, group, file, setting) => {
  const run = (folder) => ({ command: process.execPath, args: [here(file), folder] });
  return { id, title, group, run: [run], ladders: [[setting]] };
};

export const STEPPED = { higgs7k: 500, "n100k-28": 50 };
/** ml-logistic-regression is a hundred times slower, and steps for two classifiers. */
const ML_PART = 0.1;

export const STEPPERS = (steps, learningRate) => [
  node("ours-steps", "ours f32", "ours", "oursSteps.mjs", { steps, learningRate }),
  node("tfjs", "TensorFlow.js wasm", "tfjs", "../peers/tfjs.mjs", { steps, learningRate }),
  node("ml-steps", "ml-logistic-regression", "ml", "../peers/mlLogisticRegression.mjs", { numSteps: steps * ML_PART }),
];

/** 1 / L, L at least the largest eigenvalue of the Hessian anywhere: the trace at a (1 - a) = 1/4. */
function safeLearningRate({ x, rows, l2 }) {
  const squares = x.reduce((sum, value) => sum + value * value, 0);
  return 1 / (0.25 * (1 + squares / rows) + l2);
}

/** `[{ id, title, stepsPerSecond, suboptimality }]`, the suboptimality after `steps` steps: the same, or they do not do the same. */
export async function raceSteps(options) {
  const steps = STEPPED[options.id];
  const steppers = STEPPERS(steps, safeLearningRate(options.data)).filter(options.wanted);
  const records = await race({ ...options, contenders: steppers });
  return records.map((record) => {
    const done = record.counts?.steps ?? steps;
    const { title } = steppers.find(({ id }) => id === record.id);
    return { title, ...record, stepsPerSecond: record.ms === undefined ? undefined : (1000 * done) / record.ms };
  });
}
