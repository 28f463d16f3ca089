/** Every argument and option of the public API as a function of the value that takes its place. */

const X = [
  [1, 2],
  [3, 1],
  [2, 2],
  [4, 0],
];
const y = [0, 1, 0, 1];
const MODEL_OPTIONS = [
  ...[
    "l1",
    "l2",
    "standardize",
    "solver",
    "precision",
    "tolerance",
    "maxEpochs",
    "fitIntercept",
    "classWeight",
    "classes",
  ],
  ...["onEpoch", "learningRate", "batchSize", "momentum", "averaging", "schedule", "seed"],
];
const FIT_OPTIONS = [
  "weights",
  "offsets",
  "penaltyFactors",
  "start",
  "prior",
  "strength",
  "curvature",
  "features",
  "target",
];
const PATH_OPTIONS = [
  ...["l1Ratio", "count", "minRatio", "lambdas", "weights", "penaltyFactors", "tolerance", "stopEarly", "standardize"],
  ...["precision", "maxEpochs", "fitIntercept", "classWeight", "classes"],
];
const CV_OPTIONS = [...PATH_OPTIONS, "folds", "seed", "foldOf", "measure", "select"];
const METRICS = ["accuracy", "logLoss", "logLossFromLogits", "rocAuc", "confusionMatrix", "precision", "recall", "f1"];

/** @returns slots by name: each takes the strange value, another one, and random numbers */
export function slotsOf(library) {
  const { LogisticRegression, Dataset, regularizationPath, crossValidate, trainTestSplit, metrics } = library;
  const fitted = new LogisticRegression().fit(X, y);
  const predictor = library.loadModel(fitted.toJSON());
  const dataset = Dataset.from(X, y);
  const stream = () => new LogisticRegression().partialFit(X, y);
  const path = regularizationPath(X, y, { count: 3 });
  const slots = {
    "new LogisticRegression(_)": (value) => new LogisticRegression(value),
    "fit(_, y)": (value) => new LogisticRegression().fit(value, y),
    "fit(X, _)": (value) => new LogisticRegression().fit(X, value),
    "fit(_, _)": (value, other) => new LogisticRegression().fit(value, other),
    "fit(X, y, _)": (value) => new LogisticRegression().fit(X, y, value),
    "fit(dataset, _)": (value) => new LogisticRegression().fit(dataset, value),
    "fitAsync(_, y)": (value) => new LogisticRegression().fitAsync(value, y),
    "fitAsync(X, _)": (value) => new LogisticRegression().fitAsync(X, value),
    "fitAsync(X, y, _)": (value) => new LogisticRegression().fitAsync(X, y, value),
    "partialFit(_, y)": (value) => stream().partialFit(value, y),
    "partialFit(X, _)": (value) => stream().partialFit(X, value),
    "partialFit(X, y, _)": (value) => stream().partialFit(X, y, value),
    "partialFit first(X, _)": (value) => new LogisticRegression().partialFit(X, value),
    "predict before fit(_)": (value) => new LogisticRegression().predict(value),
    "predict(_)": (value) => fitted.predict(value),
    "predict(X, _)": (value) => fitted.predict(X, value),
    "predictProba(_)": (value) => fitted.predictProba(value),
    "predictProba(X, _)": (value) => fitted.predictProba(X, value),
    "decisionFunction(_)": (value) => fitted.decisionFunction(value),
    "decisionFunction(X, _)": (value) => fitted.decisionFunction(X, value),
    "score(_, y)": (value) => fitted.score(value, y),
    "score(X, _)": (value) => fitted.score(X, value),
    "score(X, y, _)": (value) => fitted.score(X, y, value),
    "LogisticRegression.of(_)": (value) => LogisticRegression.of(value),
    "LogisticRegression.of({ coef: _, intercept: _ })": (value, other) =>
      LogisticRegression.of({ coef: value, intercept: other }),
    "LogisticRegression.of({ classes: _ })": (value) =>
      LogisticRegression.of({ coef: [1], intercept: 0, classes: value }).predict([[1]]),
    "LogisticRegression.of({ features: _ })": (value) =>
      LogisticRegression.of({ coef: [1], intercept: 0, features: value }).predict([[1]]),
    "fromJSON(_)": (value) => LogisticRegression.fromJSON(value),
    "fromJSON(json, _)": (value) => LogisticRegression.fromJSON(fitted.toJSON(), value),
    "loadModel(_)": (value) => library.loadModel(value),
    "loaded.predict(_)": (value) => predictor.predict(value),
    "loaded.predict(X, _)": (value) => predictor.predict(X, value),
    "loaded.predict(X, threshold)": (value) => predictor.predict(X, { threshold: value }),
    "loaded.predictProba(_)": (value) => predictor.predictProba(value),
    "loaded.decisionFunction(_)": (value) => predictor.decisionFunction(value),
    "predict(X, threshold)": (value) => fitted.predict(X, { threshold: value }),
    "predict(X, offsets)": (value) => fitted.predict(X, { offsets: value }),
    "Dataset.from(_, y)": (value) => Dataset.from(value, y),
    "Dataset.from(X, _)": (value) => Dataset.from(X, value),
    "Dataset.from(X, y, _)": (value) => Dataset.from(X, y, value),
    "Dataset.builder(_)": (value) => Dataset.builder(value),
    "Dataset.builder(2, _)": (value) => Dataset.builder(2, value),
    "push(_)": (value) => Dataset.builder(2).push(value, 1),
    "push(row, _)": (value) => Dataset.builder(2).push([1, 2], value),
    "push(row, 1, _)": (value) => Dataset.builder(2).push([1, 2], 1, value),
    "pushRows(_, y)": (value) => Dataset.builder(2).pushRows(value, y),
    "pushRows(X, _)": (value) => Dataset.builder(2).pushRows(X, value),
    "pushRows(X, y, _)": (value) => Dataset.builder(2).pushRows(X, y, value),
    "dataset.propagate(_, 0)": (value) => dataset.propagate(value, 0),
    "dataset.propagate([1, 1], _)": (value) => dataset.propagate([1, 1], value),
    "regularizationPath(_, y)": (value) => regularizationPath(value, y),
    "regularizationPath(X, _)": (value) => regularizationPath(X, value),
    "regularizationPath(X, y, _)": (value) => regularizationPath(X, y, value),
    "path.model(_)": (value) => path.model(value),
    "crossValidate(_, y)": (value) => crossValidate(value, y, { folds: 2, count: 2 }),
    "crossValidate(X, _)": (value) => crossValidate(X, value, { folds: 2, count: 2 }),
    "crossValidate(X, y, _)": (value) => crossValidate(X, y, value),
    "trainTestSplit(_, y)": (value) => trainTestSplit(value, y, { test: 2 }),
    "trainTestSplit(X, _)": (value) => trainTestSplit(X, value, { test: 2 }),
    "trainTestSplit(X, y, _)": (value) => trainTestSplit(X, y, value),
    "trainTestSplit(_, _)": (value, other) => trainTestSplit(value, other),
    "trainTestSplit(table, _)": (value) => trainTestSplit({ t: y }, { target: "t", group: value, test: 2 }),
    "forward(_)": (value) => library.forward(value, [1, 1], 0).z,
    "forward(X, _)": (value) => library.forward(X, value, 0).z,
    "forward(X, w, _)": (value) => library.forward(X, [1, 1], value).z,
    "backward(_)": (value) => library.backward(value, [0.5, 0.5, 0.5, 0.5], y).dw,
    "backward(X, _)": (value) => library.backward(X, value, y).dw,
    "backward(X, a, _)": (value) => library.backward(X, [0.5, 0.5, 0.5, 0.5], value).dw,
    "cost(_, y)": (value) => library.cost(value, y),
    "cost({ z }, y)": (value) => library.cost({ z: value }, y),
    "cost({ a }, y)": (value) => library.cost({ a: value }, y),
    "cost(z, _)": (value) => library.cost({ z: [1, 2, 3, 4] }, value),
    "propagate(_, y)": (value) => library.propagate(value, y, { w: [1, 1], b: 0 }).dw,
    "propagate(X, _)": (value) => library.propagate(X, value, { w: [1, 1], b: 0 }).dw,
    "propagate(X, y, _)": (value) => library.propagate(X, y, value).dw,
    "propagate(X, y, { w })": (value) => library.propagate(X, y, { w: value, b: 0 }).dw,
    "propagate(X, y, { b })": (value) => library.propagate(X, y, { w: [1, 1], b: value }).dw,
    "gradientDescent(_, y)": (value) => library.gradientDescent(value, y, { epochs: 3 }),
    "gradientDescent(X, _)": (value) => library.gradientDescent(X, value, { epochs: 3 }),
    "gradientDescent(X, y, _)": (value) => library.gradientDescent(X, y, value),
  };
  const short = { folds: 2, count: 2 };
  for (const name of MODEL_OPTIONS) {
    slots[`fit with ${name}`] = (value, _, random) => fitWith({ [name]: value }, random);
  }
  for (const name of FIT_OPTIONS) {
    slots[`fit(X, y, { ${name} })`] = (value) => new LogisticRegression().fit(X, y, { [name]: value });
    slots[`fitAsync(X, y, { ${name} })`] = (value) => new LogisticRegression().fitAsync(X, y, { [name]: value });
  }
  for (const name of ["workers", "signal", "onEpoch"]) {
    slots[`fitAsync(X, y, { ${name} })`] = (value) => new LogisticRegression().fitAsync(X, y, { [name]: value });
  }
  for (const name of ["weights", "classes"]) {
    slots[`partialFit(X, y, { ${name} })`] = (value) => stream().partialFit(X, y, { [name]: value });
    slots[`Dataset.from(X, y, { ${name} })`] = (value) => Dataset.from(X, y, { [name]: value });
    slots[`score(X, y, { ${name} })`] = (value) => fitted.score(X, y, { [name]: value });
  }
  for (const name of PATH_OPTIONS) {
    slots[`regularizationPath(X, y, { ${name} })`] = (value) => regularizationPath(X, y, { count: 2, [name]: value });
  }
  for (const name of CV_OPTIONS) {
    slots[`crossValidate(X, y, { ${name} })`] = (value) => crossValidate(X, y, { ...short, [name]: value });
  }
  for (const name of METRICS) {
    const metric = metrics[name];
    const scores = name === "logLoss" || name === "rocAuc" ? [0.1, 0.9, 0.4, 0.6] : y;
    slots[`${name}(_, scores)`] = (value) => metric(value, scores);
    slots[`${name}(y, _)`] = (value) => metric(y, value);
    slots[`${name}(y, scores, _)`] = (value) => metric(y, scores, value);
    slots[`${name}(_, _)`] = (value, other) => metric(value, other);
    for (const option of ["weights", "positive", "threshold"]) {
      slots[`${name}(y, scores, { ${option} })`] = (value) => metric(y, scores, { [option]: value });
    }
  }
  for (const name of ["learningRate", "epochs", "w", "b", "onEpoch"]) {
    slots[`gradientDescent(X, y, { ${name} })`] = (value) =>
      library.gradientDescent(X, y, { epochs: 3, [name]: value });
  }

  function fitWith(options, random) {
    const name = Object.keys(options)[0];
    const solver = ["batchSize", "momentum", "averaging", "schedule", "seed"].includes(name) ? "sgd" : "auto";
    const few = name === "maxEpochs" ? {} : { maxEpochs: 20 };
    const beside = name === "solver" ? {} : { solver: name === "learningRate" ? "gradient-descent" : solver };
    const model = new LogisticRegression({ ...few, ...beside, ...options });
    return random.chance(0.5) ? model.fit(X, y) : model.partialFit(X, y);
  }

  return slots;
}
