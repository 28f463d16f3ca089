import { gradientLength, hessianLength, productLength, type RowHolder } from "../data/rowHolder.ts";
import type { RowSample } from "../data/rowSample.ts";
import type { Question } from "../solver/protocol.ts";

const LENGTHS = { gradient: gradientLength, hessian: hessianLength, product: productLength };

/** How many numbers the answer has. */
export function answerLength({ kind, at }: Question): number {
  return LENGTHS[kind](at.w.length);
}

/** Adds the answer of a holder's rows to the record; `sample` is that of the question, or nothing if all rows are meant. */
export function addAnswer(
  question: Question,
  holder: RowHolder,
  record: Float64Array,
  sample: RowSample | undefined,
): void {
  const { kind, at, rows } = question;
  if (rows !== undefined) holder.addBatch(rows, at.w, at.b, record);
  else if (kind === "product") {
    const { w, b } = question.direction;
    holder.addProduct(at.w, at.b, w, b, record, sample);
  } else if (kind === "gradient") holder.addGradient(at.w, at.b, record, sample);
  else holder.addHessian(at.w, at.b, record, sample);
}
