import type { Answer, Point, Request, Solver, SolverResult } from "./protocol.ts";

/**
 * Two sets of coordinates for the same function of a row: outer (w, b) is asked about, inner (v, c) is what the rows know.
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

/** Runs a solver that thinks in outer coordinates against rows that know inner ones; its result is in inner ones. */
export function* inCoordinates(solver: Solver, coordinates: Coordinates): Solver {
  let next = solver.next();
  while (next.done !== true) next = solver.next(yield* translated(next.value, coordinates));
  return { ...next.value, ...toInner(coordinates, next.value) } satisfies SolverResult;
}

function* translated(request: Request, coordinates: Coordinates): Generator<Request, Answer, Answer> {
  if (request.kind === "iterate") return yield request;
  const answer = yield { ...request, at: toInner(coordinates, request.at) };
  if (typeof answer === "boolean") return answer;
  return request.kind === "gradient" ? outerGradient(answer, coordinates) : outerHessian(answer, coordinates);
}

/** dw_j = dv_j / ratio_j + shift_j dc */
function outerGradient(sums: Float64Array, { ratio, shift }: Coordinates): Float64Array {
  const outer = sums.slice();
  for (let j = 0; j < ratio.length; ++j) {
    outer[2 + j] = (sums[2 + j] ?? 0) / (ratio[j] ?? 1) + (shift[j] ?? 0) * (sums[1] ?? 0);
  }
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
