import { basename, dirname, extname, join, normalize } from "node:path";
import type { DependentColumn } from "../../fit/dependentColumns.ts";
import type { LogisticRegression } from "../../index.ts";
import { commandLine, fileWord, shellWord } from "../commandLine.ts";
import { fileLabel } from "../failure.ts";
import { delimiterWord } from "../read/delimiter.ts";
import { countText, facts, nameText, numberText, plural, secondsText, table } from "../write/layout.ts";
import type { Measures } from "./measures.ts";
import { measuresText } from "./measuresText.ts";
import type { TrainOptions } from "./trainOptions.ts";

/** Everything that a training run has to tell. */
export interface TrainResult {
  readonly file: string;
  readonly options: TrainOptions;
  readonly model: LogisticRegression;
  readonly trainRows: number;
  /** Sum of the weights of the training rows; without weights their number. */
  readonly trainWeight: number;
  /** 0 where the measures are those of the training rows. */
  readonly heldOutRows: number;
  /** Rows of the negative and of the positive class, held out or not. */
  readonly classRows: readonly [number, number];
  readonly features: readonly string[];
  readonly deviations: Float64Array;
  /** Undefined where they were not looked for. */
  readonly dependent: readonly DependentColumn[] | undefined;
  readonly measures: Measures;
}

interface Coefficient {
  readonly feature: string;
  /** Change of z per unit of the column. */
  readonly raw: number;
  /** Change of z per standard deviation of the column over the training rows. */
  readonly perStandardDeviation: number;
}

/** Largest first, on the scale on which they can be compared. */
function coefficientsOf({ model, features, deviations }: TrainResult): Coefficient[] {
  const coefficients = features.map((feature, j) => {
    const raw = model.coef[j] ?? 0;
    return { feature, raw, perStandardDeviation: raw * (deviations[j] ?? 0) };
  });
  return coefficients.sort((a, b) => Math.abs(b.perStandardDeviation) - Math.abs(a.perStandardDeviation));
}

/** What --json prints. */
export function trainJson(result: TrainResult): object {
  const { file, options, model, measures } = result;
  const [negative, positive] = model.classes;
  return {
    command: "train",
    data: file,
    target: model.target,
    classes: { negative, positive },
    rows: {
      train: result.trainRows,
      heldOut: result.heldOutRows,
      negative: result.classRows[0],
      positive: result.classRows[1],
    },
    columns: result.features.length,
    weights: options.weights?.trim() ?? null,
    testFraction: options.testFraction,
    seed: options.seed,
    ...penaltyOf(result),
    solver: options.solver ?? "auto",
    precision: model.report.precision,
    learningRate: options.learningRate ?? null,
    maxEpochs: options.maxEpochs ?? null,
    tolerance: options.tolerance ?? null,
    report: model.report,
    constantColumns: constantColumns(result),
    collinearColumns:
      result.dependent?.map(({ column, of }) => ({
        column: result.features[column] ?? "",
        of: of.map((j) => result.features[j] ?? ""),
      })) ?? null,
    evaluatedOn: result.heldOutRows > 0 ? "held-out rows" : "training rows",
    measures,
    intercept: model.intercept,
    coefficients: coefficientsOf(result),
    model: options.out ?? null,
  };
}

/** What a person reads. */
export function trainText(result: TrainResult): string {
  const blocks = [dataText(result), fitText(result), evaluationText(result), coefficientText(result), nextText(result)];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function dataText({ file, options, model, trainRows, heldOutRows, classRows, features }: TrainResult): string[] {
  const rows = trainRows + heldOutRows;
  const split =
    heldOutRows > 0
      ? `${countText(trainRows)} to train on, ${countText(heldOutRows)} held out (stratified, seed ${options.seed})`
      : "all to train on, none held out";
  const classes = model.classes.map(
    (label, i) => `${nameText(String(label), 20)} (${plural(classRows[i] ?? 0, "row")})`,
  );
  const weighted: [string, string][] =
    options.weights === undefined ? [] : [["weights", nameText(options.weights.trim())]];
  return facts([
    ["data", nameText(fileLabel(file), 200)],
    ["rows", `${countText(rows)}: ${split}`],
    ["columns", countText(features.length)],
    [
      "target",
      `${nameText(model.target ?? "")}: ${classes.join(", ")}; probabilities are of ${nameText(String(model.classes[1]), 20)}`,
    ],
    ...weighted,
  ]);
}

/** The penalty that was in force. */
function penaltyOf({ options, trainWeight }: TrainResult): { l1: number; l2: number; standardize: boolean } {
  const { l1 = 0, standardize } = options;
  return { l1, l2: options.l2 ?? (l1 > 0 ? 0 : 1 / trainWeight), standardize };
}

function constantColumns({ features, deviations }: TrainResult): string[] {
  return features.filter((_, j) => deviations[j] === 0);
}

/** Names that a line has room for. */
const MOST_NAMES = 5;

/** What `report.reason` means to someone who has this command line to change. */
const reasons: Readonly<Record<LogisticRegression["report"]["reason"], string>> = {
  tolerance: "to the tolerance",
  "max-epochs": "out of epochs: allow more by --max-epochs",
  stopped: "stopped",
  separation: "the classes are separable, so without a penalty no optimum is finite: set --l2 above 0",
  precision: "rounding allows no further progress",
  stream: "a stream has no end",
};

function fitText(result: TrainResult): string[] {
  const { model, options } = result;
  const { report } = model;
  const { l1, l2, standardize } = penaltyOf(result);
  const origin =
    options.l2 === undefined && l1 === 0
      ? ` (the default, 1/${options.weights === undefined ? "training rows" : "sum of weights"})`
      : "";
  const sparse = l1 > 0 ? `l1 ${numberText(l1)}, ` : "";
  const kept = model.coef.reduce((count, value) => count + (value === 0 ? 0 : 1), 0);
  const scale = standardize ? "standardised columns" : "columns as they are";
  return facts([
    ["solver", `${report.solver}, ${report.precision}`],
    ["penalty", `${sparse}l2 ${numberText(l2)}${origin}, on ${scale}`],
    ...(l1 > 0 ? [["nonzero", `${kept} of ${model.coef.length} coefficients`] as const] : []),
    ["epochs", `${countText(report.epochs)}${timeText(report.seconds)}`],
    ["cost", `${numberText(report.initialObjective)} -> ${numberText(report.objective)}`],
    ["converged", `${report.converged ? "yes" : "no"}, ${reasons[report.reason]}`],
    ...separatingText(model),
    ...collinearText(result),
    ["gradient", `${numberText(report.gradientNorm, 3)} in its largest entry`],
  ]);
}

function timeText(seconds: number | undefined): string {
  return seconds === undefined ? "" : ` in ${secondsText(seconds)}`;
}

/** The columns that separate the classes, the first few by name. */
function separatingText({ report, features }: LogisticRegression): (readonly [string, string])[] {
  const columns = report.separation?.columns ?? [];
  if (columns.length === 0) return [];
  return [["separated", `by ${namesText(columns.map((j) => features?.[j] ?? `column ${j}`))}`]];
}

/** The columns that say nothing which others do not say. */
function collinearText(result: TrainResult): (readonly [string, string])[] {
  const { dependent, features, options } = result;
  const constant = constantColumns(result);
  const effect =
    penaltyOf(result).l2 > 0 ? "the penalty alone shares out the coefficients" : "coefficients are not unique";
  const lines: (readonly [string, string])[] = [];
  if (constant.length > 0) {
    lines.push(["constant", `${namesText(constant)}: of no effect, ${leftOut(options, constant)}`]);
  }
  for (const { column, of } of (dependent ?? []).slice(0, MOST_NAMES)) {
    const made = `follows from ${namesText(of.map((j) => features[j] ?? ""))}`;
    lines.push(["collinear", `${nameText(features[column] ?? "")} ${made}`]);
  }
  const all = (dependent ?? []).map(({ column }) => features[column] ?? "");
  if (all.length > MOST_NAMES) lines.push(["collinear", `${namesText(all.slice(MOST_NAMES))}, likewise`]);
  if (all.length > 0) lines.push(["", `${effect}, ${leftOut(options, all)}`]);
  const isUnsaid = all.length === 0 && constant.length === 0 && result.model.report.fallbacks.includes("singular");
  if (isUnsaid) lines.push(["collinear", "some columns follow from others, nearly or exactly"]);
  return lines;
}

/** How to leave columns out, as an option to add where there is none that would contradict it. */
function leftOut(options: TrainOptions, names: readonly string[]): string {
  const isOption =
    options.features === undefined && names.length <= MOST_NAMES && !names.some((name) => name.includes(","));
  return isOption
    ? `--drop ${shellWord(names.join(","))} leaves ${names.length === 1 ? "it" : "them"} out`
    : "leave them out";
}

function namesText(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => nameText(name));
  const others = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
  return `${shown.join(", ")}${others}`;
}

function evaluationText({ model, measures, heldOutRows, trainRows }: TrainResult): string[] {
  const title =
    heldOutRows > 0
      ? `On the ${plural(heldOutRows, "held-out row")}, which the model has not seen:`
      : `On the ${plural(trainRows, "training row")} themselves, as none is held out; on new rows expect less:`;
  return [title, "", ...measuresText(measures, model.classes)];
}

const mostCoefficients = 10;

function coefficientText(result: TrainResult): string[] {
  const coefficients = coefficientsOf(result);
  const shown = coefficients
    .slice(0, mostCoefficients)
    .map(({ feature, raw, perStandardDeviation }) => [
      nameText(feature),
      signed(perStandardDeviation, 4),
      signed(raw, 6),
    ]);
  const many =
    coefficients.length > shown.length
      ? `The ${shown.length} largest of ${coefficients.length} coefficients`
      : "Coefficients";
  return [
    `${many} (change of the log-odds per standard deviation, and per unit, of the column):`,
    "",
    ...table(
      [["column", "per sd", "per unit"], ...shown, ["(intercept)", "", signed(result.model.intercept, 6)]],
      ["left", "right", "right"],
    ),
  ];
}

function signed(value: number, digits: number): string {
  return `${value > 0 ? "+" : ""}${numberText(value, digits)}`;
}

function nextText({ file, options, trainRows }: TrainResult): string[] {
  const { out } = options;
  if (out === undefined) return facts([["model", "not written; --out model.json keeps it"]]);
  const where = `${fileLabel(out, "out")}, fitted to the ${plural(trainRows, "training row")}`;
  if (out === "-") return facts([["model", where]]);
  const reading = options.delimiter === undefined ? [] : ["--delimiter", delimiterWord(options.delimiter)];
  const weighing = options.weights === undefined ? [] : ["--weights", options.weights];
  const model = fileWord(out);
  return facts([
    ["model", where],
    ["next", commandLine("evaluate", model, besides(file, "other"), ...weighing, ...reading)],
    ["", commandLine("predict", model, besides(file, "new"), ...reading, "--out", "predictions.csv")],
  ]);
}

/** A name for a file of further rows, of the same kind as the training file and beside it. */
function besides(file: string, which: string): string {
  if (file === "-") return `${which}.csv`;
  const kind = extname(file);
  const path = join(dirname(file), `${which}${kind === "" ? ".csv" : kind}`);
  return fileWord(path === normalize(file) ? join(dirname(file), `${which}-${basename(file)}`) : path);
}
