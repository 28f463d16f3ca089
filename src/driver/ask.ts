import { gradientLength, hessianLength, productLength, type RowHolder, sidesLength } from "../rows/rowHolder.ts";
import type { RowSample } from "../rows/rowSample.ts";
import type { Question } from "../solver/protocol.ts";

const LENGTHS = { gradient: gradientLength, hessian: hessianLength, product: productLength };

/** How many numbers the answer has. */
export function answerLength(question: Question): number {
  const { length } = question.at.w;
  return question.kind === "sides" ? sidesLength(length, question.products) : LENGTHS[question.kind](length);
}

/**
 * Adds the answer of a holder's rows to the record; `sample` is that of the question, or nothing if all rows are meant.
 */
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
  else if (kind === "sides") holder.addSides(at.w, at.b, question.slack, record, sample);
  else holder.addHessian(at.w, at.b, record, sample);
}
