import type { RowSample } from "../rows/rowSample.ts";
import type { Question, Solver } from "../solver/protocol.ts";
import { counted, type Driven, type FitState } from "./drive.ts";

/** Gives the sums over all rows. */
export type Ask = (question: Question, sample: RowSample | undefined) => Float64Array | Promise<Float64Array>;

/** The same as `drive` against rows that take their time, `rows` of them. */
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
