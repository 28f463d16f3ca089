import { gradientLength, hessianLength, type RowHolder } from "../data/rowHolder.ts";
import type { RowSample } from "../data/rowSample.ts";
import type { Question, Solver, SolverResult } from "../solver/protocol.ts";

/** Where a fit stands, as `onEpoch` sees it. */
export interface FitState {
  /** Passes over the rows so far. */
  readonly epoch: number;
  readonly iteration: number;
  readonly objective: number;
  readonly gradientNorm: number;
}

/** Passes over all rows, a Hessian counted as one, a sample as its fraction; Hessians of all rows. */
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
  let next = solver.next();
  while (next.done !== true) {
    const request = next.value;
    if (request.kind === "iterate") {
      const { iteration, objective, gradientNorm } = request;
      next = solver.next(onEpoch?.({ epoch: epochs, iteration, objective, gradientNorm }) !== false);
      continue;
    }
    epochs += request.sampled ? (sample?.fraction ?? 0) : 1;
    if (request.kind === "hessian" && !request.sampled) hessians += 1;
    next = solver.next(ask(request, holders, request.sampled ? sample : undefined));
  }
  return { ...next.value, epochs, hessians };
}

function ask({ kind, at }: Question, holders: readonly RowHolder[], sample: RowSample | undefined): Float64Array {
  const columns = at.w.length;
  const record = new Float64Array(kind === "gradient" ? gradientLength(columns) : hessianLength(columns));
  for (const holder of holders) {
    if (kind === "gradient") holder.addGradient(at.w, at.b, record, sample);
    else holder.addHessian(at.w, at.b, record, sample);
  }
  return record;
}
