import type { Problem, SolverOptions } from "../protocol.ts";

/**
 * What the quadratic models of a fit may still take: products in plain JavaScript, beside those that rows take in the
 * kernel.
 */
export interface Work {
  products: number;
}

/** About a second. */
const MOST_PRODUCTS = 3e8;
/** With many rows the epochs are dear: the products that this many of them take. */
const EPOCHS = 300;
/** And with many columns the models: the products of this many factorisations of all columns. */
const FACTORISATIONS = 70;
/** The default of maxEpochs. Who allows more epochs allows more work in proportion. */
const USUAL_MOST_EPOCHS = 1e4;

/**
 * The work that a fit may take before it ends with what it has. Rows that recede one by one under next to no penalty
 * may ask for hundreds of models of hundreds of columns, each of which takes as long as hundreds of epochs of few rows.
 */
export function workOf({ hessianProducts, columns }: Problem, { maxEpochs }: SolverOptions): Work {
  const epochs = (EPOCHS * hessianProducts) / Math.max(1, columns);
  const factorisations = (FACTORISATIONS * columns ** 3) / 6;
  return { products: Math.max(MOST_PRODUCTS, epochs, factorisations) * Math.max(1, maxEpochs / USUAL_MOST_EPOCHS) };
}
