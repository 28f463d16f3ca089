import { Command, CommanderError, Option } from "commander";
import { ofCommand } from "./broughtNames.ts";
import { evaluate } from "./commands/evaluate.ts";
import { numberOption } from "./commands/numberOption.ts";
import { predict } from "./commands/predict.ts";
import { train } from "./commands/train.ts";
import { listed, quoted, usageFailure } from "./failure.ts";
import { delimiterOption } from "./read/delimiter.ts";

const files = `
Files are CSV in UTF-8 with a header line; its names are the names of the
columns. Cells are numbers with a decimal point, except in the target column.
- reads stdin or writes stdout.

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
  addTrain(program);
  addPredict(program);
  addEvaluate(program);
  for (const command of program.commands) refuseRepetition(command);
  addCustomary(program, version);
  // Only here, and so set after the commands were added: a word that is no command reaches the action above.
  return program.allowExcessArguments();
}

function addTrain(program: Command): void {
  program
    .command("train")
    .summary("fit a model to a data file")
    .description(
      "Fits a model to a part of the rows, measures it on the rest, and writes it. The model is the one fitted to the training part.",
    )
    .argument("<data>", "CSV file with the columns to learn from and the target")
    .requiredOption("-t, --target <column>", "column to predict; it has two values, numbers or texts")
    .option("-o, --out <file>", "where to write the model (JSON)")
    .option("--positive <label>", "target value whose probability is predicted (default: the second in sorted order)")
    .option("--features <columns>", "learn from these columns only, separated by commas", collect)
    .option("--drop <columns>", 'learn from all columns but these ("": those without a name)', collect)
    .option("--weights <column>", "column with the weight of each row")
    .option(
      "--l1 <number>",
      "penalty on the sum of |coefficient|, which makes some exactly 0 (default: 0)",
      numberOption("--l1", { min: 0 }),
    )
    .option(
      "--l2 <number>",
      "penalty on half the sum of squares (default: 1/training rows, or 1/the sum of their weights)",
      numberOption("--l2", { min: 0 }),
    )
    .option("--no-standardize", "penalise raw coefficients, not those of standardised columns")
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
    )
    .option(
      "--test-fraction <number>",
      "share of the rows of each class to hold out",
      numberOption("--test-fraction", { min: 0, below: 1 }),
      0.2,
    )
    .option(
      "--seed <n>",
      "which rows are held out, and the order in which sgd takes rows",
      numberOption("--seed", { min: 0, max: 2 ** 32 - 1, integer: true }),
      1,
    )
    .option("--delimiter <character>", "what separates cells (default: a comma, in .tsv files a tab)", delimiterOption)
    .option("--json", "print one JSON object instead of the summary")
    .option("-q, --quiet", "print no summary and no progress")
    .addHelpText("after", files)
    .action(train);
}

function addPredict(program: Command): void {
  program
    .command("predict")
    .summary("predict the rows of a data file")
    .description("Writes a CSV with the columns prediction and probability (of the positive class), one line a row.")
    .argument("<model>", "model file written by train")
    .argument("<data>", "CSV file; the model's columns are found by name, others are ignored")
    .option("-o, --out <file>", "where to write the predictions", "-")
    .option("--json", "write a JSON object a row instead of CSV")
    .option(
      "--threshold <number>",
      "probability from which on a row is positive",
      numberOption("--threshold", { min: 0, max: 1 }),
      0.5,
    )
    .option("--delimiter <character>", "what separates cells (default: a comma, in .tsv files a tab)", delimiterOption)
    .option("-q, --quiet", "print nothing but the predictions")
    .addHelpText("after", files)
    .action(predict);
}

function addEvaluate(program: Command): void {
  program
    .command("evaluate")
    .summary("measure a model on a data file")
    .description("Prints accuracy, log loss, AUC and the confusion matrix.")
    .argument("<model>", "model file written by train")
    .argument("<data>", "CSV file with the model's columns and the target")
    .option("-t, --target <column>", "column with the true labels (default: the one the model was trained on)")
    .option("--weights <column>", "column with the weight of each row")
    .option(
      "--threshold <number>",
      "probability from which on a row is positive",
      numberOption("--threshold", { min: 0, max: 1 }),
      0.5,
    )
    .option("--delimiter <character>", "what separates cells (default: a comma, in .tsv files a tab)", delimiterOption)
    .option("--json", "print one JSON object instead of the summary")
    .option("-q, --quiet", "print no progress")
    .addHelpText("after", files)
    .action(evaluate);
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

const repeatable = ["features", "drop"];

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
