import { type ElasticNetProblem, elasticNetOf } from "./elasticNetObjective.ts";
import { record } from "./objective.ts";
import type { Fallback, Point, Question, Solver } from "./protocol.ts";

/** A point from which a fit goes on where its own start is worse. */
export interface SafePoint {
  readonly at: Point;
  /** Its objective, where that is known without asking. */
  readonly objective: number | undefined;
  /**
   * Whether any start is kept that has an objective at all: the methods of the textbook start where they are told to.
   */
  readonly lastResort: boolean;
}

/**
 * Mean loss, in nats, of the model w = 0, b = 0, which gives every row the probability 1/2: ln 2. A start whose mean
 * loss is not above it is taken without a look at the null model; a higher one means that rows are saturated on the
 * wrong side, so that the null model is asked about.
 */
const NULL_LOSS = Math.LN2;

/**
 * A solver that starts where the problem says, unless a safe point is better: far from the optimum every row may be
 * saturated, so that nothing there has any curvature. Sums that were asked for the comparison are not asked for again.
 * A safe point whose objective is not known costs an epoch, which is spent only where the mean loss at the start is
 * above NULL_LOSS.
 *
 * @param solve makes the solver that is left so many epochs
 */
export function* fromSafeStart(
  problem: ElasticNetProblem,
  safe: SafePoint,
  maxEpochs: number,
  solve: (problem: ElasticNetProblem, maxEpochs: number) => Solver,
): Solver {
  const { start } = problem;
  // one epoch for the start and one for the solver, or else nothing can be compared
  if (maxEpochs < 2) return yield* solve(problem, maxEpochs);
  const sums = record(yield { kind: "gradient", at: start, sampled: false });
  const { objective } = elasticNetOf(problem, start, sums);
  const good = safe.lastResort ? Number.isFinite(objective) : objective <= (safe.objective ?? NULL_LOSS);
  if (good) return yield* knowing(solve(problem, maxEpochs), start, sums);
  const { at } = safe;
  const fallbacks = (more: Iterable<Fallback> = []): Set<Fallback> => new Set<Fallback>(["start", ...more]);
  if (safe.objective !== undefined) {
    const result = yield* solve({ ...problem, start: at, startObjective: safe.objective }, maxEpochs - 1);
    return { ...result, fallbacks: fallbacks(result.fallbacks) };
  }
  const safeSums = record(yield { kind: "gradient", at, sampled: false });
  if (objective <= elasticNetOf(problem, at, safeSums).objective) {
    return yield* knowing(solve(problem, maxEpochs - 1), start, sums);
  }
  const result = yield* knowing(
    solve({ ...problem, start: at, startObjective: undefined }, maxEpochs - 1),
    at,
    safeSums,
  );
  return { ...result, fallbacks: fallbacks(result.fallbacks) };
}

/** A solver whose question about the gradient at `at` is answered already. */
function* knowing(solver: Solver, at: Point, sums: Float64Array): Solver {
  const isKnown = (question: Question): boolean =>
    question.kind === "gradient" && question.at === at && !question.sampled && question.rows === undefined;
  let next = solver.next();
  while (next.done !== true) {
    const request = next.value;
    next = solver.next(request.kind !== "iterate" && isKnown(request) ? sums : yield request);
  }
  return next.value;
}
