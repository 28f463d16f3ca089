/**
 * The fits that the digest covers. To cover more, add a line: the data set, the precision (f32 gives a Float32Array), options of
 * the constructor, and of the fit:
 *
 *     as              what X is given as: "matrix" (the default), "rows", "typed rows", "dataset", "builder",
 *                     "stream" (partialFit, 100 rows a call)
 *     weights         the data set's own, or uneven ones
 *     penaltyFactors  0, 1, 2, 0, 1, 2, ... by column
 *     start           a model of f32 to start from
 *     prior           a model of half the rows, by its curvature
 *     offsets         of each row, from -0.5 to 0.5
 *     curvature       is kept with the model
 *     workers         fitAsync with that many, after which fit must give the same
 *     labels          "ham" and "spam" for 0 and 1
 *     reason          what the report has to give as reason; default "tolerance"
 */
import { assert, assertEqual, assertSameBits } from "./assert.mjs";
import { toF32, toRows } from "./data.mjs";

const PRECISIONS = ["f64", "f32"];

export const FITS = [
  ...PRECISIONS.flatMap((precision) => [
    fit("breast cancer", precision),
    fit("breast cancer", precision, { solver: "newton" }),
    fit("breast cancer", precision, { solver: "lbfgs", l2: 0.01 }),
    fit("breast cancer", precision, { solver: "gradient-descent", maxEpochs: 200 }, { reason: "max-epochs" }),
    fit("spambase", precision),
    fit("spambase", precision, { solver: "newton" }, { weights: true }),
    fit("spambase", precision, { solver: "lbfgs", maxEpochs: 60 }, { reason: "max-epochs" }),
    fit("spambase", precision, { solver: "newton-cg" }),
    fit("a9a", precision, { solver: "newton-cg", l2: 0.001 }, { as: "dataset" }),
    fit("spambase", precision, { solver: "gradient-descent", maxEpochs: 50 }, { reason: "max-epochs" }),
    fit("higgs7k", precision, { l2: 0 }, { weights: true }),
    fit("higgs7k", precision, { solver: "lbfgs", classWeight: "balanced" }),
    fit("heart", precision, { solver: "newton", l2: 0 }),
    fit("heart", precision, { solver: "gradient-descent", l2: 0.1, learningRate: 0.5, tolerance: 1e-5 }),
    fit("agaricus", precision, { l2: 0.001 }),
    fit("agaricus", precision, { l2: 0 }, { reason: "separation" }),
    fit("a9a", precision),
    fit("breast cancer", precision, { l1: 0.02, l2: 0.01 }),
    fit("spambase", precision, { l1: 0.001, l2: 0, solver: "proximal-newton" }, { weights: true }),
    fit("a9a", precision, { l1: 0.001 }),
    fit("large", precision),
    fit("large", precision, { l2: 0.001 }, { workers: 2, weights: true }),
    fit("a9a", precision, { l1: 0.001 }, { workers: 3, as: "dataset" }),
    fit("breast cancer", precision, { solver: "sgd" }),
    fit("higgs7k", precision, { solver: "sgd", batchSize: 7, maxEpochs: 5 }, { weights: true, reason: "max-epochs" }),
    fit("spambase", precision, {}, { as: "stream", weights: true, reason: "stream" }),
    fit("large", precision, { solver: "newton", l2: 0 }, { as: "dataset", weights: true }),
  ]),
  fit("breast cancer", "f64", { l2: 0, solver: "newton" }, { reason: "separation" }),
  fit("breast cancer", "f64", { standardize: false }, { as: "rows", labels: true }),
  fit("breast cancer", "f64", { precision: "f32", classWeight: [1, 3] }, { as: "typed rows" }),
  fit("breast cancer", "f32", { precision: "f64", fitIntercept: false }),
  fit("breast cancer", "f64", { classes: [1, 0] }, { penaltyFactors: true }),
  fit("spambase", "f64", { maxEpochs: 7 }, { as: "dataset", reason: "max-epochs" }),
  fit("spambase", "f64", { standardize: false, classWeight: "balanced" }, { weights: true }),
  fit("higgs7k", "f32", { solver: "newton", fitIntercept: false }, { as: "dataset" }),
  fit("higgs7k", "f64", {}, { start: true }),
  fit("heart", "f64", { solver: "lbfgs", standardize: false }, { as: "builder", labels: true }),
  fit("heart", "f64", { solver: "gradient-descent", standardize: false, l2: 0.1 }, { penaltyFactors: true }),
  fit("heart", "f64", { l1: 0.03, standardize: false, fitIntercept: false }, { penaltyFactors: true, as: "dataset" }),
  fit("higgs7k", "f64", {}, { prior: true }),
  fit("higgs7k", "f32", { l2: 0 }, { offsets: true, curvature: true }),
  fit("spambase", "f64", { solver: "newton" }, { offsets: true, weights: true, curvature: true }),
  fit("large", "f32", { l1: 0.002 }, { weights: true }),
  fit("large", "f64", { solver: "lbfgs", maxEpochs: 20 }, { weights: true }),
];

function fit(on, precision, options = {}, how = {}) {
  return { on, precision, options, how };
}

export function nameOf({ on, precision, options, how }) {
  const texts = [options, how].map((entries) => JSON.stringify(entries)).filter((text) => text !== "{}");
  return [on, precision, ...texts].join(" ");
}

/** Coefficients, intercept, probabilities and the text of the model file; the model read back gives the same. */
export async function runFit(library, data, { on, precision, options, how }) {
  const set = data.get(on);
  const X = precision === "f32" ? toF32(set.X) : set.X;
  const model = new library.LogisticRegression(options);
  await fitModel(library, model, X, set, how);
  assertEqual(model.report.reason, how.reason ?? "tolerance", "reason");
  const { coef, intercept } = model;
  assert(
    coef.every((w) => Number.isFinite(w)),
    "coef: expected finite numbers",
  );
  const beside = how.offsets ? { offsets: offsetsOf(set) } : {};
  const probabilities = model.predictProba(X, beside);
  const text = JSON.stringify(model);
  const loaded = library.LogisticRegression.fromJSON(text);
  assertSameBits(loaded.coef, coef, "coef read back");
  assertSameBits(loaded.predictProba(X, beside), probabilities, "probabilities read back");
  assertEqual(JSON.stringify(loaded), text, "text read back");
  return [coef, Float64Array.of(intercept), probabilities, JSON.stringify(model)];
}

async function fitModel(library, model, X, set, how) {
  const y = how.labels ? set.y.map((label) => (label === 1 ? "spam" : "ham")) : set.y;
  const weights = how.weights ? { weights: set.weights } : {};
  const extras = extrasOf(library, X, { ...set, y }, how);
  if (how.workers !== undefined) await fitInWorkers(library, model, X, y, { ...weights, ...extras }, how);
  else if (how.as === "dataset") model.fit(library.Dataset.from(X, y, weights), undefined, extras);
  else if (how.as === "stream") streamTo(model, X, y, set.weights);
  else if (how.as === "builder") model.fit(built(library, X, y), undefined, extras);
  else model.fit(given(X, how.as), y, { ...weights, ...extras });
}

/** In workers where the runtime has them, and on the thread itself: the same bits. */
async function fitInWorkers({ Dataset }, model, X, y, options, { as, workers }) {
  const { weights, ...extras } = options;
  const dataset = as === "dataset" ? Dataset.from(X, y, weights === undefined ? {} : { weights }) : undefined;
  const [rows, labels, others] = dataset === undefined ? [X, y, options] : [dataset, undefined, extras];
  model.fit(rows, labels, others);
  const expected = JSON.stringify(model);
  await model.fitAsync(rows, labels, { ...others, workers });
  assertEqual(JSON.stringify(model), expected, "the model of fitAsync");
}

function streamTo(model, X, y, weights) {
  const rows = toRows(X);
  for (let first = 0; first < rows.length; first += 100) {
    const part = (values) => values.slice(first, first + 100);
    model.partialFit(part(rows), part(y), { classes: [0, 1], weights: part(weights) });
  }
}

function extrasOf({ LogisticRegression }, X, set, how) {
  const extras = {};
  if (how.penaltyFactors) extras.penaltyFactors = Array.from({ length: X.columns }, (_, j) => j % 3);
  if (how.offsets) extras.offsets = offsetsOf(set);
  if (how.curvature) extras.curvature = true;
  if (how.start) extras.start = new LogisticRegression().fit(toF32(set.X), set.y);
  if (how.prior) {
    const rows = Math.floor(X.rows / 2);
    const half = { data: X.data.slice(0, rows * X.columns), rows, columns: X.columns };
    extras.prior = new LogisticRegression().fit(half, set.y.slice(0, rows), { curvature: true });
  }
  return extras;
}

function offsetsOf({ weights }) {
  return weights.map((weight) => (weight % 1) - 0.5);
}

function given(X, as) {
  if (as === "rows") return toRows(X);
  if (as === "typed rows") return toRows(X).map((row) => X.data.constructor.from(row));
  return X;
}

function built(library, X, y) {
  const builder = library.Dataset.builder(X.columns);
  for (const [i, row] of toRows(X).entries()) builder.push(row, y[i]);
  return builder.build();
}
