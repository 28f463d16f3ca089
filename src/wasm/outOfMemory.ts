import { LogitRangeError } from "../errors.ts";

/**
 * Runs what allocates memory and calls nothing of the user's. A refusal, for which engines throw a plain RangeError,
 * becomes LogitRangeError OUT_OF_MEMORY.
 */
export function orOutOfMemory<Result>(what: string, allocate: () => Result): Result {
  try {
    return allocate();
  } catch (cause) {
    if (!(cause instanceof RangeError) || cause instanceof LogitRangeError) throw cause;
    const error = new LogitRangeError("OUT_OF_MEMORY", `memory: expected ${what}, got refused (${cause.message})`);
    error.cause = cause;
    throw error;
  }
}
