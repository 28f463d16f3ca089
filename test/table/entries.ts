import { crossValidate, Dataset, LogisticRegression, regularizationPath } from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";

// biome-ignore lint/suspicious/noExplicitAny: every entry gets every container, which its types tell apart
type Anything = any;

/** What an entry is given: rows anew at each call, as a generator gives them once, labels unless a target names them. */
export interface Given {
  readonly X: () => unknown;
  readonly y?: readonly string[];
  /** Options beside the rows. */
  readonly options: object;
  /** Options of a model, a path or a cross-validation. */
  readonly model: object;
}

const rowsOf = ({ X, y, options }: Given, more: object = {}): Anything => {
  const all = { ...options, ...more };
  return y === undefined ? [X(), all] : [X(), y, all];
};
const modelOf = (given: Given): Anything => new LogisticRegression(given.model);
const numbersOf = ({ coef, intercept }: Anything): number[] => [...coef, intercept];
const codesOf = (labels: readonly (string | null)[]): number[] => labels.map((label) => (label === "yes" ? 1 : 0));

/** Every entry that learns from rows, as the numbers that it gives. */
export const LEARNING: Readonly<Record<string, (given: Given) => number[] | Promise<number[]>>> = {
  fit: (given) => {
    const model = modelOf(given).fit(...rowsOf(given));
    return [
      ...numbersOf(model),
      model.report.objective,
      ...model.coefficients.map((row: Anything) => row.standardized),
    ];
  },
  "fit with l1": (given) =>
    numbersOf(new LogisticRegression({ ...given.model, l1: 0.02 }).fit(...(rowsOf(given) as [Anything]))),
  fitAsync: async (given) => numbersOf(await modelOf(given).fitAsync(...rowsOf(given))),
  "Dataset.from": (given) => {
    const dataset = (Dataset.from as Anything)(...rowsOf(given));
    const { cost, dw, db } = dataset.propagate(new Float64Array(dataset.columns).fill(0.1), 0.2);
    const model = modelOf(given).fit(dataset);
    return [dataset.rows, dataset.columns, cost, db, ...dw, ...numbersOf(model), model.score(dataset)];
  },
  crossValidate: (given) => {
    const cv = (crossValidate as Anything)(...rowsOf(given, { ...given.model, folds: 3, seed: 5, count: 6 }));
    const measures = [cv.logLoss, cv.auc, cv.accuracy].flatMap(({ mean, standardError }) => [
      ...mean,
      ...standardError,
    ]);
    return [...cv.lambdas, ...measures, ...cv.foldOf, cv.lambda1se, cv.lambdaMin, ...numbersOf(cv.model)];
  },
  regularizationPath: (given) => {
    const path = (regularizationPath as Anything)(...rowsOf(given, { ...given.model, count: 6, minRatio: 0.01 }));
    return [...path.lambdas, ...path.intercepts, ...path.coef.flatMap((one: Float64Array) => [...one])];
  },
  partialFit: (given) => {
    const model = modelOf(given)
      .partialFit(...rowsOf(given))
      .partialFit(...rowsOf(given));
    return [...numbersOf(model), model.report.objective];
  },
};

/** Every entry that says something of many rows, as the numbers that a fitted model gives. */
export const PREDICTING: Readonly<Record<string, (model: LogisticRegression, given: Given) => ArrayLike<number>>> = {
  predict: (model, { X }) => codesOf(model.predict(X() as Anything) as string[]),
  predictProba: (model, { X }) => model.predictProba(X() as Anything),
  decisionFunction: (model, { X }) => model.decisionFunction(X() as Anything),
  "decisionFunction with invalid: nan": (model, { X }) => model.decisionFunction(X() as Anything, { invalid: "nan" }),
  score: (model, { X, y }) => [y === undefined ? model.score(X() as Anything) : model.score(X() as Anything, y)],
  "logit-wasm/predict predict": (model, { X }) =>
    codesOf(loadModel(model.toJSON()).predict(X() as Anything) as string[]),
  "logit-wasm/predict predictProba": (model, { X }) => loadModel(JSON.stringify(model)).predictProba(X() as Anything),
  "logit-wasm/predict decisionFunction": (model, { X }) =>
    loadModel(JSON.stringify(model)).decisionFunction(X() as Anything),
};
