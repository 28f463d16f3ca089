import { type RowSample, sampleOf } from "../data/rowSample.ts";
import { packPoint } from "../data/scaling.ts";
import type { MeasuredRows } from "../data/trainingRows.ts";
import { logF64 } from "../kernel/reference/math.ts";
import { type Coordinates, outerPrior, toOuter } from "../solver/coordinates.ts";
import type { ElasticNetProblem } from "../solver/elasticNet.ts";
import type { Point, Prior } from "../solver/protocol.ts";
import type { KnownPoint } from "../solver/safeStart.ts";
import { priorOn } from "./curvature.ts";
import type { FitExtras } from "./fitExtras.ts";
import type { CheckedOptions } from "./options.ts";

/**
 * The problem in the coordinates that a solver works in. `coordinates` leads from there to the packed columns; without it
 * the solver works on the packed columns themselves.
 */
export function problemOf(
  rows: MeasuredRows,
  options: CheckedOptions,
  extras: FitExtras,
  coordinates: Coordinates | undefined,
): ElasticNetProblem {
  const { holder, weights } = rows;
  const { columns } = holder;
  const penalised = penaltyRatio(rows, options.standardize);
  const unit = penalised.map((ratio, j) => ratio / (coordinates?.ratio[j] ?? 1));
  const factor = (j: number): number => extras.penaltyFactors?.[j] ?? 1;
  const ridge = options.l2 ?? (options.l1 > 0 || extras.prior !== undefined ? 0 : 1 / weights.givenTotal);
  const l1 = unit.map((value, j) => options.l1 * value * factor(j));
  const l2 = unit.map((value, j) => ridge * value * value * factor(j));
  const packedPrior = extras.prior && priorOn(rows, extras.prior, penalised);
  const prior = packedPrior && coordinates ? outerPrior(packedPrior, coordinates) : packedPrior;
  return {
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
    // its forward half, its products, and its factorisation in plain JavaScript
    hessianEpochs: 0.5 + columns / 8 + (columns * columns) / (2 * holder.rows),
    sample: sampleFor(rows),
    sampled: false,
    roundoff: holder.precision === "f32" ? 2 ** -24 : 2 ** -53,
  };
}

/** Coefficient that is penalised = ratio x coefficient of the packed column. A constant column counts as of deviation 1. */
export function penaltyRatio({ scaling, moments }: MeasuredRows, standardize: boolean): Float64Array {
  if (!standardize) return scaling.scale;
  return scaling.scale.map((scale, j) => scale * (moments.deviation[j] || 1));
}

/** Where a fit starts: where it is told to, at its prior, or at the log-odds of the classes; the textbook method at zero. */
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
    return coordinates === undefined ? packed : toOuter(coordinates, packed);
  }
  return nullPoint(rows, options);
}

function nullPoint({ holder, weights, offsetMean }: MeasuredRows, { solver, fitIntercept }: CheckedOptions): Point {
  const logOdds = logF64(weights.positiveTotal) - logF64(weights.total - weights.positiveTotal);
  const fromZero = solver === "gradient-descent" || !fitIntercept;
  return { w: new Float64Array(holder.columns), b: fromZero ? 0 : logOdds - (offsetMean ?? 0) };
}

/** Whether the start is the null model: what it costs is known, no offset or prior being there. */
function isNull({ offsetMean, weights }: MeasuredRows, { start, prior }: FitExtras): boolean {
  const both = weights.positiveTotal > 0 && weights.positiveTotal < weights.total;
  return start === undefined && prior === undefined && offsetMean === undefined && both;
}

/** The null model, for a fit that starts elsewhere: what it costs is known. */
export function nullModel(rows: MeasuredRows, options: CheckedOptions, extras: FitExtras): KnownPoint | undefined {
  if (extras.start === undefined || !isNull(rows, { ...extras, start: undefined })) return undefined;
  return { at: nullPoint(rows, options), objective: nullLoss(rows, options) };
}

/** The mean loss where startOf begins: the entropy of the classes, or ln 2 at zero. */
function nullLoss({ weights }: MeasuredRows, { solver, fitIntercept }: CheckedOptions): number {
  if (solver === "gradient-descent" || !fitIntercept) return Math.LN2;
  const p = weights.positiveTotal / weights.total;
  return -(p * logF64(p) + (1 - p) * logF64(1 - p));
}

/** At w = 0 every row has a (1 - a) = p (1 - p), p the share of the positive class, so the moments know the diagonal. */
function diagonalAtStart(
  { weights, scaling, moments }: MeasuredRows,
  l2: Float64Array,
  prior: Prior | undefined,
  coordinates: Coordinates | undefined,
): Float64Array {
  const p = weights.positiveTotal / weights.total;
  // rows of one class, which a prior allows, know no curvature at their log-odds
  const variance = p * (1 - p) || 0.25;
  const diagonal = new Float64Array(l2.length + 1).fill(variance);
  for (let j = 0; j < l2.length; ++j) {
    const deviation = ((scaling.scale[j] ?? 1) * (moments.deviation[j] ?? 0)) / (coordinates?.ratio[j] ?? 1);
    const shift = coordinates?.shift[j] ?? 0;
    diagonal[j] = variance * (deviation * deviation + shift * shift) + (l2[j] ?? 0) || variance;
  }
  if (prior === undefined) return diagonal;
  return diagonal.map((value, j) => value + (prior.precision[j * (l2.length + 2)] ?? 0));
}

/**
 * A sample has to know every entry of the Hessian within some per cent, so it needs many rows a column; and it only saves time
 * where it is a small part of the rows.
 */
function sampleFor({ holder, weights }: MeasuredRows): RowSample | undefined {
  const rows = Math.max(2048, 64 * holder.columns, 0.02 * holder.rows);
  if (rows > holder.rows / 4) return undefined;
  return sampleOf(weights, holder.blockRows, rows / holder.rows);
}
