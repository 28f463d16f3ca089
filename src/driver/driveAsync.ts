import type { RowSample } from "../rows/rowSample.ts";
import type { Question, Solver } from "../solver/protocol.ts";
import { counted, type Driven, type FitState } from "./drive.ts";

/** Answers a question with the sums over all rows. */
export type Ask = (question: Question, sample: RowSample | undefined) => Float64Array | Promise<Float64Array>;

/** Runs a solver as `drive` does against `rows` rows whose answers are promises. */
export async function driveAsync(
  solver: Solver,
  ask: Ask,
  rows: number,
  sample: RowSample | undefined,
  onEpoch: ((state: FitState) => unknown) | undefined,
): Promise<Driven> {
  const run = counted(solver, rows, sample, onEpoch);
  let next = run.next();
  while (next.done !== true) next = run.next(await ask(next.value, sample));
  return next.value;
}
