import type { Problem } from "../protocol.ts";

/** When a Hessian is formed, by what it costs. */

/**
 * Most columns for which a Hessian is formed to polish the optimum: factorising a larger one takes a noticeable
 * fraction of a second.
 */
export const MOST_COLUMNS_TO_POLISH = 512;
/**
 * With more than MOST_COLUMNS_TO_POLISH columns, a Hessian that costs more than this many epochs is never formed: the
 * measured rate of convergence is too noisy to justify the cost.
 */
const MOST_EPOCHS_OF_HESSIAN = 500;
/**
 * A Hessian of so few products takes some tens of microseconds, and no estimate of J - J* is believed without it;
 * L-BFGS, which is chosen to do without, asks only for one of some microseconds.
 */
export const CHEAP_HESSIAN = 2 ** 18;
export const TINY_HESSIAN = 2 ** 15;
/** Whether "when-it-pays" may form a Hessian at all. */
export function canAffordHessian({ columns, hessianEpochs }: Problem): boolean {
  return columns <= MOST_COLUMNS_TO_POLISH || hessianEpochs <= MOST_EPOCHS_OF_HESSIAN;
}
