import type { ElasticNetProblem } from "../../src/solver/elasticNetObjective.ts";
import type { Point } from "../../src/solver/protocol.ts";
import { answerFrom, type PlainRows } from "./plainRows.ts";

/** A penalty for all columns, or one for each. */
type Weights = number | ArrayLike<number>;

/** The problem that fitRows would make of these rows: it starts at the log-odds, the diagonal is that of the start. */
export function elasticNetOf(X: PlainRows, l1: Weights, l2: Weights, sampleRows = 0): ElasticNetProblem {
  const { rows: m, columns: n } = X;
  const each = (weights: Weights) => Float64Array.from({ length: n }, (_, j) => at(weights, j));
  const positive = X.y.reduce((sum, value) => sum + value, 0);
  const variance = (positive / m) * (1 - positive / m);
  const diagonal = new Float64Array(n + 1).fill(variance);
  for (let j = 0; j < n; ++j) {
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < m; ++i) {
      const value = X.data[i * n + j] ?? 0;
      sum += value;
      squares += value * value;
    }
    diagonal[j] = variance * Math.max(0, squares / m - (sum / m) ** 2) + at(l2, j) || variance;
  }
  return {
    columns: n,
    total: m,
    smallestWeight: 1,
    l1: each(l1),
    l2: each(l2),
    offsets: false,
    hessianProducts: Number.POSITIVE_INFINITY,
    intercept: true,
    start: { w: new Float64Array(n), b: Math.log(positive) - Math.log(m - positive) },
    diagonal,
    hessianEpochs: 0.5 + n / 8,
    sample: sampleRows === 0 ? undefined : { fraction: sampleRows / m, rows: sampleRows, total: sampleRows },
    sampled: false,
    roundoff: 2 ** -53,
  };
}

function at(weights: Weights, j: number): number {
  return typeof weights === "number" ? weights : (weights[j] ?? 0);
}

/**
 * The KKT conditions, worked out here: the largest residual in units of the columns' root mean square (which is the most that a
 * slope can be), and whether |g_j| <= l1_j (1 + 1e-9), beside rounding, for all coefficients at 0.
 */
export function kkt(X: PlainRows, { l1, l2, intercept }: ElasticNetProblem, point: Point) {
  const { rows: m, columns: n } = X;
  const sums = answerFrom({ kind: "gradient", at: point, sampled: false }, X, 0);
  let residual = intercept ? Math.abs(sums[1] ?? 0) / m : 0;
  let largest = residual;
  let zerosHold = true;
  for (let j = 0; j < n; ++j) {
    let squares = 0;
    for (let i = 0; i < m; ++i) squares += (X.data[i * n + j] ?? 0) ** 2;
    const size = Math.sqrt(squares / m) || 1;
    const w = point.w[j] ?? 0;
    const weight = l1[j] ?? 0;
    const slope = (sums[2 + j] ?? 0) / m + (l2[j] ?? 0) * w;
    const gap = w === 0 ? Math.max(0, Math.abs(slope) - weight) : Math.abs(slope + weight * Math.sign(w));
    residual = Math.max(residual, gap / size);
    largest = Math.max(largest, gap);
    if (w === 0 && weight > 0 && Math.abs(slope) > weight * (1 + 1e-9) + 1e-14 * size) zerosHold = false;
  }
  return { residual, largest, zerosHold };
}
