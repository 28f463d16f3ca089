/**
 * Cross-validation over tables at random against a loop that encodes each fold anew, by the encoder that is written from the
 * documentation: means, medians, knots and rare levels of the rows that are not held out. TABLES=300 tries as many.
 */
import { describe, expect, it } from "vitest";
import { crossValidate, Dataset, LogisticRegression } from "../../src/index.ts";
import { EVERY_SIZE } from "../support/everySize.ts";
import { type Encoded, problemOf, SEEDS } from "./randomTables.ts";

const LAMBDAS = [0.1, 0.02];
const FOLDS = 3;

type Problem = ReturnType<typeof problemOf>;

function columnsOf(encoded: readonly Encoded[], rows: Problem["rows"]) {
  const data = Float64Array.from(rows.flatMap((row) => encoded.map(({ at }) => at(row))));
  return { data, rows: rows.length, columns: encoded.length };
}

/** The mean loss of the rows that a fold holds out, by a model of the others. */
function lossOf({ rows, weights, y, encodedUnder }: Problem, isHeld: (row: number) => boolean, lambda: number): number {
  const training = weights.map((weight, row) => (isHeld(row) ? 0 : weight));
  const encoded = encodedUnder(training, true);
  const penalty = {
    l1: lambda / 2,
    l2: lambda / 2,
    tolerance: 1e-15,
    standardize: encoded.map(({ isNumber }) => isNumber),
  };
  const model = new LogisticRegression(penalty).fit(columnsOf(encoded, rows), y, { weights: training });
  const z = model.decisionFunction(columnsOf(encoded, rows));
  let sum = 0;
  let total = 0;
  for (const [row, weight] of weights.entries()) {
    if (!isHeld(row)) continue;
    const wrong = y[row] === "out" ? -(z[row] ?? 0) : (z[row] ?? 0);
    sum += weight * (Math.max(wrong, 0) + Math.log1p(Math.exp(-Math.abs(wrong))));
    total += weight;
  }
  return sum / total;
}

describe.each(SEEDS.slice(0, SEEDS.length / (EVERY_SIZE ? 2 : 5)))(
  "cross-validation of the table of seed %i",
  (seed) => {
    const problem = problemOf(seed);
    const { rows, weights, y, options } = problem;
    const foldOf = rows.map((_, row) => (row * 7 + (row >> 3)) % FOLDS);
    const given = { lambdas: LAMBDAS, l1Ratio: 0.5, tolerance: 1e-15, foldOf };

    it("has the losses of a loop that encodes each fold anew, also through a Dataset", () => {
      const through = [
        crossValidate(rows, y, { ...options, ...given }),
        crossValidate(Dataset.from(rows, y, options), given),
      ];
      for (const [k, lambda] of LAMBDAS.entries()) {
        let sum = 0;
        let total = 0;
        for (let fold = 0; fold < FOLDS; ++fold) {
          const held = weights.reduce((all, weight, row) => all + (foldOf[row] === fold ? weight : 0), 0);
          sum += held * lossOf(problem, (row) => foldOf[row] === fold, lambda);
          total += held;
        }
        const expected = sum / total;
        // A suboptimality of 1e-15 leaves z free by its root, and rows far beyond the knots have z of a hundred and more.
        const tolerance = 1e-5 * Math.max(1, expected);
        for (const { logLoss } of through) {
          expect(Math.abs((logLoss.mean[k] ?? Number.NaN) - expected)).toBeLessThan(tolerance);
        }
      }
    });
  },
);
