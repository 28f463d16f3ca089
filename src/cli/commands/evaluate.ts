import { fileLabel, usageFailure } from "../failure.ts";
import { readingOf } from "../read/fileOptions.ts";
import { loadModel, type NamedModel } from "../read/modelFile.ts";
import { countText, facts, nameText } from "../write/layout.ts";
import { writeStdout } from "../write/outputFile.ts";
import { Progress } from "../write/progress.ts";
import { type Measures, measure } from "./measures.ts";
import { measuresText } from "./measuresText.ts";
import { offsetOf } from "./offsetOption.ts";
import { scoreFile } from "./scoredFile.ts";
import type { FileOptions } from "./trainOptions.ts";

export interface EvaluateOptions extends FileOptions {
  readonly target?: string;
  readonly weights?: string;
  readonly offset?: string;
  readonly threshold: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export async function evaluate(modelFile: string, file: string, options: EvaluateOptions): Promise<void> {
  if (modelFile === "-" && file === "-") throw usageFailure("only one of the model and the data can be -");
  const named = await loadModel(modelFile);
  const target = options.target ?? named.model.target;
  if (target === undefined) throw usageFailure(`${named.label} does not name its target column: give --target`);
  const progress = new Progress(options.quiet !== true);
  const rows = await scoreFile(named, {
    file,
    reading: readingOf(options),
    target,
    weights: options.weights,
    offset: offsetOf(named, options.offset),
    onRows: (count) => progress.show(() => `reading ${fileLabel(file)}: ${countText(count)} rows`),
  }).finally(() => progress.clear());
  const measures = measure(rows, options.threshold);
  if (options.json)
    await writeStdout(`${JSON.stringify(asJson(named, file, rows.target, options, measures), null, 2)}\n`);
  else await writeStdout(asText(named, file, rows.target, options, measures));
}

function asJson(named: NamedModel, data: string, target: string, options: EvaluateOptions, measures: Measures): object {
  const [negative, positive] = named.model.classes;
  return {
    command: "evaluate",
    model: named.label,
    data,
    target,
    classes: { negative, positive },
    threshold: options.threshold,
    weights: options.weights?.trim() ?? null,
    measures,
  };
}

function asText(named: NamedModel, file: string, target: string, options: EvaluateOptions, measures: Measures): string {
  const { weights, threshold } = options;
  const positive = nameText(String(named.model.classes[1]), 20);
  const weighted =
    weights === undefined ? [] : [["weights", `${nameText(weights.trim())}: measures count weight, not rows`] as const];
  const lines = [
    ...facts([
      ["model", nameText(named.label, 200)],
      ["data", nameText(fileLabel(file), 200)],
      ["rows", countText(measures.rows)],
      ["target", nameText(target)],
      ...weighted,
      ["threshold", `${threshold}: from this probability on, ${positive} is predicted`],
    ]),
    "",
    ...measuresText(measures, named.model.classes),
  ];
  return `${lines.join("\n")}\n`;
}
