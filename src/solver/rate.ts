/**
 * The rate of convergence of a solver, estimated from the decrements and the objectives of its last iterates, and the
 * decisions that depend on it.
 */

/**
 * Epochs that a fit usually takes after its metric was renewed. A renewal pays where the epochs left at the present
 * rate exceed the cost of a Hessian and these. From the counts of `npm run bench:epochs`.
 */
export const EPOCHS_AFTER_RENEWAL = 4;
/**
 * Steps over which the rate of convergence is taken, a power of two. For the decision on a renewal the window is
 * doubled until it is at least EVIDENCE of the cost of a Hessian. Two steps took 13 % more epochs in the geometric mean
 * over fourteen problems (docs/internals/solvers.md).
 */
export const RATE_STEPS = 4;
/**
 * Least length of that window in steps, as a part of a Hessian's cost in epochs: a few steps may stall by chance, which
 * at 300 x 5000 once cost a factorisation of 100 seconds (docs/internals/solvers.md).
 */
const EVIDENCE = 1 / 16;
/**
 * Part of J above which the estimate of J - J* counts as far from the optimum: a Hessian formed there is out of date
 * after few steps, and is not formed for its rate. 0.01 changed nothing, 0.001 took 8 % more epochs in the geometric
 * mean of 24 problems (docs/internals/solvers.md).
 */
export const FAR = 0.02;
/**
 * Steps that far from the optimum after which a Hessian is formed for its rate all the same. Chosen by trial;
 * test/solver/rate.test.ts fails at 1e9.
 */
const MOST_FAR_STEPS = 30;

/**
 * J - J* if the objective goes on falling as it did over the last steps: a geometric series, whose ratio is that of the
 * decrement or of what the objective lost in the later half of the steps and in the earlier, whichever is slower. Any
 * metric will do, for it is not asked how large the decrement is.
 */
export function leftAtThisRate(decrements: readonly number[], objectives: readonly number[]): number {
  const [first, last] = [decrements.at(-1 - RATE_STEPS), decrements.at(-1)];
  const [begin, middle, end] = [-1 - RATE_STEPS, -1 - RATE_STEPS / 2, -1].map((at) => objectives.at(at));
  if (first === undefined || last === undefined) return Number.POSITIVE_INFINITY;
  if (begin === undefined || middle === undefined || end === undefined) return Number.POSITIVE_INFINITY;
  const halves = (middle - end) / (begin - middle);
  const ratio = Math.max(last / first, halves * halves);
  return ratio < 1 ? ((begin - end) * ratio) / (1 - ratio) : Number.POSITIVE_INFINITY;
}

/**
 * The mean contraction of a step, for a quantity that fell from `first` to `last` in `steps` steps, a power of two:
 * (last / first)^(1 / steps) by square roots, which all engines round alike.
 */
export function rateOf(first: number, last: number, steps: number): number {
  let contraction = last / first;
  for (let power = steps; power > 1; power /= 2) contraction = Math.sqrt(contraction);
  return contraction;
}

/**
 * Whether the epochs that are left at the present rate cost more than a Hessian and what comes after it. The rate is
 * that of the decrement over the last steps in this metric, more of them where a Hessian is expensive, since a few
 * steps may stall by chance. Far from the optimum the Hessian is soon out of date, and a step in an earlier metric does
 * as well: the renewal waits until the decrement is small, or has been large for MOST_FAR_STEPS steps.
 */
export function renewalPays(
  decrements: readonly number[],
  objective: number,
  target: number,
  hessianEpochs: number,
): boolean {
  let steps = RATE_STEPS;
  while (steps < EVIDENCE * hessianEpochs) steps *= 2;
  const first = decrements[decrements.length - 1 - steps];
  const last = decrements.at(-1);
  if (first === undefined || last === undefined) return false;
  if (last / 2 > FAR * Math.abs(objective) && decrements.length < MOST_FAR_STEPS) return false;
  const contraction = rateOf(first, last, steps);
  let left = last / 2;
  for (let epochs = 0; epochs < hessianEpochs + EPOCHS_AFTER_RENEWAL; ++epochs) {
    if (left <= target) return false;
    left *= contraction;
  }
  return true;
}
