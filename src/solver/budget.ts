import type { Problem, Question, Solver } from "./protocol.ts";

/**
 * Numbers of X that a fit may read, all in all, unless it is told how many epochs it may take: some 1.3 ns each in
 * float64, so that a fit of a million numbers ends within one and a half seconds on the development machine.
 */
const MOST_NUMBERS = 1e9;
/**
 * What the logistic function of a row costs beside reading its columns, in numbers read. Chosen by trial;
 * test/solver/budget.test.ts fails at 0.
 */
const NUMBERS_OF_A_ROW = 12;
/**
 * Numbers of X above which a fit is never left fewer than LEAST_EPOCHS, however long these take. A choice, not a
 * measurement.
 */
const LARGE = 1e6;
/** Epochs that are left to such a fit; ordinary fits take tens (docs/internals/solvers.md). */
const LEAST_EPOCHS = 1000;
/** What a product with the Hessian costs, in epochs (docs/internals/kernel.md: 1.3 to 1.45 in the kernel). */
const PRODUCT_EPOCHS = 1.25;
/**
 * What the vectors of conjugate gradients cost beside a product, in numbers read a column: they are in plain
 * JavaScript, more of them on the axis of the mean. Chosen by trial; the tests of budgets pass at 0 too.
 */
const PRODUCT_COLUMN = 450;
/**
 * Factor of the price of a Hessian in proximal Newton, for coordinate descent on the quadratic models made of it and of
 * its updates. Chosen by trial; the tests of budgets pass at 0 too.
 */
const PROXIMAL_HESSIAN = 2.5;
/**
 * Factor of the price of a Hessian for the leverages of a Firth fit, which are as many products in plain JavaScript.
 * Chosen without a measurement: SIMD of two lanes and a safety margin.
 */
const LEVERAGES_HESSIAN = 4;
/**
 * What a step on a batch costs, in numbers read: itself, for each coefficient, for each row, and for each number of a
 * row, which are gathered one by one. Set so that whole fits of sgd end in time; not varied on their own.
 */
const BATCH = { step: 7000, column: 100, row: 600, number: 6 };

export interface Budget {
  readonly rows: number;
  readonly mostEpochs: number;
  /** Whether the solver is proximal Newton. */
  readonly proximal: boolean;
}

/** Epochs that the work of a fit may add up to where it is not told. */
export function epochBudget(rows: number, columns: number): number {
  const epochs = MOST_NUMBERS / (rows * (columns + NUMBERS_OF_A_ROW));
  return Math.floor(rows * columns > LARGE ? Math.max(LEAST_EPOCHS, epochs) : epochs);
}

/**
 * A solver that ends by `max-epochs` at the first iterate where its work has reached so many epochs: those that it is
 * told to count, in which a Hessian is one, say nothing of the n^2 numbers that each row adds to it.
 */
export function* withinBudget(solver: Solver, problem: Problem, { rows, mostEpochs, proximal }: Budget): Solver {
  let work = 0;
  let over = false;
  let next = solver.next();
  while (next.done !== true) {
    const request = next.value;
    if (request.kind === "iterate") {
      const goOn = yield request;
      over = goOn !== false && work >= mostEpochs;
      next = solver.next(over ? false : goOn);
    } else {
      work += workOf(request, problem, rows) * (proximal && request.kind === "hessian" ? PROXIMAL_HESSIAN : 1);
      next = solver.next(yield request);
    }
  }
  return over && next.value.reason === "stopped" ? { ...next.value, reason: "max-epochs" } : next.value;
}

/** What a question costs, in epochs. */
function workOf(question: Question, { columns, hessianEpochs, sample }: Problem, rows: number): number {
  const epoch = rows * (columns + NUMBERS_OF_A_ROW);
  if (question.rows !== undefined) {
    const numbers = BATCH.step + BATCH.column * columns + question.rows.length * (BATCH.row + BATCH.number * columns);
    return numbers / epoch;
  }
  const part = question.sampled ? (sample?.fraction ?? 0) : 1;
  if (question.kind === "leverages") return LEVERAGES_HESSIAN * hessianEpochs;
  if (question.kind === "hessian" || (question.kind === "sides" && question.products)) return part * hessianEpochs;
  return question.kind === "product" ? part * PRODUCT_EPOCHS + (PRODUCT_COLUMN * columns) / epoch : part;
}
