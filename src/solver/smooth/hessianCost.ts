import type { Problem } from "../protocol.ts";

/** When a Hessian is formed, by what it costs. */

/**
 * Most columns for which a Hessian is formed to polish the optimum. Factorising a larger one takes a noticeable part of
 * a second: 2000 x 2000 took 6.9 seconds in place of 0.3 when there was no such limit.
 */
export const MOST_COLUMNS_TO_POLISH = 512;
/**
 * With more than MOST_COLUMNS_TO_POLISH columns: most epochs that a Hessian may cost to be formed at all. The rate is a
 * poor guess after a step or two, which once asked for 7 GB at 30,000 columns (docs/internals/solvers.md).
 */
const MOST_EPOCHS_OF_HESSIAN = 500;
/**
 * Rows times columns squared, in products, up to which a Hessian takes some tens of microseconds, and no estimate of J
 * - J* is believed without it. Chosen by trial; test/fit/separation.test.ts fails at 0.
 */
export const CHEAP_HESSIAN = 2 ** 18;
/**
 * The same for L-BFGS, which is chosen to do without Hessians and asks only for one of some microseconds. Chosen by
 * trial; test/fit/claims.test.ts fails at 0.
 */
export const TINY_HESSIAN = 2 ** 15;
/** Whether "when-it-pays" may form a Hessian at all. */
export function canAffordHessian({ columns, hessianEpochs }: Problem): boolean {
  return columns <= MOST_COLUMNS_TO_POLISH || hessianEpochs <= MOST_EPOCHS_OF_HESSIAN;
}
