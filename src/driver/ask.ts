import {
  gradientLength,
  hessianLength,
  leveragesLength,
  productLength,
  type RowHolder,
  type RowSums,
  sidesLength,
} from "../rows/rowHolder.ts";
import type { RowSample } from "../rows/rowSample.ts";
import type { Question } from "../solver/protocol.ts";

const LENGTHS = {
  gradient: gradientLength,
  hessian: hessianLength,
  product: productLength,
  leverages: leveragesLength,
};

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
  const { at, rows } = question;
  if (rows === undefined) addSums(question, holder, record, sample);
  else holder.addBatch(rows, at.w, at.b, record);
}

/** The same of a question about all rows or a sample, not about a batch. */
export function addSums<Sums>(
  question: Question,
  holder: RowSums<Sums>,
  record: Sums,
  sample: RowSample | undefined,
): void {
  const { kind, at } = question;
  if (kind === "product") {
    const { w, b } = question.direction;
    holder.addProduct(at.w, at.b, w, b, record, sample);
  } else if (kind === "leverages") holder.addLeverages(at.w, at.b, question.inverse, record);
  else if (kind === "gradient") holder.addGradient(at.w, at.b, record, sample);
  else if (kind === "sides") holder.addSides(at.w, at.b, question.slack, record, sample);
  else holder.addHessian(at.w, at.b, record, sample);
}
