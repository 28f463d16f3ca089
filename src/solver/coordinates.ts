import { pointVector } from "./objective.ts";
import type { Answer, Point, Prior, Request, Solver, SolverResult } from "./protocol.ts";

/**
 * Two sets of coordinates for the same function z of a row: solvers work in the outer ones (w, b), row holders in the
 * inner ones (v, c).
 *
 *     v_j = w_j / ratio_j        c = b + sum_j w_j shift_j
 */
export interface Coordinates {
  readonly ratio: Float64Array;
  readonly shift: Float64Array;
}

export function toInner({ ratio, shift }: Coordinates, { w, b }: Point): Point {
  let c = b;
  for (let j = 0; j < w.length; ++j) c += (w[j] ?? 0) * (shift[j] ?? 0);
  return { w: w.map((value, j) => value / (ratio[j] ?? 1)), b: c };
}

export function toOuter({ ratio, shift }: Coordinates, { w: v, b: c }: Point): Point {
  const w = v.map((value, j) => value * (ratio[j] ?? 1));
  let b = c;
  for (let j = 0; j < w.length; ++j) b -= (w[j] ?? 0) * (shift[j] ?? 0);
  return { w, b };
}

/**
 * Runs a solver that works in outer coordinates against rows that answer in inner ones; its result is converted to
 * inner ones.
 */
export function* inCoordinates(solver: Solver, coordinates: Coordinates): Solver {
  let next = solver.next();
  while (next.done !== true) next = solver.next(yield* translated(next.value, coordinates));
  return innerResult(next.value, coordinates);
}

function innerResult({ separating, hessian, ...result }: SolverResult, coordinates: Coordinates): SolverResult {
  const { ratio, shift } = coordinates;
  const n = ratio.length;
  const back = shift.map((value, j) => -value * (ratio[j] ?? 1));
  const direction = separating && toInner(coordinates, { w: separating.subarray(0, n), b: separating[n] ?? 0 });
  return {
    ...result,
    ...toInner(coordinates, result),
    ...(direction && { separating: pointVector(direction) }),
    ...(hessian && { hessian: transformed(hessian, ratio, back) }),
  };
}

/** A problem's prior, given in inner coordinates, in outer ones. */
export function outerPrior({ centre, precision }: Prior, coordinates: Coordinates): Prior {
  const { ratio, shift } = coordinates;
  const factor = ratio.map((value) => 1 / value);
  return { centre: toOuter(coordinates, centre), precision: transformed(precision, factor, shift) };
}

/**
 * A symmetric matrix of (w, b), row-major and b last, in other coordinates (v, c): T' A T with
 *
 *     w_j = factor_j v_j        b = c + sum_j shift_j v_j
 */
export function transformed(A: Float64Array, factor: Float64Array, shift: Float64Array): Float64Array<ArrayBuffer> {
  const n = factor.length;
  const size = n + 1;
  const result = new Float64Array(A.length);
  const bb = A[n * size + n] ?? 0;
  const cross = factor.map((value, j) => value * (A[j * size + n] ?? 0));
  for (let j = 0; j < n; ++j) {
    const sj = shift[j] ?? 0;
    for (let k = 0; k < n; ++k) {
      const sk = shift[k] ?? 0;
      const entry = (factor[j] ?? 1) * (factor[k] ?? 1) * (A[j * size + k] ?? 0);
      result[j * size + k] = entry + (sj * (cross[k] ?? 0) + sk * (cross[j] ?? 0)) + sj * sk * bb;
    }
    const both = (cross[j] ?? 0) + sj * bb;
    result[j * size + n] = both;
    result[n * size + j] = both;
  }
  result[n * size + n] = bb;
  return result;
}

function* translated(request: Request, coordinates: Coordinates): Generator<Request, Answer, Answer> {
  if (request.kind === "iterate") return yield request;
  const at = toInner(coordinates, request.at);
  // toInner is linear, so it takes directions as it takes points
  const moved = {
    ...(request.kind === "product" && { direction: toInner(coordinates, request.direction) }),
    ...(request.kind === "leverages" && { inverse: innerInverse(request.inverse, coordinates) }),
  };
  const answer = yield { ...request, at, ...moved };
  if (typeof answer === "boolean") return answer;
  if (request.kind === "hessian") return outerHessian(answer, coordinates);
  if (request.kind === "sides") return request.products ? outerSides(answer, coordinates) : answer;
  return outerGradient(answer, coordinates, request.kind === "gradient" ? 1 : 0);
}

/**
 * dw_j = dv_j / ratio_j + shift_j dc, the transpose of toInner; dc is number `first` of the record, the dv_j follow.
 */
export function outerGradient(sums: Float64Array, { ratio, shift }: Coordinates, first = 1): Float64Array {
  const outer = sums.slice();
  const dc = sums[first] ?? 0;
  for (let j = 0; j < ratio.length; ++j) {
    const at = first + 1 + j;
    outer[at] = (sums[at] ?? 0) / (ratio[j] ?? 1) + (shift[j] ?? 0) * dc;
  }
  return outer;
}

/** T A T', with the T of toInner, of an inverse A of a Hessian in outer coordinates: (T^-t H T^-1)^-1. */
function innerInverse(A: Float64Array, coordinates: Coordinates): Float64Array<ArrayBuffer> {
  const size = coordinates.ratio.length + 1;
  const times = (rows: Float64Array): Float64Array<ArrayBuffer> => {
    const all = new Float64Array(rows.length);
    for (let j = 0; j < size; ++j) {
      const row = rows.subarray(j * size, (j + 1) * size);
      const moved = pointVector(toInner(coordinates, { w: row.slice(0, -1), b: row[size - 1] ?? 0 }));
      // transposed, so that the second turn acts on the other index
      for (let k = 0; k < size; ++k) all[k * size + j] = moved[k] ?? 0;
    }
    return all;
  };
  return times(times(A));
}

/** The counts as they are; behind them lies what is laid out as a Hessian, the third count being its corner. */
function outerSides(answer: Float64Array, coordinates: Coordinates): Float64Array {
  const outer = answer.slice();
  outer.set(outerHessian(answer.slice(2), coordinates), 2);
  return outer;
}

/** T^T H T with the T of toInner: upper triangle and the intercept's row. */
function outerHessian(sums: Float64Array, { ratio, shift }: Coordinates): Float64Array {
  const n = ratio.length;
  const outer = sums.slice();
  const dd = sums[0] ?? 0;
  for (let j = 0; j < n; ++j) {
    const rj = ratio[j] ?? 1;
    const tj = shift[j] ?? 0;
    const crossJ = (sums[1 + j] ?? 0) / rj;
    outer[1 + j] = crossJ + tj * dd;
    for (let k = j; k < n; ++k) {
      const at = 1 + n + j * n + k;
      const crossK = (sums[1 + k] ?? 0) / (ratio[k] ?? 1);
      const tk = shift[k] ?? 0;
      outer[at] = (sums[at] ?? 0) / (rj * (ratio[k] ?? 1)) + tj * crossK + tk * crossJ + tj * tk * dd;
    }
  }
  return outer;
}
