/** Streams of partialFit: `node test/fuzz/streams.mjs`, options as in fits.mjs. */
import { runIfMain } from "./cases.mjs";
import { randomColumns } from "./columns.mjs";
import { rowLoss } from "./objective.mjs";
import { randomOf } from "./random.mjs";

/** A log loss beyond that of any model that people would call one: a stream that ran away has 1e4 to 1e300. */
const RUNAWAY = 100;

export function streams({ dump = false } = {}) {
  return {
    name: "streams",
    cases: 1200,
    open: true,
    attempt(library, number) {
      const stream = randomStream(number);
      if (dump) console.log(JSON.stringify(stream));
      const described = JSON.stringify({ ...stream.options, ...stream.traits });
      return judgeStream(library, stream).map(({ kind, detail }) => ({ kind, detail: `${detail}\n    ${described}` }));
    },
  };
}

function randomStream(seed) {
  const random = randomOf(seed, "stream");
  const n = random.whole(1, 6);
  const batch = random.pick([1, 8, 32, 32, 64]);
  const calls = random.whole(5, random.chance(0.2) ? 150 : 40);
  const m = batch * calls;
  const plain = random.chance(0.7);
  const columns = plain
    ? random.array(n, () => {
        const [scale, mean] = [random.magnitude(-4, 4), random.chance(0.5) ? 0 : random.magnitude(-1, 3)];
        return random.array(m, () => scale * (mean + random.normal()));
      })
    : randomColumns(random, m, n);
  const X = random.array(m, (i) => columns.map((column) => column[i]));
  const slope = random.array(n, () => random.normal());
  const scale = columns.map((column) => Math.sqrt(variance(column)) || 1);
  const y = X.map((row) => {
    let z = 0;
    for (let j = 0; j < n; ++j) z += (slope[j] * (row[j] - columns[j][0])) / scale[j];
    return random.uniform() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
  });
  const options = { classes: [0, 1] };
  if (random.chance(0.4)) options.l2 = random.pick([0, 0.01, 1, 5, 20, 100, random.magnitude(-6, 3)]);
  if (random.chance(0.3)) options.standardize = false;
  if (random.chance(0.2)) options.classWeight = [random.magnitude(-3, 1), random.magnitude(-3, 1)];
  if (random.chance(0.2)) options.fitIntercept = false;
  if (random.chance(0.2)) {
    options.solver = "sgd";
    options.batchSize = random.pick([1, 4, 32, 128]);
    if (random.chance(0.3)) options.momentum = random.pick([0, 0.5, 0.95]);
    if (random.chance(0.3)) options.averaging = false;
    if (random.chance(0.3)) options.schedule = random.pick(["inverse", "constant"]);
  }
  const weights = random.chance(0.2) ? y.map(() => random.pick([0, 1, 1, 2])) : undefined;
  const outlier = random.chance(0.15) ? random.whole(0, m - 1) : undefined;
  if (outlier !== undefined) X[outlier][0] = random.pick([1e6, -1e6, 1e9]) * scale[0];
  const traits = { m, n, batch, plain, outlier, weighted: weights !== undefined };
  return { X, y, weights, options, batch, calls, traits, scale };
}

function variance(column) {
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  return column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
}

function judgeStream({ LogisticRegression }, { X, y, weights, options, batch, calls, traits }) {
  const finds = [];
  const find = (kind, detail) => finds.push({ kind, detail });
  const model = new LogisticRegression(options);
  let copy;
  for (let call = 0; call < calls && finds.length === 0; ++call) {
    const [first, end] = [call * batch, (call + 1) * batch];
    const rows = X.slice(first, end);
    const labels = y.slice(first, end);
    const given = weights?.slice(first, end);
    if (given?.every((weight) => weight === 0)) given[0] = 1;
    const beside = given === undefined ? {} : { weights: given };
    try {
      model.partialFit(rows, labels, beside);
      if (call > 0) copy = LogisticRegression.fromJSON(JSON.stringify(copy), options).partialFit(rows, labels, beside);
      else copy = new LogisticRegression(options).partialFit(rows, labels, beside);
    } catch (error) {
      find("throws", `call ${call} of ${calls}: ${error.code} ${error.message}`);
      break;
    }
    const numbers = [...model.coef, model.intercept, model.report.objective, model.report.gradientNorm];
    if (!numbers.every(Number.isFinite)) find("not finite", `call ${call}: ${numbers}`);
    const same = model.coef.every((value, j) => Object.is(value, copy.coef[j]));
    if (!same || !Object.is(model.intercept, copy.intercept)) find("JSON", `call ${call}: other bits after JSON`);
    if (call % 7 === 3) badCall(model, rows, labels, find);
  }
  if (finds.length > 0) return finds;
  const before = traits.outlier === undefined ? X : X.filter((_, i) => i !== traits.outlier);
  const labels = traits.outlier === undefined ? y : y.filter((_, i) => i !== traits.outlier);
  const loss = medianLoss(model, before, labels);
  if (!(loss < RUNAWAY)) find("runs away", `median loss of a row ${loss}, coefficients ${[...model.coef]}`);
  return finds;
}

/** A call that is refused leaves the model as it was. */
function badCall(model, rows, labels, find) {
  const before = JSON.stringify(model);
  const spoilt = rows.map((row, i) => (i === rows.length - 1 ? row.map(() => Number.NaN) : row));
  for (const [X, y] of [
    [spoilt, labels],
    [rows, labels.map(() => "another")],
    [rows.map((row) => [...row, 1]), labels],
  ]) {
    try {
      model.partialFit(X, y);
      find("accepted", "a bad call");
    } catch (error) {
      if (typeof error.code !== "string") find("no code", error.message);
    }
  }
  if (JSON.stringify(model) !== before) find("changed", "the model after a bad call");
}

function medianLoss({ coef, intercept }, X, y) {
  const losses = X.map((row, i) => {
    let z = intercept;
    for (let j = 0; j < row.length; ++j) z += coef[j] * row[j];
    return rowLoss(z, y[i]).loss;
  });
  return losses.sort((a, b) => a - b)[Math.floor(losses.length / 2)] ?? 0;
}

await runIfMain(import.meta.url, streams);
