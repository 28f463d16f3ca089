import { LogitRangeError, LogitTypeError } from "../../errors.ts";
import { dependentColumns } from "../../fit/dependentColumns.ts";
import { LogisticRegression } from "../../index.ts";
import { rowSourceOf } from "../../input/matrix.ts";
import type { Classes } from "../../types.ts";
import { Failure, fileLabel, oneLine, usageFailure } from "../failure.ts";
import { ClassFinder, positiveCode } from "../read/classes.ts";
import { columnIndex, featureIndices, type Header } from "../read/columns.ts";
import { saveModel } from "../read/modelFile.ts";
import { nameKey } from "../read/names.ts";
import { readTable, type Table } from "../read/table.ts";
import { countText, numberText } from "../write/layout.ts";
import { checkWritable, isSameFile, writeStdout } from "../write/outputFile.ts";
import { Progress } from "../write/progress.ts";
import { standardDeviations } from "./deviations.ts";
import { measure } from "./measures.ts";
import { splitTable, type TrainingRows } from "./trainingSplit.ts";
import type { TrainOptions } from "./trainOptions.ts";
import { type TrainResult, trainJson, trainText } from "./trainReport.ts";

type ModelOptions = NonNullable<ConstructorParameters<typeof LogisticRegression>[0]>;

export async function train(file: string, options: TrainOptions): Promise<void> {
  await checkUsage(file, options);
  const label = fileLabel(file);
  const progress = new Progress(options.quiet !== true);
  const finder = new ClassFinder();
  try {
    const table = await readTable({
      file,
      delimiter: options.delimiter,
      select: (header) => selectionOf(header, options),
      classes: finder,
      onRows: (rows) => progress.show(() => `reading ${label}: ${countText(rows)} rows`),
    });
    const labels = finder.labels(label, table.target);
    const positive = positiveCode(labels, options.positive);
    const rowsByCode = countCodes(table.codes);
    const { train, heldOut } = splitTable(table, { ...options, labels, positive });
    const classes: Classes = [labels[1 - positive] ?? labels[0], labels[positive]];
    const model = fitModel(label, train, classes, table, options, progress);
    const result: TrainResult = {
      file,
      options,
      model,
      trainRows: train.isPositive.length,
      trainWeight: train.weights?.reduce((sum, weight) => sum + weight, 0) ?? train.isPositive.length,
      heldOutRows: heldOut?.isPositive.length ?? 0,
      classRows: [rowsByCode[1 - positive] ?? 0, rowsByCode[positive] ?? 0],
      features: table.features,
      deviations: standardDeviations(train.X, train.weights),
      dependent: dependentColumns(rowSourceOf(train.X), {
        counts: (row) => (train.weights?.[row] ?? 1) > 0,
        intercept: true,
      })?.filter(({ of }) => of.length > 0),
      measures: measure(model, heldOut ?? train, 0.5),
    };
    if (options.out !== undefined) await saveModel(model, options.out);
    progress.clear();
    await report(result);
  } finally {
    progress.clear();
  }
}

async function checkUsage(file: string, options: TrainOptions): Promise<void> {
  if (options.features && options.drop) throw usageFailure("--features and --drop: expected one of them, got both");
  if (options.json && options.out === "-") throw usageFailure("--json and --out -: only one of them can have stdout");
  if (options.weights !== undefined && nameKey(options.weights) === nameKey(options.target))
    throw usageFailure("--weights: expected another column than the target");
  if (options.quiet && options.out === undefined && !options.json) {
    throw usageFailure("--quiet: expected --out or --json as well, or nothing would be left of the training");
  }
  constructed(options, {});
  if (options.out === undefined) return;
  if (await isSameFile(options.out, file)) throw usageFailure("--out: expected another file than the data");
  await checkWritable(options.out);
}

function selectionOf(header: Header, options: TrainOptions) {
  const target = columnIndex(header, options.target, " for the target");
  const weights = options.weights === undefined ? undefined : columnIndex(header, options.weights, " for the weights");
  const reserved = weights === undefined ? [target] : [target, weights];
  return { target, weights, features: featureIndices(header, options, reserved) };
}

function countCodes(codes: readonly number[]): [number, number] {
  const ones = codes.reduce((sum, code) => sum + code, 0);
  return [codes.length - ones, ones];
}

/** The library checks its own options; what it refuses is the command's fault. */
function constructed(options: TrainOptions, more: ModelOptions): LogisticRegression {
  const { l1, l2, precision, solver, learningRate, maxEpochs, tolerance, standardize } = options;
  const seed = solver === "sgd" ? options.seed : undefined;
  const given = { l1, l2, precision, solver, learningRate, seed, maxEpochs, tolerance, standardize };
  const settings: ModelOptions = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return guarded("", () => new LogisticRegression({ ...settings, ...more }));
}

function fitModel(
  label: string,
  { X, y, weights }: TrainingRows,
  classes: Classes,
  { features, target }: Table,
  options: TrainOptions,
  progress: Progress,
): LogisticRegression {
  const onEpoch = ({ epoch, objective, gradientNorm }: { epoch: number; objective: number; gradientNorm: number }) =>
    progress.show(() => `epoch ${epoch}  cost ${numberText(objective)}  gradient ${numberText(gradientNorm, 3)}`);
  const model = constructed(options, progress.enabled ? { classes, onEpoch } : { classes });
  const details = { features: [...features], target, ...(weights === undefined ? {} : { weights }) };
  return guarded(`${label}: `, () => model.fit(X, y, details));
}

/** The library's errors in the words of the command line. */
function guarded<T>(prefix: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof LogitTypeError || error instanceof LogitRangeError)) throw error;
    if (error.code === "INVALID_OPTION") throw usageFailure(oneLine(error.message));
    throw new Failure(prefix + oneLine(error.message));
  }
}

/** With the model itself on stdout the summary goes to stderr. */
async function report(result: TrainResult): Promise<void> {
  const { options } = result;
  if (options.json) return writeStdout(`${JSON.stringify(trainJson(result), null, 2)}\n`);
  if (options.quiet) return;
  if (options.out === "-") process.stderr.write(trainText(result));
  else await writeStdout(trainText(result));
}
