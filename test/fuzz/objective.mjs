/**
 * What a fit minimises, written from the documentation and apart from src, in coordinates of the reference's own: columns
 * centred at their weighted mean and divided by their deviation, among the rows that weigh anything,
 *
 *     z = sum_j t_j v_j + c + offset        v_j = deviation_j w_j        c = b + sum_j mean_j w_j
 *
 * Without an intercept b is 0 and c is tied to v.
 */
import { DoubledSum, quotient } from "./doubled.mjs";

/** Half a unit in the last place of 1. */
export const ROUNDOFF = { f32: 2 ** -24, f64: 2 ** -53 };
/** Rows that weigh less than this part of the heaviest are as if absent, as rows of weight 0 are. */
const ABSENT = 1e-20;

export function objectiveOf({ X, y, options, beside }) {
  const { l1 = 0, standardize = true, fitIntercept = true, classWeight, precision = "f64" } = options;
  const round = precision === "f32" ? Math.fround : (value) => value;
  const given = y.map((_, i) => round(beside.weights?.[i] ?? 1));
  const weights = classWeights(given, y, classWeight).map(round);
  const least = ABSENT * Math.max(...weights);
  const kept = [...y.keys()].filter((i) => weights[i] > least);
  const rows = kept.map((i) => X[i].map(round));
  const s = kept.map((i) => weights[i]);
  const total = sumOf(s);
  const n = X[0].length;
  const measured = kept.map((i) => given[i]);
  const moments = Array.from({ length: n }, (_, j) => momentsOf(rows, measured, j));
  const mean = moments.map((one) => one.mean);
  const deviation = moments.map((one) => one.deviation || 1);
  const l2 = options.l2 ?? (l1 > 0 || beside.prior !== undefined ? 0 : 1 / total);
  const factor = (j) => beside.penaltyFactors?.[j] ?? 1;
  const ratio = deviation.map((value) => (standardize ? 1 : 1 / value));
  return {
    ...{ precision, n, total, s, rows, mean, deviation, fitIntercept },
    y: kept.map((i) => y[i]),
    offsets: kept.map((i) => round(beside.offsets?.[i] ?? 0)),
    hasOffsets: beside.offsets !== undefined,
    // l1 ||.||_1 and l2 / 2 ||.||^2 of v
    l1: ratio.map((value, j) => l1 * factor(j) * value),
    l2: ratio.map((value, j) => l2 * factor(j) * value * value),
    prior: beside.prior && priorOf(beside, { mean, deviation, total, standardize }),
    t: Array.from({ length: n }, (_, j) => Float64Array.from(rows, (row) => (row[j] - mean[j]) / deviation[j])),
    tie: mean.map((value, j) => value / deviation[j]),
  };
}

function classWeights(given, y, classWeight) {
  if (classWeight === undefined) return given;
  const total = sumOf(given);
  const positive = sumOf(given.filter((_, i) => y[i] === 1));
  const [zero, one] = classWeight === "balanced" ? [total / 2 / (total - positive), total / 2 / positive] : classWeight;
  return given.map((weight, i) => weight * (y[i] === 1 ? one : zero));
}

function momentsOf(rows, weights, j) {
  const heaviest = weights.indexOf(Math.max(...weights));
  const about = rows[heaviest][j];
  const total = sumOf(weights);
  const mean = about + sumOf(weights.map((weight, i) => (weight / total) * (rows[i][j] - about)));
  const variance = sumOf(weights.map((weight, i) => (weight / total) * (rows[i][j] - mean) ** 2));
  const varies = rows.some((row) => row[j] !== about);
  return { mean, deviation: varies ? Math.sqrt(variance) : 0 };
}

/**
 * strength / total times the quadratic form about an earlier model, in (v, c): with the curvature that the model carries,
 * which is meant about a centre of its own, or with that of columns of deviation 1.
 */
function priorOf({ prior, strength }, { mean, deviation, total, standardize }) {
  const { coef, intercept, curvature } = prior;
  const n = coef.length;
  const part = (strength ?? curvature?.weight ?? 1) / total;
  const constant = new DoubledSum().reset(intercept);
  for (let j = 0; j < n; ++j) constant.addProduct(mean[j], coef[j]);
  const size = n + 1;
  const form = new Float64Array(size * size);
  if (curvature === undefined) {
    for (let j = 0; j < n; ++j) form[j * (size + 1)] = part * (standardize ? 1 : 1 / deviation[j]) ** 2;
    form[n * (size + 1)] = part;
  } else {
    const shift = mean.map((value, j) => (curvature.centre[j] - value) / deviation[j]);
    const unit = deviation.map((value) => 1 / value);
    const entry = (j, k) => curvature.hessian[j * size + k];
    for (let j = 0; j < size; ++j) {
      for (let k = 0; k < size; ++k) {
        let value = entry(j, k);
        if (j < n && k < n) {
          const mixed = unit[j] * shift[k] * entry(j, n) + unit[k] * shift[j] * entry(k, n);
          value = unit[j] * unit[k] * value + mixed + shift[j] * shift[k] * entry(n, n);
        } else if (j < n) value = unit[j] * value + shift[j] * entry(n, n);
        else if (k < n) value = unit[k] * value + shift[k] * entry(n, n);
        form[j * size + k] = part * value;
      }
    }
  }
  return { form, coef, centre: [...coef.map((value, j) => value * deviation[j]), constant.value] };
}

/** The penalty of (v, c), the l1 part included. */
export function penaltyAt({ l1, l2, prior }, v, c, moved) {
  let penalty = 0;
  for (let j = 0; j < v.length; ++j) {
    if (v[j] !== 0) penalty += l1[j] * Math.abs(v[j]) + (l2[j] * v[j] * v[j]) / 2;
  }
  if (prior === undefined) return penalty;
  const size = v.length + 1;
  const move = moved ?? [...v.map((value, j) => value - prior.centre[j]), c - prior.centre[size - 1]];
  for (let j = 0; j < size; ++j) {
    for (let k = 0; k < size; ++k) penalty += (prior.form[j * size + k] * move[j] * move[k]) / 2;
  }
  return penalty;
}

/** Loss of a row at z + rest, and its derivative a - y; nothing is subtracted that cancels. */
export function rowLoss(z, y, rest = 0) {
  const margin = y === 1 ? z : -z;
  const e = Math.exp(-Math.abs(margin));
  const loss = margin >= 0 ? Math.log1p(e) : Math.log1p(e) - margin;
  const wrong = margin >= 0 ? e / (1 + e) : 1 / (1 + e);
  const slope = y === 1 ? -wrong : wrong;
  return { loss: loss + slope * rest, slope, variance: e / (1 + e) ** 2 };
}

/**
 * J at coefficients in the units of X, in doubled arithmetic on the rows as they were given, and how much of it rounding
 * may account for: the solver's in its precision, and that of the coefficients.
 * @param w n numbers, `rest` what they lack, `b` two numbers
 */
export function exactObjective(problem, w, b, rest) {
  const { rows, y, s, total, offsets, mean, deviation, precision, prior, n } = problem;
  const z = new DoubledSum();
  const cost = new DoubledSum();
  const roundoff = ROUNDOFF[precision];
  const c = new DoubledSum().reset(b[0], b[1]);
  let cancelled = Math.abs(b[0]);
  for (let j = 0; j < n; ++j) {
    c.addProduct(w[j], mean[j]);
    if (rest !== undefined) c.add(rest[j] * mean[j]);
    cancelled += Math.abs(w[j] * mean[j]);
  }
  const constant = c.value;
  // what z is off by when w and b are rounded and the sum over the columns is
  const tied = ROUNDOFF.f64 * cancelled + roundoff * Math.abs(constant);
  let noise = 0;
  for (const [i, row] of rows.entries()) {
    z.reset(b[0], b[1]).add(offsets[i]);
    let terms = Math.abs(offsets[i]);
    for (let j = 0; j < n; ++j) {
      z.addProduct(w[j], row[j]);
      if (rest !== undefined) z.add(rest[j] * row[j]);
      terms += Math.abs(w[j] * (row[j] - mean[j]));
    }
    z.settle();
    const { loss, slope } = rowLoss(z.hi, y[i], z.lo);
    cost.addProduct(s[i] / total, loss);
    noise += (s[i] / total) * (Math.abs(slope) * (tied + roundoff * terms) + 2 * roundoff * loss);
  }
  const v = Float64Array.from(w, (value, j) => value * deviation[j]);
  const moved = prior && [
    ...Array.from(w, (value, j) => (value - prior.coef[j]) * deviation[j]),
    constant - prior.centre[n],
  ];
  const penalty = penaltyAt(problem, v, constant, moved);
  return { objective: cost.value + penalty, cost: cost.value, penalty, noise: noise + 8 * n * ROUNDOFF.f64 * penalty };
}

/** The coefficients in the units of X of a point (v, c), with what float64 cannot hold of them. */
export function rawPoint({ n, mean, deviation, tie, fitIntercept }, v, c) {
  const pairs = Array.from(v, (value, j) => quotient(value, deviation[j]));
  const w = pairs.map(([hi]) => hi);
  const rest = pairs.map(([, lo]) => lo);
  const constant = new DoubledSum();
  for (let j = 0; j < n; ++j) constant.addProduct(w[j], mean[j]).add(rest[j] * mean[j]);
  if (fitIntercept) {
    const b = new DoubledSum().reset(c).add(-constant.hi).add(-constant.lo).settle();
    return { w, rest, b: [b.hi, b.lo] };
  }
  // c follows from v: what rounding lacks of it goes along the tie
  const lacking = new DoubledSum().reset(c).add(-constant.hi).add(-constant.lo).value;
  const squares = sumOf(tie.map((value) => value * value));
  const corrected = rest.map((value, j) => value + (squares > 0 ? (tie[j] * lacking) / squares / deviation[j] : 0));
  return { w, rest: corrected, b: [0, 0] };
}

export function sumOf(numbers) {
  const sum = new DoubledSum();
  for (const number of numbers) sum.add(number);
  return sum.value;
}
