import type { LogisticRegressionOptions } from "../../src/index.ts";
import { random } from "./random.ts";

interface PlainMatrix {
  readonly data: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
}

/** Columns centred and scaled to a deviation of 1, weighted; two passes in plain float64. */
function standardised({ data, rows, columns }: PlainMatrix, weights: ArrayLike<number>, end = rows) {
  const at = (i: number, j: number) => data[i * columns + j] ?? 0;
  let total = 0;
  for (let i = 0; i < end; ++i) total += weights[i] ?? 0;
  const mean = Array.from({ length: columns }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < end; ++i) sum += (weights[i] ?? 0) * at(i, j);
    return sum / total;
  });
  const deviation = mean.map((centre, j) => {
    let sum = 0;
    for (let i = 0; i < end; ++i) sum += (weights[i] ?? 0) * (at(i, j) - centre) ** 2;
    return Math.sqrt(sum / total);
  });
  return { total, mean, deviation };
}

const dzOf = (z: number, y: number): number => 1 / (1 + Math.exp(-z)) - y;

function slowed(schedule: string, t: number): number {
  if (schedule === "constant") return 1;
  return schedule === "inverse" ? 1 / (1 + t / 100) : 1 / Math.sqrt(1 + t / 100);
}

/** Defaults as documented. */
function settings(options: LogisticRegressionOptions) {
  const { momentum = 0.9, averaging = true, schedule = "inverse-sqrt" } = options;
  const rateOf = (curvature: number, batchRows: number) =>
    options.learningRate ?? 1 / (curvature * (1 + 1 / (batchRows * (1 - momentum))));
  return { momentum, averaging, schedule, rateOf };
}

/** Solver "sgd" as its documentation says it, standardised columns in one array, nothing shared with it but the generator. */
export function plainSgd(
  X: PlainMatrix,
  y: readonly number[],
  weights: ArrayLike<number>,
  options: LogisticRegressionOptions,
  epochs: number,
): { coef: number[]; intercept: number } {
  const { rows, columns: n } = X;
  const { total, mean, deviation } = standardised(X, weights);
  const x = (i: number, j: number) => ((X.data[i * n + j] ?? 0) - (mean[j] ?? 0)) / (deviation[j] ?? 1);
  const batchSize = Math.min(options.batchSize ?? 32, rows);
  const l2 = options.l2 ?? 1 / total;
  const penalty = deviation.map((unit) => (options.standardize === false ? l2 / unit ** 2 : l2));
  let positive = 0;
  for (let i = 0; i < rows; ++i) if (y[i] === 1) positive += weights[i] ?? 0;
  let w: number[] = Array(n + 1).fill(0);
  w[n] = Math.log(positive / (total - positive));
  let average = w;
  let v: number[] = Array(n + 1).fill(0);
  const { momentum, averaging, schedule, rateOf } = settings(options);
  const curvature = (n + 1) / 4 + penalty.reduce((sum, one) => sum + one, 0);
  const uniform = random(options.seed ?? 0);
  const order = Array.from({ length: rows }, (_, i) => i);
  let t = 0;
  for (let epoch = 0; epoch < epochs; ++epoch) {
    for (let last = rows - 1; last > 0; --last) {
      const other = Math.floor(uniform() * (last + 1));
      [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
    }
    for (let first = 0; first < rows; first += batchSize) {
      const batch = order.slice(first, first + batchSize);
      const gradient: number[] = w.map((wj, j) => (j < n ? (penalty[j] ?? 0) * wj : 0));
      for (const i of batch) {
        let z = w[n] ?? 0;
        for (let j = 0; j < n; ++j) z += x(i, j) * (w[j] ?? 0);
        const dz = ((weights[i] ?? 0) * dzOf(z, y[i] ?? 0) * rows) / (total * batch.length);
        for (let j = 0; j <= n; ++j) gradient[j] = (gradient[j] ?? 0) + dz * (j < n ? x(i, j) : 1);
      }
      v = v.map((vj, j) => momentum * vj + (gradient[j] ?? 0));
      const rate = rateOf(curvature, batch.length);
      w = w.map((wj, j) => wj - rate * slowed(schedule, t) * (v[j] ?? 0));
      ++t;
      const part = averaging ? 4 / (t + 3) : 1;
      average = average.map((aj, j) => (1 - part) * aj + part * (w[j] ?? 0));
    }
  }
  const coef = deviation.map((unit, j) => (average[j] ?? 0) / unit);
  return { coef, intercept: (average[n] ?? 0) - coef.reduce((sum, wj, j) => sum + wj * (mean[j] ?? 0), 0) };
}

/** partialFit of all rows from nothing, as its documentation says it: the moments of a batch are those of all rows up to its end. */
export function plainStream(
  X: PlainMatrix,
  y: readonly number[],
  weights: ArrayLike<number>,
  options: LogisticRegressionOptions,
): { coef: number[]; intercept: number } {
  const { rows, columns: n } = X;
  const batchSize = options.batchSize ?? 32;
  const { momentum, averaging, schedule, rateOf } = settings(options);
  let w: number[] = Array(n).fill(0);
  let b = 0;
  let average = [...w, b];
  let v: number[] = Array(n + 1).fill(0);
  let t = 0;
  for (let first = 0; first < rows; first += batchSize) {
    const end = Math.min(rows, first + batchSize);
    const { total, mean, deviation } = standardised(X, weights, end);
    const l2 = options.l2 ?? 1 / total;
    const gradient: number[] = Array(n + 1).fill(0);
    for (let i = first; i < end; ++i) {
      let z = b;
      for (let j = 0; j < n; ++j) z += (X.data[i * n + j] ?? 0) * (w[j] ?? 0);
      const dz = ((weights[i] ?? 0) * dzOf(z, y[i] ?? 0) * end) / (total * (end - first));
      for (let j = 0; j < n; ++j) {
        const centred = (X.data[i * n + j] ?? 0) - (mean[j] ?? 0);
        gradient[j] = (gradient[j] ?? 0) + (deviation[j] === 0 ? 0 : (dz * centred) / (deviation[j] ?? 1));
      }
      gradient[n] = (gradient[n] ?? 0) + dz;
    }
    for (let j = 0; j < n; ++j) {
      const unit = deviation[j] ?? 0;
      const slope = options.standardize === false ? (l2 * (w[j] ?? 0)) / unit : l2 * (w[j] ?? 0) * unit;
      if (unit > 0) gradient[j] = (gradient[j] ?? 0) + slope;
    }
    v = v.map((vj, j) => momentum * vj + (gradient[j] ?? 0));
    const alpha = rateOf((n + 1) / 4, end - first) * slowed(schedule, t);
    const change = v.map((vj, j) => (j < n && deviation[j] === 0 ? 0 : (alpha * vj) / (deviation[j] ?? 1)));
    w = w.map((wj, j) => wj - (change[j] ?? 0));
    b -= (change[n] ?? 0) - mean.reduce((sum, centre, j) => sum + centre * (change[j] ?? 0), 0);
    ++t;
    const part = averaging ? 4 / (t + 3) : 1;
    average = average.map((aj, j) => (1 - part) * aj + part * ([...w, b][j] ?? 0));
  }
  return { coef: average.slice(0, n), intercept: average[n] ?? 0 };
}
