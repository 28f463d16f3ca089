import { nameKey } from "../../csv/names.ts";
import { LogisticRegression } from "../../index.ts";
import type { CellTable } from "../../table/cellTable.ts";
import { readTable as readLibraryTable } from "../../table/encodedTable.ts";
import { checkTableOptions, type TableOptions } from "../../table/tableOptions.ts";
import type { Classes, Label } from "../../types.ts";
import { fileLabel, usageFailure } from "../failure.ts";
import { ClassFinder, positiveCode } from "../read/classes.ts";
import { readingFor, readingOf } from "../read/fileOptions.ts";
import { inFileWords } from "../read/fileWords.ts";
import { saveModel } from "../read/modelFile.ts";
import { LABEL, SparseTable } from "../read/svmlight.ts";
import { type FileTable, readTable } from "../read/table.ts";
import { countText, numberText } from "../write/layout.ts";
import { checkWritable, isSameFile, writeStdout } from "../write/outputFile.ts";
import { Progress } from "../write/progress.ts";
import { chosenPenalty } from "./chosenPenalty.ts";
import { classWeightOf } from "./classWeight.ts";
import { collinearColumns } from "./collinearColumns.ts";
import { deviances } from "./deviances.ts";
import { foldMeasures } from "./foldMeasures.ts";
import { groupedColumns } from "./groupedOptions.ts";
import { type LabelledRows, measure, type ScoredRows, scored } from "./measures.ts";
import { refuseIgnored } from "./optionRules.ts";
import { provenanceOf } from "./provenance.ts";
import { scoreFile } from "./scoredFile.ts";
import { selectionOf, sparseSelectionOf } from "./selection.ts";
import { ADVICE, type MissingChoice, missingChoice, tableOptionsOf } from "./tableOptions.ts";
import { heldOutOf, type TrainingSplit } from "./trainingSplit.ts";
import { trainJson } from "./trainJson.ts";
import type { TrainOptions } from "./trainOptions.ts";
import type { TrainResult } from "./trainResult.ts";
import { trainText } from "./trainText.ts";

type ModelOptions = NonNullable<ConstructorParameters<typeof LogisticRegression>[0]>;

export async function train(file: string, options: TrainOptions): Promise<void> {
  await checkUsage(file, options);
  const grouped = groupedColumns(options);
  const label = fileLabel(file);
  const progress = new Progress(options.quiet !== true);
  const finder = new ClassFinder();
  try {
    const given = await readTable({
      file,
      reading: readingOf(options),
      wanted: [options.target, grouped?.successes, grouped?.failures].filter((name) => name !== undefined),
      select: (header) => selectionOf(header, options),
      selectSparse: () => sparseSelectionOf(label, options),
      classes: finder,
      maxLevels: options.maxLevels,
      onRows: (rows) => progress.show(() => `reading ${label}: ${countText(rows)} rows`),
    });
    const labels = finder.labels(label, given.target);
    const positive = positiveCode(labels, options.positive);
    const classes: Classes = [labels[1 - positive] ?? labels[0], labels[positive]];
    const y = Array.from(given.codes, (code) => (code < 0 ? null : (labels[code] ?? null)));
    const missing = missingChoice(options, given.features, grouped === undefined ? given.target : "");
    const isSparse = given.table instanceof SparseTable;
    const tableOptions = isSparse ? { features: given.features } : tableOptionsOf(options, given.features, missing);
    const { all, droppedRows } = completeRows(given, y, classes, options, tableOptions, missing);
    const split = heldOutOf(all, given, options);
    const levels = withLevels(tableOptions, all);
    const chosen = options.cv ? chosenPenalty(label, all, classes, levels, options) : undefined;
    const asked = chosen === undefined ? options : { ...options, l1: chosen.l1, l2: chosen.l2 };
    const fitting = (rows: LabelledRows): LogisticRegression =>
      fitModel(label, rows, classes, given, levels, asked, progress);
    const measured = fitting(split.train);
    const measuredOn = await heldOutRows(measured, given, split, options, missing);
    const model = split.heldOut === undefined || !options.refit ? measured : fitting(all);
    const fitted = model === measured ? split.train : all;
    // a line that counts successes and failures is two rows
    const each = grouped === undefined ? 1 : 2;
    const measures = measure(measuredOn, 0.5);
    const result: TrainResult = {
      file,
      options: asked,
      model,
      how: given.how,
      droppedRows: droppedRows / each,
      testDroppedRows: measuredOn.droppedRows,
      fittedRows: fitted.y.length / each,
      fittedWeight: fitted.weights === undefined ? fitted.y.length : sumOf(fitted.weights),
      trainRows: split.train.y.length / each,
      heldOutRows: options.test === undefined && split.heldOut === undefined ? 0 : measuredOn.isPositive.length / each,
      rows: all.y.length / each,
      classRows: grouped === undefined ? countClasses(all) : weighClasses(all),
      features: given.features,
      collinear: collinearColumns(model, fitted, levels),
      deviances: deviances(model, fitted),
      folds: options.folds === undefined ? undefined : foldMeasures(all, options, fitting),
      chosen,
      measures: { ...measures, rows: measures.rows / each },
    };
    if (options.out !== undefined) await saveModel(model, options.out, provenanceOf(result, fitted.X));
    progress.clear();
    await report(result);
  } finally {
    progress.clear();
  }
}

async function checkUsage(file: string, options: TrainOptions): Promise<void> {
  refuseIgnored(options.given);
  if (options.json && options.out === "-") throw usageFailure("--json and --out -: only one of them can have stdout");
  for (const [name, column] of Object.entries({ weights: options.weights, offset: options.offset })) {
    if (column !== undefined && nameKey(column) === nameKey(options.target ?? LABEL))
      throw usageFailure(`--${name}: expected another column than the target`);
  }
  if (options.quiet && options.out === undefined && !options.json) {
    throw usageFailure("--quiet: expected --out or --json as well, or nothing would be left of the training");
  }
  const grouped = groupedColumns(options);
  for (const [name, column] of Object.entries({ weights: options.weights, offset: options.offset })) {
    const taken = [grouped?.successes, grouped?.failures].some(
      (count) => count !== undefined && column !== undefined && nameKey(count) === nameKey(column),
    );
    if (taken) throw usageFailure(`--${name}: expected another column than those of --successes and --failures`);
  }
  constructed(options, {});
  if (options.out === undefined) return;
  if (await isSameFile(options.out, file)) throw usageFailure("--out: expected another file than the data");
  await checkWritable(options.out);
}

/**
 * The rows that a model is measured on: of another file, held out, or, where there are none, those it was fitted to.
 */
async function heldOutRows(
  model: LogisticRegression,
  { label, features, target }: FileTable,
  { train, heldOut }: TrainingSplit,
  options: TrainOptions,
  missing: MissingChoice,
): Promise<ScoredRows & { readonly droppedRows: number }> {
  const { test: file, weights, offset } = options;
  const grouped = groupedColumns(options);
  if (file === undefined) {
    return { ...inFileWords(label, undefined, () => scored(model, heldOut ?? train)), droppedRows: 0 };
  }
  const isDropped = (name: string): boolean =>
    nameKey(name) === nameKey(target) ? missing.dropsLabels : (missing.byName.get(name) ?? missing.all) === "drop";
  const named = { label: "the model", model, features, offsets: offset !== undefined, provenance: {} };
  const request = {
    file,
    reading: readingFor(named, options),
    target,
    failures: grouped?.failures,
    weights,
    offset,
    isDropped,
    missingOption: ["--missing", "drop"],
    besideSvmlight: {},
    quiet: options.quiet === true,
  };
  return scoreFile(named, request);
}

/** The rows without a missing value where one is to be left out; refuses what cannot be learnt from. */
function completeRows(
  given: FileTable,
  y: readonly (Label | null)[],
  classes: Classes,
  { l1 = 0, l2, firth }: TrainOptions,
  options: TableOptions,
  { all: ofAll, dropsLabels }: MissingChoice,
): { readonly all: LabelledRows; readonly droppedRows: number } {
  if (given.table instanceof SparseTable) return { all: labelledRows(given, given.table, y, classes), droppedRows: 0 };
  const { table } = given;
  const ofFeatures = given.features.map((name) => [name, ofAll] as const);
  const missing = Object.fromEntries([...ofFeatures, [TARGET, dropsLabels ? ("drop" as const) : undefined]]);
  const read = inFileWords(given.label, given.lines, () =>
    // the labels are a column like others where it comes to missing ones
    readLibraryTable(
      withLabels(table, given.target, y),
      checkTableOptions({ ...options, missing, target: TARGET, drop: [] }),
      { y: undefined, penalised: firth !== true && (l1 > 0 || l2 !== 0), advice: ADVICE },
    ),
  );
  const kept = read.kept ?? Uint32Array.from(y.keys());
  const pick = (values: Float64Array | undefined): Float64Array | undefined =>
    values && Float64Array.from(kept, (row) => values[row] ?? 0);
  const picked = {
    weights: pick(given.weights),
    offset: pick(given.offset),
    texts: given.texts.map((texts) => Array.from(kept, (row) => texts[row] ?? "")),
  };
  const labels = Array.from(kept, (row) => y[row] ?? null);
  return { all: labelledRows(picked, table.keep(kept), labels, classes), droppedRows: y.length - kept.length };
}

function labelledRows(
  { weights, offset, texts }: Pick<LabelledRows, "weights" | "offset" | "texts">,
  X: LabelledRows["X"],
  labels: readonly (Label | null)[],
  [, positive]: Classes,
): LabelledRows {
  const isPositive = Uint8Array.from(labels, (label) => (label === positive ? 1 : 0));
  return { X, y: labels as readonly Label[], isPositive, weights, offset, texts };
}

/** A name that no column of a file has: names of files are trimmed. */
const TARGET = " target ";

function withLabels(table: CellTable, target: string, y: readonly (Label | null)[]) {
  return {
    rows: table.rows,
    names: [...table.names, TARGET],
    column: (name: string) => (name === TARGET ? y : table.column(name)),
    cells: (name: string) => (name === TARGET ? undefined : table.cells(name)),
    target,
  };
}

/** Levels of held-out rows are levels too, so that no fit of a part of the rows makes them unknown. */
function withLevels(options: TableOptions, { X }: LabelledRows): TableOptions {
  if (X instanceof SparseTable) return options;
  const columns = { ...options.columns };
  for (const name of X.names) {
    const cells = X.cells(name);
    if (cells === undefined || "problem" in cells || cells.kind !== "category") continue;
    columns[name] = { ...columns[name], levels: cells.levels };
  }
  return { ...options, columns };
}

/** The library checks its own options; what it refuses is the command's fault. */
export function constructed(options: TrainOptions, more: ModelOptions): LogisticRegression {
  const { l1, l2, firth, precision, solver, learningRate, maxEpochs, tolerance, standardize, intercept } = options;
  const seed = solver === "sgd" ? options.seed : undefined;
  const classWeight = classWeightOf(options.classWeight);
  const fitIntercept = intercept ? undefined : false;
  const given = {
    l1,
    l2,
    firth,
    precision,
    solver,
    learningRate,
    seed,
    maxEpochs,
    tolerance,
    standardize,
    classWeight,
    fitIntercept,
  };
  const settings: ModelOptions = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return inFileWords("", undefined, () => new LogisticRegression({ ...settings, ...more }));
}

function fitModel(
  label: string,
  { X, y, weights, offset }: LabelledRows,
  classes: Classes,
  { target }: FileTable,
  tableOptions: TableOptions,
  options: TrainOptions,
  progress: Progress,
): LogisticRegression {
  const onEpoch = ({ epoch, objective, gradientNorm }: { epoch: number; objective: number; gradientNorm: number }) =>
    progress.show(() => `epoch ${epoch}  cost ${numberText(objective)}  gradient ${numberText(gradientNorm, 3)}`);
  const model = constructed(options, progress.enabled ? { classes, onEpoch } : { classes });
  const named = groupedColumns(options) === undefined ? { target } : {};
  const details = { ...tableOptions, ...named, ...(weights && { weights }), ...(offset && { offsets: offset }) };
  return inFileWords(label, undefined, () => model.fit(X as never, y as never, details as never));
}

function countClasses({ isPositive }: LabelledRows): [number, number] {
  const ones = sumOf(isPositive);
  return [isPositive.length - ones, ones];
}

/** What the rows of the negative and of the positive class count. */
function weighClasses({ isPositive, weights }: LabelledRows): [number, number] {
  const sums: [number, number] = [0, 0];
  for (const [row, which] of isPositive.entries()) sums[which === 1 ? 1 : 0] += weights?.[row] ?? 1;
  return sums;
}

function sumOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0);
}

/** With the model itself on stdout the summary goes to stderr. */
async function report(result: TrainResult): Promise<void> {
  const { options } = result;
  if (options.json) return writeStdout(`${JSON.stringify(trainJson(result), null, 2)}\n`);
  if (options.quiet) return;
  if (options.out === "-") process.stderr.write(trainText(result));
  else await writeStdout(trainText(result));
}
