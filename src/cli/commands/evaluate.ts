import { fileLabel, usageFailure } from "../failure.ts";
import { naText, readingFor } from "../read/fileOptions.ts";
import { loadModel, type NamedModel } from "../read/modelFile.ts";
import type { ReadOptions } from "../read/readOptions.ts";
import { countText, facts, leftOutText, nameText } from "../write/layout.ts";
import { writeStdout } from "../write/outputFile.ts";
import { Progress } from "../write/progress.ts";
import { type GroupedColumns, groupedColumns, groupedIn, groupedTarget } from "./groupedOptions.ts";
import { type Measures, measure } from "./measures.ts";
import { measuresText } from "./measuresText.ts";
import { offsetOf } from "./offsetOption.ts";
import { cellOptions } from "./optionRules.ts";
import { scoreFile } from "./scoredFile.ts";
import type { FileOptions } from "./trainOptions.ts";

export interface EvaluateOptions extends FileOptions {
  readonly target?: string;
  /** In place of a target, both or none. */
  readonly successes?: string;
  readonly failures?: string;
  readonly weights?: string;
  readonly offset?: string;
  /** "drop" leaves out the rows that miss a value. */
  readonly missing?: "drop";
  readonly threshold: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export async function evaluate(modelFile: string, file: string, options: EvaluateOptions): Promise<void> {
  if (modelFile === "-" && file === "-") throw usageFailure("only one of the model and the data can be -");
  const named = await loadModel(modelFile);
  const grouped = groupedColumns(options) ?? (options.target === undefined ? groupedIn(named) : undefined);
  const target = grouped?.successes ?? options.target ?? named.model.target;
  if (target === undefined) throw usageFailure(`${named.label} does not name its target column: give --target`);
  const reading = readingFor(named, options);
  const progress = new Progress(options.quiet !== true);
  const rows = await scoreFile(named, {
    file,
    reading,
    target,
    failures: grouped?.failures,
    weights: options.weights,
    offset: offsetOf(named, options.offset),
    isDropped: () => options.missing === "drop",
    missingOption: ["--missing", "drop"],
    besideSvmlight: { ...cellOptions(options), "--missing": options.missing },
    quiet: options.quiet === true,
    onRows: (count) => progress.show(() => `reading ${fileLabel(file)}: ${countText(count)} rows`),
  }).finally(() => progress.clear());
  const { target: column, droppedRows } = rows;
  const scored: Scored = { named, file, target: column, grouped, droppedRows, reading };
  const all = measure(rows, options.threshold);
  const measures = grouped === undefined ? all : { ...all, rows: all.rows / 2 };
  if (options.json) await writeStdout(`${JSON.stringify(asJson(scored, options, measures), null, 2)}\n`);
  else await writeStdout(asText(scored, options, measures));
}

/** What was scored, and how its file was read. */
interface Scored {
  readonly named: NamedModel;
  readonly file: string;
  readonly target: string;
  readonly grouped: GroupedColumns | undefined;
  readonly droppedRows: number;
  readonly reading: ReadOptions;
}

function asJson(
  { named, file, target, grouped, droppedRows, reading }: Scored,
  options: EvaluateOptions,
  measures: Measures,
): object {
  const [negative, positive] = named.model.classes;
  return {
    command: "evaluate",
    model: named.label,
    data: file,
    ...(grouped === undefined ? { target } : grouped),
    classes: { negative, positive },
    droppedRows,
    na: reading.na ?? null,
    threshold: options.threshold,
    weights: options.weights?.trim() ?? null,
    measures,
  };
}

function asText(
  { named, file, target, grouped, droppedRows, reading }: Scored,
  options: EvaluateOptions,
  measures: Measures,
): string {
  const { weights, threshold } = options;
  const positive = nameText(String(named.model.classes[1]), 20);
  const weighted =
    weights === undefined ? [] : [["weights", `${nameText(weights.trim())}: measures count weight, not rows`] as const];
  const na = naText(reading, named, options.na);
  const lines = [
    ...facts([
      ["model", nameText(named.label, 200)],
      ["data", nameText(fileLabel(file), 200)],
      ["rows", `${countText(measures.rows)}${leftOutText(droppedRows)}`],
      ...(na === undefined ? [] : [["missing", na] as const]),
      ["target", grouped === undefined ? nameText(target) : nameText(groupedTarget(grouped), 80)],
      ...weighted,
      ["threshold", `${threshold}: from this probability on, ${positive} is predicted`],
    ]),
    "",
    ...measuresText(measures, named.model.classes),
  ];
  return `${lines.join("\n")}\n`;
}
