/**
 * How fast a solver gets on, from the decrements and the objectives of its last iterates, and what follows from that.
 */

/** Epochs that a fit usually takes after its curvature was renewed: the cost that a renewal is compared with. */
export const EPOCHS_AFTER_RENEWAL = 4;
/**
 * The rate of convergence is taken over this many steps. For the decision on a renewal it is taken over 4, 8, 16, ...
 * steps, until the window is at least EVIDENCE of the cost of a Hessian in epochs.
 */
export const RATE_STEPS = 4;
const EVIDENCE = 1 / 16;
/**
 * Where the estimate of J - J* is a larger part of J than this, a Hessian is out of date after few steps, and is not
 * formed for its rate.
 */
export const FAR = 0.02;
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
 * The factor a step of what fell from `first` to `last` in `steps` steps, a power of two: by square roots, which all
 * engines round alike.
 */
export function rateOf(first: number, last: number, steps: number): number {
  let contraction = last / first;
  for (let power = steps; power > 1; power /= 2) contraction = Math.sqrt(contraction);
  return contraction;
}

/**
 * Whether the epochs that are left at the present rate cost more than a Hessian and what comes after it. The rate is
 * that of the decrement over the last steps in this metric, more of them where a Hessian is dear: a few can stall by
 * chance. Far from the optimum the Hessian is soon out of date, and a step in an earlier metric does as well: it waits
 * until the decrement is small, or has been large for too long.
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
