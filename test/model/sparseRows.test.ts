import { describe, expect, it } from "vitest";
import type { LogisticRegressionOptions } from "../../src/fit/options.ts";
import {
  backward,
  crossValidate,
  Dataset,
  forward,
  gradientDescent,
  LogisticRegression,
  propagate,
  regularizationPath,
  trainTestSplit,
} from "../../src/index.ts";
import { loadModel } from "../../src/predict/index.ts";
import type { Matrix } from "../../src/types.ts";
import { EVERY_SIZE } from "../support/everySize.ts";
import { random } from "../support/random.ts";
import { type SparseSample, sparseSample } from "../support/sparse.ts";

/**
 * Every solver and option on sparse rows and on the same rows with their zeros: the same optimum, by the objective to
 * 1e-10 of itself and by the probabilities of the rows.
 */
// biome-ignore format: a table
const SAMPLES: Readonly<Record<string, SparseSample>> = {
  "float64 values": sparseSample(1, { rows: 500, columns: 24, each: 5 }),
  "float32 values": sparseSample(2, { rows: 500, columns: 24, each: 5, values: "f32" }),
  ones: sparseSample(3, { rows: 500, columns: 30, each: 6, values: "ones" }),
  "so many columns that l1 keeps working sets": sparseSample(4, { rows: 800, columns: 257, each: 12 }),
};

/** All of these in npm run test:heavy; without the many columns, of which npm test has a fit below. */
const KINDS = Object.entries(SAMPLES).filter(([, { dense }]) => EVERY_SIZE || dense.columns < 256);

interface Beside {
  readonly weights?: Float64Array;
  readonly offsets?: Float64Array;
  readonly penaltyFactors?: Float64Array;
}

// biome-ignore format: a table
const OPTIONS: Readonly<Record<string, LogisticRegressionOptions>> = {
  "the defaults": {},
  "l2 on columns as they are": { l2: 0.02, standardize: false },
  "balanced classes": { l2: 0.02, classWeight: "balanced" },
  "no intercept": { l2: 0.05, fitIntercept: false },
  "no intercept, columns as they are": { l2: 0.05, fitIntercept: false, standardize: false },
  l1: { l1: 0.01 },
  "l1 on columns as they are": { l1: 0.02, standardize: false },
  "elastic net": { l1: 0.005, l2: 0.01 },
  newton: { solver: "newton", l2: 0.01 },
  lbfgs: { solver: "lbfgs", l2: 0.01 },
  "newton-cg": { solver: "newton-cg", l2: 0.01 },
  "proximal-newton": { solver: "proximal-newton", l2: 0.01 },
  "gradient descent": { solver: "gradient-descent", l2: 0.05, tolerance: 1e-11, maxEpochs: 20_000 },
};

function besideOf({ y, dense }: SparseSample): Readonly<Record<string, Beside>> {
  const next = random(9);
  return {
    "nothing beside": {},
    "weights, some of 0": { weights: Float64Array.from(y, (_, row) => (row % 11 === 3 ? 0 : 0.25 + next())) },
    offsets: { offsets: Float64Array.from(y, () => next() - 0.25) },
    "factors of the penalty": {
      penaltyFactors: Float64Array.from({ length: dense.columns }, (_, j) => (j === 2 ? 0 : 0.5 + (j % 3))),
    },
  };
}

function expectNear(got: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(got.length).toBe(expected.length);
  // one expectation for all entries, which may be ten thousands
  const far = Array.from(got).findIndex((value, i) => !(Math.abs(value - (expected[i] ?? 0)) <= tolerance));
  if (far >= 0) expect(got[far], `entry ${far}`).toBe(expected[far]);
}

function expectSameModel(got: LogisticRegression, expected: LogisticRegression, { dense, y }: SparseSample): void {
  expect(got.report.reason).toBe(expected.report.reason);
  expect(Math.abs(got.report.objective / expected.report.objective - 1)).toBeLessThan(1e-10);
  const offsets = got.toJSON().offsets === true ? { offsets: y.map(() => 0) } : {};
  expectNear(got.decisionFunction(dense, offsets), expected.decisionFunction(dense, offsets), 2e-5);
}

describe.each(KINDS)("sparse rows, %s", (_, sample) => {
  const { sparse, dense, y } = sample;

  // one kind of rows has all of them in npm test, the others in npm run test:heavy
  const isOften = EVERY_SIZE || sample === SAMPLES["float64 values"];
  const few = ["the defaults", "no intercept", "elastic net", "newton"];
  // without l1 proximal Newton keeps the quadratic model of all columns, which takes seconds where they are many
  const names = Object.entries(OPTIONS)
    .filter(([name]) => isOften || few.includes(name))
    .filter(([name]) => dense.columns < 256 || name !== "proximal-newton");

  describe.each(names)("%s", (_name, options) => {
    it.each(Object.entries(besideOf(sample)))("fit has the optimum of dense rows: %s", (_, beside) => {
      const expected = new LogisticRegression(options).fit(dense, y, beside);
      expectSameModel(new LogisticRegression(options).fit(sparse, y, beside), expected, sample);
    });

    it("fitAsync, a Dataset and a model from JSON are the same fit", async () => {
      const fitted = new LogisticRegression(options).fit(sparse, y);
      const later = await new LogisticRegression(options).fitAsync(sparse, y);
      const dataset = Dataset.from(sparse, y);
      const ofDataset = new LogisticRegression(options).fit(dataset);
      const ofDatasetLater = await new LogisticRegression(options).fitAsync(dataset);
      for (const other of [later, ofDataset, ofDatasetLater]) {
        expect(other.coef).toEqual(fitted.coef);
        expect(other.intercept).toBe(fitted.intercept);
      }
      expect(LogisticRegression.fromJSON(JSON.parse(JSON.stringify(fitted))).coef).toEqual(fitted.coef);
    });
  });

  it("start, prior and strict mean what they mean on dense rows", () => {
    const half = Math.floor(y.length / 2);
    const first = trainTestSplit(sparse, y, { test: half, seed: 3 });
    const before = new LogisticRegression({ l2: 0.05 }).fit(first.train.X as Matrix, first.train.y, {
      curvature: true,
    });
    for (const extras of [{ start: before }, { prior: before }, { strict: true }]) {
      const expected = new LogisticRegression({ l2: 0.01 }).fit(dense, y, extras);
      expectSameModel(new LogisticRegression({ l2: 0.01 }).fit(sparse, y, extras), expected, sample);
    }
  });

  it("sgd comes as near to the optimum as on dense rows", () => {
    const optimum = new LogisticRegression({ l2: 0.05 }).fit(sparse, y).report.objective;
    const { report } = new LogisticRegression({ l2: 0.05, solver: "sgd" }).fit(sparse, y);
    expect(report.objective / optimum - 1).toBeLessThan(0.02);
  });

  it("predictions have the bits that dense rows have", () => {
    const model = new LogisticRegression().fit(dense, y);
    for (const X of [sparse, { ...sparse, indices: Int32Array.from(sparse.indices) }]) {
      expect(model.decisionFunction(X)).toEqual(model.decisionFunction(dense));
      expect(model.predictProba(X)).toEqual(model.predictProba(dense));
      expect(model.predict(X, { threshold: 0.3 })).toEqual(model.predict(dense, { threshold: 0.3 }));
      expect(model.score(X, y)).toEqual(model.score(dense, y));
    }
    const offsets = y.map((_, i) => Math.sin(i));
    const beside = new LogisticRegression().fit(sparse, y, { offsets });
    expect(beside.predictProba(sparse, { offsets })).toEqual(beside.predictProba(dense, { offsets }));
  });

  it("a Dataset is predicted, and propagates, as its rows", () => {
    const dataset = Dataset.from(sparse, y);
    const model = new LogisticRegression().fit(dataset);
    expectNear(model.decisionFunction(dataset), model.decisionFunction(dense), 1e-12);
    const w = Float64Array.from({ length: dense.columns }, (_, j) => Math.sin(j) / 3);
    const [got, expected] = [dataset.propagate(w, 0.2), Dataset.from(dense, y).propagate(w, 0.2)];
    expect(Math.abs(got.cost - expected.cost)).toBeLessThan(1e-12);
    expectNear([...got.dw, got.db], [...expected.dw, expected.db], 1e-12);
  });

  it("a Dataset has its offsets", async () => {
    const offsets = y.map((_, i) => Math.sin(i));
    const beside = new LogisticRegression({ l2: 0.01 }).fit(sparse, y, { offsets });
    const dataset = Dataset.from(sparse, y, { offsets });
    expect(dataset.columns).toBe(sparse.columns);
    for (const model of [
      new LogisticRegression({ l2: 0.01 }).fit(dataset),
      await new LogisticRegression({ l2: 0.01 }).fitAsync(dataset),
    ]) {
      expect(model.coef).toEqual(beside.coef);
      expectNear(model.decisionFunction(dataset), beside.decisionFunction(sparse, { offsets }), 1e-12);
    }
    const [got, expected] = [sparse, dense].map((X) => Dataset.from(X, y, { offsets }).propagate(beside.coef, 0.1));
    expect(Math.abs((got?.cost ?? 0) - (expected?.cost ?? 1))).toBeLessThan(1e-12);
    expect(regularizationPath(dataset, { count: 3 }).coef).toEqual(
      regularizationPath(sparse, y, { count: 3, offsets }).coef,
    );
  });

  it("a Dataset keeps its rows when the arrays change", () => {
    const own = {
      ...sparse,
      indices: sparse.indices.slice(),
      indptr: sparse.indptr.slice(),
      data: sparse.data?.slice(),
    };
    const dataset = Dataset.from(own as typeof sparse, y);
    (own.indices as Uint32Array).fill(0);
    own.data?.fill(9);
    for (const options of [{}, { l2: 0, maxEpochs: 50 }, { l1: 0.01 }]) {
      const [kept, given] = [dataset, sparse].map((X) =>
        new LogisticRegression(options).fit(X as Dataset, X === sparse ? (y as never) : undefined),
      );
      expect(kept?.coef).toEqual(given?.coef);
    }
  });

  it.each([{}, { l1Ratio: 0.4 }, { standardize: false }])("paths are those of dense rows: %j", (options) => {
    const given = { count: 6, minRatio: 0.2, tolerance: 1e-10, ...options };
    const [got, expected] = [sparse, dense].map((X) => regularizationPath(X, y, given));
    expectNear(got?.lambdas ?? [], expected?.lambdas ?? [], 1e-12);
    const objectives = (path: typeof got) => path?.reports.map(({ objective }) => objective) ?? [];
    expectNear(objectives(got), objectives(expected), 1e-9);
    // of solutions whose objectives are that near, the loss alone is as near as the root of that
    expectNear(got?.devianceExplained ?? [], expected?.devianceExplained ?? [], 3e-5);
    const ofDataset = regularizationPath(Dataset.from(sparse, y), given);
    expect(ofDataset.coef).toEqual(got?.coef);
  });

  it.each(["nothing", "offsets", "weights"])("cross-validation is that of dense rows beside %s", (which) => {
    const next = random(5);
    const beside = which === "nothing" ? {} : { [which]: y.map(() => next()) };
    // not l1 alone: columns that are equal but for their scale in a fold share its optimum out as they like
    const options = { folds: 3, count: 4, minRatio: 0.2, l1Ratio: 0.7, tolerance: 1e-12, ...beside };
    const [got, expected] = [sparse, dense].map((X) => crossValidate(X, y, options));
    expectNear(got?.logLoss.mean ?? [], expected?.logLoss.mean ?? [], 1e-6);
    expect(got?.foldOf).toEqual(expected?.foldOf);
    expect(Math.abs((got?.lambda1se ?? 0) - (expected?.lambda1se ?? 1))).toBeLessThan(1e-8);
  });

  it.each([{}, { solver: "sgd", batchSize: 7, momentum: 0.5 } as const, { standardize: false, fitIntercept: false }])(
    "partialFit has the bits that dense rows have: %j",
    (options) => {
      const weights = y.map((_, row) => (row % 5 === 1 ? 0 : 0.5 + (row % 3)));
      const parts = trainTestSplit(sparse, y, { test: 0.5, seed: 2 });
      const denseParts = trainTestSplit(dense, y, { test: 0.5, seed: 2 });
      const [got, expected] = [new LogisticRegression(options), new LogisticRegression(options)];
      for (const part of ["train", "test", "train"] as const) {
        const beside = part === "test" ? { weights: weights.slice(0, parts.test.y.length) } : {};
        got.partialFit(parts[part].X as Matrix, parts[part].y, beside);
        expected.partialFit(denseParts[part].X as Matrix, denseParts[part].y, beside);
        const { seconds: _, ...report } = got.report;
        expect(expected.report).toMatchObject(report);
      }
      expect(got.coef).toEqual(expected.coef);
      expect(got.intercept).toBe(expected.intercept);
      expect(got.toJSON().stream).toEqual(expected.toJSON().stream);
    },
  );

  it("trainTestSplit gives sparse rows, those of the dense split", () => {
    const [a, b] = [trainTestSplit(sparse, y, { seed: 4 }), trainTestSplit(dense, y, { seed: 4 })];
    const model = new LogisticRegression().fit(dense, y);
    for (const part of ["train", "test"] as const) {
      expect(a[part].X.indptr.length).toBe(a[part].y.length + 1);
      expect(model.decisionFunction(a[part].X)).toEqual(model.decisionFunction(b[part].X));
      expect(a[part].X.data?.constructor).toBe(sparse.data?.constructor);
    }
  });
});

it("l1 and elastic net on working sets have the optimum of dense rows", () => {
  const sample = sparseSample(4, { rows: 300, columns: 257, each: 12 });
  for (const options of [{ l1: 0.01 }, { l1: 0.005, l2: 0.01 }]) {
    const expected = new LogisticRegression(options).fit(sample.dense, sample.y);
    expectSameModel(new LogisticRegression(options).fit(sample.sparse, sample.y), expected, sample);
    expect(new LogisticRegression(options).fit(Dataset.from(sample.sparse, sample.y)).report.reason).toBe("tolerance");
  }
});

describe("sparse rows as they come", () => {
  const { sparse, dense, y } = SAMPLES["float64 values"] as SparseSample;
  const expected = new LogisticRegression().fit(sparse, y);

  it("may have their columns in any order, and several values of one, which are added", () => {
    const indices: number[] = [];
    const data: number[] = [];
    const indptr = [0];
    for (let row = 0; row < sparse.rows; ++row) {
      const [first, end] = [sparse.indptr[row] as number, sparse.indptr[row + 1] as number];
      for (let k = end - 1; k >= first; --k) {
        for (const part of [0.25, 0.75]) {
          indices.push(sparse.indices[k] as number);
          data.push(part * (sparse.data?.[k] as number));
        }
      }
      indptr.push(indices.length);
    }
    const model = new LogisticRegression().fit({ data, indices, indptr, shape: [sparse.rows, sparse.columns] }, y);
    expectNear(model.coef, expected.coef, 1e-10);
  });

  it("of precision f32 have values of 32 bits, and sums of float64", () => {
    const single = { ...sparse, data: Float32Array.from(sparse.data ?? []) };
    const options = { precision: "f32" } as const;
    const model = new LogisticRegression(options).fit(sparse, y);
    expect(model.coef).toEqual(new LogisticRegression().fit(single, y).coef);
    expect(new LogisticRegression().fit(Dataset.from(sparse, y, options)).coef).toEqual(model.coef);
    const large = { ...sparse, data: Float64Array.from(sparse.data ?? [], (value) => value * 1e60) };
    expect(() => new LogisticRegression(options).fit(large, y)).toThrow("X: expected numbers that f32 can hold");
  });

  it("have names of columns in messages", () => {
    const features = Array.from({ length: sparse.columns }, (_, j) => `term${j}`);
    const data = Float64Array.from(sparse.data ?? []);
    data[7] = Number.NaN;
    const column = `column "term${sparse.indices[7]}"`;
    expect(() => new LogisticRegression().fit({ ...sparse, data }, y, { features })).toThrow(column);
    const model = new LogisticRegression().fit(sparse, y, { features });
    expect(() => model.predict({ ...sparse, data })).toThrow(column);
    expect(model.coefficients[3]?.name).toBe("term2");
  });

  it("go on from a fit in partialFit, where their zeros are few enough to be written out by batch", () => {
    const model = new LogisticRegression().fit(sparse, y).partialFit(sparse, y);
    expectNear(model.coef, new LogisticRegression().fit(dense, y).partialFit(dense, y).coef, 1e-9);
    const wide = { ...sparse, columns: 32_769 };
    const message =
      "X: expected at most 32768 columns of sparse rows for partialFit in batches of 32, " +
      "since a step changes what it knows of every column, got 32769 (fit takes them)";
    expect(() => new LogisticRegression().partialFit(wide, y)).toThrow(message);
    const fewer = new LogisticRegression({ solver: "sgd", batchSize: 31 }).partialFit({ ...wide, columns: 33_000 }, y);
    expect(fewer.report.iterations).toBe(Math.ceil(500 / 31));
  });

  it("of another number of columns are refused", () => {
    const wider = { ...sparse, columns: sparse.columns + 1 };
    expect(() => expected.predict(wider)).toThrow("X: expected 24 columns as in fit, got 25");
  });

  it("may be scored with the memory that they take, not that of their zeros", () => {
    const columns = 4_000_000;
    const model = LogisticRegression.of({ coef: new Float64Array(columns).fill(0.5), intercept: -1, classes: [0, 1] });
    const X = { indices: Uint32Array.of(5, 3_999_999, 77), indptr: [0, 2, 2, 3], shape: [3, columns] as const };
    expect(model.decisionFunction(X)).toEqual(Float64Array.of(0, -1, -0.5));
  });

  it.each<readonly [string, (X: never) => unknown]>([
    ["a builder", (X) => Dataset.builder(24).pushRows(X, y)],
    ["gradientDescent", (X) => gradientDescent(X, y)],
    ["the functions of the mathematics", (X) => propagate(X, y as never, { w: new Float64Array(24), b: 0 } as never)],
    ["the functions of the mathematics", (X) => forward(X, new Float64Array(24), 0)],
    ["the functions of the mathematics", (X) => backward(X, [0], y)],
  ])("are refused by name for %s", (entry, call) => {
    expect(() => call(sparse as never)).toThrow(
      `X: expected dense rows for ${entry}, got sparse ones (indptr, indices)`,
    );
    expect(dense.rows).toBe(500);
  });
});

describe("rows that are Maps of terms to numbers", () => {
  const { sparse, y } = SAMPLES["float64 values"] as SparseSample;
  const name = (j: number) => `t${String(j).padStart(2, "0")}`;
  // the empty column has no term, as no row has it
  const maps = Array.from({ length: sparse.rows }, (_, row) => {
    const entries: [string, number][] = [];
    for (let k = sparse.indptr[row + 1] as number; k-- > (sparse.indptr[row] as number); ) {
      entries.push([name(sparse.indices[k] as number), sparse.data?.[k] as number]);
    }
    return new Map(entries);
  });
  const terms = Array.from({ length: sparse.columns - 1 }, (_, j) => name(j + 1));
  const expected = new LogisticRegression().fit(sparse, y);
  const model = new LogisticRegression().fit(maps, y);

  it("are the sparse rows whose columns are the terms in their order", async () => {
    expect(model.features).toEqual(terms);
    expectNear(model.coef, expected.coef.slice(1), 1e-9);
    const others = [
      await new LogisticRegression().fitAsync(maps, y),
      new LogisticRegression().fit(Dataset.from(maps, y)),
    ];
    for (const other of others) expect([other.coef, other.features]).toEqual([model.coef, model.features]);
    expect(model.coefficients[1]?.name).toBe("t01");
  });

  it("are predicted and scored by their terms, others passed over, also after JSON", () => {
    const z = model.decisionFunction({
      ...sparse,
      indices: sparse.indices.map((j) => j - 1),
      columns: terms.length,
    } as Matrix);
    expect(model.decisionFunction(maps)).toEqual(z);
    const more = maps.map((row) => new Map([["unknown", 5], ...row]));
    expect(model.decisionFunction(more)).toEqual(z);
    expect(model.score(maps, y)).toBeGreaterThan(0.7);
    expect(loadModel(JSON.parse(JSON.stringify(model))).decisionFunction(more)).toEqual(z);
  });

  it("have the terms of the model that a fit or a stream goes on from, or those that features names", () => {
    const some = maps.slice(0, 40);
    const labels = y.slice(0, 40);
    expect(new LogisticRegression().fit(some, labels, { start: model }).features).toEqual(terms);
    const stream = new LogisticRegression().partialFit(maps, y).partialFit(some, labels);
    expect(stream.features).toEqual(terms);
    const two = new LogisticRegression().fit(maps, y, { features: ["t05", "t02"] });
    expect(two.coef).toHaveLength(2);
    expect(crossValidate(maps, y, { folds: 2, count: 3 }).model.features).toEqual(terms);
    expect(trainTestSplit(maps, y).train.X[0]).toBeInstanceOf(Map);
  });

  it.each<readonly [string, unknown]>([
    ["X: expected a Map of terms to numbers as row 1, got an array of 1", [new Map([["a", 1]]), [1]]],
    ['X: expected numbers, got "1" at row 0, term "a"', [new Map([["a", "1"]]), new Map()]],
    ['X: expected finite numbers, got NaN at row 1, term "a"', [new Map([["a", 1]]), new Map([["a", Number.NaN]])]],
    ["X: expected texts as terms, got 1 at row 0", [new Map([[1, 1]]), new Map()]],
    ["X: expected at least one term, got none", [new Map(), new Map()]],
  ])("are refused by name: %s", (message, X) => {
    expect(() => new LogisticRegression().fit(X as Matrix, [0, 1])).toThrow(message);
  });
});
