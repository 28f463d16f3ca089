import { predictsPositive } from "../../decision/predictsPositive.ts";
import { sigmoidF64 } from "../../math/elementary.ts";
import { numberOf as tableNumberOf } from "../../table/cells.ts";
import { Failure, fileLabel, quoted, usageFailure } from "../failure.ts";
import { numberOf } from "../read/cells.ts";
import { columnIndex, type Header, headerOf } from "../read/columns.ts";
import { modelColumns } from "../read/dataColumns.ts";
import { naText, readingFor } from "../read/fileOptions.ts";
import { loadModel, type NamedModel } from "../read/modelFile.ts";
import type { ReadOptions } from "../read/readOptions.ts";
import { readRows } from "../read/readRows.ts";
import { indexNamed, LABEL, type SvmlightRow, valueAt } from "../read/svmlight.ts";
import { isNamed } from "../read/table.ts";
import { countText, plural } from "../write/layout.ts";
import { isSameFile, type OutputFile, openOutput, writeStdout } from "../write/outputFile.ts";
import { Progress } from "../write/progress.ts";
import { splitAll, splitUnless } from "./columnValues.ts";
import { offsetOf } from "./offsetOption.ts";
import { cellOptions, refuseBesideSvmlight } from "./optionRules.ts";
import { type Invalid, RowBatch } from "./rowBatch.ts";
import { SparseBatch } from "./sparseBatch.ts";
import type { FileOptions } from "./trainOptions.ts";

export interface PredictOptions extends FileOptions {
  readonly out: string;
  readonly threshold: number;
  readonly offset?: string;
  readonly keep?: readonly string[];
  readonly append?: boolean;
  readonly invalid?: Invalid;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Rows that are predicted at a time. */
const BATCH = 4096;

/** Streams: what is in memory is a few thousand rows, however large the file. */
export async function predict(modelFile: string, file: string, options: PredictOptions): Promise<void> {
  await checkUsage(modelFile, file, options);
  const model = await loadModel(modelFile);
  const offset = offsetOf(model, options.offset);
  const output = await openOutput(options.out);
  const progress = new Progress(options.quiet !== true);
  const reading = readingFor(model, options);
  let rows = 0;
  try {
    const writer = new PredictionWriter(
      model,
      { ...options, ...(offset !== undefined && { offset }) },
      output,
      file,
      reading,
    );
    await readRows(file, reading, model.features, {
      header: (names, place) => writer.header(headerOf(fileLabel(file), names, place, reading.delimiter)),
      columnsRead: () => writer.columnsRead,
      row: (cells, line, inQuotes) => writer.row(cells, line, inQuotes),
      svmlight: () => writer.svmlight(),
      sparseRow: (row) => writer.sparseRow(row),
      chunkRead: async () => {
        if (writer.waiting >= BATCH) await writer.flush();
        progress.show(() => `predicting ${fileLabel(file)}: ${countText(writer.rows)} rows`);
      },
    });
    if (writer.waiting > 0) await writer.flush();
    await output.commit();
    rows = writer.rows;
    if (!options.quiet) writer.tellPassedOver();
  } finally {
    progress.clear();
    await output.abandon();
  }
  if (options.out === "-" || options.quiet) return;
  const na = naText(reading, model, options.na);
  const missing = na === undefined ? "" : ` (missing values: ${na})`;
  await writeStdout(`${options.out}: ${plural(rows, "prediction")}${missing}\n`);
}

async function checkUsage(modelFile: string, file: string, { out, keep, append }: PredictOptions): Promise<void> {
  if (modelFile === "-" && file === "-") throw usageFailure("only one of the model and the data can be -");
  if (keep !== undefined && append) throw usageFailure("--keep and --append: expected one of them, got both");
  if (await isSameFile(out, file)) throw usageFailure("--out: expected another file than the data");
  if (await isSameFile(out, modelFile)) throw usageFailure("--out: expected another file than the model");
}

/** Collects rows and writes a line for each: of CSV, or a JSON object. */
class PredictionWriter {
  readonly #model: NamedModel;
  readonly #options: PredictOptions;
  readonly #output: OutputFile;
  readonly #file: string;
  readonly #batch: RowBatch;
  /** Instead, where it is an svmlight file. */
  #sparse: SparseBatch | undefined;
  #header: Header | undefined;
  #columns: readonly number[] = [];
  #offset: number | undefined;
  /** The columns that are written before the prediction. */
  #kept: readonly number[] = [];
  #keptNames: readonly string[] = [];
  readonly #keptCells: string[][] = [];
  #written = 0;

  constructor(model: NamedModel, options: PredictOptions, output: OutputFile, file: string, reading: ReadOptions) {
    this.#model = model;
    this.#options = options;
    this.#output = output;
    this.#file = file;
    this.#batch = new RowBatch(model, file, reading.na, ["--invalid", "nan"]);
  }

  get rows(): number {
    return this.#written + this.waiting;
  }

  get waiting(): number {
    return (this.#sparse ?? this.#batch).rows;
  }

  get columnsRead(): readonly number[] {
    return [...this.#columns, ...this.#kept, ...(this.#offset === undefined ? [] : [this.#offset])];
  }

  header(header: Header): void {
    const { keep, append, offset } = this.#options;
    this.#header = header;
    this.#columns = modelColumns(header, this.#model);
    this.#offset = offset === undefined ? undefined : columnIndex(header, offset, " for the offset");
    if (append) this.#kept = Array.from(header.names.keys());
    else
      this.#kept = splitUnless(keep, isNamed(header.names)).map((name) =>
        columnIndex(header, name, " as --keep asks for"),
      );
    refuseTwice(header, this.#kept, append ? "--append" : "--keep");
    this.#keptNames = this.#kept.map((index) => header.names[index] ?? "");
  }

  row(cells: readonly string[], line: number, inQuotes: readonly number[] | undefined): void {
    const { label = "", names = [] } = this.#header ?? {};
    const at = this.#offset;
    const place = (): { label: string; line: number; column: string } => ({
      label,
      line,
      column: names[at ?? 0] ?? "",
    });
    const offset = at === undefined ? undefined : numberOf(cells[at] ?? "", place);
    this.#batch.push(cells, this.#columns, { line, inQuotes, offset });
    if (this.#kept.length > 0) this.#keptCells.push(this.#kept.map((index) => cells[index] ?? ""));
  }

  svmlight(): void {
    const { append, invalid, keep, offset } = this.#options;
    const label = fileLabel(this.#file);
    refuseBesideSvmlight({ ...cellOptions(this.#options), "--append": append, "--invalid": invalid });
    this.#sparse = new SparseBatch(this.#model, this.#file);
    this.#offset = offset === undefined ? undefined : indexNamed(label, offset, " for the offset");
    this.#keptNames = splitAll(keep);
    this.#kept = this.#keptNames.map((name) => (name === LABEL ? 0 : indexNamed(label, name, " as --keep asks for")));
  }

  sparseRow(row: SvmlightRow): void {
    const at = this.#offset;
    this.#sparse?.push(row, at === undefined ? undefined : valueAt(row, at));
    if (this.#kept.length === 0) return;
    this.#keptCells.push(this.#kept.map((index) => (index === 0 ? row.label : String(valueAt(row, index)))));
  }

  tellPassedOver(): void {
    this.#sparse?.tellPassedOver();
  }

  async flush(): Promise<void> {
    const { threshold, json = false, invalid = "error" } = this.#options;
    const batch = this.#sparse ?? this.#batch;
    const { rows } = batch;
    const z = batch.score((model, X, beside) => model.decisionFunction(X, { ...beside, invalid }), invalid);
    const [negative, positive] = this.#model.model.classes;
    const kept = this.#keptNames;
    let text = this.#written === 0 && !json ? `${[...kept, ...WRITTEN].map(csvCell).join(",")}\n` : "";
    for (let i = 0; i < rows; i++) {
      const at = z[i] as number;
      const label = predictsPositive(at, threshold) ? positive : negative;
      const [prediction, probability] = Number.isNaN(at) ? [null, null] : [label, sigmoidF64(at)];
      const before = this.#keptCells[i] ?? [];
      text += json
        ? JSON.stringify({
            ...Object.fromEntries(kept.map((name, k) => [name, jsonCell(before[k] ?? "")])),
            prediction,
            probability,
          })
        : [...before, String(prediction ?? ""), String(probability ?? "")].map(csvCell).join(",");
      text += "\n";
    }
    this.#written += rows;
    batch.clear();
    this.#keptCells.length = 0;
    await this.#output.write(text);
  }
}

/** What is written of every row. */
const WRITTEN = ["prediction", "probability"];

/** Refuses columns of which two would have one name in what is written. */
function refuseTwice({ label, names }: Header, kept: readonly number[], option: string): void {
  const twice = kept.find((index, k) => kept.indexOf(index) !== k);
  if (twice !== undefined)
    throw usageFailure(`${option}: expected each column once, got ${quoted(names[twice] ?? "")} twice`);
  const taken = kept.map((index) => names[index] ?? "").find((name) => WRITTEN.includes(name));
  if (taken === undefined) return;
  const next = `rename it, or ${option === "--append" ? "say --keep with the others" : "leave it out"}`;
  throw new Failure(
    `${label}: ${option}: the file has a column ${quoted(taken)}, which predict writes itself: ${next}`,
  );
}

/** A number or a boolean where a table would have one: codes of leading zeros and ids of many digits are texts. */
function jsonCell(text: string): string | number | boolean {
  if (text === "true" || text === "false") return text === "true";
  const value = tableNumberOf(text);
  return value === undefined || Number.isNaN(value) ? text : value;
}

/** RFC 4180: quotes around what holds a delimiter, a quote or a line break. */
function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
