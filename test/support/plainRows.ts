import type { Point, Question, Solver, SolverResult } from "../../src/solver/protocol.ts";

/** Rows held in plain JavaScript: solvers need nothing else. */
export interface PlainRows {
  /** Row-major. */
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
  /** 0 or 1. */
  readonly y: readonly number[];
}

/** The record of RowHolder; a sampled question is about the first rows. */
export function answerFrom(question: Question, X: PlainRows, sampleRows: number): Float64Array {
  const { kind, at, sampled } = question;
  const { data, columns: n } = X;
  if (kind === "product") {
    const hessian = answerFrom({ kind: "hessian", at, sampled }, X, sampleRows);
    return hessianRecordTimes(hessian, question.direction);
  }
  if (question.kind === "sides") return sidesFrom(question, X, sampled ? sampleRows : X.rows);
  const { w, b } = at;
  const gradient = kind === "gradient";
  const record = new Float64Array(gradient ? 2 + n : 1 + n + n * n);
  const add = (index: number, value: number): void => {
    record[index] = (record[index] ?? 0) + value;
  };
  for (let i = 0; i < (sampled ? sampleRows : X.rows); ++i) {
    const x = data.subarray(i * n, (i + 1) * n);
    let z = b;
    for (let j = 0; j < n; ++j) z += (x[j] ?? 0) * (w[j] ?? 0);
    const sign = X.y[i] === 1 ? -1 : 1;
    const u = sign * z;
    const e = Math.exp(-Math.abs(z));
    if (gradient) {
      const dz = (sign * (u >= 0 ? 1 : e)) / (1 + e);
      add(0, Math.max(u, 0) + Math.log1p(e));
      add(1, dz);
      for (let j = 0; j < n; ++j) add(2 + j, dz * (x[j] ?? 0));
      continue;
    }
    const d = e / (1 + e) ** 2;
    add(0, d);
    for (let j = 0; j < n; ++j) {
      const dx = d * (x[j] ?? 0);
      add(1 + j, dx);
      if (dx !== 0) for (let k = j; k < n; ++k) add(1 + n + j * n + k, dx * (x[k] ?? 0));
    }
  }
  return record;
}

function sidesFrom(question: Question & { kind: "sides" }, X: PlainRows, rows: number): Float64Array {
  const { at, slack, products } = question;
  const { data, columns: n } = X;
  const record = new Float64Array(3 + (products ? n + n * n : 0));
  for (let i = 0; i < rows; ++i) {
    const parts = [at.b, ...at.w.map((w, j) => w * (data[i * n + j] ?? 0))];
    const z = parts.reduce((sum, part) => sum + part, 0);
    const size = parts.reduce((sum, part) => sum + Math.abs(part), 0);
    const place = Math.abs(z) <= slack.part * size + slack.least ? 2 : z > 0 === (X.y[i] === 1) ? 1 : 0;
    record[place] = (record[place] ?? 0) + 1;
    if (place !== 2 || !products) continue;
    for (let j = 0; j < n; ++j) {
      const x = data[i * n + j] ?? 0;
      record[3 + j] = (record[3 + j] ?? 0) + x;
      for (let k = j; k < n; ++k) {
        const to = 3 + n + j * n + k;
        record[to] = (record[to] ?? 0) + x * (data[i * n + k] ?? 0);
      }
    }
  }
  return record;
}

/** The record of a product from that of the Hessian. */
function hessianRecordTimes(hessian: Float64Array, { w, b }: Point): Float64Array {
  const n = w.length;
  const all = [b, ...w];
  const entry = (j: number, k: number): number => (j === 0 ? hessian[k] : hessian[1 + n + (j - 1) * n + k - 1]) ?? 0;
  return Float64Array.from(all, (_, j) =>
    all.reduce((sum, value, k) => sum + value * entry(Math.min(j, k), Math.max(j, k)), 0),
  );
}

export interface PlainRun extends SolverResult {
  /** Passes over the rows: gradients and Hessians, a sample counted as its part. */
  readonly epochs: number;
  readonly hessians: number;
  /** The objective at every iterate. */
  readonly objectives: readonly number[];
}

export interface RunOptions {
  readonly sampleRows?: number;
  /** The answer to an iterate. */
  readonly goOn?: (iteration: number) => boolean;
  /** What becomes of the sums on their way. */
  readonly blurred?: (sums: Float64Array) => Float64Array;
}

export function runOn(
  X: PlainRows,
  solver: Solver,
  { sampleRows = 0, goOn = () => true, blurred = (sums) => sums }: RunOptions = {},
): PlainRun {
  let epochs = 0;
  let hessians = 0;
  const objectives: number[] = [];
  let next = solver.next();
  while (next.done !== true) {
    const request = next.value;
    if (request.kind === "iterate") {
      objectives.push(request.objective);
      next = solver.next(goOn(request.iteration));
      continue;
    }
    epochs += request.sampled ? sampleRows / X.rows : 1;
    if (request.kind === "hessian" && !request.sampled) hessians += 1;
    next = solver.next(blurred(answerFrom(request, X, sampleRows)));
  }
  return { ...next.value, epochs, hessians, objectives };
}

/** Columns centred and divided by their population deviation; a constant column becomes 0. */
export function standardised(
  X: PlainRows,
): PlainRows & { readonly mean: Float64Array; readonly deviation: Float64Array } {
  const { rows: m, columns: n } = X;
  const mean = new Float64Array(n);
  const deviation = new Float64Array(n);
  const data = new Float64Array(m * n);
  for (let j = 0; j < n; ++j) {
    const column = Array.from({ length: m }, (_, i) => X.data[i * n + j] ?? 0);
    const centre = column.reduce((sum, value) => sum + value, 0) / m;
    const spread = Math.sqrt(column.reduce((sum, value) => sum + (value - centre) ** 2, 0) / m);
    const constant = column.every((value) => value === column[0]);
    mean[j] = centre;
    deviation[j] = constant ? 1 : spread;
    for (const [i, value] of column.entries()) data[i * n + j] = constant ? 0 : (value - centre) / spread;
  }
  return { ...X, data, mean, deviation };
}
