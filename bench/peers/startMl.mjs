// Child process of bench/start.mjs: ml-logistic-regression, gradient descent. It predicts classes, not probabilities.
import { STEPS, timed } from "../start/breastCancer.mjs";

await timed(
  async () => {
    const { Matrix } = await import("ml-matrix");
    const { default: library } = await import("ml-logistic-regression");
    return { Matrix, LogisticRegression: library.default ?? library };
  },
  ({ Matrix, LogisticRegression }, { x, y, rows, columns }) => {
    const X = Matrix.from1DArray(rows, columns, x);
    const model = new LogisticRegression({ numSteps: STEPS, learningRate: 0.5 / rows });
    model.train(X, Matrix.columnVector(y));
    return model.predict(X.subMatrix(0, 0, 0, columns - 1))[0];
  },
);
