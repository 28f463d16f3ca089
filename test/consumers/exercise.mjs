/**
 * What every consumer does with the package: fits, predicts, saves, loads, fails. The result is text that must be the same
 * wherever it is made. The three arguments are what the three subpaths export.
 */

/** 120 x 4, two overlapping classes; whole numbers below 2^31 in doubles, hence the same data everywhere. */
export function dataSet() {
  let state = 20250102;
  const random = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const X = Array.from({ length: 120 }, () => [random(), 100 * random(), random() - 0.5, random() < 0.3 ? 1 : 0]);
  const y = X.map(([a, b, c, d]) => (2 * a - 0.02 * b + c + d + 2 * random() - 1.3 > 0 ? "spam" : "ham"));
  return { X, y };
}

/** The bits of doubles, 16 hexadecimal digits each. */
function bits(numbers) {
  const view = new DataView(new ArrayBuffer(8));
  return Array.from(numbers, (number) => {
    view.setFloat64(0, number);
    return view.getBigUint64(0).toString(16).padStart(16, "0");
  }).join(" ");
}

function refusal(errorClass, call) {
  try {
    call();
  } catch (error) {
    return `${error.name} ${error.code} ${error.message} ${error instanceof errorClass && error instanceof RangeError}`;
  }
  return "no error";
}

/** A fit in a worker has the bits of a fit here, and there is a worker: nothing was configured for a bundler to find it. */
export async function exerciseWorker({ LogisticRegression }) {
  const { X, y } = dataSet();
  let started = 0;
  const { Worker } = globalThis;
  if (Worker !== undefined) {
    globalThis.Worker = class extends Worker {
      constructor(...args) {
        super(...args);
        started += 1;
      }
    };
  }
  const model = await new LogisticRegression().fitAsync(X, y, { workers: 1 });
  const [there, here] = [model, new LogisticRegression().fit(X, y)].map(({ coef }) => bits(coef));
  if (there !== here) throw new Error(`fitAsync: expected ${here}, got ${there}`);
  if (Worker !== undefined && started !== 1) throw new Error(`fitAsync: expected 1 worker, got ${started}`);
}

export function exercise({ LogisticRegression, LogitRangeError, forward }, { accuracy, rocAuc }, { loadModel }) {
  const { X, y } = dataSet();
  const single = { data: Float32Array.from(X.flat()), rows: X.length, columns: 4 };
  const result = {};
  for (const solver of ["auto", "newton", "lbfgs"]) {
    const model = new LogisticRegression({ solver }).fit(X, y);
    result[solver] = bits([...model.coef, model.intercept, model.report.objective]);
  }
  const model = new LogisticRegression().fit(single, y);
  result.f32 = bits([...model.coef, model.intercept]);
  result.probabilities = bits(model.predictProba(X));
  const text = JSON.stringify(model);
  result.loaded = bits(LogisticRegression.fromJSON(text).predictProba(X)) === result.probabilities;
  result.predictor = bits(loadModel(text).predictProba(X)) === result.probabilities;
  result.accuracy = accuracy(y, loadModel(text).predict(X));
  result.rocAuc = rocAuc(y, model.predictProba(X), { positive: "spam" });
  result.forward = bits(forward(X, [1, 0.02, 3, -2], -1).a);
  result.errors = [
    refusal(LogitRangeError, () => new LogisticRegression().fit([[1], [Number.NaN]], [0, 1])),
    refusal(LogitRangeError, () => loadModel(text).predict([[1, 2, 3]])),
    refusal(LogitRangeError, () => accuracy([0, 1], [0])),
  ];
  return JSON.stringify(result);
}
