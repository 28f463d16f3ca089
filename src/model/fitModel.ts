import { rejectUnknown } from "../check/options.ts";
import { type Dataset, isDataset } from "../dataset/dataset.ts";
import { LogitRangeError, shown } from "../errors.ts";
import { aliasedColumns, aliasedNames } from "../fit/aliasedColumns.ts";
import { ASYNC_OPTIONS, checkAsyncOptions, type FitAsyncOptions } from "../fit/asyncOptions.ts";
import { checkBesideDataset } from "../fit/besideDataset.ts";
import { checkBesideFirth } from "../fit/firthPenalty.ts";
import { type AsyncFit, fitDatasetAsync, fitRowsAsync } from "../fit/fitAsync.ts";
import { checkExtras, type FitExtras } from "../fit/fitExtras.ts";
import { FIT_OPTIONS, type FitOptions, knownClasses, type TableFitOptions } from "../fit/fitOptions.ts";
import { type Fitted, fitRows } from "../fit/fitRows.ts";
import { isModel } from "../fit/fittedModel.ts";
import { type CheckedOptions, checkBoolean, checkPositive } from "../fit/options.ts";
import { readyRows, type WeighedRows, weighRows } from "../fit/readyRows.ts";
import { type FitReport, reportOf, withMissing } from "../fit/report.ts";
import { ofColumns, sourceOfColumns } from "../fit/someColumns.ts";
import { checkSecond } from "../input/labels.ts";
import { rejectWide } from "../input/matrix.ts";
import { classWeighted, type RowWeights } from "../input/weights.ts";
import type { ModelState } from "../modelFile/modelState.ts";
import { solverRows } from "../rows/keptTrainingRows.ts";
import { unpackedSource } from "../rows/panelSource.ts";
import type { MeasuredRows, TrainingRows } from "../rows/trainingRows.ts";
import { rejectFoundTexts } from "../table/encodedTable.ts";
import { encoderOf, knownEncoding } from "../table/encoder.ts";
import { type EncodedColumn, encodedName, type TableEncoding } from "../table/encoding.ts";
import { argumentsOf, type GivenTable, givenRows } from "../table/givenRows.ts";
import { checkGroupedClasses, GROUPED_NAMES } from "../table/grouped.ts";
import { checkNames } from "../table/names.ts";
import { columnsOfBoth, withReferences } from "../table/references.ts";
import { TABLE_NAMES } from "../table/tableOptions.ts";
import type { Classes, Label } from "../types.ts";
import { withArena } from "../wasm/pool.ts";

type Options = FitOptions & TableFitOptions & FitAsyncOptions;

/**
 * A fit whose arguments were checked and whose rows were encoded, ready to be run: the part that fit and fitAsync
 * share.
 */
interface Prepared {
  readonly started: number;
  /** The options of the constructor, with `standardize` resolved for the columns of a table. */
  readonly options: CheckedOptions;
  readonly extras: FitExtras;
  readonly classes: Classes;
  /** Rows that are yet to be packed, or a Dataset under its weights or others. */
  readonly rows: WeighedRows | { readonly dataset: Dataset; readonly weights: RowWeights };
  /** What the model keeps besides the result of the fit. */
  readonly kept: Pick<ModelState, "features" | "target" | "offsets" | "encoding">;
  /** Names of the encoded columns, if there are any. */
  readonly names: readonly string[] | undefined;
  readonly missing: GivenTable["missing"] | undefined;
  readonly strict: boolean;
}

/** Runs `LogisticRegression.fit` and returns the state of the fitted model. */
export function fitModel(X: unknown, second: unknown, third: unknown, constructed: CheckedOptions): ModelState {
  const prepared = preparedFit(X, second, third, constructed, [], "fit");
  const { rows, options, extras } = prepared;
  if (!("dataset" in rows)) {
    return withArena((arena) => {
      const ready = readyRows(arena, rows);
      return stateOf(prepared, ready, fitRows(ready, options, extras));
    });
  }
  const { training, offsets } = rows.dataset;
  const { weights } = rows;
  const fitted = (own: TrainingRows): ModelState => {
    const ready = solverRows(own, offsets);
    return stateOf(prepared, ready, fitRows(ready, options, extras));
  };
  if (weights === training.weights) return fitted(training);
  return training.holder.withWeights(weights, (holder) => fitted({ ...training, holder, weights }));
}

/** Runs `LogisticRegression.fitAsync` and resolves to the state of the fitted model. */
export async function fitModelAsync(
  X: unknown,
  second: unknown,
  third: unknown,
  constructed: CheckedOptions,
): Promise<ModelState> {
  const prepared = preparedFit(X, second, third, constructed, ASYNC_OPTIONS, "fitAsync");
  const { options: given } = argumentsOf(second, third as Options | undefined);
  checkAsyncOptions(given);
  const { workers, signal, onEpoch = constructed.onEpoch } = given as FitAsyncOptions;
  const { rows, extras } = prepared;
  const fit: AsyncFit = { workers, signal, options: { ...prepared.options, onEpoch }, extras };
  const done = await ("dataset" in rows ? fitDatasetAsync(rows.dataset, rows.weights, fit) : fitRowsAsync(rows, fit));
  return stateOf(prepared, done.rows, done.fitted);
}

/** Reads what a fit was given. @throws LogitTypeError, LogitRangeError naming what was expected, what came and where */
function preparedFit(
  X: unknown,
  second: unknown,
  third: unknown,
  constructed: CheckedOptions,
  more: readonly string[],
  where: string,
): Prepared {
  const started = performance.now();
  const { y, options: given } = argumentsOf(second, third as Options | undefined);
  rejectUnknown(given, Array.from(new Set([...FIT_OPTIONS, ...TABLE_NAMES, ...GROUPED_NAMES, ...more])), where);
  const asked: Options = given;
  const { strict = false, prior, start } = asked;
  checkBoolean("strict", strict);
  checkBesideFirth(constructed, asked);
  if (isDataset(X)) return preparedDataset(X, y, asked, constructed, started);
  const known = encodingIn(prior) ?? encodingIn(start);
  const from = encodingIn(prior) === undefined ? "start" : "prior";
  const rows = givenRows(X, y, asked, { penalised: isPenalised(constructed, prior), known, from });
  const { source, table, features, target } = rows;
  checkNames({ features: table === undefined ? features : undefined, target }, source.columns);
  checkColumns({ features, encoding: table?.encoding }, { prior, start });
  const options = withStandardize(constructed, table?.encoded);
  const wanted = positiveOf(constructed, rows.positive);
  const beside = { weights: rows.weights, offsets: rows.offsets };
  const classes = knownClasses(constructed.classes, prior);
  if (table?.read.counts !== undefined && classes !== undefined) checkGroupedClasses(classes);
  // a prior knows what rows of the other class would look like
  const weighed = weighRows(source, rows.y, beside, constructed, classes, prior === undefined, wanted);
  // before their dependences are looked for; workers of fitAsync have memories of their own
  if (where === "fit" && source.csr === undefined) rejectWide(source, weighed.precision);
  const extras = checkExtras(asked, source.columns);
  const names = table?.encoded.map(encodedName) ?? features;
  return {
    ...{ started, options, classes: weighed.classes, rows: weighed, names, strict },
    extras: {
      ...extras,
      aliased: aliasedColumns(weighed.source, weighed.weights, constructed, extras, table?.encoding),
    },
    kept: {
      features: features === undefined ? undefined : Object.freeze([...features]),
      target,
      offsets: weighed.offsets !== undefined,
      encoding: table?.encoding,
    },
    missing: table?.missing,
  };
}

function preparedDataset(
  dataset: Dataset,
  y: unknown,
  given: Options,
  constructed: CheckedOptions,
  started: number,
): Prepared {
  const { strict = false, target = dataset.target, features = dataset.features } = given;
  checkBesideDataset(dataset, constructed, { ...given, y });
  const wanted = positiveOf(constructed, given.positive);
  checkSecond(wanted, dataset.classes);
  const { training } = dataset;
  const { classWeight } = constructed;
  const weights =
    classWeight === undefined ? training.weights : classWeighted(training.weights, classWeight, dataset.precision);
  const { prior, start } = given;
  const { encoding, columns } = codingOf(dataset, constructed, { prior, start });
  const encoded = encoding && encoderOf(encoding).encoded;
  checkNames({ features: encoding === undefined ? features : undefined, target }, dataset.columns);
  checkColumns({ features, encoding }, { prior, start });
  const extras = { ...checkExtras(given, columns?.length ?? dataset.columns), columns };
  const offsets = dataset.offsets !== undefined;
  const isWider = training.holder.columns > dataset.columns;
  const own = isWider ? Array.from({ length: dataset.columns }, (_, j) => j) : undefined;
  const source = sourceOfColumns(unpackedSource(training.holder.source, training.scaling), columns ?? own);
  return {
    ...{ started, classes: dataset.classes, rows: { dataset, weights }, strict, missing: dataset.table?.missing },
    options: withStandardize(constructed, encoded),
    extras: { ...extras, aliased: aliasedColumns(source, weights, constructed, extras, encoding) },
    kept: { features: features && Object.freeze([...features]), target, offsets, encoding },
    names: encoded?.map(encodedName) ?? features,
  };
}

/**
 * How a fit to a Dataset encodes its table: as one to the rows would, so that without a penalty categories have a
 * reference, unless an earlier model has it otherwise; and which of its columns that are, where not all.
 */
function codingOf(
  { table, rows, columns: all, training: { weights } }: Dataset,
  constructed: CheckedOptions,
  { prior, start }: { readonly prior?: unknown; readonly start?: unknown },
): { readonly encoding: TableEncoding | undefined; readonly columns: readonly number[] | undefined } {
  const encoding = table?.encoding;
  const every = { encoding, columns: undefined };
  if (table === undefined || encoding === undefined) return every;
  const known = encodingIn(prior) ?? encodingIn(start);
  if (known === undefined && isPenalised(constructed, prior)) return every;
  if (known === undefined) rejectFoundTexts(table.read);
  const less = withReferences(table, weights.unit ? undefined : weights.signed.slice(0, rows).map(Math.abs));
  const columns = columnsOfBoth(encoding, less);
  if (columns.length === all) return every;
  if (known !== undefined && namesOf({ encoding: known }) !== namesOf({ encoding: less })) return every;
  return { encoding: less, columns };
}

/**
 * Coefficients of an earlier model are those of columns of the same names, in the same order; what stands in for
 * missing values does not matter.
 * @throws LogitRangeError SHAPE_MISMATCH for a model of other columns
 */
function checkColumns(rows: Parameters<typeof knownEncoding>[0], models: Readonly<Record<string, unknown>>): void {
  const expected = namesOf(rows);
  for (const [name, model] of Object.entries(models)) {
    const got = isModel(model) ? namesOf(model) : "";
    if (got === expected || got === "" || expected === "") continue;
    const message = `${name}: expected a model of the columns ${expected}, got one of ${got}`;
    throw new LogitRangeError("SHAPE_MISMATCH", message);
  }
}

/** How an earlier model has its columns, if that is one and they have names. */
function encodingIn(model: unknown): TableEncoding | undefined {
  return isModel(model) ? knownEncoding(model) : undefined;
}

/** The names of encoded columns, "" where there are none. */
function namesOf(rows: Parameters<typeof knownEncoding>[0]): string {
  const known = knownEncoding(rows);
  return known === undefined ? "" : encoderOf(known).encoded.map(encodedName).join(", ");
}

function isPenalised({ l1, l2 }: CheckedOptions, prior: unknown): boolean {
  return l1 > 0 || l2 !== 0 || prior !== undefined;
}

/** Resolves `standardize` for a table: only columns of numbers are standardised, not those of 0 and 1 for levels. */
export function withStandardize(
  options: CheckedOptions,
  encoded: readonly EncodedColumn[] | undefined,
): CheckedOptions {
  if (encoded === undefined || options.standardize !== true) return options;
  return { ...options, standardize: encoded.map(({ isNumber }) => isNumber) };
}

/** The label that is to be positive, from the options of the constructor or from those of fit. */
export function positiveOf({ positive, classes }: CheckedOptions, given: unknown): Label | undefined {
  const wanted = checkPositive(given, classes);
  if (wanted === undefined || positive === undefined || wanted === positive) return wanted ?? positive;
  const expected = `${shown(positive)} as in the constructor`;
  throw new LogitRangeError("INVALID_OPTION", `positive: expected ${expected}, got ${shown(wanted)}`);
}

/** The model that a fit came to. @throws LogitRangeError NOT_CONVERGED if it is strict */
function stateOf(prepared: Prepared, all: MeasuredRows, { driven, ...fitted }: Fitted): ModelState {
  const { started, options, classes, kept, names, missing, strict, extras } = prepared;
  const rows = ofColumns(all, extras.columns);
  const seconds = (performance.now() - started) / 1000;
  const report = withNames(reportOf(rows, driven, options.solver, seconds), names);
  const aliased = aliasedNames(extras.aliased ?? [], names);
  if (strict && !report.converged) throw notConverged(report);
  return {
    ...fitted,
    ...kept,
    classes,
    prevalence: rows.weights.positiveTotal / rows.weights.total,
    report: withMissing(
      Object.freeze({ ...report, ...(options.firth && { firth: true }), ...(aliased && { aliased }) }),
      missing,
    ),
  };
}

/** The report with the names of the columns that separate the classes. */
function withNames(report: FitReport, names: readonly string[] | undefined): FitReport {
  const { separation } = report;
  if (separation === undefined || names === undefined) return report;
  const separating = separation.columns.map((column) => names[column] ?? String(column));
  return { ...report, separation: Object.freeze({ ...separation, names: Object.freeze(separating) }) };
}

function notConverged({ reason, separation }: FitReport): LogitRangeError {
  const next =
    reason === "separation"
      ? `: the classes are separable${separation?.names ? ` by ${separation.names.slice(0, 5).join(", ")}` : ""}, so give an l2 above 0, or firth: true`
      : "";
  const message = `strict: expected a fit that ends by its tolerance, got one that ended by "${reason}"${next}`;
  return new LogitRangeError("NOT_CONVERGED", message);
}
