import { Command, CommanderError, Option } from "commander";
import { ofCommand } from "./broughtNames.ts";
import { describe } from "./commands/describe.ts";
import { evaluate } from "./commands/evaluate.ts";
import { numberOption } from "./commands/numberOption.ts";
import { predict } from "./commands/predict.ts";
import { show } from "./commands/show.ts";
import { train } from "./commands/train.ts";
import { listed, quoted, usageFailure } from "./failure.ts";
import { delimiterOption } from "./read/delimiter.ts";

const files = `
Files are CSV (delimiter, decimal comma, header and .gz are found out), JSON
lines or svmlight. Columns of texts are encoded. - reads stdin or writes stdout.

Exit status: 0 good, 1 the data or a file is at fault, 2 wrong usage.`;

/** Characters in a line of the help, on wide terminals too. */
const WIDTH = 80;

export function createProgram(version: string): Command {
  // Set before the commands are added, which inherit it: errors are thrown, and printed in one place.
  const program = new Command("logit-wasm")
    .exitOverride()
    .configureOutput({ outputError: () => {}, getOutHelpWidth: () => WIDTH })
    .helpCommand(false)
    .version(version, "-V, --version", "print the version")
    .addOption(new Option("-v").hideHelp())
    .on("option:v", () => printVersion(program, version))
    .helpOption("-h, --help", "print this help")
    .description("Binary logistic regression on CSV files.")
    .addHelpText(
      "after",
      `
Example:
  logit-wasm train patients.csv --target ill --out model.json
  logit-wasm evaluate model.json other-patients.csv
  logit-wasm predict model.json new-patients.csv --out predictions.csv

logit-wasm <command> --help lists the options of a command.
${files}`,
    )
    .action((_, command: Command) => {
      const [given] = command.args;
      const names = command
        .createHelp()
        .visibleCommands(command)
        .map((sub) => sub.name());
      const got = given === undefined ? "got none" : `got ${quoted(given)}`;
      throw usageFailure(
        `expected a command, ${listed(names, "or")}, ${got}${ofCommand(given ?? "")} (see logit-wasm --help)`,
      );
    });
  addTrain(program, version);
  addPredict(program);
  addEvaluate(program);
  addShow(program);
  addDescribe(program);
  for (const command of program.commands) refuseRepetition(command);
  addCustomary(program, version);
  // Only here, and so set after the commands were added: a word that is no command reaches the action above.
  return program.allowExcessArguments();
}

function addTrain(program: Command, version: string): void {
  const command = program
    .command("train")
    .summary("fit a model to a data file")
    .description("Measures a model on rows that are held out, fits it to all rows, and writes it.")
    .argument("<data>", "file with the columns to learn from and the target")
    .option("-t, --target <column>", 'column to predict, of two values; "last": the last one (svmlight: label)')
    .option("--successes <column>", "in place of --target: how many successes each row counts")
    .option("--failures <column>", "beside it: how many failures")
    .option("-o, --out <file>", "where to write the model (JSON)")
    .option("--positive <label>", "target value whose probability is predicted (default: the second in sorted order)");
  addColumns(command);
  addPenalty(command);
  addSolver(command);
  addMeasuring(command);
  command
    .option("--json", "print one JSON object instead of the summary")
    .option("-q, --quiet", "print no summary and no progress");
  addReading(command)
    .addHelpText("after", files)
    .action((file, options) =>
      train(file, { ...options, cv: options.cv ?? options.path, given: givenTo(command), version }),
    );
}

/** What is learnt from, and how it is encoded. */
function addColumns(command: Command): void {
  command
    .option("--features <columns>", "learn from these columns only, separated by commas", collect)
    .option("--drop <columns>", 'learn from all columns but these ("": those without a name)', collect)
    .option("--weights <column>", "column with the weight of each row")
    .option("--offset <column>", "column with a known part of the log-odds of each row")
    .option("--class-weight <weights>", '"balanced", or <negative>,<positive>')
    .option("--missing <how>", "drop rows, or take the mean, median or an indicator; or <column>=<how>", collect)
    .option("--categories <columns>", "encode these by level although they are numbers", collect)
    .option(
      "--text <columns>",
      "columns of texts, whose words are columns (default: found out); <column>:words=1-2,minCount=2",
      collect,
    )
    .option("--reference <level>", "<column>=<level> without a coefficient; first: of each column", collect)
    .option("--interact <columns>", "<column>:<column>, whose product is a column too", collect)
    .option(
      "--max-levels <n>",
      "most levels of a column of texts",
      numberOption("--max-levels", { min: 2, integer: true }),
      1000,
    )
    .option("--no-intercept", "fit without an intercept");
}

function addPenalty(command: Command): void {
  command
    .option(
      "--l1 <number>",
      "penalty on the sum of |coefficient|, which makes some exactly 0 (default: 0)",
      numberOption("--l1", { min: 0 }),
    )
    .option(
      "--l2 <number>",
      "penalty on half the sum of squares (default: 1/rows, or 1/the sum of their weights)",
      numberOption("--l2", { min: 0 }),
    )
    .option("--firth", "Firth's bias-reduced fit, finite where classes are separable, in place of a penalty")
    .option("--cv", "choose the penalty by cross-validation (as --folds says, default: 10)")
    .option("--path", "the same as --cv")
    .option(
      "--l1-ratio <number>",
      "share of l1 in the penalty that --cv chooses (default: 1)",
      numberOption("--l1-ratio", { min: 0, max: 1 }),
    )
    .option("--select <rule>", "1se or min: which penalty --cv takes (default: 1se)", oneOf("--select", ["1se", "min"]))
    .option("--no-standardize", "penalise raw coefficients, not those of standardised columns");
}

function addSolver(command: Command): void {
  command
    .option(
      "--solver <name>",
      "auto, newton, lbfgs, newton-cg, proximal-newton, gradient-descent or sgd (default: auto)",
      oneOf("--solver", ["auto", "newton", "lbfgs", "newton-cg", "proximal-newton", "gradient-descent", "sgd"]),
    )
    .option("--precision <name>", "f64 or f32 (default: f64)", oneOf("--precision", ["f32", "f64"]))
    .option(
      "--learning-rate <number>",
      "step of gradient-descent, first step of sgd (default: a safe one)",
      numberOption("--learning-rate", { above: 0 }),
    )
    .option(
      "--max-epochs <n>",
      "stop after so many passes over the rows",
      numberOption("--max-epochs", { min: 1, integer: true }),
    )
    .option(
      "--tolerance <number>",
      "stop at this relative distance from the optimum (gradient-descent, sgd: at this gradient)",
      numberOption("--tolerance", { above: 0 }),
    );
}

/** Which rows the model is measured on, and which it is fitted to. */
function addMeasuring(command: Command): void {
  command
    .option(
      "--test-fraction <number>",
      "share of the rows of each class to hold out",
      numberOption("--test-fraction", { min: 0, below: 1 }),
      0.2,
    )
    .option("--test <file>", "measure on the rows of this file instead")
    .option("--split-column <column>", "hold out the rows where this column says test")
    .option("--group <column>", "hold out whole groups of rows with the same value here")
    .option(
      "--folds <n>",
      "measure on each of n parts as well, by models fitted to the others",
      numberOption("--folds", { min: 2, integer: true }),
    )
    .option("--no-refit", "write the model that was measured, not one fitted to all rows")
    .option(
      "--seed <n>",
      "which rows are held out, and the order in which sgd takes rows",
      numberOption("--seed", { min: 0, max: 2 ** 32 - 1, integer: true }),
      1,
    );
}

function addPredict(program: Command): void {
  const command = program
    .command("predict")
    .summary("predict the rows of a data file")
    .description("Writes a CSV with the columns prediction and probability (of the positive class), one line a row.")
    .argument("<model>", "model file written by train")
    .argument("<data>", "file; the model's columns are found by name, others are ignored")
    .option("-o, --out <file>", "where to write the predictions", "-")
    .option("--json", "write a JSON object a row instead of CSV")
    .option(
      "--threshold <number>",
      "probability from which on a row is positive",
      numberOption("--threshold", { min: 0, max: 1 }),
      0.5,
    )
    .option("--keep <columns>", "write these columns of the data before the prediction", collect)
    .option("--append", "write all columns of the data before the prediction")
    .option("--offset <column>", "column with a known part of the log-odds of each row")
    .option(
      "--invalid <how>",
      "a row with a missing or unknown value is an error, or nan: left empty (default: error)",
      oneOf("--invalid", ["error", "nan"]),
    )
    .option("-q, --quiet", "print nothing but the predictions");
  addReading(command).addHelpText("after", files).action(predict);
}

function addEvaluate(program: Command): void {
  const command = program
    .command("evaluate")
    .summary("measure a model on a data file")
    .description("Prints accuracy, log loss, AUC and the confusion matrix.")
    .argument("<model>", "model file written by train")
    .argument("<data>", "file with the model's columns and the target")
    .option("-t, --target <column>", "column with the true labels (default: the one the model was trained on)")
    .option("--successes <column>", "in place of --target: how many successes each row counts")
    .option("--failures <column>", "beside it: how many failures")
    .option("--weights <column>", "column with the weight of each row")
    .option("--offset <column>", "column with a known part of the log-odds of each row")
    .option("--missing <how>", "drop: leave out the rows that miss a value", oneOf("--missing", ["drop"]))
    .option(
      "--threshold <number>",
      "probability from which on a row is positive",
      numberOption("--threshold", { min: 0, max: 1 }),
      0.5,
    )
    .option("--json", "print one JSON object instead of the summary")
    .option("-q, --quiet", "print no progress");
  addReading(command).addHelpText("after", files).action(evaluate);
}

function addShow(program: Command): void {
  program
    .command("show")
    .summary("print what a model file says")
    .description("Prints the classes, the encoding and the coefficients of a model, and how it came about.")
    .argument("<model>", "model file written by train")
    .option("--json", "print one JSON object instead of the text")
    .action(show);
}

function addDescribe(program: Command): void {
  const command = program
    .command("describe")
    .summary("print what the columns of a data file are")
    .description(
      "Prints kind, missing values, levels and likely identifiers of each column, or how they differ from a model's.",
    )
    .argument("<data>", "the data file")
    .option("-t, --target <column>", "the column to predict: columns that give it away are named")
    .option("--against <model>", "compare with what this model was fitted to")
    .option("--json", "print one JSON object instead of the text")
    .option("-q, --quiet", "print no progress");
  addReading(command).addHelpText("after", files).action(describe);
}

/** How a file is to be read, where what is found out is wrong. */
function addReading(command: Command): Command {
  return command
    .option("--delimiter <character>", "what separates cells (default: found out)", delimiterOption)
    .option("--no-header", "the first line is a row; the columns are V1, V2, ...")
    .option("--encoding <name>", "encoding of the file, such as latin1 (default: utf-8)")
    .option("--na <texts>", "cells that stand for a missing value (default: NA, null, ?, ...)", collect);
}

/** The flags that were given, --path as --cv, and those whose value decides whether others have a use with it. */
function givenTo(command: Command): Set<string> {
  const names = command.options.filter((option) => command.getOptionValueSource(option.attributeName()) === "cli");
  const given = new Set(names.map((option) => option.long ?? option.flags));
  if (given.has("--path")) given.add("--cv");
  if (command.getOptionValue("testFraction") === 0) given.add("--test-fraction 0");
  if (command.getOptionValue("solver") === "sgd") given.add("--solver sgd");
  return given;
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

const repeatable = ["features", "drop", "missing", "categories", "text", "reference", "interact", "keep", "na"];

/** Of two values one would be ignored. */
function refuseRepetition(command: Command): void {
  for (const option of command.options) {
    if (repeatable.includes(option.name())) continue;
    let times = 0;
    command.on(`option:${option.name()}`, () => {
      if (++times > 1) throw usageFailure(`${option.long ?? option.flags}: expected it once, got it twice`);
    });
  }
}

/** What people type who know other programs: `help`, `help train` and `version`. */
function addCustomary(program: Command, version: string): void {
  program.command("version", { hidden: true }).action(() => printVersion(program, version));
  program.command("help [command]", { hidden: true }).action((name: string | undefined) => {
    const asked = program.commands.find((command) => command.name() === name);
    if (name !== undefined && asked === undefined) throw usageFailure(`help: expected a command, got ${quoted(name)}`);
    (asked ?? program).outputHelp();
  });
}

function printVersion(program: Command, version: string): void {
  program.configureOutput().writeOut?.(`${version}\n`);
  // As commander ends after --version.
  throw new CommanderError(0, "commander.version", version);
}

function oneOf(flag: string, names: readonly string[]): (text: string) => string {
  return (text) => {
    if (names.includes(text)) return text;
    throw usageFailure(`${flag}: expected ${listed(names, "or")}, got ${quoted(text)}`);
  };
}
