/**
 * Whether a plane through the columns without a penalty separates the classes, decided apart from any solver and with a
 * certificate either way. With the rows M = (2y - 1) (t, 1) of these columns:
 *
 *     minimise |M'(1 + q)| over q >= 0        (non-negative least squares, Lawson and Hanson 1974)
 *
 * A residual of 0 is a combination of all rows with positive factors that vanishes: no direction has margins >= 0 unless all
 * of them are 0 (Stiemke 1915). Else the residual itself is a direction with margins >= 0 that are not all 0.
 */
import { factorise } from "./leastSquares.mjs";

/** Rows that weigh less than this part of the heaviest are as if absent to some readers, and there to others. */
const LIGHT = 1e-13;

/** @returns "separated", "overlapping", or "unclear" where float64 does not tell, or only rows of next to no weight do */
export function separationOf(problem) {
  const heaviest = Math.max(...problem.s);
  const heavy = [...problem.s.keys()].filter((i) => problem.s[i] > LIGHT * heaviest);
  const verdict = verdictOn(problem);
  if (heavy.length === problem.s.length) return verdict;
  const t = problem.t.map((column) => Float64Array.from(heavy, (i) => column[i]));
  return verdictOn({ ...problem, t, y: heavy.map((i) => problem.y[i]) }) === verdict ? verdict : "unclear";
}

function verdictOn(problem) {
  const { t, tie, y, n, l1, l2, prior, fitIntercept } = problem;
  if (prior !== undefined) return "overlapping";
  const free = Array.from({ length: n }, (_, j) => j).filter((j) => l1[j] === 0 && l2[j] === 0);
  const columns = free.map((j) => (fitIntercept ? t[j].slice() : t[j].map((value) => value + tie[j])));
  if (fitIntercept) columns.push(new Float64Array(y.length).fill(1));
  if (columns.length === 0) return "overlapping";
  const basis = orthonormal(columns);
  if (basis === undefined) return "unclear";
  const rows = y.map((label, i) => Float64Array.from(basis, (column) => (label === 1 ? column[i] : -column[i])));
  const residual = leastCombination(rows, basis.length);
  if (residual === undefined) return "unclear";
  const sum = new Float64Array(basis.length);
  for (const row of rows) for (let k = 0; k < sum.length; ++k) sum[k] += row[k];
  const size = Math.hypot(...residual);
  if (size <= 1e-11 * Math.max(1, Math.hypot(...sum))) return "overlapping";
  const margins = rows.map((row) => row.reduce((total, value, k) => total + value * residual[k], 0) / size);
  const [worst, best] = [Math.min(...margins), Math.max(...margins)];
  if (size > 1e-6 && worst >= -1e-10 && best > 1e-5) return "separated";
  return "unclear";
}

/** An orthonormal basis of the columns by modified Gram and Schmidt, twice; nothing where their rank is unclear. */
function orthonormal(columns) {
  const { rank, order, diagonal } = factorise(columns.map((column) => column.slice()));
  if (rank > 0 && Math.abs(diagonal[rank - 1]) < 1e-8) return undefined;
  const basis = [];
  for (const j of order.slice(0, rank)) {
    const column = columns[j].slice();
    const before = Math.hypot(...column);
    for (let pass = 0; pass < 2; ++pass) {
      for (const one of basis) {
        let product = 0;
        for (let i = 0; i < one.length; ++i) product += one[i] * column[i];
        for (let i = 0; i < one.length; ++i) column[i] -= product * one[i];
      }
    }
    const norm = Math.hypot(...column);
    if (!(norm > 1e-9 * before)) return undefined;
    basis.push(column.map((value) => value / norm));
  }
  return basis;
}

/** M'(1 + q) of least norm. */
function leastCombination(rows, size) {
  const m = rows.length;
  const q = new Float64Array(m);
  const passive = [];
  const residualAt = (factors) => {
    const residual = new Float64Array(size);
    for (let i = 0; i < m; ++i) for (let k = 0; k < size; ++k) residual[k] += (1 + factors[i]) * rows[i][k];
    return residual;
  };
  let residual = residualAt(q);
  for (let step = 0; step < 5 * (m + size) + 50; ++step) {
    let worst = -1;
    let lowest = -1e-13 * Math.max(1e-12, Math.hypot(...residual));
    for (let i = 0; i < m; ++i) {
      if (passive.includes(i)) continue;
      let margin = 0;
      for (let k = 0; k < size; ++k) margin += rows[i][k] * residual[k];
      margin /= Math.hypot(...rows[i]) || 1;
      if (margin < lowest) [worst, lowest] = [i, margin];
    }
    if (worst < 0 || Math.hypot(...residual) < 1e-14) return residual;
    passive.push(worst);
    for (let inner = 0; inner <= m; ++inner) {
      const wanted = fitted(rows, passive, size);
      if (wanted === undefined) {
        passive.pop();
        return residual;
      }
      let part = 1;
      for (const [a, i] of passive.entries()) {
        if (wanted[a] <= 0) part = Math.min(part, q[i] / (q[i] - wanted[a]));
      }
      for (const [a, i] of passive.entries()) q[i] += part * (wanted[a] - q[i]);
      for (let a = passive.length - 1; a >= 0; --a) {
        if (q[passive[a]] > 1e-15 || (part === 1 && wanted[a] > 0)) continue;
        q[passive[a]] = 0;
        passive.splice(a, 1);
      }
      if (part === 1) break;
    }
    residual = residualAt(q);
  }
  return undefined;
}

/** The factors of the passive rows that leave least of M'1, by the normal equations' QR. */
function fitted(rows, passive, size) {
  const target = new Float64Array(size);
  for (const row of rows) for (let k = 0; k < size; ++k) target[k] -= row[k];
  const columns = passive.map((i) => Float64Array.from(rows[i]));
  const basis = [];
  const R = [];
  for (const column of columns) {
    const before = Math.hypot(...column);
    const part = new Float64Array(basis.length + 1);
    for (let pass = 0; pass < 2; ++pass) {
      for (const [b, one] of basis.entries()) {
        let product = 0;
        for (let k = 0; k < size; ++k) product += one[k] * column[k];
        part[b] += product;
        for (let k = 0; k < size; ++k) column[k] -= product * one[k];
      }
    }
    const norm = Math.hypot(...column);
    if (!(norm > 1e-12 * before)) return undefined;
    part[basis.length] = norm;
    basis.push(column.map((value) => value / norm));
    R.push(part);
  }
  const x = new Float64Array(passive.length);
  for (let a = passive.length - 1; a >= 0; --a) {
    let value = 0;
    for (let k = 0; k < size; ++k) value += basis[a][k] * target[k];
    for (let b = a + 1; b < passive.length; ++b) value -= R[b][a] * x[b];
    x[a] = value / R[a][a];
  }
  return x;
}
