import { Cholesky } from "./cholesky.ts";
import { type Evaluation, evaluate, gradientNorm, hessianAt, isSeparated } from "./objective.ts";
import type { Problem, Solver, SolverOptions, SolverResult, StopReason } from "./protocol.ts";

/** Of the decrease that the gradient promises, the part that a step must deliver (Armijo 1966). */
const ARMIJO = 1e-4;
const MOST_HALVINGS = 40;

/**
 * Newton's method with step halving (Boyd and Vandenberghe 2004, algorithm 9.5). A Hessian every iteration, solved by Cholesky;
 * it is invariant to the scale of the columns and, from any start, takes few iterations.
 *
 * Stops when half the squared Newton decrement, which estimates J - J*, is at most tolerance times J; the step that was
 * computed for the test is still taken, so that the error left is about the square of the tolerance.
 */
export function* newton(problem: Problem, options: SolverOptions): Solver {
  let now = yield* evaluate(problem, problem.start);
  let epochs = 1;
  const initialObjective = now.objective;
  const end = (reason: StopReason, iterations: number): SolverResult => ({
    ...now.at,
    reason,
    iterations,
    objective: now.objective,
    initialObjective,
    gradientNorm: gradientNorm(now),
  });
  for (let iteration = 0; ; ++iteration) {
    const goOn = yield {
      kind: "iterate",
      iteration,
      objective: now.objective,
      gradientNorm: gradientNorm(now),
    };
    if (goOn === false) return end("stopped", iteration);
    if (isSeparated(problem, now.cost)) return end("separation", iteration);
    if (epochs + 2 > options.maxEpochs) return end("max-epochs", iteration);
    const hessian = yield* hessianAt(problem, now.at);
    const step = new Cholesky(hessian).solve(gradientVector(now));
    const decrement2 = dot(step, gradientVector(now));
    const last = decrement2 / 2 <= options.tolerance * now.objective;
    epochs += 1;
    let length = 1;
    for (let halvings = 0; ; ++halvings) {
      const trial = yield* evaluate(problem, moved(now, step, length));
      epochs += 1;
      const slack = 8 * problem.roundoff * Math.abs(now.objective);
      if (trial.objective <= now.objective - ARMIJO * length * decrement2 + slack) {
        now = trial;
        break;
      }
      if (last) break;
      if (halvings === MOST_HALVINGS) return end("precision", iteration);
      if (epochs >= options.maxEpochs) return end("max-epochs", iteration);
      length /= 2;
    }
    if (last) return end("tolerance", iteration + 1);
  }
}

function gradientVector({ dw, db }: Evaluation): Float64Array {
  const gradient = new Float64Array(dw.length + 1);
  gradient.set(dw);
  gradient[dw.length] = db;
  return gradient;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; ++i) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function moved({ at }: Evaluation, step: Float64Array, length: number) {
  const n = at.w.length;
  return { w: at.w.map((value, j) => value - length * (step[j] ?? 0)), b: at.b - length * (step[n] ?? 0) };
}
