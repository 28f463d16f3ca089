import { evaluate, gradientNorm, hessianAt } from "../objective.ts";
import type { Point, Problem, Solver, SolverOptions, SolverResult, StopReason } from "../protocol.ts";
import { SeparationWatch } from "../separation.ts";

/**
 * Gradient descent, the textbook method: w := w - alpha dw, b := b - alpha db, one epoch an iteration, on the objective
 * with its penalty. Without a learning rate alpha is 1 / L, L being a bound of the curvature anywhere, so that no step
 * can overshoot (Nesterov 2004, theorem 2.1.14). Stops when no entry of the gradient exceeds the tolerance.
 */
export function* gradientDescent(problem: Problem, options: SolverOptions): Solver {
  let now = yield* evaluate(problem, problem.start);
  let epochs = 1;
  let alpha = options.learningRate ?? 0;
  if (alpha === 0 && options.maxEpochs > 1) {
    alpha = 1 / (yield* curvatureBound(problem));
    epochs += 1;
  }
  const initialObjective = now.objective;
  const watch = new SeparationWatch(problem);
  const end = (reason: StopReason, iterations: number, separating?: Float64Array): SolverResult => ({
    ...now.at,
    reason,
    iterations,
    objective: now.objective,
    initialObjective,
    gradientNorm: gradientNorm(now),
    suboptimality: Number.POSITIVE_INFINITY,
    ...(separating && { separating }),
  });
  for (let iteration = 0; ; ++iteration) {
    const goOn = yield { kind: "iterate", iteration, objective: now.objective, gradientNorm: gradientNorm(now) };
    if (goOn === false) return end("stopped", iteration);
    if (gradientNorm(now) <= options.tolerance) return end("tolerance", iteration);
    const seen = yield* watch.at(now, options.maxEpochs - epochs);
    epochs += seen.epochs;
    if (seen.direction !== undefined) return end("separation", iteration, seen.direction);
    if (epochs >= options.maxEpochs) return end("max-epochs", iteration);
    const next = yield* evaluate(problem, descended(now.at, now.dw, now.db, alpha));
    epochs += 1;
    if (!Number.isFinite(next.objective)) return end("precision", iteration);
    now = next;
  }
}

function descended({ w, b }: Point, dw: Float64Array, db: number, alpha: number): Point {
  return { w: w.map((value, j) => value - alpha * (dw[j] ?? 0)), b: b - alpha * db };
}

/**
 * An upper bound of the largest eigenvalue of the Hessian anywhere. Since a (1 - a) <= 1/4, with equality at w = 0, b =
 * 0, the Hessian there bounds all others; its trace, its largest row sum and its Frobenius norm each bound its
 * eigenvalues.
 */
function* curvatureBound(problem: Problem) {
  const size = problem.columns + 1;
  const hessian = yield* hessianAt(problem, { w: new Float64Array(problem.columns), b: 0 });
  let trace = 0;
  let largestRow = 0;
  let squares = 0;
  for (let i = 0; i < size; ++i) {
    let row = 0;
    for (let k = 0; k < size; ++k) {
      const entry = hessian[i * size + k] ?? 0;
      row += Math.abs(entry);
      squares += entry * entry;
    }
    trace += hessian[i * size + i] ?? 0;
    largestRow = Math.max(largestRow, row);
  }
  return Math.min(trace, largestRow, Math.sqrt(squares));
}
