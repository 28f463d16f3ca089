import type { RowHolder } from "../rows/rowHolder.ts";
import type { Solver } from "../solver/protocol.ts";
import { answerOf, counted, type Driven, type FitState } from "./drive.ts";

/** Work that may pause wherever it yields: before each of its questions, at the latest an epoch after the last. */
export type Paced<Result> = Generator<undefined, Result, void>;

/** Runs a solver as `drive` does against one holder, with a pause before each question. */
export function* drivePaced(
  solver: Solver,
  holder: RowHolder,
  onEpoch: ((state: FitState) => unknown) | undefined,
): Paced<Driven> {
  const run = counted(solver, holder.rows, undefined, onEpoch);
  let next = run.next();
  while (next.done !== true) {
    yield;
    next = run.next(answerOf(next.value, holder, undefined));
  }
  return next.value;
}

/** Runs paced work to its end without pausing. */
export function atOnce<Result>(work: Paced<Result>): Result {
  let next = work.next();
  while (next.done !== true) next = work.next();
  return next.value;
}

/** Runs paced work and awaits `pause` wherever it may pause. What `pause` throws ends the work where it stands. */
export async function withPauses<Result>(work: Paced<Result>, pause: () => Promise<void>): Promise<Result> {
  let next = work.next();
  while (next.done !== true) {
    await pause();
    next = work.next();
  }
  return next.value;
}
