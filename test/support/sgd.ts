import type { LogisticRegressionOptions } from "../../src/index.ts";
import { random } from "./random.ts";

interface PlainMatrix {
  readonly data: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
}

/** Columns centred and scaled to a deviation of 1, weighted; two passes in plain float64. */
function standardised({ data, rows, columns }: PlainMatrix, weights: ArrayLike<number>) {
  const at = (i: number, j: number) => data[i * columns + j] ?? 0;
  let total = 0;
  for (let i = 0; i < rows; ++i) total += weights[i] ?? 0;
  const mean = Array.from({ length: columns }, (_, j) => {
    let sum = 0;
    for (let i = 0; i < rows; ++i) sum += (weights[i] ?? 0) * at(i, j);
    return sum / total;
  });
  const deviation = mean.map((centre, j) => {
    let sum = 0;
    for (let i = 0; i < rows; ++i) sum += (weights[i] ?? 0) * (at(i, j) - centre) ** 2;
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
  // a column's own unit, in which its penalty curves by 1/4 at most
  const units = [...penalty, 0].map((one) =>
    options.learningRate === undefined ? Math.sqrt(Math.max(1, 4 * one)) : 1,
  );
  const curvature = units.reduce((sum, unit, j) => sum + (1 / 4 + (penalty[j] ?? 0)) / unit ** 2, 0);
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
      v = v.map((vj, j) => momentum * vj + (gradient[j] ?? 0) / (units[j] ?? 1));
      const rate = rateOf(curvature, batch.length);
      w = w.map((wj, j) => wj - (rate * slowed(schedule, t) * (v[j] ?? 0)) / (units[j] ?? 1));
      ++t;
      const part = averaging ? 4 / (t + 3) : 1;
      average = average.map((aj, j) => (1 - part) * aj + part * (w[j] ?? 0));
    }
  }
  const coef = deviation.map((unit, j) => (average[j] ?? 0) / unit);
  return { coef, intercept: (average[n] ?? 0) - coef.reduce((sum, wj, j) => sum + wj * (mean[j] ?? 0), 0) };
}

/**
 * partialFit of all rows from nothing, as its documentation says it, for rows without values that are far out: the moments of a
 * batch are those of all rows up to its end, two passes over them; of a column that was constant before batch `first`, the rows
 * before it count as that batch does.
 */
export function plainStream(
  X: PlainMatrix,
  y: readonly number[],
  weights: ArrayLike<number>,
  options: LogisticRegressionOptions,
  offsets?: ArrayLike<number>,
): { coef: number[]; intercept: number } {
  const { rows, columns: n } = X;
  const batchSize = options.batchSize ?? 32;
  const { momentum, averaging, schedule, rateOf } = settings(options);
  const offset = (i: number) => offsets?.[i] ?? 0;
  const x = (i: number, j: number) => X.data[i * n + j] ?? 0;
  const weight = (i: number) => weights[i] ?? 0;
  const range = (first: number, end: number) => Array.from({ length: end - first }, (_, k) => first + k);
  const sum = (values: number[]) => values.reduce((one, other) => one + other, 0);
  const limited = options.learningRate === undefined;
  let w: number[] = Array(n).fill(0);
  let b = 0;
  let average = [...w, b];
  let v: number[] = Array(n + 1).fill(0);
  for (let first = 0, t = 0; first < rows; first += batchSize) {
    const end = Math.min(rows, first + batchSize);
    const so = range(0, end);
    const total = sum(so.map(weight));
    const l2 = options.l2 ?? 1 / total;
    const columns = range(0, n).map((j) => {
      const varying = so.find((i) => x(i, j) !== x(0, j)) ?? 0;
      const change = varying - (varying % batchSize);
      const changed = Math.min(change + batchSize, rows);
      const before = sum(range(0, change).map(weight));
      const factor = Math.min(1, sum(range(change, changed).map(weight)) / (before || 1));
      const counted = so.map((i) => weight(i) * (i < change ? factor : 1));
      const mean = sum(so.map((i) => (counted[i] ?? 0) * x(i, j))) / sum(counted);
      const variance = so.every((i) => x(i, j) === x(0, j))
        ? 0
        : sum(so.map((i) => (counted[i] ?? 0) * (x(i, j) - mean) ** 2)) / sum(counted);
      const penalty = options.standardize === false ? l2 : l2 * variance;
      const unit = Math.sqrt(limited ? Math.max(variance, 4 * penalty) : variance);
      return { mean, penalty, unit, curvature: variance === 0 ? 0 : (variance / 4 + penalty) / unit ** 2 };
    });
    const standardised = (row: number[]) => [
      ...columns.map(({ mean, unit }, j) => (unit === 0 ? 0 : ((row[j] ?? 0) - mean) / unit)),
      1,
    ];
    const rate = rateOf(1 / 4 + sum(columns.map(({ curvature }) => curvature)), end - first);
    const alpha = rate * slowed(schedule, t);
    const most = (2 * (1 - momentum)) / alpha;
    const point = { w, b };
    const termOf = (row: number[], shift: number, label: number, part: number, bound: number) => {
      const z = shift + point.b + sum(row.map((value, j) => value * (point.w[j] ?? 0)));
      const at = standardised(row);
      const curvature = (Math.abs(part) * sum(at.map((value) => value ** 2))) / 4;
      const taken = Math.min(1, bound / curvature);
      return { taken, curvature: taken * curvature, slopes: at.map((value) => taken * part * dzOf(z, label) * value) };
    };
    const batch = range(first, end).map((i) => {
      const row = range(0, n).map((j) => x(i, j));
      const part = (weight(i) * end) / (total * (end - first));
      return { i, part, ...termOf(row, offset(i), y[i] ?? 0, part, limited ? most : Number.POSITIVE_INFINITY) };
    });
    const factor = limited ? Math.min(1, 2 / (alpha * sum(batch.map(({ curvature }) => curvature)))) : 1;
    const gradient = range(0, n + 1).map((j) => factor * sum(batch.map(({ slopes }) => slopes[j] ?? 0)));
    for (const label of [0, 1]) {
      const own = so.filter((i) => y[i] === label);
      if (own.length === 0) continue;
      const upTo = own.map((_, k) => sum(own.slice(0, k + 1).map(weight)));
      const late = upTo.map((value, k) => value ** 4 - (upTo[k - 1] ?? 0) ** 4);
      const mean = range(0, n).map((j) => sum(own.map((i, k) => (late[k] ?? 0) * x(i, j))) / sum(late));
      const shift = sum(own.map((i, k) => (late[k] ?? 0) * offset(i))) / sum(late);
      const share = (upTo.at(-1) ?? 0) / total;
      const present = batch.filter(({ i }) => y[i] === label).map(({ part, taken }) => factor * part * taken);
      const lacking = share * sum(batch.map(({ part }) => part)) - sum(present);
      const { slopes } = termOf(mean, shift, label, lacking, most);
      for (const [j, slope] of slopes.entries()) gradient[j] = (gradient[j] ?? 0) + slope;
    }
    for (const [j, { penalty, unit }] of columns.entries()) {
      if (unit > 0) gradient[j] = (gradient[j] ?? 0) + (penalty * (w[j] ?? 0)) / unit;
    }
    v = v.map((vj, j) => momentum * vj + (gradient[j] ?? 0));
    const change = columns.map(({ unit }, j) => (unit === 0 ? 0 : (alpha * (v[j] ?? 0)) / unit));
    w = w.map((wj, j) => wj - (change[j] ?? 0));
    b -= alpha * (v[n] ?? 0) - sum(columns.map(({ mean }, j) => mean * (change[j] ?? 0)));
    ++t;
    const part = averaging ? 4 / (t + 3) : 1;
    average = average.map((aj, j) => (1 - part) * aj + part * ([...w, b][j] ?? 0));
  }
  return { coef: average.slice(0, n), intercept: average[n] ?? 0 };
}
