import { gradientLength, hessianLength, type RowHolder } from "../data/rowHolder.ts";
import type { RowSample } from "../data/rowSample.ts";
import type { Question } from "../solver/protocol.ts";

/** How many numbers the answer has. */
export function answerLength({ kind, at }: Question): number {
  const columns = at.w.length;
  return kind === "gradient" ? gradientLength(columns) : hessianLength(columns);
}

/** Adds the answer of a holder's rows to the record; `sample` is that of the question, or nothing if all rows are meant. */
export function addAnswer(
  { kind, at, rows }: Question,
  holder: RowHolder,
  record: Float64Array,
  sample: RowSample | undefined,
): void {
  if (rows !== undefined) holder.addBatch(rows, at.w, at.b, record);
  else if (kind === "gradient") holder.addGradient(at.w, at.b, record, sample);
  else holder.addHessian(at.w, at.b, record, sample);
}
