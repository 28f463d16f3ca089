import type { Problem, SolverOptions } from "../protocol.ts";

/**
 * What the quadratic models of a fit may still take: products in plain JavaScript, beside those that rows take in the
 * kernel.
 */
export interface Work {
  products: number;
}

/**
 * Products in plain JavaScript that the models of a fit may take in any case: about a second on the development
 * machine. test/solver/work.test.ts has a fit that ends by `precision` because they are spent.
 */
const MOST_PRODUCTS = 3e8;
/**
 * With many rows: epochs whose products the models may take if these are more, since each model that is left early
 * costs epochs. It decides from a million numbers of X on. Chosen by trial.
 */
const EPOCHS = 300;
/**
 * With many columns: factorisations of all columns whose products the models may take if these are more. It decides
 * from some 300 columns on. Chosen by trial.
 */
const FACTORISATIONS = 70;
/** The default of `maxEpochs`. Who allows more epochs allows more work in proportion. test/solver/work.test.ts. */
const USUAL_MOST_EPOCHS = 1e4;

/**
 * The work that the models of a fit may take before the fit ends by `precision`. Under a very small penalty, separable
 * rows become saturated one by one, which may take hundreds of models of hundreds of columns, each as long as hundreds
 * of epochs of few rows.
 */
export function workOf({ hessianProducts, columns }: Problem, { maxEpochs }: SolverOptions): Work {
  const epochs = (EPOCHS * hessianProducts) / Math.max(1, columns);
  const factorisations = (FACTORISATIONS * columns ** 3) / 6;
  return { products: Math.max(MOST_PRODUCTS, epochs, factorisations) * Math.max(1, maxEpochs / USUAL_MOST_EPOCHS) };
}
