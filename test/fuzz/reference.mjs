/**
 * An independent minimiser of the objective, in float64: damped Newton, for l1 on the quadratic model with coordinate descent
 * and then on the signs that it left. A step that does not deliver is replaced by one in a majorant of the loss, which always
 * falls. What it finds is an upper bound of the minimum: a gap to it is a proof, its absence is none.
 */
import { cholesky, factorise, solveNormal } from "./leastSquares.mjs";
import { penaltyAt, rowLoss, sumOf } from "./objective.mjs";

const MOST_STEPS = 150;

/**
 * @param problem of objectiveOf
 * @param start `{ v, c }`, or nothing for the intercept alone
 * @returns the best point found, in (v, c), its objective in plain arithmetic, and how the last step fell
 */
export function minimise(problem, start, { steps = MOST_STEPS, deadline = Number.POSITIVE_INFINITY } = {}) {
  const sparse = problem.l1.some((value) => value > 0);
  let at = evaluate(problem, start ?? { v: new Float64Array(problem.n), c: interceptAlone(problem) });
  let still = 0;
  let step = 0;
  for (; step < steps && still < 2 && performance.now() < deadline; ++step) {
    const next = sparse ? sparseStep(problem, at) : smoothStep(problem, at);
    const fall = at.objective - next.objective;
    still = fall > 1e-16 * at.objective ? 0 : still + 1;
    if (fall > 0) at = next;
    if (at.objective < 1e-290) break;
  }
  return { v: at.v, c: at.c, objective: at.objective, settled: still === 2, steps: step };
}

/** The root of the slope in c at v = 0: it rises, so that halving finds it whatever the offsets. */
function interceptAlone({ n, y, s, offsets, prior, fitIntercept }) {
  if (!fitIntercept) return 0;
  if (prior !== undefined) return prior.centre[n];
  const slope = (c) => sumOf(y.map((label, i) => s[i] * rowLoss(c + offsets[i], label).slope));
  let low = -40 - Math.max(...offsets);
  let high = 40 - Math.min(...offsets);
  for (let k = 0; k < 60; ++k) {
    const middle = (low + high) / 2;
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function evaluate(problem, { v, c }) {
  const { t, y, s, total, offsets, n } = problem;
  const m = y.length;
  const z = Float64Array.from(offsets, (offset) => offset + c);
  for (let j = 0; j < n; ++j) {
    const vj = v[j];
    if (vj !== 0) for (let i = 0; i < m; ++i) z[i] += t[j][i] * vj;
  }
  const losses = new Float64Array(m);
  const slope = new Float64Array(m);
  const curvature = new Float64Array(m);
  for (let i = 0; i < m; ++i) {
    const row = rowLoss(z[i], y[i]);
    losses[i] = (s[i] / total) * row.loss;
    slope[i] = (s[i] / total) * row.slope;
    curvature[i] = (s[i] / total) * row.variance;
  }
  const objective = sumOf(losses) + penaltyAt(problem, v, c);
  return { v, c, z, slope, curvature, objective };
}

/** Slopes of the smooth part in (v, c), rows and ridge and prior. */
function slopes({ t, l2, prior, n }, { v, c, slope }) {
  const g = new Float64Array(n + 1);
  for (let j = 0; j < n; ++j) {
    let sum = 0;
    for (let i = 0; i < slope.length; ++i) sum += t[j][i] * slope[i];
    g[j] = sum + l2[j] * v[j];
  }
  g[n] = sumOf(slope);
  if (prior === undefined) return g;
  const move = [...v, c].map((value, j) => value - prior.centre[j]);
  for (let j = 0; j <= n; ++j) for (let k = 0; k <= n; ++k) g[j] += prior.form[j * (n + 1) + k] * move[k];
  return g;
}

/**
 * The curvature with which the quadratic through a row's loss lies above it everywhere (Jaakkola and Jordan 2000): what a
 * saturated row on the wrong side needs, whose own curvature is nothing.
 */
function majorant({ s, total }, { z }) {
  return z.map(
    (value, i) =>
      (s[i] / total) * (Math.abs(value) < 1e-4 ? 0.25 : Math.tanh(Math.abs(value) / 2) / (2 * Math.abs(value))),
  );
}

/**
 * What moves: with an intercept the chosen columns and c. Without one, c = tie . v: a reflection turns the tie to the first
 * axis, so that columns far from 0 stay as well conditioned as they are about their means.
 */
function basisOf({ t, tie, fitIntercept, n }, chosen) {
  const p = chosen.length;
  if (fitIntercept) {
    const columns = [...chosen.map((j) => t[j]), new Float64Array(t[0].length).fill(1)];
    const forms = columns.map((_, k) => unitForm(n, k < p ? chosen[k] : n));
    return { columns, forms };
  }
  const r = chosen.map((j) => tie[j]);
  const length = Math.hypot(...r);
  if (!(length > 1)) {
    const columns = chosen.map((j) => t[j].map((value) => value + tie[j]));
    const forms = chosen.map((j) => {
      const form = unitForm(n, j);
      form[n] = tie[j];
      return form;
    });
    return { columns, forms };
  }
  // Householder's reflection of r to the first axis: columns of Q' as forms of (v, c)
  const u = r.slice();
  const sign = r[0] >= 0 ? 1 : -1;
  u[0] += sign * length;
  const square = u.reduce((sum, value) => sum + value * value, 0);
  const columns = [];
  const forms = [];
  for (let k = 0; k < p; ++k) {
    const form = new Float64Array(n + 1);
    for (let i = 0; i < p; ++i) form[chosen[i]] = (i === k ? 1 : 0) - (2 * u[i] * u[k]) / square;
    if (k === 0) for (let i = 0; i < p; ++i) form[chosen[i]] *= -sign / length;
    form[n] = k === 0 ? 1 : 0;
    const column = new Float64Array(t[0].length).fill(form[n]);
    for (const j of chosen) for (let i = 0; i < column.length; ++i) column[i] += form[j] * t[j][i];
    columns.push(column);
    forms.push(form);
  }
  return { columns, forms };
}

function unitForm(n, j) {
  const form = new Float64Array(n + 1);
  form[j] = 1;
  return form;
}

/** The minimum of the quadratic model under these curvatures of rows, along the chosen columns; g are slopes in (v, c). */
function quadraticStep(problem, curvature, g, chosen) {
  const { n, l2, prior } = problem;
  const { columns, forms } = basisOf(problem, chosen);
  const root = curvature.map(Math.sqrt);
  const priorRows = prior === undefined ? [] : cholesky(prior.form, n + 1);
  const ridge = [...l2.keys()].filter((j) => l2[j] > 0);
  const design = columns.map((column, k) => {
    const whole = new Float64Array(root.length + ridge.length + priorRows.length);
    for (let i = 0; i < root.length; ++i) whole[i] = root[i] * column[i];
    for (const [i, j] of ridge.entries()) whole[root.length + i] = Math.sqrt(l2[j]) * forms[k][j];
    for (const [i, row] of priorRows.entries()) whole[root.length + ridge.length + i] = dot(row, forms[k]);
    return whole;
  });
  const along = forms.map((form) => -dot(form, g));
  const u = solveNormal(factorise(design), along);
  const step = new Float64Array(n + 1);
  for (const [k, form] of forms.entries()) for (let j = 0; j <= n; ++j) step[j] += u[k] * form[j];
  return step;
}

function dot(a, b) {
  let sum = 0;
  for (let j = 0; j < a.length; ++j) sum += a[j] * b[j];
  return sum;
}

function smoothStep(problem, at) {
  const g = slopes(problem, at);
  const all = [...problem.l2.keys()];
  const newton = alongStep(problem, at, quadraticStep(problem, at.curvature, g, all), 5);
  if (newton !== undefined) return newton;
  const upper = alongStep(problem, at, quadraticStep(problem, majorant(problem, at), g, all), 2);
  return upper ?? alongStep(problem, at, quadraticStep(problem, at.curvature, g, all), 40) ?? at;
}

/** The first of the steps 1, 1/2, ... that falls. */
function alongStep(problem, at, step, halvings) {
  if (!step.every(Number.isFinite)) return undefined;
  const { n } = problem;
  for (let part = 1, k = 0; k < halvings; ++k, part /= 2) {
    const next = evaluate(problem, { v: at.v.map((value, j) => value + part * step[j]), c: at.c + part * step[n] });
    if (next.objective < at.objective) return next;
  }
  return undefined;
}

function sparseStep(problem, at) {
  const g = slopes(problem, at);
  const descended =
    alongStep(problem, at, descend(problem, at, at.curvature, g), 5) ??
    alongStep(problem, at, descend(problem, at, majorant(problem, at), g), 3) ??
    at;
  return polish(problem, descended);
}

/** Coordinate descent on the quadratic model with the l1 norm (Friedman, Hastie and Tibshirani 2010). */
function descend({ t, tie, n, l1, l2, prior, fitIntercept }, { v, c }, curvature, g) {
  const size = n + 1;
  const free = [];
  for (let j = 0; j < n; ++j) {
    const slope = fitIntercept ? g[j] : g[j] + tie[j] * g[n];
    if (v[j] !== 0 || l1[j] === 0 || Math.abs(slope) > 0.9 * l1[j]) free.push(j);
  }
  if (fitIntercept) free.push(n);
  const column = (j) => (j === n ? undefined : t[j]);
  const extra = (j) => (j === n ? 1 : fitIntercept ? 0 : tie[j]);
  const p = free.length;
  const H = new Float64Array(p * p);
  for (let a = 0; a < p; ++a) {
    const left = column(free[a]);
    const weighted = curvature.map((value, i) => value * ((left?.[i] ?? 0) + extra(free[a])));
    for (let b = a; b < p; ++b) {
      const right = column(free[b]);
      let sum = 0;
      for (let i = 0; i < weighted.length; ++i) sum += weighted[i] * ((right?.[i] ?? 0) + extra(free[b]));
      if (a === b && free[a] < n) sum += l2[free[a]];
      if (prior !== undefined) sum += pair(prior.form, size, free[a], free[b], fitIntercept ? undefined : tie);
      H[a * p + b] = sum;
      H[b * p + a] = sum;
    }
  }
  const residual = free.map((j) => (fitIntercept || j === n ? g[j] : g[j] + tie[j] * g[n]));
  const step = new Float64Array(size);
  for (let sweep = 0; sweep < 300; ++sweep) {
    let largest = 0;
    for (let a = 0; a < p; ++a) {
      const j = free[a];
      const h = H[a * p + a];
      if (!(h > 1e-300)) continue;
      const now = (j === n ? c : v[j]) + step[j];
      const plain = now - residual[a] / h;
      const next = j === n ? plain : Math.sign(plain) * Math.max(0, Math.abs(plain) - l1[j] / h);
      const change = next - now;
      if (change === 0) continue;
      step[j] += change;
      for (let b = 0; b < p; ++b) residual[b] += H[a * p + b] * change;
      largest = Math.max(largest, (h * change * change) / 2);
    }
    if (largest < 1e-22) break;
  }
  // exact zeros: what was subtracted is what was there
  for (let j = 0; j < n; ++j) if (Math.abs(v[j] + step[j]) < 1e-15 * Math.abs(v[j])) step[j] = -v[j];
  if (!fitIntercept) for (let j = 0; j < n; ++j) step[n] += tie[j] * step[j];
  return step;
}

function pair(form, size, j, k, tie) {
  const at = (a, b) => form[a * size + b];
  if (tie === undefined) return at(j, k);
  const n = size - 1;
  return at(j, k) + tie[j] * at(n, k) + tie[k] * at(j, n) + tie[j] * tie[k] * at(n, n);
}

/** A Newton step on the columns that are in, their signs kept: it ends where the first of them would change. */
function polish(problem, at) {
  const { n, l1 } = problem;
  const chosen = [...at.v.keys()].filter((j) => at.v[j] !== 0 || l1[j] === 0);
  if (chosen.length === 0 && !problem.fitIntercept) return at;
  const g = slopes(problem, at);
  for (const j of chosen) g[j] += l1[j] * Math.sign(at.v[j]);
  const step = quadraticStep(problem, at.curvature, g, chosen);
  if (!step.every(Number.isFinite)) return at;
  let most = 1;
  let first = -1;
  for (const j of chosen) {
    if (l1[j] === 0 || at.v[j] * step[j] >= 0) continue;
    const until = -at.v[j] / step[j];
    if (until < most) [most, first] = [until, j];
  }
  const moved = at.v.map((value, j) => (j === first ? 0 : value + most * step[j]));
  const next = evaluate(problem, { v: moved, c: at.c + most * step[n] });
  return next.objective < at.objective ? next : at;
}
