import { fileLabel, usageFailure } from "../failure.ts";
import { numberOf } from "../read/cells.ts";
import { type Header, headerOf } from "../read/columns.ts";
import { modelColumns } from "../read/dataColumns.ts";
import { delimiterOf } from "../read/delimiter.ts";
import { GrowingMatrix } from "../read/growingMatrix.ts";
import { loadModel, type NamedModel } from "../read/modelFile.ts";
import { readCsv } from "../read/readCsv.ts";
import { countText, plural } from "../write/layout.ts";
import { isSameFile, type OutputFile, openOutput, writeStdout } from "../write/outputFile.ts";
import { Progress } from "../write/progress.ts";

export interface PredictOptions {
  readonly out: string;
  readonly threshold: number;
  readonly json?: boolean;
  readonly delimiter?: string;
  readonly quiet?: boolean;
}

/** Streams: what is in memory is a few thousand rows, however large the file. */
export async function predict(modelFile: string, file: string, options: PredictOptions): Promise<void> {
  await checkUsage(modelFile, file, options.out);
  const model = await loadModel(modelFile);
  const output = await openOutput(options.out);
  const progress = new Progress(options.quiet !== true);
  let rows = 0;
  try {
    const writer = new PredictionWriter(model, options, output);
    await readCsv(file, delimiterOf(file, options.delimiter), {
      header: (names, place) => writer.header(headerOf(fileLabel(file), names, place, options.delimiter)),
      columnsRead: () => writer.columnsRead,
      row: (cells, line) => writer.row(cells, line),
      chunkRead: async () => {
        if (writer.waiting >= 4096) await writer.flush();
        progress.show(() => `predicting ${fileLabel(file)}: ${countText(writer.rows)} rows`);
      },
    });
    if (writer.waiting > 0) await writer.flush();
    await output.commit();
    rows = writer.rows;
  } finally {
    progress.clear();
    await output.abandon();
  }
  if (options.out === "-" || options.quiet) return;
  await writeStdout(`${options.out}: ${plural(rows, "prediction")}\n`);
}

async function checkUsage(modelFile: string, file: string, out: string): Promise<void> {
  if (modelFile === "-" && file === "-") throw usageFailure("only one of the model and the data can be -");
  if (await isSameFile(out, file)) throw usageFailure("--out: expected another file than the data");
  if (await isSameFile(out, modelFile)) throw usageFailure("--out: expected another file than the model");
}

/** Collects rows and writes a line for each: of CSV, or a JSON object. */
class PredictionWriter {
  readonly #model: NamedModel;
  readonly #options: PredictOptions;
  readonly #output: OutputFile;
  readonly #X: GrowingMatrix;
  #header: Header | undefined;
  #columns: readonly number[] = [];
  #written = 0;

  constructor(model: NamedModel, options: PredictOptions, output: OutputFile) {
    this.#model = model;
    this.#options = options;
    this.#output = output;
    this.#X = new GrowingMatrix(model.features.length);
  }

  get rows(): number {
    return this.#written + this.#X.rows;
  }

  get waiting(): number {
    return this.#X.rows;
  }

  get columnsRead(): readonly number[] {
    return this.#columns;
  }

  header(header: Header): void {
    this.#header = header;
    this.#columns = modelColumns(header, this.#model);
  }

  row(cells: readonly string[], line: number): void {
    this.#X.push((j) => {
      const index = this.#columns[j] ?? 0;
      const { label = "", names = [] } = this.#header ?? {};
      return numberOf(cells[index] ?? "", () => ({ label, line, column: names[index] ?? "" }));
    });
  }

  async flush(): Promise<void> {
    const { model } = this.#model;
    const X = this.#X.view();
    const labels = model.predict(X, { threshold: this.#options.threshold });
    const probabilities = model.predictProba(X);
    const json = this.#options.json === true;
    let text = this.#written === 0 && !json ? "prediction,probability\n" : "";
    for (let i = 0; i < X.rows; i++) {
      const [prediction, probability] = [labels[i], probabilities[i]];
      text += json ? JSON.stringify({ prediction, probability }) : `${csvCell(String(prediction))},${probability}`;
      text += "\n";
    }
    this.#written += X.rows;
    this.#X.clear();
    await this.#output.write(text);
  }
}

/** RFC 4180: quotes around what holds a delimiter, a quote or a line break. */
function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
