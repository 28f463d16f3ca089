import { basename, dirname, extname, join, normalize } from "node:path";
import type { LogisticRegression } from "../../index.ts";
import { commandLine, fileWord, shellWord } from "../commandLine.ts";
import { fileLabel } from "../failure.ts";
import { delimiterWord } from "../read/delimiter.ts";
import { howReadText } from "../read/readOptions.ts";
import {
  countText,
  facts,
  leftOutText,
  nameText,
  numberText,
  plural,
  secondsText,
  table,
  wrapped,
} from "../write/layout.ts";
import { encodedTexts } from "./encodedText.ts";
import type { FoldMeasures } from "./foldMeasures.ts";
import { groupedColumns, groupedTarget } from "./groupedOptions.ts";
import { measuresText } from "./measuresText.ts";
import type { TrainOptions } from "./trainOptions.ts";
import { type Coefficient, penaltyOf, type TrainResult, written } from "./trainResult.ts";

/** Largest first, on the scale on which they can be compared; the intercept aside. */
function bySize({ model }: TrainResult): Coefficient[] {
  const size = ({ standardized, estimate }: Coefficient): number => Math.abs(standardized ?? estimate ?? -1);
  return written(model)
    .slice(1)
    .sort((a, b) => size(b) - size(a));
}

/** What a person reads. */
export function trainText(result: TrainResult): string {
  const blocks = [dataText(result), fitText(result), evaluationText(result), coefficientText(result), nextText(result)];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function dataText(result: TrainResult): string[] {
  const { file, options, model, how, droppedRows, rows, classRows, features } = result;
  const grouped = groupedColumns(options);
  const classes = model.classes.map((label, i) => {
    const count = classRows[i] ?? 0;
    return `${nameText(String(label), 20)} (${grouped === undefined ? plural(count, "row") : amount(count)})`;
  });
  const target = grouped === undefined ? nameText(model.target ?? "") : nameText(groupedTarget(grouped), 80);
  const read = howReadText(how);
  const filled = model.report.missing?.filledCells ?? 0;
  return facts([
    ["data", nameText(fileLabel(file), 200)],
    ...fact("read as", read),
    ["rows", `${countText(rows)}${leftOutText(droppedRows)}: ${splitText(result)}`],
    ["columns", countText(features.length)],
    ["target", `${target}: ${classes.join(", ")}; probabilities are of ${nameText(String(model.classes[1]), 20)}`],
    ...wrapped(encodedTexts(model), "; ").map((line, i): [string, string] => [i === 0 ? "encoded" : "", line]),
    ...fact("missing", filled === 0 ? undefined : `${plural(filled, "cell")} filled in`),
    ...fact("weights", options.weights && nameText(options.weights.trim())),
    ...fact("offset", options.offset && nameText(options.offset.trim())),
  ]);
}

/** Counts need not be whole. */
function amount(count: number): string {
  return Number.isInteger(count) ? countText(count) : numberText(count);
}

function fact(name: string, value: string | undefined): [string, string][] {
  return value === undefined ? [] : [[name, value]];
}

function splitText({ options, trainRows, heldOutRows, testDroppedRows }: TrainResult): string {
  const { test, splitColumn, group, failures, seed } = options;
  if (test !== undefined)
    return `all to train on; ${countText(heldOutRows)} of ${nameText(test)}${leftOutText(testDroppedRows)} to measure on`;
  if (heldOutRows === 0) return "all to train on, none held out";
  const how =
    splitColumn !== undefined
      ? `by column ${nameText(splitColumn)}`
      : `${group === undefined ? (failures === undefined ? "stratified" : "whole rows") : `whole groups of ${nameText(group)}`}, seed ${seed}`;
  return `${countText(trainRows)} to train on, ${countText(heldOutRows)} held out (${how})`;
}

/** Names that a line has room for. */
const MOST_NAMES = 5;

/** What `report.reason` means to someone who has this command line to change. */
const reasons: Readonly<Record<LogisticRegression["report"]["reason"], string>> = {
  tolerance: "to the tolerance",
  "max-epochs": "out of epochs: allow more by --max-epochs",
  stopped: "stopped",
  separation: "the classes are separable, so without a penalty no optimum is finite: set --l2 above 0, or --firth",
  precision: "rounding allows no further progress",
  stream: "a stream has no end",
};

function fitText(result: TrainResult): string[] {
  const { model, options } = result;
  const { report } = model;
  const { l1, l2, standardize } = penaltyOf(result);
  const origin =
    options.l2 === undefined && l1 === 0
      ? ` (the default, 1/${options.weights === undefined ? "rows" : "sum of weights"})`
      : "";
  const sparse = l1 > 0 ? `l1 ${numberText(l1)}, ` : "";
  const kept = model.coef.reduce((count, value) => count + (value === 0 ? 0 : 1), 0);
  const scale = standardize ? "standardised columns" : "columns as they are";
  return facts([
    ["solver", `${report.solver}, ${report.precision}`],
    ["penalty", options.firth ? "Firth's, Jeffreys's prior" : `${sparse}l2 ${numberText(l2)}${origin}, on ${scale}`],
    ...chosenText(result),
    ...(l1 > 0 ? [["nonzero", `${kept} of ${model.coef.length} coefficients`] as const] : []),
    ["epochs", `${countText(report.epochs)}${timeText(report.seconds)}`],
    ["cost", `${numberText(report.initialObjective)} -> ${numberText(report.objective)}`],
    [
      "deviance",
      `${numberText(result.deviances.deviance)}  of ${numberText(result.deviances.nullDeviance)} by an intercept alone`,
    ],
    ["converged", `${report.converged ? "yes" : "no"}, ${reasons[report.reason]}`],
    ...separatingText(model),
    ...collinearText(result),
    ["gradient", `${numberText(report.gradientNorm, 3)} in its largest entry`],
  ]);
}

function chosenText({ chosen }: TrainResult): [string, string][] {
  if (chosen === undefined) return [];
  const { rule, folds, logLoss, standardError, atEdge } = chosen;
  const best = rule === "min" ? "the least" : "the largest penalty within a standard error of the least";
  const line = `by ${folds}-fold cross-validation: ${best} held-out log loss`;
  const edge: [string, string][] = atEdge
    ? [["", "the smallest penalty tried was the best: smaller ones may be better"]]
    : [];
  return [["", line], ["", `there ${numberText(logLoss, 4)}, standard error ${numberText(standardError, 2)}`], ...edge];
}

function timeText(seconds: number | undefined): string {
  return seconds === undefined ? "" : ` in ${secondsText(seconds)}`;
}

/** The columns that separate the classes, the first few by name. */
function separatingText({ report }: LogisticRegression): (readonly [string, string])[] {
  const { columns = [], names } = report.separation ?? {};
  if (columns.length === 0) return [];
  return [["separated", `by ${namesText(names ?? columns.map((j) => `column ${j}`))}`]];
}

/** The columns that say nothing which others do not say. */
function collinearText(result: TrainResult): (readonly [string, string])[] {
  const { options, model } = result;
  const collinear = result.collinear ?? [];
  const constant = collinear.filter(({ of }) => of.length === 0).map(({ column }) => column);
  const made = collinear.filter(({ of }) => of.length > 0);
  const lines: (readonly [string, string])[] = [];
  if (constant.length > 0) {
    lines.push(["constant", `${namesText(constant)}: of no effect${leftOut(options, constant, result.features)}`]);
  }
  for (const { column, of } of made.slice(0, MOST_NAMES)) {
    lines.push(["collinear", `${nameText(column)} follows from ${namesText(of)}`]);
  }
  const all = made.map(({ column }) => column);
  if (all.length > MOST_NAMES) lines.push(["collinear", `${namesText(all.slice(MOST_NAMES))}, likewise`]);
  const effect =
    model.report.aliased === undefined
      ? "the penalty alone shares out the coefficients"
      : `${all.length === 1 ? "it has" : "they have"} no coefficient of ${all.length === 1 ? "its" : "their"} own`;
  if (all.length > 0) lines.push(["", `${effect}${leftOut(options, all, result.features)}`]);
  const isUnsaid = collinear.length === 0 && model.report.fallbacks.includes("singular");
  if (isUnsaid) lines.push(["collinear", "some columns follow from others, nearly or exactly"]);
  return lines;
}

/** How to leave columns out, as an option to add where there is none that would contradict it. */
function leftOut(options: TrainOptions, names: readonly string[], features: readonly string[]): string {
  const isOption = options.features === undefined && names.length <= MOST_NAMES;
  if (!isOption || !names.every((name) => features.includes(name) && !name.includes(","))) return "";
  return `, --drop ${shellWord(names.join(","))} leaves ${names.length === 1 ? "it" : "them"} out`;
}

function namesText(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => nameText(name));
  const others = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
  return `${shown.join(", ")}${others}`;
}

function evaluationText(result: TrainResult): string[] {
  const { options, model, measures, heldOutRows, trainRows, rows, fittedRows, folds, chosen } = result;
  const where = options.test === undefined ? plural(heldOutRows, "held-out row") : nameText(options.test, 60);
  const seen =
    fittedRows === trainRows
      ? "which the model has not seen"
      : `by a model fitted to the other ${countText(rows - heldOutRows)}`;
  // which rows of another file have no part in
  const penalty = chosen === undefined || options.test !== undefined ? "" : ", at the penalty that all rows chose";
  const title =
    heldOutRows > 0
      ? `On the ${options.test === undefined ? where : `rows of ${where}`}, ${seen}${penalty}:`
      : `On the ${plural(trainRows, "training row")} themselves, as none is held out; on new rows expect less:`;
  return [title, "", ...measuresText(measures, model.classes), ...(folds === undefined ? [] : foldsText(folds))];
}

function foldsText({ folds, measures }: FoldMeasures): string[] {
  const rows = Object.entries(measures).map(([name, summary]) => [
    MEASURE_NAMES[name] ?? name,
    summary === null ? "n/a" : summary.mean.toFixed(4),
    summary === null ? "n/a" : summary.deviation.toFixed(4),
  ]);
  const lines = table([["", "mean", "spread"], ...rows], ["left", "right", "right"]);
  return ["", `Over ${folds} folds, each held out once (spread: standard deviation between folds):`, "", ...lines];
}

const MEASURE_NAMES: Readonly<Record<string, string>> = { logLoss: "log loss", rocAuc: "AUC" };

const mostCoefficients = 10;

function coefficientText(result: TrainResult): string[] {
  const coefficients = bySize(result);
  const shown = coefficients
    .slice(0, mostCoefficients)
    .map(({ name, level, estimate, standardized }) => [
      level === undefined ? nameText(name) : `${nameText(name, 30)}=${nameText(level, 30)}`,
      standardized === null ? "n/a" : signed(standardized, 4),
      estimate === null ? "n/a" : signed(estimate, 6),
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

function nextText({ file, options, fittedRows, rows }: TrainResult): string[] {
  const { out } = options;
  if (out === undefined) return facts([["model", "not written; --out model.json keeps it"]]);
  const where = `${fileLabel(out, "out")}, fitted to ${fittedRows === rows ? "all " : "the "}${plural(fittedRows, fittedRows === rows ? "row" : "training row")}`;
  if (out === "-") return facts([["model", where]]);
  const reading = options.delimiter === undefined ? [] : ["--delimiter", delimiterWord(options.delimiter)];
  const weighing = options.weights === undefined ? [] : ["--weights", options.weights];
  if (options.offset !== undefined) reading.push("--offset", options.offset);
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
