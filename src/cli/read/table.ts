import { Failure, fileLabel, quoted } from "../failure.ts";
import { cellFailure, numberOf, type Place } from "./cells.ts";
import type { ClassReader } from "./classes.ts";
import { type Header, headerOf } from "./columns.ts";
import { delimiterOf } from "./delimiter.ts";
import { GrowingMatrix } from "./growingMatrix.ts";
import { readCsv } from "./readCsv.ts";

/** What a command wants of a file: indices into its header. */
export interface Selection {
  readonly features: readonly number[];
  readonly target: number;
  readonly weights?: number | undefined;
}

/** A data file in memory: numbers only. */
export interface Table {
  readonly features: readonly string[];
  /** As the file writes it. */
  readonly target: string;
  readonly X: GrowingMatrix;
  readonly codes: number[];
  readonly weights: number[] | undefined;
}

export interface TableRequest {
  readonly file: string;
  /** Where --delimiter was given. */
  readonly delimiter: string | undefined;
  readonly select: (header: Header) => Selection;
  readonly classes: ClassReader;
  readonly onRows?: (rows: number) => void;
}

export async function readTable(request: TableRequest): Promise<Table> {
  const { file, delimiter, classes } = request;
  const label = fileLabel(file);
  let filler: TableFiller | undefined;
  await readCsv(file, delimiterOf(file, delimiter), {
    header(names, place) {
      const header = headerOf(label, names, place, delimiter);
      filler = new TableFiller(header, request.select(header), classes);
    },
    columnsRead: () => filler?.columnsRead ?? [],
    row: (cells, line) => filler?.row(cells, line),
    chunkRead: () => request.onRows?.(filler?.X.rows ?? 0),
  });
  if (filler === undefined) throw new Error("readCsv has called header or thrown");
  filler.checkWeights();
  return filler;
}

class TableFiller implements Table {
  readonly features: readonly string[];
  /** As the file writes it. */
  readonly target: string;
  readonly X: GrowingMatrix;
  readonly codes: number[] = [];
  readonly weights: number[] | undefined;
  readonly #header: Header;
  readonly #selection: Selection;
  readonly #classes: ClassReader;

  constructor(header: Header, selection: Selection, classes: ClassReader) {
    this.features = selection.features.map((index) => header.names[index] ?? "");
    this.target = header.names[selection.target] ?? "";
    this.X = new GrowingMatrix(selection.features.length);
    this.weights = selection.weights === undefined ? undefined : [];
    this.#header = header;
    this.#selection = selection;
    this.#classes = classes;
  }

  get columnsRead(): number[] {
    const { features, target, weights } = this.#selection;
    return weights === undefined ? [...features, target] : [...features, target, weights];
  }

  row(cells: readonly string[], line: number): void {
    const { features, target, weights } = this.#selection;
    const placeOf = (index: number): Place => ({
      label: this.#header.label,
      line,
      column: this.#header.names[index] ?? "",
    });
    this.codes.push(this.#classes.codeOf(cells[target] ?? "", () => placeOf(target)));
    this.X.push((j) => {
      const index = features[j] ?? 0;
      return numberOf(cells[index] ?? "", () => placeOf(index));
    });
    if (weights === undefined || this.weights === undefined) return;
    const weight = numberOf(cells[weights] ?? "", () => placeOf(weights));
    if (weight < 0) throw cellFailure(placeOf(weights), `expected a weight of 0 or more, got ${weight}`);
    this.weights.push(weight);
  }

  checkWeights(): void {
    const { weights } = this.#selection;
    if (weights === undefined || this.weights === undefined || this.weights.some((weight) => weight > 0)) return;
    const column = quoted(this.#header.names[weights] ?? "");
    throw new Failure(`${this.#header.label}: column ${column}: expected a weight above 0 in some row, got only 0`);
  }
}
