import { type ElasticNetProblem, evaluateElasticNet } from "../elasticNetObjective.ts";
import { hessianAt } from "../objective.ts";
import type { Answer, Point, Question } from "../protocol.ts";
import { BfgsMatrix } from "./bfgsMatrix.ts";
import { searchElasticNet } from "./search.ts";
import { elasticNetStep } from "./step.ts";

/**
 * Most Newton steps that the optimum of the sample may take; with more the sample is given up as unfit. Chosen by
 * trial.
 */
const MOST_ITERATIONS = 12;

export interface ElasticNetSample {
  readonly at: Point;
  readonly curvature: BfgsMatrix;
  /** Passes over all rows that it cost. */
  readonly epochs: number;
}

/**
 * sampleOptimum for a penalty with an l1 term: the optimum of a fixed sample of the rows, by the proximal Newton
 * method, only as exactly as the sample knows it.
 *
 * @returns undefined if there is no sample, or if it shows itself unfit
 */
export function* elasticNetSample(
  problem: ElasticNetProblem,
): Generator<Question, ElasticNetSample | undefined, Answer> {
  const { sample } = problem;
  if (sample === undefined) return undefined;
  const part: ElasticNetProblem = { ...problem, total: sample.total, sampled: true };
  let now = yield* evaluateElasticNet(part, problem.start);
  let epochs = sample.fraction;
  const target = (0.01 * problem.columns) / (2 * sample.rows);
  for (let iteration = 0; iteration < MOST_ITERATIONS; ++iteration) {
    const matrix = withoutFlatColumns(yield* hessianAt(part, now.smooth.at), problem.diagonal);
    epochs += sample.fraction;
    const curvature = new BfgsMatrix(matrix, "sample", problem.l2);
    const step = elasticNetStep(part, now, curvature, "close");
    const search = yield* searchElasticNet(part, now, step, MOST_ITERATIONS);
    epochs += search.trials * sample.fraction;
    if (search.reached === undefined) return undefined;
    now = search.reached;
    if (step.decrease <= target) return { at: now.smooth.at, curvature, epochs };
  }
  return undefined;
}

/**
 * Replaces diagonal entries without curvature by those of the null model: a column that is constant in the sample may
 * vary in the other rows.
 */
function withoutFlatColumns(hessian: Float64Array, diagonal: Float64Array): Float64Array {
  const size = diagonal.length;
  for (let i = 0; i < size; ++i) {
    const at = i * (size + 1);
    if (!((hessian[at] ?? 0) > 0)) hessian[at] = diagonal[i] ?? 1;
  }
  return hessian;
}
