import type { ElasticNetEvaluation } from "../elasticNetObjective.ts";
import { DIAGONAL_DISTRUST } from "../estimate.ts";
import type { BfgsMatrix } from "./bfgsMatrix.ts";
import type { ElasticNetStep } from "./step.ts";

/**
 * Contraction of the decrement above which a curvature that is not that of the point tells no more: the safety factor
 * of its claim is at most 1 / (1 - this) = 10. Chosen by trial; the tests of proximal Newton pass at 0.9999 too.
 */
const MOST_CONTRACTION = 0.9;
/**
 * Contraction that is assumed of a curvature which comes from another penalty and has not been tried yet: a safety
 * factor of 2. Chosen by trial; the tests of proximal Newton pass at 0.01 too.
 */
const UNTRIED_CONTRACTION = 0.5;
/**
 * Least contraction that is believed: a step tells of the directions that it takes, not of those that come after it. A
 * safety factor of 1.25. Chosen by trial; the tests of proximal Newton pass at 0 too.
 */
const LEAST_CONTRACTION = 0.2;
/**
 * Standard deviations of a column that a row may lie from its mean, as a rule: what turns the length of a step into a
 * change of log-odds. Chosen by trial; the tests of proximal Newton pass at 0 too.
 */
const REACH = 4;
/**
 * Length of a step, in changes of log-odds per deviation, beyond which it says no more: along collinear columns it may
 * be of any length. Chosen by trial; the tests of proximal Newton pass at 1e9 too.
 */
const MOST_LENGTH = 2;

/** What is known of a step besides the decrease that its model promises. */
export interface StepContext {
  readonly curvature: BfgsMatrix;
  /** Whether the curvature is the Hessian of the point. */
  readonly fresh: boolean;
  /** Decreases that models have promised since the curvature was renewed, the last one that of the step. */
  readonly decreases: readonly number[];
  /** Contraction of the decrement where the curvature was tried last, at an earlier penalty. */
  readonly inherited: number | undefined;
  /** Mean loss where the curvature was renewed over that where the step is, at least 1. */
  readonly faded: number;
}

/**
 * The safety factor of a claim: by how much J - J* may exceed the decrease of the model.
 *
 * Where the model has kappa times the true curvature along a step, the step goes 1 / kappa of the way, the next
 * decrement is rho = 1 - 1 / kappa times as large, and what is left is kappa = 1 / (1 - rho) times what the model says
 * of it. Directions that no step has taken have no rho; a row's curvature is at most its loss, and about that where it
 * is on its own side, so that what the mean loss has lost since the curvature was renewed is what such a direction may
 * have lost as well.
 *
 * The curvature of a row changes at most by a factor of e^|dz| (Bach 2010, self-concordance of the logistic loss), and
 * dz is seen in the length of the step: near an optimum it is nothing, but where rows recede with next to no penalty it
 * stays at about 1.
 */
export function distrustOf(from: ElasticNetEvaluation, { to }: ElasticNetStep, context: StepContext): number {
  const { at } = from.smooth;
  let length = Math.abs(to.b - at.b);
  for (let j = 0; j < to.w.length; ++j) length += Math.abs((to.w[j] ?? 0) - (at.w[j] ?? 0));
  const bend = (1 + REACH * Math.min(MOST_LENGTH, length)) ** 2;
  if (context.curvature.quality === "diagonal") return DIAGONAL_DISTRUST * bend;
  if (context.fresh) return bend;
  return (bend * context.faded) / (1 - Math.min(MOST_CONTRACTION, contractionOf(context) ?? UNTRIED_CONTRACTION));
}

/**
 * The contraction of the decrement, which is the square root of the decrease, by the last step; before the first step
 * in this curvature, the contraction that an earlier penalty left.
 */
export function contractionOf({
  decreases,
  inherited,
}: Pick<StepContext, "decreases" | "inherited">): number | undefined {
  const last = decreases.at(-1) ?? 0;
  const before = decreases.at(-2);
  if (before === undefined) return inherited;
  return Math.max(LEAST_CONTRACTION, before > 0 ? Math.sqrt(last / before) : 0);
}
