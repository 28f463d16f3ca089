/** One random problem a seed: rows, labels and everything that a fit takes. Plain data, so that it can be printed as JSON. */
import { randomColumns } from "./columns.mjs";
import { randomOf } from "./random.mjs";

const SOLVERS = [
  ...["auto", "auto", "auto", "auto", "auto", "auto", "auto", "auto", "auto", "auto"],
  ...["newton", "newton", "lbfgs", "lbfgs", "newton-cg", "newton-cg", "proximal-newton", "proximal-newton"],
];
const CONTAINERS = ["rows", "rows", "typed", "matrix", "dataset", "builder"];

/** @returns a problem whose every part is what the library takes, both classes with a weight above 0 */
export function randomProblem(seed) {
  const random = randomOf(seed, "fit");
  const m = sizeOf(random, [12, 60, 300], [0.72, 0.24]);
  const n = sizeOf(random, [4, 12, 40], [0.8, 0.15]) - 1 || 1;
  const columns = randomColumns(random, m, n);
  const X = random.array(m, (i) => columns.map((column) => column[i]));
  const y = labelsOf(random, X, columns);
  const options = {};
  const beside = {};
  setPenalty(random, options);
  setSolver(random, options);
  if (random.chance(0.45)) beside.weights = weightsOf(random, X, y);
  if (random.chance(0.2)) beside.offsets = offsetsOf(random, y);
  if (random.chance(0.2)) beside.penaltyFactors = factorsOf(random, n);
  if (random.chance(0.1)) setPrior(random, n, beside, columns);
  if (random.chance(0.15)) beside.start = modelJson(startOf(random, columns), random.normal());
  if (random.chance(0.1)) options.classWeight = classWeightOf(random);
  if (random.chance(0.15)) options.fitIntercept = false;
  if (random.chance(0.25)) options.standardize = false;
  if (random.chance(0.05)) beside.curvature = true;
  // the intercept of such a prior is meant about the columns' means, which f32 rounds
  if (beside.prior !== undefined && beside.prior.curvature === undefined) delete options.precision;
  let container = random.pick(CONTAINERS);
  // a Dataset takes no offsets, a builder no weights at once
  if (beside.offsets !== undefined && container !== "matrix") container = "rows";
  const async = random.chance(1 / 400);
  return { seed, X, y, options, beside, container, async };
}

/** Mostly tiny, since tiny problems find most and cost least. */
function sizeOf(random, [tiny, middle, large], [first, second]) {
  const draw = random.uniform();
  if (draw < first) return random.whole(2, tiny);
  return draw < first + second ? random.whole(tiny, middle) : random.whole(middle, large);
}

export function labelsOf(random, X, columns) {
  const m = X.length;
  const units = columns.map((column) => {
    const mean = column.reduce((sum, value) => sum + value, 0) / m;
    const deviation = Math.sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / m) || 1;
    return { mean, deviation, slope: random.normal() / Math.sqrt(columns.length) };
  });
  const strength = random.pick([0, 0.3, 1, 1, 3, 10, 1000]);
  const shift = random.chance(0.3) ? 3 * random.normal() : 0;
  const y = X.map((row) => {
    let z = shift;
    for (const [j, { mean, deviation, slope }] of units.entries()) {
      z += (strength * slope * (row[j] - mean)) / deviation;
    }
    return random.uniform() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
  });
  const first = random.whole(0, m - 1);
  if (y.every((label) => label === y[0])) y[first] = 1 - y[first];
  return y;
}

function setPenalty(random, options) {
  const draw = random.uniform();
  if (draw < 0.35) return;
  if (draw < 0.55) options.l2 = 0;
  else if (draw < 0.75) options.l2 = random.magnitude(-8, 1);
  else options.l1 = random.chance(0.1) ? random.pick([1, 10]) : random.magnitude(-6, 0);
  if (options.l1 !== undefined && random.chance(0.4)) options.l2 = random.magnitude(-8, 1);
}

function setSolver(random, options) {
  const solver = random.pick(SOLVERS);
  if (options.l1 === undefined || solver === "proximal-newton") options.solver = solver;
  if (options.l1 === undefined && random.chance(0.02)) {
    options.solver = random.pick(["gradient-descent", "sgd"]);
    options.maxEpochs = random.whole(1, 60);
  }
  const f32 = random.chance(0.25);
  if (f32) options.precision = "f32";
  if (random.chance(0.4)) options.tolerance = f32 ? random.magnitude(-9, -4) : random.magnitude(-14, -4);
  if (random.chance(0.08)) options.maxEpochs = random.chance(0.6) ? random.whole(1, 6) : random.whole(6, 60);
}

export function weightsOf(random, X, y) {
  const kind = random.pick(["whole", "orders", "orders", "zeros", "zeros", "tiny", "each"]);
  const each = random.magnitude(-3, 3);
  const orders = random.pick([2, 6, 12]);
  const weights = y.map(() => {
    if (kind === "whole") return random.whole(0, 3);
    if (kind === "orders") return random.magnitude(-orders / 2, orders / 2) * (random.chance(0.15) ? 0 : 1);
    if (kind === "zeros") return random.chance(0.3) ? random.pick([0, 0, -0]) : 1;
    if (kind === "tiny") return random.chance(0.3) ? random.pick([0, 1e-30, 1e-300]) : random.between(0.5, 2);
    return each;
  });
  for (const label of [0, 1]) {
    const weighs = y.some((value, i) => value === label && weights[i] >= 1e-6);
    if (!weighs) weights[y.indexOf(label)] = 1;
  }
  // what is masked is often what is wrong: a sentinel, a level of a factor that no other row has
  for (const [i, weight] of weights.entries()) {
    if (weight > 1e-29 || !random.chance(0.3)) continue;
    const j = random.whole(0, X[i].length - 1);
    if (random.chance(0.5)) X[i][j] = random.pick([-999, 1e6, 1e10, -1e10]);
    else for (const [k, row] of X.entries()) row[j] = k === i ? 1 : 0;
  }
  return weights;
}

function offsetsOf(random, y) {
  const kind = random.pick(["normal", "normal", "with", "against", "large", "constant"]);
  const size = random.magnitude(-1, kind === "large" ? 5 : 1.3);
  const constant = size * random.normal();
  return y.map((label) => {
    if (kind === "with") return (label === 1 ? size : -size) + (random.chance(0.2) ? random.normal() : 0);
    if (kind === "against") return label === 1 ? -size : size;
    return kind === "constant" ? constant : size * random.normal();
  });
}

function factorsOf(random, n) {
  const huge = random.chance(0.03) ? 1e308 : 1e6;
  return random.array(n, () => random.pick([0, 0, 1, 1, random.magnitude(-6, 6), 1e-6, huge]));
}

function classWeightOf(random) {
  return random.chance(0.4) ? "balanced" : [random.magnitude(-3, 1), random.magnitude(-3, 1)];
}

/** Coefficients of a model that suits the columns more or less, or of one of other units altogether. */
function startOf(random, columns) {
  const absurd = random.chance(0.4) ? random.magnitude(1, 6) : 1;
  return columns.map((column) => {
    const largest = Math.max(...column.map(Math.abs)) || 1;
    return (random.normal() * absurd) / (random.chance(0.5) ? largest : 1);
  });
}

function setPrior(random, n, beside, columns) {
  const coef = random.array(n, (j) => random.normal() / (Math.max(...columns[j].map(Math.abs)) || 1));
  const curvature = random.chance(0.5) ? curvatureOf(random, columns) : undefined;
  beside.prior = modelJson(coef, random.normal(), curvature);
  if (random.chance(0.5)) beside.strength = random.magnitude(-2, 2);
}

/** A positive definite matrix in the units of the columns: a Gram matrix and a diagonal. */
function curvatureOf(random, columns) {
  const n = columns.length;
  const scale = [...columns.map((column) => Math.max(...column.map(Math.abs)) || 1), 1];
  const rows = random.array(2 * n + 2, () => random.array(n + 1, () => random.normal()));
  const hessian = [];
  for (let j = 0; j <= n; ++j) {
    for (let k = 0; k <= n; ++k) {
      let entry = j === k ? 0.05 : 0;
      for (const row of rows) entry += (row[j] * row[k]) / rows.length / 4;
      hessian[j * (n + 1) + k] = entry * (scale[j] * scale[k]);
    }
  }
  return { weight: random.whole(1, 500), centre: columns.map((column) => column[0]), hessian };
}

/** A model file of version 1, which every release reads. */
export function modelJson(coef, intercept, curvature) {
  const counts = { iterations: 1, epochs: 1, hessians: 0, objective: 0, initialObjective: 0, gradientNorm: 0 };
  const kind = { converged: true, reason: "tolerance", fallbacks: [], solver: "auto", precision: "f64" };
  return {
    ...{ format: "logit-wasm/model", version: 1, classes: [0, 1], coef, intercept },
    ...(curvature && { curvature }),
    report: { ...kind, ...counts, seconds: 0 },
  };
}
