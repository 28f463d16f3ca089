import { describe, expect, it } from "vitest";
import * as library from "../../src/index.ts";
import * as metrics from "../../src/metrics/index.ts";
import { loadModel } from "../../src/predict/index.ts";

const X = [
  [0, 1],
  [1, 1],
  [2, 0],
  [3, 1],
];
const y = [0, 0, 1, 1];
const model = new library.LogisticRegression().fit(X, y);
const json = JSON.parse(JSON.stringify(model));
const dataset = library.Dataset.from(X, y);
const path = library.regularizationPath(X, y, { count: 3 });

type Call = (...slots: never[]) => unknown;

/** Every public function with arguments that are good. */
const CALLS: Record<string, readonly [call: Call, ...good: unknown[]]> = {
  "new LogisticRegression": [(options) => new library.LogisticRegression(options).fit(X, y), {}],
  fit: [(...slots) => new library.LogisticRegression().fit(...(slots as [never, never])), X, y, {}],
  fitAsync: [(...slots) => new library.LogisticRegression().fitAsync(...(slots as [never, never])), X, y, {}],
  partialFit: [(...slots) => new library.LogisticRegression().partialFit(...(slots as [never, never])), X, y, {}],
  predict: [(...slots) => model.predict(...(slots as [never])), X, {}],
  predictProba: [(...slots) => model.predictProba(...(slots as [never])), X, {}],
  decisionFunction: [(...slots) => model.decisionFunction(...(slots as [never])), X, {}],
  score: [(...slots) => model.score(...(slots as [never, never])), X, y],
  "LogisticRegression.fromJSON": [(...slots) => library.LogisticRegression.fromJSON(...(slots as [never])), json, {}],
  "LogisticRegression.of": [
    (known) => library.LogisticRegression.of(known),
    { coef: [1, 2], intercept: 0, classes: ["a", "b"], features: ["c", "d"] },
  ],
  "Dataset.from": [(...slots) => library.Dataset.from(...(slots as [never, never])), X, y, {}],
  "Dataset.builder": [(...slots) => library.Dataset.builder(...(slots as [never])), 2, {}],
  "dataset.propagate": [(...slots) => dataset.propagate(...(slots as [never, never])), [1, 1], 0],
  push: [(...slots) => library.Dataset.builder(2).push(...(slots as [never, never])), [1, 2], "a", 1],
  pushRows: [(...slots) => library.Dataset.builder(2).pushRows(...(slots as [never, never])), X, y, [1, 1, 1, 1]],
  forward: [(...slots) => library.forward(...(slots as [never, never, never])), X, [1, 1], 0],
  cost: [(...slots) => library.cost(...(slots as [never, never])), { z: [1, 2, 3, 4] }, y],
  backward: [(...slots) => library.backward(...(slots as [never, never, never])), X, [0.5, 0.5, 0.5, 0.5], y],
  propagate: [(...slots) => library.propagate(...(slots as [never, never, never])), X, y, { w: [0, 0], b: 0 }],
  gradientDescent: [(...slots) => library.gradientDescent(...(slots as [never, never])), X, y, { epochs: 2 }],
  regularizationPath: [(...slots) => library.regularizationPath(...(slots as [never])), X, y, { count: 3 }],
  "path.model": [(k) => path.model(k), 1],
  crossValidate: [(...slots) => library.crossValidate(...(slots as [never])), X, y, { folds: 2, count: 3 }],
  trainTestSplit: [(...slots) => library.trainTestSplit(...(slots as [never, never])), X, y, { test: 2 }],
  "trainTestSplit of a table": [
    (...slots) => library.trainTestSplit(...(slots as [never, never])),
    { t: y, x: [1, 2, 3, 4] },
    { target: "t", test: 2 },
  ],
  setKernelModule: [(module) => library.setKernelModule(module), undefined],
  loadModel: [(from) => loadModel(from), json],
  "loadModel(...).predict": [(rows) => loadModel(json).predict(rows), X],
  "loadModel(...).predictProba": [(rows) => loadModel(json).predictProba(rows), X],
  "loadModel(...).decisionFunction": [(rows) => loadModel(json).decisionFunction(rows), X],
  accuracy: [(...slots) => metrics.accuracy(...(slots as [never, never])), y, y, {}],
  confusionMatrix: [(...slots) => metrics.confusionMatrix(...(slots as [never, never])), y, y, {}],
  precision: [(matrix) => metrics.precision(matrix), metrics.confusionMatrix(y, y)],
  recall: [(matrix) => metrics.recall(matrix), metrics.confusionMatrix(y, y)],
  f1: [(matrix) => metrics.f1(matrix), metrics.confusionMatrix(y, y)],
  logLoss: [(...slots) => metrics.logLoss(...(slots as [never, never])), y, [0.5, 0.5, 0.5, 0.5], {}],
  logLossFromLogits: [(...slots) => metrics.logLossFromLogits(...(slots as [never, never])), y, [1, 2, 3, 4], {}],
  rocAuc: [(...slots) => metrics.rocAuc(...(slots as [never, never])), y, [1, 2, 3, 4], {}],
};

/** The options of each function, to be strange one at a time. */
const OPTIONS: Record<string, readonly string[]> = {
  "new LogisticRegression": [
    ...["l1", "l2", "standardize", "precision", "solver", "learningRate", "batchSize", "momentum", "averaging"],
    ...["schedule", "seed", "maxEpochs", "tolerance", "fitIntercept", "classWeight", "classes", "onEpoch"],
  ],
  fit: ["weights", "offsets", "penaltyFactors", "start", "prior", "strength", "curvature", "features", "target"],
  fitAsync: ["weights", "workers", "signal", "onEpoch"],
  partialFit: ["classes", "weights"],
  predict: ["threshold", "offsets"],
  predictProba: ["offsets"],
  decisionFunction: ["offsets"],
  "LogisticRegression.fromJSON": ["l2"],
  "Dataset.from": ["weights", "precision", "classes"],
  "Dataset.builder": ["precision", "classes"],
  cost: ["z", "a"],
  propagate: ["w", "b"],
  gradientDescent: ["learningRate", "epochs", "w", "b", "onEpoch"],
  regularizationPath: ["l1Ratio", "minRatio", "lambdas", "weights", "penaltyFactors", "stopEarly", "classWeight"],
  crossValidate: ["seed", "foldOf", "measure", "select", "weights", "lambdas"],
  accuracy: ["weights"],
  confusionMatrix: ["positive", "weights"],
  logLoss: ["positive", "weights"],
  logLossFromLogits: ["positive", "weights"],
  rocAuc: ["positive", "weights"],
  precision: ["truePositive", "falsePositive"],
  "LogisticRegression.of": ["coef", "intercept", "classes", "features", "target"],
  trainTestSplit: ["test", "seed", "group", "target"],
  "trainTestSplit of a table": ["test", "seed", "group", "target"],
  recall: ["falseNegative"],
  f1: ["falseNegative"],
};

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** An object whose class has a name of that kind. */
function classNamed(name: unknown): object {
  const type = class {};
  Object.defineProperty(type, "name", { value: name });
  return new type();
}

const hostile = () => {
  throw new Error("not to be called for a message");
};

const STRANGE: Record<string, () => unknown> = {
  undefined: () => undefined,
  null: () => null,
  true: () => true,
  "-0": () => -0,
  "0.5": () => 0.5,
  NaN: () => Number.NaN,
  "-Infinity": () => Number.NEGATIVE_INFINITY,
  "1e308": () => 1e308,
  "an empty text": () => "",
  "a text of two lines": () => "one\ntwo\u2028three",
  "a text of 100,000 characters": () => "x".repeat(100_000),
  "a symbol": () => Symbol("s".repeat(1000)),
  "a bigint": () => 10n ** 1000n,
  "a function": () => () => undefined,
  "a class": () => class {},
  "an object": () => ({}),
  "an object with an entry of 1000 characters": () => ({ ["k".repeat(1000)]: 1 }),
  "an object without a prototype": () => Object.create(null),
  "an object of objects": () => ({ constructor: { name: { toString: 1 } }, format: { constructor: 1 } }),
  "an object whose class has a name of lines": () => classNamed("a\nb".repeat(500)),
  "an object whose class has a symbol for a name": () => classNamed(Symbol("name")),
  "an object that throws when shown": () => ({ toString: hostile, valueOf: hostile, toJSON: hostile }),
  "an object whose class throws": () => Object.create(Object.defineProperty({}, "constructor", { get: hostile })),
  "an object whose tag throws": () => Object.create(Object.defineProperty({}, Symbol.toStringTag, { get: hostile })),
  "an empty array": () => [],
  "an array of holes": () => new Array(4),
  "an array of undefined": () => [undefined, undefined, undefined, undefined],
  "an array of symbols": () => [Symbol("a"), Symbol("b"), Symbol("a"), Symbol("b")],
  "an array of arrays": () => [[[]], [[]], [[]], [[]]],
  "an array of revoked Proxies": () => Array.from({ length: 4 }, () => revoked([])),
  "an array of bigints": () => [0n, 1n, 0n, 1n],
  "an array of two holes": () => new Array(2),
  "a Float64Array of NaN": () => new Float64Array(4).fill(Number.NaN),
  "a BigInt64Array": () => new BigInt64Array(4),
  "an Int8Array": () => Int8Array.of(0, 1, 0, 1),
  "a DataView": () => new DataView(new ArrayBuffer(32)),
  "an ArrayBuffer": () => new ArrayBuffer(32),
  "a Date": () => new Date(0),
  "a Date that is none": () => new Date(Number.NaN),
  "a Map": () => new Map([["l2", 1]]),
  "a Set": () => new Set([1]),
  "an Error": () => new Error("a\nb"),
  "a RegExp": () => /a/,
  "a promise": () => Promise.resolve(1),
  "a generator": () => (function* () {})(),
  "an iterator": () => [1].values(),
  "a Proxy of an object": () => new Proxy({}, {}),
  "a Proxy of an array": () => new Proxy([1, 2, 3, 4], {}),
  "a revoked Proxy of an object": () => revoked({}),
  "a revoked Proxy of an array": () => revoked([]),
  "a revoked Proxy of a function": () => revoked(() => undefined),
  "an array-like": () => ({ length: 4, 0: 1, 1: 0, 2: 1, 3: 0 }),
  "a number in an object": () => new Number(1),
  "a text in an object": () => new String("l2"),
  "another model": () => new library.LogisticRegression(),
  "a Dataset": () => library.Dataset.from([[1], [2]], [0, 1]),
  "a matrix that is none": () => ({ data: new Float64Array(8), rows: Symbol("rows"), columns: { valueOf: hostile } }),
  "a matrix of revoked data": () => ({ data: revoked(new Float64Array(8)), rows: 4, columns: 2 }),
};

/** What is wrong with the end of a call: nothing, if it has a result or throws one of our errors with one readable line. */
async function faultOf(call: () => unknown): Promise<string | undefined> {
  try {
    await call();
    return undefined;
  } catch (error) {
    const { name, code, message } = error as { name: unknown; code: unknown; message: string };
    if (typeof code !== "string" || !/^Logit(Type|Range)Error$/.test(String(name))) return `${name}: ${message}`;
    if (/[\r\n\u2028\u2029]/.test(message)) return `more than a line: ${message}`;
    if (message.length > 400) return `${message.length} characters: ${message}`;
    if (/got (a|an)?( |$)$|got an? (undefined|\[)/.test(message)) return `nothing shown: ${message}`;
    return undefined;
  }
}

describe("strange values in every slot of every public function give a result or a coded error of one line", () => {
  it("all public functions are there", () => {
    const functions = Object.keys({ ...library, ...metrics }).filter((name) => /^[a-z]/.test(name));
    expect(functions.filter((name) => CALLS[name] === undefined)).toEqual([]);
  });

  for (const [name, [call, ...good]] of Object.entries(CALLS)) {
    it(`${name}: arguments`, async () => {
      const faults: string[] = [];
      for (const slot of good.keys()) {
        for (const [what, make] of Object.entries(STRANGE)) {
          const slots = good.map((value, i) => (i === slot ? make() : value)) as never[];
          const fault = await faultOf(() => call(...slots));
          if (fault !== undefined) faults.push(`${what} as argument ${slot}: ${fault}`);
        }
      }
      expect(faults).toEqual([]);
    });
  }

  for (const [name, options] of Object.entries(OPTIONS)) {
    it(`${name}: options`, async () => {
      const [call = () => undefined, ...good] = CALLS[name] ?? [];
      const faults: string[] = [];
      for (const option of options) {
        for (const [what, make] of Object.entries(STRANGE)) {
          const given = good.map((value, i) => {
            const isOptions = i === (name === "cost" ? 0 : good.length - 1);
            return isOptions ? { ...(value as object), [option]: make() } : value;
          }) as never[];
          // a function is a good callback, and what it throws when it is called is its caller's
          if (option === "onEpoch" && typeof make() === "function") continue;
          const fault = await faultOf(() => call(...given));
          if (fault !== undefined) faults.push(`${what} as ${option}: ${fault}`);
        }
      }
      expect(faults).toEqual([]);
    });
  }
});
