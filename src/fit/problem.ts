import { LogitRangeError } from "../errors.ts";
import { SHARE_ROWS } from "../kernel/layout.ts";
import { logF64 } from "../math/elementary.ts";
import type { RowShape } from "../rows/rowHolder.ts";
import { type RowSample, sampleOf } from "../rows/rowSample.ts";
import { packPoint } from "../rows/scaling.ts";
import type { MeasuredRows } from "../rows/trainingRows.ts";
import { isSemidefinite } from "../solver/cholesky.ts";
import { type Coordinates, outerPrior, toOuter } from "../solver/coordinates.ts";
import type { ElasticNetProblem } from "../solver/elasticNetObjective.ts";
import { MeanAxis } from "../solver/meanAxis.ts";
import type { LeadingBlock } from "../solver/metric.ts";
import type { Point, Prior } from "../solver/protocol.ts";
import type { SafePoint } from "../solver/safeStart.ts";
import type { FitExtras } from "./fitExtras.ts";
import type { CheckedOptions } from "./options.ts";
import { type PriorModel, priorOn } from "./prior.ts";

/**
 * The problem in the coordinates that a solver works in. `coordinates` leads from there to the packed columns; without
 * it the solver works on the packed columns themselves, with an `axis` on that of their mean.
 */
export function problemOf(
  rows: MeasuredRows,
  options: CheckedOptions,
  extras: FitExtras,
  coordinates: Coordinates | undefined,
  axis?: MeanAxis,
): ElasticNetProblem {
  const { holder, weights } = rows;
  const { columns } = holder;
  const { l1, l2 } = penaltiesOf(rows, options, extras, coordinates);
  const packedPrior = extras.prior && priorOn(rows, extras.prior, penaltyRatio(rows, options.standardize));
  if (packedPrior !== undefined && extras.prior !== undefined) checkPrior(packedPrior, extras.prior);
  const outer = packedPrior && coordinates ? outerPrior(packedPrior, coordinates) : packedPrior;
  const prior = outer && semidefinite(outer);
  const problem: ElasticNetProblem = {
    columns,
    total: weights.total,
    smallestWeight: weights.smallest,
    l1,
    l2,
    offsets: rows.offsetMean !== undefined,
    prior,
    intercept: options.fitIntercept,
    start: startOf(rows, options, extras, coordinates),
    startObjective: isNull(rows, extras) ? nullLoss(rows, options) : undefined,
    diagonal: diagonalAtStart(rows, l2, prior, coordinates),
    leading: axis === undefined && prior === undefined ? leadingBlockOf(rows, options) : undefined,
    ...hessianCost(holder),
    sample: sampleFor(rows),
    sampled: false,
    lost: !options.fitIntercept && axis === undefined && isLost(rows),
    roundoff: holder.precision === "f32" ? 2 ** -24 : 2 ** -53,
  };
  if (axis === undefined) return problem;
  const deviation = rows.scaling.scale.map((scale, j) => scale * (rows.moments.deviation[j] ?? 0));
  const turned = axis.problem(problem, packedPrior, deviation, varianceOf(weights));
  if (turned.prior === undefined || packedPrior === undefined) return turned;
  return { ...turned, prior: semidefinite(turned.prior) };
}

/**
 * What a Hessian costs: its products, and in epochs its forward half, its products, and its factorisation in plain
 * JavaScript. Of sparse rows an epoch takes two multiplications a stored entry, and the n^2 sums of a share have to be
 * cleared and added as well, however few entries there are.
 */
export function hessianCost({ rows, columns, nonZeros, pairs }: RowShape): {
  readonly hessianProducts: number;
  readonly hessianEpochs: number;
} {
  if (nonZeros === undefined || pairs === undefined) {
    const hessianEpochs = 0.5 + columns / 8 + (columns * columns) / (2 * rows);
    return { hessianProducts: rows * columns * columns, hessianEpochs };
  }
  const sums = columns * columns * (columns / 6 + Math.ceil(rows / SHARE_ROWS));
  return {
    hessianProducts: 2 * pairs + columns * columns,
    hessianEpochs: 0.5 + (pairs + sums) / (2 * Math.max(1, nonZeros)),
  };
}

/**
 * Squared mean of a column in deviations, times 2^-53, the roundoff of a Hessian that is not centred, above which that
 * Hessian says little of the deviations. Chosen by trial; test/fit/proximalCorners.test.ts fails at 1.
 */
const MOST_LOST = 1e-3;

/** Whether some column lies that far from 0. A column without any deviation does not count: it acts as an intercept. */
function isLost({ moments: { mean, deviation } }: MeasuredRows): boolean {
  return deviation.some((value, j) => value > 0 && ((mean[j] ?? 0) / value) ** 2 * 2 ** -53 > MOST_LOST);
}

function lost(): LogitRangeError {
  const expected = "a curvature that is positive semidefinite on these columns";
  const got = "one that is not, or that rounding has spoilt where columns lie far from 0";
  const next = "centre the columns before both fits, or take a prior without curvature";
  return new LogitRangeError("INVALID_OPTION", `prior: expected ${expected}, got ${got}; ${next}`);
}

/**
 * Part of a prior's diagonal that is added first where rounding has left its matrix not positive semidefinite; then
 * four times as much, and so on. Chosen by trial; the tests of claims, separation and hard problems pass at 0 too.
 */
const LEAST_PART = 2 ** -50;
/**
 * Part of the diagonal beyond which the prior is lost in rounding, and is refused. Chosen by trial; the tests of
 * claims, separation and hard problems pass at 2^-50 too.
 */
const MOST_PART = 2 ** -30;

/**
 * The prior with the part of its diagonal added that makes it positive semidefinite: in other coordinates, measured
 * from another centre, rounding may leave it otherwise, and the objective would have no minimum.
 */
function semidefinite(prior: Prior): Prior {
  const size = Math.sqrt(prior.precision.length);
  let { precision } = prior;
  for (let part = LEAST_PART; !isSemidefinite(precision); part *= 4) {
    if (part > MOST_PART) throw lost();
    precision = prior.precision.slice();
    for (let j = 0; j < size; ++j) precision[j * (size + 1)] = Math.abs(precision[j * (size + 1)] ?? 0) * (1 + part);
  }
  return precision === prior.precision ? prior : { ...prior, precision };
}

/**
 * Most columns for which the axis of the mean is used: its penalty is a full matrix of n^2 numbers. The same number as
 * MOST_COLUMNS_TO_POLISH of solver/smooth/hessianCost.ts, for a like cost.
 */
const MOST_COLUMNS_OF_AXIS = 512;

/**
 * The axis of the mean (solver/meanAxis.ts), where there is no intercept and the columns lie far from 0; undefined
 * elsewhere, and for l1 norms and textbook solvers, which depend on the columns' own coordinates.
 */
export function meanAxisOf(
  rows: MeasuredRows,
  options: CheckedOptions,
  extras: FitExtras,
  coordinates: Coordinates | undefined,
): MeanAxis | undefined {
  const { l1, l2 = 0, solver, fitIntercept } = options;
  const { holder } = rows;
  const { prior } = extras;
  if (fitIntercept || coordinates === undefined || l1 > 0 || (prior !== undefined && l2 > 0)) return undefined;
  if (solver === "gradient-descent" || solver === "sgd" || holder.columns > MOST_COLUMNS_OF_AXIS) return undefined;
  // an axis would mix columns that are left out with those that stay
  if ((extras.aliased ?? []).length > 0) return undefined;
  const variance = varianceOf(rows.weights);
  // without their means: as an intercept would leave them
  const own = diagonalAtStart(rows, penaltiesOf(rows, options, extras, coordinates).l2, undefined, {
    ...coordinates,
    shift: new Float64Array(rows.holder.columns),
  });
  const unit = own.subarray(0, -1).map((value) => {
    const square = value / variance;
    // the largest penalties, over the variance of labels that are nearly all of one class
    return square === Infinity ? Math.sqrt(value) / Math.sqrt(variance) : Math.sqrt(square);
  });
  return MeanAxis.of(coordinates.shift, unit);
}

/**
 * Solvers take an aliased column for zeros (see leavingOut), and this ridge, of the packed column, gives its
 * coefficient the curvature that steps need: that of another column of deviation 1 at the start.
 */
export function ridgeOfAliased({ weights }: MeasuredRows): number {
  return varianceOf(weights);
}

/** The l1 and l2 weight of each coefficient in the coordinates of the solver. @throws LogitRangeError INVALID_OPTION */
function penaltiesOf(
  rows: MeasuredRows,
  options: CheckedOptions,
  extras: FitExtras,
  coordinates: Coordinates | undefined,
): { readonly l1: Float64Array; readonly l2: Float64Array } {
  const unit = penaltyRatio(rows, options.standardize).map((ratio, j) => ratio / (coordinates?.ratio[j] ?? 1));
  const factor = (j: number): number => extras.penaltyFactors?.[j] ?? 1;
  const ridge = options.l2 ?? (options.l1 > 0 || extras.prior !== undefined ? 0 : 1 / rows.weights.givenTotal);
  const l1 = unit.map((value, j) => options.l1 * value * factor(j));
  const l2 = unit.map((value, j) => ridge * value * value * factor(j));
  for (const { column } of extras.aliased ?? [])
    l2[column] = ridgeOfAliased(rows) / (coordinates?.ratio[column] ?? 1) ** 2;
  checkPenalties("l1", options.l1, l1, extras);
  checkPenalties("l2", ridge, l2, extras);
  return { l1, l2 };
}

/**
 * Largest l1 or l2 of a packed column: sums of it with others and with curvatures stay below the largest float64,
 * 1.8e308. A larger one is refused (test/fit/tooLarge.test.ts).
 */
const LARGEST_PENALTY = 1e307;

/**
 * @throws LogitRangeError INVALID_OPTION naming the first penalty that is too large to compute with, its column and its
 * factor
 */
export function checkPenalties(
  name: string,
  value: number,
  penalties: Float64Array,
  { penaltyFactors }: FitExtras,
): void {
  const column = penalties.findIndex((penalty) => !(penalty <= LARGEST_PENALTY));
  if (column < 0) return;
  const factor = penaltyFactors?.[column];
  const [option, by] = factor === undefined ? [name, ""] : ["penaltyFactors", ` times the factor ${factor}`];
  const got = `${name} ${value}${by} in column ${column}, whose penalty is then too large to compute with`;
  const next = "take a smaller one, or leave the column out of X";
  throw new LogitRangeError(
    "INVALID_OPTION",
    `${option}: expected penalties up to ${LARGEST_PENALTY}, got ${got}; ${next}`,
  );
}

/**
 * @throws LogitRangeError INVALID_OPTION where what a prior adds to the objective is not finite at coefficients of 0
 */
function checkPrior({ centre: { w, b }, precision }: Prior, { strength }: PriorModel): void {
  const centre = [...w, b];
  const size = centre.length;
  let pull = 0;
  for (let j = 0; j < size; ++j) {
    let slope = 0;
    for (let k = 0; k < size; ++k) slope += (precision[j * size + k] ?? 0) * (centre[k] ?? 0);
    pull += Math.abs(slope * (centre[j] ?? 0)) + Math.abs(slope);
  }
  if (pull <= LARGEST_PENALTY && precision.every((entry) => Math.abs(entry) <= LARGEST_PENALTY)) return;
  const expected = "coefficients, a curvature and a strength whose products are finite on these columns";
  const next = "take a smaller strength, or fit the prior to columns of these units";
  throw new LogitRangeError(
    "INVALID_OPTION",
    `prior: expected ${expected}, got larger ones with strength ${strength}; ${next}`,
  );
}

/**
 * The ratio of each column in: penalised coefficient = ratio x coefficient of the packed column. A constant column
 * counts as if its deviation were 1.
 */
export function penaltyRatio(
  { scaling, moments }: MeasuredRows,
  standardize: CheckedOptions["standardize"],
): Float64Array {
  const isStandardized = standardizing(standardize, scaling.scale.length);
  return scaling.scale.map((scale, j) => (isStandardized(j) ? scale * (moments.deviation[j] || 1) : scale));
}

/** Whether the penalty of a column is meant on its deviation. @throws LogitRangeError SHAPE_MISMATCH */
export function standardizing(
  standardize: CheckedOptions["standardize"],
  columns: number,
): (column: number) => boolean {
  if (typeof standardize === "boolean") return () => standardize;
  if (standardize.length === columns) return (column) => standardize[column] === true;
  const message = `standardize: expected ${columns} entries, one a column, got ${standardize.length}`;
  throw new LogitRangeError("SHAPE_MISMATCH", message);
}

/**
 * The start of a fit: the model that `start` names, else its prior, else the null model with the log-odds of the
 * classes as intercept; gradient descent starts at zero.
 */
function startOf(
  rows: MeasuredRows,
  options: CheckedOptions,
  extras: FitExtras,
  coordinates: Coordinates | undefined,
): Point {
  const { scaling } = rows;
  const { fitIntercept } = options;
  const start = extras.start ?? extras.prior?.centre;
  if (start !== undefined) {
    const packed = packPoint(scaling, start.w, fitIntercept ? start.b : 0);
    checkStart(packed, extras);
    for (const { column } of extras.aliased ?? []) packed.w[column] = 0;
    if (coordinates === undefined) return packed;
    const outer = toOuter(coordinates, packed);
    // beside columns far from 0 the difference is not exactly 0
    return fitIntercept ? outer : { w: outer.w, b: 0 };
  }
  return nullPoint(rows, options);
}

/** @throws LogitRangeError INVALID_OPTION for a start that is not finite on the columns as they are packed */
function checkStart({ w, b }: Point, { start }: FitExtras): void {
  const column = w.findIndex((value) => !Number.isFinite(value));
  if (column < 0 && Number.isFinite(b)) return;
  const name = start === undefined ? "prior" : "start";
  const where = column < 0 ? "in the intercept at the mean of the rows" : `in column ${column}`;
  throw new LogitRangeError(
    "INVALID_OPTION",
    `${name}: expected coefficients that are finite times the columns of X, got more ${where}; take a model fitted to such columns`,
  );
}

function nullPoint({ holder, weights, offsetMean }: MeasuredRows, { solver, fitIntercept }: CheckedOptions): Point {
  const logOdds = logF64(weights.positiveTotal) - logF64(weights.total - weights.positiveTotal);
  // rows of one class, which a prior allows, have no log-odds
  const fromZero = solver === "gradient-descent" || !fitIntercept || !Number.isFinite(logOdds);
  return { w: new Float64Array(holder.columns), b: fromZero ? 0 : logOdds - (offsetMean ?? 0) };
}

/**
 * Whether the start is the null model without offsets and prior, whose objective is known without a pass over the rows.
 */
function isNull({ offsetMean, weights }: MeasuredRows, { start, prior }: FitExtras): boolean {
  const both = weights.positiveTotal > 0 && weights.positiveTotal < weights.total;
  return start === undefined && prior === undefined && offsetMean === undefined && both;
}

/** Solvers that keep the start that they were given, however bad. */
const TEXTBOOK: readonly string[] = ["gradient-descent", "sgd"];

/**
 * The null model as a safe start for a fit that starts elsewhere. Its objective is known where there are neither
 * offsets nor a prior.
 */
export function nullModel(rows: MeasuredRows, options: CheckedOptions, extras: FitExtras): SafePoint | undefined {
  if (extras.start === undefined && extras.prior === undefined) return undefined;
  const known = isNull(rows, { ...extras, start: undefined });
  return {
    at: nullPoint(rows, options),
    objective: known ? nullLoss(rows, options) : undefined,
    lastResort: TEXTBOOK.includes(options.solver),
  };
}

/** The mean loss where startOf begins: the entropy of the classes, or ln 2 at zero. */
function nullLoss({ weights }: MeasuredRows, { solver, fitIntercept }: CheckedOptions): number {
  if (solver === "gradient-descent" || !fitIntercept) return Math.LN2;
  const p = weights.positiveTotal / weights.total;
  return -(p * logF64(p) + (1 - p) * logF64(1 - p));
}

/**
 * The diagonal of the Hessian at the null model. There every row has the curvature a (1 - a) = p (1 - p), p being the
 * share of the positive class, so that it follows from the moments of the columns.
 */
function diagonalAtStart(
  { weights, scaling, moments }: MeasuredRows,
  l2: Float64Array,
  prior: Prior | undefined,
  coordinates: Coordinates | undefined,
): Float64Array {
  const variance = varianceOf(weights);
  const diagonal = new Float64Array(l2.length + 1).fill(variance);
  for (let j = 0; j < l2.length; ++j) {
    const unit = (scaling.scale[j] ?? 1) / (coordinates?.ratio[j] ?? 1);
    const deviation = ((scaling.scale[j] ?? 1) * (moments.deviation[j] ?? 0)) / (coordinates?.ratio[j] ?? 1);
    // a column that is not centred, as those of sparse rows, lies as far from 0 as its mean does
    const shift = scaling.centre[j] === 0 ? unit * (moments.mean[j] ?? 0) : (coordinates?.shift[j] ?? 0);
    diagonal[j] = variance * (deviation * deviation + shift * shift) + (l2[j] ?? 0) || variance;
  }
  if (prior === undefined) return diagonal;
  return diagonal.map((value, j) => value + (prior.precision[j * (l2.length + 2)] ?? 0));
}

/**
 * The block of the leading columns in the Hessian at the null model. They are never those that were centred or scaled,
 * and coordinates of solvers that take it leave all others as they are.
 */
function leadingBlockOf({ leading, weights, holder }: MeasuredRows, options: CheckedOptions): LeadingBlock | undefined {
  if (leading === undefined) return undefined;
  const { columns, products } = leading;
  const variance = varianceOf(weights);
  if (options.fitIntercept) {
    return { coordinates: [...columns, holder.columns], hessian: products.map((value) => variance * value) };
  }
  const size = columns.length;
  const hessian = new Float64Array(size * size);
  for (let k = 0; k < hessian.length; ++k) {
    const row = Math.floor(k / size);
    hessian[k] = variance * (products[k + row] ?? 0);
  }
  return { coordinates: columns, hessian };
}

function varianceOf({ positiveTotal, total }: MeasuredRows["weights"]): number {
  const p = positiveTotal / total;
  // rows of one class, which a prior allows, have no curvature at their log-odds, which are infinite
  return p * (1 - p) || 0.25;
}

/**
 * The sample of rows whose optimum is sought first, if it is worth it. It has to give every entry of the Hessian within
 * some per cent, hence 64 rows a column, at least 2048 rows and 2 % of all; and it saves time only where it is at most
 * a quarter of the rows. 32 or 128 rows a column took 10 and 80 % more time on a9a (docs/internals/solvers.md).
 */
function sampleFor({ holder, weights }: MeasuredRows): RowSample | undefined {
  const rows = Math.max(2048, 64 * holder.columns, 0.02 * holder.rows);
  if (rows > holder.rows / 4) return undefined;
  return sampleOf(weights, holder.blockRows, rows / holder.rows);
}
