import { gradientLength, hessianLength, productLength, type RowHolder } from "../data/rowHolder.ts";
import type { RowSample } from "../data/rowSample.ts";
import { orOutOfMemory } from "../errors.ts";
import type { Question, Solver, SolverResult } from "../solver/protocol.ts";

const RECORD_LENGTHS = { gradient: gradientLength, hessian: hessianLength, product: productLength };

/** Where a fit stands, as `onEpoch` sees it. */
export interface FitState {
  /** Passes over the rows so far. */
  readonly epoch: number;
  readonly iteration: number;
  readonly objective: number;
  readonly gradientNorm: number;
}

/** Passes over all rows, a Hessian or a product counted as one, a sample as its fraction; Hessians of all rows. */
export interface Driven extends SolverResult {
  readonly epochs: number;
  readonly hessians: number;
}

/**
 * Runs a solver against the holders of all rows, in order. `onEpoch` is called at every iterate and may return false to stop;
 * what it throws ends the run.
 */
export function drive(
  solver: Solver,
  holders: readonly RowHolder[],
  sample: RowSample | undefined,
  onEpoch: ((state: FitState) => unknown) | undefined,
): Driven {
  let epochs = 0;
  let hessians = 0;
  /** Rows of batches, which add up to whole epochs. */
  let batchRows = 0;
  const allRows = holders.reduce((rows, holder) => rows + holder.rows, 0);
  const passes = (): number => epochs + batchRows / allRows;
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
    next = orOutOfMemory("room for the next step", () =>
      solver.next(ask(request, holders, request.sampled ? sample : undefined)),
    );
  }
  return { ...next.value, epochs: passes(), hessians };
}

function ask(question: Question, holders: readonly RowHolder[], sample: RowSample | undefined): Float64Array {
  const { w, b } = question.at;
  const { kind, rows } = question;
  const record = new Float64Array(RECORD_LENGTHS[kind](w.length));
  if (rows !== undefined && holders.length > 1)
    throw new TypeError("driver: expected one holder of all rows for batches");
  for (const holder of holders) {
    if (rows !== undefined) holder.addBatch(rows, w, b, record);
    else if (kind === "product") holder.addProduct(w, b, question.direction.w, question.direction.b, record, sample);
    else if (kind === "gradient") holder.addGradient(w, b, record, sample);
    else holder.addHessian(w, b, record, sample);
  }
  return record;
}
