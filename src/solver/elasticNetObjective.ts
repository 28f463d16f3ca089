import { type Evaluation, evaluate, evaluationOf } from "./objective.ts";
import type { Answer, Point, Problem, Question } from "./protocol.ts";

/** The objective J(w, b) = (1 / total) sum s loss + sum_j (l2_j w_j^2 / 2 + l1_j |w_j|); the intercept is free. */
export interface ElasticNetProblem extends Problem {
  readonly l1: Float64Array;
  /**
   * Whether columns lie so far from 0, without an intercept, that their variation is lost in the rounding of a Hessian.
   * An estimate by that Hessian then proves nothing.
   */
  readonly lost?: boolean;
}

/** An evaluation of the smooth part (mean loss and l2) and the whole objective, l1 included. */
export interface ElasticNetEvaluation {
  readonly smooth: Evaluation;
  readonly objective: number;
}

/** Value and slopes of the objective at a point: one epoch. */
export function* evaluateElasticNet(
  problem: ElasticNetProblem,
  at: Point,
): Generator<Question, ElasticNetEvaluation, Answer> {
  return withL1(problem, yield* evaluate(problem, at));
}

/** Value and slopes of the objective from sums that are known already, without an epoch. */
export function elasticNetOf(problem: ElasticNetProblem, at: Point, sums: Float64Array): ElasticNetEvaluation {
  return withL1(problem, evaluationOf(problem, at, sums, problem.total));
}

function withL1(problem: ElasticNetProblem, smooth: Evaluation): ElasticNetEvaluation {
  const { at } = smooth;
  let penalty = 0;
  for (let j = 0; j < problem.columns; ++j) penalty += (problem.l1[j] ?? 0) * Math.abs(at.w[j] ?? 0);
  return { smooth, objective: smooth.objective + penalty };
}

/**
 * The KKT residual: the largest entry of the subgradient of least norm,
 *
 *     |dw_j + l1_j sign(w_j)|  where w_j != 0,  max(0, |dw_j| - l1_j)  where w_j = 0,  |db|
 */
export function kktResidual({ l1 }: ElasticNetProblem, { smooth: { at, dw, db } }: ElasticNetEvaluation): number {
  let largest = Math.abs(db);
  for (let j = 0; j < dw.length; ++j) {
    largest = Math.max(largest, violation(at.w[j] ?? 0, dw[j] ?? 0, l1[j] ?? 0));
  }
  return largest;
}

/** How far 0 is from the subdifferential of slope d + l1 |v| at v. */
export function violation(v: number, slope: number, l1: number): number {
  return v === 0 ? Math.max(0, Math.abs(slope) - l1) : Math.abs(slope + l1 * Math.sign(v));
}

/**
 * Part of an l1 weight by which a slope may exceed it while its coefficient stays 0: a tie, as a duplicated column
 * makes it. KKT conditions are good to this beside rounding. Chosen by trial;
 * test/solver/proximalNewtonProperties.test.ts fails at 1e-6.
 */
const TIE = 1e-11;

/**
 * What a slope may exceed its l1 weight by while its coefficient stays 0, n entries and one for the intercept: what
 * rounding can make of a tie (a duplicated column ties with the first). Slopes are sums of x (a - y), whose size
 * sqrt(B_jj) tells.
 */
export function tieSlack({ l1, roundoff, columns: n }: ElasticNetProblem, curvature: Float64Array): Float64Array {
  return Float64Array.from({ length: n + 1 }, (_, j) => {
    return TIE * (l1[j] ?? 0) + 4 * roundoff * Math.sqrt(Math.max(0, curvature[j * (n + 2)] ?? 0));
  });
}

/** Whether |dw_j| <= l1_j (1 + part), beside rounding, wherever w_j = 0. */
export function zerosHold(
  { l1 }: ElasticNetProblem,
  { smooth: { at, dw } }: ElasticNetEvaluation,
  slack: Float64Array,
  part: number,
): boolean {
  return dw.every((slope, j) => {
    const weight = l1[j] ?? 0;
    return at.w[j] !== 0 || weight === 0 || Math.abs(slope) <= weight * (1 + part) + (slack[j] ?? 0);
  });
}

/**
 * Tolerances of J, relative to the l1 weight, to which KKT conditions at 0 are to hold: 1e-9 of l1 at a tolerance of
 * 1e-12. Otherwise some steps more are taken. Chosen by trial; test/solver/proximalNewtonProperties.test.ts fails at
 * 1e7.
 */
export const KKT_TOLERANCES = 1e3;

/**
 * The columns whose coefficient is 0 although their KKT condition fails by more than rounding. Of the curvature only
 * the diagonal is needed.
 */
export function failingZeros(
  { l1, roundoff, diagonal }: ElasticNetProblem,
  { smooth: { at, dw } }: ElasticNetEvaluation,
  tolerance: number,
): number[] {
  const failing: number[] = [];
  for (let j = 0; j < dw.length; ++j) {
    if (at.w[j] !== 0) continue;
    const weight = l1[j] ?? 0;
    const slack = TIE * weight + 4 * roundoff * Math.sqrt(diagonal[j] ?? 0);
    if (Math.abs(dw[j] ?? 0) > weight * (1 + KKT_TOLERANCES * tolerance) + slack) failing.push(j);
  }
  return failing;
}
