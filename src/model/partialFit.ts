import { rejectUnknown } from "../check/options.ts";
import { isList } from "../check/vector.ts";
import { LogitRangeError, LogitTypeError, shown } from "../errors.ts";
import type { CheckedOptions } from "../fit/options.ts";
import { withMissing } from "../fit/report.ts";
import { checkClasses, checkSecond, encodeKnown, encodeLabels } from "../input/labels.ts";
import { contiguousRows, type RowSource, rejectNonFinite, rejectTooLarge, rejectWide } from "../input/matrix.ts";
import { checkOffsets } from "../input/offsets.ts";
import { weightArray } from "../input/weights.ts";
import type { ModelState } from "../modelFile/modelState.ts";
import { Stream } from "../stream/stream.ts";
import { streamRowsOf } from "../stream/streamRows.ts";
import { startStream } from "../stream/streamState.ts";
import { knownEncoding } from "../table/encoder.ts";
import { argumentsOf, givenRows } from "../table/givenRows.ts";
import { TABLE_NAMES, type TableOptions } from "../table/tableOptions.ts";
import type { Classes, Label, Weights } from "../types.ts";
import { positiveOf, withStandardize } from "./fitModel.ts";
import { withoutNames } from "./predictions.ts";

/** What partialFit takes besides rows and labels. */
export interface PartialFitOptions {
  /** `[negative, positive]`: needed at the first call unless both are in its y or the model has the option. */
  readonly classes?: Classes;
  /** One weight a row, 0 or above; a row of weight 0 is as if it had not come. Default: 1 each. */
  readonly weights?: Weights;
  /**
   * One number a row that is added to z, as in fit; predictions need offsets from then on, and so do further rows.
   * Default: 0 each.
   */
  readonly offsets?: ArrayLike<number>;
}

/** The same for a table: weights and offsets may be columns of it. */
export interface TablePartialFitOptions<
  Row = Readonly<Record<string, unknown>>,
  Target extends keyof Row & string = keyof Row & string,
> extends Pick<PartialFitOptions, "classes">,
    TableOptions<Row, Target> {}

/** The model after the rows of one call. Nothing that it is given changes. */
export function learnRows(
  before: ModelState | undefined,
  X: unknown,
  second: unknown,
  third: unknown,
  constructed: CheckedOptions,
): ModelState {
  const { y: labels, options: given } = argumentsOf(second, third as (PartialFitOptions & TableOptions) | undefined);
  rejectUnknown(given, ["classes", ...TABLE_NAMES], "partialFit");
  if (constructed.l1 > 0) {
    const expected = "0 for partialFit, whose steps make no coefficient exactly 0";
    throw new LogitRangeError("INVALID_OPTION", `l1: expected ${expected}, got ${constructed.l1}`);
  }
  if (constructed.firth) {
    const message =
      "firth: expected false for partialFit, whose steps do not see all rows, got true: call fit, or take an l2";
    throw new LogitRangeError("INVALID_OPTION", message);
  }
  if (before?.offsets && given.offsets === undefined) {
    const message =
      "offsets: expected one number a row, as the rows before had, got none: give zeros if there are none";
    throw new LogitTypeError("INVALID_OPTION", message);
  }
  const started = performance.now();
  const known = before && knownEncoding(before);
  const rowsGiven = givenRows(X, labels, given as TableOptions, {
    ...{ penalised: constructed.l2 !== 0, known, target: before?.target },
  });
  const { table, y } = rowsGiven;
  const isSparse = rowsGiven.source.csr !== undefined;
  const source = table === undefined || isSparse ? rowsGiven.source : encodedOnce(rowsGiven.source);
  if (before !== undefined && known === undefined && table !== undefined) throw withoutNames();
  const options = withStandardize(constructed, table?.encoded);
  const n = source.columns;
  const coef = before?.coef ?? new Float64Array(n);
  if (n !== coef.length) {
    const expected = `${coef.length} columns as in the rows before`;
    throw new LogitRangeError("SHAPE_MISMATCH", `X: expected ${expected}, got ${n}`);
  }
  // sparse rows were checked as they came
  if (source.csr === undefined) {
    rejectNonFinite(source, 0, source.rows);
    rejectTooLarge(source, 0, source.rows, "f64");
  } else rejectLargePieces(source, options.stochastic.batchSize);
  const wanted = positiveOf(options, rowsGiven.positive);
  const classes = classesOf(before?.classes, y, source.rows, given.classes ?? options.classes, wanted);
  const signed = signedWeights(encodeKnown(y, source.rows, classes), rowsGiven.weights, options, before === undefined);
  const offsets = rowsGiven.offsets === undefined ? undefined : checkOffsets(rowsGiven.offsets, source.rows);
  // rows that all weigh nothing are as if they had not come
  if (before !== undefined && signed.every((value) => value === 0)) return before;
  const intercept = options.fitIntercept ? (before?.intercept ?? 0) : 0;
  const state = before?.stream ?? startStream(coef, intercept, before?.seen, options.stochastic.batchSize);
  const stream = new Stream(state, coef, intercept, options);
  const rows = streamRowsOf(source, signed, offsets);
  const initialObjective = stream.objective(rows).objective;
  stream.learn(rows);
  const { objective, gradientNorm } = stream.objective(rows);
  const model = { coef: stream.coef, intercept: stream.intercept, classes, stream: stream.state };
  if (stream.ranAway || !Number.isFinite(objective)) throw runaway(options);
  const kind = {
    converged: false,
    reason: "stream",
    fallbacks: Object.freeze([]),
    solver: "sgd",
    precision: "f64",
  } as const;
  const counts = { iterations: stream.state.steps, epochs: 1, hessians: 0 };
  const seconds = (performance.now() - started) / 1000;
  const report = Object.freeze({ ...kind, ...counts, objective, initialObjective, gradientNorm, seconds });
  const names = { features: rowsGiven.features ?? before?.features, target: rowsGiven.target ?? before?.target };
  const encoding = before === undefined ? table?.encoding : before.encoding;
  const rest = { curvature: undefined, report: withMissing(report, table?.missing), ...names, encoding };
  return { ...model, ...rest, offsets: offsets !== undefined };
}

/** The encoded rows of a table in one array, since each of their numbers is asked for by itself. */
function encodedOnce(source: RowSource): RowSource {
  rejectWide(source, "f64");
  const data = new Float64Array(source.rows * source.columns);
  source.copyRows(data, 0, source.rows);
  const { where } = source;
  return { ...contiguousRows(data, source.rows, source.columns), ...(where && { where }) };
}

/**
 * Numbers of a batch of sparse rows with its zeros, 8 MiB, up to which rows are taken. A step changes what is known of
 * every column, so that it takes the time of the zeros as well.
 */
const MOST_NUMBERS = 2 ** 20;

function rejectLargePieces({ columns }: RowSource, batchSize: number): void {
  if (columns * batchSize <= MOST_NUMBERS) return;
  const expected = `at most ${Math.floor(MOST_NUMBERS / batchSize)} columns of sparse rows for partialFit`;
  const reason = `in batches of ${batchSize}, since a step changes what it knows of every column`;
  throw new LogitRangeError("INVALID_MATRIX", `X: expected ${expected} ${reason}, got ${columns} (fit takes them)`);
}

/**
 * The error of a stream whose coefficients ran away. By default steps are bounded, so that only overflow can lead here.
 */
function runaway({ stochastic: { learningRate } }: CheckedOptions): LogitRangeError {
  const expected = "one that keeps the coefficients finite";
  const remedy = "with which they run away: leave it out, or take a smaller one";
  const message = `learningRate: expected ${expected}, got ${shown(learningRate)}, ${remedy}`;
  return new LogitRangeError("INVALID_OPTION", message);
}

/** The classes that are known, or those of the first y, which then has to have both. */
function classesOf(
  known: Classes | undefined,
  y: unknown,
  rows: number,
  given: unknown,
  wanted: Label | undefined,
): Classes {
  const classes = given === undefined ? undefined : checkClasses(given);
  if (known !== undefined) {
    if (classes === undefined || (classes[0] === known[0] && classes[1] === known[1]))
      return checkSecond(wanted, known);
    const expected = `[${known.map(shown).join(", ")}] as in the rows before`;
    const message = `classes: expected ${expected}, got [${classes.map(shown).join(", ")}]`;
    throw new LogitRangeError("INVALID_LABELS", message);
  }
  if (classes !== undefined) return checkSecond(wanted, classes);
  if (isList(y) && y.length === rows && Array.from(y).every((label) => label === y[0])) {
    const expected = "[negative, positive] at the first call, whose y has one class only";
    throw new LogitRangeError("INVALID_LABELS", `classes: expected ${expected}, got none`);
  }
  return encodeLabels(y, rows, undefined, true, wanted).classes;
}

/**
 * The signed weights: s for y = 0 and -s for y = 1, s being the weight times the factor of the class. The first rows of
 * a stream must have a total weight above 0.
 */
function signedWeights(
  positive: Uint8Array,
  weights: unknown,
  { classWeight }: CheckedOptions,
  first: boolean,
): Float64Array {
  if (classWeight === "balanced") {
    const expected = "[negative, positive] for partialFit, which does not know the rows to come";
    throw new LogitRangeError("INVALID_OPTION", `classWeight: expected ${expected}, got "balanced"`);
  }
  const [negativeFactor, positiveFactor] = classWeight ?? [1, 1];
  const given = weights === undefined ? undefined : weightArray(weights, positive.length);
  let total = 0;
  const signed = Float64Array.from(positive, (isPositive, row) => {
    const weight = given === undefined ? 1 : (given[row] as number);
    const s = weight * (isPositive === 1 ? positiveFactor : negativeFactor);
    total += s;
    return isPositive === 1 ? -s : s;
  });
  if ((total > 0 || !first) && total < 1e300) return signed;
  const got = total === 0 ? "all zeros" : total;
  throw new LogitRangeError("INVALID_WEIGHTS", `weights: expected a sum above 0 and below 1e300, got ${got}`);
}
