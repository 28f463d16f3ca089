// Child process: ml-logistic-regression, gradient descent of a fixed number of steps.   node mlLogisticRegression.mjs FOLDER
//
// It has neither intercept nor penalty: a column of ones is added here, and the penalised optimum is out of its reach where
// the penalty counts. It trains one classifier for each of the two classes, which only mirror each other. Its learning rate
// is for the sum over the rows; it gets the largest that cannot overshoot, 4 / (largest eigenvalue of X^T X).
import { load } from "../fit/cache.mjs";
import { missing, serve } from "../fit/serve.mjs";

const POWER_STEPS = 20;

/** A little above the largest eigenvalue of X^T X. */
function largestEigenvalue(matrix, Matrix) {
  let v = Matrix.ones(matrix.columns, 1);
  let value = 0;
  for (let step = 0; step < POWER_STEPS; ++step) {
    v = matrix.transpose().mmul(matrix.mmul(v));
    value = v.norm();
    v.div(value);
  }
  return 1.05 * value;
}

async function run() {
  const { Matrix } = await import("ml-matrix");
  const { default: library } = await import("ml-logistic-regression");
  const LogisticRegression = library.default ?? library;
  const { x, y, rows, columns } = load(process.argv[2], "f64");
  const X = Matrix.ones(rows, columns + 1);
  for (let i = 0; i < rows; ++i) for (let j = 0; j < columns; ++j) X.set(i, j, x[i * columns + j]);
  const Y = Matrix.columnVector(y);
  const learningRate = 4 / largestEigenvalue(X, Matrix);
  await serve({ version: "ml-logistic-regression 2.0.0" }, ({ numSteps }) => {
    const model = new LogisticRegression({ numSteps, learningRate });
    model.train(X, Y);
    // classifier k tells "not class k"
    const weights = model.classifiers[0].weights.to1DArray();
    return { coef: weights.slice(0, columns), intercept: weights[columns], counts: { steps: numSteps } };
  });
}

await run().catch((error) => {
  if (error.code === "ERR_MODULE_NOT_FOUND") missing("npm install in bench/peers has not run");
  else throw error;
});
