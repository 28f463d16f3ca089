import type { Problem } from "./protocol.ts";

/**
 * What the logarithm of a product of (1 + e) loses a row, in nats, however small the loss (assembly/panels/rowMath.ts).
 * Chosen by trial.
 */
const LOG_ROUNDOFF = 2 ** -53;

/**
 * By how much two values of the objective near `objective` may differ by rounding alone: 8 roundoffs of it, and of the
 * loss of a row.
 */
export function roundingOf({ roundoff }: Pick<Problem, "roundoff">, objective: number): number {
  return 8 * (roundoff * Math.abs(objective) + LOG_ROUNDOFF);
}
