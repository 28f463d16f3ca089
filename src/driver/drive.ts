import type { RowHolder } from "../rows/rowHolder.ts";
import type { RowSample } from "../rows/rowSample.ts";
import type { Question, Solver, SolverResult } from "../solver/protocol.ts";
import { orOutOfMemory } from "../wasm/outOfMemory.ts";
import { addAnswer, answerLength } from "./ask.ts";

/** Where a fit stands, as `onEpoch` sees it. */
export interface FitState {
  /** Passes over the rows so far. */
  readonly epoch: number;
  /** Steps of the solver so far. */
  readonly iteration: number;
  /** J at the current point: mean loss in nats, plus the penalty. */
  readonly objective: number;
  /** Largest absolute entry of the gradient of J there, as in FitReport. */
  readonly gradientNorm: number;
}

/** Passes over all rows, a Hessian or a product counted as one, a sample as its fraction; Hessians of all rows. */
export interface Driven extends SolverResult {
  readonly epochs: number;
  readonly hessians: number;
}

/**
 * Runs a solver against the holder of all rows. `onEpoch` is called at every iterate and may return false to stop; what
 * it throws ends the run.
 */
export function drive(
  solver: Solver,
  holder: RowHolder,
  sample: RowSample | undefined,
  onEpoch: ((state: FitState) => unknown) | undefined,
): Driven {
  const run = counted(solver, holder.rows, sample, onEpoch);
  let next = run.next();
  while (next.done !== true) next = run.next(answerOf(next.value, holder, sample));
  return next.value;
}

/** The sums over the rows of a holder. */
export function answerOf(question: Question, holder: RowHolder, sample: RowSample | undefined): Float64Array {
  const record = orOutOfMemory("room for the sums", () => new Float64Array(answerLength(question)));
  addAnswer(question, holder, record, question.sampled ? sample : undefined);
  return record;
}

/** The solver's questions alone, about `rows` rows: iterates go to `onEpoch`, and what is asked is counted. */
export function* counted(
  solver: Solver,
  rows: number,
  sample: RowSample | undefined,
  onEpoch: ((state: FitState) => unknown) | undefined,
): Generator<Question, Driven, Float64Array> {
  let epochs = 0;
  let hessians = 0;
  /** Rows of batches, which add up to whole epochs. */
  let batchRows = 0;
  const passes = (): number => epochs + batchRows / rows;
  let next = solver.next();
  while (next.done !== true) {
    const request = next.value;
    if (request.kind === "iterate") {
      const { iteration, objective, gradientNorm } = request;
      next = solver.next(onEpoch?.({ epoch: passes(), iteration, objective, gradientNorm }) !== false);
      continue;
    }
    if (request.rows !== undefined) batchRows += request.rows.length;
    else epochs += request.sampled ? (sample?.fraction ?? 0) : 1;
    if (request.kind === "hessian" && !request.sampled) hessians += 1;
    const answer = yield request;
    next = orOutOfMemory("room for the next step", () => solver.next(answer));
  }
  return { ...next.value, epochs: passes(), hessians };
}
