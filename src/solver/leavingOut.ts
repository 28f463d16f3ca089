import type { Answer, Point, Request, Solver } from "./protocol.ts";

/**
 * Runs a solver as if some of its columns were all zeros: no point and no direction has any of them, and neither does a
 * gradient or a Hessian. What the solver ends with has coefficients of 0 there if it starts so and a ridge holds them.
 */
export function* leavingOut(columns: readonly number[], solver: Solver): Solver {
  let next = solver.next();
  while (next.done !== true) next = solver.next(yield* answered(columns, next.value));
  return { ...next.value, ...without(columns, next.value) };
}

function* answered(columns: readonly number[], request: Request): Generator<Request, Answer, Answer> {
  if (request.kind === "iterate") return yield request;
  const moved = request.kind === "product" ? { direction: without(columns, request.direction) } : {};
  const answer = yield { ...request, at: without(columns, request.at), ...moved };
  if (typeof answer === "boolean" || (request.kind === "sides" && !request.products)) return answer;
  const sums = answer.slice();
  const n = request.at.w.length;
  if (request.kind === "hessian") clearHessian(sums, columns, n);
  else if (request.kind === "sides") clearHessian(sums.subarray(2), columns, n);
  else for (const column of columns) sums[(request.kind === "gradient" ? 2 : 1) + column] = 0;
  return sums;
}

/** A record laid out as RowHolder has it: the intercept's corner, its row, the upper triangle. */
function clearHessian(sums: Float64Array, columns: readonly number[], n: number): void {
  for (const column of columns) {
    sums[1 + column] = 0;
    for (let k = 0; k < n; ++k) sums[1 + n + Math.min(k, column) * n + Math.max(k, column)] = 0;
  }
}

function without(columns: readonly number[], { w, b }: Point): Point {
  const rest = w.slice();
  for (const column of columns) rest[column] = 0;
  return { w: rest, b };
}
