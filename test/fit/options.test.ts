import { describe, expect, it } from "vitest";
import {
  crossValidate,
  Dataset,
  gradientDescent,
  LogisticRegression,
  propagate,
  regularizationPath,
} from "../../src/index.ts";
import { accuracy, confusionMatrix, logLoss, logLossFromLogits, rocAuc } from "../../src/metrics/index.ts";

const X = [
  [0, 1],
  [1, 1],
  [2, 0],
  [3, 1],
];
const y = [0, 0, 1, 1];
const model = new LogisticRegression().fit(X, y);

type Entry = (options: never) => unknown;

/** Every function that takes options, by the name that its messages have. */
const ENTRIES: Record<string, Entry> = {
  LogisticRegression: (options) => new LogisticRegression(options),
  fit: (options) => new LogisticRegression().fit(X, y, options),
  fitAsync: (options) => new LogisticRegression().fitAsync(X, y, options),
  partialFit: (options) => new LogisticRegression().partialFit(X, y, options),
  predict: (options) => model.predict(X, options),
  predictProba: (options) => model.predictProba(X, options),
  decisionFunction: (options) => model.decisionFunction(X, options),
  "Dataset.from": (options) => Dataset.from(X, y, options),
  "Dataset.builder": (options) => Dataset.builder(2, options),
  propagate: (point) => propagate(X, y, point),
  gradientDescent: (options) => gradientDescent(X, y, options),
  regularizationPath: (options) => regularizationPath(X, y, options),
  crossValidate: (options) => crossValidate(X, y, options),
  accuracy: (options) => accuracy(y, y, options),
  confusionMatrix: (options) => confusionMatrix(y, y, options),
  logLoss: (options) => logLoss(y, y, options),
  logLossFromLogits: (options) => logLossFromLogits(y, y, options),
  rocAuc: (options) => rocAuc(y, y, options),
};

async function thrown(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    const { name, code, message } = error as Error & { code: string };
    return `${name} ${code}: ${message}`;
  }
  return "nothing";
}

const given = (where: string, options: unknown) => thrown(() => ENTRIES[where]?.(options as never));

describe("an unknown option is refused by one class of error in one wording", () => {
  for (const where of Object.keys(ENTRIES)) {
    it(where, async () => {
      const pattern = /^LogitRangeError INVALID_OPTION: (.+): expected options (\w+(?:, \w+)*); got "zzzzzz"$/;
      expect((await given(where, { zzzzzz: 1 })).replace(pattern, "$1")).toBe(where);
    });
  }

  it("a long name of several lines is clipped to one", async () => {
    const message = await given("fit", { [`a\n${"b".repeat(10_000)}`]: 1 });
    expect(message).toMatch(/got "a b{38}\.\.\."$/);
  });
});

describe("what is no object of options is refused, naming what came", () => {
  const values: [unknown, string][] = [
    [null, "null"],
    [5, "5"],
    ["l2", '"l2"'],
    [true, "true"],
    [[1, 1, 1, 1], "an array of 4"],
    [new Float64Array(4), "a Float64Array of 4"],
    [() => 1, "a function"],
    [new Map([["l2", 1]]), "a Map"],
    [Promise.resolve({}), "a Promise"],
    [model, "a LogisticRegression"],
  ];
  for (const where of Object.keys(ENTRIES)) {
    it(where, async () => {
      for (const [value, shown] of values) {
        const start = `LogitTypeError INVALID_OPTION: ${where}: expected an object of options, got ${shown}`;
        expect((await given(where, value)).slice(0, start.length)).toBe(start);
      }
    });
  }

  it("an object of a class is one if it has entries, and so is one without a prototype", async () => {
    class Settings {
      readonly l2 = 0.5;
    }
    expect(await given("LogisticRegression", new Settings())).toBe("nothing");
    expect(await given("LogisticRegression", Object.assign(Object.create(null), { l2: 0.5 }))).toBe("nothing");
    expect(await given("LogisticRegression", Object.create(null))).toBe("nothing");
  });

  it("what was likely meant is said", async () => {
    const weights = [1, 1, 1, 2];
    expect(await given("fit", weights)).toMatch(/got an array of 4: say \{ weights \} or \{ offsets \}$/);
    expect(await given("accuracy", weights)).toMatch(/: say \{ weights \}$/);
    expect(await given("partialFit", [0, 1])).toMatch(/: say \{ weights \} or \{ classes \} or \{ offsets \}$/);
    expect(await given("predict", 0.3)).toMatch(/got 0\.3: say \{ threshold \}$/);
    expect(await given("crossValidate", 5)).toMatch(/: say \{ folds \} or \{ count \}$/);
    expect(await given("gradientDescent", 0.1)).toMatch(/: say \{ learningRate \}$/);
    expect(await given("LogisticRegression", X)).toMatch(/: say new LogisticRegression\(\)\.fit\(X, y\)$/);
    expect(await thrown(() => propagate(X, y, [0, 0] as never, 0 as never))).toBe(
      "LogitTypeError INVALID_OPTION: propagate: expected an object of options, got an array of 2: say propagate(X, y, { w, b })",
    );
  });
});

describe("names that people bring are answered with ours", () => {
  const inConstructor = ", an option of new LogisticRegression";
  const cases: [where: string, theirs: string, tail: string][] = [
    ["LogisticRegression", "C", ": say l2 = 1 / (C m), with standardize: false for scikit-learn's scale"],
    ["LogisticRegression", "penalty", ": say l1 and l2, numbers, 0 for none"],
    ["LogisticRegression", "alpha", ": say l1 = lambda alpha and l2 = lambda (1 - alpha)"],
    ["LogisticRegression", "lambda", ": say l1 = lambda l1Ratio and l2 = lambda (1 - l1Ratio)"],
    ["LogisticRegression", "lambda_", ": say l1 = lambda l1Ratio and l2 = lambda (1 - l1Ratio)"],
    ["LogisticRegression", "l1_ratio", ": say l1 = lambda l1Ratio and l2 = lambda (1 - l1Ratio)"],
    ...["max_iter", "maxIter", "iterations", "epochs", "maxIterations", "max_epochs"].map(
      (theirs): [string, string, string] => ["LogisticRegression", theirs, ": say maxEpochs"],
    ),
    ["LogisticRegression", "tol", ": say tolerance"],
    ["LogisticRegression", "class_weight", ": say classWeight"],
    ["LogisticRegression", "fit_intercept", ": say fitIntercept"],
    ["LogisticRegression", "intercept", ": say fitIntercept"],
    ["LogisticRegression", "random_state", ": say seed"],
    ["LogisticRegression", "lr", ": say learningRate"],
    ["LogisticRegression", "learning_rate", ": say learningRate"],
    ["LogisticRegression", "verbose", ": say onEpoch"],
    ["LogisticRegression", "n_jobs", ": say workers, an option of fitAsync"],
    ["LogisticRegression", "nJobs", ": say workers, an option of fitAsync"],
    ["LogisticRegression", "warm_start", ": say start, an option of fit"],
    ["LogisticRegression", "sample_weight", ": say weights, an option of fit"],
    ["LogisticRegression", "weights", ", an option of fit"],
    ["LogisticRegression", "cv", ": say folds, an option of crossValidate"],
    ["LogisticRegression", "standardise", ' (did you mean "standardize"?)'],
    ["LogisticRegression", "batch_size", ": say batchSize"],
    ["LogisticRegression", "tolerence", ' (did you mean "tolerance"?)'],
    ["LogisticRegression", "precison", ' (did you mean "precision"?)'],
    ["fit", "sampleWeight", ": say weights"],
    ["fit", "sample_weight", ": say weights"],
    ["fit", "weight", ": say weights"],
    ["fit", "feature_names", ": say features"],
    ["fit", "featureNames", ": say features"],
    ["fit", "warmStart", ": say start"],
    ["fit", "l2", inConstructor],
    ["fit", "max_iter", `: say maxEpochs${inConstructor}`],
    ["fit", "C", `: say l2 = 1 / (C m), with standardize: false for scikit-learn's scale${inConstructor}`],
    ["fit", "workers", ", an option of fitAsync"],
    ["fit", "ofsets", ' (did you mean "offsets"?)'],
    ["fitAsync", "n_jobs", ": say workers"],
    ["partialFit", "sample_weight", ": say weights"],
    ["predict", "threshhold", ' (did you mean "threshold"?)'],
    ["predict", "cutoff", ": say threshold"],
    ["Dataset.from", "sample_weight", ": say weights"],
    ["Dataset.from", "dtype", ": say precision"],
    ["gradientDescent", "alpha", ": say learningRate"],
    ["gradientDescent", "max_iter", ": say epochs"],
    ["gradientDescent", "maxEpochs", ": say epochs"],
    ["gradientDescent", "lr", ": say learningRate"],
    ["regularizationPath", "alpha", ": say l1Ratio"],
    ["regularizationPath", "lambda", ": say lambdas"],
    ["regularizationPath", "l1_ratio", ": say l1Ratio"],
    ["regularizationPath", "nlambda", ": say count"],
    ["regularizationPath", "penalty", ": say l1Ratio, 1 for l1, 0 for l2"],
    ["regularizationPath", "Cs", ": say lambdas = 1 / (C m) with l1Ratio: 0"],
    ["crossValidate", "cv", ": say folds"],
    ["crossValidate", "nfolds", ": say folds"],
    ["crossValidate", "scoring", ": say measure"],
    ["crossValidate", "random_state", ": say seed"],
    ["crossValidate", "lambda_min_ratio", ": say minRatio"],
    ["rocAuc", "sample_weight", ": say weights"],
    ["rocAuc", "pos_label", ": say positive"],
    ["logLoss", "posLabel", ": say positive"],
    ["confusionMatrix", "positiveLabel", ": say positive"],
    // names that every object has are not looked up
    ["fit", "toString", ""],
    ["fit", "constructor", ""],
    ["fit", "x", ""],
    // what is known as a value is no option
    ["rocAuc", "roc", ""],
  ];
  for (const [where, theirs, tail] of cases) {
    it(`${where}: ${theirs}`, async () => {
      const message = await given(where, { [theirs]: 1 });
      expect(message.slice(message.indexOf("; got "))).toBe(`; got "${theirs}"${tail}`);
    });
  }

  it("what is said to be an option of a function is one", async () => {
    const places: Record<string, string> = { "new LogisticRegression": "LogisticRegression" };
    const names = new Set<string>();
    for (const where of Object.keys(ENTRIES)) {
      const message = await given(where, { zzzzzz: 1 });
      const list = /expected options (.*); got/.exec(message)?.[1] ?? "";
      for (const name of list.split(", ")) names.add(name);
    }
    let told = 0;
    for (const name of names) {
      const where = /got "\w+", an option of (.*)$/.exec(await given("Dataset.builder", { [name]: 1 }))?.[1];
      if (where === undefined) continue;
      for (const place of where.split(/, | and /)) {
        const message = await given(places[place] ?? place, { [name]: Symbol("of no use"), zzzzzz: 1 });
        expect(message, `${name} in ${place}`).toMatch(/got "zzzzzz"$/);
        ++told;
      }
    }
    expect(told).toBeGreaterThan(30);
  });
});

describe("values that people bring are answered with ours", () => {
  it("solvers", async () => {
    for (const solver of ["saga", "sag", "liblinear", "newton-cholesky", "adam", "irls"]) {
      expect(await given("LogisticRegression", { solver })).toMatch(/; got ".*": say "auto"$/);
    }
    expect(await given("LogisticRegression", { solver: "newton_cg" })).toMatch(/got "newton_cg": say "newton-cg"$/);
    expect(await given("LogisticRegression", { solver: "LBFGS" })).toMatch(/: say "lbfgs"$/);
    expect(await given("LogisticRegression", { solver: "neuton" })).toMatch(/\(did you mean "newton"\?\)$/);
    expect(await given("LogisticRegression", { solver: "banana" })).toMatch(/got "banana"$/);
  });

  it("measures", async () => {
    const said = { roc_auc: "auc", neg_log_loss: "logLoss", log_loss: "logLoss", deviance: "logLoss" };
    for (const [theirs, ours] of Object.entries(said)) {
      expect(await given("crossValidate", { measure: theirs })).toMatch(new RegExp(`got "${theirs}": say "${ours}"$`));
    }
    expect(await given("crossValidate", { select: "lambda.1se" })).toMatch(/: say "1se"$/);
  });

  it("precision, schedule", async () => {
    expect(await given("LogisticRegression", { precision: "float32" })).toMatch(/: say "f32"$/);
    expect(await given("Dataset.from", { precision: "float64" })).toMatch(/: say "f64"$/);
    expect(await given("LogisticRegression", { solver: "sgd", schedule: "constnat" })).toMatch(
      /\(did you mean "constant"\?\)$/,
    );
  });

  it("classWeight by label", async () => {
    expect(await given("LogisticRegression", { classWeight: { 0: 1, 1: 5 } })).toBe(
      'LogitTypeError INVALID_OPTION: classWeight: expected "balanced" or [negative, positive], finite numbers above 0, got an Object: say [1, 5] for { 0: 1, 1: 5 }, in the order of the classes',
    );
  });

  it("holes and undefined are no numbers and no labels", async () => {
    const hole = [1, 2];
    delete hole[0];
    expect(await given("LogisticRegression", { classWeight: hole })).toMatch(
      /INVALID_OPTION: classWeight: .*got null$/,
    );
    expect(await given("LogisticRegression", { classes: hole })).toMatch(
      /INVALID_LABELS: classes: .*got an array of 2$/,
    );
    expect(await given("regularizationPath", { lambdas: hole })).toMatch(/INVALID_OPTION: lambdas: .*got undefined$/);
    const features = ["a", "b"];
    delete features[0];
    expect(await given("fit", { features })).toMatch(/INVALID_OPTION: features: expected an array of names/);
  });
});
