import { type ElasticNetProblem, elasticNetOf } from "./elasticNet.ts";
import { record } from "./objective.ts";
import type { Fallback, Point, Question, Solver } from "./protocol.ts";

/** A point whose objective is known without asking. */
export interface KnownPoint {
  readonly at: Point;
  readonly objective: number;
}

/**
 * A solver that starts where the problem says, unless a point that is known anyway is better: far from the optimum every row may
 * be saturated, so that nothing there has any curvature. What was asked to find out is not asked again.
 */
export function* fromSafeStart(
  problem: ElasticNetProblem,
  safe: KnownPoint,
  solve: (problem: ElasticNetProblem) => Solver,
): Solver {
  const { start } = problem;
  const question: Question = { kind: "gradient", at: start, sampled: false };
  const sums = record(yield question);
  if (!(elasticNetOf(problem, start, sums).objective <= safe.objective)) {
    const result = yield* solve({ ...problem, start: safe.at, startObjective: safe.objective });
    return { ...result, fallbacks: new Set<Fallback>(["start", ...(result.fallbacks ?? [])]) };
  }
  const solver = solve(problem);
  let next = solver.next();
  while (next.done !== true) {
    const request = next.value;
    const known = request.kind === "gradient" && request.at === start && !request.sampled && request.rows === undefined;
    next = solver.next(known ? sums : yield request);
  }
  return next.value;
}
